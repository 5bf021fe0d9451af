"""The receipt that a delegate keeps: a proof that the ballot lies in the log (C2SP tlog-proof).

It says neither what was chosen nor anything that could prove it:

    c2sp.org/tlog-proof@v1
    extra eyJhY3QiOiJldmVudCIsImV2ZW50Ijp7InBhcmVudCI6IjQ2MmQw…
    index 137
    gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
    …

    vote.example/log/j2Sje6ewboTnzL
    138
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — vote.example/log/j2Sje6ewboTnzL NnugSzTjtVAewIS+…

The extra bytes are the entry itself, the event of the ballot, whose payload is the SHA-256 that
the tracker shows; the path binds them to the signed root. Cosignatures of witnesses may follow.
If they are too few, what `audit.held` describes may stand behind the entry, after a newline. Nobody
signed that, so nothing that is wrong with it makes a receipt wrong.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from audit.entries import EventEntry, parse_entry
from audit.errors import LogRefused, ReceiptFault, ReceiptRefused
from audit.held import Held, parse_held
from audit.note import VerificationKey
from audit.proof import KIND, Proof, make_proof, parse_proof, verify_proof
from audit.record import Event, EventType
from ballots.errors import BallotsError

__all__ = ["KIND", "Receipt", "make_receipt", "parse_receipt", "verify_receipt"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A parsed receipt. What it says counts only after `verify_receipt` returned.

    entry: the exact bytes of the ballot's entry. held: counts only after `verify_held`.
    is_held_broken: something stands behind the entry that cannot be read.
    """

    uuid: str
    index: int
    tracker: str
    event: Event
    entry: bytes
    proof: Proof
    held: Held | None = None
    is_held_broken: bool = False


def make_receipt(
    *, entry: bytes, index: int, path: Sequence[bytes], checkpoint: str, held: bytes = b""
) -> str:
    """Make the receipt of the ballot that is entry `index`.

    entry: its bytes. path: from `audit.merkle`. checkpoint: the signed note, with cosignatures.
    held: of `audit.held`, if there is any.
    """
    extra = entry + b"\n" + held if held else entry
    return make_proof(index=index, path=path, checkpoint=checkpoint, extra=extra)


def parse_receipt(text: str) -> Receipt:
    """Read a receipt as delegates hand it in.

    Raises LogRefused as `parse_proof`; ReceiptRefused NOT_A_BALLOT if it proves something else.
    What stands behind the entry makes no receipt unreadable.
    """
    proof = parse_proof(text)
    content, separator, held = proof.extra.partition(b"\n")
    try:
        entry = parse_entry(content)
    except BallotsError as error:
        raise ReceiptRefused(ReceiptFault.NOT_A_BALLOT, error.refusal.value) from error
    if not isinstance(entry, EventEntry) or entry.event.type is not EventType.BALLOT:
        raise ReceiptRefused(ReceiptFault.NOT_A_BALLOT)
    behind = _read_held(held) if separator else None
    return Receipt(
        uuid=proof.signed.checkpoint.origin.rpartition("/")[2],
        index=proof.index,
        tracker=tracker_in(entry.event),
        event=entry.event,
        entry=content,
        proof=proof,
        held=behind,
        is_held_broken=bool(separator) and behind is None,
    )


def _read_held(content: bytes) -> Held | None:
    """Read what stands behind the entry, None if it cannot be read."""
    try:
        return parse_held(content)
    except LogRefused:
        return None


def tracker_in(event: Event) -> str:
    """Return the tracker of a ballot from its event: the payload in Base64 without padding."""
    return b64encode(bytes.fromhex(event.payload or "")).rstrip(b"=").decode()


def verify_receipt(receipt: Receipt, log_key: VerificationKey) -> None:
    """Verify that this log signed a tree in which the ballot lies at the receipt's index.

    Witnesses are for `audit.policy`. Raises LogRefused: WRONG_ORIGIN, WRONG_KEY, BAD_SIGNATURE,
    OUT_OF_TREE, BAD_INCLUSION.
    """
    verify_proof(receipt.proof, receipt.entry, log_key)
