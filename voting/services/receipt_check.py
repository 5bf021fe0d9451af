"""Is a ballot on the board? Looked up by a receipt or by a tracker, as somebody pasted it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from audit.note import parse_verification_key
from audit.policy import parse_policy
from audit.receipt import KIND, Receipt, parse_receipt
from audit.receipt_verdict import Judgement, judge_receipt, normal_receipt
from audit.receipt_words import said
from audit.words import words_of_hash
from voting.findings import Language
from voting.instance import Instance
from voting.log import entries_of, head_at, log_size
from voting.models import Conference
from voting.policy import policy_of
from voting.services.common import find_conference, frozen_parts
from voting.services.reading import is_searchable, normal_tracker, read_board

LONGEST: Final = 16_000
_TRACKER = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048](?![A-Za-z0-9+/])")


class Finding(StrEnum):
    """What was found (closed list)."""

    ON_BOARD = "on_board"
    RECEIPT_HOLDS = "receipt_holds"
    NOT_ON_BOARD = "not_on_board"
    RECEIPT_DIFFERS = "receipt_differs"
    RECEIPT_REFUSED = "receipt_refused"
    SEVERAL = "several"
    TOO_SHORT = "too_short"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, the ballot's place in the log and its tracker if there is one.

    judgement: of a receipt.
    """

    finding: Finding
    index: int | None = None
    tracker: str = ""
    judgement: Judgement | None = None

    def sentences(self, language: Language) -> list[str]:
        """Say the verdict on a receipt, as the command line and the browser say it."""
        return [] if self.judgement is None else said(self.judgement, language)

    @property
    def box_words(self) -> str:
        """The six words of the log's root in a sound receipt."""
        return "" if self.judgement is None else words_of_hash(self.judgement.root)


def find_ballot(instance: Instance, uuid: str, text: str) -> Found:
    """Look a receipt or a tracker up. Raises VotingRefused UNKNOWN_CONFERENCE."""
    if KIND in text[:LONGEST]:
        return _of_receipt(instance, uuid, text[:LONGEST])
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


def _of_receipt(instance: Instance, uuid: str, text: str) -> Found:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        policy = policy_of(frozen_parts(conference).definition, conference.log_key)
        log_key = parse_verification_key(conference.log_key)
        judgement = judge_receipt(text, log_key, parse_policy(policy.encode()))
        if not judgement.is_sound:
            return Found(Finding.RECEIPT_REFUSED, judgement=judgement)
        is_in_log = _lies_in_log(session, conference, parse_receipt(normal_receipt(text)))
    finding = Finding.RECEIPT_HOLDS if is_in_log else Finding.RECEIPT_DIFFERS
    return Found(finding, judgement.index, judgement.tracker, judgement)


def _lies_in_log(session: Session, conference: Conference, receipt: Receipt) -> bool:
    """Tell whether the log has the receipt's entry and continues the receipt's checkpoint."""
    checkpoint = receipt.proof.signed.checkpoint
    if not receipt.index < checkpoint.size <= log_size(session, conference.id):
        return False
    known = head_at(session, conference.id, checkpoint.size).root == checkpoint.root
    entries = entries_of(session, conference.id, receipt.index, receipt.index + 1)
    return known and entries[0] == receipt.entry
