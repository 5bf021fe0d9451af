"""The page of a rehearsal: who may press what, what it shows, how it refuses."""

import msgspec
import pytest
from flask import Flask

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.people import Organizer
from tests.voting.plan.test_steps import DOCUMENT
from tests.voting.rehearsal.test_readiness import GOOD
from tests.voting.services.test_drafts import NOW, SERVER_ONLY, fill, filled
from voting.instance import Instance
from voting.plan.steps import Light, Step
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import Place, Progress, Stage, only_one, place_of
from voting.rehearsal.readiness import lines_of
from voting.rehearsal.report import Report
from voting.roles import Role
from voting.services import drafts, rehearsing
from voting.services.discarding import throw_away
from voting.services.rehearsing import subject_of


@pytest.fixture
def instance(application: Flask) -> Instance:
    found: Instance = application.extensions["tinnhiem"]
    return found


@pytest.fixture
def hall(instance: Instance) -> Organizer:
    return Organizer(instance).prepares(cards=6, present=6)


@pytest.fixture
def place(instance: Instance, hall: Organizer) -> Place:
    found = place_of(instance.settings.instance, hall.uuid)
    found.begin()
    return found


@pytest.fixture
def clerk(application: Flask, instance: Instance) -> Clerk:
    _, secret = logged_in(instance, make_account(instance, Role.ORGANIZER))
    return Clerk(application).has_session(secret)


def page_of(hall: Organizer) -> str:
    return f"/desk/rehearsals/{hall.uuid}"


def presses(clerk: Clerk, hall: Organizer, what: str, **fields: str) -> int:
    return clerk.fills(page_of(hall), f"{page_of(hall)}/{what}", **fields).status_code


def test_while_none_runs_there_is_nothing_to_stop_skip_or_print(
    clerk: Clerk, hall: Organizer, instance: Instance
) -> None:
    shown = clerk.opens(page_of(hall))
    assert "Bắt đầu diễn tập" in shown.text
    assert "Refresh" not in shown.headers
    for what in ("stop", "skip"):
        assert presses(clerk, hall, what) == 409
        with pytest.raises(VotingRefused) as caught:
            rehearsing.ask_rehearsal(instance, hall.uuid, what)
        assert caught.value.refusal is Refusal.REHEARSAL_NOT_RUNNING
    assert clerk.opens(f"{page_of(hall)}/test-cards.pdf").status_code == 409
    assert clerk.opens(f"{page_of(hall)}/minutes.pdf").status_code == 404
    for minutes in ("0", "61", "-1", "x", "1e1", "--by-hand"):
        assert presses(clerk, hall, "start", minutes=minutes) == 400
    assert clerk.opens("/desk/rehearsals/NoConference11").status_code == 404


def test_a_second_is_refused_and_a_running_one_is_followed_skipped_and_stopped(
    clerk: Clerk, hall: Organizer, instance: Instance, place: Place
) -> None:
    began = Progress(stage=Stage.BY_HAND, began=1, of=5, hand=2, since=2, times={"casting": 180.2})
    place.tell(msgspec.structs.replace(began, url="http://192.0.2.1/c/x/"))
    place.run.mkdir()
    place.cards.write_bytes(b"%PDF cards")
    with only_one(instance.settings.instance):
        shown = clerk.opens(page_of(hall))
        assert shown.headers["Refresh"] == "3"
        assert "Đã đến 2/5 thẻ." in shown.text
        assert "Đại biểu giả gửi phiếu: xong, 180 giây" in " ".join(shown.text.split())
        assert clerk.opens(f"{page_of(hall)}/test-cards.pdf").data == b"%PDF cards"
        refused = clerk.fills(page_of(hall), f"{page_of(hall)}/start", minutes="3")
        assert refused.status_code == 409
        assert "Máy này đang chạy một cuộc diễn tập." in refused.text
        assert presses(clerk, hall, "skip") == presses(clerk, hall, "stop") == 303
    assert place.is_asked("skip") and place.is_asked("stop")
    assert "đã ngừng giữa chừng" in clerk.opens(page_of(hall)).text


def report_of(name: str) -> Report:
    return Report(
        uuid="JFhMBfmAp5jNJh",
        of=name,
        name="Thử",
        finished=1,
        times={"verifying": 78.04},
        figures=GOOD.figures,
        lines=tuple(lines_of(GOOD)),
    )


def test_the_last_page_stands_here_and_on_the_hub(
    clerk: Clerk, hall: Organizer, place: Place
) -> None:
    place.keep(report_of(hall.uuid))
    place.minutes.write_bytes(b"%PDF minutes")
    place.tell(Progress(stage=Stage.DONE, began=1))
    shown = clerk.opens(f"{page_of(hall)}?lang=en").text
    assert "2.8 casts/s (498 in 180.4 s)" in shown
    assert "Minutes, verifying the record: 78 seconds" in shown
    assert clerk.opens(f"{page_of(hall)}/minutes.pdf").data == b"%PDF minutes"
    assert "Rehearsal and readiness" in clerk.opens(f"/desk/conferences/{hall.uuid}").text


def test_a_preparation_is_rehearsed_before_it_is_frozen_or_says_what_is_missing(
    clerk: Clerk, instance: Instance
) -> None:
    who, _ = logged_in(instance, make_account(instance, Role.ORGANIZER, "Người khác"))
    whole = {**SERVER_ONLY, "trustees": "2/3", "committee": DOCUMENT["committee"]}
    lacking = {key: value for key, value in whole.items() if key not in ("date", "people")}
    number = filled(instance, who, lacking)
    page = f"/desk/rehearsals/draft-{number}"
    assert page in clerk.opens(f"/desk/drafts/{number}/rehearsal").text
    shown = clerk.opens(page).text
    assert "Bắt đầu diễn tập" not in shown
    for step in ("session", "people"):
        assert f"/desk/drafts/{number}/{step}" in shown
    refused = clerk.fills(page, f"{page}/start", minutes="3")
    assert refused.status_code == 409
    assert "Chưa diễn tập được" in refused.text and "Còn thiếu: Ngày." in refused.text
    fill(instance, who, number, whole)
    assert "Bắt đầu diễn tập" in clerk.opens(page).text
    found = subject_of(instance, f"draft-{number}")
    assert found.of == f"draft-{number}" and found.definition.cards == whole["cards"]
    assert found.committee is not None and not found.committee.has_begun
    place = place_of(instance.settings.instance, found.of)
    place.begin()
    place.keep(report_of(found.of))
    assert drafts.read_draft(instance, number).state(Step.REHEARSAL).light is Light.GREEN
    place.tell(Progress(stage=Stage.CASTING, began=1))
    with only_one(instance.settings.instance), pytest.raises(VotingRefused) as caught:
        throw_away(instance, who, number, is_confirmed=True, now=NOW)
    assert caught.value.refusal is Refusal.REHEARSAL_RUNNING
    throw_away(instance, who, number, is_confirmed=True, now=NOW)
    assert not place.folder.exists()
    assert clerk.opens(page).status_code == 404


def test_a_conference_says_how_far_its_committee_is(hall: Organizer, instance: Instance) -> None:
    found = subject_of(instance, hall.uuid)
    assert (found.of, found.committee) == (hall.uuid, None)
    assert found.definition.cards == 6
