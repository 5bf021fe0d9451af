"""Attendance: by the list, by count, the quorum, and what is frozen at the opening."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from audit.entries import OpeningEntry
from tests.voting.clerks import logged_in, make_account
from tests.voting.people import Organizer
from voting.day_models import Presence
from voting.delegate_models import Delegate
from voting.instance import Instance
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.rules.profile import load_profile
from voting.services.attendance import (
    Basis,
    count_present,
    find_delegates,
    read_meter,
    set_presence,
)
from voting.services.books import every_entry
from voting.services.common import find_conference
from voting.services.reading import read_conference
from voting.services.sites import add_site

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

ROWS = (
    ("Nguyễn Văn An", "Tổ 1", "B-001"),
    ("Trần Thị Đào", "Tổ 1", "B-002"),
    ("Lê Hoàng Cường", "Tổ 2", ""),
    ("Phạm Đức", "Tổ 2", "B-004"),
    ("Vũ Em", "Tổ 2", "B-005"),
    ("Đỗ Giang", "Tổ 3", "B-006"),
)


def lists(instance: Instance, uuid: str, rows: Sequence[tuple[str, str, str]] = ROWS) -> None:
    """Give a conference its list of delegates."""
    with instance.database.writing() as session:
        conference = find_conference(session, uuid)
        for number, (name, unit, badge) in enumerate(rows, start=1):
            row = {"number": number, "name": name, "unit": unit, "badge": badge}
            session.add(Delegate(conference_id=conference.id, **row))


@pytest.fixture
def listed(organizer: Organizer) -> Organizer:
    """Give a conference of six convened with a list, rehearsed, five cards printed."""
    organizer.prepares(present=None, profile=load_profile("QD96-2023")).rehearses()
    organizer.prints()
    lists(organizer.instance, organizer.uuid)
    return organizer


def marks(organizer: Organizer, presence: Presence, *numbers: int) -> None:
    for number in numbers:
        set_presence(organizer.instance, organizer.uuid, number, presence)


@ON_SQLITE
def test_the_meter_follows_present_late_and_left(listed: Organizer) -> None:
    before = read_meter(listed.instance, listed.uuid)
    assert (before.by, before.present, before.is_reached) == (Basis.PLAN, None, None)
    marks(listed, Presence.PRESENT, 1, 2, 3)
    assert read_meter(listed.instance, listed.uuid).is_reached is False
    marks(listed, Presence.LATE, 4)
    meter = read_meter(listed.instance, listed.uuid)
    assert (meter.by, meter.present, meter.needed) == (Basis.LIST, 4, 4)
    assert meter.is_reached
    marks(listed, Presence.LEFT, 1)
    meter = read_meter(listed.instance, listed.uuid)
    assert (meter.present, meter.states[Presence.LEFT], meter.states[Presence.ABSENT]) == (3, 1, 2)


@ON_SQLITE
@pytest.mark.parametrize(
    ("typed", "by_badge", "numbers"),
    [
        ("B-002", True, [2]),
        ("dao", False, [2]),
        ("ĐỨC", False, [4]),
        ("tổ 2", False, [3, 4, 5]),
        ("6", False, [6]),
        ("B-0", False, []),
        ("", False, [1, 2, 3, 4, 5, 6]),
    ],
)
def test_delegates_are_found_by_badge_name_unit_and_number(
    typed: str, by_badge: bool, numbers: list[int], listed: Organizer
) -> None:
    found = find_delegates(listed.instance, listed.uuid, typed)
    assert found.by_badge is by_badge
    assert [one.number for one in found.delegates] == numbers


@ON_SQLITE
def test_a_mark_says_what_stood_before_so_that_it_can_be_undone(listed: Organizer) -> None:
    marks(listed, Presence.PRESENT, 2)
    before = set_presence(listed.instance, listed.uuid, 2, Presence.LEFT)
    assert (before.name, before.presence) == ("Trần Thị Đào", Presence.PRESENT)


@ON_SQLITE
def test_a_delegate_who_is_not_listed_is_not_marked(listed: Organizer) -> None:
    with pytest.raises(VotingRefused) as error:
        set_presence(listed.instance, listed.uuid, 7, Presence.PRESENT)
    assert error.value.refusal is Refusal.UNKNOWN_DELEGATE


@ON_SQLITE
def test_the_number_present_is_frozen_into_the_log_at_the_opening(listed: Organizer) -> None:
    marks(listed, Presence.PRESENT, 1, 2, 3, 4, 5)
    listed.opens()
    instance, uuid = listed.instance, listed.uuid
    with instance.database.reading() as session:
        entries = every_entry(session, find_conference(session, uuid).id)
    [opening] = [one for one in entries if isinstance(one, OpeningEntry)]
    meter = read_meter(instance, uuid)
    assert (opening.present, meter.present, meter.is_frozen) == (5, 5, True)
    assert meter.states[Presence.PRESENT] == 5
    assert read_conference(instance, uuid).turnout.present == 5


@ON_SQLITE
def test_too_few_who_came_do_not_open_whatever_the_plan_said(organizer: Organizer) -> None:
    organizer.prepares(profile=load_profile("QD96-2023")).rehearses()  # says five of six
    organizer.prints()
    lists(organizer.instance, organizer.uuid)
    marks(organizer, Presence.PRESENT, 1, 2, 3)
    with pytest.raises(VotingRefused) as error:
        organizer.opens()
    assert error.value.refusal is Refusal.QUORUM_MISSING
    marks(organizer, Presence.PRESENT, 4)
    with pytest.raises(VotingRefused) as error:
        organizer.opens()
    assert error.value.refusal is Refusal.MORE_CARDS_THAN_PRESENT


@ON_SQLITE
def test_nobody_is_marked_beside_a_ballot_attendance_ends_with_the_opening(
    listed: Organizer,
) -> None:
    marks(listed, Presence.PRESENT, 1, 2, 3, 4, 5)
    for happens in (listed.opens, listed.closes):
        happens()
        with pytest.raises(VotingRefused) as error:
            marks(listed, Presence.LEFT, 1)
        assert error.value.refusal is Refusal.ATTENDANCE_CLOSED
    assert read_meter(listed.instance, listed.uuid).states[Presence.PRESENT] == 5


def behind(opens: Callable[[], object], instance: Instance, act: Callable[[], object]) -> Refusal:
    """Begin an act while an opening is about to be committed; return what it is refused for."""
    begun: list[Future[object]] = []

    def begins(session: Session) -> None:
        found = [one for one in session.identity_map.values() if isinstance(one, Conference)]
        if not begun and any(one.state is State.OPEN for one in found):
            begun.append(pool.submit(act))
            while not (instance.database.is_sqlite or begun[0].done() or is_waiting(instance)):
                time.sleep(0.01)  # SQLite has no second writer: there it waits in any case

    with ThreadPoolExecutor(1) as pool:
        event.listen(Session, "before_commit", begins)
        try:
            opens()
        finally:
            event.remove(Session, "before_commit", begins)
        error = begun[0].exception(600)
    assert isinstance(error, VotingRefused)
    return error.refusal


def is_waiting(instance: Instance) -> bool:
    """Tell whether somebody waits for a lock of PostgreSQL."""
    with instance.database.reading() as session:
        return bool(session.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_a_mark_that_waits_behind_the_opening_is_refused(listed: Organizer) -> None:
    marks(listed, Presence.PRESENT, 1, 2, 3, 4, 5)
    late = partial(marks, listed, Presence.LATE, 6)
    assert behind(listed.opens, listed.instance, late) is Refusal.ATTENDANCE_CLOSED
    assert read_meter(listed.instance, listed.uuid).states[Presence.LATE] == 0


def test_a_count_that_waits_behind_the_opening_is_refused(organizer: Organizer) -> None:
    organizer.prepares().rehearses()
    organizer.prints()
    instance, uuid = organizer.instance, organizer.uuid
    add_site(instance, uuid, "Hội trường A")
    who, _ = logged_in(instance, make_account(instance, Role.ORGANIZER))
    late = partial(count_present, instance, who, uuid, 1, 6)
    assert behind(organizer.opens, instance, late) is Refusal.ATTENDANCE_CLOSED
    assert read_meter(instance, uuid).by is Basis.PLAN


@ON_SQLITE
def test_nobody_is_counted_beside_a_ballot(organizer: Organizer) -> None:
    organizer.prepares().rehearses()
    instance, uuid = organizer.instance, organizer.uuid
    add_site(instance, uuid, "Hội trường A")
    who, _ = logged_in(instance, make_account(instance, Role.ORGANIZER))
    count_present(instance, who, uuid, 1, 6)
    organizer.prints()
    organizer.opens()
    with pytest.raises(VotingRefused) as error:
        count_present(instance, who, uuid, 1, 5)
    assert error.value.refusal is Refusal.ATTENDANCE_CLOSED


def test_without_a_list_every_site_counts(organizer: Organizer) -> None:
    organizer.prepares()
    instance, uuid = organizer.instance, organizer.uuid
    for name in ("Hội trường A", "Hội trường B"):
        add_site(instance, uuid, name)
    who, _ = logged_in(instance, make_account(instance, Role.ORGANIZER))
    desk, _ = logged_in(instance, make_account(instance, Role.CHECKIN, site="Hội trường B"))
    assert count_present(instance, who, uuid, 1, 3) == 0
    assert count_present(instance, desk, uuid, 2, 2) == 0
    meter = read_meter(instance, uuid)
    assert (meter.by, meter.present) == (Basis.COUNT, 5)
    for number, count, refusal in (
        (1, 3, Refusal.OTHER_SITE),
        (2, 4, Refusal.MORE_THAN_CONVENED),
        (2, -1, Refusal.BAD_COUNT),
        (3, 1, Refusal.UNKNOWN_SITE),
    ):
        with pytest.raises(VotingRefused) as error:
            count_present(instance, desk, uuid, number, count)
        assert error.value.refusal is refusal
    assert read_meter(instance, uuid).present == 5


@ON_SQLITE
def test_where_there_is_a_list_nobody_counts_beside_it(listed: Organizer) -> None:
    instance, uuid = listed.instance, listed.uuid
    add_site(instance, uuid, "Hội trường A")
    who, _ = logged_in(instance, make_account(instance, Role.ORGANIZER))
    with pytest.raises(VotingRefused) as error:
        count_present(instance, who, uuid, 1, 3)
    assert error.value.refusal is Refusal.LIST_IN_USE


def test_no_version_of_a_row_tells_who_came_after_whom(listed: Organizer) -> None:
    """Every mark writes all rows anew: PostgreSQL gives them one transaction and one order."""
    marks(listed, Presence.PRESENT, 4, 1, 5)
    database = listed.instance.database
    with database.reading() as session:
        assert session.query(Conference).count() == 1
        if database.is_sqlite:
            made = "SELECT sql FROM sqlite_master WHERE name = 'attendance'"
            assert "WITHOUT ROWID" in session.execute(text(made)).scalar_one()
            return
        versions = session.execute(text("SELECT number, xmin::text FROM attendance ORDER BY ctid"))
        rows = [tuple(row) for row in versions]
    assert [number for number, _ in rows] == [1, 2, 3, 4, 5, 6]
    assert len({version for _, version in rows}) == 1
