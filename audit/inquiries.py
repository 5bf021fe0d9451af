"""The plain questions at the top of the report, each answered by the checks that belong to it.

Every check belongs to exactly one question (CHECKS_OF). The answer is *no* if one of them failed;
*unchecked* if one could not run, or what it needs was not given; *not yet* if the conference has
not come so far; *yes* otherwise. The reason comes from a closed list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final

from audit.findings import Check, CheckResult, State


class Inquiry(IntEnum):
    """The questions, in the order in which they are answered."""

    DEFINITION = 1
    CARDS_OF_BALLOTS = 2
    PROOFS = 3
    TALLY = 4
    COUNTS = 5
    CHANGED = 6
    WITNESSES = 7
    CARDS = 8
    WHOLE = 9


class Answer(StrEnum):
    """What can be said."""

    YES = "yes"
    NO = "no"
    NOT_YET = "not_yet"
    UNCHECKED = "unchecked"


class Reason(StrEnum):
    """Why (closed list)."""

    HOLDS = "holds"
    HOLDS_BY_ITS_OWN_WORD = "holds_by_its_own_word"
    FAILED = "failed"
    BLOCKED = "blocked"
    NO_LOG = "no_log"
    NO_EARLIER = "no_earlier"
    NO_WITNESSES = "no_witnesses"
    NOT_REACHED = "not_reached"


CHECKS_OF: Final[dict[Inquiry, tuple[Check, ...]]] = {
    Inquiry.DEFINITION: (
        Check.SETUP,
        Check.ELECTION,
        Check.TRUSTEES,
        Check.ELECTION_KEY,
        Check.LOG_DEFINITION,
    ),
    Inquiry.CARDS_OF_BALLOTS: (
        Check.CREDENTIALS,
        Check.BALLOT_ELECTION,
        Check.BALLOT_CREDENTIAL,
        Check.BALLOT_SIGNATURE,
        Check.REPEATS,
    ),
    Inquiry.PROOFS: (Check.BALLOT_FORM, Check.BALLOT_PROOFS),
    Inquiry.TALLY: (Check.TALLY_SIZE, Check.TALLY),
    Inquiry.COUNTS: (
        Check.DECRYPTION_OWNERS,
        Check.DECRYPTION_PROOFS,
        Check.ENOUGH_DECRYPTIONS,
        Check.RESULT,
        Check.LOG_DECRYPTIONS,
        Check.LOG_PUBLICATION,
    ),
    Inquiry.CHANGED: (Check.EARLIER, Check.LOG_EARLIER),
    Inquiry.WITNESSES: (Check.LOG_SIGNATURE, Check.LOG_WITNESSES),
    Inquiry.CARDS: (Check.LOG_CARDS,),
    Inquiry.WHOLE: (
        Check.HEADER,
        Check.NAMES,
        Check.CHAIN,
        Check.ORDER,
        Check.REFERENCES,
        Check.LOG_FORM,
        Check.LOG_TREE,
        Check.LOG_EVENTS,
        Check.LOG_ORDER,
    ),
}
_BY_POLICY: Final = (Inquiry.DEFINITION, Inquiry.WITNESSES)


@dataclass(frozen=True, slots=True)
class Given:
    """What was verified beside the record. policy: whether one was given from outside the log."""

    log: bool = False
    policy: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer. checks: those that the reason is about."""

    inquiry: Inquiry
    answer: Answer
    reason: Reason
    checks: tuple[Check, ...] = ()


def answer_all(results: Sequence[CheckResult], given: Given) -> tuple[Answered, ...]:
    """Answer every question from how the checks ended."""
    ended = {result.check: result.state for result in results}
    return tuple(_answer(inquiry, ended, given) for inquiry in Inquiry)


def _answer(inquiry: Inquiry, ended: dict[Check, State], given: Given) -> Answered:
    """Answer one question: the worst of its checks decides."""
    mine = CHECKS_OF[inquiry]

    def those(state: State) -> tuple[Check, ...]:
        return tuple(check for check in mine if ended.get(check) is state)

    if those(State.FAILED):
        return Answered(inquiry, Answer.NO, Reason.FAILED, those(State.FAILED))
    if those(State.NOT_RUN):
        return Answered(inquiry, Answer.UNCHECKED, Reason.BLOCKED, those(State.NOT_RUN))
    missing = tuple(check for check in mine if check not in ended)
    if inquiry is Inquiry.CHANGED:
        if missing == mine:
            return Answered(inquiry, Answer.UNCHECKED, Reason.NO_EARLIER, missing)
    elif missing:
        return Answered(inquiry, Answer.UNCHECKED, Reason.NO_LOG, missing)
    waiting = those(State.NOT_REACHED)
    if Check.LOG_WITNESSES in waiting:
        return Answered(inquiry, Answer.UNCHECKED, Reason.NO_WITNESSES, waiting)
    if waiting:
        return Answered(inquiry, Answer.NOT_YET, Reason.NOT_REACHED, waiting)
    by_word = inquiry in _BY_POLICY and not given.policy
    reason = Reason.HOLDS_BY_ITS_OWN_WORD if by_word else Reason.HOLDS
    return Answered(inquiry, Answer.YES, reason, those(State.PASSED))
