"""Cards on paper: every code is decoded again, and every word stands as it was given."""

import re
from dataclasses import replace
from datetime import date
from random import Random
from typing import cast

import msgspec
import pytest

from ballots.credentials import (
    LENGTH,
    make_credential,
    parse_credential,
    public_credential,
)
from ballots.election import BASE58
from ballots.group import group_named
from tests.voting.documents.paper import Page, pages
from tests.voting.people import definition
from voting.definition import REHEARSAL
from voting.documents import typesetting
from voting.documents.cards import CardSheet, Paper, card_pdf, card_url, draw_codes, sheets_of
from voting.findings import Language
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import sheet_text

UUID = "JFhMBfmAp5jNJh"
BASE = "http://192.168.1.10:8000"
SERIAL = re.compile(r"Thẻ số (\d+)")
MARKUP = r'Tên #let x = 1 $x^2$ [a] \ `raw` *đậm* _ng_ @ref <lab> // c /* */ ~ -- "q" = H'


def drawn_from(seed: str, count: int) -> list[str]:
    """Draw the same credentials every time: what a decoder reads once it reads always."""
    chance = Random(seed)
    return [parse_credential("".join(chance.choices(BASE58, k=LENGTH))) for _ in range(count)]


def sheet_of(
    count: int, *, seed: str = "1", base: str = BASE, language: Language = "vi", **about: str
) -> CardSheet:
    drawn = drawn_from(seed, count)
    return CardSheet(UUID, definition(**about), base, drawn, language)


def printed(sheet: CardSheet, paper: Paper, *, scan: bool = True) -> list[Page]:
    return list(pages(card_pdf(sheet, paper, draw_codes(sheet)), scan=scan))


def urls(sheet: CardSheet) -> list[str]:
    return [card_url(sheet.base_url, UUID, one) for one in sheet.credentials]


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_credential_is_in_the_fragment_and_nowhere_else_of_the_address() -> None:
    url = card_url(f"{BASE}/", UUID, "KodCn-t1kX1R-NziiH-gWDDDk")
    assert url == f"{BASE}/c/{UUID}/vote#KodCn-t1kX1R-NziiH-gWDDDk"


@pytest.mark.parametrize("paper", Paper)
def test_a_single_card_is_decoded_again(paper: Paper) -> None:
    sheet = sheet_of(1)
    (page,) = printed(sheet, paper)
    assert [code.text for code in page.codes] == urls(sheet)
    assert page.size == {Paper.A4: (297, 210), Paper.A6: (105, 148)}[paper]


def test_1600_cards_are_decoded_again_each_exactly_once() -> None:
    sheet = sheet_of(1600)
    found = printed(sheet, Paper.A4)
    assert len(found) == 200
    assert all(len(page.codes) == 8 for page in found)
    assert sorted(code.text for page in found for code in page.codes) == sorted(urls(sheet))
    serials = [serial for page in found for serial in SERIAL.findall(page.text)]
    assert sorted(serials) == [f"{number:04d}" for number in range(1, 1601)]


@pytest.mark.parametrize("base", [BASE, "https://vn.vn", f"https://{'phieu.' * 13}vn/hop"])
@pytest.mark.parametrize("paper", Paper)
def test_a_code_is_wide_enough_of_level_q_and_in_a_quiet_zone(paper: Paper, base: str) -> None:
    (page,) = printed(sheet_of(1, base=base), paper)
    (code,) = page.codes
    assert code.millimetres >= 30
    assert code.level == "Q"
    drawing = draw_codes(sheet_of(1, base=base))[0]
    size = int(re.findall(r'viewBox="0 0 (\d+)', drawing)[0])
    starts = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h", drawing)]
    assert min(x for x, _ in starts) == min(y for _, y in starts) == 4
    assert max(y for _, y in starts) == size - 5


def test_the_code_for_typing_is_that_of_the_qr_code_in_its_groups() -> None:
    for page in printed(sheet_of(3), Paper.A6):
        credential = page.codes[0].text.split("#")[1]
        typed = " ".join(credential.split("-"))
        assert typed in one_line(page.text)
        assert parse_credential(typed) == credential


def test_a_card_says_what_conference_when_and_how_with_its_own_fonts() -> None:
    (page,) = printed(sheet_of(1), Paper.A4, scan=False)
    text = one_line(page.text)
    for words in (
        "Hội đồng nhân dân tỉnh",
        "Lấy phiếu tín nhiệm",
        "Ngày 08 tháng 12 năm 2026",
        "Gập tại đây",
        "Quét ô mã bằng máy ảnh",
        "Chọn một mức cho từng người.",
        "gửi phiếu, giữ biên nhận",
        "kể cả Ban Tổ chức, biết đại biểu chọn mức nào",
        f"mở {BASE}, chọn hội nghị",
    ):
        assert words in text
    assert set(page.fonts) == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSerif-Bold",
        "NotoSansMono-Bold",
    }
    assert all(page.fonts.values())


def test_a_card_of_a_rehearsal_says_that_it_does_not_count() -> None:
    for language, said in (("vi", REHEARSAL.vi), ("en", REHEARSAL.en)):
        drawn = [make_credential()]
        sheet = CardSheet(UUID, definition(rehearsal=True), BASE, drawn, cast(Language, language))
        (page,) = printed(sheet, Paper.A6, scan=False)
        assert said in one_line(page.text)


def test_a_card_speaks_english_too() -> None:
    (page,) = printed(sheet_of(1, language="en"), Paper.A6, scan=False)
    text = one_line(page.text)
    assert "8 December 2026 Card No. 0001" in text
    assert "Fold here" in text
    assert "Quét" not in text


@pytest.mark.parametrize("paper", Paper)
def test_what_looks_like_markup_is_printed_letter_for_letter(paper: Paper) -> None:
    (page,) = printed(sheet_of(1, name=MARKUP, body="#panic() $ \\"), paper)
    text = one_line(page.text)
    assert MARKUP in text
    assert "#panic() $ \\" in text
    assert len(page.codes) == 1


def test_a_very_long_name_takes_nothing_from_the_card() -> None:
    (page,) = printed(
        sheet_of(1, name="Lấy phiếu tín nhiệm " * 25, body="Hội đồng " * 50), Paper.A4
    )
    assert len(page.codes) == 1
    assert "Thẻ số 0001" in page.text


def test_the_same_cards_give_the_same_bytes_which_hold_no_time() -> None:
    sheet = sheet_of(2)
    codes = draw_codes(sheet)
    first, second = (card_pdf(sheet, Paper.A4, codes) for _ in range(2))
    assert first == second
    assert b"CreationDate" not in first
    assert b"CreateDate" not in first


def test_serials_count_paper_and_are_the_same_for_other_credentials() -> None:
    first, second = (
        [SERIAL.findall(page.text) for page in printed(sheet, Paper.A4, scan=False)]
        for sheet in (sheet_of(20, seed="1"), sheet_of(20, seed="2"))
    )
    assert first == second


def test_piles_have_serials_in_a_row_once_the_sheets_are_cut() -> None:
    for count in (*range(1, 30), 1600):
        cards = list(range(1, count + 1))
        sheets = sheets_of(cards)
        assert len(sheets) == -(-count // 8)
        piles = [[sheet[place] for sheet in sheets] for place in range(8)]
        assert [one for pile in piles for one in pile if one is not None] == cards


def test_many_cards_have_longer_serials() -> None:
    sheet = sheet_of(1)
    codes = draw_codes(sheet)
    many = CardSheet(UUID, definition(), BASE, list(sheet.credentials) * 10_000)
    seen: list[object] = []

    def keep(_: str, data: dict[str, list[list[dict[str, str]]]]) -> bytes:
        seen.extend(card["serial"] for card in data["sheets"][0])
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voting.documents.cards.typeset", keep)
        card_pdf(many, Paper.A6, codes * 10_000)
    assert seen == [f"{number:05d}" for number in range(1, 10_001)]


def test_an_address_that_would_make_the_code_too_fine_is_refused() -> None:
    sheet = sheet_of(1, base=f"https://{'phieu.' * 30}vn")
    with pytest.raises(VotingRefused) as refused:
        draw_codes(sheet)
    assert refused.value.refusal is Refusal.QR_TOO_DENSE
    assert sheet.credentials[0] not in str(refused.value)
    assert sheet.credentials[0] not in str(refused.value.__context__)


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_void_sheets_stand_behind_the_cards_and_are_decoded_again(
    paper: Paper, language: Language
) -> None:
    sheet = replace(sheet_of(41, language=language), has_void_sheets=True)
    found = list(pages(card_pdf(sheet, paper, draw_codes(sheet_of(1)) * 41), last=2))
    group = group_named("Ed25519")
    public = [public_credential(one, uuid=UUID, group=group) for one in sheet.credentials]
    wanted = [sheet_text(UUID, 1, public[:40]), sheet_text(UUID, 41, public[40:])]
    behind = found[-1:] if paper is Paper.A4 else found[-2:]
    assert [code.text for page in behind for code in page.codes] == wanted
    for code in (code for page in behind for code in page.codes):
        assert code.level == "M"
        assert code.millimetres / 65 > 1  # at most 65 modules
    text = one_line(" ".join(page.text for page in behind))
    for said in {"vi": ("Tờ huỷ", "xé bỏ tờ này"), "en": ("Void sheet", "tear this sheet up")}[
        language
    ]:
        assert text.count(said) == 2
    assert "0001–0040" in text and "0041–0041" in text
    assert not any(group_of in text for one in sheet.credentials for group_of in one.split("-"))


def test_no_void_sheet_is_made_unless_asked_for_nor_where_cards_have_several_names() -> None:
    sheet = sheet_of(1)
    assert all("Tờ huỷ" not in page.text for page in printed(sheet, Paper.A4, scan=False))
    wanted = replace(sheet, has_void_sheets=True)
    slow = msgspec.structs.replace(definition(), group="BELENIOS-2048")
    for wrong in (replace(wanted, votes=("A", "B")), replace(wanted, conference=slow)):
        with pytest.raises(VotingRefused) as refused:
            card_pdf(wrong, Paper.A4, draw_codes(sheet))
        assert refused.value.refusal is Refusal.NO_VOID_SHEETS


def test_a_sheet_of_cards_does_not_show_its_credentials_by_accident() -> None:
    sheet = sheet_of(1)
    assert sheet.credentials[0] not in repr(sheet)


def test_dates_are_written_as_official_papers_do() -> None:
    sheet = sheet_of(1)
    early = msgspec.structs.replace(definition(), date=date(2027, 2, 3))
    (page,) = printed(CardSheet(UUID, early, BASE, sheet.credentials), Paper.A6, scan=False)
    assert "Ngày 03 tháng 02 năm 2027" in page.text


def test_only_the_fonts_of_the_package_are_offered() -> None:
    fonts = sorted(typesetting.FONTS.glob("*.ttf"))
    assert [font.name for font in fonts] == [
        "NotoSans-Bold.ttf",
        "NotoSans-Regular.ttf",
        "NotoSansMono-Bold.ttf",
        "NotoSerif-Bold.ttf",
        "NotoSerif-Italic.ttf",
        "NotoSerif-Regular.ttf",
    ]
    assert "SIL OPEN FONT LICENSE" in (typesetting.FONTS / "OFL.txt").read_text()
