"""The receipt that a delegate keeps: where a ballot lies, signed by the key of the log.

It is a signed note (C2SP signed-note) over four lines and says neither what was chosen nor
anything that could prove it:

    tinnhiem/receipt/v1
    j2Sje6ewboTnzL
    137
    FZFURRidRm0RvrvjhDhWNPYn8Fmft3GVTQ1IECYdiE

    — vote.example/log NnugSzTjtVAewIS+…

The lines are: the kind, the election's uuid, the index of the entry, the ballot's tracker.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import LogFault, LogRefused, ReceiptFault, ReceiptRefused
from audit.note import Note, make_note, parse_note, verify_note

KIND: Final = "tinnhiem/receipt/v1"
_BODY = re.compile(
    re.escape(KIND) + r"\n([1-9A-HJ-NP-Za-km-z]{14,64})\n(0|[1-9][0-9]{0,14})\n"
    r"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048])\n",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A parsed receipt. What it says counts only after `verify_receipt` returned."""

    uuid: str
    index: int
    tracker: str
    note: Note


def make_receipt(
    *,
    uuid: str,
    index: int,
    tracker: str,
    key_name: str,
    public_key: Ed25519PublicKey,
    sign: Callable[[bytes], bytes],
) -> str:
    """Make the receipt of the ballot `tracker` that is entry `index` of the election's record.

    sign: takes the bytes to sign, returns the 64-byte Ed25519 signature by the key of the log.
    Raises ReceiptRefused MALFORMED if a value cannot stand in a receipt.
    """
    text = f"{KIND}\n{uuid}\n{index}\n{tracker}\n"
    _match(text)
    with _as_receipt():
        return make_note(text, key_name=key_name, public_key=public_key, sign=sign)


def parse_receipt(text: str) -> Receipt:
    """Read a receipt as delegates hand it in. Raises ReceiptRefused MALFORMED."""
    with _as_receipt():
        note = parse_note(text)
    match = _match(note.text)
    return Receipt(uuid=match[1], index=int(match[2]), tracker=match[3], note=note)


def verify_receipt(receipt: Receipt, public_key: Ed25519PublicKey) -> None:
    """Verify that the key of the log signed this receipt.

    Raises ReceiptRefused: WRONG_KEY if another key signed it, BAD_SIGNATURE.
    """
    with _as_receipt():
        verify_note(receipt.note, public_key)


@contextmanager
def _as_receipt() -> Iterator[None]:
    """Say of a receipt what was refused of its note."""
    codes = {
        LogFault.WRONG_KEY: ReceiptFault.WRONG_KEY,
        LogFault.BAD_SIGNATURE: ReceiptFault.BAD_SIGNATURE,
    }
    try:
        yield
    except LogRefused as error:
        code = codes.get(error.code, ReceiptFault.MALFORMED)
        raise ReceiptRefused(code, error.detail) from error


def _match(text: str) -> re.Match[str]:
    """Match the four lines of a receipt."""
    match = _BODY.fullmatch(text)
    if match is None:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "lines")
    return match
