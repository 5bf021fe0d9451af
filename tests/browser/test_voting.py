"""A whole vote on a phone, and everything that can go wrong on the way."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from playwright.sync_api import Page, Request, Route, expect

from audit.note import parse_verification_key
from audit.receipt import parse_receipt
from audit.statement import RefusalCode, parse_statement, verify_statement
from ballots.ballot import parse_ballot, verify_ballot
from tests.browser.hall import HIGH, LOW, MEDIUM, Hall, Phone, eventually, people
from tests.browser.screen import code_in
from tests.voting.plan.test_photos import picture
from voting.plan.photos import made_small
from voting.services.reading import read_board, read_conference

Phones = Callable[..., Phone]
MORNING = datetime(2026, 12, 8, 8, 0, tzinfo=UTC)
EVERYWHERE = """async () => {
    const bases = indexedDB.databases ? (await indexedDB.databases()).length : 0;
    const inputs = [...document.querySelectorAll("input")];
    return {
        checked: inputs.filter((one) => one.checked || (one.type === "text" && one.value)).length,
        radios: inputs.filter((one) => one.type === "radio").length,
        marked: document.querySelectorAll(".marked, .said").length,
        kept: Object.keys(localStorage).length + Object.keys(sessionStorage).length + bases,
        cookie: document.cookie,
        state: history.state,
        hash: location.hash,
    };
}"""


SENT_AGAIN = re.compile(r"\(lần \d+\)")


def board(hall: Hall) -> list[str]:
    return [line.tracker for line in read_board(hall.organizer.instance, hall.organizer.uuid).lines]


def watched(page: Page) -> list[Request]:
    seen: list[Request] = []
    page.context.on("request", lambda request: seen.append(request))
    return seen


def cookies(phone: Phone) -> dict[str, str]:
    return {one["name"]: one["value"] for one in phone.context.cookies()}


def posted(requests: list[Request], tail: str) -> list[bytes]:
    bodies = [one.post_data_buffer for one in requests if one.url.endswith(tail)]
    return [body for body in bodies if body is not None]


def test_a_whole_vote_of_47_people(hall: Hall, phone: Phone) -> None:
    hall.prepares(47).opens()
    errors: list[str] = []
    phone.page.on("console", lambda message: errors.append(message.text))
    phone.page.on("pageerror", lambda error: errors.append(str(error)))
    requests = watched(phone.page)
    phone.votes(hall, hall.cards[0], [row % 3 for row in range(47)])

    assert errors == []
    assert phone.page.url == f"{hall.base}/vote"
    assert all(one.url.startswith((hall.server.url, "blob:")) for one in requests)
    secret = hall.cards[0]
    said = "".join(one.url + (one.post_data or "") for one in requests)
    assert secret not in said and secret.replace("-", "") not in said
    [ballot] = posted(requests, "/ballots")
    election = hall.organizer.election
    verify_ballot(parse_ballot(ballot, election), election, {hall.public(secret)})
    [tracker] = board(hall)
    assert phone.reads("done-tracker") == tracker
    assert phone.reads("done-short") == f"{tracker[:4]} {tracker[4:8]} {tracker[8:12]}"
    assert len(requests) < 16

    left = phone.page.evaluate(EVERYWHERE)
    assert left.pop("state") in (None, "beyond")
    assert left == {"checked": 0, "radios": 0, "marked": 0, "kept": 0, "cookie": "", "hash": ""}
    phone.page.go_back()
    phone.sees("đã được ghi nhận")
    assert phone.page.evaluate(EVERYWHERE)["radios"] == 0


def test_photos_stand_beside_the_names_and_do_not_move_the_page(hall: Hall, phone: Phone) -> None:
    photo = made_small(picture())
    digest = hashlib.sha256(photo).hexdigest()
    shown = (replace(people(2)[0], photo=digest), people(2)[1])
    hall.prepares(people=shown, photos={digest: photo}).opens()
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")
    image = phone.page.locator('[data-person="0"] img')
    expect(image).to_have_js_property("naturalWidth", 192)
    box = image.bounding_box()
    assert box is not None and box["width"] * 4 == box["height"] * 3
    expect(phone.page.locator("fieldset img")).to_have_count(1)
    expect(phone.page.get_by_role("radiogroup").first).to_have_accessible_name(
        "1. Nguyễn Văn An Chủ tịch nước"
    )
    phone.chooses_all([HIGH, LOW]).reviews().sends().sees("đã được ghi nhận")


def test_the_receipt_is_a_file_that_holds(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.votes(hall, hall.cards[0], [HIGH, LOW, MEDIUM])
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải biên nhận về máy").tap()
    text = download.value.path().read_text(encoding="utf-8")
    receipt = parse_receipt(text)
    assert [receipt.tracker] == board(hall)
    assert code_in(phone.page.locator('[data-ref="done-qr"]')) == text
    assert str(receipt.index) == phone.reads("done-index")

    phone.page.goto(f"{hall.base}/receipt")
    phone.page.get_by_label("Biên nhận hoặc mã xác nhận").fill(text)
    phone.presses("Kiểm tra")
    answer = phone.page.locator('[data-ref="verdict"]')
    expect(answer).to_contain_text(f"nằm trong hòm phiếu, ở vị trí {receipt.index} trong")
    expect(answer).to_contain_text("Chữ ký của hòm phiếu đúng.")


def test_counted_as_chosen_changed_and_cleared(hall: Hall, phone: Phone) -> None:
    hall.prepares(3, cards=5).opens()
    for card in hall.cards[1:]:
        hall.organizer.delegate(card).casts([0, 1, 0], [0, 1, 0], [0, 1, 0])
    phone.scans(hall, hall.cards[0]).chooses_all([LOW, MEDIUM, LOW])
    phone.chooses(0, HIGH)
    phone.page.locator('[data-do="clear"][data-row="2"]').tap()
    expect(phone.page.locator(".marked")).to_have_count(2)
    expect(phone.page.locator('[data-ref="next"]')).to_contain_text("Còn một người")
    phone.reviews()
    assert "Để trống" in phone.page.locator(".choices li").nth(2).inner_text()
    phone.page.get_by_role("button", name="Đổi, đồng chí Trần Thị Bình").tap()
    phone.sees("Đánh giá từng người").waits()
    phone.chooses(1, LOW)
    phone.reviews().page.get_by_role("checkbox").tap()
    phone.sends().sees("đã được ghi nhận")
    result = hall.organizer.finishes()
    assert [person.counts for person in result.people] == [(1, 4, 0), (0, 4, 1), (0, 4, 0)]


def test_unmarked_rows_are_named_and_need_one_confirmation(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.scans(hall, hall.cards[0]).chooses_all([None, HIGH, None])
    jump = phone.page.locator('[data-ref="next"]')
    expect(jump).to_have_text("Còn 2 người chưa được đánh giá. ↓")
    jump.tap()
    expect(phone.page.locator('[data-person="2"] input').first).to_be_focused()
    jump.tap()
    expect(phone.page.locator('[data-person="0"] input').first).to_be_focused()
    phone.reviews()
    names = phone.page.locator('[data-ref="unmarked-names"] li')
    assert [text.split(",")[0] for text in names.all_inner_texts()] == [
        "Nguyễn Văn An",
        "Lê Hoàng Cường",
    ]
    phone.sends()
    expect(phone.page.get_by_role("checkbox")).to_be_focused()
    expect(phone.page.locator("#confirm-fault")).to_contain_text("Hãy đánh dấu")
    assert board(hall) == []
    phone.page.get_by_role("checkbox").tap()
    phone.sends().sees("đã được ghi nhận")
    assert len(board(hall)) == 1


def test_a_profile_that_asks_for_every_row_gets_it(hall: Hall, phone: Phone) -> None:
    from voting.rules.profile import load_profile

    profile = replace(load_profile("QD96-2023"), every_row_marked=True)
    hall.prepares(profile=profile).opens()
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, None, HIGH])
    phone.presses("Xem lại")
    expect(phone.page.locator('[data-ref="left-fault"]')).to_contain_text("đánh giá đủ mọi người")
    expect(phone.page.locator('[data-person="1"] input').first).to_be_focused()
    phone.chooses(1, LOW)
    phone.reviews().sends().sees("đã được ghi nhận")


def test_a_double_tap_sends_once_and_never_skips_the_review(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    requests = watched(phone.page)
    clock = phone.page.clock
    clock.set_fixed_time(MORNING)  # both taps come at one moment, on a slow machine too
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, HIGH, HIGH])
    spot = phone.page.get_by_role("button", name="Xem lại").bounding_box()
    assert spot is not None
    middle = (spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
    phone.page.touchscreen.tap(*middle)
    phone.page.touchscreen.tap(*middle)
    phone.sees("Xem lại trước khi gửi").waits()
    assert posted(requests, "/ballots") == []
    clock.set_fixed_time(MORNING + timedelta(seconds=1))
    phone.page.evaluate(
        "() => { for (const _ of [1, 2]) document.querySelector('[data-do=send]').click(); }"
    )
    phone.sees("đã được ghi nhận")
    assert len(posted(requests, "/ballots")) == 1
    assert len(board(hall)) == 1


def test_a_network_cut_during_sending_ends_with_one_receipt(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    requests = watched(phone.page)
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, LOW, LOW]).reviews()
    lost: list[int] = []

    def swallow(route: Route) -> None:
        """Let the first two ballots arrive, but lose the server's answer."""
        lost.append(1)
        if len(lost) > 2:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    phone.page.route("**/ballots", swallow)
    phone.sends()
    expect(phone.page.locator('[data-ref="sending-lost"]')).to_contain_text("đang được gửi lại")
    phone.sees("đã được ghi nhận")
    bodies = posted(requests, "/ballots")
    assert len(bodies) == 3 and len(set(bodies)) == 1
    assert board(hall) == [phone.reads("done-tracker")]


def test_offline_it_waits_and_goes_on_when_the_network_is_back(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, LOW, LOW]).reviews()
    phone.context.set_offline(True)
    phone.sends()
    expect(phone.page.locator('[data-ref="sending-lost"]')).to_contain_text(SENT_AGAIN)
    phone.context.set_offline(False)
    phone.sees("đã được ghi nhận")


def test_a_page_of_somebodys_wifi_is_no_answer(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    answers = [(200, "<html>Welcome to the hotel</html>"), (502, "{}"), (404, "Not here")]
    phone.page.route(
        "**/ballots",
        lambda route: (
            route.fulfill(status=answers[0][0], body=answers.pop(0)[1])
            if answers
            else route.continue_()
        ),
    )
    phone.votes(hall, hall.cards[0], [HIGH, HIGH, HIGH])
    assert len(board(hall)) == 1


def test_a_receipt_of_another_ballot_is_not_shown_as_success(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    forged = {"tracker": "A" * 43, "index": 1, "receipt": "tinnhiem/receipt/v1\n"}
    phone.page.route("**/ballots", lambda route: route.fulfill(body=json.dumps(forged)))
    phone.scans(hall, hall.cards[0]).chooses_all([HIGH, HIGH, HIGH]).reviews().sends()
    phone.sees("Biên nhận của máy chủ không đúng")


def test_two_phones_with_one_card(hall: Hall, phones: Phones) -> None:
    hall.prepares().opens()
    first, second = phones(), phones()
    for phone in (first, second):
        phone.scans(hall, hall.cards[0]).chooses_all([HIGH, HIGH, HIGH]).reviews()
    first.sends().sees("đã được ghi nhận")
    second.sends().sees("đã được sử dụng")
    assert "đồng chí" in second.heading().inner_text()
    assert len(board(hall)) == 1
    with second.page.expect_download() as saved:
        second.page.get_by_role("link", name="Tải giấy từ chối").tap()
    signed = parse_statement(saved.value.path().read_text(encoding="utf-8"))
    view = read_conference(hall.organizer.instance, hall.organizer.uuid)
    verify_statement(signed, parse_verification_key(view.log_key))
    assert signed.statement.code is RefusalCode.CREDENTIAL_USED
    second.scans(hall, hall.cards[0])
    second.sees("đã được sử dụng")
    expect(second.page.get_by_role("link", name="Tải giấy từ chối")).to_be_hidden()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_language_changes_at_any_step_without_losing_anything(
    language: str, hall: Hall, phones: Phones
) -> None:
    hall.prepares().opens()
    phone = phones(locale=language)
    first, other = ("Tiếng Việt", "English") if language == "en" else ("English", "Tiếng Việt")
    titles = {"English": "Rate each person", "Tiếng Việt": "Đánh giá từng người"}
    phone.scans(hall, hall.cards[0]).sees(titles[other])
    for row in range(3):
        phone.chooses(row, row)
    phone.page.get_by_role("link", name=first).tap()
    phone.sees(titles[first])
    checked = phone.page.locator("input:checked")
    expect(checked).to_have_count(3)
    assert [one.get_attribute("value") for one in checked.all()] == ["0", "1", "2"]
    phone.presses("Review" if first == "English" else "Xem lại")
    phone.sees("before sending" if first == "English" else "trước khi gửi").waits()
    phone.page.get_by_role("link", name=other).tap()
    phone.presses("Send the ballot" if other == "English" else "Gửi phiếu")
    phone.sees("recorded" if other == "English" else "ghi nhận")
    phone.page.get_by_role("link", name=first).tap()
    phone.sees("recorded" if first == "English" else "ghi nhận")
    assert phone.reads("done-tracker") == board(hall)[0]
    wanted = "en" if first == "English" else "vi"
    eventually(phone.page, lambda: cookies(phone) == {"lang": wanted})
    phone.page.reload()
    phone.sees("Enter the code" if first == "English" else "Nhập mã")
