"""The evidence that everybody may fetch: checkpoints, tiles, entries, receipts, the log as a file.

Everything here is signed only if it continues what was signed before (`voting.signing`).
"""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.checkpoint import SignedCheckpoint, parse_checkpoint
from audit.errors import LogRefused
from audit.held import make_held
from audit.logfile import log_pieces
from audit.note import add_signatures
from audit.policy import Policy, parse_policy
from audit.quorum import evaluate_policy
from audit.receipt import make_receipt
from audit.tiles import ENTRIES, make_bundle, make_tile, parse_path, tile_nodes, tile_width
from voting.instance import Instance
from voting.log import consistency_of, entries_of, inclusion_of, log_size, nodes_of
from voting.models import Conference, Cosignature
from voting.policy import policy_of
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.signing import sign_checkpoint

_SIZES_LOOKED_AT: Final = 8


def read_policy(instance: Instance, uuid: str) -> str:
    """Return the policy of a conference as text (tlog-policy). Raises UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
    return policy_of(frozen_parts(conference).definition, conference.log_key)


def parsed_policy(conference: Conference) -> Policy:
    """Return the policy of a conference, read."""
    text = policy_of(frozen_parts(conference).definition, conference.log_key)
    return parse_policy(text.encode())


def read_checkpoint(instance: Instance, uuid: str, size: int | None = None) -> str:
    """Return the checkpoint of a size (None: the newest) with the cosignatures so far.

    Raises VotingRefused UNKNOWN_CONFERENCE, and as `sign_checkpoint`.
    """
    with instance.database.reading() as session:
        return checkpoint_of(instance, session, find_conference(session, uuid), size)


def read_log_signed(instance: Instance, uuid: str, size: int | None = None) -> str:
    """Return the checkpoint as the log alone signed it. Raises as `read_checkpoint`."""
    with instance.database.reading() as session:
        return sign_checkpoint(instance, session, find_conference(session, uuid), size)


def checkpoint_of(
    instance: Instance, session: Session, conference: Conference, size: int | None = None
) -> str:
    """Return the checkpoint of a size, the newest if None, with its cosignatures."""
    size = log_size(session, conference.id) if size is None else size
    note = sign_checkpoint(instance, session, conference, size)
    lines = session.scalars(
        select(Cosignature.line)
        .where(
            Cosignature.conference_id == conference.id,
            Cosignature.size == size,
            Cosignature.key_id.in_(_named_ids(conference)),
        )
        .order_by(Cosignature.key_id)
    )
    return add_signatures(note, lines)


def _named_ids(conference: Conference) -> list[str]:
    """Return the key ids of the plan's witnesses; only their lines travel with checkpoints."""
    witnesses = parsed_policy(conference).witnesses.values()
    return [witness.key.key_id.hex() for witness in witnesses]


def read_cosigned(instance: Instance, uuid: str) -> str:
    """Return the newest checkpoint that satisfies the policy. Raises NO_SUCH_ENTRY if none does."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        found = cosigned_after(instance, session, conference, 0)
    if found is None:
        raise VotingRefused(Refusal.NO_SUCH_ENTRY)
    return str(found)


def read_cosigned_by(instance: Instance, uuid: str, key_id: str) -> str:
    """Return the newest checkpoint that a witness cosigned, named or not, with its line alone.

    key_id: eight hexadecimal digits. With it, who moved the witness's key to another device gives
    that device a memory. Raises VotingRefused UNKNOWN_CONFERENCE, NO_SUCH_ENTRY.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        own = Cosignature.conference_id == conference.id, Cosignature.key_id == key_id
        found = session.scalars(
            select(Cosignature).where(*own).order_by(Cosignature.size.desc()).limit(1)
        ).first()
        if found is None:
            raise VotingRefused(Refusal.NO_SUCH_ENTRY, "witness")
        note = sign_checkpoint(instance, session, conference, found.size)
        return add_signatures(note, [found.line])


def cosigned_after(
    instance: Instance, session: Session, conference: Conference, index: int
) -> SignedCheckpoint | None:
    """Return the newest checkpoint that holds entry `index` and satisfies the policy, if any."""
    policy = parsed_policy(conference)
    needed = frozen_parts(conference).definition.witness_quorum
    if not policy.witnesses or not needed:
        return None
    sizes = session.scalars(
        select(Cosignature.size)
        .where(
            Cosignature.conference_id == conference.id,
            Cosignature.size > index,
            Cosignature.key_id.in_(_named_ids(conference)),
        )
        .group_by(Cosignature.size)
        .having(func.count() >= needed)
        .order_by(Cosignature.size.desc())
        .limit(_SIZES_LOOKED_AT)
    ).all()
    for size in sizes:
        signed = parse_checkpoint(checkpoint_of(instance, session, conference, size))
        if _satisfies(policy, signed):
            return signed
    return None


def _satisfies(policy: Policy, signed: SignedCheckpoint) -> bool:
    try:
        return evaluate_policy(policy, signed).is_reached
    except LogRefused:
        return False


def receipt_at(
    instance: Instance, session: Session, conference: Conference, index: int, *, size: int
) -> str:
    """Return the receipt of entry `index` against the checkpoint of `size`, as the log signed it.

    Without cosignatures: their times, asked for ballot by ballot, would tell when each was cast.
    """
    note = sign_checkpoint(instance, session, conference, size)
    return _receipt(session, conference, index, size, note)


def _receipt(
    session: Session, conference: Conference, index: int, size: int, note: str, held: bytes = b""
) -> str:
    entry = entries_of(session, conference.id, index, index + 1)[0]
    path = inclusion_of(session, conference.id, index, size)
    return make_receipt(entry=entry, index=index, path=path, checkpoint=note, held=held)


def read_receipt(instance: Instance, uuid: str, index: int) -> str:
    """Return the proof of any entry against the newest checkpoint that satisfies the policy.

    Without such a one: against the newest checkpoint, with the cosignatures so far, and with the
    newest older one that satisfies the policy, so that the receipt shows since when they are few.
    Raises VotingRefused UNKNOWN_CONFERENCE, NO_SUCH_ENTRY, and as `sign_checkpoint`.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if not 0 <= index < log_size(session, conference.id):
            raise VotingRefused(Refusal.NO_SUCH_ENTRY, f"entry {index}")
        signed = cosigned_after(instance, session, conference, 0)
        if signed is not None and signed.checkpoint.size > index:
            return _receipt(session, conference, index, signed.checkpoint.size, str(signed))
        note = checkpoint_of(instance, session, conference)
        size = parse_checkpoint(note).checkpoint.size
        held = b"" if signed is None else _held(session, conference, signed, size)
        return _receipt(session, conference, index, size, note, held)


def _held(session: Session, conference: Conference, signed: SignedCheckpoint, size: int) -> bytes:
    path = consistency_of(session, conference.id, signed.checkpoint.size, size)
    return make_held(path=path, checkpoint=str(signed))


def read_tile(instance: Instance, uuid: str, path: str) -> bytes:
    """Return the bytes of a tile or of a bundle of entries (tlog-tiles).

    path: `tile/…`. Raises VotingRefused UNKNOWN_CONFERENCE; NO_SUCH_ENTRY for another path, and
    for a tile that is not there or not that wide.
    """
    try:
        tile = parse_path(path)
    except LogRefused as error:
        raise VotingRefused(Refusal.NO_SUCH_ENTRY, "path") from error
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        size = log_size(session, conference.id)
        if tile.width > tile_width(tile.level, tile.index, size):
            raise VotingRefused(Refusal.NO_SUCH_ENTRY, "not so far yet")
        if tile.level == ENTRIES:
            first = tile.index * 256
            return make_bundle(entries_of(session, conference.id, first, first + tile.width))
        places = tile_nodes(tile)
        nodes = nodes_of(session, conference.id, places)
    return make_tile([nodes[place] for place in places])


def consistency_for(instance: Instance, uuid: str, old: int, new: int) -> Sequence[bytes]:
    """Return the path that proves the tree of `new` to continue the tree of `old`.

    Raises VotingRefused UNKNOWN_CONFERENCE, NO_SUCH_ENTRY.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if not 0 <= old <= new <= log_size(session, conference.id):
            raise VotingRefused(Refusal.NO_SUCH_ENTRY, f"{old} to {new}")
        return consistency_of(session, conference.id, old, new)


def read_entries(instance: Instance, uuid: str, size: int) -> Iterator[bytes]:
    """Give the first `size` entries of the log, some at a time, each in a short transaction."""
    for start in range(0, size, 256):
        with instance.database.reading() as session:
            conference = find_conference(session, uuid)
            some = entries_of(session, conference.id, start, min(start + 256, size))
        yield from some


def read_log_file(instance: Instance, uuid: str, size: int | None = None) -> Iterator[bytes]:
    """Give the log as one file: a line of kind, a line each entry, an empty line, the checkpoint.

    size: how many entries; all of them if None.
    Raises VotingRefused UNKNOWN_CONFERENCE, and as `sign_checkpoint`, before the first piece.
    """
    note = read_checkpoint(instance, uuid, size)
    entries = read_entries(instance, uuid, parse_checkpoint(note).checkpoint.size)
    return log_pieces(entries, note)
