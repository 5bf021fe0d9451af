"""What the service writes, as an auditor judges it: record, log, policy, papers of delegates."""

from pathlib import Path

import pytest

from audit.dispute import Ground, Outcome, open_case
from audit.evidence import Evidence, read_evidence
from audit.findings import Check
from audit.findings import State as CheckState
from audit.inquiries import Answer, Inquiry
from audit.papers import settle
from audit.verifier import Verdict, verify_record
from tests.voting.people import HIGH, LOW, MEDIUM, UNMARKED, Delegate, Organizer
from voting.refusals import VotingRefused
from voting.services.evidence import read_checkpoint, read_log_file, read_policy


class Auditor:
    """Keeps a checkpoint at each visit and verifies everything against all that was kept."""

    def __init__(self, organizer: Organizer, folder: Path) -> None:
        self.organizer, self.folder = organizer, folder
        self.kept: list[Path] = []

    def keeps(self, text: str) -> None:
        self.kept.append(self.folder / f"kept-{len(self.kept)}")
        self.kept[-1].write_text(text, encoding="utf-8")

    def fetches(self) -> tuple[Path, Evidence]:
        instance, uuid = self.organizer.instance, self.organizer.uuid
        record, log, policy = (self.folder / name for name in ("x.bel", "x.tlog", "policy.txt"))
        record.write_bytes(self.organizer.record())
        log.write_bytes(b"".join(read_log_file(instance, uuid)))
        policy.write_text(read_policy(instance, uuid), encoding="utf-8")
        return record, read_evidence(log, policy, self.kept)

    def verifies(self) -> Verdict:
        self.keeps(read_checkpoint(self.organizer.instance, self.organizer.uuid))
        record, evidence = self.fetches()
        return verify_record(record, evidence=evidence)


@pytest.fixture
def auditor(organizer: Organizer, tmp_path: Path) -> Auditor:
    return Auditor(organizer, tmp_path)


def test_record_and_log_hold_at_every_step(organizer: Organizer, auditor: Auditor) -> None:
    organizer.prepares_with_committee(2, 3)
    auditor.keeps(read_checkpoint(organizer.instance, organizer.uuid))
    delegates = [*organizer.prints(3), *organizer.prints(2)]
    organizer.rehearses(*organizer.member_keys[:2])
    organizer.opens(delegates[4])
    assert auditor.verifies().sound
    for delegate in delegates[:3]:
        auditor.keeps(delegate.casts(HIGH, UNMARKED).receipt)
    assert auditor.verifies().sound
    organizer.closes()
    assert auditor.verifies().sound
    organizer.decrypts(*organizer.member_keys[:2])
    organizer.counts()
    assert auditor.verifies().sound  # the log has decryptions that the record does not show yet
    organizer.publishes()
    verdict = auditor.verifies()
    not_passed = {r.check for r in verdict.checks if r.state is not CheckState.PASSED}
    assert not_passed == {Check.LOG_WITNESSES}  # this conference asks for none
    answers = {a.inquiry: a.answer for a in verdict.answers}
    assert answers.pop(Inquiry.WITNESSES) is Answer.UNCHECKED
    assert set(answers.values()) == {Answer.YES}


def refusal_of(delegate: Delegate, ballot: bytes) -> bytes:
    with pytest.raises(VotingRefused) as refused:
        delegate.sends(ballot)
    assert refused.value.statement is not None
    return refused.value.statement.encode()


def test_the_papers_that_delegates_are_given_settle_disputes(
    organizer: Organizer, auditor: Auditor
) -> None:
    organizer.prepares()
    organizer.rehearses()
    first, second, third, left_over, _ = organizer.prints()
    early = second.encrypts(LOW, LOW)
    papers: list[tuple[bytes, bytes | None, Outcome, Ground]] = [
        (refusal_of(second, early), early, Outcome.NEVER_ARRIVED, Ground.BEFORE_THE_OPENING)
    ]
    organizer.opens(left_over)
    receipt = first.casts(HIGH, HIGH).receipt.encode()
    third.casts(MEDIUM, LOW)
    again, void = first.encrypts(LOW, LOW), left_over.encrypts(LOW, LOW)
    papers += [
        (receipt, None, Outcome.COUNTED, Ground.IN_LOG),
        (refusal_of(first, again), again, Outcome.REPLACED, Ground.OTHER_BALLOT),
        (refusal_of(left_over, void), void, Outcome.VOID_CARD, Ground.NOT_LISTED),
        (early, None, Outcome.NEVER_ARRIVED, Ground.NOT_IN_LOG),
        (void, None, Outcome.VOID_CARD, Ground.NOT_LISTED),
    ]
    organizer.closes()
    late = second.encrypts(HIGH, HIGH)
    papers.append((refusal_of(second, late), late, Outcome.TOO_LATE, Ground.AFTER_THE_END))
    case = open_case(*auditor.fetches())
    for paper, ballot, outcome, ground in papers:
        ruling = settle(case, paper, ballot)
        assert (ruling.outcome, ruling.ground) == (outcome, ground)
