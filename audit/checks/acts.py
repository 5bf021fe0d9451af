"""Checks 29 to 33: the acts in the log against each other and against the record.

definition, cards…, rehearsal…, opening, Setup, Ballot…, EndBallots, closing, EncryptedTally,
PartialDecryption…, decryption_proof…, Result, publication, addendum…; incidents between them, and
after the closing hand_count and note
"""

from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Final, TypeVar

from audit.books import counted_by_hand, unexplained
from audit.checks.log import LogSubject
from audit.entries import (
    CardsEntry,
    ClosingEntry,
    DecryptionProofEntry,
    DefinitionEntry,
    Entry,
    EventEntry,
    IncidentEntry,
    OpeningEntry,
    PublicationEntry,
    RehearsalEntry,
)
from audit.findings import Blocked, Check, Fault, Finding, NotReached, refused
from audit.record import Event, EventType
from ballots.errors import BallotsError
from ballots.strong_decryption import verify_whole_decryption

T = TypeVar("T")

_PREPARING: Final = frozenset({"cards", "rehearsal", "opening", "incident"})
_VOTING: Final = frozenset({"Ballot", "EndBallots", "incident"})
_BOOKS: Final = frozenset({"hand_count", "note", "incident"})
_OPENED: Final = frozenset({"PartialDecryption", "decryption_proof", "Result"}) | _BOOKS
NEXT: Final = {
    "definition": _PREPARING,
    "cards": _PREPARING,
    "rehearsal": _PREPARING,
    "opening": frozenset({"Setup"}),
    "Setup": _VOTING,
    "Ballot": _VOTING,
    "EndBallots": frozenset({"closing"}),
    "closing": frozenset({"EncryptedTally"}) | _BOOKS,
    "EncryptedTally": _OPENED,
    "PartialDecryption": _OPENED,
    "decryption_proof": frozenset({"decryption_proof", "Result"}),
    "Result": frozenset({"publication"}),
    "publication": frozenset({"addendum", "incident"}),
}
_AT_ONCE: Final = frozenset({"opening", "EndBallots", "decryption_proof", "Result"})
_SECRET: Final = (EventType.PARTIAL_DECRYPTION, EventType.RESULT)


def act_of(entry: Entry) -> str:
    """Return the act of an entry as its bytes say it; of an event, the type."""
    if isinstance(entry, EventEntry):
        return entry.event.type.value
    return str(entry.__struct_config__.tag)


def check_log_events(subject: LogSubject) -> list[Finding]:
    """Check 29: the events in the log are the record's chain, as far as the record is public."""
    logged = [
        (index, entry.event)
        for index, entry in enumerate(subject.entries())
        if isinstance(entry, EventEntry)
    ]
    recorded = subject.record.record.entries
    for (index, event), entry in zip(logged, recorded, strict=False):
        if entry.event is None:
            raise Blocked(Check.CHAIN)
        if entry.event != event:
            values = {"height": str(entry.index)}
            return [_at(Check.LOG_EVENTS, Fault.EVENT_CHANGED, index, values)]
    if len(recorded) > len(logged):
        values = {"height": str(len(logged))}
        return [Finding(check=Check.LOG_EVENTS, fault=Fault.EVENT_NOT_IN_LOG, values=values)]
    published = any(isinstance(entry, PublicationEntry) for entry in subject.entries())
    return [
        _missing(index, height, event)
        for height, (index, event) in enumerate(logged)
        if height >= len(recorded) and (published or event.type not in _SECRET)
    ]


def _missing(index: int, height: int, event: Event) -> Finding:
    values = {"height": str(height), "type": event.type.value}
    return _at(Check.LOG_EVENTS, Fault.EVENT_NOT_IN_RECORD, index, values)


def check_log_order(subject: LogSubject) -> list[Finding]:
    """Check 30: each act stands where it may; what must follow at once does."""
    before, found, rehearsed = "definition", [], False
    for index, entry in enumerate(subject.entries()):
        act = act_of(entry)
        if isinstance(entry, DefinitionEntry):
            continue  # check 28
        if act not in NEXT[before]:
            values = {"act": act, "before": before}
            found.append(_at(Check.LOG_ORDER, Fault.ACT_OUT_OF_ORDER, index, values))
        rehearsed |= isinstance(entry, RehearsalEntry)
        if isinstance(entry, OpeningEntry) and not rehearsed:
            found.append(_at(Check.LOG_ORDER, Fault.NO_REHEARSAL, index, {}))
        if act in NEXT and not isinstance(entry, IncidentEntry):
            before = act
    if before in _AT_ONCE:
        found.append(
            Finding(check=Check.LOG_ORDER, fault=Fault.ACT_UNFINISHED, values={"act": before})
        )
    return found


def check_log_cards(subject: LogSubject) -> list[Finding]:
    """Check 31: cards printed = issued + void; issued = listed = cast + not returned.

    What was counted by hand and differs was explained before the publication.
    """
    entries = subject.entries()
    opening = _only(entries, OpeningEntry, Blocked(Check.LOG_ORDER))
    listed = len(subject.record.structures.credentials.get())
    batches = sum(entry.count for entry in entries if isinstance(entry, CardsEntry))
    found = _balance(
        [
            ("printed", opening[1].printed, batches),
            ("issued + void", opening[1].issued + opening[1].void, opening[1].printed),
            ("issued", opening[1].issued, listed),
        ],
        opening[0],
    )
    found += _time_faults(subject, *opening)
    if not any(isinstance(entry, ClosingEntry) for entry in entries):
        if found:
            return found
        raise NotReached
    index, closing = _only(entries, ClosingEntry, NotReached())
    ballots = sum(act_of(entry) == EventType.BALLOT for entry in entries)
    found += _balance(
        [
            ("issued", closing.issued, opening[1].issued),
            ("cast", closing.cast, ballots),
            ("cast + not returned", closing.cast + closing.not_returned, closing.issued),
        ],
        index,
    )
    revotes = subject.record.surveyed().revotes
    if revotes:
        values = {"count": str(revotes)}
        found.append(Finding(check=Check.LOG_CARDS, fault=Fault.CARD_USED_TWICE, values=values))
    return found + _unexplained(entries)


def _unexplained(entries: list[Entry]) -> list[Finding]:
    """Find what the committee counted otherwise and published without a note about it."""
    before = [*takewhile(lambda entry: not isinstance(entry, PublicationEntry), entries)]
    if len(before) == len(entries):
        return []
    return [
        _at(
            Check.LOG_CARDS,
            Fault.CARDS_UNEXPLAINED,
            one.index,
            {"what": one.what, "said": str(one.said), "right": str(one.right)},
        )
        for one in unexplained(counted_by_hand(before), before)
    ]


def _balance(rows: Iterable[tuple[str, int, int]], index: int) -> list[Finding]:
    """Find the sums that do not come out."""
    return [
        _at(
            Check.LOG_CARDS,
            Fault.CARDS_DIFFER,
            index,
            {"what": what, "said": str(said), "right": str(right)},
        )
        for what, said, right in rows
        if said != right
    ]


def _time_faults(subject: LogSubject, index: int, opening: OpeningEntry) -> Iterator[Finding]:
    """Compare the time of the opening with the record's."""
    header = subject.record.record.header
    if isinstance(header, BallotsError):
        raise Blocked(Check.HEADER)
    if str(opening.time) != header.timestamp:
        values = {"said": str(opening.time), "right": header.timestamp}
        yield _at(Check.LOG_CARDS, Fault.OPENING_TIME, index, values)


def check_log_decryptions(subject: LogSubject) -> list[Finding]:
    """Check 32: once published, each partial decryption has one strong proof, and it holds."""
    entries = subject.entries()
    _only(entries, PublicationEntry, NotReached())
    decryptions = subject.record.structures.decryptions
    if len(decryptions) != sum(act_of(e) == EventType.PARTIAL_DECRYPTION for e in entries):
        raise Blocked(Check.LOG_EVENTS)
    owned = [decryption.owned.get() for decryption in decryptions]
    waiting = {(one.owner, one.payload) for one in owned}
    found: list[Finding] = []
    for index, entry in enumerate(entries):
        if not isinstance(entry, DecryptionProofEntry):
            continue
        if (entry.owner, entry.decryption) in waiting:
            waiting.remove((entry.owner, entry.decryption))
            found += _proof_faults(subject, index, entry)
        else:
            values = {"owner": str(entry.owner)}
            found.append(_at(Check.LOG_DECRYPTIONS, Fault.STRAY_STRONG_PROOF, index, values))
    for owner, _ in sorted(waiting):
        values = {"owner": str(owner)}
        found.append(
            Finding(check=Check.LOG_DECRYPTIONS, fault=Fault.NO_STRONG_PROOF, values=values)
        )
    return found


def _proof_faults(
    subject: LogSubject, index: int, entry: DecryptionProofEntry
) -> Iterator[Finding]:
    """Verify one strong proof."""
    structures, record = subject.record.structures, subject.record.record
    trustees, member = structures.trustees.get(), record.data(entry.decryption)
    if member is None:
        raise Blocked(Check.REFERENCES)
    if entry.owner > trustees.count:
        raise Blocked(Check.DECRYPTION_OWNERS)
    try:
        verify_whole_decryption(
            entry.proof,
            record.content(member),
            structures.tally.get(),
            trustees.key_of(entry.owner),
            structures.election.get(),
        )
    except BallotsError as error:
        yield refused(Check.LOG_DECRYPTIONS, error, entry=index)


def check_log_publication(subject: LogSubject) -> list[Finding]:
    """Check 33: the publication names the SHA-256 of the record's result."""
    entries = subject.entries()
    _only(entries, PublicationEntry, NotReached())
    results = subject.record.record.of_type(EventType.RESULT)
    if not results or results[0].event is None:
        raise Blocked(Check.LOG_EVENTS)
    right = results[0].event.payload
    return [
        _at(Check.LOG_PUBLICATION, Fault.RESULT_DIFFERS, index, {})
        for index, entry in enumerate(entries)
        if isinstance(entry, PublicationEntry) and entry.result != right
    ]


def _only(entries: list[Entry], kind: type[T], otherwise: Exception) -> tuple[int, T]:
    """Return the first entry of a kind with its index. Raises `otherwise` if there is none."""
    for index, entry in enumerate(entries):
        if isinstance(entry, kind):
            return index, entry
    raise otherwise


def _at(check: Check, fault: Fault, index: int, values: dict[str, str]) -> Finding:
    return Finding(check=check, fault=fault, entry=index, values=values)
