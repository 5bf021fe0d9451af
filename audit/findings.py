"""What verification says: numbered checks, their states, findings (closed lists).

A finding says which entry (height of the event), which person (text of the question) and which
ballot (tracker) it concerns, as far as that makes sense. `audit.catalogue` has the sentences.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from audit.errors import LogFault, LogRefused
from ballots.errors import BallotsError, Refusal


class Check(IntEnum):
    """The numbered checks, in the order in which they are reported (docs/record.md)."""

    HEADER = 1
    NAMES = 2
    CHAIN = 3
    ORDER = 4
    REFERENCES = 5
    SETUP = 6
    ELECTION = 7
    TRUSTEES = 8
    ELECTION_KEY = 9
    CREDENTIALS = 10
    BALLOT_FORM = 11
    BALLOT_ELECTION = 12
    BALLOT_CREDENTIAL = 13
    BALLOT_SIGNATURE = 14
    BALLOT_PROOFS = 15
    REPEATS = 16
    TALLY_SIZE = 17
    TALLY = 18
    DECRYPTION_OWNERS = 19
    DECRYPTION_PROOFS = 20
    ENOUGH_DECRYPTIONS = 21
    RESULT = 22
    EARLIER = 23
    LOG_FORM = 24
    LOG_TREE = 25
    LOG_SIGNATURE = 26
    LOG_WITNESSES = 27
    LOG_DEFINITION = 28
    LOG_EVENTS = 29
    LOG_ORDER = 30
    LOG_CARDS = 31
    LOG_DECRYPTIONS = 32
    LOG_PUBLICATION = 33
    LOG_EARLIER = 34


class State(StrEnum):
    """How a check ended. Only passed and not_reached leave a record sound."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not_reached"
    NOT_RUN = "not_run"


class Fault(StrEnum):
    """What a finding found (closed list).

    A refusal of `ballots` is reported as REFUSED, one of the log's formats as LOG_REFUSED.
    """

    REFUSED = "refused"
    TIMESTAMP = "timestamp"
    MEMBER_TIME = "member_time"
    NAME = "name"
    REPEATED_MEMBER = "repeated_member"
    HEIGHT = "height"
    PARENT = "parent"
    NO_SETUP = "no_setup"
    OUT_OF_ORDER = "out_of_order"
    AFTER_RESULT = "after_result"
    PAYLOAD_MISSING = "payload_missing"
    PAYLOAD_UNEXPECTED = "payload_unexpected"
    PAYLOAD_LATE = "payload_late"
    UNREFERENCED = "unreferenced"
    ELECTION_KEY = "election_key"
    UNLISTED_CREDENTIAL = "unlisted_credential"
    REPEATED_BALLOT = "repeated_ballot"
    REPEATED_CIPHERTEXT = "repeated_ciphertext"
    NUM_TALLIED = "num_tallied"
    TOTAL_WEIGHT = "total_weight"
    TALLY = "tally"
    OWNER = "owner"
    REPEATED_OWNER = "repeated_owner"
    TOO_FEW_DECRYPTIONS = "too_few_decryptions"
    RESULT_SHAPE = "result_shape"
    RESULT_RANGE = "result_range"
    RESULT_VALUE = "result_value"
    RESULT_SUM = "result_sum"
    OTHER_ELECTION = "other_election"
    REMOVED = "removed"
    CHANGED = "changed"
    LOG_REFUSED = "log_refused"
    LOG_SIZE = "log_size"
    LOG_ROOT = "log_root"
    LOG_ORIGIN = "log_origin"
    NO_LOG_KEY = "no_log_key"
    WITNESSES_UP_TO = "witnesses_up_to"
    NO_DEFINITION = "no_definition"
    SECOND_DEFINITION = "second_definition"
    DEFINITION_DIFFERS = "definition_differs"
    DEFINITION_UNNAMED = "definition_unnamed"
    POLICY_DIFFERS = "policy_differs"
    EVENT_CHANGED = "event_changed"
    EVENT_NOT_IN_LOG = "event_not_in_log"
    EVENT_NOT_IN_RECORD = "event_not_in_record"
    ACT_OUT_OF_ORDER = "act_out_of_order"
    ACT_UNFINISHED = "act_unfinished"
    NO_REHEARSAL = "no_rehearsal"
    CARDS_DIFFER = "cards_differ"
    CARDS_UNEXPLAINED = "cards_unexplained"
    OPENING_TIME = "opening_time"
    CARD_USED_TWICE = "card_used_twice"
    NO_STRONG_PROOF = "no_strong_proof"
    STRAY_STRONG_PROOF = "stray_strong_proof"
    RESULT_DIFFERS = "result_differs"
    LOG_WENT_BACK = "log_went_back"
    LOG_FORKED = "log_forked"
    LOG_ENTRY_CHANGED = "log_entry_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    entry: height of the event concerned; from check 24 on, index of the log's entry. question:
    number from 1; person: its text. tracker: of the ballot concerned. values: what the sentence of
    the fault mentions.
    """

    check: Check
    fault: Fault
    refusal: Refusal | LogFault | None = None
    entry: int | None = None
    question: int | None = None
    person: str | None = None
    tracker: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The closed code for programs: the refusal's where there is one."""
        return self.refusal.value if self.refusal else self.fault.value


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check ended; `needs` names the failed check that kept it from running."""

    check: Check
    state: State
    findings: tuple[Finding, ...] = ()
    needs: Check | None = None


class Blocked(Exception):
    """A check cannot run, because what it needs failed another check."""

    def __init__(self, needs: Check) -> None:
        super().__init__(f"needs check {needs.value}")
        self.needs = needs


class NotReached(Exception):
    """The record does not go so far yet."""


def refused(check: Check, error: BallotsError, *, entry: int | None = None) -> Finding:
    """Make a finding of what `ballots` refused; the detail says where."""
    return Finding(
        check=check,
        fault=Fault.REFUSED,
        refusal=error.refusal,
        entry=entry,
        values={"detail": error.detail},
    )


def log_refused(
    check: Check, error: LogRefused, *, entry: int | None = None, where: str = ""
) -> Finding:
    """Make a finding of what was refused of the log's formats; the detail says where."""
    detail = f"{where}: {error.detail}" if where and error.detail else where or error.detail
    return Finding(
        check=check,
        fault=Fault.LOG_REFUSED,
        refusal=error.code,
        entry=entry,
        values={"detail": detail},
    )
