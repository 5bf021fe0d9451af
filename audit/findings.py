"""What verification says: numbered checks, their states, findings (closed lists).

A finding says which entry (height of the event), which person (text of the question) and which
ballot (tracker) it concerns, as far as that makes sense. `audit.catalogue` has the sentences.
"""

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

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


class State(StrEnum):
    """How a check ended. Only passed and not_reached leave a record sound."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_REACHED = "not_reached"
    NOT_RUN = "not_run"


class Fault(StrEnum):
    """What a finding found (closed list); a refusal of `ballots` is reported as REFUSED."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    entry: height of the event concerned. question: number from 1; person: its text.
    tracker: of the ballot concerned. values: what the sentence of the fault mentions.
    """

    check: Check
    fault: Fault
    refusal: Refusal | None = None
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
