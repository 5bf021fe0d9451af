"""Is a ballot on the board? Looked up by a receipt or by a tracker, as somebody pasted it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from audit.errors import LogFault, LogRefused, ReceiptRefused
from audit.note import parse_verification_key
from audit.receipt import KIND, Receipt, parse_receipt, verify_receipt
from voting.instance import Instance
from voting.log import entries_of, head_at, log_size
from voting.models import Conference
from voting.services.common import find_conference
from voting.services.reading import is_searchable, normal_tracker, read_board

LONGEST: Final = 16_000
_TRACKER = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048](?![A-Za-z0-9+/])")


class Finding(StrEnum):
    """What was found (closed list)."""

    ON_BOARD = "on_board"
    RECEIPT_HOLDS = "receipt_holds"
    NOT_ON_BOARD = "not_on_board"
    RECEIPT_DIFFERS = "receipt_differs"
    OTHER_CONFERENCE = "other_conference"
    BAD_SIGNATURE = "bad_signature"
    BAD_PROOF = "bad_proof"
    SEVERAL = "several"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the ballot's place in the log and its tracker if there is one."""

    finding: Finding
    index: int | None = None
    tracker: str = ""


def find_ballot(instance: Instance, uuid: str, text: str) -> Found:
    """Look a receipt or a tracker up. Raises VotingRefused UNKNOWN_CONFERENCE."""
    receipt = _receipt(text[:LONGEST])
    if receipt is not None:
        return _of_receipt(instance, uuid, receipt)
    whole = _TRACKER.search(text[:LONGEST])
    wanted = normal_tracker(whole[0] if whole else text)
    board = read_board(instance, uuid, search=wanted)
    if not is_searchable(wanted):
        return Found(Finding.TOO_SHORT)
    if not board.lines:
        return Found(Finding.NOT_ON_BOARD)
    if len(board.lines) > 1:
        return Found(Finding.SEVERAL)
    return Found(Finding.ON_BOARD, board.lines[0].index, board.lines[0].tracker)


def _receipt(text: str) -> Receipt | None:
    """Read a receipt, its line ends as a form or a messenger sends them."""
    start = text.find(KIND)
    if start < 0:
        return None
    lines = [line.rstrip() for line in text[start:].strip().splitlines()]
    try:
        return parse_receipt("\n".join(lines) + "\n")
    except (LogRefused, ReceiptRefused):
        return None


def _of_receipt(instance: Instance, uuid: str, receipt: Receipt) -> Found:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if receipt.uuid != uuid:
            return Found(Finding.OTHER_CONFERENCE)
        is_in_log = _lies_in_log(session, conference, receipt)
    try:
        verify_receipt(receipt, parse_verification_key(conference.log_key))
    except LogRefused as error:
        return Found(_FINDINGS.get(error.code, Finding.BAD_SIGNATURE), None, receipt.tracker)
    finding = Finding.RECEIPT_HOLDS if is_in_log else Finding.RECEIPT_DIFFERS
    return Found(finding, receipt.index, receipt.tracker)


def _lies_in_log(session: Session, conference: Conference, receipt: Receipt) -> bool:
    """Tell whether the log has the receipt's entry and continues the receipt's checkpoint."""
    checkpoint = receipt.proof.signed.checkpoint
    if not receipt.index < checkpoint.size <= log_size(session, conference.id):
        return False
    known = head_at(session, conference.id, checkpoint.size).root == checkpoint.root
    entries = entries_of(session, conference.id, receipt.index, receipt.index + 1)
    return known and entries[0] == receipt.entry


_FINDINGS: Final = {
    LogFault.BAD_INCLUSION: Finding.BAD_PROOF,
    LogFault.OUT_OF_TREE: Finding.BAD_PROOF,
}
