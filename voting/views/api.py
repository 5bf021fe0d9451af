"""The outside edge for programs: exact bytes, state and turnout, result."""

from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from voting import access
from voting.language import language
from voting.services import evidence, reading, results, sittings
from voting.services.reading import ConferenceView, Part
from voting.services.results import ConferenceResult, PersonResult
from voting.services.sittings import SittingView
from voting.views.common import FOR_EVER, instance, lasting

api = Blueprint("api", __name__, url_prefix="/api/conferences/<conference:uuid>")


@api.get("")
@access.public
def conference(uuid: str) -> ResponseReturnValue:
    """Give the state and the turnout of a conference, or the votes of a sitting."""
    sitting = sittings.find_sitting(instance(), uuid)
    if sitting is not None:
        return _sitting(sitting)
    return _state(reading.read_conference(instance(), uuid))


@api.get("/election")
@access.public
def election(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the election."""
    return _exact(uuid, Part.ELECTION)


@api.get("/trustees")
@access.public
def trustees(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the trustees."""
    return _exact(uuid, Part.TRUSTEES)


@api.get("/public_credentials")
@access.public
def public_credentials(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the list of public credentials; there is none before the opening."""
    return _exact(uuid, Part.PUBLIC_CREDENTIALS)


@api.get("/definition")
@access.public
def definition(uuid: str) -> ResponseReturnValue:
    """Give the exact bytes of the frozen definition, whose hash stands in the election."""
    return _exact(uuid, Part.DEFINITION)


@api.get("/receipts/<int:index>")
@access.public
def receipt(uuid: str, index: int) -> ResponseReturnValue:
    """Give the proof of an entry, with the cosignatures of as many witnesses as the policy asks."""
    text = evidence.read_receipt(instance(), uuid, index)
    return Response(text, content_type="text/plain; charset=utf-8")


@api.get("/result")
@access.public
def result(uuid: str) -> ResponseReturnValue:
    """Give the published result with the percentages and verdicts of the rules."""
    return result_as_json(results.published_result(instance(), uuid))


def result_as_json(found: ConferenceResult) -> dict[str, Any]:
    """Write a result; percentages in hundredths of a percent, as integers."""
    profile = found.definition.profile
    return {
        "uuid": found.uuid,
        "rules": profile.id,
        "levels": [level.in_language(language()) for level in profile.levels],
        "issued": found.turnout.issued,
        "collected": found.turnout.cast,
        "result": [person.counts for person in found.people],
        **_election(found),
        "people": [_person(person) for person in found.people],
    }


def _election(found: ConferenceResult) -> dict[str, Any]:
    """Write who is elected; nothing where nobody is."""
    ranking, counted = found.ranking, found.counted
    if ranking is None:
        return {}
    return {
        "seats": ranking.seats,
        "nobody_chosen": counted.nobody,
        "invalid": counted.invalid,
        "unfilled": ranking.unfilled,
        "contested": ranking.contested,
        "order": [
            {"person": one.index, "votes": one.votes, "standing": one.standing.value}
            for one in ranking.places
        ],
    }


def _state(view: ConferenceView) -> dict[str, Any]:
    """Write what everybody may know of a conference."""
    sitting = {} if view.sitting is None else {"sitting": _sitting(view.sitting)}
    return {
        "uuid": view.uuid,
        "name": view.definition.name,
        "body": view.definition.body,
        "date": view.definition.date.isoformat(),
        "state": view.state.value,
        "rehearsal": view.definition.rehearsal,
        "convened": view.definition.convened,
        "present": view.turnout.present,
        "issued": view.turnout.issued,
        "cast": view.turnout.cast,
        "fingerprint": view.fingerprint,
        "words": view.words,
        "log_key": view.log_key,
        "log_size": view.log_size,
        "log_words": view.log_words,
        **sitting,
    }


def _sitting(sitting: SittingView) -> dict[str, Any]:
    """Write which votes a sitting has, and which of them its cards open now."""
    return {
        "uuid": sitting.uuid,
        "name": sitting.name,
        "turn": None if sitting.turn is None else sitting.turn.uuid,
        "votes": [
            {
                "uuid": vote.uuid,
                "name": vote.name,
                "state": None if vote.state is None else vote.state.value,
                "new_cards": vote.has_own_cards,
            }
            for vote in sitting.votes
        ],
    }


def _person(result: PersonResult) -> dict[str, Any]:
    """Write one person's result."""
    outcome = result.outcome
    person: dict[str, Any] = {
        "name": result.person.name,
        "position": result.person.position,
        "counts": result.counts,
    }
    if outcome is not None:
        person |= {
            "unmarked": outcome.unmarked,
            "hundredths_of_percent": [level.percentage for level in outcome.levels],
            "denominator": outcome.denominator.value,
            "whole": outcome.whole,
            "threshold": outcome.reached.id if outcome.reached else None,
        }
    return person


def _exact(uuid: str, part: Part) -> Response:
    """Give what was fixed for good when it came into being."""
    content = reading.read_part(instance(), uuid, part)
    return lasting(Response(content, mimetype="application/json"), FOR_EVER)
