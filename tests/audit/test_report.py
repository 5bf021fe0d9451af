"""What is printed: plain words in two languages, closed codes, nothing that rewrites a screen."""

import json
import string
import unicodedata
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from audit import catalogue
from audit.errors import LogFault, ReceiptFault, RecordUnreadable, Unreadable
from audit.findings import Check, Fault, Finding, State
from audit.inquiries import Answer, Inquiry, Reason
from audit.inquiry_sentences import ANSWER_REASONS, ANSWERS, INQUIRIES
from audit.language import Language
from audit.log_catalogue import LOGS
from audit.report import (
    finding_text,
    json_report,
    text_report,
    unreadable_json,
    unreadable_text,
)
from audit.verifier import Stage, Verdict, verify_record
from ballots.canonical import encode
from ballots.election import ElectionMessage
from ballots.errors import Refusal
from tests.audit.conftest import Judge
from tests.audit.forge import VECTORS, Draft, load, with_ballot

CATALOGUES = [
    list(sentences.values())
    for sentences in (
        catalogue.TITLES,
        catalogue.FAULTS,
        catalogue.REASONS,
        catalogue.UNREADABLE,
        catalogue.RECEIPTS,
        catalogue.STATES,
        catalogue.STAGES,
        catalogue.WORDS,
        INQUIRIES,
        ANSWERS,
        ANSWER_REASONS,
        LOGS,
    )
]


def report(name: str, language: Language) -> str:
    return text_report(verify_record(VECTORS / f"{name}.bel"), language)


def test_every_code_has_its_sentence() -> None:
    assert set(catalogue.TITLES) == set(Check)
    assert set(catalogue.FAULTS) == set(Fault)
    assert set(catalogue.UNREADABLE) == set(Unreadable)
    assert set(catalogue.RECEIPTS) == set(ReceiptFault)
    assert set(LOGS) == set(LogFault)
    assert set(INQUIRIES) == set(Inquiry)
    assert set(ANSWERS) == set(Answer)
    assert set(ANSWER_REASONS) == set(Reason)
    assert set(catalogue.STATES) == set(State)
    assert set(catalogue.STAGES) == set(Stage)
    assert set(catalogue.REASONS) <= set(Refusal)


def test_both_languages_mention_the_same_values() -> None:
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    for sentences in CATALOGUES:
        for sentence in sentences:
            assert fields(sentence.vi) == fields(sentence.en)
            assert sentence.vi and sentence.en


def test_vietnamese_text_is_composed() -> None:
    for sentences in CATALOGUES:
        for sentence in sentences:
            assert unicodedata.is_normalized("NFC", sentence.vi)


def test_a_sound_record_says_so_in_both_languages() -> None:
    assert "HỒ SƠ ĐÚNG: mọi phép kiểm đều đạt." in report("plain", "vi")
    text = report("plain", "en")
    assert "SOUND: every check holds." in text
    for wanted in ("plain", "JFhMBfmAp5jNJh", "QxES5BTaCkNROb1d3NKuUS414GqNqefICqaid0MCNnY"):
        assert wanted in text
    assert text.count("✓") == 22
    assert "Ballots: 6 (6 count)" in text


def test_an_open_record_says_how_far_it_goes() -> None:
    assert "đang nhận phiếu" in report("open", "vi")
    text = report("open", "en")
    assert "SOUND as far as it goes; the election has not ended." in text
    assert "· 22  The result is what the tally opens to: not yet" in text


def test_revotes_and_weights_are_reported() -> None:
    assert "11 (7 count, 4 replaced by later ones)" in report("revotes", "en")
    assert "7 (7 count, weight 13)" in report("weighted", "en")


def test_blank_votes_have_their_line_in_the_result() -> None:
    assert "         2  (blank)\n" in report("blank", "en")
    assert "         2  (phiếu trắng)\n" in report("blank", "vi")


def test_a_finding_says_entry_person_and_tracker() -> None:
    text = report("forged/individual-proof-response-changed-resigned", "en")
    assert (
        "→ entry 1, «Đồng chí thứ 1», tracker lgEMaTIwt93cpPPqdifm24mmqPanaqZ4ZnM+lcGqf/o: "
        "A cryptographic proof is wrong."
    ) in text
    assert "NOT SOUND: 1 findings." in text


def test_a_check_that_could_not_run_says_why() -> None:
    text = report("forged/duplicate-public-credential", "en")
    assert "? 13  Ballots: credential on the list: not run because check 10 failed" in text


def test_a_question_without_a_text_is_named_by_number() -> None:
    finding = Finding(check=Check.TALLY, fault=Fault.TALLY, question=3)
    assert finding_text(finding, "vi").startswith("hàng 3: ")
    assert finding_text(replace(finding, question=None), "en").startswith("The encrypted tally")


def test_a_refusal_without_its_own_words_has_those_of_ballots() -> None:
    finding = Finding(check=Check.TRUSTEES, fault=Fault.REFUSED, refusal=Refusal.BAD_SHARE)
    assert "key share" in finding_text(finding, "en")


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_can_be_said(fault: Fault) -> None:
    names = "name height type earlier said right owner answer weight origin what act before count"
    values = dict.fromkeys([*names.split(), "file", "size", "time"], "x")
    refusals: dict[Fault, Refusal | LogFault] = {
        Fault.REFUSED: Refusal.MALFORMED,
        Fault.LOG_REFUSED: LogFault.WRONG_KEY,
    }
    finding = Finding(check=Check.NAMES, fault=fault, refusal=refusals.get(fault), values=values)
    assert "{" not in finding_text(finding, "vi") + finding_text(finding, "en")


def test_an_entry_of_the_log_is_told_from_one_of_the_record() -> None:
    finding = Finding(check=Check.ORDER, fault=Fault.NO_REHEARSAL, entry=3)
    assert finding_text(finding, "en").startswith("entry 3: ")
    assert finding_text(replace(finding, check=Check.LOG_ORDER), "en").startswith("log entry 3: ")


def named(judge: Judge, draft: Draft, name: str) -> Verdict:
    election = msgspec.json.decode(draft.election, type=ElectionMessage)
    question = msgspec.structs.replace(election.questions[0], question=name)
    changed = msgspec.structs.replace(
        election, name=name, questions=(question, *election.questions[1:])
    )
    return judge.judges(replace(draft, election=encode(changed)))


def test_a_name_cannot_rewrite_the_screen(judge: Judge) -> None:
    evil = "x\x1b[2J\r\n\u202eđúng"
    verdict = named(judge, replace(load("plain"), ballots=()), evil)
    for language in ("en", "vi"):
        text = text_report(verdict, language)
        assert "\x1b" not in text and "\u202e" not in text and "\r" not in text
        assert "x\\u001b[2J\\u000d\\u000a\\u202eđúng" in text
    assert json.loads(json_report(verdict, "en"))["election"]["name"] == evil


def test_a_result_of_the_wrong_shape_is_shown_as_far_as_it_goes(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(replace(sound, result=b'{"result":[[5]]}'))
    assert "    " + "5".rjust(6) + "  Tín nhiệm cao" in text_report(verdict, "vi")


def test_nothing_can_be_said_of_an_unreadable_election(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(replace(sound, election=b"{}"))
    text = text_report(verdict, "en")
    assert "Name" not in text and "Result:" not in text
    assert "Ballots: 3\n" in text
    assert json.loads(json_report(verdict, "en"))["election"] is None


def test_json_has_codes_beside_the_sentences(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(with_ballot(sound, 1, sound.ballots[1] + b" "))
    line = json_report(verdict, "en")
    assert line.count("\n") == 1
    whole = json.loads(line)
    assert (whole["outcome"], whole["stage"], whole["ballots"]) == ("findings", "result", 3)
    check = whole["checks"][10]
    assert (check["number"], check["name"], check["state"]) == (11, "ballot_form", "failed")
    (finding,) = check["findings"]
    assert (finding["code"], finding["entry"]) == ("not_canonical", 2)
    assert len(finding["tracker"]) == 43
    assert whole["checks"][17]["needs"] == 11


def test_json_of_a_sound_record_has_the_result() -> None:
    whole = json.loads(json_report(verify_record(VECTORS / "blank.bel"), "vi"))
    expected = json.loads((VECTORS / "blank.expected.json").read_text())
    assert (whole["outcome"], whole["result"]) == ("sound", expected["result"])


def test_an_unreadable_file_is_told_with_the_byte() -> None:
    error = RecordUnreadable(Unreadable.MEMBER_TOO_LARGE, offset=1024, detail="8589934591")
    text = unreadable_text(Path("a\x1b.bel"), error, "en")
    assert text == (
        "UNREADABLE: a\\u001b.bel: byte 1024: A member claims too large a size (bytes)"
        " (8589934591)\n"
    )
    assert "(" not in unreadable_text("x", RecordUnreadable(Unreadable.EMPTY), "vi")
    whole = json.loads(unreadable_json("x", error, "vi"))
    assert (whole["outcome"], whole["code"]) == ("unreadable", "member_too_large")
    assert (whole["offset"], whole["detail"]) == (1024, "8589934591")
