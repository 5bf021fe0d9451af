"""The day at the door: attendance, cards, incidents, turnout, in one conference; judged by axe."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import select

from ballots.credentials import make_credential
from tests.browser.camera import film, picture_of
from tests.browser.chromium import find_chromium
from tests.browser.hall import PATIENCE_MS, Hall, Phone
from tests.browser.looking import WIDE, Look, looking
from tests.browser.void_sheets import adds_a_range, void_sheet
from tests.voting.clerks import logged_in, make_account
from tests.voting.services.test_attendance import lists
from tests.voting.services.test_sites import is_planned
from voting.doorkeeper import SESSION
from voting.models import Card, CardState, Conference
from voting.roles import Role
from voting.services.sites import add_site

Phones = Callable[..., Phone]
TABLET = {"width": 820, "height": 1180}
SITE = "Hội trường A"


def enters(hall: Hall, phone: Phone, role: Role, site: str | None = None) -> Phone:
    """Give a device a session of its own."""
    instance = hall.organizer.instance
    account = make_account(instance, role, f"Người {role.value} {hall.organizer.uuid}", site=site)
    secret, where = logged_in(instance, account)[1], f"{hall.server.url}/desk"
    phone.context.add_cookies([{"name": SESSION, "value": secret, "url": where}])
    return phone


def opens(hall: Hall, page: Page, name: str) -> None:
    page.goto(f"{hall.server.url}/desk/conferences/{hall.organizer.uuid}/{name}")


def figure(page: Page, label: str) -> None:
    """Wait until a figure of the page's first list is as said: `label` is name and number."""
    name, _, number = label.rpartition(" ")
    place = page.locator(".figures div").filter(has_text=name).locator("dd")
    expect(place.first).to_have_text(number)


def test_a_day_at_the_door(hall: Hall, phones: Phones, packages: Path) -> None:
    hall.prepares(cards=6)
    desk = enters(hall, phones(viewport=TABLET), Role.CHECKIN, SITE)
    office = enters(hall, phones(viewport=WIDE, is_mobile=False), Role.ORGANIZER)
    sent: list[Request] = []
    desk.page.on("request", lambda request: sent.append(request))
    found: dict[str, list[str]] = {}
    look = looking(found, packages)
    gives_cards(hall, office, look)
    counts_and_checks_in(hall, desk, look)
    works_with_cards(hall, desk, look)
    follows(hall, desk, office, look)
    assert {name: some for name, some in found.items() if some} == {}
    assert len(found) == 2 * 12
    posted = "".join(request.post_data or "" for request in sent)
    assert hall.public(hall.cards[0]) in posted
    assert void_sheet(hall)[3:] not in posted and "TNH" not in posted
    of_sheets = [re.findall(r"card=([0-9a-f]{12})\b", one.post_data or "") for one in sent]
    assert [len(one) for one in of_sheets if one] == [3, 2]
    assert all(one == sorted(one) for one in of_sheets)  # nothing tells which serials they have
    for card in hall.cards:
        assert card not in posted
        assert card.replace("-", "") not in posted
        assert all(card not in request.url for request in sent)


def gives_cards(hall: Hall, office: Phone, look: Look) -> None:
    page = office.page
    opens(hall, page, "cards")
    expect(page.get_by_text("Chưa có điểm nào.")).to_be_visible()
    page.get_by_label("Thêm điểm").fill(SITE)
    page.get_by_role("button", name="Thêm điểm").click()
    shares_out(hall, page)
    page.get_by_label("Số thẻ", exact=True).fill("6")
    page.get_by_label("Số thẻ đầu tiên").fill("1")
    page.get_by_role("button", name="Ghi là đã giao").click()
    expect(page.get_by_text("số 0001 đến 0006")).to_be_visible()
    look("cards", office)


def shares_out(hall: Hall, page: Page) -> None:
    """Give the site its cards as the plan says, at one press, and take them back."""
    is_planned(hall.organizer, [{"name": SITE, "cards": 6}])
    page.reload()
    expect(page.get_by_text("Kế hoạch chia 6 thẻ cho 1 điểm.")).to_be_visible()
    page.get_by_role("button", name="Chia thẻ theo kế hoạch").click()
    expect(page.get_by_text(f"{SITE}: 6 thẻ")).to_be_visible()
    expect(page.get_by_role("button", name="Chia thẻ theo kế hoạch")).to_have_count(0)
    page.get_by_role("button", name="Lấy lại").click()
    expect(page.get_by_role("button", name="Chia thẻ theo kế hoạch")).to_be_visible()


def counts_and_checks_in(hall: Hall, desk: Phone, look: Look) -> None:
    page = desk.page
    opens(hall, page, "attendance")
    page.get_by_label(SITE).fill("3")
    page.get_by_role("button", name=f"Ghi số có mặt {SITE}").tap()
    figure(page, "Có mặt 3")
    expect(page.get_by_text("Chưa đủ: còn thiếu 1 người")).to_be_visible()
    look("attendance-count", desk)
    page.get_by_role("button", name="Hoàn tác: ghi lại 0").tap()
    expect(page.get_by_label(SITE)).to_have_value("0")
    lists(hall.organizer.instance, hall.organizer.uuid)
    opens(hall, page, "attendance")
    field = page.get_by_label("Quét huy hiệu")
    field.fill(hall.url(hall.cards[0]))  # a card in the place of a badge stays on the device
    field.press("Enter")
    expect(page.locator('[data-ref="camera"]')).to_contain_text("Mã của thẻ không được gửi đi.")
    expect(field).to_have_value("")
    field.fill(void_sheet(hall))  # nor a void sheet
    field.press("Enter")
    expect(field).to_have_value("")
    field.fill("dao")
    page.get_by_role("button", name="Tìm", exact=True).tap()
    late = page.get_by_role("button", name="Đến muộn Trần Thị Đào")
    expect(late).to_be_visible()
    look("attendance-found", desk)
    late.tap()
    expect(page.get_by_text("Trần Thị Đào: đến muộn.")).to_be_visible()
    for badge, name in (("B-001", "Nguyễn Văn An"), ("B-004", "Phạm Đức"), ("B-005", "Vũ Em")):
        expect(field).to_be_focused()
        page.keyboard.type(badge)  # as a scanner does
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{name}: có mặt.")).to_be_visible()
    figure(page, "Có mặt 4")
    expect(page.get_by_text("Đủ số người theo quy định")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác").tap()
    expect(page.get_by_text("Vũ Em: chưa đến.")).to_be_visible()
    look("attendance-undone", desk)
    page.get_by_role("button", name="Hoàn tác").tap()
    figure(page, "Có mặt 4")


def works_with_cards(hall: Hall, desk: Phone, look: Look) -> None:
    page = desk.page
    opens(hall, page, "cards")
    page.get_by_role("link", name=SITE).tap()
    page.get_by_role("button", name="Đã phát 1 thẻ").tap()
    figure(page, "Đã phát 1")
    page.get_by_role("button", name="Hoàn tác").tap()
    figure(page, "Đã phát 0")
    page.get_by_label("Đã phát số khác").fill("3")
    page.get_by_role("button", name="Ghi phát").tap()
    figure(page, "Đã phát 3")
    code, scanned = page.get_by_label("Mã của thẻ"), page.locator(".scanned")
    exchange = page.get_by_role("button", name="Đổi: huỷ thẻ này, phát thẻ khác")
    expect(exchange).to_be_disabled()
    fault = page.locator('[data-ref="fault"]')
    for text, count, said in (
        ("B-001", 0, re.compile("không phải mã của thẻ")),
        (hall.url(hall.cards[0]), 1, ""),
        (hall.cards[0], 1, "Thẻ này đã quét rồi."),
    ):
        code.fill(text)
        code.press("Enter")
        expect(fault).to_have_text(said)
        expect(scanned).to_have_text(f"Thẻ đã quét: {count}")
    expect(code).to_have_value("")
    look("card-desk", desk)
    exchange.tap()
    expect(page.get_by_text("Thẻ cũ đã huỷ.")).to_be_visible()
    figure(page, "Huỷ 1")


def throws_a_wrong_card_out(page: Page, look: Look, desk: Phone) -> None:
    """Scan one more card, which is of no list here; find it again in the stack, and drop it."""
    stranger, scanned = make_credential(), page.locator(".scanned")
    code, fault = page.get_by_label("Mã của thẻ"), page.locator('[data-ref="fault"]')
    for count in (2, 1, 2):  # scanned, taken out at once, scanned again
        if count == 1:
            page.get_by_role("button", name="Bỏ thẻ vừa quét").tap()
        else:
            code.fill(stranger)
            code.press("Enter")
        expect(scanned).to_have_text(f"Thẻ đã quét: {count}")
    page.get_by_role("button", name="Huỷ các thẻ còn ở bàn").tap()
    expect(page.get_by_text("thẻ quét thứ 2 không nhận được")).to_be_visible()
    expect(scanned).to_have_text("Thẻ đã quét: 2")  # nothing has to be scanned again
    code.fill(stranger)
    code.press("Enter")
    expect(fault).to_contain_text("Hãy để riêng tờ này ra.")
    look("card-desk-wrong", desk)
    page.get_by_role("button", name="Bỏ thẻ không nhận được").tap()
    expect(scanned).to_have_text("Thẻ đã quét: 1")
    expect(page.get_by_text("thẻ quét thứ 2 không nhận được")).to_be_hidden()


def void_cards(hall: Hall) -> set[str]:
    with hall.organizer.instance.database.reading() as session:
        found = select(Card.credential).where(Card.state == CardState.VOID).join(Conference)
        return set(session.scalars(found.where(Conference.uuid == hall.organizer.uuid)))


def follows(hall: Hall, desk: Phone, office: Phone, look: Look) -> None:
    """See the sum turn green and the ballots come, without touching the page of the office."""
    page, watch = desk.page, office.page
    opens(hall, watch, "turnout")
    sums = watch.locator("[data-equation]")
    expect(sums.first).to_have_attribute("data-equation", "waits")
    expect(watch.get_by_text("Chưa xong: còn 2 thẻ chưa phát, chưa huỷ.")).to_be_visible()
    look("turnout-unfinished", office)
    page.get_by_label("Mã của thẻ").fill(hall.cards[1])
    page.get_by_role("button", name="Thêm", exact=True).tap()
    throws_a_wrong_card_out(page, look, desk)
    adds_a_range(hall, page, look, desk)
    expect(page.get_by_text("Đã huỷ 2 thẻ.")).to_be_visible()
    assert void_cards(hall) == {hall.public(card) for card in hall.cards[:3]}
    expect(sums.first).to_have_attribute("data-equation", "holds")
    opens(hall, page, "incidents")
    page.get_by_label("Chuyện gì đã xảy ra").fill("Một điện thoại hết pin khi đang bỏ phiếu.")
    page.get_by_role("button", name="Ghi vào sổ").tap()
    expect(page.get_by_role("cell", name=f"{SITE}: Một điện thoại hết pin")).to_be_visible()
    look("incidents", desk)
    hall.opens()
    expect(sums).to_have_count(3)  # the page noticed the opening by itself
    hall.organizer.delegate(hall.cards[3]).casts(*[[1, 0, 0]] * 3)
    expect(watch.locator('dd[data-figure="cast"]')).to_have_text("1")
    look("turnout", office)
    expect(watch.locator('dd[data-figure="outstanding"]')).to_have_text("2")
    opens(hall, page, "cards")
    page.get_by_role("link", name=SITE).tap()
    expect(page.get_by_text("không đổi nữa")).to_be_visible()
    look("card-desk-open", desk)


def test_a_camera_reads_badges_and_cards_and_takes_none_for_the_other(
    browser: Browser, hall: Hall, tmp_path: Path
) -> None:
    hall.prepares(cards=6)
    organizer, card = hall.organizer, hall.url(hall.cards[0])
    lists(organizer.instance, organizer.uuid)
    add_site(organizer.instance, organizer.uuid, SITE)
    seen = film(tmp_path / "door.y4m", picture_of(card), picture_of("B-004"), frames=20)
    arguments = [
        *("--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
        f"--use-file-for-fake-video-capture={seen}",
    ]
    launched = browser.browser_type.launch(
        executable_path=find_chromium(), args=arguments, timeout=3 * PATIENCE_MS
    )
    try:
        context = launched.new_context(locale="vi-VN")
        context.set_default_timeout(PATIENCE_MS)
        page = enters(hall, Phone(context, context.new_page()), Role.CHECKIN, SITE).page
        posted: list[str] = []
        page.on("request", lambda request: posted.append(request.post_data or ""))
        opens(hall, page, "attendance")
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        expect(page.get_by_text("Phạm Đức: có mặt.")).to_be_visible()
        expect(page.locator("video")).to_be_visible()  # it looks on
        opens(hall, page, "cards/1")
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        expect(page.locator(".scanned")).to_have_text("Thẻ đã quét: 1")
        expect(page.locator('[data-ref="fault"]')).to_contain_text("không phải mã của thẻ")
        assert any("B-004" in one for one in posted)
        assert not any(hall.cards[0] in one for one in posted)
    finally:
        launched.close()
