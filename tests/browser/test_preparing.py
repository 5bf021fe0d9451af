"""The whole preparation as the clerk walks it, on a desk's screen and on a phone; judged by axe."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import VIEW, Phone
from tests.browser.test_desk import DESK
from tests.browser.test_use import SMALL, faults
from tests.voting.clerks import logged_in, make_account
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


@pytest.fixture
def office(tmp_path: Path, packages: Path) -> Iterator[tuple[str, str]]:
    """Start a server with one organizer; give its address and the secret of the session."""
    assert packages.is_dir()
    instance = open_instance(settings_from(server_environment(tmp_path), tmp_path))
    _, secret = logged_in(instance, make_account(instance, Role.ORGANIZER, "Trần Thị Tổ Chức"))
    with DemoServer(instance=tmp_path, workers=1) as server:
        yield f"http://localhost:{server.port}", secret
    instance.close()


def workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ("Họ và tên;Đơn vị", "Lê Văn Cường;Đoàn 1", "Phạm Thị Dung;Đoàn 2"):
        sheet.append(line.split(";"))
    book.save(folder / "dai-bieu.xlsx")
    return folder / "dai-bieu.xlsx"


@pytest.mark.parametrize(("scheme", "view"), [("light", DESK), ("dark", VIEW)])
def test_a_clerk_prepares_a_conference_and_axe_finds_nothing(
    scheme: str,
    view: dict[str, int],
    office: tuple[str, str],
    phones: Phones,
    packages: Path,
    tmp_path: Path,
) -> None:
    base, secret = office
    phone = phones(color_scheme=scheme, viewport=view)
    cookie = {"name": SESSION, "value": secret, "domain": "localhost", "path": "/desk"}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    found: dict[str, list[str]] = {}
    shots = os.environ.get("TINNHIEM_SHOTS")

    def look(name: str) -> None:
        wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        small = phone.page.evaluate(SMALL.replace("label.tile", "label.choice"))
        found[name] = faults(phone, packages) + small + ["sideways"] * (wide > inner)
        if shots:
            phone.page.screenshot(path=f"{shots}/{scheme}-{name}.png", full_page=True)

    walk(phone.page, base, tmp_path, look)
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) >= 18


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
    expect(page.get_by_text("1 trong 2 dòng chưa nhận được.")).to_be_visible()
    look("preview-rejected")
    mended = PASTED.replace("Bình\t\t", "Bình\tPhó Chủ tịch\t")
    page.get_by_label("Sửa ở đây").fill(mended)
    page.get_by_role("button", name="Xem lại").click()
    expect(page.get_by_text("Cả 2 dòng đều nhận được.")).to_be_visible()
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
    step(page, "Điểm phát phiếu")
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


def freezing(page: Page, look: Look) -> None:
    """Find the one contradiction, mend it, freeze, and come to the hub."""
    step(page, "Lấy phiếu tín nhiệm giữa nhiệm kỳ 2026–2031")
    expect(page.get_by_text("Có 5 thẻ cho 6 đại biểu có mặt.")).to_be_visible()
    look("path-red")
    page.get_by_role("link", name="Thẻ", exact=True).click()
    page.get_by_label("Số thẻ in ra").fill("6")
    goes_on(page)
    page.get_by_role("link", name="Lấy phiếu tín nhiệm giữa").click()
    page.get_by_role("link", name="Ai đã sửa gì").click()
    step(page, "Ai đã sửa gì")
    look("history")
    page.get_by_role("link", name="Về bản chuẩn bị").click()
    page.get_by_role("link", name="Xem lại và khoá").click()
    step(page, "Xem lại và khoá")
    look("review")
    page.get_by_role("button", name="Khoá bản chuẩn bị").click()
    step(page, "Bản chuẩn bị đã khoá")
    expect(page.get_by_label("Đường dẫn của Lê Cường")).to_contain_text("/committee#")
    look("frozen")
    page.get_by_role("link", name="Tới trang điều hành").click()
    expect(page.get_by_text("0/3 thành viên đã thử mở được")).to_be_visible()
    look("hub-keys")
