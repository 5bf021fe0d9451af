"""Merkle trees: every proof of every tree to 256 entries, and whatever is altered is refused."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import LogFault
from audit.merkle import (
    EMPTY_ROOT,
    MAX_PATH,
    MAX_SIZE,
    Place,
    appended_nodes,
    consistency_nodes,
    consistency_path,
    inclusion_nodes,
    inclusion_path,
    leaf_hash,
    node_hash,
    root_at,
    root_nodes,
    root_of,
    sibling_nodes,
    verify_consistency,
    verify_inclusion,
)
from tests.audit.logs import entry, node, refusal, root

SIZES = range(257)
LEAVES = [leaf_hash(entry(index)) for index in range(257)]


def test_hashes_are_those_of_rfc_6962() -> None:
    assert EMPTY_ROOT.hex().startswith("e3b0c442")
    assert leaf_hash(b"x") == hashlib.sha256(b"\0x").digest()
    assert node_hash(b"l", b"r") == hashlib.sha256(b"\1lr").digest()


def definition(leaves: list[bytes]) -> bytes:
    """Compute a root as RFC 6962 section 2.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(definition(leaves[:split]), definition(leaves[split:]))


@pytest.mark.parametrize("size", SIZES)
def test_a_root_is_that_of_the_definition(size: int) -> None:
    assert root_of(LEAVES[:size]) == root_at(size, node) == definition(LEAVES[:size])


def test_every_entry_of_every_tree_is_proved_and_no_other() -> None:
    for size in SIZES:
        for index in range(size):
            path = inclusion_path(index, size, node)
            verify_inclusion(LEAVES[index], index, size, path, root(size))
            other = LEAVES[(index + 1) % 257]
            wrong = refusal(verify_inclusion, other, index, size, path, root(size))
            assert wrong is LogFault.BAD_INCLUSION


def test_every_past_of_every_tree_is_proved_and_no_other() -> None:
    for new in SIZES:
        for old in range(new + 1):
            path = consistency_path(old, new, node)
            verify_consistency(old, root(old), new, root(new), path)
            wrong = refusal(verify_consistency, old, LEAVES[256], new, root(new), path)
            assert wrong is LogFault.BAD_CONSISTENCY


def test_nodes_are_named_as_they_are_asked_for() -> None:
    asked: list[Place] = []

    def asking(level: int, index: int) -> bytes:
        asked.append((level, index))
        return node(level, index)

    for size in range(65):
        root_at(size, asking)
        assert asked == root_nodes(size)
        asked.clear()
        for other in range(size):
            inclusion_path(other, size, asking)
            assert asked == inclusion_nodes(other, size)
            asked.clear()
            consistency_path(other, size, asking)
            assert asked == consistency_nodes(other, size)
            asked.clear()
        appended_nodes(size, LEAVES[size], asking)
        assert asked == sibling_nodes(size)
        asked.clear()


def test_nodes_that_a_log_has_are_complete() -> None:
    for size in range(130):
        for other in range(size):
            places = [*inclusion_nodes(other, size), *consistency_nodes(other, size)]
            assert all((index + 1) << level <= size for level, index in places)


def test_appending_adds_each_complete_node_once() -> None:
    added = [place[:2] for index in range(64) for place in appended_nodes(index, b"", node)]
    assert len(added) == len(set(added)) == 127
    assert set(added) == {(level, i) for level in range(7) for i in range(64 >> level)}


SAMPLES = [(0, 1), (0, 2), (1, 2), (0, 3), (2, 3), (4, 7), (6, 7), (5, 8), (100, 129), (255, 256)]


def sides(index: int, size: int) -> str:
    """Say on which side each hash of a path stands: all that a verifier takes from the size."""
    if size == 1:
        return ""
    split = 1 << (size - 1).bit_length() - 1
    inner = sides(index, split) + "r" if index < split else sides(index - split, size - split) + "l"
    return inner


def altered(path: list[bytes]) -> list[list[bytes]]:
    """Spoil a path in every way: a bit of each hash, one missing, one more, two exchanged."""
    spoilt = [[*path, EMPTY_ROOT], [EMPTY_ROOT, *path]]
    for place, value in enumerate(path):
        before, after = path[:place], path[place + 1 :]
        spoilt += [[*before, *after]]
        for byte, bit in ((0, 1), (13, 16), (31, 128)):
            flipped = bytes(b ^ bit * (i == byte) for i, b in enumerate(value))
            spoilt += [[*before, flipped, *after]]
        if after:
            spoilt += [[*before, after[0], value, *after[1:]]]
    return spoilt


@pytest.mark.parametrize(("index", "size"), SAMPLES)
def test_an_altered_proof_of_inclusion_is_refused(index: int, size: int) -> None:
    leaf, path, head = LEAVES[index], inclusion_path(index, size, node), root(size)

    def wrong(index: int, size: int, path: list[bytes], head: bytes) -> LogFault:
        return refusal(verify_inclusion, leaf, index, size, path, head)

    bad = LogFault.BAD_INCLUSION
    assert {wrong(index, size, spoilt, head) for spoilt in altered(path)} == {bad}
    assert wrong(index, size, path, EMPTY_ROOT) is bad
    others = set(range(size)) - {index}
    assert {wrong(other, size, path, head) for other in others} <= {bad}
    assert {wrong(other, size, path, head) for other in (-1, size)} == {LogFault.OUT_OF_TREE}
    sizes = [n for n in range(index + 1, 2 * size + 2) if sides(index, n) != sides(index, size)]
    assert sizes
    assert {wrong(index, other, path, head) for other in sizes} == {bad}


@pytest.mark.parametrize(("old", "new"), SAMPLES)
def test_an_altered_proof_of_consistency_is_refused(old: int, new: int) -> None:
    path, was, head = consistency_path(old, new, node), root(old), root(new)

    def wrong(old: int, was: bytes, path: list[bytes], head: bytes) -> LogFault:
        return refusal(verify_consistency, old, was, new, head, path)

    bad = LogFault.BAD_CONSISTENCY
    assert {wrong(old, was, spoilt, head) for spoilt in altered(path)} == {bad}
    assert wrong(old, LEAVES[256], path, head) is bad
    if old:
        assert wrong(old, was, path, EMPTY_ROOT) is bad
    for other in set(range(1, new + 1)) - {old} if path else ():
        assert wrong(other, was, path, head) is bad
        assert wrong(other, root(other), path, head) is bad
    assert wrong(new + 1, was, path, head) is LogFault.OUT_OF_TREE


def test_a_tree_is_consistent_with_itself_alone() -> None:
    verify_consistency(5, root(5), 5, root(5), [])
    same = refusal(verify_consistency, 5, root(5), 5, root(6), [])
    assert same is LogFault.BAD_CONSISTENCY
    more = refusal(verify_consistency, 5, root(5), 5, root(5), [root(5)])
    assert more is LogFault.BAD_CONSISTENCY


@pytest.mark.parametrize("sizes", [(-1, 3), (4, 3), (0, MAX_SIZE + 1)])
def test_sizes_that_no_log_has_are_refused(sizes: tuple[int, int]) -> None:
    old, new = sizes
    assert refusal(consistency_path, old, new, node) is LogFault.OUT_OF_TREE
    outside = refusal(verify_consistency, old, EMPTY_ROOT, new, EMPTY_ROOT, [])
    assert outside is LogFault.OUT_OF_TREE
    assert refusal(root_nodes, -1) is LogFault.OUT_OF_TREE
    assert refusal(sibling_nodes, -1) is LogFault.OUT_OF_TREE
    assert refusal(inclusion_nodes, 3, 3) is LogFault.OUT_OF_TREE


# ---------------------------------------------------------------- trees that nobody could store


def chain(leaf: bytes) -> list[bytes]:
    """Give the roots of the complete trees over equal leaves, by level."""
    found = [leaf]
    for _ in range(63):
        found.append(node_hash(found[-1], found[-1]))
    return found


PLAIN = chain(leaf_hash(b"plain"))


class VirtualTree:
    """A tree of any size with one entry that is not like the others."""

    def __init__(self, marked: int) -> None:
        self.marked = marked
        self.hashes = [leaf_hash(b"marked")]
        for level, (low, _) in enumerate(pairwise(PLAIN)):
            here = self.hashes[-1]
            is_right = marked >> level & 1
            self.hashes.append(node_hash(low, here) if is_right else node_hash(here, low))

    def node(self, level: int, index: int) -> bytes:
        return (self.hashes if index == self.marked >> level else PLAIN)[level]


HUGE = st.integers(min_value=1, max_value=1 << 40) | st.integers(min_value=1, max_value=MAX_SIZE)


@given(HUGE, st.data())
def test_one_entry_of_a_huge_log_is_proved_at_its_place_alone(
    size: int, data: st.DataObject
) -> None:
    marked = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree = VirtualTree(marked)
    head, path = root_at(size, tree.node), inclusion_path(marked, size, tree.node)
    verify_inclusion(tree.hashes[0], marked, size, path, head)
    assert len(path) <= MAX_PATH
    other = (
        data.draw(st.integers(min_value=0, max_value=size - 1).filter(lambda i: i != marked))
        if size > 1
        else 0
    )
    plain = inclusion_path(other, size, tree.node)
    if other != marked:
        verify_inclusion(PLAIN[0], other, size, plain, head)
        for wrong in (path, plain):
            said = refusal(verify_inclusion, tree.hashes[0], other, size, wrong, head)
            assert said is LogFault.BAD_INCLUSION


@given(HUGE, st.data())
def test_the_past_of_a_huge_log_is_proved(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(min_value=0, max_value=new))
    tree = VirtualTree(data.draw(st.integers(min_value=0, max_value=new - 1)))
    roots = root_at(old, tree.node), root_at(new, tree.node)
    path = consistency_path(old, new, tree.node)
    verify_consistency(old, roots[0], new, roots[1], path)
    assert len(path) <= MAX_PATH
    for spoilt in altered(path)[:4]:
        said = refusal(verify_consistency, old, roots[0], new, roots[1], spoilt)
        assert said is LogFault.BAD_CONSISTENCY


@given(st.integers(min_value=0, max_value=MAX_SIZE - 1))
def test_appending_to_a_huge_log_makes_the_next_root(size: int) -> None:
    tree = VirtualTree(size)
    added = {place[:2]: place[2] for place in appended_nodes(size, tree.hashes[0], tree.node)}
    assert all(value == tree.node(*place) for place, value in added.items())
    known = {*root_nodes(size), *added}
    assert set(root_nodes(size + 1)) <= known
