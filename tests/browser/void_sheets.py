"""Void sheets at the desk of the cards, as a clerk uses them."""

from playwright.sync_api import Page, expect

from ballots.credentials import make_credential
from tests.browser.hall import Hall, Phone
from tests.browser.looking import Look
from tests.voting.documents.paper import pages
from voting.documents.cards import CardSheet, Paper, card_pdf, draw_codes
from voting.services.reading import read_conference


def scans(page: Page, text: str) -> None:
    page.get_by_label("Mã của thẻ").fill(text)
    page.get_by_label("Mã của thẻ").press("Enter")


def opens_a_sheet(hall: Hall, page: Page) -> None:
    """Scan the sheet of six cards, of which 0002 is in the list; choose 0001 to 0003."""
    fault, last = page.locator('[data-ref="fault"]'), page.get_by_label("đến số")
    text, offered = void_sheet(hall), page.locator(".void-sheet")
    scans(page, text[:-30] + text[-29:])
    expect(fault).to_have_text("Mã của tờ huỷ đọc không trọn. Hãy quét lại tờ ấy.")
    scans(page, text)
    expect(fault).to_contain_text("Thẻ số 0002 của tờ này đã có trong danh sách")
    expect(offered).to_be_hidden()
    page.get_by_role("button", name="Bỏ các thẻ đã quét").tap()
    scans(page, make_credential())
    scans(page, text)
    expect(page.get_by_text("Tờ huỷ: thẻ 0001–0006")).to_be_visible()
    page.get_by_role("button", name="Huỷ các thẻ còn ở bàn").tap()  # not while the sheet waits
    expect(fault).to_contain_text("chưa xong")
    page.get_by_role("button", name="Bỏ thẻ vừa quét").tap()
    last.fill("7")
    last.press("Enter")
    expect(fault).to_contain_text("thẻ 0001–0006. Hãy ghi hai số")
    last.fill("3")
    last.press("Enter")
    expect(fault).to_have_text("Hãy đếm thẻ trong tay rồi ghi số ấy.")
    scans(page, text)  # seen once more, it stays as it is
    expect(last).to_have_value("3")


def shows_whose_it_is(hall: Hall, page: Page, look: Look, desk: Phone) -> None:
    """Count the stack, and scan a card of it; others close the sheet."""
    fault, in_hand = page.locator('[data-ref="fault"]'), page.get_by_label("Đếm thẻ trong tay")
    offered, code = page.locator(".void-sheet"), page.get_by_label("Mã của thẻ")
    in_hand.fill("6")
    in_hand.press("Enter")
    expect(fault).to_contain_text("Dãy có 3 thẻ, trong tay có 6")
    scans(page, hall.cards[4])  # of another stack, or mixed
    expect(fault).to_contain_text("Thẻ này không thuộc dãy 0001–0003")
    expect(offered).to_be_hidden()
    scans(page, void_sheet(hall))
    page.get_by_role("button", name="Không thêm").tap()
    expect(code).to_be_focused()  # whoever scans goes on
    scans(page, void_sheet(hall))
    scans(page, hall.cards[4])  # of the sheet, but not of the range that is chosen then
    expect(offered).to_contain_text("Đã quét một thẻ trong dãy.")
    page.get_by_label("đến số").fill("3")
    in_hand.fill("3")
    in_hand.press("Enter")
    expect(fault).to_contain_text("Quét một thẻ bất kỳ trong dãy")
    look("card-desk-sheet", desk)
    scans(page, hall.cards[2])
    expect(fault).to_have_text("")
    page.get_by_role("button", name="Thêm dãy này").tap()
    expect(code).to_be_focused()


def adds_a_range(hall: Hall, page: Page, look: Look, desk: Phone) -> None:
    """Void the cards 0002 and 0003 by the printed sheet; 0001 was exchanged, 0002 is scanned."""
    press = page.get_by_role("button", name="Huỷ các thẻ còn ở bàn")
    fault, scanned = page.locator('[data-ref="fault"]'), page.locator(".scanned")
    ranges = page.locator(".void-ranges li")
    opens_a_sheet(hall, page)
    shows_whose_it_is(hall, page, look, desk)
    expect(ranges).to_contain_text("Thẻ 0001–0003: 3 thẻ")
    expect(scanned).to_have_text("Thẻ đã quét: 3")
    scans(page, hall.cards[2])
    expect(fault).to_have_text("Thẻ này đã quét rồi.")
    press.tap()  # one card of the range is void already
    expect(page.get_by_text("Trong các thẻ lấy từ tờ huỷ, 1 thẻ không nhận được.")).to_be_visible()
    expect(ranges).to_contain_text("Từ tờ huỷ: 3 thẻ")
    scans(page, void_sheet(hall))
    expect(fault).to_contain_text("Thẻ không nhận được: số 0001. Hãy để riêng ra.")
    expect(fault).to_contain_text("Thẻ số 0002–0003 của tờ này đã có trong danh sách")
    expect(page.locator(".void-sheet")).to_be_hidden()
    look("card-desk-sheet-wrong", desk)
    page.get_by_role("button", name="Bỏ thẻ không nhận được").tap()
    expect(ranges).to_contain_text("Từ tờ huỷ: 2 thẻ")
    scans(page, hall.cards[0])  # its short name was wrong: the card itself may be meant
    expect(scanned).to_have_text("Thẻ đã quét: 3")
    page.get_by_role("button", name="Bỏ thẻ vừa quét").tap()
    expect(scanned).to_have_text("Thẻ đã quét: 2")
    press.tap()


def void_sheet(hall: Hall) -> str:
    """Print the cards with their void sheet; return what a scanner reads from it."""
    about = read_conference(hall.organizer.instance, hall.organizer.uuid).definition
    sheet = CardSheet(hall.organizer.uuid, about, hall.server.url, hall.cards, has_void_sheets=True)
    [page] = pages(card_pdf(sheet, Paper.A6, draw_codes(sheet)), last=1)
    [code] = page.codes
    return code.text
