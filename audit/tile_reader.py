"""Read a log from its tiles, wherever they come from, and believe only what its root vouches for.

    reader = TileReader(fetch, size=checkpoint.size, root=checkpoint.root)   # a verified checkpoint
    reader.entry(137); reader.inclusion(137); reader.consistency(100); reader.root_at(100)

The last tiles of all levels together hash to the root, so they are right if it is; every full tile
is right if it hashes to its place in a right tile of the level above.
"""

from collections.abc import Callable, Iterator

from audit.errors import LogFault, LogRefused
from audit.merkle import (
    MAX_SIZE,
    Place,
    consistency_path,
    inclusion_path,
    leaf_hash,
    root_at,
    root_of,
)
from audit.tiles import ENTRIES, HEIGHT, WIDTH, Tile, parse_bundle, parse_tile, tile_width

Fetch = Callable[[str], bytes]


class TileReader:
    """The log at one checkpoint, read tile by tile; each tile of hashes is fetched once."""

    def __init__(self, fetch: Fetch, *, size: int, root: bytes) -> None:
        """Read the log of `size` entries whose root is `root`, both from a verified checkpoint.

        fetch: returns the bytes at a path below the log's prefix, or raises LookupError if there
        are none; what else it raises passes through.
        """
        self.size = size
        self.root = root
        self._fetch = fetch
        self._tiles: dict[Place, list[bytes]] = {}
        self._is_anchored = False

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree of the log.

        Raises LogRefused: OUT_OF_TREE, TILE_MISSING, TILE_MALFORMED, TILE_WRONG.
        """
        if level < 0 or index < 0 or (index + 1) << level > self.size:
            raise LogRefused(LogFault.OUT_OF_TREE, f"node {level}, {index}")
        self._anchor()
        return self._node(level, index)

    def root_at(self, size: int) -> bytes:
        """Return the root that the log had at a smaller size. Raises LogRefused as `node`."""
        return root_at(size, self.node)

    def inclusion(self, index: int) -> list[bytes]:
        """Return the proof that entry `index` is in the log. Raises LogRefused as `node`."""
        return inclusion_path(index, self.size, self.node)

    def consistency(self, old: int) -> list[bytes]:
        """Return the proof that the log continues its tree of `old`. Raises as `node`."""
        return consistency_path(old, self.size, self.node)

    def entry(self, index: int) -> bytes:
        """Return one entry. Raises LogRefused as `entries`."""
        return next(self.entries(index, index + 1))

    def entries(self, begin: int, end: int) -> Iterator[bytes]:
        """Yield the entries from `begin` to before `end`, each as the log vouches for it.

        Raises LogRefused as `node`, and ENTRY_WRONG if what was fetched is not what was logged.
        """
        if not 0 <= begin <= end <= self.size:
            raise LogRefused(LogFault.OUT_OF_TREE, f"entries {begin} to {end}")
        while begin < end:
            number = begin // WIDTH
            tile = Tile(ENTRIES, number, tile_width(ENTRIES, number, self.size))
            bundle = self._get(tile, parse_bundle)
            for entry in bundle[begin % WIDTH : end - number * WIDTH]:
                if leaf_hash(entry) != self.node(0, begin):
                    raise LogRefused(LogFault.ENTRY_WRONG, f"entry {begin}")
                yield entry
                begin += 1

    def _anchor(self) -> None:
        """Fetch the last tile of every level and compare what they hash to with the root."""
        if self._is_anchored:
            return
        last = {}
        for level in range(MAX_SIZE.bit_length() // HEIGHT + 1):
            index = self.size >> HEIGHT * (level + 1)
            width = tile_width(level, index, self.size)
            if width:
                last[level, index] = self._get(Tile(level, index, width), parse_tile)
        self._tiles.update(last)
        if root_at(self.size, self._node) != self.root:
            self._tiles.clear()
            raise LogRefused(LogFault.TILE_WRONG, "the last tiles do not give the root")
        self._is_anchored = True

    def _node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree from the tile of its level."""
        above, below = divmod(level, HEIGHT)
        first = index << below
        start = first % WIDTH
        return root_of(self._hashes(above, first // WIDTH)[start : start + (1 << below)])

    def _hashes(self, level: int, index: int) -> list[bytes]:
        """Return the hashes of a tile: the last of its level is there, others prove themselves."""
        if (level, index) not in self._tiles:
            tile = Tile(level, index)
            hashes = self._get(tile, parse_tile)
            if root_of(hashes) != self._node(HEIGHT * (level + 1), index):
                raise LogRefused(LogFault.TILE_WRONG, tile.path)
            self._tiles[level, index] = hashes
        return self._tiles[level, index]

    def _get(self, tile: Tile, parse: Callable[[bytes, int], list[bytes]]) -> list[bytes]:
        """Fetch a tile, or the full one in its place (section "Partial Tiles")."""
        for wanted in dict.fromkeys((tile, tile.full)):
            try:
                content = self._fetch(wanted.path)
            except LookupError:
                continue
            return parse(content, wanted.width)[: tile.width]
        raise LogRefused(LogFault.TILE_MISSING, tile.path)
