"""Logs as folders, for another implementation to read: make one, verify one, spoil one.

`key` and `witness` (verification keys), `checkpoint/<size>`, `tile/…`, and `proofs.json`:
{"inclusion":[{"index":4,"size":7,"entry":"…","path":["…"]}],"consistency":[{"old":3,"new":7,…}]}
with entries and hashes in Base64.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from audit.checkpoint import Checkpoint, parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from audit.note import KeyType, parse_verification_key
from audit.tile_reader import TileReader
from audit.tiles import tiles_between
from tests.audit.logs import LOG_KEY, checkpoint, cosigned, entry, node, witness_key
from tests.audit.make_log_vectors import content

SIZES = (1, 2, 3, 7, 8, 255, 256, 257, 600)
Json = dict[str, Any]


def make_folder(folder: Path) -> None:
    """Write our log: entries 0 to 599, cosigned checkpoints at some sizes, tiles, proofs."""
    files = {
        "key": str(LOG_KEY).encode(),
        "witness": str(witness_key(1)).encode(),
        "proofs.json": json.dumps(make_proofs()).encode(),
    }
    files |= {f"checkpoint/{size}": cosigned(checkpoint(size), 1).encode() for size in SIZES}
    files |= {tile.path: content(tile.path) for tile in tiles_between(0, SIZES[-1])}
    for name, value in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(value)


def make_proofs() -> Json:
    """Prove some entries in every tree, and every tree in every later one."""

    def encoded(path: list[bytes]) -> list[str]:
        return [b64encode(value).decode() for value in path]

    return {
        "inclusion": [
            {
                "index": index,
                "size": size,
                "entry": b64encode(entry(index)).decode(),
                "path": encoded(inclusion_path(index, size, node)),
            }
            for size in SIZES
            for index in {*range(0, size, 1 + size // 8), size - 1}
        ],
        "consistency": [
            {"old": old, "new": new, "path": encoded(consistency_path(old, new, node))}
            for new in SIZES
            for old in SIZES
            if old <= new
        ],
    }


def verify_folder(folder: Path) -> str:
    """Verify all that a folder holds; say how much it was. Raises LogRefused."""
    trees = checkpoints(folder)
    proofs = json.loads((folder / "proofs.json").read_bytes())
    for proof in proofs["inclusion"]:
        tree = trees[proof["size"]]
        leaf = leaf_hash(b64decode(proof["entry"]))
        verify_inclusion(leaf, proof["index"], tree.size, decoded(proof), tree.root)
    for proof in proofs["consistency"]:
        old, new = trees[proof["old"]], trees[proof["new"]]
        verify_consistency(old.size, old.root, new.size, new.root, decoded(proof))
    verify_tiles(folder, trees)
    counts = f"{len(proofs['inclusion'])} inclusion proofs, {len(proofs['consistency'])}"
    return f"{len(trees)} checkpoints, {counts} consistency proofs, {max(trees)} entries from tiles"


def decoded(proof: Json) -> list[bytes]:
    return [b64decode(value) for value in proof["path"] or []]  # Go writes no list as null


def checkpoints(folder: Path) -> dict[int, Checkpoint]:
    """Verify every checkpoint, and its cosignature if there is a witness."""
    key = parse_verification_key((folder / "key").read_text())
    witness = folder / "witness"
    found = {}
    for file in (folder / "checkpoint").iterdir():
        signed = parse_checkpoint(file.read_bytes().decode(errors="surrogateescape"))
        verify_checkpoint(signed, key)
        if witness.exists():
            cosigner = parse_verification_key(witness.read_text(), KeyType.COSIGNATURE)
            verify_cosignature(signed, cosigner)
        found[signed.checkpoint.size] = signed.checkpoint
    return found


def verify_tiles(folder: Path, trees: dict[int, Checkpoint]) -> None:
    """Read the largest tree from its tiles: every entry, every earlier tree."""
    last = trees[max(trees)]

    def fetch(path: str) -> bytes:
        if not (folder / path).exists():
            raise LookupError(path)
        return (folder / path).read_bytes()

    reader = TileReader(fetch, size=last.size, root=last.root)
    for old in trees.values():
        path = reader.consistency(old.size)
        verify_consistency(old.size, old.root, last.size, last.root, path)
    assert len(list(reader.entries(0, last.size))) == last.size


# ---------------------------------------------------------------- spoiling


def spoilt(folder: Path) -> Iterator[str]:
    """Change a folder in one place after the other, yield what was changed, and restore it."""
    last = SIZES[-1]
    read = [f"checkpoint/{last}", *(tile.path for tile in tiles_between(0, last))]
    for name in read:
        sound = (folder / name).read_bytes()
        for place in {0, len(sound) // 2, len(sound) - 2, *range(0, len(sound), 701)}:
            changed = bytes(b ^ (i == place) for i, b in enumerate(sound))
            (folder / name).write_bytes(changed)
            yield f"byte {place} of {name}"
        (folder / name).write_bytes(sound)
    yield from spoilt_proofs(folder)


def spoilt_proofs(folder: Path) -> Iterator[str]:
    """Change one hash of a proof, its length, its index, its entry; the sizes of a tree."""
    file = folder / "proofs.json"
    sound = file.read_bytes()
    changes: list[tuple[str, str, Any]] = [
        ("inclusion", "index", 5),
        ("inclusion", "entry", b64encode(b"something else").decode()),
        ("inclusion", "path", []),
        ("consistency", "old", 2),
        ("consistency", "path", []),
    ]
    for kind, key, value in changes:
        proofs = json.loads(sound)
        of_proof(proofs, kind)[key] = value
        file.write_text(json.dumps(proofs))
        yield f"{key} of a proof of {kind}"
    for kind in ("inclusion", "consistency"):
        for place in range(len(of_proof(json.loads(sound), kind)["path"])):
            proofs = json.loads(sound)
            path = of_proof(proofs, kind)["path"]
            path[place] = b64encode(bytes([b64decode(path[place])[0] ^ 1]) + bytes(31)).decode()
            file.write_text(json.dumps(proofs))
            yield f"hash {place} of a proof of {kind}"
    file.write_bytes(sound)


def of_proof(proofs: Json, kind: str) -> Json:
    """Return a proof that is neither trivial nor short."""
    last = [p for p in proofs[kind] if p.get("size", p.get("new")) == 257 and p["path"]]
    found: Json = next(p for p in last if p.get("index", p.get("old")) not in (2, 5, 256))
    return found
