"""The evidence that everybody may fetch: checkpoints, tiles, entries, receipts, the log as a file.

Everything here is signed only if it continues what was signed before (`voting.signing`).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.note import add_signatures
from audit.receipt import make_receipt
from voting.instance import Instance
from voting.log import entries_of, inclusion_of, log_size
from voting.models import Conference, Cosignature
from voting.services.common import find_conference
from voting.signing import sign_checkpoint


def read_checkpoint(instance: Instance, uuid: str) -> str:
    """Return the newest checkpoint, signed, with the cosignatures that it has so far.

    Raises VotingRefused UNKNOWN_CONFERENCE, and as `sign_checkpoint`.
    """
    with instance.database.reading() as session:
        return checkpoint_of(instance, session, find_conference(session, uuid))


def checkpoint_of(
    instance: Instance, session: Session, conference: Conference, size: int | None = None
) -> str:
    """Return the checkpoint of a size, the newest if None, with its cosignatures."""
    size = log_size(session, conference.id) if size is None else size
    note = sign_checkpoint(instance, session, conference, size)
    lines = session.scalars(
        select(Cosignature.line)
        .where(Cosignature.conference_id == conference.id, Cosignature.size == size)
        .order_by(Cosignature.key_id)
    )
    return add_signatures(note, lines)


def receipt_at(
    instance: Instance, session: Session, conference: Conference, index: int, *, size: int
) -> str:
    """Return the receipt of entry `index` against the checkpoint of `size`."""
    entry = entries_of(session, conference.id, index, index + 1)[0]
    path = inclusion_of(session, conference.id, index, size)
    note = checkpoint_of(instance, session, conference, size)
    return make_receipt(entry=entry, index=index, path=path, checkpoint=note)
