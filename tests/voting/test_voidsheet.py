"""Void sheets: what stands in their codes. The browser reads the same vectors."""

import json

import pytest

from ballots.credentials import make_credential, public_credential
from ballots.group import group_named
from tests.ballots.support import VECTORS
from voting.voidsheet import (
    has_void_sheets,
    is_short_name,
    is_void_sheet,
    make_void_sheets,
    sheet_text,
)

UUID = "JFhMBfmAp5jNJh"
GROUP = group_named("Ed25519")


@pytest.mark.parametrize("name", ["one card", "the serials from 41", "a whole sheet"])
def test_the_text_of_a_sheet_is_that_of_the_vector(name: str) -> None:
    [case] = [
        one for one in json.loads((VECTORS / "void_sheets.json").read_text()) if one["name"] == name
    ]
    assert sheet_text(case["uuid"], case["first"], case["public"]) == case["text"]


def test_sheets_name_every_card_once_forty_at_most_and_no_code_that_votes() -> None:
    cards = [make_credential() for _ in range(81)]
    sheets = list(make_void_sheets(cards, uuid=UUID, group=GROUP))
    assert [(one.first, one.last) for one in sheets] == [(1, 40), (41, 80), (81, 81)]
    for one in sheets:
        public = [
            public_credential(card, uuid=UUID, group=GROUP)
            for card in cards[one.first - 1 : one.last]
        ]
        assert one.text == sheet_text(UUID, one.first, public)
        assert one.text[:3] == "TNH" and one.text[3:].isdecimal() and one.text.isascii()
        assert one.text not in repr(one)


def test_no_code_of_a_card_is_taken_for_a_short_name() -> None:
    card = make_credential()
    assert is_short_name("0123456789ab")
    wrong = ("0123456789AB", "0123456789abc", "0123456789a", "", " 0123456789a", "0123456789a\n")
    assert not any(map(is_short_name, (card, card.replace("-", ""), *card.split("-"), *wrong)))


def test_a_sheet_is_known_in_any_letters_and_no_badge_is_taken_for_one() -> None:
    sheet = sheet_text(UUID, 1, ["00" * 32])
    for text in (
        sheet,
        sheet.lower(),
        f" {sheet[:30]}",
        f"{UUID} {sheet}",
        f"{sheet[:9]} {sheet[9:]}",
    ):
        assert is_void_sheet(text), text
    for text in (
        "",
        "TNH",
        "TNH 12",
        "TNH-1-0001",
        sheet[3:],
        "tnh2" + "0" * 40,
        "TNH1" + "٣" * 40,
    ):
        assert not is_void_sheet(text), text


def test_sheets_are_for_the_group_that_the_desk_can_scan() -> None:
    assert has_void_sheets("Ed25519") and not has_void_sheets("BELENIOS-2048")
