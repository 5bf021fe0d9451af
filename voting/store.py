"""The Belenios events in the database, and the record that they give, byte for byte.

Each event is an entry of the log too (`voting.log`). Appending happens inside the caller's writing
transaction, so that "card used" and "ballot in the log" commit together or not at all.

The record is read in short transactions, a few entries at a time: what is written does not change,
so a slow reader neither blocks a writer nor sees a torn record.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Integer, Row, func, insert, select
from sqlalchemy.orm import Session

from audit.entries import EventEntry
from audit.record import (
    HEADER_NAME,
    Event,
    EventType,
    archive_member,
    header_bytes,
    name_of_data,
    name_of_event,
)
from ballots.canonical import encode
from voting.db import Database
from voting.log import append_entry
from voting.models import Conference, LogData, LogEntry, State

_ENTRIES_AT_ONCE: Final = 32
_BLOCK: Final = 512
_TELLS_RESULT: Final = (EventType.PARTIAL_DECRYPTION, EventType.RESULT)


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """A record up to one entry: which conference, its timestamp, the last height and its digest."""

    conference_id: int
    timestamp: int
    last: int
    digest: str
    size: int


def append(
    session: Session,
    conference: Conference,
    kind: EventType,
    data: Sequence[bytes] = (),
    *,
    owner: int | None = None,
) -> None:
    """Append an event and its data to the log; the caller holds the lock of the conference.

    data: in the order of the record; the event refers to the last one by its hash. Ballots are for
    `voting.appending`.
    """
    session.flush()
    previous = _last_event(session, conference.id)
    digests = [hashlib.sha256(content).hexdigest() for content in data]
    height = 0 if previous is None else previous.height + 1
    payload = digests[-1] if digests else None
    event = Event(
        parent=None if previous is None else previous.digest,
        height=height,
        type=kind,
        payload=payload,
    )
    content = encode(event)
    place = {"conference_id": conference.id, "height": height}
    row = {
        "type": kind,
        "event": content,
        "digest": hashlib.sha256(content).hexdigest(),
        "payload": payload,
        "owner": owner,
    }
    session.execute(insert(LogEntry), [place | row])
    if data:
        rows = enumerate(zip(digests, data, strict=True))
        session.execute(
            insert(LogData),
            [place | {"part": part, "digest": d, "content": c} for part, (d, c) in rows],
        )
    append_entry(session, conference, EventEntry(event), height=height)


def _last_event(session: Session, conference_id: int) -> Row[int, str] | None:
    """Return height and digest of the newest event, or None before the Setup entry."""
    found = select(LogEntry.height, LogEntry.digest).where(LogEntry.conference_id == conference_id)
    return session.execute(found.order_by(LogEntry.height.desc()).limit(1)).one_or_none()


def entry_of_kind(session: Session, conference_id: int, kind: EventType) -> LogEntry | None:
    """Return the entry of a kind that occurs at most once."""
    return session.scalar(
        select(LogEntry).where(LogEntry.conference_id == conference_id, LogEntry.type == kind)
    )


def data_of(session: Session, entry: LogEntry, part: int) -> bytes:
    """Return one datum of an entry, by its place before the event."""
    return session.scalars(
        select(LogData.content).where(
            LogData.conference_id == entry.conference_id,
            LogData.height == entry.height,
            LogData.part == part,
        )
    ).one()


def public_place(session: Session, conference: Conference) -> RecordPlace | None:
    """Return how far the record is public, or None before the opening.

    Partial decryptions give the result to whoever can multiply, so until the result is published
    the public record ends before the first of them.
    """
    shown = LogEntry.conference_id == conference.id
    if conference.state is not State.PUBLISHED:
        shown = shown & LogEntry.type.not_in(_TELLS_RESULT)
    last = session.scalar(select(LogEntry).where(shown).order_by(LogEntry.height.desc()).limit(1))
    if last is None or conference.opened_at is None:
        return None
    return RecordPlace(
        conference_id=conference.id,
        timestamp=conference.opened_at,
        last=last.height,
        digest=last.digest,
        size=_record_size(session, conference.id, conference.opened_at, last.height),
    )


def _record_size(session: Session, conference_id: int, timestamp: int, last: int) -> int:
    """Return the number of bytes of the record up to a height, without reading its contents."""
    total = len(_header_member(timestamp))
    for table, content in ((LogEntry, LogEntry.event), (LogData, LogData.content)):
        length = func.length(content, type_=Integer)
        blocks = (length + (_BLOCK - 1)) // _BLOCK + 1
        total += (
            _BLOCK
            * session.scalars(
                select(func.coalesce(func.sum(blocks), 0)).where(
                    table.conference_id == conference_id, table.height <= last
                )
            ).one()
        )
    return total


def record_pieces(database: Database, place: RecordPlace) -> Iterator[bytes]:
    """Give the record up to a place in pieces: header, then each event after its data.

    Nothing ends the archive: it stays open to appending (`audit.archive`).
    """
    yield _header_member(place.timestamp)
    for start in range(0, place.last + 1, _ENTRIES_AT_ONCE):
        stop = min(start + _ENTRIES_AT_ONCE, place.last + 1)
        with database.reading() as session:
            piece = _entries_as_members(session, place, start, stop)
        yield piece


def _entries_as_members(session: Session, place: RecordPlace, start: int, stop: int) -> bytes:
    data: dict[int, list[bytes]] = {}
    for row in session.execute(
        select(LogData.height, LogData.content)
        .where(
            LogData.conference_id == place.conference_id,
            LogData.height >= start,
            LogData.height < stop,
        )
        .order_by(LogData.height, LogData.part)
    ):
        data.setdefault(row.height, []).append(row.content)
    events = session.execute(
        select(LogEntry.height, LogEntry.event)
        .where(
            LogEntry.conference_id == place.conference_id,
            LogEntry.height >= start,
            LogEntry.height < stop,
        )
        .order_by(LogEntry.height)
    )
    members = bytearray()
    for height, event in events:
        for content in data.get(height, ()):
            members += archive_member(name_of_data(content), content, place.timestamp)
        members += archive_member(name_of_event(event), event, place.timestamp)
    return bytes(members)


def _header_member(timestamp: int) -> bytes:
    return archive_member(HEADER_NAME, header_bytes(timestamp), timestamp)
