"""Used by keyboard, by ear, in large type; opened instead of cast; left too early."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from ballots.credentials import make_credential
from tests.browser.hall import HIGH, LOW, MEDIUM, VIEW, Hall, Phone, sights
from voting.demo.server import DemoServer
from voting.instance import Instance

Phones = Callable[..., Phone]
HASH = re.compile(r"^([A-Za-z0-9+/]{4} ){10}[A-Za-z0-9+/]{3}$")
KEPT = "({ violations, passes }) => ({ violations, passes: passes.length })"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL = """() => [...document.querySelectorAll("button, a, input, label.tile")]
    .filter((one) => one.offsetParent && !one.matches(".skip, .tile input, p a"))
    .map((one) => [one.outerHTML.slice(0, 90), one.closest("label") || one])
    .map(([text, one]) => [text, one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 47.5 || box.width < 44)
    .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""


def faults(phone: Phone, packages: Path) -> list[str]:
    """Let axe-core judge the page as it stands (its script runs outside the page's policy)."""
    axe = (packages / "axe-core/axe.min.js").read_text(encoding="utf-8")
    phone.page.wait_for_load_state()  # its style, too
    session = phone.context.new_cdp_session(phone.page)
    there = session.send("Runtime.evaluate", {"expression": "typeof axe"})
    if there["result"]["value"] == "undefined":
        session.send("Runtime.evaluate", {"expression": f"{axe};0"})
    options = {"runOnly": WCAG, "resultTypes": ["violations"], "selectors": False}
    run = f"axe.run(document, {json.dumps(options)}).then({KEPT}).then(JSON.stringify)"
    answer = session.send(
        "Runtime.evaluate",
        {"expression": run, "awaitPromise": True, "returnByValue": True},
    )
    session.detach()
    found = json.loads(answer["result"]["value"])
    assert found["passes"] > 10
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def test_axe_finds_nothing_on_any_page(hall: Hall, phone: Phone, packages: Path) -> None:
    hall.prepares().opens()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for sight in sights(phone.page, dark=VIEW):
            wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= inner, f"{name} scrolls sideways"
            found[f"{name} {sight}"] = faults(phone, packages) + phone.page.evaluate(SMALL)

    phone.page.goto(f"{hall.base}/vote")
    phone.sees("Nhập mã")
    phone.presses("Tiếp tục")
    look("card")
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, MEDIUM, None])
    look("rate")
    phone.reviews().sends()
    look("review")
    phone.page.get_by_role("checkbox").tap()
    phone.presses("Kiểm tra máy")
    phone.sees("Kiểm tra máy").waits()
    look("check")
    phone.presses("Mở phiếu này")
    phone.sees("Phiếu đã mở ra").waits()
    look("opened")
    phone.presses("Tiếp tục với phiếu mới")
    phone.sees("Xem lại").waits()
    phone.context.set_offline(True)
    phone.sends()
    expect(phone.page.locator('[data-ref="sending-lost"]')).to_contain_text("đang được gửi lại")
    look("sending")
    phone.context.set_offline(False)
    phone.sees("đã được ghi nhận")
    look("done")
    phone.scans(hall, hall.cards[0]).sees("đã được sử dụng")
    look("used")
    phone.page.goto(f"{hall.base}/receipt")
    phone.page.get_by_role("textbox").fill("abc")
    phone.presses("Kiểm tra")
    expect(phone.page.locator(".answered")).to_contain_text("Chưa tìm được")
    look("receipt")
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) == 2 * 9


def test_axe_finds_nothing_on_any_notice(hall: Hall, phone: Phone, packages: Path) -> None:
    hall.prepares()
    void, kept = hall.cards[:2]
    found: dict[str, list[str]] = {}

    def look(name: str, card: str, heading: str) -> None:
        phone.scans(hall, card).sees(heading)
        expect(phone.page.locator('[data-screen="notice"]')).to_be_visible()
        for sight in sights(phone.page, dark=VIEW):
            found[f"{name} {sight}"] = faults(phone, packages) + phone.page.evaluate(SMALL)

    look("not open", kept, "chưa mở")
    hall.opens(void)
    phone.presses("Thử lại")
    phone.sees("Đánh giá từng người")
    look("void", void, "đã được huỷ")
    look("unknown", make_credential(), "không có trong danh sách")
    hall.organizer.closes()
    look("closed", kept, "đã kết thúc")
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert len(found) == 2 * 4


def test_by_keyboard_alone(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    phone = phones(has_touch=False, is_mobile=False)
    keyboard = phone.page.keyboard
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")

    def tab_to(selector: str) -> None:
        for _ in range(40):
            keyboard.press("Tab")
            if phone.page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        pytest.fail(f"the keyboard does not reach {selector}")

    tab_to('[data-person="0"] input')
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    tab_to('[data-person="1"] input')
    keyboard.press("ArrowUp")
    expect(phone.page.locator("input:checked")).to_have_count(2)
    tab_to('[data-do="clear"][data-row="1"]')
    keyboard.press("Enter")
    expect(phone.page.locator('[data-person="1"] input').first).to_be_focused()
    keyboard.press("Space")
    tab_to('[data-do="review"]')
    keyboard.press("Enter")
    phone.sees("Xem lại trước khi gửi").waits()
    expect(phone.heading()).to_be_focused()
    tab_to('[data-ref="confirm"]')
    keyboard.press("Space")
    tab_to('[data-do="send"]')
    keyboard.press("Enter")
    phone.sees("đã được ghi nhận")
    expect(phone.heading()).to_be_focused()


def test_every_choice_is_named_with_the_person(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")
    group = phone.page.get_by_role("radiogroup").nth(2)
    expect(group).to_have_accessible_name(
        "3. Lê Hoàng Cường Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn"
    )
    expect(group.get_by_role("radio").first).to_have_accessible_name(
        "Tín nhiệm cao, đồng chí Lê Hoàng Cường, Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn"
    )


def test_large_type_is_kept_and_nothing_else(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")
    phone.presses("Chữ lớn")
    expect(phone.page.get_by_role("button", name="Chữ lớn")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert phone.page.evaluate("({ ...localStorage })") == {"tinnhiem-larger": "1"}
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
    places = [phone.tile(0, level).bounding_box() for level in range(3)]
    assert len({place["x"] for place in places if place}) == 1
    phone.page.reload()
    phone.sees("Nhập mã")
    expect(phone.page.get_by_role("button", name="Chữ lớn")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_leaving_before_sending_warns_and_afterwards_not(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    phone.page.on("dialog", stay)
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, HIGH, HIGH])
    with phone.page.expect_event("dialog"):
        phone.page.evaluate("location.assign('/')")
    assert asked == ["beforeunload"]
    phone.reviews().page.go_back()
    phone.sees("Đánh giá từng người").waits()
    expect(phone.page.locator("input:checked")).to_have_count(3)
    phone.reviews().sends().sees("đã được ghi nhận")
    again = phone.page.locator('[data-ref="card-reloaded"]')
    expect(again).to_be_empty()
    phone.page.reload()
    phone.sees("Nhập mã")
    expect(again).to_contain_text("phiếu chưa bấm gửi thì chưa được gửi")
    phone.page.get_by_role("link", name="English").tap()
    expect(again).to_contain_text("one that was not sent yet has not been sent")
    assert asked == ["beforeunload"]


def test_an_opened_ballot_shows_the_choices_and_another_one_is_cast(
    hall: Hall, phone: Phone
) -> None:
    hall.prepares().opens()
    phone.scans(hall, hall.cards[0]).chooses_all([LOW, HIGH, MEDIUM]).reviews()
    phone.presses("Kiểm tra máy")
    stamp = phone.page.locator('[data-ref="check-hash"]')
    expect(stamp).to_have_text(HASH)
    shown = stamp.inner_text().replace(" ", "")
    phone.waits()
    phone.presses("Mở phiếu này")
    phone.sees("Phiếu đã mở ra")
    assert phone.reads("opened-hash").replace(" ", "") == shown
    said = phone.page.locator('[data-ref="opened-choices"] .said').all_inner_texts()
    assert [text.split("\n")[-1].strip() for text in said] == [
        "Tín nhiệm thấp",
        "Tín nhiệm cao",
        "Tín nhiệm",
    ]
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải tệp kiểm tra").tap()
    opened = json.loads(download.value.path().read_bytes())
    assert opened["hash"] == shown
    assert [row["plaintexts"] for row in opened["rows"]] == [[0, 0, 1], [1, 0, 0], [0, 1, 0]]
    assert hall.cards[0] not in json.dumps(opened)
    expect(phone.page.get_by_role("img", name="Mã QR của phiếu đã mở")).to_be_visible()
    phone.waits()
    with phone.page.expect_request("**/ballots") as sent:
        phone.presses("Tiếp tục với phiếu mới")
        phone.sees("Xem lại").waits()
        assert phone.page.locator('[data-ref="opened-choices"] li').count() == 0
        phone.sends()
    phone.sees("đã được ghi nhận")
    cast = json.loads(sent.value.post_data or "")
    assert cast["signature"]["hash"] != shown
    points = {one["alpha"] for row in opened["answers"] for one in row["choices"]}
    assert not points & {one["alpha"] for row in cast["answers"] for one in row["choices"]}


def test_the_server_restarts_during_sending(hall: Hall, phone: Phone, instance: Instance) -> None:
    with DemoServer(instance=instance.settings.instance, workers=1) as first:
        hall.server = first
        hall.prepares().opens()
        phone.scans(hall, hall.cards[0]).chooses_all([HIGH, LOW, LOW]).reviews()
        first.stop()
        phone.sends()
        expect(phone.page.locator('[data-ref="sending-lost"]')).to_contain_text("đang được gửi lại")
        with DemoServer(instance=instance.settings.instance, port=first.port, workers=1):
            phone.sees("đã được ghi nhận")
