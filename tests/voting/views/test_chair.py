"""The result before its publication: for the chair and the committee, and for nobody else."""

import pytest
from flask import Flask
from sqlalchemy import text, update

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.people import HIGH, LOW, UNMARKED, Organizer
from voting.instance import Instance
from voting.models import Conference
from voting.roles import Role
from voting.services.acts import read_acts
from voting.services.books import record_hand_count


@pytest.fixture
def instance(application: Flask) -> Instance:
    found: Instance = application.extensions["tinnhiem"]
    return found


@pytest.fixture
def hall(instance: Instance) -> Organizer:
    """Give a conference that is counted and not published: 3 high, 1 low for the second person."""
    hall = Organizer(instance)
    for row, delegate in enumerate(hall.is_open()):
        delegate.casts(HIGH, LOW if row == 0 else UNMARKED)
    hall.closes()
    hall.decrypts()
    return hall


def clerk_of(application: Flask, role: Role) -> Clerk:
    found = application.extensions["tinnhiem"]
    _, secret = logged_in(found, make_account(found, role))
    return Clerk(application).has_session(secret)


def test_chair_and_committee_see_the_result_first_and_nobody_else_does(
    application: Flask, instance: Instance, hall: Organizer
) -> None:
    page = f"/desk/conferences/{hall.uuid}/result"
    clerks = {role: clerk_of(application, role) for role in Role}
    early = clerks[Role.CHAIR].opens(page)
    assert (early.status_code, "not_counted" in early.text) == (409, True)
    hall.counts()
    before = len(read_acts(instance))
    for role, clerk in clerks.items():
        answer = clerk.opens(page)
        if role in (Role.CHAIR, Role.COMMITTEE):
            assert answer.status_code == 200
            assert "Chưa công bố." in answer.text
            assert "<strong>5</strong>" in answer.text
            assert answer.headers["Cache-Control"] == "no-store"
        else:
            assert (answer.status_code, "not_allowed" in answer.text) == (403, True)
            assert "<strong>5</strong>" not in answer.text
    assert len(read_acts(instance)) == before
    assert application.test_client().get(f"/c/{hall.uuid}/result").status_code == 404
    hall.publishes()
    published = clerks[Role.CHAIR].opens(page).text
    assert f'href="/c/{hall.uuid}/result"' in published
    assert "Chưa công bố." not in published


def test_a_result_that_is_not_what_the_log_gives_is_not_shown(
    application: Flask, instance: Instance, hall: Organizer
) -> None:
    hall.counts()
    is_sqlite = instance.database.is_sqlite
    unguarded = "DROP TRIGGER conferences_result_update"  # an insider with the database can do it
    with instance.database.writing() as session:
        session.execute(
            text(unguarded if is_sqlite else "SET LOCAL session_replication_role = replica")
        )
        session.execute(update(Conference).values(result=b'{"result":[[4,1,0],[0,0,1]]}'))
    answer = clerk_of(application, Role.CHAIR).opens(f"/desk/conferences/{hall.uuid}/result")
    assert (answer.status_code, "result_differs" in answer.text) == (409, True)


def test_what_blocks_the_publication_is_said_and_the_committee_can_explain_it(
    application: Flask, instance: Instance, hall: Organizer
) -> None:
    hall.counts()
    record_hand_count(instance, hall.uuid, printed=5, issued=4, void=1)
    member = clerk_of(application, Role.COMMITTEE)
    hub = f"/desk/conferences/{hall.uuid}"
    assert "Chưa công bố được: có số thẻ không khớp" in member.opens(f"{hub}/result").text
    about = {"about": ["issued", "void"], "text": "Một thẻ rơi."}
    assert member.fills(hub, f"{hub}/note", **about).status_code == 303
    assert "không khớp mà chưa ghi chú" not in member.opens(f"{hub}/result").text
