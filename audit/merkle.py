"""Merkle trees over SHA-256 (RFC 6962 section 2.1): roots, proofs, and which hashes they need.

A *node* (level, index) is the hash of a complete subtree: the `index`-th aligned block of
2**level entries; level 0 are the leaves. A tree of 7 entries and its six-entry past:

    (2,0)               root of 7 = h(h00, h(h12, h06))     h2: node_hash, hXY: node (X, Y)
    (1,0) (1,1) (1,2)   inclusion of entry 4 in 7:    h05, h06, h20
    0 1   2 3   4 5  6  consistency of 6 with 7:      h12, h06, h20

A log keeps its complete nodes, which never change, and each function here says by `…_nodes` which
of them it needs, so that a store can fetch them at once. `node` is a function that returns them.
The verifying half needs no nodes; its algorithms are those of RFC 9162, 2.1.3.2 and 2.1.4.2.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final, NoReturn

from audit.errors import LogFault, LogRefused

HASH_BYTES: Final = 32
MAX_SIZE: Final = 1 << 62  # above it a consistency path may have more than 63 hashes
MAX_PATH: Final = 63
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()

Place = tuple[int, int]  # level, index
NodeSource = Callable[[int, int], bytes]


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry (RFC 6962 section 2.1: byte 0, entry)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours (RFC 6962 section 2.1: byte 1, left, right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes."""
    row = list(leaf_hashes)
    while len(row) > 1:
        odd = row[-1:] if len(row) % 2 else []
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)] + odd
    return row[0] if row else EMPTY_ROOT


# ---------------------------------------------------------------- which nodes


def root_nodes(size: int) -> list[Place]:
    """Return the complete nodes whose hashes make the root of a tree of `size`, left to right."""
    _check_size(size)
    return _cover(0, size)


def inclusion_nodes(index: int, size: int) -> list[Place]:
    """Return the nodes that `inclusion_path` asks for. Raises LogRefused OUT_OF_TREE."""
    return [place for block in _inclusion_blocks(index, size) for place in _cover(*block)]


def consistency_nodes(old: int, new: int) -> list[Place]:
    """Return the nodes that `consistency_path` asks for. Raises LogRefused OUT_OF_TREE."""
    return [place for block in _consistency_blocks(old, new) for place in _cover(*block)]


def sibling_nodes(index: int) -> list[Place]:
    """Return the nodes that `appended_nodes` asks for: those that entry `index` completes."""
    _check_size(index)
    return [(level, (index >> level) - 1) for level in range(_completed(index))]


# ---------------------------------------------------------------- making


def root_at(size: int, node: NodeSource) -> bytes:
    """Return the root of a tree of `size` from its complete nodes."""
    return _fold(root_nodes(size), node) if size else EMPTY_ROOT


def inclusion_path(index: int, size: int, node: NodeSource) -> list[bytes]:
    """Prove that entry `index` lies in the tree of `size` (RFC 6962 section 2.1.1).

    Returns the hashes from the leaf's sibling up. Raises LogRefused OUT_OF_TREE.
    """
    return [_fold(_cover(*block), node) for block in _inclusion_blocks(index, size)]


def consistency_path(old: int, new: int, node: NodeSource) -> list[bytes]:
    """Prove that the tree of `old` begins the tree of `new` (RFC 6962 section 2.1.2).

    Empty if `old` is 0 or equals `new`. Raises LogRefused OUT_OF_TREE if `old` is above `new`.
    """
    return [_fold(_cover(*block), node) for block in _consistency_blocks(old, new)]


def appended_nodes(index: int, leaf: bytes, node: NodeSource) -> list[tuple[int, int, bytes]]:
    """Return the complete nodes (level, index, hash) that appending leaf hash `index` adds."""
    added = [(0, index, leaf)]
    for level, sibling in sibling_nodes(index):
        leaf = node_hash(node(level, sibling), leaf)
        added.append((level + 1, sibling >> 1, leaf))
    return added


# ---------------------------------------------------------------- verifying


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> None:
    """Verify that leaf hash `leaf` is entry `index` of the tree (RFC 9162 section 2.1.3.2).

    Raises LogRefused: OUT_OF_TREE if there is no such entry, BAD_INCLUSION.
    """
    _check_size(size)
    if not 0 <= index < size:
        _refuse(LogFault.OUT_OF_TREE, f"entry {index} of {size}")
    place, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            _refuse(LogFault.BAD_INCLUSION, "path too long")
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            step = _trailing_zeros(place)  # up to where the block is a right one
        else:
            found = node_hash(found, sibling)
            step = 0
        place, last = place >> step + 1, last >> step + 1
    if last or found != root:
        _refuse(LogFault.BAD_INCLUSION, "path too short" if last else "another root")


def verify_consistency(
    old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]
) -> None:
    """Verify that the tree of `old` begins the tree of `new` (RFC 9162 section 2.1.4.2).

    An empty tree begins every tree; its root is EMPTY_ROOT and its path empty.
    Raises LogRefused: OUT_OF_TREE if `old` is above `new`, BAD_CONSISTENCY.
    """
    _check_order(old, new)
    for size, root in ((old, old_root), (new, new_root)):
        if size == 0 and root != EMPTY_ROOT:
            _refuse(LogFault.BAD_CONSISTENCY, "root of the empty tree")
    if old in (0, new):
        if path or (old == new and old_root != new_root):
            _refuse(LogFault.BAD_CONSISTENCY, "path not empty" if path else "another root")
        return
    if _climb(old, old_root, new, path) != (old_root, new_root):
        _refuse(LogFault.BAD_CONSISTENCY, "another root")


def _climb(old: int, old_root: bytes, new: int, path: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Return the two roots that a consistency path leads to, for 0 < old < new."""
    step = _trailing_zeros(old)
    place, last = old - 1 >> step, new - 1 >> step
    hashes = list(path) if place else [old_root, *path]
    if not hashes:
        _refuse(LogFault.BAD_CONSISTENCY, "path too short")
    old_found = new_found = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            _refuse(LogFault.BAD_CONSISTENCY, "path too long")
        if place & 1 or place == last:
            old_found = node_hash(sibling, old_found)
            new_found = node_hash(sibling, new_found)
            step = _trailing_zeros(place)
        else:
            new_found = node_hash(new_found, sibling)
            step = 0
        place, last = place >> step + 1, last >> step + 1
    if last:
        _refuse(LogFault.BAD_CONSISTENCY, "path too short")
    return old_found, new_found


# ---------------------------------------------------------------- blocks of entries


def _inclusion_blocks(index: int, size: int) -> list[Place]:
    """Return the blocks (begin, end) of entries whose roots are the path, leaf's sibling first."""
    _check_size(size)
    if not 0 <= index < size:
        _refuse(LogFault.OUT_OF_TREE, f"entry {index} of {size}")
    blocks, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + _split(end - begin)
        if index < middle:
            blocks.append((middle, end))
            end = middle
        else:
            blocks.append((begin, middle))
            begin = middle
    return blocks[::-1]


def _consistency_blocks(old: int, new: int) -> list[Place]:
    """Return the blocks (begin, end) of entries whose roots are the path, deepest first."""
    _check_order(old, new)
    if old in (0, new):
        return []
    blocks, begin, end = [], 0, new
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            blocks.append((middle, end))
            end = middle
        else:
            blocks.append((begin, middle))
            begin = middle
    if begin:
        blocks.append((begin, end))
    return blocks[::-1]


def _cover(begin: int, end: int) -> list[Place]:
    """Cover a block by complete subtrees, the largest first; `begin` is a multiple of each."""
    places = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        places.append((level, begin >> level))
        begin += 1 << level
    return places


def _fold(places: Sequence[Place], node: NodeSource) -> bytes:
    """Return the root over neighbouring complete subtrees, falling in size."""
    *others, last = [node(level, index) for level, index in places]
    for left in reversed(others):
        last = node_hash(left, last)
    return last


def _split(size: int) -> int:
    """Return the largest power of two below `size` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


def _completed(index: int) -> int:
    """Count the subtrees that entry `index` completes: the ones that end its binary form."""
    return _trailing_zeros(index + 1)


def _trailing_zeros(number: int) -> int:
    """Count the zeros that end the binary form of a number; 0 for 0."""
    return max(0, (number & -number).bit_length() - 1)


def _check_size(size: int) -> None:
    """Refuse what is no size of a tree."""
    if not 0 <= size <= MAX_SIZE:
        _refuse(LogFault.OUT_OF_TREE, f"size {size}")


def _check_order(old: int, new: int) -> None:
    """Refuse two sizes of which the first is above the second."""
    _check_size(old)
    _check_size(new)
    if old > new:
        _refuse(LogFault.OUT_OF_TREE, f"{old} above {new}")


def _refuse(code: LogFault, detail: str) -> NoReturn:
    raise LogRefused(code, detail)
