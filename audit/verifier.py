"""Verify a record: run every numbered check that can run, never stopping at the first finding."""

from collections.abc import Callable, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

from audit.checks.ballots import (
    check_ballot_credential,
    check_ballot_election,
    check_ballot_form,
    check_ballot_proofs,
    check_ballot_signature,
    check_repeats,
)
from audit.checks.chain import (
    check_chain,
    check_header,
    check_names,
    check_order,
    check_references,
)
from audit.checks.earlier import check_earlier
from audit.checks.setup import (
    check_credentials,
    check_election,
    check_election_key,
    check_setup,
    check_trustees,
)
from audit.checks.subject import Subject
from audit.checks.tally import (
    check_decryption_owners,
    check_decryption_proofs,
    check_enough_decryptions,
    check_result,
    check_tally,
    check_tally_size,
)
from audit.evidence import Evidence
from audit.findings import (
    Blocked,
    Check,
    CheckResult,
    Finding,
    NotReached,
    State,
)
from audit.inquiries import Answered, Given, answer_all
from audit.log_verifier import log_checks
from audit.pool import Workers, start_workers
from audit.progress import Progress, silent
from audit.reading import read_structures
from audit.record import EventType, Record, open_record
from audit.survey import Surveyor
from ballots.credentials import PublicCredentials
from ballots.election import Election

CHECKS: Final[dict[Check, Callable[[Subject], list[Finding]]]] = {
    Check.HEADER: check_header,
    Check.NAMES: check_names,
    Check.CHAIN: check_chain,
    Check.ORDER: check_order,
    Check.REFERENCES: check_references,
    Check.SETUP: check_setup,
    Check.ELECTION: check_election,
    Check.TRUSTEES: check_trustees,
    Check.ELECTION_KEY: check_election_key,
    Check.CREDENTIALS: check_credentials,
    Check.BALLOT_FORM: check_ballot_form,
    Check.BALLOT_ELECTION: check_ballot_election,
    Check.BALLOT_CREDENTIAL: check_ballot_credential,
    Check.BALLOT_SIGNATURE: check_ballot_signature,
    Check.BALLOT_PROOFS: check_ballot_proofs,
    Check.REPEATS: check_repeats,
    Check.TALLY_SIZE: check_tally_size,
    Check.TALLY: check_tally,
    Check.DECRYPTION_OWNERS: check_decryption_owners,
    Check.DECRYPTION_PROOFS: check_decryption_proofs,
    Check.ENOUGH_DECRYPTIONS: check_enough_decryptions,
    Check.RESULT: check_result,
}
# Checks that ask what the ballots gave: last, so that nothing waits before it must.
_OF_BALLOTS: Final = frozenset(
    {
        *(Check.BALLOT_FORM, Check.BALLOT_ELECTION, Check.BALLOT_CREDENTIAL, Check.REPEATS),
        *(Check.BALLOT_SIGNATURE, Check.BALLOT_PROOFS, Check.TALLY_SIZE, Check.TALLY),
        *(Check.RESULT, Check.LOG_CARDS),
    }
)


class Stage(StrEnum):
    """How far a record goes."""

    NOTHING = "nothing"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    DECRYPTING = "decrypting"
    RESULT = "result"


_STAGES: Final = (
    (EventType.RESULT, Stage.RESULT),
    (EventType.PARTIAL_DECRYPTION, Stage.DECRYPTING),
    (EventType.ENCRYPTED_TALLY, Stage.TALLIED),
    (EventType.END_BALLOTS, Stage.CLOSED),
    (EventType.SETUP, Stage.OPEN),
)


@dataclass(frozen=True, slots=True)
class Summary:
    """What a record is, as far as it could be read; the result is what the record says.

    counted: ballots that count, the last of each credential. revotes: ballots that later ones
    replaced. weight: of all that count.
    """

    stage: Stage
    entries: int
    ballots: int
    election: Election | None
    credentials: int | None
    trustees: int | None
    counted: int | None
    revotes: int | None
    weight: int | None
    result: list[list[int]] | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of every check and a summary of the record; what was given beside it."""

    path: Path
    checks: tuple[CheckResult, ...]
    summary: Summary
    given: Given = field(default_factory=Given)

    @property
    def answers(self) -> tuple[Answered, ...]:
        """Return the plain questions with their answers."""
        return answer_all(self.checks, self.given)

    @property
    def sound(self) -> bool:
        """Tell whether every check passed or its turn has not come yet."""
        return all(r.state in (State.PASSED, State.NOT_REACHED) for r in self.checks)


def verify_record(
    path: Path,
    *,
    jobs: int = 1,
    earlier: Path | None = None,
    evidence: Evidence | None = None,
    progress: Progress = silent,
    workers: Workers | None = None,
) -> Verdict:
    """Run all checks on a record; `earlier` is an older copy of it (check 23).

    evidence: its log with what belongs to it (checks 24 to 34). jobs: worker processes
    for the ballots, 1 for none. progress: called as ballots are done. workers: processes that
    the caller has begun, in the place of `jobs`.
    Raises RecordUnreadable if either file is not an archive of the one form.
    """
    with (
        nullcontext(workers) if workers else start_workers(jobs, [path]) as own,
        closing(Surveyor(own, progress)) as surveyor,
    ):
        record = open_record(path, surveyor.see)
        older = open_record(earlier) if earlier else None
        structures = read_structures(record)
        surveyor.hand_out(record, structures)
        subject = Subject(record, structures, surveyor.gather)
        pending: dict[Check, Callable[[], CheckResult]] = {
            check: partial(_run, check, run, subject) for check, run in CHECKS.items()
        }
        if older is not None:
            pending[Check.EARLIER] = partial(_run_earlier, record, older)
        given = Given()
        if evidence is not None:
            pending |= log_checks(subject, evidence)
            given = Given(log=True, policy=evidence.is_given)
        return Verdict(path, _run_all(pending), _summary(subject), given)


def _run_all(pending: Mapping[Check, Callable[[], CheckResult]]) -> tuple[CheckResult, ...]:
    """Run the checks, and return them in order: first those that need not wait for ballots."""
    done = {check: pending[check]() for check in sorted(pending, key=_OF_BALLOTS.__contains__)}
    return tuple(done[check] for check in pending)


def _run_earlier(record: Record, older: Record) -> CheckResult:
    return _ended(Check.EARLIER, check_earlier(record, older))


def _run(check: Check, run: Callable[[Subject], list[Finding]], subject: Subject) -> CheckResult:
    """Run one check and say how it ended."""
    try:
        return _ended(check, run(subject))
    except Blocked as blocked:
        return CheckResult(check, State.NOT_RUN, needs=blocked.needs)
    except NotReached:
        if subject.record.of_type(EventType.RESULT):  # a result comes last: something is left out
            return CheckResult(check, State.NOT_RUN, needs=Check.ORDER)
        return CheckResult(check, State.NOT_REACHED)


def _ended(check: Check, findings: list[Finding]) -> CheckResult:
    return CheckResult(check, State.FAILED if findings else State.PASSED, tuple(findings))


def _summary(subject: Subject) -> Summary:
    """Gather what the record is."""
    structures, survey = subject.structures, subject.survey
    known = survey if structures.credentials.value is not None else None
    return Summary(
        stage=_stage(subject.record),
        entries=len(subject.record.entries),
        ballots=len(subject.record.of_type(EventType.BALLOT)),
        election=structures.election.value,
        credentials=_length(structures.credentials.value),
        trustees=structures.trustees.value.count if structures.trustees.value else None,
        counted=len(known.counted) if known else None,
        revotes=known.revotes if known else None,
        weight=known.total_weight if known else None,
        result=structures.result.value,
    )


def _length(credentials: PublicCredentials | None) -> int | None:
    return None if credentials is None else len(credentials)


def _stage(record: Record) -> Stage:
    present = {entry.type for entry in record.entries}
    return next((stage for kind, stage in _STAGES if kind in present), Stage.NOTHING)
