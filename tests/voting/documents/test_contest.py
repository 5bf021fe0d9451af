"""The papers of an election: who is elected, what is not decided, what is not valid."""

from typing import Any

import pytest

from tests.voting.documents.made import Made, made
from tests.voting.documents.paper import pages
from voting.documents.cards import CardSheet, Paper, card_pdf
from voting.documents.minutes import minutes
from voting.documents.papers import every_paper, pdf_of
from voting.documents.slips import slip
from voting.documents.summary import summary_csv
from voting.findings import Language
from voting.plan.people import Person
from voting.refusals import Refusal, VotingRefused
from voting.rules.overrides import apply_overrides
from voting.rules.profile import load_profile

RULES = load_profile("BAUCU-QD190")
NAMES = ("Lê Văn Hùng", "Trần Thị Mai", "Phạm Quốc Bảo", "Đỗ Thị Ngọc Ánh", "Vũ Đình Khôi")
LIST = tuple(Person(name, "Ủy viên Ban Chấp hành") for name in NAMES)
TIED = [2, 25, 40, 31, 31, 26]  # of 50 convened, 47 cast: two choose nobody; three seats


def election(counts: list[int], **changes: object) -> Made:
    """Make an election of five people for three seats."""
    told: dict[str, Any] = {"name": "Bầu Ban Chấp hành", "profile": RULES, "seats": 3, **changes}
    return made(LIST, [counts], **told)


def text_of(account: Made, language: Language) -> str:
    """Return the words of the minutes as they are printed."""
    pdf = pdf_of(minutes(account.account(), language))
    printed = " ".join(page.text for page in pages(pdf, scan=False))
    return " ".join(printed.replace("\u00a0", " ").split())


def test_the_minutes_tell_seats_order_of_votes_and_invalid_ballots() -> None:
    text = text_of(election([2, 25, 40, 31, 30, 26]), "vi")
    for said in (
        "Số lượng cần bầu: 3; danh sách bầu cử: 5 người; số dư: 2 người, bằng 66,67%",
        "nhiều hơn mức 30%",
        "Phiếu không hợp lệ: 2, là phiếu không bầu ai",
        "Trúng cử, theo thứ tự số phiếu",
        "1. Trần Thị Mai: 40 phiếu (80,00%; 40 × 2 = 80 > 50 × 1 = 50)",
        "3. Đỗ Thị Ngọc Ánh: 30 phiếu",
    ):
        assert said in text
    for wrong in ("Ngang phiếu, còn", "chưa có người trúng cử", "Hàng không đánh dấu"):
        assert wrong not in text


def test_a_tie_and_an_empty_seat_are_said_and_not_decided() -> None:
    tied = text_of(election([2, 25, 40, 31, 31, 31]), "vi")
    assert "Ngang phiếu, còn 2 chỗ; hội nghị quyết định" in tied
    assert "Chưa đối chiếu với văn bản: Lập danh sách những người ngang phiếu" in tied
    empty = text_of(election([2, 25, 40, 25, 25, 26]), "en")
    assert "Seats without anybody elected: 1 of 3" in empty
    nobody = text_of(election([40, 1, 1, 1, 1, 1]), "en")
    assert "Nobody." in nobody


def test_a_ballot_that_chooses_nobody_may_be_valid_by_the_plan() -> None:
    rules = apply_overrides(RULES, {"contest": {"nobody_chosen": "valid"}})
    text = text_of(election(TIED, profile=rules), "en")
    assert "Ballots that elect nobody: 2; they count as valid." in text


def test_slips_and_the_table_say_what_became_of_each() -> None:
    account = election(TIED).account()
    table = summary_csv(account, "vi").decode("utf-8-sig").splitlines()
    assert table[0].endswith("Số phiếu thu về;Kết quả bầu cử")
    assert [line.rsplit(";", 1)[1] for line in table[1:]] == [
        "Không quá bán",
        "Trúng cử",
        "Trúng cử",
        "Trúng cử",
        "Quá bán nhưng đã đủ số lượng",
    ]
    [page] = pages(pdf_of(slip(account, account.people[0], "vi")), scan=False)
    assert "Không quá bán" in page.text and "Trần Thị Mai" not in page.text


def test_an_election_has_every_paper_but_a_resolution() -> None:
    names = [file.name for file in every_paper(election(TIED).account(), "vi")]
    assert len(names) == 6 + len(LIST)
    assert not any(name.startswith("du-thao") for name in names)


def test_counts_of_another_list_are_refused() -> None:
    for counts in ([[1, 2, 3]], [[1, 2, 3, 4, 5, 6], [1]], []):
        parts = election(TIED)
        parts.counts = counts
        with pytest.raises(VotingRefused) as caught:
            parts.account()
        assert caught.value.refusal is Refusal.NOT_OF_THIS_LOG


def test_cards_of_an_election_speak_of_electing() -> None:
    card = "KodCn-t1kX1R-NziiH-gWDDDk"
    sheet = CardSheet("JFhMBfmAp5jNJh", election(TIED).about, "http://192.168.1.10", [card])
    [page] = pages(
        card_pdf(sheet, Paper.A6, ["<svg xmlns='http://www.w3.org/2000/svg'/>"]), scan=False
    )
    words = " ".join(page.text.split())
    assert "Đánh dấu những người được bầu" in words and "mức" not in words
