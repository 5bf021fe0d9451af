"""The pages of the day, as clerks use them: attendance, cards, turnout, incidents."""

import html
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit.entries import Entry, IncidentEntry
from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.people import OPENING, Delegate, Organizer
from tests.voting.services.test_attendance import lists
from voting.account_models import DeskAct
from voting.instance import Instance
from voting.roles import Role
from voting.services.acts import Act, read_acts
from voting.services.books import every_entry
from voting.services.card_account import read_card_account
from voting.services.common import find_conference
from voting.voidsheet import sheet_text, short_name

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class Day:
    """A conference with five printed cards, and its people."""

    application: Flask
    organizer: Organizer
    cards: list[Delegate]

    @property
    def instance(self) -> Instance:
        return self.organizer.instance

    def clerk(self, role: Role, site: str | None = None) -> Clerk:
        account = make_account(self.instance, role, f"{role.value} {site or ''}", site=site)
        return Clerk(self.application).has_session(logged_in(self.instance, account)[1])

    def path(self, page: str) -> str:
        return f"/desk/conferences/{self.organizer.uuid}/{page}"

    def fills(self, clerk: Clerk, page: str, **fields: Any) -> tuple[int, str]:
        """Send a form; return the status and the page that one sees then."""
        answer = clerk.fills("/desk/", self.path(page), **fields)
        if answer.status_code == 303:
            answer = clerk.opens(answer.headers["Location"])
        return answer.status_code, html.unescape(answer.text)


@pytest.fixture
def day(application: Flask) -> Day:
    organizer = Organizer(application.extensions["tinnhiem"])
    organizer.prepares().rehearses()
    return Day(application, organizer, organizer.prints())


def test_an_organizer_adds_sites_and_gives_cards_to_them(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    assert day.fills(clerk, "sites", name="Hội trường A")[0] == 200
    status, page = day.fills(clerk, "sites", name="hội trường a")
    assert (status, "Đã có điểm mang tên này" in page) == (409, True)
    assert 'value="hội trường a"' in page  # nothing that was typed is lost
    assert "số 0002 đến 0004" in day.fills(clerk, "batches", site="1", count="3", first="2")[1]
    status, page = day.fills(clerk, "batches", site="1", count="ba")
    assert (status, "Hãy ghi một số nguyên" in page) == (422, True)
    assert "Đã giao 0 trên 5 thẻ" in day.fills(clerk, "batches/1/back")[1]
    assert day.fills(clerk, "batches/1/back")[0] == 404


def test_a_desk_hands_out_undoes_exchanges_and_makes_void(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    day.fills(clerk, "sites", name="Hội trường A")
    without = day.fills(clerk, "cards/1/hand-out", count="1", seen="0")[1]
    assert "Bàn này chưa được giao tập thẻ nào: Ban Tổ chức giao ở trang Thẻ" in without
    assert f'<strong><a href="/desk/conferences/{day.organizer.uuid}">' in without  # to the hub
    day.fills(clerk, "batches", site="1", count="5")
    desk = day.clerk(Role.CHECKIN, "Hội trường A")
    assert "Đã ghi phát 4 thẻ" in day.fills(desk, "cards/1/hand-out", count="4", seen="0")[1]
    again = day.fills(desk, "cards/1/hand-out", count="4", seen="0")
    assert (again[0], "Lần bấm này không ghi gì" in again[1]) == (409, True)
    assert "Đã ghi nhận lại 1 thẻ" in day.fills(desk, "cards/1/take-back", count="1", seen="4")[1]
    spoiled, left = (card.public for card in day.cards[:2])
    assert "Thẻ cũ đã huỷ" in day.fills(desk, "cards/1/exchange", card=spoiled)[1]
    assert "đã huỷ từ trước" in day.fills(desk, "cards/1/void", card=spoiled)[1]
    assert "Chưa quét thẻ nào" in day.fills(desk, "cards/1/void")[1]
    assert "Đã huỷ 1 thẻ" in day.fills(desk, "cards/1/void", card=left)[1]
    account = read_card_account(day.instance, day.organizer.uuid)
    assert (account.handed_out, account.void, account.holds) == (3, 2, True)
    page = desk.opens(day.path("cards")).text
    assert 'data-equation="holds"' in page


def test_of_scanned_cards_the_wrong_one_is_named_by_its_place_and_the_others_stay(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    day.fills(clerk, "sites", name="Hội trường A")
    day.fills(clerk, "batches", site="1", count="5")
    good, void, other = (card.public for card in day.cards[:3])
    day.fills(clerk, "cards/1/void", card=void)
    stranger = Organizer(day.instance).prepares().prints(1)[0].public
    page = day.fills(clerk, "cards/1/void", card=[good, void, other, stranger])[1]
    assert "Trong 4 thẻ đã quét, thẻ quét thứ 2, 4 không nhận được." in page
    assert f'data-wrong="{void}|{stranger}"' in page
    for one in (good, void, other, stranger):
        assert f'<input type="hidden" name="card" value="{one}">' in page
    card = day.cards[3].card
    assert card not in day.fills(clerk, "cards/1/void", card=[card])[1]
    twice = [good, other, short_name(other)]  # scanned, and on a void sheet
    assert "Đã huỷ 2 thẻ" in day.fills(clerk, "cards/1/void", card=twice)[1]


def test_of_a_void_sheet_nothing_is_written_down_but_how_many_became_void(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    day.fills(clerk, "sites", name="Hội trường A")
    day.fills(clerk, "batches", site="1", count="5")
    good, void, other = (short_name(card.public) for card in day.cards[:3])
    day.fills(clerk, "cards/1/void", card=day.cards[1].public)
    before = entries(day)
    page = day.fills(clerk, "cards/1/void", card=[good, other, void])[1]
    assert "Trong các thẻ lấy từ tờ huỷ, 1 thẻ không nhận được." in page
    assert "thẻ quét thứ" not in page and f'data-wrong="{void}"' in page
    for one in (good, void, other):
        assert f'<input type="hidden" name="card" value="{one}">' in page
    assert "Đã huỷ 2 thẻ" in day.fills(clerk, "cards/1/void", card=[good, other])[1]
    assert entries(day) == before
    made = [one.about for one in read_acts(day.instance) if one.act is Act.MADE_VOID]
    assert made == ["2, Hội trường A", "1, Hội trường A"]


def entries(day: Day) -> list[Entry]:
    with day.instance.database.reading() as session:
        return every_entry(session, find_conference(session, day.organizer.uuid).id)


def test_a_desk_sees_no_other_site(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    for name in ("Hội trường A", "Hội trường B"):
        day.fills(clerk, "sites", name=name)
    desk = day.clerk(Role.CHECKIN, "Hội trường B")
    assert desk.opens(day.path("cards/2")).status_code == 200
    for path in ("cards/1", "cards/3"):
        assert desk.opens(day.path(path)).status_code in (403, 404)
    assert day.fills(desk, "cards/1/hand-out", count="1", seen="0")[0] == 403
    assert day.fills(desk, "attendance/count", site="1", count="1")[0] == 403
    assert f'{day.path("cards/1")}"' not in desk.opens(day.path("cards")).text


def test_a_desk_whose_site_is_not_there_is_told_so(day: Day) -> None:
    desk = day.clerk(Role.CHECKIN, "Hội trường C")
    assert "Chưa có điểm nào tên là Hội trường C" in desk.opens(day.path("cards")).text


def test_a_badge_is_enough_and_a_name_is_asked_about(day: Day) -> None:
    lists(day.instance, day.organizer.uuid)
    desk = day.clerk(Role.CHECKIN, "Hội trường A")
    assert "Trần Thị Đào: có mặt." in day.fills(desk, "attendance/find", typed="B-002")[1]
    page = day.fills(desk, "attendance/find", typed="B-002")[1]
    assert "Tìm thấy 1" in page  # who is present already is shown, not marked again
    assert "Phạm Đức" in day.fills(desk, "attendance/find", typed="duc")[1]
    assert "Không ai khớp" in day.fills(desk, "attendance/find", typed="B-0")[1]
    left = day.fills(desk, "attendance/mark", number="4", presence="late")[1]
    assert "Phạm Đức: đến muộn." in left
    assert 'name="presence" value="absent"' in left  # undo
    status, page = day.fills(desk, "attendance/mark", number="9", presence="late")
    assert (status, "Danh sách không có đại biểu này" in page) == (404, True)
    assert day.fills(desk, "attendance/mark", number="1", presence="here")[0] == 400


def test_a_card_in_the_place_of_a_badge_is_refused_and_not_repeated(day: Day) -> None:
    lists(day.instance, day.organizer.uuid)
    desk = day.clerk(Role.CHECKIN, "Hội trường A")
    card = day.cards[0].card
    sheet = sheet_text(day.organizer.uuid, 1, [day.cards[0].public])
    for text in (card, f"http://vote.example/c/{day.organizer.uuid}/vote#{card}", sheet):
        status, page = day.fills(desk, "attendance/find", typed=text)
        assert (status, "đổi thẻ ấy tại bàn phát thẻ" in page) == (409, True)
        assert card not in page and sheet not in page


def test_without_a_list_the_sites_count_and_the_last_number_comes_back(day: Day) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    day.fills(clerk, "sites", name="Hội trường A")
    assert "Đã ghi." in day.fills(clerk, "attendance/count", site="1", count="4")[1]
    page = day.fills(clerk, "attendance/count", site="1", count="5")[1]
    assert "Hoàn tác: ghi lại 4" in page
    status, page = day.fills(clerk, "attendance/count", site="1", count="7")
    assert (status, "Số có mặt nhiều hơn" in page) == (409, True)


def test_an_incident_lands_in_the_log_with_the_site_and_the_role(day: Day) -> None:
    desk = day.clerk(Role.CHECKIN, "Hội trường A")
    status, page = day.fills(desk, "incidents", text="Một điện thoại hết pin.")
    assert (status, "Hội trường A: Một điện thoại hết pin." in page) == (200, True)
    status, page = day.fills(desk, "incidents", text=" ")
    assert (status, "1 đến 2000 ký tự" in page) == (422, True)
    long = "x" * 2001
    status, page = day.fills(desk, "incidents", text=long)
    assert (status, long in page) == (422, True)
    with day.instance.database.reading() as session:
        entries = every_entry(session, find_conference(session, day.organizer.uuid).id)
    assert entries[-1] == IncidentEntry(text="Hội trường A: Một điện thoại hết pin.", by="checkin")


def test_the_journal_tells_of_no_minute_between_two_ballots(day: Day) -> None:
    desk = day.clerk(Role.CHECKIN, "Hội trường A")
    day.fills(desk, "incidents", text="Trước khi mở.")
    day.organizer.opens()
    day.fills(desk, "incidents", text="Giữa hai phiếu.")
    with day.instance.database.reading() as session:
        acts = session.scalars(select(DeskAct).order_by(DeskAct.id)).all()
    minutes = [act.minute for act in acts if act.act == "log_entry"]
    assert minutes[1] == int(OPENING.timestamp()) // 60 * 60
    assert minutes[0] != minutes[1]


def test_figures_tell_counts_and_differences_and_nothing_else(day: Day) -> None:
    told = day.clerk(Role.CHAIR).opens(day.path("cards/figures")).get_json()
    assert told == {
        **{"state": "prepared", "sums": [{"verdict": "waits", "difference": 5}]},
        **{"printed": 5, "issued": 0, "cast": 0},
        **{"handed_out": 0, "void": 0, "outstanding": 0, "at_desks": 0},
    }


@pytest.mark.parametrize("state", ["prepared", "open", "published"])
def test_every_page_is_shown_in_every_state_and_language_without_a_card(
    state: str, day: Day
) -> None:
    clerk = day.clerk(Role.ORGANIZER)
    day.fills(clerk, "sites", name="Hội trường A")
    day.fills(clerk, "batches", site="1", count="5")
    day.fills(clerk, "cards/1/hand-out", count="5", seen="0")
    lists(day.instance, day.organizer.uuid)
    for number in ("1", "2", "3", "4", "5"):
        day.fills(clerk, "attendance/mark", number=number, presence="present")
    if state != "prepared":
        day.organizer.opens()
        for card in day.cards:
            card.casts()
    if state == "published":
        day.organizer.finishes()
    asks = "attendance/find" in clerk.opens(day.path("attendance")).text
    assert asks is (state == "prepared")
    desk = clerk.opens(day.path("cards/1")).text  # a script without its form would fail aloud
    assert [sign in desk for sign in ("built/cards", "data-uuid=")] == [asks, asks]
    for page in ("attendance", "cards", "cards/1", "turnout", "incidents"):
        for language in ("vi", "en"):
            answer = clerk.opens(day.path(f"{page}?lang={language}"))
            assert answer.status_code == 200
            for card in day.cards:
                assert card.card not in answer.text
                assert card.public not in answer.text


def test_readers_have_no_form_of_the_day(day: Day) -> None:
    lists(day.instance, day.organizer.uuid)
    for role, pages in (
        (Role.AUDITOR, ("attendance", "cards", "turnout", "incidents")),
        (Role.COMMITTEE, ("cards", "turnout", "incidents")),
        (Role.CHAIR, ("turnout", "incidents")),
    ):
        clerk = day.clerk(role)
        for page in pages:
            text = clerk.opens(day.path(page)).text
            assert text.count('method="post"') == 1, (role, page)  # the log-out


def test_the_organizer_writes_the_networks_and_sees_ballots_by_site(day: Day) -> None:
    clerk, desk = day.clerk(Role.ORGANIZER), day.clerk(Role.CHECKIN, "Điểm A")
    for name in ("Điểm A", "Điểm B"):
        day.fills(clerk, "sites", name=name)
    status, text = day.fills(clerk, "turnout/networks", **{"network-1": "127.0.0.1/40"})
    assert status == 422 and 'value="127.0.0.1/40"' in text and "như 10.2.0.0/16" in text
    written = {"network-1": "127.0.0.1", "network-2": "10.2.0.0/16"}
    status, text = day.fills(clerk, "turnout/networks", **written)
    assert status == 200 and 'value="127.0.0.1/32"' in text
    day.organizer.opens()
    assert "turnout/networks" not in clerk.opens(day.path("turnout")).text
    counts = day.instance.site_counts
    conference = read_conference_id(day)
    for site in (1, 2) * 10:
        counts.count(conference, site, floor=5)
    for whose, seen in ((clerk, {"site_1": 10, "site_2": 10}), (desk, {"site_1": 10})):
        told = whose.opens(day.path("cards/figures")).get_json()
        assert {name: told[name] for name in told if name.startswith("site_")} == seen
        page = whose.opens(day.path("turnout")).text
        assert [f'data-figure="{name}">10<' in page for name in seen] == [True] * len(seen)
    assert 'data-figure="site_2"' not in desk.opens(day.path("turnout")).text


def read_conference_id(day: Day) -> int:
    with day.instance.database.reading() as session:
        return find_conference(session, day.organizer.uuid).id
