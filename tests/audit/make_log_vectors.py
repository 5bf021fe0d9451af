"""Write tests/vectors/log/*.json: the log's formats, sound and spoilt, with what Python says.

    .venv/bin/python -m tests.audit.make_log_vectors

Twins in other languages must say the same. Nothing here is random: the same code writes the same
bytes, which tests/audit/test_log_vectors.py checks.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogRefused
from audit.merkle import (
    consistency_path,
    inclusion_path,
    leaf_hash,
    verify_consistency,
    verify_inclusion,
)
from audit.note import parse_note, parse_verification_key, verify_bytes, verify_note
from audit.policy import parse_policy
from audit.proof import parse_proof, verify_proof
from audit.quorum import evaluate_policy
from audit.receipt_verdict import judge_receipt
from audit.receipt_words import said
from audit.statement import parse_statement, verify_statement
from audit.tiles import (
    ENTRIES,
    make_bundle,
    make_tile,
    parse_bundle,
    parse_path,
    tile_nodes,
    tiles_between,
)
from audit.witness import judge, parse_request
from tests.audit import (
    entry_defects,
    log_defects,
    receipt_defects,
    signature_defects,
    statement_defects,
)
from tests.audit.logs import LOG_KEY, ORIGIN, checkpoint, cosigned, entry, node, root, witness_key

FOLDER = Path(__file__).parent.parent / "vectors" / "log"
Json = dict[str, Any]
SIZES = [*range(18), 31, 32, 33, 100, 255, 256, 257, 1000]
PLACES = [(0, 1), (0, 2), (1, 2), (2, 3), (4, 7), (6, 7), (5, 8), (99, 129), (255, 256)]
PASTS = [(0, 0), (0, 5), (1, 1), (1, 2), (2, 3), (3, 7), (4, 7), (6, 7), (4, 8), (7, 7), (99, 129)]


def base64(value: bytes) -> str:
    return b64encode(value).decode()


def refusal(act: Callable[..., object], *values: object) -> str | None:
    """Say why an act is refused, None if it is not."""
    try:
        act(*values)
    except LogRefused as error:
        return error.code.value
    return None


def spoilt(path: Sequence[bytes]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield a path and ways in which it can be wrong, named by their defect."""
    yield "sound", list(path)
    yield "one_hash_more", [*path, leaf_hash(b"more")]
    if path:
        yield "one_hash_less", list(path[:-1])
        flipped = bytes([path[0][0] ^ 1]) + path[0][1:]
        yield "first_hash_changed", [flipped, *path[1:]]
        flipped = path[-1][:-1] + bytes([path[-1][-1] ^ 128])
        yield "last_hash_changed", [*path[:-1], flipped]
    if len(path) > 1:
        yield "first_two_exchanged", [path[1], path[0], *path[2:]]


def merkle() -> Json:
    return {
        "about": "Entry i is the text `entry i`. RFC 6962 section 2.1; hashes in Base64.",
        "leaf_of_entry_0": base64(leaf_hash(entry(0))),
        "roots": {str(size): base64(root(size)) for size in SIZES},
        "inclusion": [
            inclusion(i, size, *way)
            for i, size in PLACES
            for way in spoilt(inclusion_path(i, size, node))
        ]
        + [inclusion(7, 7, "index_of_no_entry", []), inclusion(0, 0, "empty_tree", [])],
        "consistency": [
            consistency(old, new, *way)
            for old, new in PASTS
            for way in spoilt(consistency_path(old, new, node))
        ]
        + [consistency(8, 7, "old_above_new", [])],
    }


def inclusion(index: int, size: int, name: str, path: list[bytes]) -> Json:
    leaf, head = leaf_hash(entry(index)), root(size)
    return {
        "name": name,
        "index": index,
        "size": size,
        "leaf": base64(leaf),
        "root": base64(head),
        "path": [base64(value) for value in path],
        "refusal": refusal(verify_inclusion, leaf, index, size, path, head),
    }


def consistency(old: int, new: int, name: str, path: list[bytes]) -> Json:
    return {
        "name": name,
        "old": old,
        "old_root": base64(root(old)),
        "new": new,
        "new_root": base64(root(new)),
        "path": [base64(value) for value in path],
        "refusal": refusal(verify_consistency, old, root(old), new, root(new), path),
    }


def tiles() -> Json:
    return {
        "about": "C2SP tlog-tiles. Level -1: bundles of entries. Files: SHA-256 of them, hex.",
        "paths": [path_case(path) for path in log_defects.PATHS],
        "trees": {
            str(size): [tile.path for tile in tiles_between(0, size)]
            for size in (0, 1, 255, 256, 257, 512, 70_000)
            if size < 1000
        }
        | {"70000": [tile.path for tile in tiles_between(0, 70_000) if tile.width < 256]},
        "files": {
            tile.path: hashlib.sha256(content(tile.path)).hexdigest()
            for tile in tiles_between(0, 600)
        },
        "bundles": [
            {"hex": value.hex(), "width": width, "refusal": refusal(parse_bundle, value, width)}
            for value, width in log_defects.BUNDLES
        ],
    }


def path_case(path: str) -> Json:
    said = refusal(parse_path, path)
    tile = None if said else parse_path(path)
    numbers = {"level": tile.level, "index": tile.index, "width": tile.width} if tile else {}
    return {"path": path, "refusal": said, **numbers}


def content(path: str) -> bytes:
    """Give the bytes of one file of our log."""
    tile = parse_path(path)
    places = tile_nodes(tile)
    if tile.level == ENTRIES:
        return make_bundle([entry(index) for _, index in places])
    return make_tile([node(*place) for place in places])


def notes() -> Json:
    def judged(text: str, key: str) -> None:
        verify_note(parse_note(text), parse_verification_key(key))

    return {
        "about": "C2SP signed-note, type 1. First the key is read, then the note.",
        "keys": [
            {"name": name, "key": text, "refusal": refusal(parse_verification_key, text, None)}
            for name, text in log_defects.KEYS.items()
        ],
        "notes": [
            {
                "name": name,
                "key": str(LOG_KEY),
                "note": text,
                "refusal": refusal(judged, text, str(LOG_KEY)),
            }
            for name, text in log_defects.NOTES.items()
        ],
    }


def signatures() -> Json:
    message, public_key = signature_defects.MESSAGE, signature_defects.SECRET.public_key()

    def case(name: str, signature: bytes) -> Json:
        fault = refusal(verify_bytes, message, signature, public_key, "k")
        known = {"name": name, "message": message.decode(), "signature": signature.hex()}
        return {**known, "refusal": fault}

    return {
        "about": "Ed25519 (RFC 8032), strict: S below q, R compared as bytes, no cofactor.",
        "key": signature_defects.KEY.hex(),
        "signatures": [case(name, make()) for name, make in signature_defects.SIGNATURES.items()],
    }


def checkpoints() -> Json:
    def judged(text: str) -> None:
        verify_checkpoint(parse_checkpoint(text), LOG_KEY)

    return {
        "about": "C2SP tlog-checkpoint, of the log with this key.",
        "key": str(LOG_KEY),
        "cases": [
            {"name": name, "checkpoint": text, "refusal": refusal(judged, text)}
            for name, text in log_defects.CHECKPOINTS.items()
        ],
    }


def cosignatures() -> Json:
    key = witness_key(1)

    def case(name: str, text: str) -> Json:
        said = refusal(lambda: verify_cosignature(parse_checkpoint(text), key))
        time = None if said else str(verify_cosignature(parse_checkpoint(text), key))
        return {"name": name, "checkpoint": text, "refusal": said, "time": time}

    return {
        "about": "C2SP tlog-cosignature, Ed25519, by the witness with this key. Times: decimal.",
        "key": str(key),
        "cases": [case(*item) for item in log_defects.COSIGNATURES.items()],
    }


def proofs() -> Json:
    def judged(text: str) -> None:
        verify_proof(parse_proof(text), entry(4), LOG_KEY)

    return {
        "about": "C2SP tlog-proof of the entry `entry 4`, of the log with this key.",
        "key": str(LOG_KEY),
        "entry": entry(4).decode(),
        "cases": [
            {"name": name, "proof": text, "refusal": refusal(judged, text)}
            for name, text in log_defects.PROOFS.items()
        ],
    }


def policies() -> Json:
    nested = parse_policy(log_defects.NESTED.encode())

    def quorum(witnesses: tuple[int, ...]) -> Json:
        text = cosigned(checkpoint(7), *witnesses)
        found = evaluate_policy(nested, parse_checkpoint(text))
        times = {name: str(time) for name, time in found.times.items()}
        return {"checkpoint": text, "times": times, "is_reached": found.is_reached}

    return {
        "about": "C2SP tlog-policy, read as UTF-8 here; then quorums under the policy `nested`.",
        "policies": [
            {"name": name, "policy": text, "refusal": refusal(parse_policy, text.encode())}
            for name, text in log_defects.POLICIES.items()
        ],
        "quorums": [quorum(witnesses) for witnesses in log_defects.WITNESSED],
    }


def witness() -> Json:
    def case(name: str, body: str, last: int) -> Json:
        said = refusal(parse_request, body.encode())
        if said:
            answer: Json = {"status": 400, "refusal": said}
        else:
            state = parse_checkpoint(checkpoint(last)).checkpoint if last else None
            verdict = judge(parse_request(body.encode()), {ORIGIN: [LOG_KEY]}, state)
            fault = verdict.fault.value if verdict.fault else None
            answer = {"status": int(verdict.status), "refusal": fault}
        return {"name": name, "last": last, "body": body, **answer}

    return {
        "about": "C2SP tlog-witness: a witness that last cosigned our log at size `last`.",
        "key": str(LOG_KEY),
        "cases": [case(name, *item) for name, item in log_defects.REQUESTS.items()],
    }


def receipts() -> Json:
    def case(name: str, text: str, policy: str | None) -> Json:
        trusted = None if policy is None else parse_policy(policy.encode())
        found = judge_receipt(text, receipt_defects.LOG_KEY, trusted)
        sentences = {"vi": said(found, "vi"), "en": said(found, "en")}
        judged = {"verdict": found.verdict.value, "said": sentences}
        return {"name": name, "receipt": text, "policy": policy, **judged}

    return {
        "about": "Receipts of ballots (C2SP tlog-proof), each judged by a log key and a policy.",
        "key": str(receipt_defects.LOG_KEY),
        "cases": [case(name, *item) for name, item in receipt_defects.RECEIPTS.items()],
    }


def refusals() -> Json:
    def judged(text: str) -> None:
        verify_statement(parse_statement(text), LOG_KEY)

    return {
        "about": "Signed refusals of ballots (docs/dispute.md), by the log with this key.",
        "key": str(LOG_KEY),
        "cases": [
            {"name": name, "statement": text, "refusal": refusal(judged, text)}
            for name, text in statement_defects.STATEMENTS.items()
        ],
    }


def entries() -> Json:
    return {
        "about": "Entries of the books (docs/log.md, section 10); code: of a BallotsError.",
        "cases": [
            {"name": name, "entry": text, "code": entry_defects.code_of(text)}
            for name, text in entry_defects.ENTRIES.items()
        ],
    }


FILES: dict[str, Callable[[], Json]] = {
    "entries": entries,
    "merkle": merkle,
    "tiles": tiles,
    "notes": notes,
    "signatures": signatures,
    "checkpoints": checkpoints,
    "cosignatures": cosignatures,
    "proofs": proofs,
    "policies": policies,
    "receipts": receipts,
    "refusals": refusals,
    "witness": witness,
}


def written(name: str) -> str:
    """Return what the file of a name holds."""
    return json.dumps(FILES[name](), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for file in FILES:
        (FOLDER / f"{file}.json").write_text(written(file), encoding="utf-8", newline="\n")
