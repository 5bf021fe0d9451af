"""The verdict on a receipt: every code, in plain words, and nothing tampered with gets through."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.policy import parse_policy
from audit.receipt_verdict import Judgement, Verdict, judge_receipt
from audit.receipt_words import FIRST, clock_time, said
from tests.audit.make_log_vectors import FOLDER
from tests.audit.receipt_defects import (
    LOG_KEY,
    PLAIN,
    RECEIPTS,
    SIZE,
    TIME,
    TWO_OF_THREE,
    older,
    receipt,
    seen,
)


def judged(text: str, policy: str | None) -> Judgement:
    return judge_receipt(text, LOG_KEY, None if policy is None else parse_policy(policy.encode()))


def test_the_vectors_hold_a_receipt_of_every_verdict() -> None:
    cases = json.loads((FOLDER / "receipts.json").read_text(encoding="utf-8"))["cases"]
    assert {case["verdict"] for case in cases} == set(Verdict) == set(FIRST)


@pytest.mark.parametrize("name", RECEIPTS)
def test_only_what_is_named_sound_holds(name: str) -> None:
    found = judged(*RECEIPTS[name])
    assert (found.verdict is Verdict.HOLDS) == name.startswith("sound")
    is_proved = found.is_sound and name.startswith(("sound", "too_few", "no_witness"))
    assert found.is_sound == is_proved
    assert (found.index, found.size) == ((5, SIZE) if is_proved else (0, 0))


@given(st.integers(0, len(PLAIN) - 2), st.sampled_from("AZaz09+/=\n— "))
def test_no_changed_letter_is_overlooked(place: int, letter: str) -> None:
    changed = PLAIN[:place] + letter + PLAIN[place + 1 :]
    found = judged(changed, None)
    assert found.is_sound == (changed == PLAIN)


@given(st.binary(max_size=60))
def test_nothing_that_stands_unsigned_behind_the_entry_spoils_a_receipt(behind: bytes) -> None:
    for signed, policy in ((seen(1, 3), TWO_OF_THREE), (seen(2), TWO_OF_THREE), (seen(), None)):
        found = judged(receipt(signed, held=b"." + behind), policy)
        assert found.is_held_broken
        assert replace(found, is_held_broken=False) == judged(receipt(signed), policy)


def test_an_addition_that_does_not_hold_is_said_beside_a_good_receipt() -> None:
    for name, (text, policy) in RECEIPTS.items():
        found = judged(text, policy)
        sentences = [line for line in said(found, "en") if "the receipt itself is good" in line]
        assert len(sentences) == found.is_held_broken, name
        is_spoilt = "_older_part_" in name and name != "sound_whatever_the_older_part_says"
        is_other = name.startswith("too_few_witnesses_here") or "line_end" in name
        assert is_other or found.is_held_broken == is_spoilt, name


def test_a_refusal_says_its_code_and_what_to_do() -> None:
    for name, (text, policy) in RECEIPTS.items():
        found = judged(text, policy)
        for language in ("vi", "en"):
            first, *others = said(found, language)
            assert (f"[{found.verdict}]" in first) != found.is_sound, name
            assert others and "{" not in first + "".join(others)


def test_witnesses_are_named_with_the_time_in_vietnam() -> None:
    lines = said(judged(receipt(seen(1, 3)), TWO_OF_THREE), "vi")
    assert "2 trên 3 giám sát đã xác nhận. Như vậy là đủ theo kế hoạch." in lines
    assert "witness1.example: 06:13:41 22/11/2026 (UTC+7)" in lines
    assert "witness2.example: chưa xác nhận" in lines
    early = receipt(held=older(3, 2, 3, 1))
    since = (
        "Tính đến biên nhận này: đủ giám sát đã xác nhận 3 mục đầu, lúc 06:13:42 22/11/2026 "
        "(UTC+7); từ mục 3 trở đi thì chưa đủ."
    )
    assert since in said(judged(early, TWO_OF_THREE), "vi")
    assert judged(early, TWO_OF_THREE).held == (3, TIME + 2)
    assert judged(early, None).held is None
    assert any("đến sau giây lát" in line for line in said(judged(PLAIN, TWO_OF_THREE), "vi"))
    assert clock_time(0) == "07:00:00 01/01/1970 (UTC+7)"
    assert clock_time((1 << 63) - 1).endswith("/9999 (UTC+7)")
