"""A browser becomes a witness: it watches a real log, cosigns it, and shouts when it is lied to."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from audit.checkpoint import Checkpoint, make_checkpoint_text, parse_checkpoint
from audit.cosignature import verify_cosignature
from audit.note import KeyType, VerificationKey, add_signatures, parse_verification_key
from tests.browser.hall import VIEW, Hall, Phone, sights
from tests.browser.screen import code_in
from tests.browser.test_use import SMALL, faults
from voting.models import Cosignature
from voting.services import evidence
from voting.services.reading import read_conference
from voting.services.witnesses import WitnessView, list_witnesses

Phones = Callable[..., Phone]
WITHIN = 60  # seconds; only a failing test waits so long


@pytest.fixture
def page(hall: Hall, phone: Phone) -> Page:
    hall.prepares().opens()
    begins(phone.page, hall)
    return phone.page


def begins(page: Page, hall: Hall, name: str = "Công đoàn") -> None:
    page.goto(f"{hall.base}/witness")
    page.get_by_label("Tên của bên giám sát").fill(name)
    page.get_by_role("button", name="Tạo khoá và bắt đầu giám sát").click()
    expect(page.locator('[data-ref="state"]')).to_have_attribute("data-state", "same")


def seen_by_server(hall: Hall) -> list[WitnessView]:
    return list_witnesses(hall.organizer.instance, hall.organizer.uuid)


def newest(hall: Hall) -> str:
    return evidence.read_checkpoint(hall.organizer.instance, hall.organizer.uuid)


def votes(hall: Hall, card: int) -> None:
    hall.organizer.delegate(hall.cards[card]).casts(*[[1, 0, 0]] * 3)


def waits_for(page: Page, hall: Hall, size: int) -> float:
    """Wait until the server has a cosignature of a size; return how many seconds it took."""
    start = time.monotonic()
    while seen_by_server(hall)[0].size != size:
        assert time.monotonic() - start < WITHIN
        page.wait_for_timeout(50)
    return time.monotonic() - start


def with_line_of(key: VerificationKey, hall: Hall, size: int) -> str:
    """Return the newest checkpoint with the line that a volunteer sent, which stands apart."""
    with hall.organizer.instance.database.reading() as session:
        found = select(Cosignature.line).where(
            Cosignature.size == size, Cosignature.key_id == key.key_id.hex()
        )
        return add_signatures(newest(hall), session.scalars(found).all())


def test_a_phone_watches_and_its_cosignatures_arrive(page: Page, hall: Hall) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    key = parse_verification_key(page.locator('[data-ref="key"]').inner_text(), KeyType.COSIGNATURE)
    assert key.name == "Công-đoàn"
    assert code_in(page.locator('[data-ref="key-qr"]')) == str(key)
    for card in range(3):
        votes(hall, card)
        size = parse_checkpoint(newest(hall)).checkpoint.size
        took = waits_for(page, hall, size)
        print(f"cosigned {took:.2f} s after the ballot")
        verify_cosignature(parse_checkpoint(with_line_of(key, hall, size)), key)
        view = read_conference(hall.organizer.instance, hall.organizer.uuid)
        expect(page.locator(".newest .mark")).to_have_text(f"{size} mục {view.log_words}")
    expect(page.locator('[data-ref="sent"]')).to_contain_text("Đã ký xác nhận")
    assert errors == []


def test_the_key_is_kept_by_the_browser_and_moves_as_a_file(
    page: Page, hall: Hall, phones: Phones, tmp_path: Path
) -> None:
    key = page.locator('[data-ref="key"]').inner_text()
    page.reload()
    expect(page.locator('[data-ref="key"]')).to_have_text(key)
    with page.expect_download() as download:
        page.get_by_role("link", name="Lưu khoá thành tệp").click()
    file = tmp_path / "witness.key"
    download.value.save_as(file)
    size = parse_checkpoint(newest(hall)).checkpoint.size
    waits_for(page, hall, size)
    other = phones().page
    other.goto(f"{hall.base}/witness")
    other.locator("#import").set_input_files(file)
    expect(other.locator('[data-ref="key"]')).to_have_text(key)
    expect(other.locator('[data-ref="recalled"]')).to_contain_text(f"đã ký tới mục {size} ở máy")
    expect(other.locator('[data-ref="state"]')).to_have_attribute("data-state", "same")
    forgetful = phones().page
    forgetful.route("**/checkpoint.cosigned-by/*", lambda route: route.abort())
    forgetful.goto(f"{hall.base}/witness")
    forgetful.locator("#import").set_input_files(file)
    expect(forgetful.locator('[data-ref="recalled"]')).to_contain_text("không có trí nhớ")
    stranger = phones().page
    stranger.goto(f"{hall.base}/witness")
    file.write_text("PRIVATE+KEY+x", encoding="ascii")
    stranger.locator("#import").set_input_files(file)
    expect(stranger.locator('[data-ref="fault"]')).to_contain_text("không phải tệp khoá")


def signed(hall: Hall, size: int, root: bytes) -> str:
    """Sign a checkpoint as a lying server would."""
    key = hall.organizer.instance.log_key.of_conference(hall.organizer.uuid)
    return key.signed(make_checkpoint_text(Checkpoint(key.name, size, root)))


def shows(page: Page, text: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(body=text, content_type="text/plain; charset=utf-8")

    page.route("**/log/checkpoint", answer)


def test_a_fork_is_shouted_kept_and_never_cosigned(page: Page, hall: Hall, tmp_path: Path) -> None:
    before = parse_checkpoint(newest(hall)).checkpoint
    lie = signed(hall, before.size, bytes(32))
    shows(page, lie)
    alarm = page.locator('[data-ref="alarm"]')
    expect(alarm).to_be_visible()
    expect(alarm).to_contain_text("không tiếp nối")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải bằng chứng").click()
    file = tmp_path / "evidence.txt"
    download.value.save_as(file)
    first, second = file.read_text(encoding="utf-8").split(f"\n\n{before.origin}\n")
    assert parse_checkpoint(f"{first}\n").checkpoint == before
    assert f"{before.origin}\n{second}" == lie
    page.unroute("**/log/checkpoint")
    votes(hall, 0)
    page.reload()
    expect(alarm).to_be_visible()
    page.wait_for_timeout(1500)
    assert seen_by_server(hall)[0].size == before.size


def test_a_log_that_goes_back_is_shouted(page: Page, hall: Hall) -> None:
    old = newest(hall)
    votes(hall, 0)
    size = parse_checkpoint(newest(hall)).checkpoint.size
    expect(page.locator(".newest .size")).to_have_text(f"{size} mục")
    shows(page, old)
    expect(page.locator('[data-ref="alarm"]')).to_contain_text("ít mục hơn")


def test_a_lost_connection_is_no_alarm(page: Page, hall: Hall, phone: Phone) -> None:
    state = page.locator('[data-ref="state"]')
    phone.context.set_offline(True)
    expect(state).to_have_attribute("data-state", "lost")
    phone.context.set_offline(False)
    expect(state).to_have_attribute("data-state", "same")
    shows(page, "<html>Welcome to the hotel</html>")
    expect(state).to_have_attribute("data-state", "unproved")
    page.unroute("**/log/checkpoint")
    expect(state).to_have_attribute("data-state", "same")
    expect(page.locator('[data-ref="alarm"]')).to_be_hidden()
    votes(hall, 1)
    size = parse_checkpoint(newest(hall)).checkpoint.size
    waits_for(page, hall, size)


def test_a_name_is_asked_for(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.page.goto(f"{hall.base}/witness")
    phone.page.get_by_role("button", name="Tạo khoá và bắt đầu giám sát").click()
    expect(phone.page.locator('[data-ref="fault"]')).to_contain_text("Hãy nhập tên")


def test_axe_finds_nothing_on_the_pages_of_receipts_and_witnesses(
    hall: Hall, phone: Phone, packages: Path
) -> None:
    hall.prepares().opens()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        for sight in sights(phone.page, dark=VIEW):
            wide, inner = phone.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert wide <= inner, f"{name} scrolls sideways"
            found[f"{name} {sight}"] = faults(phone, packages) + phone.page.evaluate(SMALL)

    receipt = hall.organizer.delegate(hall.cards[0]).casts(*[[1, 0, 0]] * 3).receipt
    phone.page.goto(f"{hall.base}/receipt")
    for name, text in (("sound", receipt), ("wrong", receipt.replace("index ", "index 1"))):
        phone.page.locator('[data-ref="text"]').fill(text)
        phone.page.locator('[data-ref="form"] button').click()
        expect(phone.page.locator('[data-ref="verdict"]')).to_be_visible()
        look(name)
    phone.page.goto(f"{hall.base}/witness")
    expect(phone.page.locator('[data-ref="setup"]')).to_be_visible()
    look("setup")
    begins(phone.page, hall)
    look("watching")
    shows(phone.page, signed(hall, parse_checkpoint(newest(hall)).checkpoint.size, bytes(32)))
    expect(phone.page.locator('[data-ref="alarm"]')).to_be_visible()
    look("alarm")
    assert {name: some for name, some in found.items() if some} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_of_events_shows_the_code_of_the_witness_page(
    width: int, hall: Hall, phones: Phones
) -> None:
    hall.prepares().opens()
    page = phones(viewport={"width": width, "height": 740}).page
    page.goto(f"{hall.base}/log")
    assert code_in(page.locator(".qr-code")) == f"{hall.base}/witness"
