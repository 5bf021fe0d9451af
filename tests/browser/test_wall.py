"""The wall: large, the same words as every phone and witness, on its own again after a cut."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.hall import HIGH, LOW, Hall, Phone, sights
from tests.browser.screen import code_in
from tests.browser.test_box_mark import TOP, mark, newest
from tests.browser.test_use import faults
from tests.browser.test_witness import begins

Phones = Callable[..., Phone]
STAGES = (  # 16:9, 4:3, and a small 4:3
    {"width": 1920, "height": 1080},
    {"width": 1600, "height": 1200},
    {"width": 1024, "height": 768},
)
# How light two colours are (WCAG 2.2), and what stands on what.
CONTRAST = """() => {
    const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((one) => one / 255)
        .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
    const paper = light(getComputedStyle(document.documentElement).backgroundColor);
    return [...document.querySelectorAll("main p, main h1, main span")].map((one) => {
        const ink = light(getComputedStyle(one).color);
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    });
}"""
SIZES = """() => [".cast", ".size", ".six"].map((one) =>
    parseFloat(getComputedStyle(document.querySelector(one)).fontSize))"""


def shows(phones: Phones, hall: Hall, width: int = 1920, height: int = 1080) -> Page:
    page = phones(
        viewport={"width": width, "height": height},
        device_scale_factor=1,
        is_mobile=False,
        has_touch=False,
    ).page
    page.goto(f"{hall.base}/wall")
    return page


def casts(hall: Hall, card: int) -> None:
    hall.organizer.delegate(hall.cards[card]).casts(*[[1, 0, 0]] * 3)


def test_after_a_ballot_the_wall_a_phone_and_a_witness_show_the_same(
    hall: Hall, phone: Phone, phones: Phones
) -> None:
    hall.prepares().opens()
    wall, witness = shows(phones, hall), phones().page
    said: list[str] = []
    wall.on("console", lambda message: said.append(message.text))
    wall.on("pageerror", lambda error: said.append(str(error)))
    begins(witness, hall)
    expect(wall.locator('[data-ref="state"]')).to_have_text("Đang lấy phiếu")
    expect(wall.locator('[data-ref="cast"]')).to_have_text("0")
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    for page, within in ((wall, "main"), (phone.page, '[data-screen="done"]'), (witness, "main")):
        place = ".newest" if page is witness else within
        expect(mark(page, place)).to_have_text(newest(hall))
    expect(wall.locator('[data-ref="cast"]')).to_have_text("1")
    hall.organizer.closes()
    expect(wall.locator('[data-ref="state"]')).to_have_text("Đã kết thúc, chờ kiểm phiếu")
    expect(mark(wall)).to_have_text(newest(hall))
    assert said == []


def test_the_wall_says_that_it_is_cut_off_and_recovers_alone(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    wall = shows(phones, hall)
    lost, six = wall.locator('[data-ref="lost"]'), wall.locator(".six")
    casts(hall, 0)
    expect(mark(wall)).to_have_text(newest(hall))
    kept, place = newest(hall), six.evaluate(TOP)
    wall.context.set_offline(True)
    casts(hall, 1)
    expect(lost).to_contain_text("Mất kết nối với máy chủ")
    expect(mark(wall)).to_have_text(kept)
    assert six.evaluate(TOP) == place
    wall.context.set_offline(False)
    expect(mark(wall)).to_have_text(newest(hall))
    expect(lost).to_be_empty()
    wall.route("**/log/checkpoint", lambda route: route.fulfill(body="<html>Wi-Fi</html>"))
    expect(lost).to_contain_text("Đang thử lại")
    wall.unroute("**/log/checkpoint")
    expect(lost).to_be_empty()


def test_everything_fits_and_is_read_from_afar(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    for stage in STAGES:
        width, height = stage["width"], stage["height"]
        wall = shows(phones, hall, width, height)
        for _ in sights(wall, stage, stage):
            size = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
            assert wall.evaluate(size) == [width, height]
            smallest = 160 if width > 1100 else 0.1 * width
            assert min(wall.evaluate(SIZES)) >= smallest
            found = wall.evaluate(CONTRAST)
            assert len(found) > 12 and min(found) >= 7


def test_the_code_on_the_wall_opens_the_conference(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    wall = shows(phones, hall)
    assert code_in(wall.locator(".qr-code")) == f"{hall.base}/"


def test_a_phone_may_show_the_wall_too(hall: Hall, phones: Phones, packages: Path) -> None:
    hall.prepares().opens()
    for width in (360, 1280):
        phone = phones(viewport={"width": width, "height": 740})
        phone.page.goto(f"{hall.base}/wall?lang=en")
        expect(mark(phone.page)).to_have_text(newest(hall).replace("mục", "entries"))
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults(phone, packages) == []


def test_once_a_minute_everything_moves_a_little(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    phone = phones()
    phone.page.clock.install()
    phone.page.goto(f"{hall.base}/wall")
    for turn in ("1", "2", "3", "0"):
        phone.page.clock.run_for(60_000)
        expect(phone.page.locator("body")).to_have_attribute("data-shift", turn)
