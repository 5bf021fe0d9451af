"""What a monitor keeps, in a folder that only grows:

    log.vkey             the key of the log, as it was first trusted
    policy.txt           the policy of witnesses, as it was first seen or given
    entries.bundle       every entry, each after its length: two bytes, big-endian (tlog-tiles)
    checkpoints/137      every checkpoint that was seen, by its size
    evidence/…           what is wrong, when something is

The entries are the log: their tree gives the root of every checkpoint that was ever seen.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.entries import EventEntry, parse_entry
from audit.errors import LogRefused
from audit.merkle import Place, appended_nodes, leaf_hash, root_at
from audit.note import VerificationKey, parse_verification_key
from audit.record import EventType
from audit.tiles import make_bundle
from ballots.canonical import encode
from ballots.errors import BallotsError
from ballots.hashing import sha256_hex
from voting.witnessing.refusals import WatchRefusal, WatchRefused

KEY_FILE: Final = "log.vkey"
POLICY_FILE: Final = "policy.txt"
ENTRIES_FILE: Final = "entries.bundle"
CHECKPOINTS: Final = "checkpoints"
EVIDENCE: Final = "evidence"


class EntryUnreadable(ValueError):
    """An entry is none of the kinds that a log may hold; the text is its index."""


class ChainBroken(ValueError):
    """An event does not continue the one before; the text is its index in the log."""


class Reading:
    """What the entries say, read one after the other: how many ballots, the last event."""

    def __init__(self) -> None:
        self.size = 0
        self.ballots = 0
        self._height = -1
        self._parent: str | None = None

    def take(self, content: bytes) -> None:
        """Read the next entry. Raises EntryUnreadable, ChainBroken."""
        index, self.size = self.size, self.size + 1
        try:
            entry = parse_entry(content)
        except BallotsError as error:
            raise EntryUnreadable(str(index)) from error
        if not isinstance(entry, EventEntry):
            return
        event = entry.event
        if (event.height, event.parent) != (self._height + 1, self._parent):
            raise ChainBroken(str(index))
        self._height, self._parent = event.height, sha256_hex(encode(event))
        self.ballots += event.type is EventType.BALLOT


class Memory:
    """What was seen of one log, on disk and as a tree."""

    def __init__(self, folder: Path, key: VerificationKey) -> None:
        """Open the folder of a monitor, or begin one.

        Raises WatchRefused OTHER_LOG if it holds another log's; NOT_A_MONITOR if what is there
        is not what was signed.
        """
        self.folder = folder
        self.key = key
        self.newest: SignedCheckpoint | None = None
        self.reading = Reading()
        self._nodes: dict[Place, bytes] = {}
        (folder / CHECKPOINTS).mkdir(parents=True, exist_ok=True)
        if self._pinned(KEY_FILE, f"{key}\n".encode()) != f"{key}\n".encode():
            raise WatchRefused(WatchRefusal.OTHER_LOG, str(folder))
        self._load()

    @property
    def size(self) -> int:
        """How many entries are kept."""
        return self.reading.size

    def pin_policy(self, content: bytes) -> bytes:
        """Keep the policy if none is kept yet; return the one that is."""
        return self._pinned(POLICY_FILE, content)

    def root_at(self, size: int) -> bytes:
        """Return the root of the first `size` entries that were seen."""
        return root_at(size, lambda level, index: self._nodes[level, index])

    def leaf(self, index: int) -> bytes:
        """Return the leaf hash of an entry that was seen."""
        return self._nodes[0, index]

    def append(self, entries: Iterable[bytes]) -> None:
        """Keep entries that the log vouches for; they are on the disk when this returns.

        Raises EntryUnreadable, ChainBroken after all of them were kept.
        """
        found = list(entries)
        _append(self.folder / ENTRIES_FILE, make_bundle(found))
        wrong: ValueError | None = None
        for content in found:
            try:
                self._take(content)
            except (EntryUnreadable, ChainBroken) as error:
                wrong = wrong or error
        if wrong is not None:
            raise wrong

    def keep(self, signed: SignedCheckpoint) -> None:
        """Keep a checkpoint whose entries are all here."""
        file = self.folder / CHECKPOINTS / str(signed.checkpoint.size)
        if not file.exists():
            _append(file, str(signed).encode())
        self.newest = signed

    def _take(self, content: bytes) -> None:
        index, leaf = self.size, leaf_hash(content)
        for level, place, value in appended_nodes(index, leaf, lambda *at: self._nodes[at]):
            self._nodes[level, place] = value
        self.reading.take(content)

    def _pinned(self, name: str, content: bytes) -> bytes:
        file = self.folder / name
        if not file.exists():
            _append(file, content)
        return file.read_bytes()

    def _load(self) -> None:
        """Read what an earlier run kept, up to its newest checkpoint."""
        sizes = [int(one.name) for one in (self.folder / CHECKPOINTS).iterdir()]
        size = max(sizes, default=0)
        kept = self.folder / ENTRIES_FILE
        entries = list(_frames(kept.read_bytes() if kept.exists() else b""))[:size]
        for content in entries:
            try:
                self._take(content)
            except (EntryUnreadable, ChainBroken):
                continue  # was shouted about when it came
        if sizes:
            self.newest = self._checked(size)
        if kept.exists():  # what was appended without its checkpoint is fetched again
            os.truncate(kept, sum(2 + len(content) for content in entries))

    def _checked(self, size: int) -> SignedCheckpoint:
        """Read the newest checkpoint and verify that the entries give its root."""
        try:
            signed = parse_checkpoint((self.folder / CHECKPOINTS / str(size)).read_text("utf-8"))
            verify_checkpoint(signed, self.key)
        except (LogRefused, UnicodeDecodeError) as error:
            raise WatchRefused(WatchRefusal.NOT_A_MONITOR, f"{CHECKPOINTS}/{size}") from error
        if self.size != size or self.root_at(size) != signed.checkpoint.root:
            raise WatchRefused(WatchRefusal.NOT_A_MONITOR, ENTRIES_FILE)
        return signed


def pinned_key(folder: Path) -> VerificationKey | None:
    """Return the key that a monitor's folder trusts, None if it has none yet."""
    file = folder / KEY_FILE
    return parse_verification_key(file.read_text("utf-8")) if file.exists() else None


def _frames(content: bytes) -> Iterable[bytes]:
    """Yield the whole entries of a file of bundles; one that was cut off at the end is none."""
    start = 0
    while start + 2 <= len(content):
        end = start + 2 + int.from_bytes(content[start : start + 2], "big")
        if end > len(content):
            return
        yield content[start + 2 : end]
        start = end


def _append(file: Path, content: bytes) -> None:
    """Append to a file; it is on the disk when this returns."""
    with file.open("ab") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
