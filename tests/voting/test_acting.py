"""An act at the desk: the role in the public log, the name in the private journal, or neither."""

from collections.abc import Iterator

import pytest
from flask import Flask

from audit.entries import Done, IncidentEntry, entry_bytes, parse_entry
from ballots.errors import BallotsError
from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.people import Organizer
from voting import access
from voting.acting import Actor, acting
from voting.application import make_application
from voting.config import Settings
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services.acts import Act, read_acts
from voting.services.books import record_hand_count, record_incident
from voting.services.journal import read_journal
from voting.views.common import instance as served

MINUTE = 1_800_000_000


@pytest.fixture
def chair(organizer: Organizer) -> Iterator[Actor]:
    """Let a chair act at the desk."""
    account = make_account(organizer.instance, Role.CHAIR, "Lê Thị Chủ Toạ")
    actor = Actor(account.id, account.name, account.role.value, MINUTE)
    mark = acting.set(actor)
    yield actor
    acting.reset(mark)


def test_the_log_has_the_role_and_the_journal_the_name(organizer: Organizer, chair: Actor) -> None:
    organizer.prepares()
    record_incident(organizer.instance, organizer.uuid, "Mất điện năm phút")
    line = read_journal(organizer.instance, organizer.uuid).lines[-1]
    assert line.entry == IncidentEntry(text="Mất điện năm phút", by="chair")
    assert line.role is not None and line.role.vi == "Chủ toạ"
    told = read_acts(organizer.instance)[0]
    assert (told.act, told.name, told.role) == (Act.LOG_ENTRY, chair.name, "chair")
    assert (told.conference, told.about, told.minute) == (organizer.uuid, "incident", MINUTE)


def test_a_whole_vote_at_the_desk_names_no_delegate_and_no_ballot(
    organizer: Organizer, chair: Actor
) -> None:
    delegates = organizer.is_open()
    for delegate in delegates:
        delegate.casts()
    organizer.finishes()
    lines = read_journal(organizer.instance, organizer.uuid).lines
    kinds = [line.kind for line in lines if line.role is not None]
    assert kinds == ["rehearsal", "cards", "opening", "closing", "publication"]
    told = [one.about for one in read_acts(organizer.instance) if one.act is Act.LOG_ENTRY]
    assert told[::-1] == kinds
    assert not [line for line in lines if chair.name in str(line.entry)]


def test_an_act_that_is_refused_stands_nowhere(organizer: Organizer, chair: Actor) -> None:
    organizer.prepares()
    before = read_acts(organizer.instance), read_journal(organizer.instance, organizer.uuid)
    with pytest.raises(VotingRefused):
        record_hand_count(organizer.instance, organizer.uuid, printed=1, issued=1, void=0)
    assert (
        read_acts(organizer.instance),
        read_journal(organizer.instance, organizer.uuid),
    ) == before
    assert chair.role == "chair"


def test_on_the_command_line_nobody_is_named(organizer: Organizer) -> None:
    organizer.prepares()
    record_incident(organizer.instance, organizer.uuid, "Mất điện năm phút")
    line = read_journal(organizer.instance, organizer.uuid).lines[-1]
    assert line.role is None
    assert read_acts(organizer.instance) == []


def test_whoever_is_logged_in_acts_for_one_request_only(
    organizer: Organizer, settings: Settings
) -> None:
    organizer.prepares()
    application = make_application(settings)
    application.add_url_rule("/desk/act/<uuid>", "act", act, methods=["POST"])
    application.add_url_rule("/desk/who", "who", lambda: str(acting.get()))
    access.only(Role.ORGANIZER)(application.view_functions["act"])
    access.public(application.view_functions["who"])
    account = make_account(organizer.instance, Role.ORGANIZER, "Phạm Tổ Chức")
    clerk = Clerk(application).has_session(logged_in(organizer.instance, account)[1])
    assert clerk.fills("/desk/", f"/desk/act/{organizer.uuid}").status_code == 200
    assert clerk.opens("/desk/who").text == "None"
    assert acting.get() is None
    assert read_journal(organizer.instance, organizer.uuid).lines[-1].entry == IncidentEntry(
        text="Ghi tại bàn", by="organizer"
    )
    assert read_acts(organizer.instance)[0].name == "Phạm Tổ Chức"
    close(application)


def act(uuid: str) -> str:
    record_incident(served(), uuid, "Ghi tại bàn")
    return ""


def close(application: Flask) -> None:
    application.extensions["tinnhiem"].close()


@pytest.mark.parametrize("role", [*Role, "nobody"])
def test_only_roles_that_may_act_stand_in_the_log(role: str) -> None:
    entry = IncidentEntry(text="x", by=str(role))
    assert isinstance(entry, Done)
    if role in (Role.AUDITOR, "nobody"):
        with pytest.raises(BallotsError):
            parse_entry(b'{"act":"incident","text":"x","by":"%s"}' % str(role).encode())
    else:
        assert parse_entry(entry_bytes(entry)) == entry
