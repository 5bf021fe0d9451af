"""One card, two votes one after the other, on the same phone: the scan leads where it should."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.hall import HIGH, LOW, Hall, Phone, people
from tests.browser.test_use import faults
from tests.browser.test_voting import watched
from tests.voting.sittings import Sitting
from voting.booth import Booth, parse_address
from voting.documents.cards import card_url
from voting.rules.profile import load_profile

Phones = Callable[..., Phone]
WIDE = "[document.documentElement.scrollWidth, innerWidth]"
RATE = "Đánh giá từng người"


def test_the_same_card_votes_in_two_votes_one_after_the_other(
    hall: Hall, phones: Phones, packages: Path
) -> None:
    sitting = Sitting(hall.organizer.instance)
    told = {"people": people(2), "profile": load_profile("QD96-2023"), "minimum_ballots": 2}
    sitting.prepares(False, False, **told)  # type: ignore[arg-type]  # one type a name
    cards = sitting.prints()
    one, two = (vote.uuid for vote in sitting.view.votes)
    phone = phones()
    requests = watched(phone.page)
    url = card_url(hall.server.url, sitting.uuid, cards[0])

    def scans() -> Phone:
        phone.page.goto("about:blank")
        phone.page.goto(url)
        return phone

    scans().sees("Cuộc lấy phiếu chưa mở.")
    assert phone.page.url == f"{hall.server.url}/c/{one}/vote"
    sitting.opens(1)
    phone.presses("Thử lại")
    phone.sees(RATE)
    phone.chooses_all([HIGH, LOW]).reviews().sends().sees("đã được ghi nhận")
    expect(phone.page.locator('[data-ref="done-then"]')).to_contain_text("“Thăm dò”, chưa mở")
    scans().sees("đã được sử dụng trong cuộc này")
    expect(phone.page.locator('[data-ref="notice-text"]')).to_contain_text("Xin giữ phiếu và chờ")
    assert faults(phone, packages) == []

    sitting.delegate(1, cards[1]).casts()
    sitting.vote(1).closes()
    scans().sees("Cuộc lấy phiếu chưa mở.")
    expect(phone.page.locator(".paper .title")).to_have_text("Thăm dò")
    expect(phone.page.locator('[data-ref="notice-text"]')).to_contain_text(
        "“Lấy phiếu tín nhiệm” đã kết thúc."
    )
    assert phone.page.url == f"{hall.server.url}/c/{two}/vote"
    sitting.opens(2)
    phone.page.evaluate("(address) => { location.href = address; }", f"#{cards[0]}")
    phone.chooses_all([LOW, LOW]).reviews().sends().sees("đã được ghi nhận")
    expect(phone.page.locator('[data-ref="done-then"]')).to_have_count(0)
    sitting.delegate(2, cards[1]).casts()

    sent = "".join(request.url + (request.post_data or "") for request in requests)
    assert cards[0] not in sent and cards[0].replace("-", "") not in sent
    sitting.vote(2).closes()
    for place, counts in ((1, (2, 0, 0)), (2, (1, 0, 1))):
        vote = sitting.vote(place)
        vote.decrypts()
        assert vote.counts().people[0].counts == counts
    with closing(Booth(parse_address(f"{hall.server.url}/c/{two}/"))) as booth:
        assert booth.sitting() == sitting.uuid
    phone.page.goto(f"{hall.server.url}/c/{sitting.uuid}/")
    expect(phone.page.locator(".votes .badge")).to_have_count(2)
    assert faults(phone, packages) == []
    wide, inner = phone.page.evaluate(WIDE)
    assert wide <= inner
