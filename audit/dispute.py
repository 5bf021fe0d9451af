"""Settle a dispute about one ballot from a paper, the record and the log: one of six verdicts.

The paper is a receipt, a signed refusal or the ballot itself. The rules, with their reasons, are in
docs/dispute.md. Record and log must hold on their own; otherwise nothing is settled here, and the
report of the verifier is the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final, NoReturn

from audit.checks import acts, chain, log, setup
from audit.checks.log import LogSubject
from audit.checks.subject import Subject
from audit.entries import EventEntry
from audit.errors import DisputeFault, DisputeRefused
from audit.evidence import Evidence
from audit.findings import Blocked, Finding, NotReached
from audit.merkle import root_of
from audit.note import VerificationKey
from audit.reading import read_structures
from audit.receipt import tracker_in
from audit.record import EventType, open_record
from audit.survey import peek_credential
from ballots.ballot import Ballot, parse_ballot, verify_ballot
from ballots.credentials import PublicCredentials
from ballots.election import Election


class Outcome(StrEnum):
    """The six verdicts."""

    COUNTED = "counted"
    REPLACED = "replaced"
    VOID_CARD = "void_card"
    TOO_LATE = "too_late"
    NEVER_ARRIVED = "never_arrived"
    SERVER_AT_FAULT = "server_at_fault"


class Ground(StrEnum):
    """Why (closed list)."""

    IN_LOG = "in_log"
    LATER_BALLOT = "later_ballot"
    OTHER_BALLOT = "other_ballot"
    USED_BY_STATEMENT = "used_by_statement"
    NOT_LISTED = "not_listed"
    VOID_BY_STATEMENT = "void_by_statement"
    AFTER_THE_END = "after_the_end"
    BEFORE_THE_OPENING = "before_the_opening"
    NOT_IN_LOG = "not_in_log"
    NOT_IN_LOG_YET = "not_in_log_yet"
    FORKED = "forked"
    ENTRY_DIFFERS = "entry_differs"
    SIGNED_AFTER_THE_END = "signed_after_the_end"
    REFUSED_THOUGH_THERE = "refused_though_there"
    NOT_CLOSED = "not_closed"
    WAS_OPEN = "was_open"
    NOT_THEN = "not_then"
    CARD_LISTED = "card_listed"
    CARD_UNUSED = "card_unused"


class Exhibit(StrEnum):
    """What a piece of the proof is (closed list)."""

    BALLOT_ENTRY = "ballot_entry"
    OTHER_ENTRY = "other_entry"
    SETUP_ENTRY = "setup_entry"
    END_ENTRY = "end_entry"
    PAPER = "paper"
    CHECKPOINT = "checkpoint"
    ROOT = "root"
    CREDENTIAL = "credential"


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of the proof: bytes that anyone can look up. index: of the log entry it is."""

    exhibit: Exhibit
    text: str = ""
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict on one ballot."""

    outcome: Outcome
    ground: Ground
    tracker: str
    proof: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class Cast:
    """A ballot in the log: its entry, tracker, public credential."""

    index: int
    tracker: str
    credential: str


@dataclass(frozen=True)
class Case:
    """Record and log that hold together, with the key of the log."""

    evidence: Evidence
    election: Election
    credentials: PublicCredentials
    casts: Sequence[Cast]
    log_key: VerificationKey
    opened: int
    ended: int | None

    @property
    def size(self) -> int:
        """How many entries the log has."""
        return len(self.evidence.log.lines)

    @cached_property
    def checkpoint(self) -> Shown:
        """The checkpoint that came with the log."""
        return Shown(Exhibit.CHECKPOINT, str(self.evidence.log.signed))

    def root_at(self, size: int) -> bytes:
        """Return the root of the log's first entries."""
        return root_of(self.evidence.log.leaves[:size])

    def cast_of(self, tracker: str) -> Cast | None:
        """Return the ballot with a tracker, if the log has it."""
        return next((cast for cast in self.casts if cast.tracker == tracker), None)

    def last_of(self, credential: str, before: int | None = None) -> Cast | None:
        """Return the last ballot of a card, among the entries before an index if one is given."""
        mine = [cast for cast in self.casts if cast.credential == credential]
        return next((c for c in reversed(mine) if before is None or c.index < before), None)


_RECORD_CHECKS: Final = (
    chain.check_names,
    chain.check_chain,
    chain.check_order,
    chain.check_references,
    setup.check_setup,
    setup.check_election,
    setup.check_credentials,
)
_LOG_CHECKS: Final = (
    log.check_log_form,
    log.check_log_tree,
    log.check_log_signature,
    log.check_log_definition,
    acts.check_log_events,
    acts.check_log_order,
)


def open_case(path: Path, evidence: Evidence) -> Case:
    """Read a record with its log, and verify what a verdict rests on.

    Raises RecordUnreadable; DisputeRefused UNSOUND if a check fails, naming it.
    """
    record = open_record(path)
    subject = LogSubject(Subject(record, read_structures(record)), evidence)
    try:
        for check in _RECORD_CHECKS:
            _require(check(subject.record))
        for log_check in _LOG_CHECKS:
            _require(log_check(subject))
    except (Blocked, NotReached) as error:
        raise DisputeRefused(DisputeFault.UNSOUND, str(error)) from error
    logged = {
        entry.event.height: (index, entry.event)
        for index, entry in enumerate(subject.entries())
        if isinstance(entry, EventEntry)
    }
    casts = []
    for entry, member in record.ballots:
        index, event = logged[entry.index]
        casts.append(Cast(index, tracker_in(event), peek_credential(record, member) or ""))
    ended = [i for i, event in logged.values() if event.type is EventType.END_BALLOTS]
    structures, origin = subject.record.structures, evidence.log.signed.checkpoint.origin
    return Case(
        evidence=evidence,
        election=structures.election.get(),
        credentials=structures.credentials.get(),
        casts=casts,
        log_key=next(one.key for one in subject.policy().logs if one.key.name == origin),
        opened=logged[0][0],
        ended=ended[0] if ended else None,
    )


def _require(findings: list[Finding]) -> None:
    if findings:
        first = findings[0]
        raise DisputeRefused(DisputeFault.UNSOUND, f"check {first.check.value}: {first.code}")


def read_ballot(data: bytes, case: Case) -> Ballot:
    """Read the ballot of a delegate. Raises BallotsError if it is none of this election."""
    ballot = parse_ballot(data, case.election)
    verify_ballot(ballot, case.election)
    return ballot


def rule_on_ballot(case: Case, ballot: Ballot) -> Ruling:
    """Rule on a ballot of which there is no paper."""
    cast = case.cast_of(ballot.tracker)
    if cast is not None:
        return standing(case, cast)
    card = Shown(Exhibit.CREDENTIAL, ballot.credential)
    if ballot.credential not in case.credentials:
        return Ruling(
            Outcome.VOID_CARD,
            Ground.NOT_LISTED,
            ballot.tracker,
            (card, Shown(Exhibit.SETUP_ENTRY, index=case.opened)),
        )
    other = case.last_of(ballot.credential)
    if other is not None:
        return replaced_by(other, Ground.OTHER_BALLOT, ballot.tracker, card)
    ground = Ground.NOT_IN_LOG_YET if case.ended is None else Ground.NOT_IN_LOG
    return Ruling(Outcome.NEVER_ARRIVED, ground, ballot.tracker, (case.checkpoint,))


def standing(case: Case, cast: Cast) -> Ruling:
    """Say whether a ballot in the log counts, or a later one of its card."""
    entry = Shown(Exhibit.BALLOT_ENTRY, index=cast.index)
    last = case.last_of(cast.credential)
    if last is not None and last != cast:
        return replaced_by(last, Ground.LATER_BALLOT, cast.tracker, entry)
    return Ruling(Outcome.COUNTED, Ground.IN_LOG, cast.tracker, (entry, case.checkpoint))


def replaced_by(other: Cast, ground: Ground, tracker: str, *shown: Shown) -> Ruling:
    """Rule that another ballot of the same card counts."""
    entry = Shown(Exhibit.OTHER_ENTRY, index=other.index)
    return Ruling(Outcome.REPLACED, ground, tracker, (*shown, entry))


def fault(ground: Ground, tracker: str, *shown: Shown) -> Ruling:
    """Rule that the server signed what cannot be."""
    return Ruling(Outcome.SERVER_AT_FAULT, ground, tracker, shown)


def too_short(size: int, case: Case) -> NoReturn:
    """Refuse to judge a paper that is newer than the log."""
    raise DisputeRefused(DisputeFault.LOG_TOO_SHORT, f"{case.size} < {size}")
