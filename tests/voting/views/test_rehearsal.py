"""The page of a rehearsal: who may press what, what it shows, how it refuses."""

import pytest
from flask import Flask

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.people import Organizer
from tests.voting.rehearsal.test_readiness import GOOD
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import Place, Progress, Stage, only_one, place_of
from voting.rehearsal.readiness import lines_of
from voting.rehearsal.report import Report
from voting.roles import Role
from voting.services import rehearsing
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
    return f"/desk/conferences/{hall.uuid}/rehearsal"


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
    assert clerk.opens("/desk/conferences/NoConference11/rehearsal").status_code == 404


def test_a_second_is_refused_and_a_running_one_is_followed_skipped_and_stopped(
    clerk: Clerk, hall: Organizer, instance: Instance, place: Place
) -> None:
    place.tell(Progress(stage=Stage.BY_HAND, began=1, of=5, hand=2, url="http://192.0.2.1/c/x/"))
    place.run.mkdir()
    place.cards.write_bytes(b"%PDF cards")
    with only_one(instance.settings.instance):
        shown = clerk.opens(page_of(hall))
        assert shown.headers["Refresh"] == "3"
        assert "Đã đến 2/5 thẻ." in shown.text
        assert clerk.opens(f"{page_of(hall)}/test-cards.pdf").data == b"%PDF cards"
        refused = clerk.fills(page_of(hall), f"{page_of(hall)}/start", minutes="3")
        assert refused.status_code == 409
        assert "Máy này đang chạy một cuộc diễn tập." in refused.text
        assert presses(clerk, hall, "skip") == presses(clerk, hall, "stop") == 303
    assert place.is_asked("skip") and place.is_asked("stop")
    assert "đã ngừng giữa chừng" in clerk.opens(page_of(hall)).text


def test_the_last_page_stands_here_and_on_the_hub(
    clerk: Clerk, hall: Organizer, place: Place
) -> None:
    report = Report(
        uuid="JFhMBfmAp5jNJh",
        of=hall.uuid,
        name="Thử",
        finished=1,
        times={},
        figures=GOOD.figures,
        lines=tuple(lines_of(GOOD)),
    )
    place.keep(report)
    place.minutes.write_bytes(b"%PDF minutes")
    place.tell(Progress(stage=Stage.DONE, began=1))
    shown = clerk.opens(f"{page_of(hall)}?lang=en").text
    assert "2.8 casts/s (498 in 180.4 s)" in shown
    assert clerk.opens(f"{page_of(hall)}/minutes.pdf").data == b"%PDF minutes"
    assert "Rehearsal and readiness" in clerk.opens(f"/desk/conferences/{hall.uuid}").text


def test_a_conference_says_how_far_its_committee_is(hall: Organizer, instance: Instance) -> None:
    found = subject_of(instance, hall.uuid)
    assert (found.of, found.committee) == (hall.uuid, None)
    assert found.definition.cards == 6
