"""The verdict on a receipt: one closed code, and what the receipt proves.

The same judgement, in the same order, is made by `tinnhiem receipt verify`, by the server's page
and, from its twin in voting/client/receipt_verdict.js, by a browser with the network off.
`audit.receipt_words` says it in plain words.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from audit.errors import LogFault, LogRefused, ReceiptRefused
from audit.held import verify_held
from audit.note import VerificationKey
from audit.policy import NO_WITNESS, Policy
from audit.quorum import evaluate_policy
from audit.receipt import KIND, Receipt, parse_receipt, verify_receipt

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


class Verdict(StrEnum):
    """What a receipt is found to be (closed list)."""

    HOLDS = "holds"
    TOO_FEW_WITNESSES = "too_few_witnesses"
    NOT_A_RECEIPT = "not_a_receipt"
    NOT_A_BALLOT = "not_a_ballot"
    OTHER_CONFERENCE = "other_conference"
    NOT_SIGNED = "not_signed"
    BAD_SIGNATURE = "bad_signature"
    BAD_PATH = "bad_path"
    BAD_COSIGNATURE = "bad_cosignature"


SOUND: Final = frozenset({Verdict.HOLDS, Verdict.TOO_FEW_WITNESSES})


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict and its grounds.

    index, size, root, tracker: of a sound receipt. times: each witness of the policy, by the name
    of its key, and when it saw the checkpoint (seconds since 1970, None if it has not); None
    without a policy. needs_witnesses: whether the policy asks for any. held: if they are too few,
    how many entries enough of them had confirmed, and when; None if the receipt shows none.
    is_held_broken: what it shows of that, unsigned, cannot be read or does not hold. detail:
    another conference's origin, or the witness whose signature is wrong.
    """

    verdict: Verdict
    index: int = 0
    size: int = 0
    root: bytes = b""
    tracker: str = ""
    times: tuple[tuple[str, int | None], ...] | None = None
    needs_witnesses: bool = False
    held: tuple[int, int] | None = None
    is_held_broken: bool = False
    detail: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether the ballot is proved to lie in the log, however many witnesses saw it."""
        return self.verdict in SOUND


def judge_receipt(text: str, log_key: VerificationKey, policy: Policy | None = None) -> Judgement:
    """Judge a receipt as somebody pasted it. Without a policy nothing is said of witnesses."""
    try:
        receipt = parse_receipt(normal_receipt(text))
    except LogRefused:
        return Judgement(Verdict.NOT_A_RECEIPT)
    except ReceiptRefused:
        return Judgement(Verdict.NOT_A_BALLOT)
    try:
        verify_receipt(receipt, log_key)
    except LogRefused as error:
        origin = receipt.proof.signed.checkpoint.origin
        verdict = _VERDICTS[error.code]
        return Judgement(verdict, detail=origin if verdict is Verdict.OTHER_CONFERENCE else "")
    return _witnessed(receipt, policy)


def normal_receipt(text: str) -> str:
    """Return a receipt with its line ends as they were, after a form or a messenger had it.

    What stands before it is cut off, as are spaces at the ends of lines.
    """
    start = text.find(KIND)
    if start < 0:
        return text
    lines = _LINE_END.split(text[start:].strip(" \t\r\n"))
    return "".join(line.rstrip(" \t") + "\n" for line in lines)


def _witnessed(receipt: Receipt, policy: Policy | None) -> Judgement:
    """Judge what the witnesses of a policy say of a receipt that the log signed."""
    checkpoint = receipt.proof.signed.checkpoint
    found = Judgement(
        Verdict.HOLDS,
        index=receipt.index,
        size=checkpoint.size,
        root=checkpoint.root,
        tracker=receipt.tracker,
        is_held_broken=receipt.is_held_broken,
    )
    if policy is None:
        return found
    try:
        quorum = evaluate_policy(replace(policy, logs=()), receipt.proof.signed)
    except LogRefused as error:
        return Judgement(Verdict.BAD_COSIGNATURE, detail=error.detail)
    found = replace(
        found,
        times=tuple(
            (one.key.name, quorum.times.get(name)) for name, one in policy.witnesses.items()
        ),
        needs_witnesses=policy.quorum != NO_WITNESS,
    )
    return found if quorum.is_reached else _too_few(found, receipt, policy)


def _too_few(found: Judgement, receipt: Receipt, policy: Policy) -> Judgement:
    """Judge since when too few witnesses confirmed, if the receipt shows it."""
    found = replace(found, verdict=Verdict.TOO_FEW_WITNESSES)
    if receipt.held is None:
        return found
    try:
        time = verify_held(receipt.held, receipt.proof.signed.checkpoint, policy)
    except LogRefused:
        return replace(found, is_held_broken=True)
    return replace(found, held=(receipt.held.signed.checkpoint.size, time or 0))


_VERDICTS: Final = {
    LogFault.WRONG_ORIGIN: Verdict.OTHER_CONFERENCE,
    LogFault.WRONG_KEY: Verdict.NOT_SIGNED,
    LogFault.BAD_SIGNATURE: Verdict.BAD_SIGNATURE,
    LogFault.BAD_INCLUSION: Verdict.BAD_PATH,
    LogFault.OUT_OF_TREE: Verdict.BAD_PATH,
}
