"""The pages of a sitting: its votes, and where the address on a card leads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.committee import ROUNDS, Room, committee
from tests.voting.people import OPENING, Organizer, definition
from tests.voting.sittings import GROUP, Sitting
from tests.voting.views.page import Page
from voting.instance import Instance
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import opening
from voting.services.ceremony import begin_ceremony, restart_ceremony
from voting.services.sites import add_site, give_batch
from voting.services.sitting_cards import import_sitting_cards
from voting.sittingbatch import make_sitting_batch, sitting_list_bytes

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def sitting(instance: Instance) -> Sitting:
    return Sitting(instance)


def clerk_of(application: Flask, role: Role) -> Clerk:
    instance = application.extensions["tinnhiem"]
    account = make_account(instance, role, site="Hội trường" if role is Role.CHECKIN else None)
    return Clerk(application).has_session(logged_in(instance, account)[1])


def leads(client: FlaskClient, path: str) -> str | None:
    """Return where a page leads, or None if it is shown."""
    answer = client.get(path)
    if answer.status_code == 200:
        return None
    assert (answer.status_code, answer.headers["Cache-Control"]) == (303, "no-store")
    return answer.headers["Location"]


def test_the_page_of_a_sitting_lists_its_votes(sitting: Sitting, client: FlaskClient) -> None:
    sitting.prepares(False, True, spare=1).prints()
    first, other, _ = sitting.view.votes
    sitting.opens(1)
    text = client.get(f"/c/{sitting.uuid}/").text
    page = Page(text)
    for said in (
        "Kỳ họp thứ tám",
        "Đang lấy phiếu: “Lấy phiếu tín nhiệm”.",
        "Cuộc này dùng thẻ riêng.",
        "Cuộc dự phòng",
        "Dấu hòm phiếu",
    ):
        assert said in page.text
    assert f'href="/c/{first.uuid}/"' in text and f'href="/c/{other.uuid}/"' in text
    english = client.get(f"/c/{sitting.uuid}/?lang=en").text
    assert "Voting is open: “Lấy phiếu tín nhiệm”." in english
    for uuid in (first.uuid, other.uuid):
        assert f'href="/c/{sitting.uuid}/"' in client.get(f"/c/{uuid}/").text
    assert "Vote 1 of the sitting" in client.get("/?lang=en").text
    sitting.vote(1).closes()
    assert "Đang lấy phiếu" not in client.get(f"/c/{sitting.uuid}/?lang=vi").text


def test_the_first_pages_list_the_votes_of_a_sitting_in_its_order(
    sitting: Sitting, application: Flask
) -> None:
    before = Organizer(sitting.instance).prepares(name="Trước phiên")
    sitting.prepares(False, False)
    after = Organizer(sitting.instance).prepares(name="Sau phiên")
    one, two = (vote.uuid for vote in sitting.view.votes)
    clerk = clerk_of(application, Role.ORGANIZER)
    for page, address in (("/", "/c/{}/"), ("/desk/", "/desk/conferences/{}")):
        text = clerk.opens(page).text
        places = [text.index(f'{address.format(x)}"') for x in (after.uuid, one, two, before.uuid)]
        assert places == sorted(places)
        assert "Cuộc 1 của phiên" in text


def test_the_state_of_a_sitting_is_given_to_programs(sitting: Sitting, client: FlaskClient) -> None:
    sitting.prepares(False, spare=1)
    first, spare = sitting.view.votes
    given = client.get(f"/api/conferences/{sitting.uuid}").get_json()
    assert given == {
        "uuid": sitting.uuid,
        "name": "Kỳ họp thứ tám",
        "turn": first.uuid,
        "votes": [
            {
                "uuid": first.uuid,
                "name": "Lấy phiếu tín nhiệm",
                "state": "prepared",
                "new_cards": False,
            },
            {"uuid": spare.uuid, "name": None, "state": None, "new_cards": False},
        ],
    }
    assert client.get(f"/api/conferences/{first.uuid}").get_json()["sitting"] == given


def test_a_vote_without_a_sitting_says_nothing_of_one(
    organizer: Organizer, client: FlaskClient
) -> None:
    organizer.prepares()
    assert "sitting" not in client.get(f"/api/conferences/{organizer.uuid}").get_json()
    assert leads(client, f"/c/{organizer.uuid}/vote") is None
    assert "phiên" not in client.get(f"/c/{organizer.uuid}/").text


def test_the_address_of_a_card_leads_to_the_vote_in_turn(
    sitting: Sitting, client: FlaskClient
) -> None:
    sitting.prepares(False, False, made=0)
    here = sitting.uuid
    assert leads(client, f"/c/{here}/vote") == f"/c/{here}/#votes"  # so the code is dropped
    assert client.get(f"/c/{here}/").text.count('id="votes"') == 1
    assert "Các cuộc lấy phiếu" in client.get(f"/c/{here}/").text
    sitting.makes(1)
    sitting.makes(2)
    sitting.prints()
    one, two = (vote.uuid for vote in sitting.view.votes)
    assert leads(client, f"/c/{here}/vote?lang=en") == f"/c/{one}/vote?lang=en"
    assert leads(client, f"/c/{two}/vote") == f"/c/{one}/vote"
    assert leads(client, f"/c/{one}/vote") is None
    sitting.opens(1)
    sitting.vote(1).closes()
    assert leads(client, f"/c/{one}/vote") == f"/c/{two}/vote"
    for station in ("kiosk", "witness", "wall"):
        assert leads(client, f"/c/{here}/{station}") == f"/c/{two}/{station}"
        assert leads(client, f"/c/{one}/{station}") is None
    assert client.get("/c/11111111111111/vote").status_code == 404


def test_the_booth_says_what_comes_next_and_that_the_card_stays_good(
    sitting: Sitting, client: FlaskClient
) -> None:
    sitting.prepares().prints()
    one, two = (vote.uuid for vote in sitting.view.votes)
    sitting.opens(1)
    booth = client.get(f"/c/{one}/vote").text
    assert "Cuộc tiếp theo là “Thăm dò”, chưa mở." in booth
    assert "Trong mỗi cuộc, phiếu này dùng được một lần." in booth
    assert f'data-sitting="{sitting.uuid}"' in booth
    assert f'data-sitting="{sitting.uuid}"' in client.get(f"/c/{one}/kiosk").text
    sitting.vote(1).closes()
    said = "Cuộc “Lấy phiếu tín nhiệm” đã kết thúc. Cuộc tiếp theo là “Thăm dò”. Xin giữ phiếu"
    assert said in client.get(f"/c/{two}/vote").text
    sitting.opens(2)
    assert "chưa mở. Xin giữ phiếu" not in client.get(f"/c/{two}/vote").text


def test_a_committee_that_begins_again_takes_the_spare_vote_and_the_cards_stay_good(
    sitting: Sitting, instance: Instance, client: FlaskClient
) -> None:
    told = {"authority": "Ban Kiểm phiếu", "made": 0}
    sitting.prepares(False, False, spare=1, **told)  # type: ignore[arg-type]  # one type a name
    one, two, spare = (vote.uuid for vote in sitting.view.votes)
    batch = make_sitting_batch(5, uuids=[one, two, spare], group=GROUP)
    listed = sitting_list_bytes(batch.public, sitting=sitting.uuid, group=GROUP)
    assert import_sitting_cards(instance, sitting.uuid, listed) == 5
    about = definition(committee=committee(2, 3), credential_authority="Ban Kiểm phiếu")
    room = Room(instance, client)
    begin_ceremony(instance, about, place=sitting.place(2))
    room.sits_down(begin_ceremony(instance, about, place=sitting.place(1)))
    assert room.uuid == one
    page = client.get(f"/c/{one}/committee").text
    assert "Mỗi cuộc có khoá riêng" in page and "Ban Kiểm phiếu đang tạo khoá" in page
    room.plays(*ROUNDS)
    room.sits_down(restart_ceremony(instance, one))
    assert [vote.uuid for vote in sitting.view.votes] == [spare, two]
    room.plays(*ROUNDS)
    room.drills(1, 2, 3)
    assert opening.open_voting(instance, spare, now=OPENING) == 5
    Organizer(instance, spare).delegate(batch.private[0]).casts()


def test_without_a_spare_vote_the_new_one_needs_new_cards(
    sitting: Sitting, instance: Instance, client: FlaskClient
) -> None:
    sitting.prepares(False, made=0)
    room = Room(instance, client)
    about = definition(committee=committee(2, 3))
    room.sits_down(begin_ceremony(instance, about, place=sitting.place(1)))
    room.plays(*ROUNDS)
    begun = restart_ceremony(instance, room.uuid)
    [vote] = sitting.view.votes
    assert (vote.uuid, vote.has_own_cards) == (begun.uuid, True)
    with pytest.raises(VotingRefused, match="unknown_conference"):
        sitting.prints()


def test_the_next_vote_offers_the_figures_of_the_last_and_takes_them_at_a_press(
    sitting: Sitting, application: Flask
) -> None:
    sitting.prepares(present=None).prints()
    instance, clerk = sitting.instance, clerk_of(application, Role.ORGANIZER)
    one, two = (vote.uuid for vote in sitting.view.votes)
    add_site(instance, one, "Hội trường")
    give_batch(instance, one, 1, 5, 1)
    clerk.fills("/desk/", f"/desk/conferences/{one}/attendance/count", site="1", count="5")
    clerk.fills("/desk/", f"/desk/conferences/{one}/cards/1/hand-out", count="5", seen="0")
    sitting.opens(1)
    pages = {name: f"/desk/conferences/{two}{name}" for name in ("", "/attendance", "/cards")}
    assert "Một cuộc khác của phiên đang mở" in clerk.opens(pages["/attendance"]).text
    sitting.vote(1).closes()
    hub = clerk.opens(pages[""]).text
    assert f'<a href="{pages["/attendance"]}">5 có mặt</a>' in hub
    assert f'<a href="{pages["/cards"]}">5 thẻ đã phát</a>' in hub
    assert "Cuộc trước mở với 5 thẻ." in hub
    desk = clerk_of(application, Role.CHECKIN).opens(pages["/attendance"]).text
    assert "Ban Tổ chức lấy lại ở trang này" in desk and "take-over" not in desk
    for page, offered, then in (
        ("/attendance", "Vẫn những người ấy thì lấy lại", "Bằng số có mặt lúc mở cuộc trước"),
        ("/cards", "Các bàn đã phát 5 thẻ cho cuộc trước", "Bằng số thẻ đã phát cho cuộc trước"),
    ):
        assert offered in clerk.opens(pages[page]).text
        answer = clerk.fills("/desk/", f"{pages[page]}/take-over", earlier=one)
        assert (answer.status_code, answer.headers["Location"]) == (303, pages[page])
        assert then in clerk.opens(pages[page]).text
        again = clerk.fills("/desk/", f"{pages[page]}/take-over", earlier=one)
        assert again.status_code == 409 and "cuộc này đã có số của mình" in again.text
    assert "để lấy lại cho cuộc này" not in clerk.opens(pages[""]).text
