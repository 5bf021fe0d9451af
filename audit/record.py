"""A record: the archive's members seen as header, data by hash, and a chain of events (spec 4.4).

    BELENIOS                    {"version":1,"timestamp":"1795302820"}
    <sha256>.data.json          the election, trustees, ballots, …
    <sha256>.event.json         {"height":0,"type":"Setup","payload":"<sha256>"}
                                {"parent":"<sha256>","height":1,"type":"Ballot","payload":"…"}

Opening a record reads it once, piece by piece, and keeps places and hashes, never contents. Who
wants to begin with the ballots meanwhile is told of each event.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from audit.archive import (
    ARCHIVE_END,
    HEADER_NAME,
    Member,
    MemberKind,
    archive_member,
    read_content,
    read_members,
)
from audit.errors import RecordUnreadable, Unreadable
from ballots.canonical import Message, decode, encode
from ballots.errors import BallotsError
from ballots.hashing import sha256_hex

__all__ = [
    "ARCHIVE_END",
    "HEADER_NAME",
    "Entry",
    "Event",
    "EventType",
    "Header",
    "Record",
    "SetupData",
    "archive_member",
    "event_bytes",
    "header_bytes",
    "name_of_data",
    "name_of_event",
    "open_record",
    "setup_bytes",
]

Hash = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z")]
Timestamp = Annotated[str, Meta(pattern=r"\A(0|[1-9][0-9]{0,9})\Z")]
MAX_TIMESTAMP: Final = 8**11 - 1


class EventType(StrEnum):
    """event_type of the specification."""

    SETUP = "Setup"
    BALLOT = "Ballot"
    END_BALLOTS = "EndBallots"
    ENCRYPTED_TALLY = "EncryptedTally"
    SHUFFLE = "Shuffle"
    END_SHUFFLES = "EndShuffles"
    PARTIAL_DECRYPTION = "PartialDecryption"
    RESULT = "Result"


class Header(Message, frozen=True):
    """header of the specification; the timestamp is written as a string, as records have it."""

    version: int
    timestamp: Timestamp


class Event(Message, frozen=True, kw_only=True):
    """event of the specification."""

    parent: Hash | None = None
    height: int
    type: EventType
    payload: Hash | None = None


class SetupData(Message, frozen=True):
    """setup_data of the specification."""

    election: Hash
    trustees: Hash
    credentials: Hash


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the chain: its place in it, its member, and what it says or why not.

    position: of its member among all members.
    """

    index: int
    position: int
    member: Member
    event: Event | None
    error: BallotsError | None = None

    @property
    def type(self) -> EventType | None:
        """Its type, if it could be read."""
        return self.event.type if self.event else None


@dataclass(frozen=True)
class Record:
    """An indexed record. Contents are read from the file when asked for."""

    path: Path
    members: list[Member]
    header: Header | BallotsError
    entries: list[Entry]
    positions: dict[str, int] = field(default_factory=dict)

    def content(self, member: Member) -> bytes:
        """Read a member's content. Raises RecordUnreadable if the file changed meanwhile."""
        return read_content(self.path, member)

    def data(self, digest: str | None) -> Member | None:
        """Return the data member that carries a hash in its name."""
        position = self.positions.get(digest or "")
        return None if position is None else self.members[position]

    def of_type(self, kind: EventType) -> list[Entry]:
        """Return the events of a type, in order."""
        return [entry for entry in self.entries if entry.type is kind]

    @cached_property
    def ballots(self) -> list[tuple[Entry, Member]]:
        """Return every ballot that the record holds, in order, with its event."""
        found = []
        for entry in self.of_type(EventType.BALLOT):
            member = self.data(entry.event.payload if entry.event else None)
            if member is not None:
                found.append((entry, member))
        return found


def header_bytes(timestamp: int) -> bytes:
    """Write the content of the member `BELENIOS`; timestamp in seconds."""
    return encode(Header(1, str(timestamp)))


def event_bytes(
    *, parent: str | None, height: int, type: EventType | str, payload: str | None
) -> bytes:
    """Write an event; parent and payload are SHA-256 in hex, or None where there is none."""
    return encode(Event(parent=parent, height=height, type=EventType(type), payload=payload))


def setup_bytes(*, election: str, trustees: str, credentials: str) -> bytes:
    """Write the setup data; the arguments are the SHA-256 of the three structures."""
    return encode(SetupData(election, trustees, credentials))


def name_of_data(content: bytes) -> str:
    """Return the name of a data member."""
    return f"{sha256_hex(content)}.data.json"


def name_of_event(content: bytes) -> str:
    """Return the name of an event member."""
    return f"{sha256_hex(content)}.event.json"


def _unseen(record: Record, entry: Entry) -> None:
    """Do nothing about an event."""


def open_record(path: Path, seen: Callable[[Record, Entry], None] = _unseen) -> Record:
    """Index a record. Raises RecordUnreadable if the file is not an archive of the one form.

    seen: called with each event, and the record as far as it is read by then.
    """
    members = _members(path)
    first = next(members)
    try:
        header: Header | BallotsError = decode(read_content(path, first), Header)
    except BallotsError as error:
        header = error
    record = Record(path, [first], header, [])
    for position, member in enumerate(members, start=1):
        record.members.append(member)
        if member.kind is MemberKind.DATA:
            record.positions.setdefault(member.claimed_digest, position)
        if member.kind is MemberKind.EVENT:
            record.entries.append(_entry(path, len(record.entries), position, member))
            seen(record, record.entries[-1])
    return record


def _members(path: Path) -> Iterator[Member]:
    """Read the members of a file: the header first, or RecordUnreadable."""
    try:
        with path.open("rb") as stream:
            yield from read_members(stream)
    except OSError as error:
        raise RecordUnreadable(Unreadable.NO_FILE, detail=error.strerror or "") from error


def _entry(path: Path, index: int, position: int, member: Member) -> Entry:
    """Read an event; one that is not in its form stays in the chain without content."""
    try:
        return Entry(index, position, member, decode(read_content(path, member), Event))
    except BallotsError as error:
        return Entry(index, position, member, None, error)
