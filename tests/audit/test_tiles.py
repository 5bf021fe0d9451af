"""Tiles: their paths, their bytes, and a reader that believes only what the root vouches for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import LogFault
from audit.merkle import EMPTY_ROOT, consistency_path, inclusion_path, verify_inclusion
from audit.tile_reader import TileReader
from audit.tiles import (
    ENTRIES,
    MAX_ENTRY,
    Tile,
    make_bundle,
    make_tile,
    parse_bundle,
    parse_path,
    parse_tile,
    tile_nodes,
    tile_width,
    tiles_between,
)
from tests.audit.logs import entry, node, refusal, root

PATHS = {
    "tile/0/000": Tile(0, 0),
    "tile/0/x001/x234/067": Tile(0, 1234067),
    "tile/1/000.p/17": Tile(1, 0, 17),
    "tile/entries/x001/000.p/255": Tile(ENTRIES, 1000, 255),
    "tile/63/999": Tile(63, 999),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_names_one_tile(path: str) -> None:
    assert parse_path(path) == PATHS[path]
    assert PATHS[path].path == path


@given(
    st.builds(
        Tile,
        st.integers(min_value=-1, max_value=63),
        st.integers(min_value=0, max_value=1 << 55),
        st.integers(min_value=1, max_value=256),
    )
)
def test_every_tile_is_found_by_its_path(tile: Tile) -> None:
    assert parse_path(tile.path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/002",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/00/000",
        "tile/64/000",
        "tile/-1/000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/000\n",
        "tile/0/٠٠٠",
        "tile/0/../000",
        "tile/0/" + "x001/" * 30 + "000",
    ],
)
def test_a_path_in_another_form_is_refused(path: str) -> None:
    assert refusal(parse_path, path) is LogFault.TILE_MALFORMED


def test_a_tree_of_70000_has_the_tiles_of_the_specification() -> None:
    tiles = [tile for tile in tiles_between(0, 70_000) if tile.level != ENTRIES]
    assert sum(tile.width == 256 for tile in tiles if tile.level == 0) == 273
    partial = [tile for tile in tiles if tile.width < 256]
    assert partial == [Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert next(tile for tile in tiles if tile.level == 1) == Tile(1, 0)
    assert [t.path for t in tiles_between(0, 256)][1:] == ["tile/0/000", "tile/1/000.p/1"]
    assert list(tiles_between(0, 0)) == []


@pytest.mark.parametrize("old", [0, 1, 255, 256, 257, 600])
def test_a_log_that_grows_gets_the_tiles_that_it_had_not(old: int) -> None:
    for new in range(old, 1200, 37):
        had, has = set(tiles_between(0, old)), set(tiles_between(0, new))
        assert set(tiles_between(old, new)) == has - had
        assert all(tile_width(tile.level, tile.index, new) == tile.width for tile in has)
    assert tile_width(0, 5, 256) == 0


def test_a_tile_holds_the_nodes_of_its_level() -> None:
    assert tile_nodes(Tile(1, 2, 3)) == [(8, 512), (8, 513), (8, 514)]
    assert tile_nodes(Tile(ENTRIES, 1, 2)) == tile_nodes(Tile(0, 1, 2)) == [(0, 256), (0, 257)]


@pytest.mark.parametrize("entries", [[b""], [b"a", b"", b"b" * MAX_ENTRY], [b"x"] * 256])
def test_a_bundle_is_read_as_it_was_made(entries: list[bytes]) -> None:
    assert parse_bundle(make_bundle(entries), len(entries)) == entries


def test_a_bundle_begins_with_the_length_of_its_first_entry() -> None:
    assert make_bundle([b"abc", b""]) == b"\0\3abc\0\0"
    too_long = refusal(make_bundle, [bytes(MAX_ENTRY + 1)])
    assert too_long is LogFault.ENTRY_TOO_LONG


@pytest.mark.parametrize(
    ("content", "width"),
    [(b"", 1), (b"\0", 1), (b"\0\1", 1), (b"\0\1a\0", 1), (b"\0\1a", 2), (b"\0\1a\0\1b", 1)],
)
def test_a_bundle_of_another_length_is_refused(content: bytes, width: int) -> None:
    assert refusal(parse_bundle, content, width) is LogFault.TILE_MALFORMED


def test_a_tile_of_another_length_is_refused() -> None:
    assert parse_tile(bytes(64), 2) == [bytes(32)] * 2
    for length in (0, 32, 63, 65, 96):
        assert refusal(parse_tile, bytes(length), 2) is LogFault.TILE_MALFORMED


# ---------------------------------------------------------------- reading


def files(size: int) -> dict[str, bytes]:
    """Give all files of a log, as it would serve them."""
    served = {}
    for tile in tiles_between(0, size):
        places = tile_nodes(tile)
        if tile.level == ENTRIES:
            served[tile.path] = make_bundle([entry(index) for _, index in places])
        else:
            served[tile.path] = make_tile([node(*place) for place in places])
    return served


def reader(served: dict[str, bytes], size: int) -> TileReader:
    return TileReader(served.__getitem__, size=size, root=root(size))


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 600, 70_000])
def test_proofs_and_entries_come_from_tiles(size: int) -> None:
    read = reader(files(size), size)
    for index in {0, 1 % size, size // 2, size - 1}:
        assert read.inclusion(index) == inclusion_path(index, size, node)
        verify_inclusion(node(0, index), index, size, read.inclusion(index), root(size))
        assert read.consistency(index) == consistency_path(index, size, node)
        assert read.root_at(index) == root(index)
        assert read.entry(index) == entry(index)
    begin = max(0, size - 300)
    assert list(read.entries(begin, size)) == [entry(index) for index in range(begin, size)]


def test_the_empty_log_needs_no_tile() -> None:
    read = reader({}, 0)
    assert list(read.entries(0, 0)) == []
    assert read.root_at(0) == EMPTY_ROOT
    assert refusal(read.entry, 0) is LogFault.OUT_OF_TREE


def test_each_tile_of_hashes_is_fetched_once() -> None:
    served, asked = files(600), list[str]()

    def fetch(path: str) -> bytes:
        asked.append(path)
        return served[path]

    read = TileReader(fetch, size=600, root=root(600))
    for index in range(0, 600, 7):
        read.inclusion(index)
    assert sorted(asked) == sorted(path for path in served if "entries" not in path)


def test_a_full_tile_serves_for_a_partial_one_that_is_gone() -> None:
    later = {path: content for path, content in files(1024).items() if ".p/" not in path}
    later["tile/1/000.p/2"] = files(600)["tile/1/000.p/2"]
    read = reader(later, 600)
    assert read.inclusion(590) == inclusion_path(590, 600, node)
    assert read.entry(599) == entry(599)


def test_a_missing_tile_is_named() -> None:
    served = files(600)
    for path in served:
        lacking = {name: content for name, content in served.items() if name != path}
        assert refusal(walk, lacking, 600) is LogFault.TILE_MISSING


def walk(served: dict[str, bytes], size: int) -> None:
    list(reader(served, size).entries(0, size))


def test_a_changed_byte_of_any_tile_is_seen() -> None:
    served = files(600)
    walk(served, 600)
    for path, content in served.items():
        for place in (0, len(content) // 2, len(content) - 1):
            changed = bytes(b ^ (i == place) for i, b in enumerate(content))
            codes = {LogFault.TILE_WRONG}
            if "entries" in path:
                codes = {LogFault.ENTRY_WRONG, LogFault.TILE_MALFORMED}
            assert refusal(walk, {**served, path: changed}, 600) in codes


def test_a_log_under_another_root_or_size_is_refused() -> None:
    served = {**files(600), **files(601)}
    other = TileReader(served.__getitem__, size=600, root=root(601))
    assert refusal(other.inclusion, 3) is LogFault.TILE_WRONG
    assert refusal(other.inclusion, 3) is LogFault.TILE_WRONG
    empty = TileReader(served.__getitem__, size=0, root=root(601))
    assert refusal(empty.node, 0, 0) is LogFault.OUT_OF_TREE


def test_places_outside_the_log_are_refused() -> None:
    read = reader(files(600), 600)
    for place in ((0, 600), (3, 75), (-1, 0), (0, -1)):
        assert refusal(read.node, *place) is LogFault.OUT_OF_TREE
    for begin, end in ((-1, 3), (3, 2), (0, 601)):
        assert refusal(lambda b, e: list(read.entries(b, e)), begin, end) is LogFault.OUT_OF_TREE
    assert refusal(read.consistency, 601) is LogFault.OUT_OF_TREE
