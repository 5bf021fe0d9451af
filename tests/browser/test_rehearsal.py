"""The whole rehearsal by one button, as the clerk sees it; a test card is read from its paper."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.hall import DESK, Phone
from tests.browser.test_use import SMALL, faults
from tests.voting.clerks import logged_in, make_account
from tests.voting.documents.paper import pages
from tests.voting.people import HIGH, Organizer
from tests.voting.services.test_drafts import SERVER_ONLY, filled
from voting.booth import Booth, parse_card
from voting.config import settings_from
from voting.demo.server import DemoServer, server_environment
from voting.doorkeeper import SESSION
from voting.instance import Instance, open_instance
from voting.rehearsal.place import Place, Stage, draft_name, is_one_running, place_of
from voting.roles import Role

Phones = Callable[..., Phone]
ENOUGH = 300  # seconds: the rehearsal starts processes, and a busy machine takes long for each


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Instance]:
    opened = open_instance(settings_from(server_environment(tmp_path), tmp_path))
    yield opened
    opened.close()


@pytest.fixture
def base(own: Instance, packages: Path) -> Iterator[str]:
    assert packages.is_dir()
    with DemoServer(instance=own.settings.instance, workers=1) as server:
        yield f"http://localhost:{server.port}"


def follows(page: Page, words: str) -> None:
    """Open the page again until it says these words."""
    deadline = time.monotonic() + ENOUGH
    while words not in page.content() and time.monotonic() < deadline:
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text(words)).to_be_visible()


def stays(route: Route) -> None:
    """Let the page stay as it is, so that it can be looked at: its header would open it again."""
    response = route.fetch()
    headers = {name: text for name, text in response.headers.items() if name != "refresh"}
    route.fulfill(response=response, headers=headers)


def votes_with_a_test_card(place: Place, phone: Phone, real: str) -> None:
    """Read the printed test cards; one of them votes."""
    [sheet] = pages(place.cards.read_bytes())
    assert len(sheet.codes) == 5
    assert "DIỄN TẬP" in sheet.text
    phone.page.goto(sheet.codes[0].text.partition("/vote")[0] + "/")
    expect(phone.page.locator(".rehearsal")).to_have_text("DIỄN TẬP – không tính")
    address, credential = parse_card(sheet.codes[0].text)
    assert address is not None and address.uuid != real
    booth = Booth(address)
    booth.cast(booth.make_ballot(credential, [HIGH, HIGH]))
    booth.close()


def is_all_gone(own: Instance, place: Place) -> None:
    """Look that a stopped rehearsal has left nothing that runs or votes."""
    progress = place.progress()
    assert progress is not None and progress.stage is Stage.STOPPED
    assert not place.run.exists()
    assert not is_one_running(own.settings.instance)


def test_one_button_rehearses_and_what_comes_is_green_or_says_what_to_do(
    own: Instance, base: str, phones: Phones, packages: Path
) -> None:
    hall = Organizer(own).prepares(cards=6, present=6)
    phone = phones(viewport=DESK)
    who, secret = logged_in(own, make_account(own, Role.ORGANIZER, "Trần Thị Tổ Chức"))
    cookie = {"name": SESSION, "value": secret, "domain": "localhost", "path": "/desk"}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    page, place = phone.page, place_of(own.settings.instance, hall.uuid)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.wait_for_load_state()  # its style, too
        wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        small = page.evaluate(SMALL.replace("label.tile", "label.choice"))
        found[name] = faults(phone, packages) + small + ["sideways"] * (wide > inner)
        if shots := os.environ.get("TINNHIEM_SHOTS"):
            page.screenshot(path=f"{shots}/rehearsal-{name}.png", full_page=True)

    def starts() -> None:
        page.get_by_label("Gửi trong bao nhiêu phút").fill("0,03")
        page.get_by_role("button", name="Bắt đầu diễn tập").click()
        follows(page, "Đã đến 0/5 thẻ.")

    page.route("**/rehearsals/*", stays)
    page.goto(f"{base}/desk/conferences/{hall.uuid}")
    page.get_by_role("link", name="Diễn tập và kiểm tra máy").click()
    expect(page.get_by_role("button", name="Bắt đầu diễn tập")).to_be_visible()
    look("before")
    starts()
    look("by-hand")
    votes_with_a_test_card(place, phones(), hall.uuid)
    follows(page, "Đã đến 1/5 thẻ.")
    page.get_by_role("button", name="Bỏ qua các thẻ thử").click()
    follows(page, "Bắt đầu diễn tập")
    expect(page.get_by_role("heading", name="Kết quả diễn tập gần nhất")).to_be_visible()
    expect(page.get_by_text("1/5 thẻ đã bỏ phiếu")).to_be_visible()
    expect(page.get_by_text("hồ sơ đúng, mọi số đều khớp")).to_be_visible()
    look("after")
    assert len(list(pages(page.pdf(format="A4"), scan=False))) == 1  # one sheet to sign and file
    page.set_viewport_size({"width": 360, "height": 740})
    look("after-narrow")
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not place.run.exists()
    assert hall.prints(2) and own.settings.instance.exists()  # the real one goes on undisturbed
    number = filled(own, who, SERVER_ONLY)  # and before anything is frozen, from the path
    page.goto(f"{base}/desk/drafts/{number}/rehearsal")
    page.get_by_role("link", name="Diễn tập và kiểm tra máy").click()
    starts()
    page.get_by_role("button", name="Dừng diễn tập").click()
    follows(page, "Diễn tập đã bị dừng.")
    is_all_gone(own, place_of(own.settings.instance, draft_name(number)))
    assert {name: some for name, some in found.items() if some} == {}
