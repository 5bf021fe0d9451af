"""Text that people typed: one form, or a reason to refuse it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.plan.refusals import PlanRefusal
from voting.plan.text import MAX_TEXT, clean, text_finding, ungarbled

NAME = "Nguyễn Thị Bích Ngọc"


@pytest.mark.parametrize(
    "raw",
    [
        NAME,
        f"  {NAME}\r\n",
        "Nguyễn  Thị\u00a0Bích\u2003Ngọc",
        unicodedata.normalize("NFD", NAME),
        f"\t{NAME}\u3000",
    ],
)
def test_spaces_and_composition_make_no_difference(raw: str) -> None:
    assert text_finding(raw, row=1, column="name") is None
    assert clean(raw) == NAME


@pytest.mark.parametrize(
    "character",
    ["\n", "\t", "\x00", "\x07", "\x1b", "\x1c", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff"],
)
def test_a_control_or_invisible_character_inside_is_refused_by_its_number(character: str) -> None:
    found = text_finding(f"Nguyễn{character}Văn", row=17, column="Họ và tên")
    assert found is not None
    assert (found.code, found.row, found.column) == (PlanRefusal.BAD_CHARACTER, 17, "Họ và tên")
    assert f"U+{ord(character):04X}" in found.sentence("vi")
    assert character not in found.sentence("vi")


def test_a_replacement_character_is_refused() -> None:
    found = text_finding("Nguy\ufffdn", row=1, column="name")
    assert found is not None and found.code is PlanRefusal.BAD_CHARACTER


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("name", ["Lê Thị", "Trương Tấn Sang", "Đỗ Bá Tỵ", "Nguyễn Văn An"])
def test_garbled_text_is_refused_and_the_right_one_shown(name: str, encoding: str) -> None:
    garbled = "".join(
        bytes([byte]).decode(encoding if encoding == "latin-1" or byte > 0x9F else "latin-1")
        for byte in name.encode()
    )
    assert ungarbled(garbled) == name
    found = text_finding(garbled, row=2, column="name")
    assert found is not None and found.code is PlanRefusal.GARBLED_TEXT
    assert name in found.sentence("vi")


def test_garbled_text_with_windows_punctuation_is_recognized() -> None:
    assert ungarbled("Thá»‹ Háº£i") == "Thị Hải"


@given(st.text(alphabet="aàảãáạăằẳẵắặâầẩẫấậđeèêễệiìòôỗơởuùưữyỳ ĐÊÔƠƯ", max_size=40))
def test_correct_vietnamese_is_never_taken_for_garbled(text: str) -> None:
    assert ungarbled(text) is None


def test_a_long_text_is_refused_and_its_limit_said() -> None:
    assert text_finding("a" * MAX_TEXT, row=1, column="name") is None
    found = text_finding("a" * (MAX_TEXT + 1), row=1, column="name")
    assert found is not None and found.code is PlanRefusal.TEXT_TOO_LONG
    assert "501" in found.sentence("en") and "500" in found.sentence("en")


@given(st.text(max_size=60))
def test_what_is_accepted_is_clean_once_and_for_all(raw: str) -> None:
    if text_finding(raw, row=1, column="name") is None:
        assert clean(clean(raw)) == clean(raw)
        assert clean(raw).isprintable() or not clean(raw)
