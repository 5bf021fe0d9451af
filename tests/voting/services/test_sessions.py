"""Sessions end: by idleness, by age, by their owner, by an administrator."""

import pytest

from tests.voting.clerks import logged_in, make_account
from voting.account_models import DeskSession
from voting.instance import Instance
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import accounts, sessions

NOW = 1_800_000_000 - 1_800_000_000 % 60


def test_a_session_lasts_while_it_is_used_but_not_for_ever(instance: Instance) -> None:
    _, secret = logged_in(instance, make_account(instance, Role.CHAIR), at=NOW)
    at = NOW
    while at + 3600 < NOW + sessions.LONGEST:
        at += 3600
        assert sessions.find_session(instance, secret, now=at) is not None
    assert sessions.find_session(instance, secret, now=NOW + sessions.LONGEST) is None


def test_a_session_ends_when_nobody_uses_it(instance: Instance) -> None:
    _, secret = logged_in(instance, make_account(instance, Role.CHAIR), at=NOW)
    late = NOW + sessions.IDLE
    assert sessions.find_session(instance, secret, now=late - 1) is not None
    assert sessions.find_session(instance, secret, now=2 * late - NOW) is None


def test_a_secret_that_nobody_has_finds_nothing(instance: Instance) -> None:
    who, _ = logged_in(instance, make_account(instance, Role.CHAIR), at=NOW)
    for wrong in ("", "x", who.session):
        assert sessions.find_session(instance, wrong, now=NOW) is None


def test_everybody_sees_and_ends_their_own_sessions_only(instance: Instance) -> None:
    mine, theirs = (make_account(instance, Role.CHAIR, name) for name in ("Của Tôi", "Của Họ"))
    who, _ = logged_in(instance, mine, at=NOW)
    _, other = logged_in(instance, mine, at=NOW + 60)
    stranger, foreign = logged_in(instance, theirs, at=NOW)
    found = sessions.list_sessions(instance, who, now=NOW + 60)
    assert [(one.made_at, one.is_this) for one in found] == [(NOW + 60, False), (NOW, True)]
    for name in (stranger.session[:16], "%" * 16, "", found[0].name[:-1]):
        with pytest.raises(VotingRefused, match="not_found"):
            sessions.end_session(instance, who, name)
    sessions.end_session(instance, who, found[0].name)
    assert sessions.find_session(instance, other, now=NOW + 60) is None
    assert sessions.find_session(instance, foreign, now=NOW + 60) is not None


def test_sessions_that_are_over_are_removed_at_the_next_log_in(instance: Instance) -> None:
    account = make_account(instance, Role.CHAIR)
    logged_in(instance, account, at=NOW)
    logged_in(instance, account, at=NOW + sessions.IDLE)
    with instance.database.reading() as session:
        assert session.query(DeskSession).count() == 1


@pytest.mark.parametrize("act", ["disable", "role", "reset"])
def test_an_administrators_act_ends_the_sessions_of_who_it_concerns(
    act: str, instance: Instance
) -> None:
    boss, _ = logged_in(instance, make_account(instance, Role.ADMINISTRATOR), at=NOW)
    account = make_account(instance, Role.CHAIR)
    _, secret = logged_in(instance, account, at=NOW)
    if act == "disable":
        accounts.set_disabled(instance, boss, account.id, True, now=NOW)
    elif act == "role":
        accounts.change_role(instance, boss, account.id, Role.AUDITOR, "", now=NOW)
    else:
        accounts.reset_passphrase(instance, boss, account.id, now=NOW)
    assert sessions.find_session(instance, secret, now=NOW) is None
