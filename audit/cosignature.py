"""Cosignatures (C2SP tlog-cosignature), Ed25519: a witness says when it saw a checkpoint.

A witness signs the text of the checkpoint under two lines of its own, and the signature line holds
key id, time (seconds since 1970, eight bytes, big-endian) and signature:

    cosignature/v1
    time 1795302821
    vote.example/c/j2Sje6ewboTnzL/log
    7
    mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=

It states that this was, at that time, the largest tree of that log that the witness had seen, and
that all it saw of the log is consistent.
"""

from collections.abc import Callable
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.checkpoint import SignedCheckpoint, parse_checkpoint_text
from audit.errors import LogFault, LogRefused
from audit.note import (
    KeyType,
    NoteSignature,
    VerificationKey,
    check_key_name,
    signatures_by,
    verify_bytes,
)

MAX_TIME: Final = (1 << 63) - 1
_TIME_BYTES: Final = 8


def cosigned_message(checkpoint_text: str, time: int) -> bytes:
    """Return the bytes that a witness signs (section "Ed25519 signed message")."""
    return f"cosignature/v1\ntime {time}\n{checkpoint_text}".encode()


def make_cosignature(
    checkpoint_text: str,
    *,
    time: int,
    key_name: str,
    public_key: Ed25519PublicKey,
    sign: Callable[[bytes], bytes],
) -> str:
    """Return the signature line, with its newline, by which a witness cosigns a checkpoint.

    time: seconds since 1970, not 0. Raises LogRefused: CHECKPOINT_MALFORMED, NOTE_MALFORMED for
    the key's name, BAD_TIME.
    """
    parse_checkpoint_text(checkpoint_text)
    check_key_name(key_name, LogFault.NOTE_MALFORMED)
    if not 0 < time <= MAX_TIME:
        raise LogRefused(LogFault.BAD_TIME, str(time))
    signature = time.to_bytes(_TIME_BYTES, "big") + sign(cosigned_message(checkpoint_text, time))
    identifier = VerificationKey(key_name, public_key, KeyType.COSIGNATURE).key_id
    return f"{NoteSignature(key_name, identifier, signature)}\n"


def verify_cosignature(signed: SignedCheckpoint, key: VerificationKey) -> int:
    """Verify that a witness cosigned a checkpoint; return when, in seconds since 1970.

    If it did so more than once, every line must hold, and the newest time is returned.
    Raises LogRefused: KEY_TYPE if the key is none of a witness, WRONG_KEY if no line names it,
    BAD_SIGNATURE, BAD_TIME if the time is above 2^63 - 1.
    """
    if key.type is not KeyType.COSIGNATURE:
        raise LogRefused(LogFault.KEY_TYPE, key.name)
    return max(_verify_line(signed, line, key) for line in signatures_by(signed.note, key))


def _verify_line(signed: SignedCheckpoint, line: NoteSignature, key: VerificationKey) -> int:
    """Verify one signature line of a witness and return its time."""
    time = int.from_bytes(line.signature[:_TIME_BYTES], "big")
    if len(line.signature) != _TIME_BYTES + 64:
        raise LogRefused(LogFault.BAD_SIGNATURE, key.name)
    if time > MAX_TIME:
        raise LogRefused(LogFault.BAD_TIME, key.name)
    message = cosigned_message(signed.note.text, time)
    verify_bytes(message, line.signature[_TIME_BYTES:], key.public_key, key.name)
    return time
