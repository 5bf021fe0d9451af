"""From the closing to the signed minutes: chair, committee and organizer; judged by axe."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Request, expect

from tests.browser.hall import Hall, Phone
from tests.browser.looking import WIDE, Look, looking
from tests.browser.test_day import enters
from tests.voting.people import HIGH, LOW
from voting.roles import Role

Phones = Callable[..., Phone]
SCAN = b"%PDF-1.7 signed " * 100_000  # 1.6 MB, which no form may carry


def test_from_the_closing_to_the_signed_minutes(
    hall: Hall, phones: Phones, packages: Path, tmp_path: Path
) -> None:
    hall.prepares(2, cards=6).opens()
    for row, card in enumerate(hall.cards[:5]):
        hall.organizer.delegate(card).casts(HIGH, LOW if row else HIGH)
    hall.organizer.closes()
    found: dict[str, list[str]] = {}
    look = looking(found, packages)
    chair = enters(hall, phones(viewport=WIDE, is_mobile=False), Role.CHAIR)
    office = enters(hall, phones(viewport=WIDE, is_mobile=False), Role.ORGANIZER)
    counts(hall, office.page)
    sees_first(hall, chair, look)
    explains(hall, office, chair.page, look)
    takes_papers(hall, chair, look)
    signs(hall, office, tmp_path, look)
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) == 2 * 7


def opens(hall: Hall, page: Page, below: str = "") -> None:
    page.goto(f"{hall.server.url}/desk/conferences/{hall.organizer.uuid}{below}")


def counts(hall: Hall, page: Page) -> None:
    opens(hall, page)
    page.get_by_role("button", name="Mở kết quả").click()
    expect(page.get_by_text("Đã mở kết quả, chờ công bố.")).to_be_visible()
    page.get_by_label("Thẻ in ra").fill("6")
    page.get_by_label("Thẻ phát ra").fill("5")
    page.get_by_label("Thẻ còn lại và thẻ hỏng").fill("1")
    page.get_by_role("button", name="Ghi số đếm").click()
    expect(page.get_by_text("chưa công bố được")).to_be_visible()


def sees_first(hall: Hall, chair: Phone, look: Look) -> None:
    page = chair.page
    opens(hall, page)
    page.get_by_role("link", name="Xem kết quả trước khi công bố").click()
    expect(page.get_by_text("Chưa công bố.", exact=True)).to_be_visible()
    expect(page.get_by_text("Chưa công bố được: có số thẻ không khớp")).to_be_visible()
    look("result", chair)


def explains(hall: Hall, office: Phone, chair: Page, look: Look) -> None:
    page = office.page
    page.get_by_label("Vì sao").fill("Một thẻ rơi ngoài sảnh, tìm lại sau khi đóng.")
    look("note", office)
    page.get_by_role("button", name="Ghi chú vào sổ").click()
    expect(page.get_by_text("đã có ghi chú")).to_be_visible()
    opens(hall, chair, "/result")
    chair.get_by_role("link", name="Công bố ở trang của hội nghị").click()
    chair.get_by_role("button", name="Công bố kết quả").click()
    expect(chair.get_by_text("Đã công bố.")).to_be_visible()


def takes_papers(hall: Hall, chair: Phone, look: Look) -> None:
    page = chair.page
    opens(hall, page, "/result")
    expect(page.get_by_role("link", name="Trang kết quả công khai")).to_be_visible()
    look("published", chair)
    opens(hall, page)
    page.get_by_role("link", name="Biên bản và các văn bản").click()
    line = page.get_by_role("listitem").filter(has_text="bang-tong-hop.vi.csv")
    with page.expect_download() as download:
        line.get_by_role("link").click()
    digest = hashlib.sha256(download.value.path().read_bytes()).hexdigest()
    expect(line).to_contain_text(digest)
    look("papers", chair)
    page.get_by_role("link", name="Các phiếu báo riêng").click()
    expect(page.get_by_role("listitem")).to_have_count(2)
    look("slips", chair)


def signs(hall: Hall, office: Phone, folder: Path, look: Look) -> None:
    """Enter the scan into the log: its digest is sent, the file is not."""
    page, scan, sent = office.page, folder / "bien-ban-da-ky.pdf", list[Request]()
    scan.write_bytes(SCAN)
    opens(hall, page)
    page.on("request", lambda request: sent.append(request))
    page.get_by_label("Tệp quét").set_input_files(scan)
    expect(page.get_by_role("status")).to_have_text("Đã tính xong.")
    digest = hashlib.sha256(SCAN).hexdigest()
    expect(page.get_by_label("SHA-256 của tệp")).to_have_value(digest)
    page.get_by_label("Tệp này là gì").fill("Bản quét biên bản có đủ chữ ký")
    look("addendum", office)
    page.get_by_role("button", name="Ghi vào sổ").first.click()
    expect(page.get_by_label("SHA-256 của tệp")).to_have_value("")
    expect(page.get_by_role("listitem").filter(has_text=digest)).to_contain_text("Biên bản đã ký")
    look("attached", office)
    [posted] = [one.post_data or "" for one in sent if one.method == "POST"]
    assert digest in posted
    assert len(posted) < 1_000
    page.goto(f"{hall.base}/log")
    expect(page.get_by_text(f"SHA-256 {digest}")).to_be_visible()
