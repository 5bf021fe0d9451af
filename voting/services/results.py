"""The result: combine the decryptions, show it to the chair, publish it.

The counts stay out of the log until `publish_result`: it appends the strong proofs of the
decryptions, the Result event and the act of publication in one transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.entries import PublicationEntry
from audit.record import EventType
from ballots.errors import Sentence
from ballots.hashing import sha256_hex
from ballots.tally import combine, make_result, parse_result, verify_partial_decryption
from voting.ceremony_models import Ceremony
from voting.definition import Counted, Definition
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Conference, State
from voting.plan.people import Person
from voting.refusals import Refusal, VotingRefused
from voting.rules.outcome import PersonOutcome, make_outcome
from voting.rules.ranking import Ranking
from voting.rules.refusals import RulesRefused
from voting.rules.totals import Totals
from voting.services.acts import Act, note_here
from voting.services.books import require_balance
from voting.services.common import find_conference, frozen_parts, lock_conference
from voting.services.decrypting import (
    SealedTally,
    decryption_proofs,
    partial_decryptions,
    sealed_tally,
    tally_in_log,
)
from voting.services.turnout import Turnout, turnout_of
from voting.services.unpacking import discard_unpacked
from voting.standings import ranking_of
from voting.store import append


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
    counted: Counted

    @property
    def totals(self) -> Totals:
        """Return the totals that belong to it."""
        return self.turnout.totals(self.definition, invalid=self.counted.invalid)

    @property
    def ranking(self) -> Ranking | None:
        """Return who is elected; None where nobody is, or the number convened is not known."""
        return ranking_of(self.definition, self.counted, self.totals)


def compute_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Combine the accepted partial decryptions into the result and keep it; not yet public.

    Raises VotingRefused: as sealed_tally. BallotsError TOO_FEW_DECRYPTIONS, RESULT_OUT_OF_RANGE.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        sealed = sealed_tally(session, conference)
        made = partial_decryptions(session, conference.id)
    counts = combined(sealed, made)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        sealed_tally(session, conference)
        keep_counts(session, conference, counts)
        note_here(session, Act.OPENED_RESULT, about="", conference_id=conference.id)
    return result_for_chair(instance, uuid)


def keep_counts(session: Session, conference: Conference, counts: list[list[int]]) -> None:
    """Keep the counts for the chair; the caller holds the lock of the conference."""
    discard_unpacked(session, conference.id)
    conference.result = make_result(counts)
    conference.state = State.COUNTED


def combined(sealed: SealedTally, made: dict[int, bytes]) -> list[list[int]]:
    """Verify every partial decryption again and combine them.

    made: by number of the trustee. Raises BallotsError TOO_FEW_DECRYPTIONS, RESULT_OUT_OF_RANGE.
    """
    election, trustees = sealed.election, sealed.trustees
    factors = {
        owner: verify_partial_decryption(data, sealed.tally, trustees.key_of(owner), election)
        for owner, data in made.items()
    }
    weight = sealed.sized.total_weight
    return combine(trustees, factors, sealed.tally, group=election.group, total_weight=weight)


def publish_result(instance: Instance, uuid: str, *, by_head: bool = False) -> ConferenceResult:
    """Make the result and the rest of the record public.

    by_head: it is the head of the committee who asks; where the committee made the key on its own
    devices, nobody else may. Raises VotingRefused HEAD_ONLY, NOT_COUNTED, ALREADY_PUBLISHED,
    BOOKS_UNBALANCED.
    """
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        if not by_head and session.scalar(select(Ceremony.id).where(Ceremony.uuid == uuid)):
            raise VotingRefused(Refusal.HEAD_ONLY)
        if conference.state is State.PUBLISHED:
            raise VotingRefused(Refusal.ALREADY_PUBLISHED)
        if conference.state is not State.COUNTED or conference.result is None:
            raise VotingRefused(Refusal.NOT_COUNTED)
        require_balance(session, conference)
        for proof in decryption_proofs(session, conference.id):
            append_entry(session, conference, proof)
        append(session, conference, EventType.RESULT, (conference.result,))
        published = PublicationEntry(result=sha256_hex(conference.result))
        append_entry(session, conference, published)
        conference.state = State.PUBLISHED
    return published_result(instance, uuid)


def published_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Return the published result. Raises VotingRefused RESULT_NOT_PUBLISHED."""
    return _result(instance, uuid, (State.PUBLISHED,), Refusal.RESULT_NOT_PUBLISHED)


def result_for_chair(instance: Instance, uuid: str) -> ConferenceResult:
    """Return the computed result before it is published: for the committee and the chair alone.

    Raises VotingRefused NOT_COUNTED.
    """
    return _result(instance, uuid, (State.COUNTED, State.PUBLISHED), Refusal.NOT_COUNTED)


def verified_result(instance: Instance, uuid: str) -> ConferenceResult:
    """Return the result as `result_for_chair`, after combining it once more from the log.

    Raises VotingRefused NOT_COUNTED; RESULT_DIFFERS if what is kept is not what the accepted
    decryptions give. BallotsError as `combined`.
    """
    kept = result_for_chair(instance, uuid)
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        sealed = tally_in_log(session, conference)
        made = partial_decryptions(session, conference.id)
        stored = conference.result
    if make_result(combined(sealed, made)) != stored:
        raise VotingRefused(Refusal.RESULT_DIFFERS)
    return kept


def _result(
    instance: Instance, uuid: str, states: tuple[State, ...], otherwise: Refusal
) -> ConferenceResult:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if conference.state not in states or conference.result is None:
            raise VotingRefused(otherwise)
        counts = parse_result(conference.result)
        turnout = turnout_of(session, conference)
    definition = frozen_parts(conference).definition
    return read_result(uuid, definition, turnout, definition.read_counts(counts))


def read_result(
    uuid: str, definition: Definition, turnout: Turnout, counted: Counted
) -> ConferenceResult:
    """Read everybody's counts by the rules of a definition."""
    bare = ConferenceResult(uuid, definition, turnout, (), counted)
    people = tuple(
        read_person(definition, person, row, bare.totals)
        for person, row in zip(definition.people, counted.rows, strict=True)
    )
    return replace(bare, people=people)


def read_person(
    definition: Definition, person: Person, row: Sequence[int], totals: Totals
) -> PersonResult:
    """Read one person's counts, high to low, by the rules of a definition."""
    try:
        outcome = make_outcome(row, profile=definition.profile, totals=totals, person=person.name)
    except RulesRefused as error:
        return PersonResult(person, tuple(row), None, error.findings[0].text)
    return PersonResult(person, tuple(row), outcome)
