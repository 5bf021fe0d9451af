"""The pages of a preparation: every step, every list, freezing, by form alone."""

import io
import re
from typing import Any

import openpyxl
import pytest
from flask import Flask
from PIL import Image

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.views.preparations import (
    FORMS,
    PASTED,
    begun_by,
    fills_all,
    instance_of,
    lights,
    lists,
    organizer_at,
    sends,
)
from voting.instance import Instance
from voting.plan.steps import Light, Step
from voting.roles import Role
from voting.rules.profile import PROFILE_IDS
from voting.services import drafts
from voting.views.draft_words import PROFILES


@pytest.fixture
def instance(application: Flask) -> Instance:
    return instance_of(application)


@pytest.fixture
def clerk(application: Flask, instance: Instance) -> Clerk:
    return organizer_at(application, instance)


@pytest.fixture
def number(clerk: Clerk) -> int:
    return begun_by(clerk)


def test_the_whole_path_is_walked_and_frozen(clerk: Clerk, number: int, instance: Instance) -> None:
    assert "Bước 1/11" in clerk.opens(f"/desk/drafts/{number}/session").text
    fills_all(clerk, number)
    found = lights(instance, number)
    assert {one for one, light in found.items() if light is not Light.GREEN} == {
        Step.WITNESSES,
        Step.REHEARSAL,
    }
    for page in ("", "/history", "/freeze", *(f"/{one.value}" for one in Step)):
        assert clerk.opens(f"/desk/drafts/{number}{page}").status_code == 200
    assert clerk.opens(f"/desk/drafts/{number}/run-sheet.pdf").data.startswith(b"%PDF")
    review = clerk.opens(f"/desk/drafts/{number}/freeze").text
    assert "Trần Thị Bình, Phó Chủ tịch" in review
    assert "trước khi khoá: mẫu số, bắt buộc đánh dấu mọi hàng" in review
    frozen = clerk.fills(f"/desk/drafts/{number}/freeze")
    tokens = re.findall(r"http://192.168.1.10:8000/c/\w+/committee#([\w-]{22})", frozen.text)
    assert len(set(tokens)) == 3
    hub = re.findall(r"/desk/conferences/\w+", frozen.text)[0]
    assert "0/3 thành viên" in clerk.opens(hub).text
    again = clerk.fills(f"/desk/drafts/{number}/freeze")
    assert again.status_code == 409
    assert tokens[0] not in again.text
    assert "đã khoá" in clerk.opens(f"/desk/drafts/{number}").text


@pytest.mark.parametrize(
    ("step", "fields", "said"),
    [
        ("session", {"date": "31/12"}, "Ngày: phải là"),
        ("cards", {"cards": "nhiều"}, "Số thẻ in ra: phải là số nguyên"),
        ("cards", {"address": "192.168.1.10"}, "Địa chỉ điện thoại mở được: phải là"),
        ("committee", {"holder": "committee", "name": ["An", "Bình"], "needed": "2"}, "ít nhất 2"),
        ("sites", {"name": ["Điểm A", "điểm a"], "cards": ["", ""]}, "Điểm phát thẻ: phải là"),
        ("witnesses", {"name": ["Công đoàn"], "key": ["x"], "url": [""]}, "Giám sát: phải là"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    clerk: Clerk, number: int, step: str, fields: dict[str, Any], said: str
) -> None:
    answer = sends(clerk, number, step, **{"name": "Tên đã gõ", **fields})
    assert answer.status_code == 422
    assert said in answer.text
    typed = next(iter(fields.values())) if step != "committee" else ["Bình"]
    assert (typed if isinstance(typed, str) else typed[0]) in answer.text


def test_a_list_without_headings_is_asked_about_and_taken_with_what_was_chosen(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    text = PASTED.partition("\n")[2]
    asked = lists(clerk, number, "people", "check", text=text)
    assert "Chúng tôi hiểu các cột như sau" in asked.text and "Trần Thị Bình" in asked.text
    assert asked.text.count(" selected>") == 3
    assert '<option value="position" selected>' in asked.text
    assert "Chúng tôi hiểu" in lists(clerk, number, "people", "take", text=text).text
    assert drafts.read_draft(instance, number).document == {}
    chosen = ["stt", "name", "position"]
    seen = lists(clerk, number, "people", "check", text=text, column=chosen).text
    assert "Nhận được cả 2 người" in seen and "Số dòng tính cả dòng tiêu đề vừa thêm" in seen
    headed = re.search(r"readonly>\s*(.*?)</textarea>", seen, re.DOTALL)
    assert headed is not None
    assert lists(clerk, number, "people", "take", text=headed[1]).status_code == 303
    assert len(drafts.read_draft(instance, number).document["people"]) == 2


def test_nothing_of_a_new_preparation_is_green(number: int, instance: Instance) -> None:
    assert Light.GREEN not in lights(instance, number).values()


def test_every_rule_profile_is_offered_by_what_it_is_for(clerk: Clerk, number: int) -> None:
    assert sorted(PROFILES) == sorted(PROFILE_IDS)
    page = clerk.opens(f"/desk/drafts/{number}/rules").text
    assert [one for one in re.findall(r'name="profile" value="([^"]+)"', page)] == list(PROFILES)
    assert "<strong>Quốc hội, Hội đồng nhân dân: lấy phiếu tín nhiệm</strong>" in page


def test_more_rows_come_without_saving(clerk: Clerk, number: int, instance: Instance) -> None:
    answer = sends(clerk, number, "sites", name=["A"], cards=[""], more="1")
    assert answer.text.count('name="cards"') == 7
    assert drafts.read_draft(instance, number).document == {}


def test_a_step_changed_by_somebody_else_meanwhile_is_not_overwritten(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    old = re.search(r'name="mark" value="(\w+)"', clerk.opens(f"/desk/drafts/{number}/cards").text)
    assert old is not None
    sends(clerk, number, "cards", cards="5")
    answer = sends(clerk, number, "cards", cards="7", mark=old[1])
    assert answer.status_code == 409
    assert 'value="7"' in answer.text and "Người khác vừa sửa" in answer.text
    assert drafts.read_draft(instance, number).document == {"cards": 5}


def test_a_wrong_row_is_shown_with_why_and_mended_in_place(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    wrong = PASTED.replace("Trần Thị Bình\tPhó Chủ tịch", "Trần Thị Bình\t")
    answer = lists(clerk, number, "people", "check", text=wrong)
    assert "1 trong 2 dòng dưới tiêu đề chưa nhận được" in answer.text
    assert "Dòng 3, cột “Chức vụ”: để trống" in answer.text
    assert "Số dòng tính cả dòng tiêu đề, như trong bảng tính." in answer.text
    assert "Trần Thị Bình\t" in answer.text  # in the field, to be mended
    refused = lists(clerk, number, "people", "take", text=wrong)
    assert "1 trong 2 dòng" in refused.text
    assert drafts.read_draft(instance, number).document == {}
    assert "Nhận được cả 2 người" in lists(clerk, number, "people", "check", text=PASTED).text
    lists(clerk, number, "people", "take", text=PASTED)
    twins = lists(clerk, number, "people", "take", text=PASTED, how="append")
    assert twins.status_code == 422 and "đã có ở dòng 1" in twins.text
    assert "Trần Thị Bình\t" in twins.text  # nothing of it is lost
    more = PASTED.replace("An", "Em").replace("Bình", "Giang")
    lists(clerk, number, "people", "take", text=more, how="append")
    assert len(drafts.read_draft(instance, number).document["people"]) == 4


def test_a_workbook_becomes_text_that_can_be_mended(clerk: Clerk, number: int) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in ("Họ và tên;Mã đại biểu", "Nguyễn Văn An;01", "Trần Thị Bình;01"):
        sheet.append(line.split(";"))
    stream = io.BytesIO()
    book.save(stream)
    file = (io.BytesIO(stream.getvalue()), "dai-bieu.xlsx")
    answer = lists(clerk, number, "delegates", "check", file=file)
    assert "“01” đã có ở dòng 2" in answer.text
    assert "Trần Thị Bình\t01" in answer.text


def picture() -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (300, 400), "navy").save(stream, "PNG")
    return stream.getvalue()


def test_a_person_is_added_moved_photographed_and_removed(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    lists(clerk, number, "people", "take", text=PASTED)
    third = f"/desk/drafts/{number}/people/3"
    photo = (io.BytesIO(picture()), "cuong.png")
    clerk.fills(third, name="Lê Cường", position="Ủy viên", order="1", photo=photo)
    people = drafts.read_draft(instance, number).document["people"]
    assert [one["name"] for one in people] == ["Lê Cường", "Nguyễn Văn An", "Trần Thị Bình"]
    assert len(people[0]["photo"]) == 64
    first = f"/desk/drafts/{number}/people/1"
    clerk.fills(first, name="Lê Cường", position="Uỷ viên", order="2")
    people = drafts.read_draft(instance, number).document["people"]
    assert (people[1]["position"], len(people[1]["photo"])) == ("Uỷ viên", 64)
    clerk.fills(f"/desk/drafts/{number}/people/2", remove="1")
    assert len(drafts.read_draft(instance, number).document["people"]) == 2
    twin = clerk.fills(third, name="Nguyễn Văn An", position="Chủ tịch", order="3")
    assert twin.status_code == 422 and "đã có ở dòng 1" in twin.text
    assert "số thứ tự trong danh sách đã nhận" in twin.text
    bad = clerk.fills(first, name="An", position="A", photo=(io.BytesIO(b"GIF89a"), "a.gif"))
    assert bad.status_code == 422 and "JPEG, PNG hoặc WebP" in bad.text


def test_photos_named_in_the_list_are_waited_for(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    fills_all(clerk, number)
    text = PASTED.replace("Chức vụ", "Chức vụ\tTệp ảnh").replace("Chủ tịch\n", "Chủ tịch\tan.png\n")
    lists(clerk, number, "people", "take", text=text)
    assert lights(instance, number)[Step.PEOPLE] is Light.AMBER
    assert clerk.fills(f"/desk/drafts/{number}/freeze").status_code == 409
    page = f"/desk/drafts/{number}/people"
    photo = (io.BytesIO(picture()), "an.png")
    other = (io.BytesIO(picture()), "ai.png")
    refused = clerk.fills(page, f"/desk/drafts/{number}/photos", photos=other)
    assert refused.status_code == 422 and "ai.png" in refused.text
    clerk.fills(page, f"/desk/drafts/{number}/photos", photos=photo)
    assert lights(instance, number)[Step.PEOPLE] is Light.GREEN


def test_two_preparations_are_frozen_as_one_sitting(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    fills_all(clerk, number)
    page = f"/desk/drafts/{number}/sitting"
    made = clerk.fills(page, f"{page}/next").location
    second = int(made.rpartition("/")[2])
    assert "Còn bước chưa xong." in clerk.opens(page).text
    sends(clerk, second, "session", **{**FORMS["session"], "name": "Thăm dò"})
    lists(clerk, second, "people", "take", text=PASTED)
    votes: dict[str, Any] = {"vote": [str(number), str(second)]}
    nameless = clerk.fills(page, name="", spare="2", **votes)
    assert nameless.status_code == 409
    assert "Hãy đặt tên cho phiên." in nameless.text and nameless.text.count(" checked>") == 2
    assert 'value="2"' in nameless.text
    frozen = clerk.fills(page, name="Kỳ họp thứ tám", spare="1", **votes)
    assert frozen.status_code == 200 and "Kỳ họp thứ tám" in frozen.text
    sheets = frozen.text.split('<section class="member-sheet">')[1:]
    links = [set(re.findall(r"/c/(\w+)/committee#[\w-]{22}", sheet)) for sheet in sheets]
    assert len(links) == 3 and all(one == links[0] and len(one) == 2 for one in links)
    assert len(set(re.findall(r"/committee#([\w-]{22})", frozen.text))) == 2 * 3
    assert frozen.text.count('data-do="print"') == 1
    hubs = sorted(set(re.findall(r"/desk/conferences/\w+", frozen.text)))
    assert len(hubs) == 2
    for hub, other in (hubs, reversed(hubs)):
        assert other in clerk.opens(hub).text
    third = int(clerk.fills("/desk/", f"/desk/drafts/{number}/clone").location.rpartition("/")[2])
    sends(clerk, third, "session", **{**FORMS["session"], "name": "Bầu lần hai"})
    sends(clerk, third, "delegates", **FORMS["delegates"])
    page = f"/desk/drafts/{third}/sitting"
    sitting = re.search(r'name="sitting" value="(\w+)"', clerk.opens(page).text)
    assert sitting is not None
    taken = clerk.fills(page, f"{page}/spare", sitting=sitting[1])
    assert taken.status_code == 200 and "Bầu lần hai" in taken.text
    assert clerk.fills("/desk/", f"{page}/spare", sitting=sitting[1]).status_code == 409


def test_who_has_another_number_or_role_in_another_vote_gets_another_sheet(
    clerk: Clerk, number: int
) -> None:
    fills_all(clerk, number)
    page = f"/desk/drafts/{number}/sitting"
    second = int(clerk.fills(page, f"{page}/next").location.rpartition("/")[2])
    sends(clerk, second, "session", **{**FORMS["session"], "name": "Thăm dò"})
    lists(clerk, second, "people", "take", text=PASTED)
    names = ["Bình", "An", "Cường", "Dung"]  # the first is the head
    sends(clerk, second, "committee", **{**FORMS["committee"], "name": names})
    frozen = clerk.fills(page, name="Kỳ họp", spare="0", vote=[str(number), str(second)])
    sheets = frozen.text.split('<section class="member-sheet">')[1:]
    links = [set(re.findall(r"/c/(\w+)/committee#[\w-]{22}", sheet)) for sheet in sheets]
    assert [len(one) for one in links] == [1, 1, 2, 1, 1, 1]  # only Cường is the same in both


def test_undo_redo_clone_and_rehearsal_are_buttons(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    path = f"/desk/drafts/{number}"
    sends(clerk, number, "session", **FORMS["session"])
    clerk.fills("/desk/", f"{path}/undo")
    assert drafts.read_draft(instance, number).document == {}
    clerk.fills("/desk/", f"{path}/redo")
    assert drafts.read_draft(instance, number).name == "Lấy phiếu"
    copy = clerk.fills("/desk/", f"{path}/clone", rehearsal="1").location
    assert "DIỄN TẬP" in clerk.opens(copy).text
    assert "Lấy phiếu" in clerk.opens("/desk/").text


def test_a_preparation_is_thrown_away_by_a_tick_and_a_second_press(
    clerk: Clerk, number: int, instance: Instance
) -> None:
    path = f"/desk/drafts/{number}/throw-away"
    assert path in clerk.opens(f"/desk/drafts/{number}").text
    unsure = clerk.fills(path)
    assert unsure.status_code == 409 and "hãy đánh dấu vào ô" in unsure.text
    fills_all(clerk, number)
    assert "2 người" in clerk.opens(path).text
    assert clerk.fills(path, sure="1").location == "/desk/"
    assert drafts.list_drafts(instance) == []
    assert clerk.opens(f"/desk/drafts/{number}").status_code == 404
    assert clerk.fills("/desk/", path, sure="1").status_code == 404


def test_an_auditor_sees_every_page_and_no_button(
    application: Flask, instance: Instance, clerk: Clerk, number: int
) -> None:
    fills_all(clerk, number)
    _, secret = logged_in(instance, make_account(instance, Role.AUDITOR))
    auditor = Clerk(application).has_session(secret)
    for page in ("", "/history", "/freeze", "/people/1", *(f"/{one.value}" for one in Step)):
        answer = auditor.opens(f"/desk/drafts/{number}{page}")
        assert answer.status_code == 200
        assert answer.text.count('type="submit"') == 1  # log out
