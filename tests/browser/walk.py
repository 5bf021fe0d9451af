"""A walk over every page of a conference, from before the opening to the published result.

Each page is handed to `look` with a name as soon as it stands still. Axe looks at it
in test_walk.py; whoever wants pictures passes a `look` that takes them.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from ballots.credentials import make_credential
from tests.browser.hall import HIGH, LOW, MEDIUM, Hall, Phone

Look = Callable[[str], None]
PEOPLE = 5


def walk_before(hall: Hall, phone: Phone, look: Look) -> None:
    """See a prepared conference; afterwards it is open, with the last card void."""
    open_page(phone, hall.base, look, "home-prepared")
    phone.scans(hall, hall.cards[0]).sees("chưa mở")
    look("booth-not-open")
    hall.opens(hall.cards[-1])


def walk_booth(hall: Hall, phone: Phone, look: Look) -> None:
    """See every screen of the booth, with the first card."""
    phone.page.goto(f"{hall.base}/vote")
    phone.sees("Nhập mã")
    look("booth-card")
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")
    look("booth-rate")
    phone.chooses_all([HIGH, MEDIUM, None, LOW, HIGH])
    look("booth-rated")
    phone.reviews()
    look("booth-review")
    phone.sends()
    look("booth-unmarked")
    phone.page.get_by_role("checkbox").check()
    phone.presses("Kiểm tra máy")
    phone.sees("Kiểm tra máy").waits()
    look("booth-check")
    phone.presses("Mở phiếu này")
    phone.sees("Phiếu đã mở ra").waits()
    look("booth-opened")
    with phone.page.expect_download() as opened:
        phone.page.locator('[data-ref="opened-file"]').click()
    phone.presses("Tiếp tục với phiếu mới")
    phone.sees("Xem lại").waits()
    phone.context.set_offline(True)
    phone.sends()
    expect(phone.page.locator('[data-ref="sending-lost"]')).to_contain_text("đang được gửi lại")
    look("booth-sending")
    phone.context.set_offline(False)
    phone.sees("đã được ghi nhận")
    expect(phone.page.locator('[data-ref="done-qr"] svg')).to_be_visible()
    look("booth-done")
    phone.scans(hall, hall.cards[0]).sees("đã được sử dụng")
    look("booth-used")
    phone.scans(hall, hall.cards[-1]).sees("đã được huỷ")
    look("booth-void")
    phone.scans(hall, make_credential()).sees("không có trong danh sách")
    look("booth-unknown")
    walk_check(hall, phone, look, opened.value.path())


def walk_check(hall: Hall, phone: Phone, look: Look, opened: Path) -> None:
    """See the page on which an opened ballot is checked."""
    open_page(phone, f"{hall.base}/check", look, "check")
    phone.page.locator('input[type="file"]').set_input_files(opened)
    expect(phone.page.get_by_role("heading", name="mã hoá đúng các lựa chọn")).to_be_visible()
    look("check-verdict")


def walk_receipt(hall: Hall, phone: Phone, look: Look, saved: Path) -> None:
    """See what the receipt page says, on line and as a saved file, to a good and a bad one."""
    receipt = hall.organizer.delegate(hall.cards[1]).casts(*[[1, 0, 0]] * PEOPLE).receipt
    open_page(phone, f"{hall.base}/receipt", look, "receipt")
    answer = phone.context.request.get(f"{hall.base}/receipt-check.html")
    assert answer.ok
    saved.write_bytes(answer.body())
    for place, address in (("receipt", f"{hall.base}/receipt"), ("saved", saved.as_uri())):
        phone.page.goto(address)
        for name, text in (("sound", receipt), ("wrong", receipt.replace("index ", "index 1"))):
            phone.page.locator('[data-ref="text"]').fill(text)
            phone.page.locator('[data-ref="form"] button').click()
            verdict = phone.page.locator('[data-ref="verdict"]')
            expect(verdict).to_be_visible()
            look(f"{place}-{name}")


def walk_public(hall: Hall, phone: Phone, look: Look) -> None:
    """See the pages for everybody while voting goes on."""
    for name, address in (
        ("index", hall.server.url),
        ("home-voting", hall.base),
        ("board", f"{hall.base}/board"),
        ("board-nothing-found", f"{hall.base}/board?q=abc"),
        ("events", f"{hall.base}/log"),
        ("dispute", f"{hall.base}/dispute"),
        ("kiosk", f"{hall.base}/kiosk"),
        ("witness", f"{hall.base}/witness"),
        ("not-yet-result", f"{hall.base}/result"),
        ("not-found", f"{hall.server.url}/nothing"),
    ):
        open_page(phone, address, look, name)
    open_page(phone, f"{hall.base}/dispute", look, "dispute")
    phone.page.get_by_role("textbox").first.fill("abc")
    phone.page.locator("main form button").last.click()
    expect(phone.page.locator(".answered, .fault, [role=alert]").first).to_be_visible()
    look("dispute-answered")


def walk_after(hall: Hall, phone: Phone, look: Look) -> None:
    """See the closed and the published conference."""
    marks = ([1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0])
    for card in hall.cards[2:-1]:
        hall.organizer.delegate(card).casts(*marks)
    hall.organizer.closes()
    phone.scans(hall, hall.cards[1]).sees("đã kết thúc")
    look("booth-closed")
    open_page(phone, hall.base, look, "home-closed")
    hall.organizer.decrypts()
    hall.organizer.counts()
    hall.organizer.publishes()
    for name, address in (
        ("home-published", hall.base),
        ("result", f"{hall.base}/result"),
        ("events-published", f"{hall.base}/log"),
        ("receipt-published", f"{hall.base}/receipt"),
    ):
        open_page(phone, address, look, name)


def open_page(phone: Phone, address: str, look: Look, name: str) -> None:
    """Go to a page and look at it, once no older one is kept: a page may be a second old."""
    phone.page.wait_for_timeout(1_100)
    phone.page.goto(address)
    expect(phone.page.locator("h1:visible").first).to_be_visible()
    look(name)
