"""The sheet of cards shows each card once, and nothing that a title could inject."""

import re

from ballots.credentials import make_credential
from voting.documents.cards import CardSheet, card_sheet, card_url, qr_svg

UUID = "JFhMBfmAp5jNJh"


def sheet_of(credentials: list[str], name: str = "Lấy phiếu tín nhiệm") -> str:
    return card_sheet(
        CardSheet(
            uuid=UUID,
            name=name,
            body="Hội đồng nhân dân",
            date="08/12/2026",
            base_url="http://192.168.1.10:8000/",
            address="đại biểu",
            credentials=credentials,
        )
    )


def test_the_credential_is_in_the_fragment_and_nowhere_else_of_the_address() -> None:
    url = card_url("http://192.168.1.10:8000/", UUID, "KodCn-t1kX1R-NziiH-gWDDDk")
    assert url == f"http://192.168.1.10:8000/c/{UUID}/vote#KodCn-t1kX1R-NziiH-gWDDDk"


def test_every_card_stands_on_the_sheet_once_with_its_number() -> None:
    credentials = [make_credential() for _ in range(9)]
    page = sheet_of(credentials)
    assert re.findall(r'class="code">([^<]+)<', page) == credentials
    assert re.findall(r'class="number">(\d+)<', page) == [f"{n:04d}" for n in range(1, 10)]
    assert page.count("<svg") == 9
    assert page.count('<section class="page">') == 2


def test_titles_cannot_inject_markup() -> None:
    page = sheet_of([make_credential()], name="<script>alert(1)</script>")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_different_cards_have_different_codes() -> None:
    assert qr_svg("a#1") != qr_svg("a#2")
