"""The hub: a conference is run from its page alone, from the cards to the documents."""

import hashlib
import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.documents.paper import pages
from tests.voting.people import HIGH, Organizer, definition
from tests.voting.sittings import Sitting
from voting.documents.cards import card_url
from voting.instance import Instance
from voting.models import State
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.acts import Act, read_acts
from voting.services.attendance import count_present
from voting.services.card_desk import Counted, hand_out
from voting.services.reading import read_conference
from voting.services.sites import add_site, give_batch, list_sites
from voting.voidsheet import sheet_text, short_name

DOUBTS = "keys cards attendance handing_out opening"


@pytest.fixture
def instance(application: Flask) -> Instance:
    found: Instance = application.extensions["tinnhiem"]
    return found


@pytest.fixture
def hall(instance: Instance) -> Organizer:
    return Organizer(instance)


def clerk_of(application: Flask, instance: Instance, role: Role) -> Clerk:
    _, secret = logged_in(instance, make_account(instance, role))
    return Clerk(application).has_session(secret)


@pytest.fixture
def clerk(application: Flask, instance: Instance) -> Clerk:
    return clerk_of(application, instance, Role.ORGANIZER)


def presses(clerk: Clerk, hall: Organizer, action: str, **fields: Any) -> TestResponse:
    page = f"/desk/conferences/{hall.uuid}"
    return clerk.fills(page, f"{page}/{action}", **fields)


def test_a_whole_day_is_run_from_the_hub(clerk: Clerk, hall: Organizer, instance: Instance) -> None:
    hall.prepares()
    hall.rehearses()
    page = f"/desk/conferences/{hall.uuid}"
    assert "Đã làm 0 thẻ; bản chuẩn bị ghi 5." in clerk.opens(page).text
    cards = presses(clerk, hall, "cards", count="1", paper="a6")
    assert cards.data.startswith(b"%PDF") and "attachment" in cards.headers["Content-Disposition"]
    assert "no-store" in cards.headers["Cache-Control"]
    assert (
        presses(clerk, hall, "posters", wifi="Hoi truong", password="12345678").data[:4] == b"%PDF"
    )
    delegates = hall.prints(4)
    left = f"{hall.uuid} {delegates[3].public}"
    wrong = presses(clerk, hall, "open", issued="5", left=left, agreed=DOUBTS)
    assert wrong.status_code == 409
    assert "Thẻ in ra 5, còn lại 1, vậy phát ra 4, không phải 5." in wrong.text
    assert f"{left}</textarea>" in wrong.text and "không phải quét lại" in wrong.text
    assert presses(clerk, hall, "open", left="x" * 50, agreed=DOUBTS).status_code == 409
    listed = (io.BytesIO(f"{left}\n\n".encode()), "left.txt")
    opened = presses(clerk, hall, "open", issued="4", list=listed, agreed=DOUBTS)
    assert opened.status_code == 303
    for delegate in delegates[:3]:
        delegate.casts(HIGH, HIGH)
    assert "Đã gửi 3/4 phiếu." in clerk.opens(page).text
    assert presses(clerk, hall, "incident", text="Một điện thoại hỏng.").status_code == 303
    assert presses(clerk, hall, "close", agreed="1").status_code == 303
    assert re.search(r"Đóng lúc \d\d/\d\d/\d{4} \d\d:\d\d theo", clerk.opens(page).text)
    presses(clerk, hall, "hand-count", printed="5", issued="3", void="2")
    assert "chưa công bố được" in clerk.opens(page).text
    kept = clerk.opens(page).text
    assert all(f'value="{number}"' in kept for number in (5, 3, 2))
    noted = presses(clerk, hall, "note", about=["issued", "void"], text="Một thẻ rơi.")
    assert noted.status_code == 303
    assert "đã có ghi chú" in clerk.opens(page).text
    assert presses(clerk, hall, "count").status_code == 303
    assert presses(clerk, hall, "publish").status_code == 303
    assert read_conference(instance, hall.uuid).state is State.PUBLISHED
    done = clerk.opens(page).text
    assert done.index("Biên bản và các văn bản") < done.index("Đính kèm biên bản đã ký")
    packed = zipfile.ZipFile(io.BytesIO(clerk.opens(f"{page}/papers/all.zip").data))
    assert "bien-ban-kiem-phieu.vi.pdf" in packed.namelist()
    digest = hashlib.sha256(b"%PDF signed").hexdigest()
    assert "Ghi thêm sau khi công bố" not in clerk.opens(f"/c/{hall.uuid}/?lang=vi").text
    assert presses(clerk, hall, "addendum", text="Bản quét", digest="x").status_code == 422
    assert presses(clerk, hall, "addendum", text="Bản quét", digest=digest).status_code == 303
    assert f'Biên bản đã ký: Bản quét <span class="code">{digest}</span>' in clerk.opens(page).text
    public = clerk.opens(f"/c/{hall.uuid}/?lang=vi").text
    assert "Ghi thêm sau khi công bố" in public and "Biên bản đã ký, mục" in public
    assert f'Bản quét<br><span class="code">SHA-256 {digest}</span>' in public
    log = clerk.opens(f"/c/{hall.uuid}/log").text
    assert "Bản quét" in log and digest in log
    acts = [(one.act, one.about) for one in read_acts(instance)][::-1]
    assert acts == [
        *((Act.LOG_ENTRY, one) for one in ("cards", "opening", "incident", "closing")),
        *((Act.LOG_ENTRY, one) for one in ("hand_count", "note")),
        (Act.OPENED_RESULT, ""),
        *((Act.LOG_ENTRY, one) for one in ("publication", "addendum")),
    ]


def test_voting_is_opened_with_something_amber_only_by_who_has_read_it(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    hall.prepares(date=date(2020, 1, 31))
    hall.rehearses()
    hall.prints()
    page = f"/desk/conferences/{hall.uuid}"
    shown = clerk.opens(page).text
    assert 'name="agreed" value="keys attendance handing_out opening"' in shown
    for told in (
        "Chưa ai điểm danh; số có mặt 5 lấy từ bản chuẩn bị.",
        "Chưa bàn nào ghi đã phát thẻ",
        "bản chuẩn bị ghi 31/01/2020",
        f'href="{page}/attendance"',
        f'href="{page}/cards"',
    ):
        assert told in shown
    for agreed in ("", "keys attendance opening"):
        refused = presses(clerk, hall, "open", agreed=agreed)
        assert refused.status_code == 409 and "Chưa mở: còn điều chưa xong." in refused.text
    counted = presses(clerk, hall, "open", agreed="keys attendance opening", issued="5")
    assert counted.status_code == 303  # the number that was typed is the desks' count
    assert "Có mặt lúc mở: 5." in clerk.opens(page).text


def test_what_the_desks_noted_is_no_doubt_at_the_opening(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    hall.prepares(sites=("Hội trường",), present=None, rehearsal=True)
    hall.rehearses()
    hall.prints()
    add_site(instance, hall.uuid, "Cửa")
    who = logged_in(instance, make_account(instance, Role.ORGANIZER, "Ai đó"))[0]
    site = list_sites(instance, hall.uuid)[0].number
    give_batch(instance, hall.uuid, site, 5, None)
    page = f"/desk/conferences/{hall.uuid}"
    assert 'value="attendance handing_out"' in clerk.opens(page).text
    count_present(instance, who, hall.uuid, site, 5)
    hand_out(instance, who, hall.uuid, site, Counted(5, 0))
    shown = clerk.opens(page).text
    assert "Có mặt 5." in shown and "Các bàn đã phát 5 thẻ." in shown
    assert 'name="agreed"' not in shown
    assert presses(clerk, hall, "open").status_code == 303


def test_voting_is_closed_with_ballots_missing_only_if_that_very_number_was_ticked(
    clerk: Clerk, hall: Organizer
) -> None:
    delegates = hall.is_open()
    delegates[0].casts(HIGH, HIGH)
    page = f"/desk/conferences/{hall.uuid}"
    assert "Còn 4 phiếu chưa gửi." in clerk.opens(page).text
    delegates[1].casts(HIGH, HIGH)
    for agreed in ("", "4"):
        refused = presses(clerk, hall, "close", agreed=agreed)
        assert refused.status_code == 409
        assert "Chưa đóng: còn thẻ đã phát mà chưa gửi phiếu." in refused.text
        assert 'name="agreed" value="3"' in refused.text
    for delegate in delegates[2:]:
        delegate.casts(HIGH, HIGH)
    assert "Mọi thẻ đã phát đều đã gửi phiếu." in clerk.opens(page).text
    assert presses(clerk, hall, "close").status_code == 303


def test_the_code_of_a_card_is_not_taken_at_the_opening_and_never_shown_again(
    clerk: Clerk, hall: Organizer
) -> None:
    hall.prepares()
    hall.rehearses()
    first, second = hall.prints(5)[:2]
    sheet = sheet_text(hall.uuid, 1, [first.public])
    for sent in (first.card, card_url("http://example.test", hall.uuid, first.card), sheet):
        answer = presses(clerk, hall, "open", left=f"{second.public}\n{sent}")
        assert answer.status_code == 409
        assert "mã bỏ phiếu của thẻ nên máy chủ không nhận" in answer.text
        assert sent not in answer.text and second.public in answer.text
    assert presses(clerk, hall, "open", list=(io.BytesIO(b"\xff"), "a.txt")).status_code == 400
    page = clerk.opens(f"/desk/conferences/{hall.uuid}")
    assert 'name="code"' not in page.text  # where it is scanned, no form sends it
    assert "camera=(self)" in page.headers["Permissions-Policy"]


def test_of_the_cards_left_over_the_wrong_ones_are_named_by_their_place(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    stranger = Organizer(instance).prepares().prints(1)[0].public
    hall.prepares()
    hall.rehearses()
    good = [one.public for one in hall.prints(5)[:2]]
    lines = [f"{hall.uuid} {one}" for one in (good[0], stranger, good[1])]
    answer = presses(clerk, hall, "open", left="\n".join(lines), agreed=DOUBTS)
    assert answer.status_code == 409
    assert "Trong 3 thẻ đã quét, thẻ quét thứ 2 không nhận được." in answer.text
    assert f'data-wrong="{lines[1]}"' in answer.text
    kept = presses(clerk, hall, "open", left="\n".join([lines[0], lines[2]]), issued="4")
    assert kept.status_code == 409 and "data-wrong" not in kept.text


def test_cards_of_a_void_sheet_become_void_at_the_opening(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    stranger = short_name(Organizer(instance).prepares().prints(1)[0].public)
    hall.prepares()
    hall.rehearses()
    cards = hall.prints(5)
    lines = [f"{hall.uuid} {short_name(one.public)}" for one in cards[1:3]]
    wrong = f"{hall.uuid} {stranger}"
    answer = presses(clerk, hall, "open", left="\n".join([*lines, wrong]), agreed=DOUBTS)
    assert answer.status_code == 409 and f'data-wrong="{wrong}"' in answer.text
    assert "Trong các thẻ lấy từ tờ huỷ, 1 thẻ không nhận được." in answer.text
    assert "\n".join([*lines, wrong]) in answer.text
    assert presses(clerk, hall, "open", left="\n".join(lines), agreed=DOUBTS).status_code == 303
    assert read_conference(instance, hall.uuid).turnout.issued == 3
    for card in cards[1:3]:
        with pytest.raises(VotingRefused) as refused:
            card.casts()
        assert refused.value.refusal is Refusal.CARD_VOID


def test_what_is_refused_is_said_on_the_hub_and_changes_nothing(
    clerk: Clerk, hall: Organizer
) -> None:
    hall.prepares()
    hall.rehearses()
    for action, fields, status in (
        ("close", {}, 409),
        ("count", {}, 409),
        ("publish", {}, 409),
        ("hand-count", {"printed": "x"}, 400),
        ("import-cards", {}, 400),
        ("note", {"text": "x"}, 409),
    ):
        answer = presses(clerk, hall, action, **fields)
        assert (answer.status_code, 'role="alert"' in answer.text) == (status, True), action


def test_a_text_that_was_refused_stands_in_its_own_field_again(
    clerk: Clerk, hall: Organizer
) -> None:
    for delegate in hall.is_open():
        delegate.casts(HIGH, HIGH)
    hall.closes()
    presses(clerk, hall, "hand-count", printed="5", issued="4", void="1")
    for action, field in (("note", "why"), ("incident", "text")):
        long = f"<Chuyện {action}> " * 1000
        answer = presses(clerk, hall, action, about="issued", text=long)
        assert answer.status_code == 422, action
        assert f'<textarea id="{field}"' in answer.text
        assert answer.text.count("&lt;Chuyện") == 1000, action
        typed = answer.text.partition(f'<textarea id="{field}"')[2].partition("</textarea>")[0]
        assert typed.count("&lt;Chuyện") == 1000, action
    presses(clerk, hall, "note", about=["issued", "void"], text="Một thẻ rơi.")
    for action in ("count", "publish"):
        assert presses(clerk, hall, action).status_code == 303
    filled = {"text": "Đính chính một chữ", "kind": "correction", "digest": "0" * 63}
    answer = presses(clerk, hall, "addendum", **filled)
    assert answer.status_code == 422
    assert "Đính chính một chữ</textarea>" in answer.text
    assert f'value="{"0" * 63}"' in answer.text
    assert 'value="correction" checked' in answer.text


def test_the_chair_and_the_auditor_see_the_hub_and_only_the_chair_may_publish(
    application: Flask, instance: Instance, hall: Organizer
) -> None:
    hall.prepares()
    for role in (Role.CHAIR, Role.AUDITOR):
        page = clerk_of(application, instance, role).opens(f"/desk/conferences/{hall.uuid}")
        assert page.status_code == 200
        assert page.text.count('type="submit"') == 1


def test_void_sheets_are_made_only_if_that_is_ticked(clerk: Clerk, hall: Organizer) -> None:
    hall.prepares()
    shown = clerk.opens(f"/desk/conferences/{hall.uuid}").text
    ticked = re.search(r'<input[^>]*name="void_sheets"[^>]*>', shown)
    assert ticked is not None and "checked" not in ticked[0]
    for more, last in (({}, "http"), ({"void_sheets": "1", "already": "1"}, "TNH1")):
        made = presses(clerk, hall, "cards", count="1", paper="a6", **more)
        [page] = pages(made.data, last=1)
        assert [code.text[:4] for code in page.codes] == [last]


def test_another_batch_of_cards_is_made_only_by_who_knows_of_the_first(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    hall.prepares()
    page = f"/desk/conferences/{hall.uuid}"
    assert 'name="already"' not in clerk.opens(page).text
    assert presses(clerk, hall, "cards", count="2").data.startswith(b"%PDF")
    assert 'name="already" value="2"' in clerk.opens(page).text
    for already in ("", "1"):
        refused = presses(clerk, hall, "cards", count="2", already=already)
        assert refused.status_code == 409 and "Đã có 2 thẻ." in refused.text
    assert read_conference(instance, hall.uuid).turnout.printed == 2
    assert presses(clerk, hall, "cards", count="1", already="2").data.startswith(b"%PDF")
    assert read_conference(instance, hall.uuid).turnout.printed == 3


def test_cards_of_the_committee_are_only_taken_as_a_list(clerk: Clerk, hall: Organizer) -> None:
    hall.prepares(credential_authority="Ban Kiểm phiếu")
    page = clerk.opens(f"/desk/conferences/{hall.uuid}").text
    assert "Nộp danh sách thẻ" in page and "Làm thẻ và tải về" not in page
    assert presses(clerk, hall, "cards").status_code == 409


def test_a_new_preparation_begins_from_an_earlier_conference(clerk: Clerk, hall: Organizer) -> None:
    hall.prepares()
    made = clerk.fills("/desk/", f"/desk/drafts/of/{hall.uuid}").location
    assert definition().name in clerk.opens(made).text


def test_the_hub_of_a_sitting_leads_to_its_votes_and_makes_the_cards_of_all_of_them(
    clerk: Clerk, instance: Instance
) -> None:
    sitting = Sitting(instance).prepares(False, False, True, spare=1)
    one, two, own = (sitting.vote(place) for place in (1, 2, 3))
    page = clerk.opens(f"/desk/conferences/{one.uuid}").text
    for other in (two, own):
        assert f'href="/desk/conferences/{other.uuid}"' in page
    assert "nên không có tờ huỷ" in page and 'name="void_sheets"' not in page
    refused = presses(clerk, one, "cards", count="4", void_sheets="1")
    assert refused.status_code == 409 and "Không làm được tờ huỷ" in refused.text
    assert 'name="void_sheets"' in clerk.opens(f"/desk/conferences/{own.uuid}").text
    made = presses(clerk, one, "cards", count="4")
    assert made.data.startswith(b"%PDF")
    printed = [read_conference(instance, each.uuid).turnout.printed for each in (one, two, own)]
    assert printed == [4, 4, 0]
    poster = "".join(page.text for page in pages(presses(clerk, two, "posters").data, scan=False))
    assert sitting.uuid in poster and two.uuid not in poster
    assert presses(clerk, own, "cards", count="2").data.startswith(b"%PDF")
    assert read_conference(instance, own.uuid).turnout.printed == 2
