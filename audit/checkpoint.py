"""Checkpoints (C2SP tlog-checkpoint): how large a log is, and its root, signed by the log.

    vote.example/c/j2Sje6ewboTnzL/log
    7
    mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=

    — vote.example/c/j2Sje6ewboTnzL/log zHJEH0PUtGW/YdWVhDkXgUi1elRgePyJdjHF7G5s4fOwJiwC40YAN4S…

The lines of the text are: the origin, which names the log; the number of its entries; the root of
the tree over them (RFC 6962); any others are extensions, which we never write and only keep.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import LogFault, LogRefused
from audit.lines import parse_hash, parse_number
from audit.note import Note, VerificationKey, make_note, parse_note, verify_note


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: which log, how many entries, the root over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignedCheckpoint:
    """A parsed checkpoint with its signatures; it counts only after `verify_checkpoint`."""

    checkpoint: Checkpoint
    note: Note

    def __str__(self) -> str:
        """Return the note as it was read, byte for byte."""
        return f"{self.note.text}\n" + "".join(f"{line}\n" for line in self.note.signatures)


def make_checkpoint_text(checkpoint: Checkpoint) -> str:
    """Return the text that the log signs and witnesses cosign.

    Raises LogRefused CHECKPOINT_MALFORMED if a value cannot stand in a checkpoint.
    """
    lines = [checkpoint.origin, str(checkpoint.size), b64encode(checkpoint.root).decode()]
    text = "".join(f"{line}\n" for line in [*lines, *checkpoint.extensions])
    if parse_checkpoint_text(text) != checkpoint:
        raise LogRefused(LogFault.CHECKPOINT_MALFORMED, "line end in a line")
    return text


def parse_checkpoint_text(text: str) -> Checkpoint:
    """Read the text of a checkpoint. Raises LogRefused CHECKPOINT_MALFORMED."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise LogRefused(LogFault.CHECKPOINT_MALFORMED, "lines")
    return Checkpoint(
        origin=lines[0],
        size=parse_number(lines[1], LogFault.CHECKPOINT_MALFORMED),
        root=parse_hash(lines[2], LogFault.CHECKPOINT_MALFORMED),
        extensions=tuple(lines[3:]),
    )


def sign_checkpoint(
    checkpoint: Checkpoint, *, public_key: Ed25519PublicKey, sign: Callable[[bytes], bytes]
) -> str:
    """Return the signed note of a checkpoint; the name of the key is the origin.

    Whoever signs must know that every checkpoint signed before is consistent with this one.
    Raises LogRefused CHECKPOINT_MALFORMED, and NOTE_MALFORMED for an origin that cannot name a key.
    """
    text = make_checkpoint_text(checkpoint)
    return make_note(text, key_name=checkpoint.origin, public_key=public_key, sign=sign)


def parse_checkpoint(text: str) -> SignedCheckpoint:
    """Read a signed checkpoint. Raises LogRefused NOTE_MALFORMED or CHECKPOINT_MALFORMED."""
    note = parse_note(text)
    return SignedCheckpoint(parse_checkpoint_text(note.text), note)


def verify_checkpoint(signed: SignedCheckpoint, key: VerificationKey) -> None:
    """Verify that a log signed a checkpoint of its own.

    Raises LogRefused: WRONG_ORIGIN if it is another log's, WRONG_KEY if no line names the key,
    BAD_SIGNATURE if one that does fails.
    """
    if signed.checkpoint.origin != key.name:
        raise LogRefused(LogFault.WRONG_ORIGIN, signed.checkpoint.origin)
    verify_note(signed.note, key)
