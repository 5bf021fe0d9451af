"""Cards: scanned, typed, used, void, unknown, too early, too late; each in a calm sentence."""

from collections.abc import Callable

from playwright.sync_api import Request, expect

from ballots.credentials import make_credential
from tests.browser.hall import HIGH, Hall, Phone

Phones = Callable[..., Phone]


def types(phone: Phone, hall: Hall, text: str) -> Phone:
    if phone.page.url != f"{hall.base}/vote":
        phone.page.goto(f"{hall.base}/vote")
    phone.sees("Nhập mã trên phiếu")
    phone.page.get_by_label("Mã gồm bốn nhóm").fill(text)
    phone.presses("Tiếp tục")
    return phone


def test_the_fragment_is_gone_at_once_from_address_and_history(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.page.goto("about:blank")
    phone.scans(hall, hall.cards[0]).sees("Đánh giá từng người")
    assert phone.page.url == f"{hall.base}/vote"
    phone.page.go_back()
    phone.page.go_forward()
    phone.sees("Nhập mã trên phiếu")
    assert "#" not in phone.page.url


def test_a_typed_card_is_read_forgivingly(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    types(phone, hall, "\u200b".join(f"  {hall.cards[0].replace('-', ' – ')} "))
    phone.sees("Đánh giá từng người")


def test_a_pasted_address_is_a_card(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    types(phone, hall, hall.url(hall.cards[0])).sees("Đánh giá từng người")


def test_a_wrong_character_is_named_before_anything_is_sent(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    requests: list[Request] = []
    phone.page.on("request", lambda request: requests.append(request))
    card = hall.cards[0]
    fault = phone.page.locator("#credential-fault")
    for typed, said in (
        (f"{card[:6]}0{card[7:]}", "Nhóm 2, ký tự thứ 1: mã phiếu không có “0”"),
        (f"{card[:6]}ư{card[7:]}", "Nhóm 2, ký tự thứ 1: “ư” không có"),
        (card[:-1], "Mã có 22 ký tự; ở đây có 21."),
        ("", "Chưa nhập mã."),
    ):
        types(phone, hall, typed)
        expect(fault).to_contain_text(said)
        expect(phone.page.get_by_label("Mã gồm bốn nhóm")).to_be_focused()
    assert not [one for one in requests if "/api/" in one.url]
    types(phone, hall, card).sees("Đánh giá từng người")


def test_a_card_of_nobody_and_a_void_one(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens(hall.cards[5])
    types(phone, hall, make_credential()).sees("không có trong danh sách")
    phone.presses("Nhập mã của phiếu khác")
    types(phone, hall, hall.cards[5]).sees("đã được huỷ")


def test_before_the_opening_the_card_waits_and_goes_on(hall: Hall, phone: Phone) -> None:
    hall.prepares()
    phone.scans(hall, hall.cards[0]).sees("Cuộc lấy phiếu chưa mở")
    assert "#" not in phone.page.url
    phone.presses("Thử lại")
    phone.sees("Cuộc lấy phiếu chưa mở")
    hall.opens()
    phone.presses("Thử lại")
    phone.sees("Đánh giá từng người")


def test_after_the_closing(hall: Hall, phones: Phones) -> None:
    hall.prepares(2, cards=6).opens()
    for card in hall.cards[:5]:
        hall.organizer.delegate(card).casts()
    late, later = phones(), phones()
    late.scans(hall, hall.cards[5]).chooses_all([HIGH, HIGH]).reviews()
    hall.organizer.closes()
    late.sends().sees("Cuộc lấy phiếu đã kết thúc")
    later.scans(hall, hall.cards[5]).sees("Cuộc lấy phiếu đã kết thúc")
    assert "#" not in later.page.url


def test_a_second_card_scanned_into_the_page_begins_anew(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    phone.votes(hall, hall.cards[0], [HIGH, HIGH, HIGH])
    phone.scans(hall, hall.cards[1]).sees("Đánh giá từng người")
    assert phone.page.url == f"{hall.base}/vote"
    expect(phone.page.locator(".marked")).to_have_count(0)
    phone.waits()
    phone.chooses_all([HIGH, HIGH, HIGH]).reviews().sends().sees("đã được ghi nhận")


def test_a_list_that_is_not_the_elections_is_refused(hall: Hall, phone: Phone) -> None:
    hall.prepares().opens()
    right = phone.page.request.get(f"{hall.base}/vote").text()
    wrong = right.replace("Trần Thị Bình", "Kẻ Mạo Danh")
    assert wrong != right
    phone.page.route("**/vote", lambda route: route.fulfill(response=route.fetch(), body=wrong))
    phone.scans(hall, hall.cards[0]).sees("không khớp với cuộc lấy phiếu")
