"""The booth judges its receipt before it says "recorded", and shows who has seen it since."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from audit.policy import parse_policy
from audit.receipt import parse_receipt
from audit.receipt_verdict import Verdict, judge_receipt
from tests.browser.hall import HIGH, LOW, Hall, Phone
from tests.browser.screen import code_in
from tests.voting.services.test_witnesses import Watcher
from voting.plan.witnesses import Witness
from voting.services import evidence, witnesses

Phones = Callable[..., Phone]
NAMES = ("congdoan.example", "bao.example", "mattran.example")
COMING = "Chữ ký của giám sát đến sau giây lát."
SMALLEST_MODULE = 2.4  # CSS pixels; at two device pixels each a decoder has almost five


@pytest.fixture
def watchers() -> list[Watcher]:
    return [Watcher(name) for name in NAMES]


def watched(hall: Hall, watchers: list[Watcher], quorum: int = 2) -> Hall:
    named = tuple(Witness(one.key.name, str(one.key)) for one in watchers)
    return hall.prepares(witnesses=named, witness_quorum=quorum).opens()


def cosigns(hall: Hall, *watchers: Watcher) -> None:
    instance, uuid = hall.organizer.instance, hall.organizer.uuid
    for watcher in watchers:
        note = evidence.read_checkpoint(instance, uuid)
        witnesses.accept_cosignatures(instance, uuid, watcher.cosigns(note))


SPOILT: dict[str, Callable[[str], str]] = {
    "path": lambda text: text.replace(text.split("\n")[3], "A" * 43 + "="),
    "signature": lambda text: text.rstrip()[:-12] + "AAAAAAAAAAA=\n",
}


@pytest.mark.parametrize("defect", SPOILT)
def test_a_receipt_that_proves_nothing_is_not_shown_as_success(
    defect: str, hall: Hall, phone: Phone
) -> None:
    hall.prepares().opens()

    def spoil(route: Route) -> None:
        answer = route.fetch()
        said = json.loads(answer.body())
        changed = SPOILT[defect](said["receipt"])
        assert changed != said["receipt"]
        route.fulfill(response=answer, body=json.dumps({**said, "receipt": changed}))

    phone.page.route("**/ballots", spoil)
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, LOW, LOW]).reviews().sends()
    phone.sees("Biên nhận của máy chủ không đúng")


def test_the_witnesses_are_counted_as_they_confirm(
    hall: Hall, phone: Phone, watchers: list[Watcher]
) -> None:
    watched(hall, watchers)
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    said = phone.page.locator('[data-ref="done-witnesses"]')
    expect(said).to_have_text(f"0 trên 3 giám sát đã xác nhận. {COMING}")
    cosigns(hall, watchers[0])
    expect(said).to_have_text(f"1 trên 3 giám sát đã xác nhận. {COMING}")
    cosigns(hall, watchers[2])
    expect(said).to_have_text("2 trên 3 giám sát đã xác nhận.")
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải biên nhận về máy").tap()
    text = download.value.path().read_text(encoding="utf-8")
    instance, uuid = hall.organizer.instance, hall.organizer.uuid
    policy = parse_policy(evidence.read_policy(instance, uuid).encode())
    found = judge_receipt(text, policy.logs[0].key, policy)
    assert found.verdict is Verdict.HOLDS
    assert code_in(phone.page.locator('[data-ref="done-qr"]')) == text


def test_the_booth_stays_calm_then_says_since_when_too_few_have_confirmed(
    hall: Hall, phone: Phone, watchers: list[Watcher]
) -> None:
    watched(hall, watchers)
    cosigns(hall, *watchers[:2])
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    said = phone.page.locator('[data-ref="done-witnesses"]')
    expect(said).to_have_text(
        "0 trên 3 giám sát đã xác nhận. Chữ ký của giám sát đến sau giây lát."
    )
    first = code_in(phone.page.locator('[data-ref="done-qr"]'))
    expect(said).to_contain_text("từ đó chưa đủ", timeout=40_000)
    assert code_in(phone.page.locator('[data-ref="done-qr"]')) == first
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải biên nhận về máy").tap()
    held = parse_receipt(download.value.path().read_text(encoding="utf-8")).held
    assert held is not None and held.signed.checkpoint.size == parse_receipt(first).index
    phone.sees("đã được ghi nhận")


def test_without_witnesses_nothing_is_asked_and_nothing_said(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    expect(phone.page.locator('[data-ref="done-witnesses"]')).to_be_empty()
    phone.page.wait_for_timeout(1500)
    assert not [url for url in asked if "/receipts/" in url]


def test_a_server_without_newer_receipts_changes_nothing(
    hall: Hall, phone: Phone, watchers: list[Watcher]
) -> None:
    watched(hall, watchers)
    phone.page.route("**/receipts/*", lambda route: route.fulfill(status=404, body="no"))
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    phone.page.wait_for_timeout(1500)
    expect(phone.page.locator('[data-ref="done-witnesses"]')).to_contain_text("0 trên 3")
    phone.sees("đã được ghi nhận")


@pytest.mark.parametrize("factor", [2, 3])
def test_a_receipt_with_every_witness_is_read_from_a_phones_screen(
    factor: int, hall: Hall, phones: Phones, watchers: list[Watcher]
) -> None:
    watched(hall, watchers, quorum=3)
    for card in hall.cards[1:]:
        hall.organizer.delegate(card).casts([0, 1, 0], [0, 1, 0], [0, 1, 0])
    phone = phones(device_scale_factor=factor)
    phone.votes(hall, hall.cards[0], [HIGH, LOW, LOW])
    cosigns(hall, *watchers)
    expect(phone.page.locator('[data-ref="done-witnesses"]')).to_contain_text("3 trên 3")
    place = phone.page.locator('[data-ref="done-qr"] svg')
    text = code_in(place)
    assert parse_receipt(text).tracker == phone.reads("done-tracker")
    assert all(name in text for name in NAMES)
    box, view = place.bounding_box(), place.get_attribute("viewBox") or ""
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360
    modules = int(view.split(" ")[2])
    print(f"{len(text)} bytes, {modules - 8} modules, {box['width'] / modules:.2f} CSS px each")
    assert box["width"] / modules >= SMALLEST_MODULE
