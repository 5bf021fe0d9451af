"""The committee's page for everybody's eyes: axe, small screens, both colour schemes, English."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.committee import Device, Table
from tests.browser.hall import VIEW, Phone, sights
from tests.browser.test_use import SMALL, faults
from tests.voting.people import HIGH, LOW, Organizer
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.services.ceremony import renew_link


@pytest.fixture
def table(server: DemoServer, instance: Instance, browser: Browser) -> Iterator[Table]:
    made = Table(server, instance, browser)
    yield made
    made.leaves()


def test_axe_finds_nothing_from_the_first_step_to_the_last(
    table: Table, packages: Path, tmp_path: Path
) -> None:
    table.settings = {"viewport": VIEW}
    found: dict[str, list[str]] = {}

    def look(device: Device, kind: str) -> None:
        device.is_at(kind)
        page = device.page
        for sight in sights(page):
            wide, inner = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= inner, f"{kind} scrolls sideways"
            judged = faults(Phone(device.context, page), packages) + page.evaluate(SMALL)
            found[f"{kind} {sight}"] = judged

    def compares(device: Device) -> None:
        expect(device.gives_copy().part("comparing")).to_be_visible(timeout=60_000)
        look(device, "closed")
        device.compares()

    table.begins(2, 3)
    one, two, three = table.devices
    lost = three.link
    three.link = renew_link(table.instance, table.uuid, 3)
    with_dead = Device(table, lost, three.context, three.page)
    look(with_dead.opens(), "refused")
    expect(with_dead.part("fault")).to_contain_text("không còn")
    for part in ("now", "light", "members"):
        expect(with_dead.part(part)).to_be_hidden()
    look(one.opens(), "waiting")
    expect(one.part("members")).to_contain_text("đã được cấp lại 1 lần")
    two.opens()
    three.opens().is_at("save")  # in the tab in which the lost link was refused
    assert three.link.token not in three.page.url
    for device in table.devices:
        device.saves(tmp_path)
    look(one, "save")
    other = one.elsewhere()
    look(other, "drill")
    look(other.gives_copy(), "ready")
    for device in (two, three):
        device.drills()
    organizer = Organizer(table.instance, table.uuid)
    delegates = organizer.prints(5)
    organizer.opens()
    for delegate in delegates:
        delegate.casts(HIGH, LOW)
    organizer.closes()
    look(one, "closed")
    compares(one)
    look(one, "decrypted")
    two.is_at("closed").gives_copy().compares()
    look(one, "tallied")
    one.part("sure").check()
    one.part("publish").click()
    look(one, "published")
    assert {kind: some for kind, some in found.items() if some} == {}
    assert len(found) == 2 * 9


def test_a_cheat_is_shown_well_and_in_english_too(table: Table, packages: Path) -> None:
    table.settings = {"locale": "en-GB"}
    table.begins(2, 3).cheats(2)
    device = table.device(1).is_at("stopped")
    expect(device.part("now")).to_contain_text("The making of the key has stopped")
    assert faults(Phone(device.context, device.page), packages) == []
    device.page.get_by_role("link", name="Tiếng Việt").click()
    expect(device.part("now")).to_contain_text("Việc tạo khoá đã dừng")
    device.page.get_by_role("link", name="English").click()
    expect(device.part("power")).to_contain_text("Any 2 of the 3 members together could open")


def test_without_the_link_there_is_only_advice(table: Table) -> None:
    table.begins(2, 3)
    device = table.device(1)
    device.page.goto(f"{table.base}/committee")
    expect(device.part("fault")).to_contain_text("đường dẫn riêng")
    device.page.goto(f"{table.base}/committee#{'A' * 22}")
    expect(device.part("fault")).to_contain_text("Hãy xin Ban Tổ chức đường dẫn mới")
