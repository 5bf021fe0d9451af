"""What the tests of `audit` share: a judge, who verifies bytes and says which checks failed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from audit.dispute import Case, open_case
from audit.evidence import Evidence, read_evidence
from audit.findings import Check, Finding, State
from audit.policy import Policy, make_policy
from audit.verifier import Verdict, verify_record
from tests.audit.forge import Draft
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.hall import Hall, make_hall
from tests.audit.workshop import Workshop, complete, workshop


@dataclass(frozen=True)
class Judge:
    """Verifies records that a test made."""

    folder: Path

    def writes(self, record: Draft | bytes, name: str = "record.bel") -> Path:
        """Write a record to a file."""
        path = self.folder / name
        path.write_bytes(record.archive() if isinstance(record, Draft) else record)
        return path

    def judges(self, record: Draft | bytes) -> Verdict:
        """Verify a record in this process."""
        return verify_record(self.writes(record))

    def finds_only(self, record: Draft | bytes, check: Check) -> list[Finding]:
        """Verify a record that must fail one check and no other; return what was found."""
        verdict = self.judges(record)
        assert failed(verdict) == {check}
        assert not verdict.sound
        return [finding for result in verdict.checks for finding in result.findings]


@dataclass(frozen=True)
class LogJudge:
    """Verifies a record with its log. earlier: names and texts of what people kept."""

    judge: Judge
    record: Draft
    policy: Policy
    earlier: dict[str, str] = field(default_factory=dict)

    def files(self, log: LogDraft | bytes, record: Draft | None = None) -> tuple[Path, Path, Path]:
        """Write record, log and policy; return where."""
        bel = self.judge.writes(record or self.record)
        tlog = self.judge.writes(log.archive() if isinstance(log, LogDraft) else log, "log.tlog")
        return bel, tlog, self.judge.writes(make_policy(self.policy), "policy.txt")

    def evidence(self, tlog: Path, policy: Path | None) -> Evidence:
        """Read what was written."""
        kept = [self.judge.writes(text.encode(), name) for name, text in self.earlier.items()]
        return read_evidence(tlog, policy, kept)

    def judges(self, log: LogDraft, record: Draft | None = None, *, own: bool = False) -> Verdict:
        """Verify a log with the record; own: with the policy of the log itself."""
        bel, tlog, policy = self.files(log, record)
        return verify_record(bel, evidence=self.evidence(tlog, None if own else policy))

    def opens(self, log: LogDraft, *, own: bool = False) -> Case:
        """Open the case of a dispute."""
        bel, tlog, policy = self.files(log)
        return open_case(bel, self.evidence(tlog, None if own else policy))

    def finds_only(self, log: LogDraft, check: Check, record: Draft | None = None) -> list[Finding]:
        """Verify what must fail one check and no other; return what was found."""
        verdict = self.judges(log, record)
        assert failed(verdict) == {check}
        return [finding for result in verdict.checks for finding in result.findings]


def failed(verdict: Verdict) -> set[Check]:
    """Return the checks that found something."""
    return {result.check for result in verdict.checks if result.state is State.FAILED}


def states(verdict: Verdict) -> dict[Check, State]:
    """Return how each check ended."""
    return {result.check: result.state for result in verdict.checks}


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    return Judge(tmp_path)


@pytest.fixture(scope="session")
def shop() -> Workshop:
    """An election of three voters and two questions, all secrets known."""
    return workshop()


@pytest.fixture(scope="session")
def sound(shop: Workshop) -> Draft:
    """The sound, complete record of `shop`: three ballots, decrypted, result."""
    return complete(shop)


@pytest.fixture(scope="session")
def log(shop: Workshop, sound: Draft) -> LogDraft:
    """The sound log of the sound record."""
    return log_of(sound, shop)


@pytest.fixture
def court(judge: Judge, sound: Draft, log: LogDraft) -> LogJudge:
    """Who judges a log beside the sound record."""
    return LogJudge(judge, sound, log.policy)


@pytest.fixture(scope="session")
def hall() -> Hall:
    """A conference about whose ballots there are disputes."""
    return make_hall()


@pytest.fixture
def case(judge: Judge, hall: Hall) -> Case:
    """The case that every dispute of the hall is about."""
    return LogJudge(judge, hall.record, hall.log.policy).opens(hall.log)


Change = Callable[[Draft, Workshop], Draft]
