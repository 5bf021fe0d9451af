"""Bầu cử: from the list on a phone, over a ballot that is opened, to who is elected."""

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hall import Hall, Phone
from tests.browser.test_other_ballots import opened
from tests.browser.test_use import SMALL, faults

Phones = Callable[..., Phone]

PLAN = """
name = "Bầu Ban Chấp hành nhiệm kỳ 2025–2030"
body = "Đảng bộ xã"
date = 2026-12-08
profile = "BAUCU-QD190"
convened = 6
present = 6
cards = 6
seats = 2
trustees = "server"
people = [
  { name = "Nguyễn Văn An", position = "Bí thư Đảng ủy xã" },
  { name = "Trần Thị Bình", position = "Phó Bí thư" },
  { name = "Lê Hoàng Cường", position = "Chủ tịch Ủy ban Mặt trận Tổ quốc" },
]
"""
OVER = "Đã chọn đủ 2 người. Muốn chọn người khác, hãy bỏ chọn một người trước."


def fits(phone: Phone, packages: Path) -> None:
    """Require a page that nobody has to scroll sideways, that axe and fingers like."""
    wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= inner
    assert faults(phone, packages) + phone.page.evaluate(SMALL) == []


def test_an_election_goes_from_the_list_to_who_is_elected(
    hall: Hall, phones: Phones, packages: Path, tmp_path: Path
) -> None:
    opened(hall.organizer, hall, PLAN)
    phone = phones()
    phone.scans(hall, hall.cards[0]).sees("Phiếu bầu cử")
    boxes = phone.page.locator(".candidate input")
    count, fault = (phone.page.locator(f'[data-ref="{name}"]') for name in ("left", "left-fault"))
    expect(boxes).to_have_count(3)
    expect(count).to_have_text("Đã chọn 0 / tối đa 2")
    for row in (0, 1):
        boxes.nth(row).tap()
    expect(count).to_have_text("Đã chọn 2 / tối đa 2")
    boxes.nth(2).tap()
    expect(fault).to_have_text(OVER)
    expect(boxes.nth(2)).not_to_be_checked()
    fits(phone, packages)
    boxes.nth(1).tap()
    expect(fault).to_be_empty()
    boxes.nth(2).tap()
    phone.reviews()
    chosen = phone.page.locator('[data-ref="chosen"] li')
    expect(chosen).to_have_count(2)
    expect(chosen.nth(1)).to_contain_text("3. Lê Hoàng Cường")
    expect(phone.page.locator('[data-ref="chosen-count"]')).to_contain_text("bầu 2 người")
    fits(phone, packages)
    opens_one(hall, phone, phones, tmp_path)
    phone.waits()
    phone.sends().sees("đã được ghi nhận")
    blank(hall, phones().scans(hall, hall.cards[1]), packages)
    others = ([1, 1, 0], [1, 1, 0], [1, 0, 1], [1, 0, 1])
    for card, marks in zip(hall.cards[2:], others, strict=True):
        hall.organizer.delegate(card).casts(marks)
    hall.organizer.finishes()
    reads_result(hall, phones(), packages)


def opens_one(hall: Hall, phone: Phone, phones: Phones, folder: Path) -> None:
    """Open a ballot instead of casting it; another device says whom it elects."""
    phone.presses("Kiểm tra máy")
    expect(phone.page.locator('[data-ref="check-hash"]')).not_to_be_empty()
    phone.waits()
    phone.presses("Mở phiếu này")
    phone.sees("không gửi được nữa")
    expect(phone.page.locator('[data-ref="opened-choices"] li')).to_have_count(2)
    with phone.page.expect_download() as saved:
        phone.page.get_by_role("link", name="Tải tệp kiểm tra").click()
    saved.value.save_as(folder / "opened.json")
    [row] = json.loads((folder / "opened.json").read_bytes())["rows"]
    assert row["plaintexts"] == [0, 1, 0, 1]
    device = phones().page
    device.goto(f"{hall.base}/check")
    device.locator("#file").set_input_files(folder / "opened.json")
    said = device.locator('[data-ref="choices"] .said')
    expect(said).to_have_text(
        "Nguyễn Văn An, Bí thư Đảng ủy xã; Lê Hoàng Cường, Chủ tịch Ủy ban Mặt trận Tổ quốc"
    )
    phone.waits()
    phone.presses("Tiếp tục với phiếu mới")
    phone.sees("Xem lại trước khi gửi")


def blank(hall: Hall, phone: Phone, packages: Path) -> None:
    """Elect nobody: it is said what that means, and asked for once more."""
    phone.sees("Phiếu bầu cử").reviews()
    expect(phone.page.locator('[data-ref="unmarked"]')).to_contain_text("phiếu không hợp lệ")
    fits(phone, packages)
    phone.sends()
    expect(phone.page.locator('[data-ref="confirm-fault"]')).to_contain_text("chọn người được bầu")
    phone.page.locator('[data-ref="confirm"]').check()
    phone.sends().sees("đã được ghi nhận")


def reads_result(hall: Hall, phone: Phone, packages: Path) -> None:
    """Read who is elected, in the order of votes, what is not valid, and the bar."""
    phone.page.goto(f"{hall.base}/result")
    page = phone.page.locator("main")
    elected = phone.page.locator(".elected-list li")
    expect(elected).to_have_count(1)
    expect(elected.first).to_contain_text("Nguyễn Văn An")
    for said in ("Còn 1 trên 2 chỗ", "4 trên 6", "2 × 3 = 6 = 6 chưa tới ngưỡng trên 1/2"):
        expect(page).to_contain_text(said)
    invalid = phone.page.locator(".figures div", has_text="Phiếu không hợp lệ").locator("dd")
    expect(invalid).to_have_text("1")
    fits(phone, packages)
    phone.page.goto(f"{hall.base}/result.svg")
    expect(phone.page.locator("text", has_text="Trúng cử theo thứ tự").first).to_be_visible()
