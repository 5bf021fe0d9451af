"""The stage: one projector through all scenes, driven from the desk, cut off and back again."""

import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hall import VIEW, Phone, people
from tests.browser.screen import code_in
from tests.browser.test_use import SMALL, faults
from tests.voting.clerks import logged_in, make_account
from tests.voting.committee import Room
from tests.voting.people import HIGH, LOW, MEDIUM, Organizer
from voting.application import make_application
from voting.demo.server import DemoServer
from voting.doorkeeper import SESSION
from voting.instance import Instance
from voting.roles import Role
from voting.rules.profile import load_profile
from voting.services.results import publish_result

Phones = Callable[..., Phone]
LONG_POST = "Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn, Uỷ viên Ban Thường vụ Tỉnh uỷ"
OLD = {"width": 1024, "height": 768}  # a projector of 4:3
STAGE, WIDE = {"width": 1920, "height": 1080}, {"width": 1280, "height": 900}
SCHEMES = ("light", "dark")
WORDS, CLOCK = re.compile(r"^\S+( \S+){5}$"), re.compile(r"^1[45]:[0-5][0-9]$")
SEATS = 8  # people of the list: a table of two pages
# Everything that is read: [text, its size in pixels, its contrast with the paper (WCAG 2.2)].
READ = """() => {
    const light = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map((one) => one / 255)
        .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, place) => sum + one * [0.2126, 0.7152, 0.0722][place], 0);
    const paper = light(getComputedStyle(document.documentElement).backgroundColor);
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
        const one = walk.currentNode.parentElement;
        const isSeen = walk.currentNode.data.trim() && one.getClientRects().length > 0;
        if (!isSeen || one.classList.contains("unseen")) continue;
        const ink = light(getComputedStyle(one).color);
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        const size = parseFloat(getComputedStyle(one).fontSize);
        found.push([walk.currentNode.data.trim(), size, contrast]);
    }
    return found;
}"""
FIGURES = """() => [...document.querySelectorAll(".big dd:not(.share)")]
    .filter((one) => one.getClientRects().length > 0)
    .map((one) => parseFloat(getComputedStyle(one).fontSize))"""
SCREEN = "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
# What stands over an edge of the screen or over its own box.
OVER = """() => [...document.querySelectorAll("main *, footer *")]
    .filter((one) => one.getClientRects().length > 0 && !one.closest("svg, .unseen"))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1
        || one.getBoundingClientRect().bottom > innerHeight + 1)
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.fixture
def room(instance: Instance) -> Iterator[Room]:
    """Give a committee of three that has made its key; two of them can open the result."""
    application = make_application(instance.settings)
    room = Room(instance, application.test_client())
    told = {"profile": load_profile("QD96-2023"), "people": people(SEATS), "minimum_ballots": 2}
    yield room.makes_the_key(2, 3, convened=6, present=5, cards=5, **told)
    application.extensions["tinnhiem"].close()


class Desk:
    """The organizer at the desk, and the projector."""

    def __init__(self, room: Room, phones: Phones, packages: Path, server: DemoServer) -> None:
        self.packages, self.server, self.uuid = packages, server, room.uuid
        self.phone = phones(viewport=WIDE, is_mobile=False)
        account = make_account(room.instance, Role.ORGANIZER, f"Người {room.uuid}")
        secret, where = logged_in(room.instance, account)[1], f"{server.url}/desk"
        self.phone.context.add_cookies([{"name": SESSION, "value": secret, "url": where}])
        self.projector = phones(
            viewport=STAGE, device_scale_factor=1, is_mobile=False, has_touch=False
        )
        self.stage.goto(f"{server.url}/c/{room.uuid}/stage")
        self.seen: list[str] = []

    @property
    def stage(self) -> Page:
        return self.projector.page

    @property
    def page(self) -> Page:
        return self.phone.page

    def opens(self) -> "Desk":
        self.page.goto(f"{self.server.url}/desk/conferences/{self.uuid}/stage")
        return self

    def presses(self, name: str) -> None:
        self.page.get_by_role("button", name=name).click()

    def scene(self, name: str) -> Locator:
        shown = self.stage.locator(f'[data-scene="{name}"]')
        expect(shown).to_be_visible()
        return shown

    def ref(self, name: str) -> Locator:
        return self.stage.locator(f'[data-ref="{name}"]')

    def looks(self, name: str) -> None:
        """Judge what the projector shows: size, contrast, room, axe."""
        self.scene(name.partition("-")[0])
        for scheme in SCHEMES:
            self.stage.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
            if folder := os.environ.get("TINNHIEM_SCREENSHOTS"):
                self.stage.screenshot(path=f"{folder}/{name}-{scheme}.png")
            read = self.stage.evaluate(READ)
            assert len(read) > 6
            assert [one for one in read if one[1] < 0.045 * STAGE["height"]] == []
            assert [one for one in read if one[2] < 7] == []
            assert self.stage.evaluate(OVER) == []
            assert self.stage.evaluate(SCREEN) == list(STAGE.values())
        assert all(size >= 0.2 * STAGE["height"] for size in self.stage.evaluate(FIGURES))
        expect(self.ref("words")).to_have_text(WORDS)
        assert faults(self.projector, self.packages) == []
        self.seen.append(name)

    def looks_at_desk(self, name: str) -> None:
        self.page.wait_for_load_state()  # its style, too
        for scheme, view in zip(SCHEMES, (VIEW, WIDE), strict=True):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of both
            self.page.set_viewport_size(view)  # type: ignore[arg-type]  # width and height
            if folder := os.environ.get("TINNHIEM_SCREENSHOTS"):
                self.page.screenshot(path=f"{folder}/desk-{name}-{scheme}.png", full_page=True)
            wide, inner = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= inner
            small = self.page.evaluate(SMALL.replace("label.tile", "label.choice"))
            assert faults(self.phone, self.packages) + small == []


def test_one_projector_shows_every_scene_and_comes_back_by_itself(
    room: Room, phones: Phones, packages: Path, place: Path
) -> None:
    with DemoServer(instance=place, workers=1) as server:
        desk = Desk(room, phones, packages, server).opens()
        with_the_longest(desk)
        before_the_opening(desk, room)
        ballots = ballots_come(desk, room)
        with_the_server_gone(desk, server)
        server.stop()
    with DemoServer(instance=place, workers=1, port=server.port) as again:
        expect(desk.ref("lost")).to_be_empty()
        Organizer(room.instance, room.uuid).closes()
        expect(desk.ref("state")).to_have_text("Đã kết thúc, chờ kiểm phiếu")
        desk.server = again
        the_result(desk.opens(), room, ballots)
    assert len(desk.seen) == 9


def with_the_longest(desk: Desk) -> None:
    """Show what is as large as it gets: everything still stands on the screen."""
    name = "Công Tằng Tôn Nữ Phương Quỳnh"
    person: dict[str, object] = {
        "name": name,
        "position": LONG_POST,
        "photo": "",
        "standing": "below",
    }
    person |= {"counts": [1587, 1600, 1587], "percents": [3333, 10000, 3333]}
    result = {"first": 498, "total": 500, "page": 70, "pages": 72, "whole": 1600}
    shown: dict[str, object] = {"scene": "how", "words": "", "size": 1}
    desk.stage.route("**/stage/state*", lambda route: route.fulfill(body=json.dumps(shown)))
    mark = {"state": "open", "size": 12345, "words": "nghiêng giường phẳng thuốc cành nguồn"}
    scenes: dict[str, dict[str, object]] = {
        "welcome": {
            "network": {"name": "Dai hoi Dang bo tinh 2026 - tang 2", "password": "m" * 24}
        },
        "checkin": {"attendance": {"present": 1587, "whole": 1600, "needed": 1599}},
        "turnout": {"turnout": {"cast": 1587, "issued": 1600, "left": 36000, "here": 1587}},
        "ceremony": {
            "committee": {
                "opens": False,
                "needed": 8,
                "members": [{"name": name, "is_ready": one % 2 == 0} for one in range(8)],
            }
        },
        "person": {"result": {**result, "people": [person]}},
        "table": {
            "result": {**result, "people": [{**person, "name": "Nguyễn Thị Phương Anh"}] * 6}
        },
    }
    found: dict[str, list[str]] = {}
    figures: list[float] = []
    for scene, told in scenes.items():
        shown.update({"scene": scene, **mark, **told})
        desk.scene(scene)
        expect(desk.ref("size")).to_have_text("12.345 mục")
        if folder := os.environ.get("TINNHIEM_SCREENSHOTS"):
            desk.stage.screenshot(path=f"{folder}/longest-{scene}.png")
        found[scene] = desk.stage.evaluate(OVER)
        desk.stage.set_viewport_size(OLD)  # type: ignore[arg-type]  # width and height
        found[scene] += desk.stage.evaluate(OVER)
        figures += desk.stage.evaluate(FIGURES) if scene in ("checkin", "turnout") else []
        if folder := os.environ.get("TINNHIEM_SCREENSHOTS"):
            desk.stage.screenshot(path=f"{folder}/longest-{scene}-4-3.png")
        desk.stage.set_viewport_size(STAGE)  # type: ignore[arg-type]  # width and height
    assert found == {scene: [] for scene in scenes}
    assert len(figures) == 6 and min(figures) >= 160
    desk.stage.unroute("**/stage/state*")
    expect(desk.ref("size")).to_have_text("1 mục")


def before_the_opening(desk: Desk, room: Room) -> None:
    desk.looks("welcome")
    desk.page.get_by_label("Tên mạng").fill("Hội trường A")
    desk.page.get_by_label("Mật khẩu").fill("hoa-sen;2026")
    desk.presses("Chiếu Wi-Fi")
    expect(desk.ref("wifi-password")).to_have_text("hoa-sen;2026")
    codes = desk.scene("welcome").locator(".qr-code")
    assert code_in(codes.first) == f"{desk.server.url}/c/{desk.uuid}/"
    desk.stage.wait_for_function("document.querySelector('img.qr-code').naturalWidth > 0")
    assert code_in(codes.last) == "WIFI:T:WPA;S:Hội trường A;P:hoa-sen\\;2026;;"
    desk.looks("welcome-wifi")
    desk.presses("Điểm danh")
    expect(desk.ref("present")).to_have_text("5")
    desk.looks("checkin")
    desk.presses("Cách bỏ phiếu")
    desk.looks("how")
    room.drills(1, 2, 3)
    desk.presses("Ban Kiểm phiếu")
    expect(desk.ref("ready")).to_have_text("3/3")
    expect(desk.ref("members").locator(".lit")).to_have_count(3)
    expect(desk.page.get_by_role("button", name="Kết quả từng người")).to_be_disabled()
    desk.looks_at_desk("ceremony")


def ballots_come(desk: Desk, room: Room) -> list[bytes]:
    organizer = Organizer(room.instance, room.uuid)
    delegates = organizer.prints()
    organizer.opens()
    desk.page.get_by_label("Số phút còn lại").fill("15")
    desk.presses("Bắt đầu đếm")
    desk.presses("Số phiếu thu về")
    expect(desk.ref("left")).to_have_text(CLOCK)
    ballots = []
    for choice in (HIGH, MEDIUM, LOW):
        delegate = delegates.pop()
        ballots.append(delegate.encrypts(*[HIGH, choice] * (SEATS // 2)))
        delegate.sends(ballots[-1])
    expect(desk.ref("cast")).to_have_text("3")
    expect(desk.ref("issued")).to_have_text("5")
    desk.looks("turnout")
    return ballots


def with_the_server_gone(desk: Desk, server: DemoServer) -> None:
    server.stop()
    expect(desk.ref("lost")).to_have_text("Đang nối lại")
    expect(desk.ref("cast")).to_have_text("3")
    expect(desk.ref("left")).to_have_text(CLOCK)
    desk.looks("turnout-lost")


def the_result(desk: Desk, room: Room, ballots: list[bytes]) -> None:
    desk.presses("Ban Kiểm phiếu")
    expect(desk.ref("ready")).to_have_text("0/3")
    for number in (1, 3):
        device = room.devices[number - 1]
        assert device.sends("decryption", device.decryption(ballots)).status_code == 201
        expect(desk.ref("members").locator(".lit")).to_have_count((number + 1) // 2)
    expect(desk.ref("enough")).to_contain_text("Đủ")
    desk.looks("ceremony")
    publish_result(room.instance, room.uuid, by_head=True)
    desk.opens().presses("Kết quả từng người")
    expect(desk.ref("place")).to_have_text("1 trên 8")
    desk.presses("Tiếp →")
    expect(desk.ref("place")).to_have_text("2 trên 8")
    expect(desk.stage.locator("[data-share]").first).to_contain_text(",")
    desk.looks("person")
    desk.looks_at_desk("person")
    desk.presses("Bảng kết quả")
    expect(desk.ref("rows").locator("tr")).to_have_count(6)
    desk.looks("table")
    desk.presses("Tiếp →")
    expect(desk.ref("rows").locator("tr")).to_have_count(2)
