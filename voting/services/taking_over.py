"""What the last vote of a sitting noted of people and cards, taken over for the next at a press.

It is counts by site, or the marks of one and the same list of delegates, as they stood when that
vote was opened; of a card nothing is known here. All of it is written at once while no vote of the
sitting is open, so it stands beside no ballot, and tells no more than the earlier rows tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from voting.day_models import Attendance, Batch, Presence, Site
from voting.delegate_models import Delegate
from voting.instance import Instance
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_here
from voting.services.attendance import Basis, counted, fill_rows
from voting.services.common import find_conference, frozen_parts, lock_conference
from voting.services.names import name_key_of
from voting.services.sites import SiteView, add_row, require_printed, sites_of
from voting.services.sittings import SittingView, lock_sitting, sitting_of
from voting.services.turnout import turnout_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The last vote of the sitting, and what its opening left for this one.

    present, handed_out: None if there is nothing to take over, or it stands here already.
    issued: how many cards voting was opened with there; None if they are other cards.
    same_present, same_handed_out: this vote has exactly those figures.
    """

    uuid: str
    name: str
    place: int
    present: int | None
    handed_out: int | None
    issued: int | None
    same_present: bool
    same_handed_out: bool


def read_earlier(instance: Instance, uuid: str) -> Earlier | None:
    """Return what can be taken over for a vote that is not open yet; None if there is no such."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        sitting = sitting_of(session, uuid)
        found = None if sitting is None else _last(session, sitting, conference)
        return None if found is None or sitting is None else _view(session, sitting, found)


def take_attendance(instance: Instance, uuid: str, earlier: str) -> None:
    """Take over who was present, from the vote that the page showed.

    Raises VotingRefused NOTHING_TO_TAKE_OVER, MORE_THAN_CONVENED, TOO_MANY_SITES.
    """
    with instance.database.writing() as session:
        here, there, seen = _both(instance, session, uuid, earlier)
        if seen.present is None:
            raise VotingRefused(Refusal.NOTHING_TO_TAKE_OVER)
        if _delegates(session, here):
            _copy_marks(session, here, there)
            return
        convened = frozen_parts(here).definition.convened
        if convened is not None and seen.present > convened:
            raise VotingRefused(Refusal.MORE_THAN_CONVENED, f"{convened}")
        rows = _sites_by_name(session, here)
        for site in sites_of(session, there.id):
            if site.present:
                _site_named(session, here, rows, site.name).present = site.present


def take_cards(instance: Instance, uuid: str, earlier: str) -> None:
    """Take over the batches of the desks and how many cards each handed out.

    Raises VotingRefused NOTHING_TO_TAKE_OVER, MORE_THAN_PRINTED, TOO_MANY_SITES.
    """
    with instance.database.writing() as session:
        here, there, seen = _both(instance, session, uuid, earlier)
        if seen.handed_out is None:
            raise VotingRefused(Refusal.NOTHING_TO_TAKE_OVER)
        sites = [site for site in sites_of(session, there.id) if site.batches]
        require_printed(session, here, sum(site.received for site in sites))
        cards, rows = turnout_of(session, here), _sites_by_name(session, here)
        are_rest_void = cards.void == cards.printed - seen.handed_out
        for site in sites:
            row = _site_named(session, here, rows, site.name)
            _copy_batches(session, row, site)
            row.handed_out = site.handed_out
            row.void = site.received - site.handed_out if are_rest_void else 0


def _both(
    instance: Instance, session: Session, uuid: str, earlier: str
) -> tuple[Conference, Conference, Earlier]:
    """Return this vote, locked, and the last. Raises VotingRefused NOTHING_TO_TAKE_OVER.

    The sitting is locked first, so no vote of it is opened meanwhile.
    """
    sitting = lock_sitting(session, uuid)
    here = lock_conference(instance, session, uuid)
    found = None if sitting is None else _last(session, sitting, here)
    if sitting is None or found is None or found[1].uuid != earlier:
        raise VotingRefused(Refusal.NOTHING_TO_TAKE_OVER)
    return *found, _view(session, sitting, found)


def _last(
    session: Session, sitting: SittingView, here: Conference
) -> tuple[Conference, Conference] | None:
    """Return this vote and the one that was held last, if this one comes next."""
    if here.state is not State.PREPARED or sitting.collecting is not None:
        return None
    over = [vote.uuid for vote in sitting.votes if vote.is_over]
    held = select(Conference).where(Conference.uuid.in_(over))
    last = session.scalar(held.order_by(Conference.opened_at.desc(), Conference.id.desc()).limit(1))
    return None if last is None else (here, last)


def _view(session: Session, sitting: SittingView, found: tuple[Conference, Conference]) -> Earlier:
    here, there = found
    vote = sitting.vote(there.uuid)
    shared = {one.uuid for one in sitting.shared}
    are_same = {here.uuid, there.uuid} <= shared
    by, present = counted(session, there)
    mine = counted(session, here)
    fits = by is not Basis.PLAN and _delegates(session, here) == _delegates(session, there)
    ours, theirs = sites_of(session, here.id), sites_of(session, there.id)
    handed = sum(site.handed_out for site in theirs) if are_same else 0
    is_free = not any(site.handed_out or site.batches or site.void for site in ours)
    return Earlier(
        uuid=there.uuid,
        name=frozen_parts(there).definition.name,
        place=0 if vote is None else vote.place,
        present=present if fits and mine[0] is Basis.PLAN else None,
        handed_out=handed if handed and is_free and turnout_of(session, here).printed else None,
        issued=turnout_of(session, there).issued if are_same else None,
        same_present=fits and mine == (by, present),
        same_handed_out=bool(handed) and handed == sum(site.handed_out for site in ours),
    )


def _delegates(session: Session, conference: Conference) -> list[tuple[int, str, str, str]]:
    wanted = select(Delegate.number, Delegate.name, Delegate.unit, Delegate.badge)
    own = wanted.where(Delegate.conference_id == conference.id).order_by(Delegate.number)
    return [(number, name, unit, badge) for number, name, unit, badge in session.execute(own)]


def _copy_marks(session: Session, here: Conference, there: Conference) -> None:
    """Give every delegate of the list the mark of the earlier vote, in one statement."""
    own = select(Delegate.number).where(Delegate.conference_id == here.id)
    fill_rows(session, here.id, list(session.scalars(own)))
    other = Attendance.__table__.alias()
    mark = select(other.c.presence).where(
        other.c.conference_id == there.id, other.c.number == Attendance.number
    )
    session.execute(
        update(Attendance)
        .where(Attendance.conference_id == here.id)
        .values(presence=func.coalesce(mark.scalar_subquery(), Presence.ABSENT))
        .execution_options(synchronize_session=False)
    )


def _sites_by_name(session: Session, conference: Conference) -> dict[str, Site]:
    rows = session.scalars(select(Site).where(Site.conference_id == conference.id))
    return {name_key_of(row.name): row for row in rows}


def _site_named(
    session: Session, conference: Conference, rows: Mapping[str, Site], name: str
) -> Site:
    """Return the site of this name; it is added where this vote has none."""
    return rows.get(name_key_of(name)) or add_row(session, conference, name)


def _copy_batches(session: Session, row: Site, site: SiteView) -> None:
    for batch in site.batches:
        key = {"conference_id": row.conference_id, "number": batch.number}
        session.add(Batch(**key, site=row.number, count=batch.count, first_serial=batch.first))
        told = f"{batch.count}, {row.name}"
        note_here(session, Act.GAVE_BATCH, about=told, conference_id=row.conference_id)
