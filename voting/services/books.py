"""Keep the books of a conference: incidents, counts by hand, notes about them, addenda.

Each is an entry of the log. Numbers of cards that do not balance block the publication until a
note is about each of them (`audit.books`).
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.books import Difference, differences, last_of, unexplained
from audit.entries import (
    AddendumEntry,
    Entry,
    HandCountEntry,
    IncidentEntry,
    NoteEntry,
    entry_bytes,
    parse_entry,
)
from ballots.errors import BallotsError, Sentence
from voting.definition import normal
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Conference, LogLeaf, State
from voting.refusals import Refusal, VotingRefused
from voting.rules.words import QUANTITIES
from voting.services.common import find_conference, lock_conference

_AFTER_CLOSING: Final = (State.CLOSED, State.COUNTED)


class AddendumKind(StrEnum):
    """What joins the minutes after the publication."""

    SIGNED_MINUTES = "signed_minutes"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Books:
    """What does not balance, what of that no note is about, the last count by hand, addenda."""

    differences: tuple[Difference, ...]
    unexplained: tuple[Difference, ...]
    hand_count: HandCountEntry | None = None
    addenda: tuple[AddendumEntry, ...] = ()


def read_books(instance: Instance, uuid: str) -> Books:
    """Return what does not balance so far. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        return books_of(session, find_conference(session, uuid))


def read_addenda(instance: Instance, uuid: str) -> list[tuple[int, AddendumEntry]]:
    """Return what joined the minutes after the publication, each with its index in the log.

    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if conference.state is not State.PUBLISHED:
            return []
        acts = acts_of(session, conference.id)
    return [(place, act) for place, act in acts if isinstance(act, AddendumEntry)]


def books_of(session: Session, conference: Conference) -> Books:
    """Return what does not balance in a conference's log."""
    entries = every_entry(session, conference.id)
    found = differences(entries)
    count = last_of(entries, HandCountEntry)
    last = None if count is None else count[1]
    addenda = tuple(one for one in entries if isinstance(one, AddendumEntry))
    return Books(tuple(found), tuple(unexplained(found, entries)), last, addenda)


def require_balance(session: Session, conference: Conference) -> None:
    """Refuse to publish numbers that do not balance. Raises VotingRefused BOOKS_UNBALANCED."""
    left = books_of(session, conference).unexplained
    if left:
        detail = ", ".join(f"{one.what} {one.said} != {one.right}" for one in left)
        raise VotingRefused(Refusal.BOOKS_UNBALANCED, detail, reason=_told(left))


def _told(left: Collection[Difference]) -> Sentence:
    rows = [(QUANTITIES[one.what], one.said, one.right) for one in left]
    vi = "; ".join(f"{what.vi} {said}, đối chiếu {right}" for what, said, right in rows)
    en = "; ".join(f"{what.en} {said}, against {right}" for what, said, right in rows)
    return Sentence(f"Sai lệch: {vi}.", f"Differences: {en}.")


def record_incident(instance: Instance, uuid: str, text: str) -> int:
    """Write into the log what belongs in the minutes; return the entry's index.

    text: without names of delegates. Raises VotingRefused UNKNOWN_CONFERENCE, BAD_NOTE.
    """
    return _append(instance, uuid, IncidentEntry(text=normal(text)), tuple(State))


def record_hand_count(
    instance: Instance, uuid: str, *, printed: int, issued: int, void: int
) -> int:
    """Write into the log how many cards the committee counted by hand.

    Raises VotingRefused UNKNOWN_CONFERENCE, VOTING_STILL_OPEN, ALREADY_PUBLISHED, BAD_NOTE.
    """
    entry = HandCountEntry(printed=printed, issued=issued, void=void)
    return _append(instance, uuid, entry, _AFTER_CLOSING)


def record_note(instance: Instance, uuid: str, about: Collection[str], text: str) -> int:
    """Explain numbers that do not balance. about: keys of QUANTITIES.

    Raises VotingRefused UNKNOWN_CONFERENCE, VOTING_STILL_OPEN, ALREADY_PUBLISHED, BAD_NOTE.
    """
    named = tuple(name for name in QUANTITIES if name in about)
    if len(named) != len(about):
        raise VotingRefused(Refusal.BAD_NOTE, "about")
    return _append(instance, uuid, NoteEntry(about=named, text=normal(text)), _AFTER_CLOSING)


def record_addendum(
    instance: Instance, uuid: str, kind: AddendumKind, content: bytes, text: str
) -> int:
    """Join a file to the minutes by its SHA-256; the file itself is kept elsewhere.

    Raises VotingRefused UNKNOWN_CONFERENCE, RESULT_NOT_PUBLISHED, BAD_NOTE.
    """
    return record_digest(instance, uuid, kind, hashlib.sha256(content).hexdigest(), text)


def record_digest(instance: Instance, uuid: str, kind: AddendumKind, digest: str, text: str) -> int:
    """Join a file to the minutes that only its holder has. digest: SHA-256, hexadecimal.

    Raises VotingRefused as `record_addendum`.
    """
    entry = AddendumEntry(kind=kind.value, file=digest, text=normal(text))
    return _append(instance, uuid, entry, (State.PUBLISHED,))


def _append(instance: Instance, uuid: str, entry: Entry, when: Collection[State]) -> int:
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        if conference.state not in when:
            raise VotingRefused(_too_soon_or_late(conference.state, when))
        try:
            parse_entry(entry_bytes(entry))
        except BallotsError as error:
            raise VotingRefused(Refusal.BAD_NOTE) from error
        return append_entry(session, conference, entry).size - 1


def _too_soon_or_late(state: State, when: Collection[State]) -> Refusal:
    if State.PUBLISHED in when:
        return Refusal.RESULT_NOT_PUBLISHED
    if state is State.PUBLISHED:
        return Refusal.ALREADY_PUBLISHED
    return Refusal.VOTING_NOT_OPEN if state is State.PREPARED else Refusal.VOTING_STILL_OPEN


def every_entry(session: Session, conference_id: int) -> list[Entry]:
    """Return the whole log, read."""
    found = select(LogLeaf.content).where(LogLeaf.conference_id == conference_id)
    return [parse_entry(content) for content in session.scalars(found.order_by(LogLeaf.place))]


def acts_of(session: Session, conference_id: int) -> list[tuple[int, Entry]]:
    """Return the acts of the log, without the events of the record, each with its index."""
    found = select(LogLeaf.place, LogLeaf.content).where(
        LogLeaf.conference_id == conference_id, LogLeaf.height.is_(None)
    )
    return [
        (place, parse_entry(content))
        for place, content in session.execute(found.order_by(LogLeaf.place))
    ]
