"""Disputes: a paper, the record and the log give one of six verdicts, with its proof."""

import json
import string
import unicodedata
from dataclasses import replace

import pytest

from audit.checkpoint import parse_checkpoint
from audit.dispute import Case, Exhibit, Ground, Outcome
from audit.dispute_report import (
    EXHIBITS,
    GROUNDS,
    OUTCOMES,
    REFUSED,
    ruling_json,
    ruling_text,
)
from audit.entries import CardsEntry
from audit.errors import DisputeFault, DisputeRefused, LogFault
from audit.language import LANGUAGES
from audit.papers import settle
from ballots.ballot import tracker_of
from ballots.errors import BallotRefused, BallotsError
from tests.audit.conftest import Judge, LogJudge
from tests.audit.forge import Draft
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.hall import ROWS, Hall, verdict
from tests.audit.logs import OTHER, refusal
from tests.audit.workshop import workshop


def opened(judge: Judge, record: Draft, log: LogDraft, *, own: bool = False) -> Case:
    return LogJudge(judge, record, log.policy).opens(log, own=own)


def unsettled(case: Case, paper: bytes, ballot: bytes | None = None) -> DisputeFault:
    with pytest.raises(DisputeRefused) as caught:
        settle(case, paper, ballot)
    return caught.value.code


# ---------------------------------------------------------------- ballots


def test_a_ballot_in_the_log_is_counted(case: Case, hall: Hall) -> None:
    ruling = settle(case, hall.ballots[1])
    assert verdict(ruling) == (Outcome.COUNTED, Ground.IN_LOG)
    assert ruling.tracker == tracker_of(hall.ballots[1])
    entry, checkpoint = ruling.proof
    assert (entry.exhibit, entry.index) == (Exhibit.BALLOT_ENTRY, hall.log.index("Ballot") + 1)
    assert checkpoint.text == hall.log.checkpoint()


def test_a_ballot_before_another_of_its_card_is_replaced(case: Case, hall: Hall) -> None:
    ruling = settle(case, hall.ballots[0])
    assert verdict(ruling) == (Outcome.REPLACED, Ground.LATER_BALLOT)
    assert [one.index for one in ruling.proof] == [hall.log.index("Ballot") + n for n in (0, 2)]


def test_a_ballot_of_a_used_card_that_never_arrived_is_replaced(case: Case, hall: Hall) -> None:
    ruling = settle(case, hall.shop.ballot(1, ROWS))
    assert verdict(ruling) == (Outcome.REPLACED, Ground.OTHER_BALLOT)


def test_a_ballot_of_an_unlisted_card_is_of_a_void_card(case: Case, hall: Hall) -> None:
    assert verdict(settle(case, hall.stray)) == (Outcome.VOID_CARD, Ground.NOT_LISTED)


def test_a_ballot_that_nobody_saw_never_arrived(case: Case, hall: Hall) -> None:
    assert verdict(settle(case, hall.late)) == (Outcome.NEVER_ARRIVED, Ground.NOT_IN_LOG)


def test_a_ballot_that_nobody_saw_can_still_be_sent(judge: Judge, hall: Hall) -> None:
    record = replace(hall.record, ended=False, tally=None)
    case = opened(judge, record, log_of(record, hall.shop))
    assert verdict(settle(case, hall.late)) == (Outcome.NEVER_ARRIVED, Ground.NOT_IN_LOG_YET)


def test_a_ballot_that_is_none_settles_nothing(case: Case, hall: Hall) -> None:
    with pytest.raises(BallotRefused):
        settle(case, workshop().ballot(0, ROWS))
    with pytest.raises(BallotsError):
        settle(case, b"{}")


# ---------------------------------------------------------------- receipts


def test_a_receipt_shows_that_a_ballot_is_counted_or_replaced(case: Case, hall: Hall) -> None:
    first = hall.log.index("Ballot")
    for size in (None, len(hall.log.entries)):
        for place, outcome in ((1, Outcome.COUNTED), (0, Outcome.REPLACED)):
            receipt = hall.log.receipt(first + place, size).encode()
            assert settle(case, receipt).outcome is outcome


def test_a_receipt_of_another_log_of_the_same_key_convicts_the_server(
    judge: Judge, hall: Hall
) -> None:
    other = hall.log.with_entry("cards", CardsEntry(made_by="committee", count=3))
    case = opened(judge, hall.record, hall.log)
    ruling = settle(case, other.receipt(other.index("Ballot")).encode())
    assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.FORKED)
    assert [one.exhibit for one in ruling.proof] == [
        Exhibit.PAPER,
        Exhibit.ROOT,
        Exhibit.CHECKPOINT,
    ]


def test_a_receipt_of_a_ballot_that_was_put_away_convicts_the_server(
    judge: Judge, hall: Hall
) -> None:
    shop = hall.shop
    before = replace(hall.record, ended=False, tally=None)
    kept = log_of(before, shop).receipt(hall.log.index("Ballot") + 2).encode()
    now = replace(before, ballots=(*before.ballots[:2], hall.late))
    ruling = settle(opened(judge, now, log_of(now, shop)), kept)
    assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.FORKED)


def test_a_receipt_with_a_longer_tree_still_convicts_the_server(judge: Judge, hall: Hall) -> None:
    shop = hall.shop
    before = replace(hall.record, ended=False, tally=None)
    longer = log_of(replace(before, ballots=(*before.ballots, hall.late)), shop)
    kept = longer.receipt(longer.index("Ballot"), len(longer.entries)).encode()
    now = replace(before, ballots=(hall.late, *before.ballots[1:]))
    ruling = settle(opened(judge, now, log_of(now, shop)), kept)
    assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.ENTRY_DIFFERS)


def test_a_receipt_for_a_place_after_the_end_convicts_the_server(judge: Judge, hall: Hall) -> None:
    shop = hall.shop
    before = replace(hall.record, ended=False, tally=None)
    longer = log_of(replace(before, ballots=(*before.ballots, hall.late)), shop)
    kept = longer.receipt(len(longer.entries) - 1).encode()
    short = replace(hall.record, ballots=hall.ballots[:1], tally=None)
    log = log_of(short, shop)
    assert len(log.entries) <= len(longer.entries) - 1
    ruling = settle(opened(judge, short, log), kept)
    assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.SIGNED_AFTER_THE_END)


def test_a_receipt_newer_than_the_log_settles_nothing(judge: Judge, hall: Hall) -> None:
    before = replace(hall.record, ended=False, tally=None)
    now = replace(before, ballots=before.ballots[:1])
    case = opened(judge, now, log_of(now, hall.shop))
    kept = log_of(before, hall.shop).receipt(hall.log.index("Ballot") + 2).encode()
    assert unsettled(case, kept) is DisputeFault.LOG_TOO_SHORT


def test_a_receipt_that_the_log_did_not_sign_settles_nothing(case: Case, hall: Hall) -> None:
    index = hall.log.index("Ballot")
    foreign = replace(hall.log, key=OTHER).receipt(index).encode()
    assert refusal(settle, case, foreign) is LogFault.WRONG_KEY
    lines = hall.log.receipt(index, len(hall.log.entries)).split("\n")
    lines[3], lines[4] = lines[4], lines[3]
    assert refusal(settle, case, "\n".join(lines).encode()) is LogFault.BAD_INCLUSION


# ---------------------------------------------------------------- papers, cases


@pytest.mark.parametrize("paper", [b"", b"hello\n", b"\xff"])
def test_what_is_no_paper_settles_nothing(case: Case, paper: bytes) -> None:
    assert unsettled(case, paper) is DisputeFault.NOT_A_PAPER


def test_a_checkpoint_alone_is_no_paper(case: Case, hall: Hall) -> None:
    assert unsettled(case, hall.log.checkpoint().encode()) is DisputeFault.NOT_A_PAPER


def test_a_case_wants_record_and_log_that_hold(judge: Judge, hall: Hall) -> None:
    log = hall.log
    unsound = [
        (hall.record, replace(log, root=bytes(32)), "check 25"),
        (hall.record, replace(log, key=OTHER), "check 26"),
        (hall.record, log.changed("definition", election="0" * 64), "check 28"),
        (hall.record, log.with_entry("rehearsal"), "check 30"),
        (replace(hall.record, ballots=hall.ballots[:2]), log, "check 29"),
        (replace(hall.record, election=b"{}"), log, "check 7"),
    ]
    for record, forged, detail in unsound:
        with pytest.raises(DisputeRefused) as caught:
            opened(judge, record, forged)
        assert caught.value.code is DisputeFault.UNSOUND
        assert caught.value.detail.startswith(f"{detail}: ")


def test_a_case_wants_a_key_of_the_log(judge: Judge, hall: Hall) -> None:
    with pytest.raises(DisputeRefused) as caught:
        opened(judge, hall.record, hall.log.changed("definition", policy="x\n"), own=True)
    assert caught.value.detail == "needs check 28"


def test_a_ruling_is_said_in_both_languages_with_its_proof(judge: Judge, hall: Hall) -> None:
    case = opened(judge, hall.record, hall.log, own=True)
    ruling = settle(case, hall.ballots[0])
    text = ruling_text(case, ruling, "en")
    index = hall.log.index("Ballot")
    assert text.startswith("Verdict: REPLACED")
    assert f"(log entry {index}):\n    {hall.log.entries[index].decode()}\n" in text
    assert "taken from the log itself" in text
    assert "PHIẾU KHÁC CỦA CÙNG THẺ" in ruling_text(case, ruling, "vi")
    whole = json.loads(ruling_json(case, ruling, "vi"))
    assert (whole["verdict"], whole["ground"], whole["policy"]) == (
        "replaced",
        "later_ballot",
        "own",
    )
    assert whole["proof"][1] == {
        "exhibit": "other_entry",
        "index": index + 2,
        "text": hall.log.entries[index + 2].decode(),
    }


def test_a_signed_paper_in_the_proof_can_be_verified_again(case: Case, hall: Hall) -> None:
    ruling = settle(case, hall.ballots[1])
    assert str(parse_checkpoint(ruling.proof[1].text)) == hall.log.checkpoint()
    assert "taken from the log" not in ruling_text(case, ruling, "en")


def test_every_code_has_its_sentence() -> None:
    assert set(OUTCOMES) == set(Outcome)
    assert set(GROUNDS) == set(Ground)
    assert set(EXHIBITS) == set(Exhibit)
    assert set(REFUSED) == set(DisputeFault)
    for catalogue in (OUTCOMES, GROUNDS, EXHIBITS, REFUSED):
        for sentence in catalogue.values():
            assert unicodedata.is_normalized("NFC", sentence.vi)
            for text in (sentence.vi, sentence.en):
                assert text and not [f for _, f, _, _ in string.Formatter().parse(text) if f]
    assert LANGUAGES == ("vi", "en")
