"""The mark of the ballot box: one number and the same six words on every screen of the hall."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from audit.receipt import parse_receipt
from audit.words import words_of_hash
from tests.browser.hall import HIGH, LOW, Hall, Phone
from tests.browser.test_witness import begins
from voting.services.reading import read_conference

Phones = Callable[..., Phone]
TOP = "element => [element.getBoundingClientRect().top, element.getBoundingClientRect().height]"


def mark(page: Page, within: str = "body") -> Locator:
    return page.locator(f"{within} .box-mark .mark").first


def newest(hall: Hall) -> str:
    view = read_conference(hall.organizer.instance, hall.organizer.uuid)
    return f"{view.log_size} mục {view.log_words}"


def receipt_of(phone: Phone) -> str:
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải biên nhận về máy").tap()
    return download.value.path().read_text(encoding="utf-8")


def in_receipt(text: str) -> str:
    checkpoint = parse_receipt(text).proof.signed.checkpoint
    return f"{checkpoint.size} mục {words_of_hash(checkpoint.root)}"


def test_a_ballot_gives_one_mark_on_every_screen(
    hall: Hall, phone: Phone, phones: Phones, tmp_path: Path
) -> None:
    hall.prepares().opens()
    witness, other = phones().page, phones().page
    begins(witness, hall)
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    footer = phone.page.locator("footer .box-line")
    phone.scans(hall, hall.cards[0])
    expect(footer).to_have_text(f"Dấu hòm phiếu: {newest(hall)}")
    phone.page.get_by_role("link", name="English").tap()
    said = newest(hall).replace("mục", "entries")
    expect(footer).to_have_text(f"Mark of the ballot box: {said}")
    phone.page.get_by_role("link", name="Tiếng Việt").tap()
    phone.chooses_all([HIGH, LOW, LOW]).reviews()
    expect(footer).to_be_visible()
    phone.sends()
    phone.sees("đã được ghi nhận")
    expect(footer).to_be_hidden()
    assert not [url for url in asked if "/log/" in url]
    expect(mark(phone.page, '[data-screen="done"]')).to_have_text(newest(hall))
    receipt = receipt_of(phone)
    assert in_receipt(receipt) == newest(hall)
    expect(mark(witness, ".newest")).to_have_text(newest(hall))
    for address in (hall.base, f"{hall.base}/log", f"{hall.base}/board", f"{hall.base}/kiosk"):
        other.goto(address)
        expect(mark(other)).to_have_text(newest(hall))
    other.goto(hall.server.url)
    link = f'li:has(a[href*="{hall.organizer.uuid}"])'
    expect(mark(other, link)).to_have_text(newest(hall))
    other.goto(f"{hall.base}/receipt")
    with other.expect_download() as download:
        other.get_by_role("link", name="Tải trang kiểm tra biên nhận").click()
    saved = tmp_path / "receipt-check.html"
    download.value.save_as(saved)
    for address in (f"{hall.base}/receipt", saved.as_uri()):
        other.goto(address)
        other.locator('[data-ref="text"]').fill(receipt)
        other.get_by_role("button", name="Kiểm tra", exact=True).click()
        expect(mark(other, ".verdict")).to_have_text(newest(hall))


def test_the_done_screen_says_the_mark_in_english_too(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    phone.page.get_by_role("link", name="English").tap()
    said = newest(hall).replace("mục", "entries")
    expect(mark(phone.page, '[data-screen="done"]')).to_have_text(said)


def test_the_kiosk_shows_the_newest_mark_while_it_waits_and_keeps_the_last_without_a_network(
    hall: Hall, phones: Phones
) -> None:
    hall.prepares().opens()
    page = phones(viewport={"width": 1280, "height": 900}).page
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{hall.base}/kiosk")
    expect(mark(page)).to_have_text(newest(hall))
    before = page.locator('[data-ref="heading"]').evaluate(TOP)
    hall.organizer.delegate(hall.cards[0]).casts(*[[1, 0, 0]] * 3)
    expect(mark(page)).to_have_text(newest(hall))
    assert page.locator('[data-ref="heading"]').evaluate(TOP) == before
    page.context.set_offline(True)
    hall.organizer.delegate(hall.cards[1]).casts(*[[1, 0, 0]] * 3)
    kept = mark(page).text_content()
    page.wait_for_timeout(6000)
    assert mark(page).text_content() == kept != newest(hall)
    page.context.set_offline(False)
    expect(mark(page)).to_have_text(newest(hall))
    assert faults == []


@pytest.mark.parametrize("width", [360, 1280])
def test_new_words_move_nothing_below_them(width: int, hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    page = phones(viewport={"width": width, "height": 740}).page
    begins(page, hall)
    code = page.locator('[data-ref="key-qr"]')
    expect(page.locator('[data-ref="sent"]')).to_contain_text("Đã ký xác nhận")
    before = code.evaluate(TOP)
    for card in range(3):
        hall.organizer.delegate(hall.cards[card]).casts(*[[1, 0, 0]] * 3)
        expect(mark(page, ".newest")).to_have_text(newest(hall))
        assert code.evaluate(TOP) == before


def test_the_printed_result_bears_the_mark(hall: Hall, phones: Phones) -> None:
    organizer = hall.prepares().opens().organizer
    for card in hall.cards[:5]:
        organizer.delegate(card).casts(*[[1, 0, 0]] * 3)
    organizer.closes()
    organizer.decrypts()
    organizer.counts()
    organizer.publishes()
    page = phones().page
    page.goto(f"{hall.base}/result")
    page.emulate_media(media="print")
    expect(mark(page)).to_have_text(newest(hall))
    expect(mark(page)).to_be_visible()
    expect(page.get_by_text(re.compile("phải có cùng sáu chữ"))).to_be_visible()
