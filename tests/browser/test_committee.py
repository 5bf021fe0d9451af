"""A counting committee at work, each member in a browser of the member's own, to the result."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from audit.verifier import verify_record
from tests.browser.committee import Device, Table, Wire, name_of, secrets_of
from tests.browser.stick import OnStick
from tests.voting.people import HIGH, LOW, Organizer
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.services.books import record_incident
from voting.services.reading import read_conference

MARKS = ([HIGH, LOW], [HIGH, HIGH], [LOW, LOW], [HIGH, HIGH], [HIGH, LOW])
COUNTS = [["4", "0", "1"], ["2", "0", "3"]]


@pytest.fixture
def table(server: DemoServer, instance: Instance, browser: Browser) -> Iterator[Table]:
    made = Table(server, instance, browser)
    yield made
    made.leaves()


def test_three_of_five_and_the_server_decrypt_one_on_a_stick_one_lost_and_no_secret_leaves(
    table: Table, tmp_path: Path
) -> None:
    wire = Wire()
    table.watch = wire.listens
    table.begins(server_share=True)
    carried = OnStick(table, table.device(4).link, tmp_path)
    there = carried.makes_the_key()
    known = [secrets_of(table, device) for device in there]
    words = read_conference(table.instance, table.uuid).words
    for device in there:
        expect(device.part("words")).to_have_text(words)
    carried.drills()
    for device in there[:3]:
        device.saves(tmp_path)
        kept = device.page.evaluate("JSON.stringify({ ...localStorage })")
        assert device.link.token not in kept
        device.drills()
        device.is_at("ready")
        expect(device.part("phrase")).to_have_value("")
        assert "seed" not in device.page.evaluate("JSON.stringify({ ...localStorage })")
    head = table.device(1)
    expect(head.part("light")).to_have_text(
        "4 trong 5 thành viên đã mở được bản lưu, cần 3 để giải mã."
    )
    expect(head.part("light")).to_have_attribute("data-state", "good")
    expect(head.part("power")).to_contain_text("Bất kỳ 3 người nào trong 5 thành viên")
    organizer = Organizer(table.instance, table.uuid)
    delegates = organizer.prints()
    table.restores_the_server(tmp_path)
    organizer.opens()
    for delegate, marks in zip(delegates, MARKS, strict=False):
        delegate.casts(*marks)
    organizer.closes()
    table.device(5).context.close()  # lost, with the only trace of its key
    refuses_another_tally(table.device(2))
    follows_the_log_while_it_compares(table.device(2), organizer)
    table.device(3).decrypts()
    box = read_conference(table.instance, table.uuid).log_words
    assert carried.decrypts() == box
    head.is_at("tallied")
    rows = head.page.locator('[data-ref="result-body"] tr')
    expect(rows).to_have_count(2)
    for row, counts in enumerate(COUNTS):
        expect(rows.nth(row).locator("td")).to_have_text(counts)
    expect(table.device(2).is_at("tallied").part("publishing")).to_be_hidden()
    head.part("sure").check()
    head.part("publish").click()
    head.is_at("published")
    view = read_conference(table.instance, table.uuid)
    mark = head.part("box").locator(".mark")
    expect(mark).to_have_text(f"{view.log_size} mục {view.log_words}")
    record = tmp_path / "record.bel"
    record.write_bytes(organizer.record())
    assert verify_record(record).sound
    for secrets, device in zip(known, there, strict=True):
        wire.never_carries(device.phrase, *secrets)
        wire.never_names(device.link.token)
    assert wire.count > 100


def refuses_another_tally(device: Device) -> None:
    """Let the server lie to a device about what is to be decrypted: nothing leaves the device."""
    other = device.elsewhere().is_at("closed")

    def lie(route: Route) -> None:
        told = route.fetch().json()
        [first, *rest] = json.loads(told["encrypted_tally"])
        told["encrypted_tally"] = json.dumps([first[::-1], *rest], separators=(",", ":"))
        route.fulfill(json=told)

    other.page.route("**/committee/tally", lie)
    other.page.route("**/committee/decryption", lambda route: pytest.fail("it was decrypted"))
    other.gives_copy()
    expect(other.part("fault")).to_contain_text("không phải tổng của các phiếu")
    other.page.unroute("**/committee/tally")
    other.page.route("**/*.tlog", lambda route: route.fulfill(body=b"<html>"))
    other.gives_copy()
    expect(other.part("fault")).to_contain_text("Hòm phiếu không nối tiếp")
    other.page.route("**/*.bel", lambda route: route.fulfill(body=b"<html>"))
    other.gives_copy()
    expect(other.part("fault")).to_contain_text("Hòm phiếu không đúng")
    other.context.close()


def follows_the_log_while_it_compares(device: Device, organizer: Organizer) -> None:
    """The box grows while a member compares: the mark follows. Then the member decrypts."""
    other = device.elsewhere().is_at("closed").gives_copy()
    expect(other.part("compare-number")).to_have_text("5 phiếu")
    size, mark = (
        read_conference(organizer.instance, organizer.uuid).log_size,
        other.part("compare-mark"),
    )
    expect(mark).to_contain_text(f"{size} mục")
    record_incident(organizer.instance, organizer.uuid, "Mất điện năm phút")
    view = read_conference(organizer.instance, organizer.uuid)
    expect(mark).to_have_text(f"{size + 1} mục {view.log_words}")
    other.part("compare-stop").click()
    expect(other.part("fault")).to_contain_text("Chưa giải mã gì")
    other.gives_copy().compares()
    other.is_past("closed")
    assert {"decrypted", "logKey", "checkpoint"} <= other.memory().keys()


def test_a_member_who_sends_a_wrong_share_is_named_to_all_and_nothing_goes_on(
    table: Table,
) -> None:
    table.begins(2, 3).cheats(2)
    for device in (table.device(1), table.device(3)):
        device.is_at("stopped")
        expect(device.part("now")).to_contain_text(f"nội dung sai của {name_of(2)}")
        expect(device.part("members")).to_contain_text(f"Nội dung của {name_of(2)} bị từ chối.")
    table.restarts()
    for device in table.devices:
        device.opens()
    for device in table.devices:
        device.is_at("save")


def test_reload_and_a_server_that_restarts_lose_nothing(
    table: Table, instance: Instance, tmp_path: Path
) -> None:
    with DemoServer(instance=instance.settings.instance, workers=1) as first:
        table.server = first
        table.begins(2, 3)
        one, two, three = table.devices
        one.opens().is_at("waiting")
        two.opens().is_at("waiting")
        expect(one.part("now")).to_contain_text(name_of(3))
        kept = one.memory()
        one.page.reload()
        one.is_at("waiting")
        assert one.memory() == kept
        first.stop()
        expect(two.part("lost")).to_contain_text("Không mất gì")
        with DemoServer(instance=instance.settings.instance, port=first.port, workers=1):
            expect(two.part("lost")).to_be_empty()
            three.opens()
            for device in table.devices:
                device.is_at("save")
            assert one.memory()["seed"] == kept["seed"]
            other = one.elsewhere().is_at("drill")
            other.context.close()
            one.page.reload()
            one.saves(tmp_path).drills().is_at("ready")


def test_the_sheet_of_paper_opens_as_the_file_does(table: Table, tmp_path: Path) -> None:
    table.begins(2, 3).makes_the_key()
    device = table.device(2).saves(tmp_path)
    device.page.emulate_media(media="print")
    sheet = device.page.locator(".sheet")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text(name_of(2))
    expect(device.page.locator("h1")).to_be_hidden()
    assert device.page.pdf(format="A4").count(b"/Type /Page\n") == 1
    photo = tmp_path / "sheet.png"
    device.page.screenshot(path=photo, full_page=True)
    device.page.emulate_media(media="screen")
    other = device.elsewhere().is_at("drill")
    other.gives_copy(photo).is_at("ready")


def test_copies_of_others_wrong_words_and_damage_are_told_apart(
    table: Table, tmp_path: Path
) -> None:
    table.begins(2, 3).makes_the_key()
    for device in table.devices[:2]:
        device.saves(tmp_path)
    one, two = table.devices[:2]
    other = one.elsewhere().is_at("drill")
    fault = other.part("fault")
    other.gives_copy(two.copy)
    expect(fault).to_contain_text("của một thành viên khác")
    assert one.copy is not None
    whole = one.copy.read_text(encoding="utf-8")
    damaged = tmp_path / "damaged.json"
    damaged.write_text(whole.replace('"index":1', '"index":2'), encoding="utf-8")
    other.gives_copy(damaged)
    expect(fault).to_contain_text("bị hỏng")
    alien = tmp_path / "alien.json"
    alien.write_text(json.dumps({"card": 1}), encoding="utf-8")
    other.gives_copy(alien)
    expect(fault).to_contain_text("không phải bản lưu khoá")
    right, other.phrase = other.phrase, "sáu từ khác hẳn cụm kia"
    other.gives_copy()
    expect(fault).to_contain_text("ật khẩu")
    other.phrase = right.upper()
    other.gives_copy().is_at("ready")
