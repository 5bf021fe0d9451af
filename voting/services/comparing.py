"""Rounds of a vote that this server holds itself: published conferences with the same levels."""

from sqlalchemy import select

from voting.instance import Instance
from voting.models import Conference, State
from voting.rules.words import Denominator
from voting.services.common import frozen_parts
from voting.services.results import ConferenceResult, published_result
from voting.tables.rounds import Round, Standing


def earlier_rounds(instance: Instance, uuid: str) -> dict[str, str]:
    """Return the other published conferences with the same levels: uuid to "date, name"."""
    own = _levels(published_result(instance, uuid))
    with instance.database.reading() as session:
        found = session.scalars(
            select(Conference)
            .where(Conference.state == State.PUBLISHED, Conference.uuid != uuid)
            .order_by(Conference.id.desc())
            .limit(50)
        ).all()
        definitions = {one.uuid: frozen_parts(one).definition for one in found}
    return {
        key: f"{one.date:%d/%m/%Y}: {one.name}, {one.body}".rstrip(", ")
        for key, one in sorted(definitions.items(), key=lambda item: item[1].date, reverse=True)
        if [level.id for level in one.profile.levels] == own and not one.rehearsal
    }


def round_of(result: ConferenceResult) -> Round:
    """Return a published result as a round."""
    turnout, definition = result.turnout, result.definition
    totals = turnout.totals(definition)
    people = tuple(
        Standing(
            name=one.person.name,
            position=one.person.position,
            counts=one.counts,
            wholes={
                Denominator.TOTAL_MEMBERS: totals.total_members,
                Denominator.CONVENED: totals.convened,
                Denominator.PRESENT: totals.present,
                Denominator.ISSUED: totals.issued,
                Denominator.COLLECTED: totals.collected,
                Denominator.VALID: sum(one.counts),
            },
        )
        for one in result.people
        if sum(one.counts)
    )
    return Round(f"{definition.date:%d/%m/%Y}", definition.date.isoformat(), people)


def _levels(result: ConferenceResult) -> list[str]:
    return [level.id for level in result.definition.profile.levels]
