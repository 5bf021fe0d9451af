"""The conference's log in the database: its entries, the Merkle tree over them, its checkpoints.

Appending happens inside the caller's writing transaction: entry and tree nodes commit together
with what they tell of, or not at all. Nothing is changed or removed (triggers refuse it), so the
tree of any earlier size can be computed at any time, and proofs to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from msgspec.structs import replace
from sqlalchemy import func, insert, select, tuple_
from sqlalchemy.orm import Session

from audit.checkpoint import Checkpoint, make_checkpoint_text
from audit.entries import Done, Entry, IncidentEntry, entry_bytes
from audit.merkle import (
    EMPTY_ROOT,
    Place,
    appended_nodes,
    consistency_nodes,
    consistency_path,
    inclusion_nodes,
    inclusion_path,
    leaf_hash,
    root_at,
    root_nodes,
)
from voting.account_models import DeskAct
from voting.acting import Actor, acting
from voting.models import Conference, LogLeaf, LogNode, State

LOGGED: Final = "log_entry"  # of `voting.services.acts.Act`

Nodes = dict[Place, bytes]


@dataclass(frozen=True, slots=True)
class Head:
    """The tree of one size: its root hash, 32 bytes."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: the complete subtrees that make its root, and no others.

    They are all that appending needs, and after it all that the new root and the proof of the new
    entry need; so a ballot reads them once.
    """

    size: int
    nodes: Nodes

    @property
    def head(self) -> Head:
        """The tree that it is the edge of."""
        return Head(self.size, root_at(self.size, self._node))

    def after(self, leaf: bytes) -> tuple["Edge", Nodes]:
        """Return the edge once a leaf hash is appended, and the nodes that this completes."""
        rows = appended_nodes(self.size, leaf, self._node)
        added = {(level, position): hashed for level, position, hashed in rows}
        known = self.nodes | added
        size = self.size + 1
        return Edge(size, {place: known[place] for place in root_nodes(size)}), added

    def path_after(self) -> Sequence[bytes]:
        """Return the path that proves the next entry in the tree that it completes."""
        return inclusion_path(self.size, self.size + 1, self._node)

    def _node(self, level: int, position: int) -> bytes:
        return self.nodes[level, position]


def read_edge(session: Session, conference_id: int) -> Edge:
    """Return the right edge of the log as it is now."""
    size = log_size(session, conference_id)
    return Edge(size, nodes_of(session, conference_id, root_nodes(size)))


def append_entry(
    session: Session,
    conference: Conference,
    entry: Entry,
    *,
    height: int | None = None,
) -> Edge:
    """Append an entry and return the edge after it; the caller holds the lock of the conference.

    height: of the Belenios event that it is, if it is one.
    """
    edge = read_edge(session, conference.id)
    content = entry_bytes(_signed_off(session, conference, entry))
    grown, added = edge.after(leaf_hash(content))
    session.flush()
    leaf = {"place": edge.size, "content": content, "height": height}
    session.execute(insert(LogLeaf), [{"conference_id": conference.id, **leaf}])
    session.execute(
        insert(LogNode),
        [
            {"conference_id": conference.id, "level": level, "position": position, "hash": hashed}
            for (level, position), hashed in added.items()
        ],
    )
    return grown


def _signed_off(session: Session, conference: Conference, entry: Entry) -> Entry:
    """Put the role of who is acting into an act, and their name into the private journal."""
    actor = acting.get()
    if actor is None or not isinstance(entry, Done):
        return entry
    session.add(
        DeskAct(
            minute=_minute_of(actor, conference, entry),
            account_id=actor.account_id,
            name=actor.name,
            role=actor.role,
            act=LOGGED,
            conference_id=conference.id,
            about=str(entry.__struct_config__.tag),
        )
    )
    return replace(entry, by=actor.role)


def _minute_of(actor: Actor, conference: Conference, entry: Entry) -> int:
    """Return the minute that the journal keeps of an act.

    Among ballots it is the minute of the opening: the true one would tell when those around it in
    the log were cast.
    """
    if isinstance(entry, IncidentEntry) and conference.state is State.OPEN:
        return (conference.opened_at or 0) // 60 * 60
    return actor.minute


def log_size(session: Session, conference_id: int) -> int:
    """Return how many entries the log has."""
    last = select(func.max(LogLeaf.place)).where(LogLeaf.conference_id == conference_id)
    newest = session.scalar(last)
    return 0 if newest is None else newest + 1


def nodes_of(session: Session, conference_id: int, places: Iterable[Place]) -> Nodes:
    """Return the hashes of complete subtrees; places: (level, position)."""
    wanted = sorted(set(places))
    found: Nodes = {}
    for start in range(0, len(wanted), 200):
        rows = session.execute(
            select(LogNode.level, LogNode.position, LogNode.hash).where(
                LogNode.conference_id == conference_id,
                tuple_(LogNode.level, LogNode.position).in_(wanted[start : start + 200]),
            )
        )
        found |= {(level, position): hashed for level, position, hashed in rows}
    return found


def head_at(session: Session, conference_id: int, size: int) -> Head:
    """Return the tree of a size that the log has or had."""
    if size == 0:
        return Head(0, EMPTY_ROOT)
    nodes = nodes_of(session, conference_id, root_nodes(size))
    return Head(size, root_at(size, lambda level, position: nodes[level, position]))


def inclusion_of(session: Session, conference_id: int, index: int, size: int) -> Sequence[bytes]:
    """Return the path that proves entry `index` in the tree of `size`."""
    nodes = nodes_of(session, conference_id, inclusion_nodes(index, size))
    return inclusion_path(index, size, lambda level, position: nodes[level, position])


def consistency_of(session: Session, conference_id: int, old: int, new: int) -> Sequence[bytes]:
    """Return the path that proves the tree of `new` to continue the tree of `old`."""
    nodes = nodes_of(session, conference_id, consistency_nodes(old, new))
    return consistency_path(old, new, lambda level, position: nodes[level, position])


def entries_of(session: Session, conference_id: int, start: int, stop: int) -> Sequence[bytes]:
    """Return the entries from `start` to before `stop`, in order."""
    return session.scalars(
        select(LogLeaf.content)
        .where(
            LogLeaf.conference_id == conference_id,
            LogLeaf.place >= start,
            LogLeaf.place < stop,
        )
        .order_by(LogLeaf.place)
    ).all()


def place_of_height(session: Session, conference_id: int, height: int) -> int:
    """Return the index of the entry that is the Belenios event of a height."""
    return session.scalars(
        select(LogLeaf.place).where(
            LogLeaf.conference_id == conference_id, LogLeaf.height == height
        )
    ).one()


def text_of(origin: str, head: Head) -> str:
    """Return the text of the checkpoint, before anybody signs it."""
    return make_checkpoint_text(Checkpoint(origin=origin, size=head.size, root=head.root))
