"""The plain questions: every check belongs to one, and each answer says why."""

import json
from dataclasses import replace
from itertools import chain

import pytest

from audit.findings import Check, CheckResult, State
from audit.inquiries import (
    CHECKS_OF,
    Answer,
    Answered,
    Given,
    Inquiry,
    Reason,
    answer_all,
)
from audit.language import LANGUAGES
from audit.report import json_report, text_report
from audit.verifier import Verdict, verify_record
from tests.audit.conftest import Judge, LogJudge
from tests.audit.forge import VECTORS, Draft
from tests.audit.forge_log import log_of, policy_for
from tests.audit.workshop import Workshop


def answered(verdict: Verdict) -> dict[Inquiry, tuple[Answer, Reason]]:
    return {one.inquiry: (one.answer, one.reason) for one in verdict.answers}


def test_every_check_belongs_to_exactly_one_question() -> None:
    assert sorted(chain(*CHECKS_OF.values())) == list(Check)
    assert list(CHECKS_OF) == list(Inquiry)


def test_a_record_alone_answers_what_it_can_and_says_what_is_missing() -> None:
    given = answered(verify_record(VECTORS / "plain.bel"))
    yes, no_log = (Answer.YES, Reason.HOLDS), (Answer.UNCHECKED, Reason.NO_LOG)
    assert given == {
        Inquiry.DEFINITION: no_log,
        Inquiry.CARDS_OF_BALLOTS: yes,
        Inquiry.PROOFS: yes,
        Inquiry.TALLY: yes,
        Inquiry.COUNTS: no_log,
        Inquiry.CHANGED: (Answer.UNCHECKED, Reason.NO_EARLIER),
        Inquiry.WITNESSES: no_log,
        Inquiry.CARDS: no_log,
        Inquiry.WHOLE: no_log,
    }


def test_record_log_policy_and_what_was_kept_answer_everything(
    judge: Judge, sound: Draft, shop: Workshop
) -> None:
    log = log_of(sound, shop)
    court = LogJudge(judge, sound, log.policy, {"kept": log.checkpoint(3)})
    assert set(answered(court.judges(log)).values()) == {(Answer.YES, Reason.HOLDS)}


def test_the_logs_own_policy_is_told_apart(judge: Judge, sound: Draft, shop: Workshop) -> None:
    log = log_of(sound, shop)
    verdict = LogJudge(judge, sound, log.policy).judges(log, own=True)
    given = answered(verdict)
    own_word = (Answer.YES, Reason.HOLDS_BY_ITS_OWN_WORD)
    assert given[Inquiry.DEFINITION] == given[Inquiry.WITNESSES] == own_word
    assert "the server is trusted about itself" in text_report(verdict, "en")
    assert "tin lời máy chủ về chính nó" in text_report(verdict, "vi")
    assert json.loads(json_report(verdict, "en"))["policy"] == "own"


def test_a_policy_without_witnesses_leaves_the_question_open(
    judge: Judge, sound: Draft, shop: Workshop
) -> None:
    origin = f"vote.example/log/{shop.election.uuid}"
    log = log_of(sound, shop, policy=policy_for(origin, quorum=0))
    verdict = LogJudge(judge, sound, log.policy).judges(log)
    assert answered(verdict)[Inquiry.WITNESSES] == (Answer.UNCHECKED, Reason.NO_WITNESSES)
    assert "27  Log: enough witnesses cosigned the checkpoint: the policy asks for nobody" in (
        text_report(verdict, "en")
    )
    assert verdict.sound


def test_an_open_conference_is_not_yet_there(judge: Judge, sound: Draft, shop: Workshop) -> None:
    draft = replace(sound, ended=False, tally=None, decryptions=(), result=None)
    log = log_of(draft, shop)
    given = answered(LogJudge(judge, draft, log.policy).judges(log))
    not_yet = {inquiry for inquiry, (answer, _) in given.items() if answer is Answer.NOT_YET}
    assert not_yet == {Inquiry.TALLY, Inquiry.COUNTS, Inquiry.CARDS}


@pytest.mark.parametrize("inquiry", Inquiry)
def test_one_failed_check_is_a_no_and_one_that_could_not_run_is_no_yes(inquiry: Inquiry) -> None:
    passed = [CheckResult(check, State.PASSED) for check in Check]
    for wrong in CHECKS_OF[inquiry]:
        for state, expected in ((State.FAILED, Answer.NO), (State.NOT_RUN, Answer.UNCHECKED)):
            results = [
                CheckResult(wrong, state) if result.check is wrong else result for result in passed
            ]
            answers = answer_all(results, Given(log=True, policy=True))
            found = {one.inquiry: one for one in answers}
            assert (found[inquiry].answer, found[inquiry].checks) == (expected, (wrong,))
            assert {one.answer for one in answers if one.inquiry is not inquiry} == {Answer.YES}


def test_questions_are_numbered_in_text_and_json(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(replace(sound, num_tallied=9))
    text = text_report(verdict, "en")
    assert "4. Does the tally hold exactly the accepted ballots? — NO: checks failed: 17." in text
    assert text.index("4. Does the tally") < text.index("17  Number and weight")
    whole = json.loads(json_report(verdict, "vi"))
    assert [one["number"] for one in whole["questions"]] == list(range(1, 10))
    assert whole["policy"] is None
    tally = whole["questions"][3]
    assert tally["question"].startswith("Tổng mã hoá có gồm đúng")
    del tally["question"]
    assert tally == {
        "number": 4,
        "name": "tally",
        "answer": "no",
        "reason": "failed",
        "checks": [17],
        "text": "phép kiểm 17 sai.",
    }


def test_every_answer_can_be_said_in_both_languages() -> None:
    verdict = verify_record(VECTORS / "plain.bel")
    for language in LANGUAGES:
        for line in text_report(verdict, language).splitlines():
            assert "{" not in line
    assert all(isinstance(one, Answered) for one in verdict.answers)
