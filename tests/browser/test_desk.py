"""The desk in a browser: first start, log-in, people, sessions, passkeys; judged by axe."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hall import Phone, sights
from tests.browser.test_use import SMALL, faults
from voting.demo.server import DemoServer

Phones = Callable[..., Phone]
NAME, PHRASE = "Lê Quản Trị", "sen nở trong đầm sâu"
LINK = re.compile(r"http://\S+/desk/first#[\w-]{22}")


@pytest.fixture
def office(tmp_path: Path, packages: Path) -> Iterator[tuple[str, str]]:
    """Start a server of its own with nobody in it; give its first link, and its address."""
    assert packages.is_dir()
    with DemoServer(instance=tmp_path, workers=1) as server:
        [link] = LINK.findall((tmp_path / "server.log").read_text(encoding="utf-8"))
        yield link, f"http://localhost:{server.port}"


def starts(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ai quản trị máy chủ này?")
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Câu mật khẩu mới").fill(PHRASE)
    page.get_by_role("button", name="Làm người quản trị").click()
    expect(page.get_by_text(NAME)).to_be_visible()


def adds(page: Page, base: str, name: str, role: str, site: str = "") -> str:
    """Add somebody and return their link."""
    page.goto(f"{base}/desk/people/new")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_role("radio", name=role).check()
    page.get_by_role("textbox", name="Điểm").fill(site)
    page.get_by_role("button", name="Thêm và lấy đường dẫn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Đường dẫn cho {name}")
    return page.locator("pre").inner_text()


def test_the_secret_of_a_link_leaves_the_address_and_fills_the_form(
    office: tuple[str, str], phone: Phone
) -> None:
    link, base = office
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.goto(link)
    expect(phone.page).to_have_url(f"{base}/desk/first")
    expect(phone.page.get_by_label("Mã dùng một lần")).to_be_hidden()
    secret = link.partition("#")[2]
    assert phone.page.locator("#secret").input_value() == secret
    phone.page.get_by_role("link", name="English").click()
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Who administers this server?")
    expect(phone.page.locator("#secret")).to_have_value(secret)
    assert all(secret not in address.partition("#")[0] for address in asked)


def test_a_desk_is_set_up_and_axe_finds_nothing(
    office: tuple[str, str], phones: Phones, packages: Path
) -> None:
    link, base = office
    phone, other = (phones() for _ in range(2))
    found: dict[str, list[str]] = {}

    def look(name: str, whose: Phone = phone) -> None:
        whose.page.wait_for_load_state()  # its style, too
        for sight in sights(whose.page):
            wide, inner = whose.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            small = whose.page.evaluate(SMALL.replace("label.tile", "label.choice"))
            sideways = ["sideways"] * (wide > inner)
            found[f"{name} {sight}"] = faults(whose, packages) + small + sideways

    walk_the_desk(link, base, phone, other, look)
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) >= 2 * 14


def walk_the_desk(
    link: str, base: str, phone: Phone, other: Phone, look: Callable[..., None]
) -> None:
    """See every page of the desk; `other` is somebody whom the administrator adds."""
    page = phone.page
    page.goto(f"{base}/desk/")
    expect(page.get_by_text("chưa có người quản trị")).to_be_visible()
    look("not-started")
    page.goto(link)
    expect(page.get_by_label("Mã dùng một lần")).to_be_hidden()
    look("first")
    starts(page, link)
    look("home")
    page.goto(f"{base}/desk/people/new")
    look("new-person")
    own = adds(page, base, "Trần Thị Bình", "Tổ phát phiếu", "Hội trường A")
    look("linked")
    page.goto(f"{base}/desk/people")
    expect(page.get_by_role("cell", name="Chưa đặt câu mật khẩu")).to_be_visible()
    look("people")
    page.get_by_role("link", name="Trần Thị Bình").click()
    expect(page.get_by_role("heading", name="Ngừng người dùng này")).to_be_visible()
    look("person")
    walk_as_somebody(own, base, other, look)
    for name in ("sessions", "passphrase", "passkeys", "journal"):
        page.goto(f"{base}/desk/{name}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        look(name)
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def walk_as_somebody(own: str, base: str, other: Phone, look: Callable[..., None]) -> None:
    """Set a passphrase by a link, be refused a page, log out, fail to log in."""
    page = other.page
    page.goto(own)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đặt câu mật khẩu của bạn")
    look("link", other)
    page.get_by_label("Câu mật khẩu mới").fill(PHRASE)
    page.get_by_role("button", name="Đặt và đăng nhập").click()
    expect(page.get_by_text("Hội trường A")).to_be_visible()
    look("home-of-checkin", other)
    page.goto(f"{base}/desk/people")
    expect(page.get_by_role("heading", level=1)).to_contain_text("không được làm việc này")
    look("not-allowed", other)
    page.get_by_role("link", name="Về bàn làm việc").click()
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    look("login", other)
    page.get_by_label("Họ và tên").fill("Trần Thị Bình")
    page.get_by_label("Câu mật khẩu").fill("không phải câu này")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(page.get_by_role("alert").first).to_contain_text("không đúng")
    look("login-failed", other)


def test_a_passkey_is_added_logs_in_and_is_removed(office: tuple[str, str], phone: Phone) -> None:
    link, base = office
    page = phone.page
    session = phone.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    starts(page, link)
    page.goto(f"{base}/desk/passkeys")
    page.get_by_label("Tên của khoá").fill("Máy của Lê")
    page.get_by_role("button", name="Thêm khoá của thiết bị này").click()
    expect(page.get_by_role("listitem").filter(has_text="Máy của Lê")).to_be_visible()
    page.get_by_label("Tên của khoá").fill("Lần nữa")
    page.get_by_role("button", name="Thêm khoá của thiết bị này").click()
    expect(page.get_by_role("alert")).to_contain_text("Thiết bị không tạo khoá")
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng khoá của thiết bị").click()
    expect(page.get_by_text(NAME)).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng khoá của thiết bị").click()
    expect(page.get_by_role("alert")).to_contain_text("Thiết bị không đưa khoá ra")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Đăng nhập bằng khoá của thiết bị").click()
    expect(page.get_by_text(NAME)).to_be_visible()
    page.goto(f"{base}/desk/passkeys")
    page.get_by_role("button", name="Bỏ khoá Máy của Lê").click()
    expect(page.get_by_text("Chưa có khoá nào.")).to_be_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng khoá của thiết bị").click()
    expect(page.get_by_role("alert")).to_contain_text("không được chấp nhận")


def test_under_an_address_of_numbers_no_passkey_is_offered(
    office: tuple[str, str], phone: Phone
) -> None:
    link, base = office
    starts(phone.page, link.replace("localhost", "127.0.0.1"))
    phone.page.goto(f"{base.replace('localhost', '127.0.0.1')}/desk/passkeys")
    expect(phone.page.get_by_text("Trình duyệt chỉ cho thêm khoá")).to_be_visible()
    expect(phone.page.get_by_label("Tên của khoá")).to_be_hidden()


def test_another_browser_is_logged_out_from_here(office: tuple[str, str], phones: Phones) -> None:
    link, base = office
    here, there = phones(), phones()
    starts(here.page, link)
    there.page.goto(f"{base}/desk/login")
    there.page.get_by_label("Họ và tên").fill(NAME.upper())
    there.page.get_by_label("Câu mật khẩu").fill(PHRASE)
    there.page.get_by_role("button", name="Đăng nhập", exact=True).click()
    expect(there.page.get_by_text(NAME)).to_be_visible()
    here.page.goto(f"{base}/desk/sessions")
    here.page.get_by_role("button", name="Buộc đăng xuất").click()
    expect(here.page.get_by_role("button", name="Buộc đăng xuất")).to_have_count(0)
    there.page.goto(f"{base}/desk/people")
    expect(there.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
