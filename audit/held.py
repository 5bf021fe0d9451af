"""What stands in a receipt that too few witnesses confirmed: the last checkpoint that enough did.

It follows the entry in the extra bytes of the receipt, after a newline: the proof that the
receipt's checkpoint continues it, an empty line, and that checkpoint with its cosignatures.

    {"act":"event","event":{…}}
    pTI8GKcHUlRvAMA7GB2BjEIIKoBzHxsCJGTP4nQbZpM=
    …

    vote.example/log/j2Sje6ewboTnzL
    57
    …

Neither the server's word nor its clock counts: the path binds the older checkpoint to the signed
root of the receipt, and the witnesses signed their times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from audit.checkpoint import Checkpoint, SignedCheckpoint, parse_checkpoint
from audit.errors import LogFault, LogRefused
from audit.lines import hash_line, parse_hash
from audit.merkle import MAX_PATH, verify_consistency
from audit.policy import Policy
from audit.quorum import verify_quorum


@dataclass(frozen=True, slots=True)
class Held:
    """A parsed older checkpoint and the path from it. It counts only after `verify_held`."""

    path: tuple[bytes, ...]
    signed: SignedCheckpoint


def make_held(*, path: Sequence[bytes], checkpoint: str) -> bytes:
    """Make the bytes. path: proves the consistency; checkpoint: the note with cosignatures."""
    return f"{''.join(map(hash_line, path))}\n{checkpoint}".encode()


def parse_held(content: bytes) -> Held:
    """Read the bytes. Raises LogRefused PROOF_MALFORMED, NOTE_MALFORMED, CHECKPOINT_MALFORMED."""
    try:
        text = "\n" + content.decode()
    except UnicodeDecodeError as error:
        raise LogRefused(LogFault.PROOF_MALFORMED, "UTF-8") from error
    head, separator, checkpoint = text.partition("\n\n")
    lines = head.split("\n")[1:]
    if not separator or len(lines) > MAX_PATH:
        raise LogRefused(LogFault.PROOF_MALFORMED, "lines")
    path = tuple(parse_hash(line, LogFault.PROOF_MALFORMED) for line in lines)
    return Held(path, parse_checkpoint(checkpoint))


def verify_held(held: Held, newer: Checkpoint, policy: Policy) -> int | None:
    """Verify that a checkpoint continues the older one, which satisfied a policy; return when.

    newer: a checkpoint that the log signed. The log's signature on the older one is not asked for,
    because the path binds it. Raises LogRefused WRONG_ORIGIN, BAD_CONSISTENCY, OUT_OF_TREE, and as
    `verify_quorum`.
    """
    older = held.signed.checkpoint
    if older.origin != newer.origin:
        raise LogRefused(LogFault.WRONG_ORIGIN, older.origin)
    verify_consistency(older.size, older.root, newer.size, newer.root, held.path)
    return verify_quorum(replace(policy, logs=()), held.signed).reached_at
