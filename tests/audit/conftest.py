"""What the tests of `audit` share: a judge, who verifies bytes and says which checks failed."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.findings import Check, Finding, State
from audit.verifier import Verdict, verify_record
from tests.audit.forge import Draft
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


Change = Callable[[Draft, Workshop], Draft]
