"""Ballots appended to the log together: what casting asks and writes, in statements made once.

One transaction asks four things however many ballots it takes (which of them are there already,
their cards, the newest event; the edge of the tree is read by `voting.signing`) and writes five
tables. Rows are exactly those that `voting.store.append` would write for one ballot after the
other.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, insert, literal, select, update

from audit.entries import EventEntry, entry_bytes
from audit.merkle import leaf_hash
from audit.record import Event, EventType
from ballots.ballot import Ballot
from ballots.canonical import encode
from voting.log import Edge, Head
from voting.models import Base, CardState

_TABLES: Final = Base.metadata.tables
_CARDS: Final = _TABLES["cards"]
_ENTRIES: Final = _TABLES["log_entries"]
_ROWS: Final = tuple(
    insert(_TABLES[name]) for name in ("log_entries", "log_data", "log_leaves", "log_nodes")
)
_OF_CARDS: Final = _CARDS.c.conference_id == bindparam("conference")
_OF_ENTRIES: Final = _ENTRIES.c.conference_id == bindparam("conference")
_FACTS: Final = select(
    select(_ENTRIES.c.height)
    .where(_OF_ENTRIES, _ENTRIES.c.tracker == bindparam("tracker"))
    .scalar_subquery(),
    select(literal(1))
    .where(_OF_CARDS, _CARDS.c.credential == bindparam("credential"))
    .scalar_subquery(),
)
_KNOWN: Final = select(_ENTRIES.c.tracker, _ENTRIES.c.height).where(
    _OF_ENTRIES, _ENTRIES.c.tracker.in_(bindparam("trackers", expanding=True))
)
_NAMED: Final = _CARDS.c.credential.in_(bindparam("credentials", expanding=True))
_STATES: Final = (
    select(_CARDS.c.credential, _CARDS.c.state)
    .where(_OF_CARDS, _NAMED)
    .order_by(_CARDS.c.credential)
    .with_for_update()
)
_USED: Final = update(_CARDS).where(_OF_CARDS, _NAMED).values(state=CardState.USED)
_NEWEST: Final = (
    select(_ENTRIES.c.height, _ENTRIES.c.digest)
    .where(_OF_ENTRIES)
    .order_by(_ENTRIES.c.height.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Appended:
    """A ballot in the log: its entry, and the proof of it in the tree that it completed."""

    entry: bytes
    path: Sequence[bytes]
    head: Head


def ask(
    connection: Connection, conference_id: int, tracker: str, credential: str
) -> tuple[int | None, bool]:
    """Return the height of the ballot with a tracker, if there is one; whether there is a card."""
    asked = {"conference": conference_id, "tracker": tracker, "credential": credential}
    height, card = connection.execute(_FACTS, asked).one()
    return height, card is not None


def heights_of(
    connection: Connection, conference_id: int, trackers: Sequence[str]
) -> dict[str, int]:
    """Return the heights of those of these ballots that are in the log."""
    asked = {"conference": conference_id, "trackers": trackers}
    return {tracker: height for tracker, height in connection.execute(_KNOWN, asked)}


def lock_cards(
    connection: Connection, conference_id: int, credentials: Sequence[str]
) -> dict[str, CardState]:
    """Return the states of cards, which nobody else can change until the transaction ends."""
    asked = {"conference": conference_id, "credentials": credentials}
    return {credential: state for credential, state in connection.execute(_STATES, asked)}


def append_ballots(
    connection: Connection, conference_id: int, ballots: Sequence[Ballot], edge: Edge
) -> list[Appended]:
    """Append ballots in this order and mark their cards as used; return what receipts need.

    edge: of the log, read under the lock of the conference, which the caller holds.
    """
    if not ballots:
        return []
    last = connection.execute(_NEWEST, {"conference": conference_id}).one_or_none()
    height, parent = (-1, None) if last is None else last
    rows: tuple[list[dict[str, object]], ...] = ([], [], [], [])
    appended = []
    for ballot in ballots:
        height += 1
        payload = hashlib.sha256(ballot.bytes).hexdigest()
        event = Event(parent=parent, height=height, type=EventType.BALLOT, payload=payload)
        content = encode(event)
        parent = hashlib.sha256(content).hexdigest()
        entry = entry_bytes(EventEntry(event))
        path = edge.path_after()
        place = {"conference_id": conference_id, "height": height}
        of_event = {"event": content, "digest": parent, "payload": payload, "owner": None}
        of_ballot = {"tracker": ballot.tracker, "credential": ballot.credential}
        rows[0].append(place | {"type": EventType.BALLOT} | of_event | of_ballot)
        rows[1].append(place | {"part": 0, "digest": payload, "content": ballot.bytes})
        rows[2].append(place | {"place": edge.size, "content": entry})
        edge, added = edge.after(leaf_hash(entry))
        rows[3].extend(
            {"conference_id": conference_id, "level": level, "position": position, "hash": hashed}
            for (level, position), hashed in added.items()
        )
        appended.append(Appended(entry, path, edge.head))
    credentials = [ballot.credential for ballot in ballots]
    connection.execute(_USED, {"conference": conference_id, "credentials": credentials})
    for statement, some in zip(_ROWS, rows, strict=True):
        connection.execute(statement, some)
    return appended
