"""The stage: what each screen shows, what the desk may not show, and what is never told."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.voting.committee import Room
from tests.voting.people import HIGH, LOW, Organizer, definition
from voting.instance import Instance
from voting.models import Base
from voting.refusals import Refusal, VotingRefused
from voting.services.sites import add_site
from voting.services.stage import (
    Network,
    count_down,
    follow_all,
    last_place,
    read_choice,
    set_network,
    show_scene,
)
from voting.services.stage_state import StageState, read_stage
from voting.stage_models import Scene

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NOON = 1_800_000_000
PASSWORD = "hoa-sen-2026"


def stage(organizer: Organizer, site: int = 0, *, now: int = NOON) -> StageState:
    return read_stage(organizer.instance, organizer.uuid, site, now=now)


def refusal(act: Callable[..., object], *told: object, **more: object) -> Refusal:
    with pytest.raises(VotingRefused) as error:
        act(*told, **more)
    return error.value.refusal


def tables_with(organizer: Organizer, word: str) -> set[str]:
    with organizer.instance.database.reading() as session:
        return {
            table.name
            for table in Base.metadata.sorted_tables
            for row in session.execute(select(table))
            if any(word in str(cell) for cell in row)
        }


def test_a_screen_welcomes_until_the_desk_chooses(organizer: Organizer) -> None:
    organizer.prepares()
    assert stage(organizer).scene == "welcome"
    show_scene(organizer.instance, organizer.uuid, Scene.CHECKIN)
    seen = stage(organizer)
    assert seen.scene == "checkin" and seen.attendance is not None
    assert (seen.attendance.present, seen.attendance.whole) == (5, 6)
    assert [seen.turnout, seen.result, seen.network] == [None] * 3
    assert len(seen.words.split()) == 6


@ON_SQLITE
def test_a_site_follows_the_screen_of_all_until_it_has_a_scene_of_its_own(
    organizer: Organizer,
) -> None:
    instance, uuid = organizer.instance, organizer.prepares().uuid
    site = add_site(instance, uuid, "Hội trường B")
    show_scene(instance, uuid, Scene.HOW)
    assert stage(organizer, site).scene == "how" and read_choice(instance, uuid, site).follows
    show_scene(instance, uuid, Scene.TURNOUT, site=site)
    assert (stage(organizer).scene, stage(organizer, site).scene) == ("how", "turnout")
    follow_all(instance, uuid, site)
    assert stage(organizer, site).scene == "how"
    for nobody in (-1, 2, 10**30):
        assert refusal(stage, organizer, nobody) is Refusal.UNKNOWN_SITE


@ON_SQLITE
def test_nothing_of_the_result_is_shown_before_the_publication(organizer: Organizer) -> None:
    for delegate in organizer.is_open()[:3]:
        delegate.casts(HIGH, LOW)
    instance, uuid = organizer.instance, organizer.uuid

    def shows_none() -> None:
        for scene in (Scene.PERSON, Scene.TABLE):
            refused = refusal(show_scene, instance, uuid, scene)
            assert refused is Refusal.RESULT_NOT_PUBLISHED
        assert stage(organizer).result is None

    shows_none()
    organizer.closes()
    shows_none()
    organizer.decrypts()
    organizer.counts()
    shows_none()
    organizer.publishes()
    show_scene(instance, uuid, Scene.PERSON, place=2)
    shown = stage(organizer).result
    assert shown is not None and (shown.first, shown.total) == (2, 2)
    assert [(one.name, one.counts) for one in shown.people] == [("Trần Thị Bình", (0, 0, 3))]
    assert shown.people[0].percents == (0, 0, 10_000)
    show_scene(instance, uuid, Scene.TABLE)
    table = stage(organizer).result
    assert table is not None and len(table.people) == 2 and (table.page, table.pages) == (1, 1)
    for scene, place in ((Scene.PERSON, 3), (Scene.PERSON, 0), (Scene.TABLE, 2)):
        wrong = refusal(show_scene, instance, uuid, scene, place=place)
        assert wrong is Refusal.BAD_REQUEST


@ON_SQLITE
def test_the_turnout_is_the_whole_number_with_the_seconds_left(organizer: Organizer) -> None:
    organizer.is_open()[0].casts(HIGH, LOW)
    instance, uuid = organizer.instance, organizer.uuid
    show_scene(instance, uuid, Scene.TURNOUT)
    seen = stage(organizer).turnout
    assert seen is not None and (seen.cast, seen.issued, seen.left) == (1, 5, None)
    count_down(instance, uuid, 15, now=NOON)
    for later, left in ((60, 840), (2000, 0)):
        seen = stage(organizer, now=NOON + later).turnout
        assert seen is not None and seen.left == left
    count_down(instance, uuid, None, now=NOON)
    seen = stage(organizer).turnout
    assert seen is not None and seen.left is None
    for minutes in (0, 601):
        wrong = refusal(count_down, instance, uuid, minutes, now=NOON)
        assert wrong is Refusal.BAD_COUNT


@ON_SQLITE
def test_the_wifi_is_told_while_the_welcome_is_shown_and_written_into_no_log(
    organizer: Organizer, caplog: pytest.LogCaptureFixture
) -> None:
    instance, uuid = organizer.instance, organizer.prepares().uuid
    site = add_site(instance, uuid, "Hội trường B")
    set_network(instance, uuid, Network("Hoi truong", PASSWORD))
    set_network(instance, uuid, Network("Hoi truong B", None), site=site)
    seen = [stage(organizer, one).network for one in (0, site)]
    assert [one and (one.name, one.password) for one in seen] == [
        ("Hoi truong", PASSWORD),
        ("Hoi truong B", None),
    ]
    assert PASSWORD not in caplog.text + repr(Network("x", PASSWORD))
    assert tables_with(organizer, PASSWORD) == {"stage_screens"}
    show_scene(instance, uuid, Scene.HOW)
    assert stage(organizer).network is None
    set_network(instance, uuid, None)
    show_scene(instance, uuid, Scene.WELCOME)
    assert stage(organizer).network is None
    for name, password in (("", None), ("x" * 33, None), ("ế" * 11, None), ("a\nb", None)):
        wrong = refusal(set_network, instance, uuid, Network(name, password))
        assert wrong is Refusal.BAD_WIFI
    for password in ("1234567", "1" * 64, "mật khẩu dài"):
        wrong = refusal(set_network, instance, uuid, Network("x", password))
        assert wrong is Refusal.BAD_WIFI


@ON_SQLITE
def test_a_vote_without_members_has_no_scene_of_the_committee(organizer: Organizer) -> None:
    instance, uuid = organizer.instance, organizer.prepares().uuid
    refused = refusal(show_scene, instance, uuid, Scene.CEREMONY)
    assert refused is Refusal.NO_MEMBERS


@ON_SQLITE
def test_shares_light_up_when_they_are_tried_and_when_they_are_used(
    instance: Instance, client: FlaskClient
) -> None:
    room = Room(instance, client).makes_the_key(2, 3, minimum_ballots=2)
    organizer = Organizer(instance, room.uuid)
    show_scene(instance, room.uuid, Scene.CEREMONY)

    def lit() -> tuple[bool, int, list[bool]]:
        seen = stage(organizer).committee
        assert seen is not None
        return seen.opens, seen.needed, [one.is_ready for one in seen.members]

    assert lit() == (False, 3, [False, False, False])
    room.drills(1, 2, 3)
    assert lit() == (False, 3, [True, True, True])
    ballots = room.votes([HIGH, LOW], [HIGH, HIGH])
    assert lit() == (True, 2, [False, False, False])
    assert (
        room.devices[1].sends("decryption", room.devices[1].decryption(ballots)).status_code == 201
    )
    assert lit() == (True, 2, [False, True, False])
    assert stage(organizer).result is None


def test_pages_of_the_table_hold_six_people() -> None:
    people = definition().people
    for count, pages in ((1, 1), (6, 1), (7, 2), (50, 9)):
        many = definition(people=(people[:1] * count))
        assert last_place(many, Scene.TABLE) == pages
        assert last_place(many, Scene.PERSON) == count
