"""Tiles (C2SP tlog-tiles): a log as files of 256 hashes, or of 256 entries, that never change.

    tile/0/x001/x234/067            leaf hashes of entries 256 · 1234067 and on: 256 × 32 bytes
    tile/1/000.p/17                 17 hashes, each the root over a full tile of the level below
    tile/entries/000.p/112          112 entries, each after its length: two bytes, big-endian

Hash `i` of tile `n` of level `L` is node (8 · L, 256 · n + i) of `audit.merkle`. Only the last tile
of a level is partial: it has as many hashes as the size of the tree asks for, 1 to 255.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from audit.errors import LogFault, LogRefused
from audit.merkle import HASH_BYTES, MAX_SIZE, Place

WIDTH: Final = 256
HEIGHT: Final = 8
MAX_LEVEL: Final = 63
MAX_ENTRY: Final = 0xFFFF
ENTRIES: Final = -1  # the level of bundles of entries
_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Tile:
    """Which tile: its level (ENTRIES for a bundle of entries), its index there, how wide."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served below the log's prefix (sections "Merkle Tree", "Log entries")."""
        digits = str(self.index)
        groups = digits.zfill(-(-len(digits) // 3) * 3)
        *above, last = [groups[i : i + 3] for i in range(0, len(groups), 3)]
        place = "/".join([*(f"x{group}" for group in above), last])
        level = "entries" if self.level == ENTRIES else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{level}/{place}{partial}"

    @property
    def full(self) -> "Tile":
        """The same tile once it is full."""
        return Tile(self.level, self.index)


def parse_path(path: str) -> Tile:
    """Read the path of a tile. Raises LogRefused TILE_MALFORMED for all but the one form."""
    match = _PATH.fullmatch(path) if len(path) < 100 else None
    if match is None:
        raise LogRefused(LogFault.TILE_MALFORMED, "path")
    level = ENTRIES if match[1] == "entries" else int(match[1])
    index = int(re.sub("[x/]", "", match[2]))
    tile = Tile(level, index, int(match[3] or WIDTH))
    if level > MAX_LEVEL or index > MAX_SIZE or tile.path != path:
        raise LogRefused(LogFault.TILE_MALFORMED, "path")
    return tile


def tile_nodes(tile: Tile) -> list[Place]:
    """Return which nodes a tile of hashes holds; for a bundle, the leaves of its entries."""
    level = HEIGHT * max(tile.level, 0)
    first = tile.index * WIDTH
    return [(level, index) for index in range(first, first + tile.width)]


def tile_width(level: int, index: int, size: int) -> int:
    """Return how wide a tile is in a tree of `size`: 0 if it is not there, at most 256."""
    complete = size >> HEIGHT * max(level, 0)
    return min(WIDTH, max(0, complete - index * WIDTH))


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles that a tree of `new` has and one of `old` has not, bundles of entries first.

    tiles_between(0, size) are all tiles of a tree.
    """
    for level in (ENTRIES, *range(MAX_LEVEL + 1)):
        here, before = new >> HEIGHT * max(level, 0), old >> HEIGHT * max(level, 0)
        if here == before:
            continue
        for index in range(before // WIDTH, -(-here // WIDTH)):
            yield Tile(level, index, tile_width(level, index, new))


def make_tile(hashes: Sequence[bytes]) -> bytes:
    """Return the bytes of a tile of 1 to 256 hashes."""
    return b"".join(hashes)


def parse_tile(content: bytes, width: int) -> list[bytes]:
    """Read a tile of `width` hashes. Raises LogRefused TILE_MALFORMED for another length."""
    if len(content) != width * HASH_BYTES:
        raise LogRefused(LogFault.TILE_MALFORMED, f"{len(content)} bytes")
    return [content[i : i + HASH_BYTES] for i in range(0, len(content), HASH_BYTES)]


def make_bundle(entries: Sequence[bytes]) -> bytes:
    """Return the bytes of a bundle of 1 to 256 entries. Raises LogRefused ENTRY_TOO_LONG."""
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise LogRefused(LogFault.ENTRY_TOO_LONG, f"{len(entry)} bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(content: bytes, width: int) -> list[bytes]:
    """Read a bundle of `width` entries. Raises LogRefused TILE_MALFORMED."""
    entries: list[bytes] = []
    start = 0
    while start < len(content):
        end = start + 2 + int.from_bytes(content[start : start + 2], "big")
        if end > len(content) or start + 2 > len(content) or len(entries) == width:
            raise LogRefused(LogFault.TILE_MALFORMED, f"entry {len(entries)} of the bundle")
        entries.append(content[start + 2 : end])
        start = end
    if len(entries) != width:
        raise LogRefused(LogFault.TILE_MALFORMED, f"{len(entries)} entries")
    return entries
