"""The books of the cards, from the entries of a log: which numbers do not balance, and why not.

printed = issued + void; issued = cast + not returned; what the committee counted by hand
(`hand_count`) is what the log says. A number that does not balance is explained by a `note` about
it that stands later in the log.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from audit.entries import (
    CardsEntry,
    ClosingEntry,
    Entry,
    EventEntry,
    HandCountEntry,
    NoteEntry,
    OpeningEntry,
)
from audit.record import EventType

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that does not balance: which one, what it is and what it should be.

    what: as in `audit.entries.Quantity`. index: of the entry that says it.
    """

    what: str
    said: int
    right: int
    index: int


def differences(entries: Sequence[Entry]) -> list[Difference]:
    """Return every number of a closed vote that does not balance; entries: from the first on."""
    return [*_opening(entries), *_closing(entries), *counted_by_hand(entries)]


def counted_by_hand(entries: Sequence[Entry]) -> list[Difference]:
    """Return where the last count by hand differs from the log; of earlier ones nothing."""
    opening, count = last_of(entries, OpeningEntry), last_of(entries, HandCountEntry)
    if opening is None or count is None:
        return []
    index, said, right = count[0], count[1], opening[1]
    rows = (
        ("printed", said.printed, right.printed),
        ("issued", said.issued, right.issued),
        ("void", said.void, right.void),
    )
    return _differing(rows, index)


def unexplained(found: Iterable[Difference], entries: Sequence[Entry]) -> list[Difference]:
    """Return the differences that no later note is about."""
    noted = [(index, entry) for index, entry in enumerate(entries) if isinstance(entry, NoteEntry)]
    return [
        one
        for one in found
        if not any(index > one.index and one.what in note.about for index, note in noted)
    ]


def last_of(entries: Sequence[Entry], kind: type[T]) -> tuple[int, T] | None:
    """Return the last entry of a kind with its index, or None."""
    for index in range(len(entries) - 1, -1, -1):
        entry = entries[index]
        if isinstance(entry, kind):
            return index, entry
    return None


def _opening(entries: Sequence[Entry]) -> list[Difference]:
    found = last_of(entries, OpeningEntry)
    if found is None:
        return []
    index, opening = found
    batches = sum(entry.count for entry in entries if isinstance(entry, CardsEntry))
    rows = (
        ("printed", opening.printed, batches),
        ("void", opening.void, opening.printed - opening.issued),
    )
    return _differing(rows, index)


def _closing(entries: Sequence[Entry]) -> list[Difference]:
    found, opened = last_of(entries, ClosingEntry), last_of(entries, OpeningEntry)
    if found is None or opened is None:
        return []
    index, closing = found
    ballots = sum(_is_ballot(entry) for entry in entries)
    rows = (
        ("issued", closing.issued, opened[1].issued),
        ("cast", closing.cast, ballots),
        ("not_returned", closing.not_returned, closing.issued - closing.cast),
    )
    return _differing(rows, index)


def _is_ballot(entry: Entry) -> bool:
    return isinstance(entry, EventEntry) and entry.event.type is EventType.BALLOT


def _differing(rows: Iterable[tuple[str, int, int]], index: int) -> list[Difference]:
    return [Difference(what, said, right, index) for what, said, right in rows if said != right]
