"""The result: combine the decryptions, show it to the chair, publish it.

Computing appends the Result entry, but the public sees neither it nor the partial decryptions
before `publish_result`.
"""

from dataclasses import dataclass

from audit.record import EventType
from ballots.errors import Sentence
from ballots.tally import combine, make_result, parse_result, verify_partial_decryption
from voting.definition import Definition
from voting.instance import Instance
from voting.models import State
from voting.plan.people import Person
from voting.refusals import Refusal, VotingRefused
from voting.rules.outcome import PersonOutcome, make_outcome
from voting.rules.refusals import RulesRefused
from voting.rules.totals import Totals
from voting.services.common import find_conference, frozen_parts, lock_conference
from voting.services.decrypting import SealedTally, partial_decryptions, sealed_tally
from voting.services.turnout import Turnout, turnout_of
from voting.store import append, data_of, entry_of_kind


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One person's counts, high to low, and what the rules make of them.

    outcome: None where the rules cannot be applied, `problem` says why; the counts stand all the
    same.
    """

    person: Person
    counts: tuple[int, ...]
    outcome: PersonOutcome | None
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True)
class ConferenceResult:
    """The result of a conference, in the order of the list."""

    uuid: str
    definition: Definition
    turnout: Turnout
    people: tuple[PersonResult, ...]


def compute_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Combine the accepted partial decryptions into the result and append it; not yet public.

    Raises VotingRefused: as sealed_tally. BallotsError TOO_FEW_DECRYPTIONS, RESULT_OUT_OF_RANGE.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        sealed = sealed_tally(session, conference)
        made = partial_decryptions(session, conference.id)
    counts = _combined(sealed, made)
    with instance.database.writing() as session:
        conference = lock_conference(session, uuid)
        sealed_tally(session, conference)
        append(session, conference, EventType.RESULT, (make_result(counts),))
        conference.state = State.COUNTED
    return result_for_chair(instance, uuid)


def _combined(sealed: SealedTally, made: dict[int, bytes]) -> list[list[int]]:
    """Verify every partial decryption again and combine them."""
    election, trustees = sealed.election, sealed.trustees
    factors = {
        owner: verify_partial_decryption(data, sealed.tally, trustees.key_of(owner), election)
        for owner, data in made.items()
    }
    weight = sealed.sized.total_weight
    return combine(trustees, factors, sealed.tally, group=election.group, total_weight=weight)


def publish_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Make the result and the rest of the record public.

    Raises VotingRefused NOT_COUNTED, ALREADY_PUBLISHED.
    """
    with instance.database.writing() as session:
        conference = lock_conference(session, uuid)
        if conference.state is State.PUBLISHED:
            raise VotingRefused(Refusal.ALREADY_PUBLISHED)
        if conference.state is not State.COUNTED:
            raise VotingRefused(Refusal.NOT_COUNTED)
        conference.state = State.PUBLISHED
    return published_result(instance, uuid)


def published_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Return the published result. Raises VotingRefused RESULT_NOT_PUBLISHED."""
    return _result(instance, uuid, (State.PUBLISHED,), Refusal.RESULT_NOT_PUBLISHED)


def result_for_chair(instance: Instance, uuid: str) -> ConferenceResult:
    """Return the computed result before it is published: for the chair, never for the web.

    Raises VotingRefused NOT_COUNTED.
    """
    return _result(instance, uuid, (State.COUNTED, State.PUBLISHED), Refusal.NOT_COUNTED)


def _result(
    instance: Instance, uuid: str, states: tuple[State, ...], otherwise: Refusal
) -> ConferenceResult:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        entry = entry_of_kind(session, conference.id, EventType.RESULT)
        if conference.state not in states or entry is None:
            raise VotingRefused(otherwise)
        counts = parse_result(data_of(session, entry, 0))
        turnout = turnout_of(session, conference)
    definition = frozen_parts(conference).definition
    totals = definition.totals(issued=turnout.issued, collected=turnout.cast)
    people = tuple(
        _person(definition, person, row, totals)
        for person, row in zip(definition.people, counts, strict=True)
    )
    return ConferenceResult(uuid, definition, turnout, people)


def _person(definition: Definition, person: Person, row: list[int], totals: Totals) -> PersonResult:
    try:
        outcome = make_outcome(row, profile=definition.profile, totals=totals, person=person.name)
    except RulesRefused as error:
        return PersonResult(person, tuple(row), None, error.findings[0].text)
    return PersonResult(person, tuple(row), outcome)
