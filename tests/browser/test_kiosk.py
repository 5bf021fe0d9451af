"""The kiosk: scan, vote in its frame, return to the start, and nothing of the last person left.

The clock of the kiosk stands still but for `passes`: what it does after ten seconds does not
depend on how long the test itself takes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, Route, expect

from audit.words import words_of
from tests.browser.camera import film, picture_of
from tests.browser.chromium import find_chromium
from tests.browser.hall import (
    HIGH,
    LOW,
    MEDIUM,
    PATIENCE_MS,
    VIEW,
    Hall,
    Phone,
    eventually,
    sights,
)
from tests.browser.test_use import faults

SIZE = {"width": 1280, "height": 900}
MORNING = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
START = "Đưa mã QR trên phiếu vào trước máy"


class Kiosk:
    """A kiosk in the hall, and whoever stands before it."""

    def __init__(self, page: Page, hall: Hall) -> None:
        self.page = page
        self.hall = hall
        page.goto(f"{hall.base}/kiosk")
        self.waits_for_a_card()

    @property
    def booth(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    def waits_for_a_card(self) -> None:
        expect(self.page.get_by_role("heading", name=START)).to_be_visible()
        expect(self.page.locator("iframe")).to_have_count(0)

    def scans(self, text: str) -> None:
        """Let the hand-held scanner type."""
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def sees(self, heading: str) -> None:
        expect(self.booth.locator("h1:visible")).to_contain_text(heading)

    def chooses(self, *levels: int) -> None:
        self.sees("Đánh giá từng người")
        for row, level in enumerate(levels):
            self.booth.locator(f'[data-person="{row}"] .tile').nth(level).click()

    def sends(self) -> None:
        self.booth.get_by_role("button", name="Xem lại", exact=True).click()
        self.sees("Xem lại trước khi gửi")
        self.passes(1)  # the screen is deaf to a double tap
        self.booth.get_by_role("button", name="Gửi phiếu", exact=True).click()

    def votes(self, card: str) -> None:
        self.scans(self.hall.url(card))
        self.chooses(HIGH, MEDIUM, LOW)
        self.sends()
        self.sees("đã được ghi nhận")

    def passes(self, seconds: int) -> None:
        """Let time pass without anybody touching anything."""
        self.page.clock.run_for(seconds * 1000)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZE, locale="vi-VN")  # type: ignore[arg-type]  # a TypedDict
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    opened.clock.install(time=MORNING)
    opened.clock.pause_at(MORNING + timedelta(hours=1))  # it runs until then
    yield opened
    context.close()


@pytest.fixture
def kiosk(page: Page, hall: Hall) -> Kiosk:
    return Kiosk(page, hall.prepares().opens())


def leaves_nothing(page: Page, *secrets: str) -> None:
    """Check every place where something of the last person could be."""
    eventually(page, lambda: page.workers == [] and len(page.frames) == 1)
    stored = page.evaluate("JSON.stringify([localStorage.length, sessionStorage.length])")
    assert stored == "[0,0]"
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"lang"}
    content = page.content() + page.url + str(page.evaluate("JSON.stringify(history.state)"))
    for secret in secrets:
        assert secret not in content
    assert page.evaluate("[...document.querySelectorAll('input')].length") == 0


def test_ten_seconds_after_the_receipt_the_next_person_finds_the_start(
    kiosk: Kiosk, page: Page
) -> None:
    first, second = kiosk.hall.cards[:2]
    kiosk.votes(first)
    index = kiosk.booth.locator('[data-ref="done-index"]').inner_text()
    tracker = kiosk.booth.locator('[data-ref="done-tracker"]').inner_text()
    assert kiosk.booth.locator('[data-ref="done-words"]').inner_text() == words_of(tracker)
    kiosk.passes(8)
    expect(page.locator('[data-ref="countdown"]')).to_contain_text("giây")
    kiosk.sees("đã được ghi nhận")
    kiosk.passes(4)
    kiosk.waits_for_a_card()
    leaves_nothing(page, first, tracker)
    kiosk.votes(second)
    assert kiosk.booth.locator('[data-ref="done-index"]').inner_text() != index


def test_one_may_ask_for_more_time_with_the_receipt_or_end_at_once(
    kiosk: Kiosk, page: Page
) -> None:
    kiosk.votes(kiosk.hall.cards[0])
    kiosk.passes(2)
    page.get_by_role("button", name="Xem thêm một phút").click()
    kiosk.passes(40)
    kiosk.sees("đã được ghi nhận")
    page.get_by_role("button", name="Kết thúc và xoá").click()
    kiosk.waits_for_a_card()
    leaves_nothing(page, kiosk.hall.cards[0])


def test_after_silence_the_kiosk_asks_once_and_then_erases(kiosk: Kiosk, page: Page) -> None:
    card = kiosk.hall.cards[0]
    kiosk.scans(kiosk.hall.url(card))
    kiosk.chooses(HIGH)
    ask = page.get_by_role("alertdialog")
    kiosk.passes(60)
    expect(ask).to_be_hidden()
    kiosk.passes(11)
    expect(ask).to_be_visible()
    page.get_by_role("button", name="Tôi vẫn đang dùng").click()
    expect(ask).to_be_hidden()
    kiosk.sees("Đánh giá từng người")
    kiosk.passes(89)
    expect(ask).to_be_visible()
    kiosk.passes(2)
    kiosk.waits_for_a_card()
    leaves_nothing(page, card)
    kiosk.votes(card)  # nothing was sent: the card is as good as before


def test_touching_the_booth_is_not_silence(kiosk: Kiosk, page: Page) -> None:
    kiosk.scans(kiosk.hall.url(kiosk.hall.cards[0]))
    kiosk.chooses(HIGH)
    for level in (MEDIUM, LOW, HIGH):
        kiosk.passes(60)
        kiosk.chooses(level)
    expect(page.get_by_role("alertdialog")).to_be_hidden()
    kiosk.sees("Đánh giá từng người")


def test_a_ballot_that_is_being_sent_is_waited_for(kiosk: Kiosk, page: Page) -> None:
    """Somebody sends while the network is down, and walks away."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.abort()

    kiosk.scans(kiosk.hall.url(kiosk.hall.cards[0]))
    kiosk.chooses(HIGH, HIGH, HIGH)
    page.route("**/ballots", lose)
    kiosk.sends()
    kiosk.sees("Đang gửi phiếu")
    expect(kiosk.booth.locator('[data-ref="sending-lost"]')).to_contain_text("đang được gửi lại")
    kiosk.passes(200)
    kiosk.sees("Đang gửi phiếu")
    assert lost
    expect(page.get_by_role("button", name="Kết thúc và xoá")).to_be_disabled()
    page.unroute("**/ballots")
    page.clock.resume()
    kiosk.sees("đã được ghi nhận")


def test_what_is_no_card_of_this_conference_begins_nothing(kiosk: Kiosk, page: Page) -> None:
    fault = page.locator('[data-ref="fault"]')
    url = kiosk.hall.url(kiosk.hall.cards[0])
    for text, said in (
        ("http://example.com/", "không phải mã của phiếu"),
        (url[:-3], "không phải mã của phiếu"),
        (url.replace(kiosk.hall.organizer.uuid, "11111111111111"), "hội nghị khác"),
    ):
        kiosk.scans(text)
        expect(fault).to_contain_text(said)
        kiosk.waits_for_a_card()
    kiosk.passes(11)
    expect(fault).to_be_empty()
    # An input method turns what a scanner types into Vietnamese letters.
    for key in ("v", "ô", "t", "ê", "Enter"):
        page.evaluate("key => document.dispatchEvent(new KeyboardEvent('keydown', {key}))", key)
    expect(fault).to_contain_text("tắt bộ gõ")


def test_the_code_can_be_typed_by_hand(kiosk: Kiosk, page: Page) -> None:
    page.get_by_role("button", name="Gõ mã trên phiếu").click()
    kiosk.booth.get_by_label("Mã gồm bốn nhóm").fill(kiosk.hall.cards[0])
    kiosk.booth.get_by_role("button", name="Tiếp tục").click()
    kiosk.sees("Đánh giá từng người")


def test_a_used_card_says_so(kiosk: Kiosk, page: Page) -> None:
    card = kiosk.hall.cards[0]
    kiosk.votes(card)
    page.get_by_role("button", name="Kết thúc và xoá").click()
    kiosk.waits_for_a_card()
    kiosk.scans(card)  # the credential alone, as a scanner may be set to type it
    expect(kiosk.booth.locator("h1:visible")).to_contain_text("đã được sử dụng")


def test_no_link_leads_out_of_the_booth_and_no_file_is_kept(kiosk: Kiosk, page: Page) -> None:
    kiosk.votes(kiosk.hall.cards[0])
    assert kiosk.booth.locator("a[download]:visible, a[target]:visible").count() == 0
    sandbox = page.locator("iframe").get_attribute("sandbox")
    assert sandbox == "allow-scripts allow-same-origin allow-forms"


def test_the_language_and_the_large_type_of_one_person_are_not_the_next_ones(
    kiosk: Kiosk, page: Page
) -> None:
    kiosk.scans(kiosk.hall.cards[0])
    kiosk.sees("Đánh giá từng người")
    kiosk.booth.get_by_role("button", name="Chữ lớn").click()
    kiosk.booth.get_by_role("link", name="English").click()
    expect(kiosk.booth.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Kết thúc và xoá").click()
    kiosk.waits_for_a_card()
    kiosk.scans(kiosk.hall.cards[1])
    kiosk.sees("Đánh giá từng người")
    assert "larger" not in (kiosk.booth.locator("html").get_attribute("class") or "")


def test_the_camera_reads_a_card(browser: Browser, hall: Hall, tmp_path: Path) -> None:
    hall.prepares().opens()
    seen = film(tmp_path / "card.y4m", picture_of(hall.url(hall.cards[0])))
    arguments = [
        *("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        f"--use-file-for-fake-video-capture={seen}",
    ]
    launched = browser.browser_type.launch(
        executable_path=find_chromium(), args=arguments, timeout=3 * PATIENCE_MS
    )
    try:
        page = launched.new_page(locale="vi-VN")
        page.set_default_timeout(PATIENCE_MS)
        page.goto(f"{hall.base}/kiosk")
        booth = page.frame_locator("iframe")
        expect(booth.locator("h1:visible")).to_contain_text("Đánh giá")
        assert page.evaluate("document.querySelector('video').srcObject") is None
        # The card still lies before the camera: it begins no second turn.
        page.get_by_role("button", name="Kết thúc và xoá").click()
        expect(page.locator("video")).to_be_visible()
        page.wait_for_timeout(2500)
        expect(page.locator("iframe")).to_have_count(0)
    finally:
        launched.close()


def test_axe_finds_nothing_on_the_kiosk_and_the_check_page(
    hall: Hall, phone: Phone, packages: Path
) -> None:
    hall.prepares(rehearsal=True).opens()
    for name in ("kiosk", "check"):
        phone.page.goto(f"{hall.base}/{name}")
        expect(phone.page.locator("h1:visible")).to_be_visible()
        for sight in sights(phone.page, dark=VIEW):
            assert faults(phone, packages) == [], sight


def test_axe_finds_nothing_on_a_turn_and_the_question(
    hall: Hall, phones: Callable[..., Phone], packages: Path
) -> None:
    hall.prepares().opens()
    phone = phones(viewport=SIZE)
    phone.page.clock.install()  # the clock runs, and may be put forward
    kiosk = Kiosk(phone.page, hall)
    kiosk.scans(hall.url(hall.cards[0]))
    kiosk.sees("Đánh giá từng người")
    for sight in sights(phone.page, SIZE, SIZE):
        assert faults(phone, packages) == [], sight
    phone.page.clock.fast_forward(75_000)
    expect(phone.page.get_by_role("alertdialog")).to_be_visible()
    for sight in sights(phone.page, SIZE, SIZE):
        assert faults(phone, packages) == [], sight
