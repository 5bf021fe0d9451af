"""What the documents of a conference say, from its log alone: definition, entries, record.

The account ends with the publication, so whatever joins the log later changes no document; it
needs no database, no clock and no chance, so anybody can make the same bytes again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from audit.books import Difference, differences, last_of
from audit.checkpoint import SignedCheckpoint, parse_checkpoint
from audit.entries import (
    ClosingEntry,
    DecryptionProofEntry,
    DefinitionEntry,
    Entry,
    HandCountEntry,
    IncidentEntry,
    NoteEntry,
    OpeningEntry,
    PublicationEntry,
    RehearsalEntry,
    parse_entry,
)
from audit.errors import LogRefused
from audit.merkle import leaf_hash, root_of
from audit.note import Note
from audit.words import words_of_hash
from ballots.errors import BallotsError, Sentence
from ballots.tally import parse_result
from voting.definition import Counted, Definition, DefinitionUnreadable, parse_definition
from voting.plan.people import Person
from voting.readout import read_out
from voting.refusals import Refusal, VotingRefused
from voting.rules.outcome import PersonOutcome, make_outcome
from voting.rules.ranking import Ranking
from voting.rules.refusals import RulesRefused
from voting.rules.totals import Totals
from voting.standings import ranking_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PersonCount:
    """One person with the counts, high to low.

    outcome: None where the rules cannot be applied; `problem` says why.
    """

    number: int
    person: Person
    counts: tuple[int, ...]
    unmarked: int
    outcome: PersonOutcome | None
    problem: Sentence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the documents say. record_digest: SHA-256 of the whole record. checkpoint: of the log
    up to the publication, signed by the log.
    """

    uuid: str
    definition: Definition
    entries: tuple[Entry, ...]
    people: tuple[PersonCount, ...]
    counted: Counted
    record_digest: str
    checkpoint: SignedCheckpoint

    @property
    def opening(self) -> OpeningEntry:
        """The opening: cards printed, issued, void, and when."""
        return self._one(OpeningEntry)

    @property
    def closing(self) -> ClosingEntry:
        """The closing: cards issued, ballots cast."""
        return self._one(ClosingEntry)

    @property
    def hand_count(self) -> HandCountEntry | None:
        """The last count of the cards by hand."""
        found = last_of(self.entries, HandCountEntry)
        return None if found is None else found[1]

    @property
    def notes(self) -> tuple[tuple[int, NoteEntry], ...]:
        """The notes on what does not balance, each with its index in the log."""
        return tuple(
            (index, one) for index, one in enumerate(self.entries) if isinstance(one, NoteEntry)
        )

    @property
    def incidents(self) -> tuple[tuple[int, str], ...]:
        """The incidents, each with its index in the log."""
        return tuple(
            (index, one.text)
            for index, one in enumerate(self.entries)
            if isinstance(one, IncidentEntry)
        )

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The numbers of cards that do not balance."""
        return tuple(differences(self.entries))

    @property
    def rehearsed_by(self) -> tuple[int, ...]:
        """The trustees who decrypted test ballots."""
        found = {n for one in self.entries if isinstance(one, RehearsalEntry) for n in one.trustees}
        return tuple(sorted(found))

    @property
    def decrypted_by(self) -> tuple[int, ...]:
        """The trustees who decrypted the total."""
        found = {one.owner for one in self.entries if isinstance(one, DecryptionProofEntry)}
        return tuple(sorted(found))

    @property
    def totals(self) -> Totals:
        """The totals for the rules."""
        return self.definition.totals(
            issued=self.closing.issued,
            collected=self.closing.cast,
            present=self.opening.present,
            invalid=self.counted.invalid,
        )

    @property
    def ranking(self) -> Ranking | None:
        """Who is elected; None where nobody is."""
        return ranking_of(self.definition, self.counted, self.totals)

    @property
    def words(self) -> str:
        """The six words of the log's root at the publication."""
        return words_of_hash(self.checkpoint.checkpoint.root)

    @property
    def election_words(self) -> str:
        """The eight syllables of the election that the log's first entry fixes."""
        return read_out(self._one(DefinitionEntry).election)

    def _one(self, kind: type[T]) -> T:
        found = last_of(self.entries, kind)
        if found is None:  # make_account looked
            raise VotingRefused(Refusal.NOT_OF_THIS_LOG, kind.__name__)
        return found[1]


def make_account(
    *,
    definition: bytes,
    entries: Sequence[bytes],
    result: bytes,
    record_digest: str,
    checkpoint: str,
) -> Account:
    """Make the account of a published conference.

    entries: the log up to the publication. result: the record's, exact to the byte. checkpoint:
    signed by the log, of just these entries. Raises VotingRefused NOT_OF_THIS_LOG if one of them
    is not what the log says; RESULT_NOT_PUBLISHED.
    """
    try:
        frozen, signed = parse_definition(definition), parse_checkpoint(checkpoint)
        read = tuple(map(parse_entry, entries))
        counted = frozen.read_counts(parse_result(result))
    except (DefinitionUnreadable, LogRefused, BallotsError, ValueError) as error:
        raise VotingRefused(Refusal.NOT_OF_THIS_LOG, str(error)) from error
    if not read or not isinstance(read[-1], PublicationEntry):
        raise VotingRefused(Refusal.RESULT_NOT_PUBLISHED)
    first, last = read[0], read[-1]
    _require(isinstance(first, DefinitionEntry) and first.definition == _digest(definition), "0")
    _require(last.result == _digest(result), "result")
    root = root_of([leaf_hash(entry) for entry in entries])
    found = (signed.checkpoint.size, signed.checkpoint.root)
    _require(found == (len(entries), root), "checkpoint")
    _require(all(last_of(read, kind) for kind in (OpeningEntry, ClosingEntry)), "opening")
    account = Account(
        uuid=first.uuid if isinstance(first, DefinitionEntry) else "",
        definition=frozen,
        entries=read,
        people=(),
        counted=counted,
        record_digest=record_digest,
        checkpoint=_by_the_log_alone(signed),
    )
    rows = enumerate(zip(frozen.people, counted.rows, strict=True), start=1)
    people = tuple(_person(account, number, *one) for number, one in rows)
    return replace(account, people=people)


def _by_the_log_alone(signed: SignedCheckpoint) -> SignedCheckpoint:
    """Leave witnesses' signatures out: they come later, and differ from copy to copy."""
    own = [one for one in signed.note.signatures if one.key_name == signed.checkpoint.origin]
    _require(bool(own), "signature")
    return SignedCheckpoint(signed.checkpoint, Note(signed.note.text, tuple(own[:1])))


def _person(account: Account, number: int, person: Person, counts: Sequence[int]) -> PersonCount:
    row = tuple(counts)
    unmarked = account.closing.cast - account.counted.invalid - sum(row)
    profile, totals = account.definition.profile, account.totals
    try:
        outcome = make_outcome(row, profile=profile, totals=totals, person=person.name)
    except RulesRefused as error:
        return PersonCount(number, person, row, unmarked, None, error.findings[0].text)
    return PersonCount(number, person, row, unmarked, outcome)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise VotingRefused(Refusal.NOT_OF_THIS_LOG, what)
