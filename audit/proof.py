"""Proofs of inclusion that stand alone (C2SP tlog-proof): the receipt of an entry.

    c2sp.org/tlog-proof@v1
    index 4
    n/U3thiiV++CkIxFkVrLrrbZ3qA11tk5ZPyIwZ6YyLM=
    vhV4G2KKKEFMHIoRuG24Qi+hBBIV/g18RJbSPNoeQUI=
    l5nzB1F+9RfCIF35tndivzR1ayAJn7ffzOdrzr0nOy4=

    vote.example/c/j2Sje6ewboTnzL/log
    7
    …

After the first line, `extra` with Base64 may follow (bytes that nothing vouches for); then the
index of the entry, the path from the leaf's sibling up, an empty line, and the signed checkpoint
with its cosignatures, as it is.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.errors import LogFault, LogRefused
from audit.lines import hash_line, parse_base64, parse_hash, parse_number
from audit.merkle import MAX_PATH, leaf_hash, verify_inclusion
from audit.note import VerificationKey

KIND: Final = "c2sp.org/tlog-proof@v1"
MAX_EXTRA: Final = 1 << 16  # in Base64 characters


@dataclass(frozen=True, slots=True)
class Proof:
    """A parsed proof. It counts only after `verify_proof`; `extra` never does by itself."""

    index: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint
    extra: bytes = b""


def make_proof(*, index: int, path: Sequence[bytes], checkpoint: str, extra: bytes = b"") -> str:
    """Make the proof of entry `index`. checkpoint: the signed note, with any cosignatures.

    Raises LogRefused as `parse_proof` if the values cannot stand in a proof.
    """
    extra_line = f"extra {b64encode(extra).decode()}\n" if extra else ""
    hashes = "".join(map(hash_line, path))
    text = f"{KIND}\n{extra_line}index {index}\n{hashes}\n{checkpoint}"
    parse_proof(text)
    return text


def parse_proof(text: str) -> Proof:
    """Read a proof. Raises LogRefused PROOF_MALFORMED, NOTE_MALFORMED or CHECKPOINT_MALFORMED."""
    head, separator, checkpoint = text.partition("\n\n")
    kind, *lines = head.split("\n")
    if not separator or kind != KIND:
        raise LogRefused(LogFault.PROOF_MALFORMED, "first line")
    extra = _parse_extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else b""
    if not lines or not lines[0].startswith("index ") or len(lines) > 1 + MAX_PATH:
        raise LogRefused(LogFault.PROOF_MALFORMED, "lines")
    return Proof(
        index=parse_number(lines[0].removeprefix("index "), LogFault.PROOF_MALFORMED),
        path=tuple(parse_hash(line, LogFault.PROOF_MALFORMED) for line in lines[1:]),
        signed=parse_checkpoint(checkpoint),
        extra=extra,
    )


def verify_proof(proof: Proof, entry: bytes, log_key: VerificationKey) -> None:
    """Verify that a log signed a tree in which `entry` lies at the proof's index.

    Cosignatures are for `audit.policy`. Raises LogRefused as `verify_checkpoint` and
    `verify_inclusion`: the log's signature first, then the path.
    """
    verify_checkpoint(proof.signed, log_key)
    checkpoint = proof.signed.checkpoint
    leaf = leaf_hash(entry)
    verify_inclusion(leaf, proof.index, checkpoint.size, proof.path, checkpoint.root)


def _parse_extra(line: str) -> bytes:
    """Read the line of extra bytes, at least one."""
    encoded = line.removeprefix("extra ")
    if not encoded or len(encoded) > MAX_EXTRA:
        raise LogRefused(LogFault.PROOF_MALFORMED, "extra")
    return parse_base64(encoded, LogFault.PROOF_MALFORMED)
