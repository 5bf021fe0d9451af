"""The whole preparation as the clerk walks it, on a desk's screen and on a phone; judged by axe."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import DESK, VIEW, Phone, sights
from tests.browser.test_use import SMALL, faults
from tests.voting.clerks import logged_in, make_account
from tests.voting.documents.paper import pages
from tests.voting.people import Organizer
from voting.config import settings_from
from voting.demo.server import DemoServer, server_environment
from voting.doorkeeper import SESSION
from voting.instance import open_instance
from voting.roles import Role

Phones = Callable[..., Phone]
Look = Callable[[str], None]
PASTED = (
    "STT\tHọ và tên\tChức vụ\tKhối\n1\tNguyễn Văn An\tChủ tịch\tHĐND\n2\tTrần Thị Bình\t\tUBND\n"
)


@dataclass(frozen=True, slots=True)
class Office:
    """A server with one organizer, who is logged in by the secret, and one frozen conference."""

    base: str
    secret: str
    hall: Organizer


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, packages: Path) -> Iterator[Office]:
    assert packages.is_dir()
    folder = tmp_path_factory.mktemp("office")
    instance = open_instance(settings_from(server_environment(folder), folder))
    _, secret = logged_in(instance, make_account(instance, Role.ORGANIZER, "Trần Thị Tổ Chức"))
    hall = Organizer(instance)
    hall.prepares(rehearsal=True)
    hall.rehearses()
    with DemoServer(instance=folder, workers=1) as server:
        yield Office(f"http://localhost:{server.port}", secret, hall)
    instance.close()


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ("Họ và tên;Đơn vị", "Lê Văn Cường;Đoàn 1", "Phạm Thị Dung;Đoàn 2"):
        sheet.append(line.split(";"))
    book.save(folder / "dai-bieu.xlsx")
    return folder / "dai-bieu.xlsx"


def looker(phone: Phone, packages: Path, found: dict[str, list[str]]) -> Look:
    """Judge each page as it is seen; TINNHIEM_SHOTS names a folder for pictures of them."""
    shots = os.environ.get("TINNHIEM_SHOTS")

    def look(name: str) -> None:
        phone.page.wait_for_load_state()  # its style, too
        for sight in sights(phone.page, light=DESK, dark=VIEW):
            wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            small = phone.page.evaluate(SMALL.replace("label.tile", "label.choice"))
            sideways = ["sideways"] * (wide > inner)
            found[f"{name} {sight}"] = faults(phone, packages) + small + sideways
            if shots:
                phone.page.screenshot(path=f"{shots}/{inner}-{name}.png", full_page=True)

    return look


def at_desk(phones: Phones, office: Office) -> Phone:
    phone = phones(viewport=DESK)
    cookie = {"name": SESSION, "value": office.secret, "domain": "localhost", "path": "/desk"}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    return phone


def test_a_clerk_prepares_a_conference_and_axe_finds_nothing(
    office: Office, phones: Phones, packages: Path, tmp_path: Path
) -> None:
    found: dict[str, list[str]] = {}
    phone = at_desk(phones, office)
    walk(phone.page, office.base, tmp_path, looker(phone, packages, found))
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) >= 2 * 21


def test_the_day_is_run_from_the_hub_and_axe_finds_nothing(
    office: Office, phones: Phones, packages: Path
) -> None:
    found: dict[str, list[str]] = {}
    phone = at_desk(phones, office)
    page, look = phone.page, looker(phone, packages, found)
    page.goto(f"{office.base}/desk/conferences/{office.hall.uuid}")
    expect(page.locator(".path").get_by_text("Đã làm 0 thẻ; bản chuẩn bị ghi 5.")).to_be_visible()
    page.get_by_label("In kèm tờ huỷ").check()
    with page.expect_download() as cards:
        page.get_by_role("button", name="Làm thẻ và tải về").click()
    printed = [page.codes for page in pages(Path(cards.value.path()).read_bytes())]
    expect(page.get_by_text("tệp nằm trong mục tải về")).to_be_visible()
    expect(page.locator(".path").get_by_text("Đã làm 5 thẻ; bản chuẩn bị ghi 5.")).to_be_visible()
    expect(page.locator('[data-part="cards"] .light-green')).to_be_visible()  # by itself
    left, posted = office.hall.prints(1)[0], list[str]()
    page.on("request", lambda request: posted.append(request.post_data or ""))
    page.get_by_label("Mã của thẻ").fill(left.card)
    page.get_by_role("button", name="Thêm", exact=True).click()
    expect(page.locator(".scanned")).to_have_text("Thẻ đã quét: 1")
    fifth = max(printed[0], key=lambda code: code.place[1]).text  # alone in the second row
    adds_a_range(page, printed[1][0].text, fifth)
    look("hub-prepared")
    page.get_by_label("Số thẻ đã phát").fill("4")
    page.get_by_role("button", name="Mở cuộc lấy phiếu").click()
    expect(page.get_by_role("alert").first).to_contain_text("còn điều chưa xong")
    page.get_by_label("Vẫn mở").check()
    page.get_by_role("button", name="Mở cuộc lấy phiếu").click()
    expect(page.get_by_role("alert").first).to_contain_text("phát ra 3, không phải 4")
    expect(page.get_by_label("Vẫn mở")).to_be_checked()
    expect(page.locator(".scanned")).to_have_text("Thẻ đã quét: 3")
    expect(page.locator(".void-ranges li")).to_contain_text("Từ tờ huỷ: 2 thẻ")
    page.get_by_label("Số thẻ đã phát").fill("3")
    page.get_by_role("button", name="Mở cuộc lấy phiếu").click()
    expect(page.get_by_text("Đã gửi 0/3 phiếu.")).to_be_visible()
    assert f"{office.hall.uuid} {left.public}" in "".join(posted)
    assert re.search(rf"({office.hall.uuid} [0-9a-f]{{12}}\r\n){{2}}", "".join(posted))
    assert left.card not in "".join(posted) and "TNH" not in "".join(posted)
    assert fifth.partition("#")[2] not in "".join(posted)
    look("hub-open")
    page.get_by_role("button", name="Đóng cuộc lấy phiếu").click()
    expect(page.get_by_role("alert").first).to_contain_text("Còn 3 phiếu chưa gửi.")
    page.get_by_label("Vẫn đóng").check()
    page.get_by_role("button", name="Đóng cuộc lấy phiếu").click()
    page.get_by_label("Thẻ in ra").fill("6")
    page.get_by_label("Thẻ phát ra").fill("4")
    page.get_by_label("Thẻ còn lại và thẻ hỏng").fill("2")
    page.get_by_role("button", name="Ghi số đếm").click()
    expect(page.get_by_text("chưa công bố được")).to_be_visible()
    look("hub-closed")
    page.get_by_label("Vì sao").fill("Một thẻ rơi, tìm thấy sau khi đóng.")
    page.get_by_role("button", name="Ghi chú vào sổ").click()
    expect(page.get_by_text("hoặc đã có ghi chú")).to_be_visible()
    assert {name: some for name, some in found.items() if some} == {}


def adds_a_range(page: Page, sheet: str, card: str) -> None:
    """Scan the sheet that was downloaded, and add the last two of its five cards."""
    for text in (sheet, card):
        page.get_by_label("Mã của thẻ").fill(text)
        page.get_by_role("button", name="Thêm", exact=True).click()
        expect(page.get_by_text("Tờ huỷ: thẻ 0001–0005")).to_be_visible()
    expect(page.get_by_text("Đã quét một thẻ trong dãy.").first).to_be_visible()
    page.get_by_label("Từ số").fill("4")
    page.get_by_label("Đếm thẻ trong tay").fill("2")
    page.get_by_label("Đếm thẻ trong tay").press("Enter")
    expect(page.locator(".void-ranges li")).to_contain_text("Thẻ 0004–0005: 2 thẻ")
    expect(page.locator(".scanned")).to_have_text("Thẻ đã quét: 3")


def walk(page: Page, base: str, folder: Path, look: Look) -> None:
    """Go the whole path, with one slip on the way, to the links of the committee."""
    page.goto(f"{base}/desk/")
    look("home")
    page.get_by_role("button", name="Chuẩn bị hội nghị mới").click()
    session_and_rules(page, look)
    people(page, look)
    delegates_and_sites(page, folder, look)
    cards_and_committee(page, look)
    the_rest(page, look)
    freezing(page, look)


def step(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def goes_on(page: Page) -> None:
    page.get_by_role("button", name="Lưu và sang bước sau").click()


def session_and_rules(page: Page, look: Look) -> None:
    step(page, "Cơ quan và kỳ họp")
    look("session")
    page.get_by_label("Tên cuộc lấy phiếu").fill("Lấy phiếu tín nhiệm giữa nhiệm kỳ 2026–2031")
    page.get_by_label("Cơ quan", exact=True).fill("Hội đồng nhân dân tỉnh")
    page.get_by_label("Ngày").fill("2026-12-08")
    page.get_by_label("Nơi họp").fill("Huế")
    goes_on(page)
    step(page, "Bộ quy tắc")
    page.get_by_role("radio", name="NQ96-2023").first.check()
    look("rules")
    goes_on(page)


def people(page: Page, look: Look) -> None:
    step(page, "Người được lấy phiếu")
    look("people-empty")
    page.get_by_label("Hoặc dán từ Excel").fill(PASTED)
    page.get_by_role("button", name="Xem trước").click()
    expect(page.get_by_text("1 trong 2 dòng dưới tiêu đề chưa nhận được.")).to_be_visible()
    look("preview-rejected")
    mended = PASTED.replace("Bình\t\t", "Bình\tPhó Chủ tịch\t")
    page.get_by_label("Sửa ở đây").fill(mended)
    page.get_by_role("button", name="Xem lại").click()
    expect(page.get_by_text("Nhận được cả 2 người.")).to_be_visible()
    look("preview-sound")
    page.get_by_role("button", name="Nhận 2 người").click()
    page.get_by_role("link", name="Nguyễn Văn An").click()
    step(page, "Nguyễn Văn An")
    look("person")
    page.get_by_role("link", name="Về danh sách").click()
    step(page, "Người được lấy phiếu")
    look("people")
    page.get_by_role("link", name="Sang bước sau").click()


def delegates_and_sites(page: Page, folder: Path, look: Look) -> None:
    step(page, "Đại biểu")
    page.get_by_label("Chọn tệp Excel").set_input_files(workbook(folder))
    page.get_by_role("button", name="Xem trước").click()
    page.get_by_role("button", name="Nhận 2 người").click()
    expect(page.get_by_text("Đã có 2 đại biểu trong danh sách.")).to_be_visible()
    page.get_by_label("Số được triệu tập").fill("6")
    page.get_by_label("Số có mặt").fill("6")
    look("delegates")
    goes_on(page)
    step(page, "Điểm phát thẻ")
    page.get_by_label("Tên điểm").first.fill("Hội trường A")
    look("sites")
    goes_on(page)


def cards_and_committee(page: Page, look: Look) -> None:
    step(page, "Thẻ")
    page.get_by_label("Số thẻ in ra").fill("5")
    page.get_by_label("Địa chỉ điện thoại mở được").fill("192.168.1.10")
    goes_on(page)
    expect(page.get_by_role("alert")).to_contain_text("phải là địa chỉ như")
    expect(page.get_by_label("Địa chỉ điện thoại mở được")).to_have_value("192.168.1.10")
    look("cards-wrong")
    page.get_by_label("Địa chỉ điện thoại mở được").fill("http://192.168.1.10:8000")
    goes_on(page)
    step(page, "Ban Kiểm phiếu")
    for place, name in enumerate(("Lê An", "Lê Bình", "Lê Cường")):
        page.get_by_label("Họ và tên").nth(place).fill(name)
    page.get_by_role("radio", name="Trưởng ban").first.check()
    page.get_by_label("Bao nhiêu người thì mở được kết quả").fill("2")
    look("committee")
    goes_on(page)


def the_rest(page: Page, look: Look) -> None:
    for title, name in (
        ("Giám sát", "witnesses"),
        ("Ngôn ngữ", "languages"),
        ("Màn hình", "screens"),
    ):
        step(page, title)
        look(name)
        goes_on(page)
    step(page, "Diễn tập")
    look("rehearsal")
    page.get_by_role("button", name="Lưu", exact=True).click()


def decides(page: Page, look: Look) -> None:
    """Decide one thing otherwise than the profile, and see it named; nothing else is."""
    page.get_by_role("link", name="Bộ quy tắc", exact=True).click()
    page.get_by_role("link", name="Điều Ban Tổ chức tự định").click()
    step(page, "Điều Ban Tổ chức tự định")
    look("own-rules")
    page.get_by_label("Tỷ lệ tính trên").select_option("Số phiếu phát ra")
    page.get_by_role("button", name="Lưu", exact=True).click()
    step(page, "Bộ quy tắc")
    expect(page.get_by_text("Ban Tổ chức tự định: Tỷ lệ tính trên. Chọn")).to_be_visible()
    page.get_by_role("link", name="Lấy phiếu tín nhiệm giữa").click()


def freezing(page: Page, look: Look) -> None:
    """Find the one contradiction, mend it, freeze, and come to the hub."""
    step(page, "Lấy phiếu tín nhiệm giữa nhiệm kỳ 2026–2031")
    expect(page.get_by_text("Có 5 thẻ cho 6 đại biểu có mặt.")).to_be_visible()
    look("path-red")
    page.get_by_role("link", name="Thẻ", exact=True).click()
    page.get_by_label("Số thẻ in ra").fill("6")
    goes_on(page)
    page.get_by_role("link", name="Lấy phiếu tín nhiệm giữa").click()
    decides(page, look)
    page.get_by_role("link", name="Bỏ bản chuẩn bị này").click()
    step(page, "Bỏ bản chuẩn bị")
    look("throw-away")
    page.get_by_role("link", name="Về bản chuẩn bị").click()
    page.get_by_role("link", name="Ai đã sửa gì").click()
    step(page, "Ai đã sửa gì")
    look("history")
    page.get_by_role("link", name="Về bản chuẩn bị").click()
    page.get_by_role("link", name="Xem lại và khoá").click()
    step(page, "Xem lại và khoá")
    look("review")
    page.get_by_role("link", name="Nhiều cuộc trong một phiên").click()
    step(page, "Nhiều cuộc trong một phiên")
    look("sitting")
    page.go_back()
    page.get_by_role("button", name="Khoá bản chuẩn bị").click()
    step(page, "Bản chuẩn bị đã khoá")
    expect(page.get_by_label("Đường dẫn của Lê Cường", exact=True)).to_contain_text("/committee#")
    page.get_by_role("button", name="Chép đường dẫn Lê Cường").click()
    expect(page.get_by_text("Đã chép.")).to_be_visible()
    look("frozen")
    page.get_by_role("link", name="Tới trang điều hành").click()
    expect(page.get_by_text("0/3 thành viên đã thử mở được")).to_be_visible()
    look("hub-keys")
    page.get_by_role("link", name="Ban Kiểm phiếu sẵn sàng").click()
    step(page, "Ban Kiểm phiếu")
    look("committee-desk")
    page.get_by_role("radio", name="Lê Cường").check()
    page.get_by_role("button", name="Cấp đường dẫn mới").click()
    expect(page.get_by_label("Đường dẫn của Lê Cường", exact=True)).to_contain_text("/committee#")
    look("committee-link")
