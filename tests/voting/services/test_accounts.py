"""People with power: added, changed, disabled; one administrator always remains."""

import pytest

from tests.voting.clerks import PHRASE, logged_in, make_account
from voting.account_models import Account
from voting.instance import Instance
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import accounts, entering
from voting.services.acts import Act, read_acts
from voting.services.attempts import FREE_OF_NAME
from voting.services.passphrases import verify_passphrase
from voting.services.sessions import Who, find_session

NOW = 1_800_000_000


@pytest.fixture
def boss(instance: Instance) -> Who:
    return logged_in(instance, make_account(instance, Role.ADMINISTRATOR, "Lê Quản Trị"), at=NOW)[0]


def test_who_is_added_sets_a_passphrase_that_nobody_else_knows(
    instance: Instance, boss: Who
) -> None:
    linked = accounts.add_account(
        instance, boss, "Trần Thị Bình", Role.CHECKIN, "Hội trường B", now=NOW
    )
    assert [one.can_log_in for one in accounts.list_accounts(instance)] == [True, False]
    entered = entering.use_link(instance, linked.secret, PHRASE, now=NOW)
    who = find_session(instance, entered.secret, now=NOW)
    assert who is not None
    assert (who.name, who.role, who.site) == ("Trần Thị Bình", Role.CHECKIN, "Hội trường B")
    assert [one.can_log_in for one in accounts.list_accounts(instance)] == [True, True]


def test_a_name_is_given_once_however_it_is_written(instance: Instance, boss: Who) -> None:
    for name in ("Lê Quản Trị", "LÊ  QUẢN TRỊ"):
        with pytest.raises(VotingRefused, match="name_taken"):
            accounts.add_account(instance, boss, name, Role.CHAIR, "", now=NOW)
    assert len(accounts.list_accounts(instance)) == 1


def test_a_check_in_desk_has_a_site_and_nobody_else_has(instance: Instance, boss: Who) -> None:
    with pytest.raises(VotingRefused, match="site_needed"):
        accounts.add_account(instance, boss, "Bàn Một", Role.CHECKIN, " ", now=NOW)
    accounts.add_account(instance, boss, "Chủ Toạ", Role.CHAIR, "Hội trường A", now=NOW)
    [chair] = [one for one in accounts.list_accounts(instance) if one.role is Role.CHAIR]
    assert chair.site is None
    with pytest.raises(VotingRefused, match="site_needed"):
        accounts.change_role(instance, boss, chair.id, Role.CHECKIN, "", now=NOW)


def test_a_check_in_desk_is_refused_what_belongs_to_another_site(instance: Instance) -> None:
    desk = make_account(instance, Role.CHECKIN, site="Hội trường A")
    who, _ = logged_in(instance, desk)
    accounts.require_site(who, "hội trường  a")
    with pytest.raises(VotingRefused, match="other_site"):
        accounts.require_site(who, "Hội trường B")
    accounts.require_site(logged_in(instance, make_account(instance, Role.ORGANIZER))[0], "B")


@pytest.mark.parametrize("act", ["disable", "role", "reset"])
def test_the_last_administrator_stays(act: str, instance: Instance, boss: Who) -> None:
    made = accounts.add_account(instance, boss, "Chưa Vào", Role.ADMINISTRATOR, "", now=NOW)

    def do() -> None:
        if act == "disable":
            accounts.set_disabled(instance, boss, boss.id, True, now=NOW)
        elif act == "role":
            accounts.change_role(instance, boss, boss.id, Role.AUDITOR, "", now=NOW)
        else:
            accounts.reset_passphrase(instance, boss, boss.id, now=NOW)

    with pytest.raises(VotingRefused, match="last_administrator"):
        do()
    assert accounts.read_account(instance, boss.id).can_log_in
    entering.use_link(instance, made.secret, PHRASE, now=NOW)
    do()


def test_a_reset_makes_the_old_passphrase_void_at_once(instance: Instance, boss: Who) -> None:
    first = accounts.add_account(instance, boss, "Trần Thị Bình", Role.CHAIR, "", now=NOW)
    entering.use_link(instance, first.secret, PHRASE, now=NOW)
    [chair] = [one for one in accounts.list_accounts(instance) if one.role is Role.CHAIR]
    linked = accounts.reset_passphrase(instance, boss, chair.id, now=NOW)
    with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
        entering.log_in(instance, "Trần Thị Bình", PHRASE, place="x", now=NOW)
    entering.use_link(instance, linked.secret, "mưa rào trên mái ngói", now=NOW)


def test_who_is_disabled_cannot_use_a_link_and_comes_back_when_enabled(
    instance: Instance, boss: Who
) -> None:
    linked = accounts.add_account(instance, boss, "Trần Thị Bình", Role.CHAIR, "", now=NOW)
    [chair] = [one for one in accounts.list_accounts(instance) if one.role is Role.CHAIR]
    accounts.set_disabled(instance, boss, chair.id, True, now=NOW)
    with pytest.raises(VotingRefused, match="link_used"):
        entering.use_link(instance, linked.secret, PHRASE, now=NOW)
    accounts.set_disabled(instance, boss, chair.id, False, now=NOW)
    entering.use_link(instance, linked.secret, PHRASE, now=NOW)


def test_changing_ones_own_passphrase_ends_ones_other_sessions(instance: Instance) -> None:
    secret = entering.make_first_link(instance, now=NOW)
    assert secret is not None
    entered = entering.start(instance, secret, "Nguyễn Văn An", PHRASE, now=NOW)
    other = entering.log_in(instance, "Nguyễn Văn An", PHRASE, place="x", now=NOW)
    who = find_session(instance, entered.secret, now=NOW)
    assert who is not None
    new = "mưa rào trên mái ngói"
    with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
        accounts.change_passphrase(instance, who, new, new, place="x", now=NOW)
    accounts.change_passphrase(instance, who, PHRASE, new, place="x", now=NOW)
    assert find_session(instance, entered.secret, now=NOW) is not None
    assert find_session(instance, other.secret, now=NOW) is None


def changes(instance: Instance, who: Who, old: str, new: str) -> None:
    accounts.change_passphrase(instance, who, old, new, place="x", now=NOW)


def test_guessing_the_old_passphrase_in_somebodys_session_has_to_wait(
    instance: Instance, boss: Who
) -> None:
    new = "mưa rào trên mái ngói"
    for _ in range(FREE_OF_NAME + 2):
        with pytest.raises(VotingRefused, match="poor_passphrase"):
            changes(instance, boss, PHRASE, "ngắn")
    for _ in range(FREE_OF_NAME):
        with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
            changes(instance, boss, "không phải câu ấy", new)
    with pytest.raises(VotingRefused, match="try_later"):
        changes(instance, boss, "không phải câu ấy", new)


@pytest.mark.parametrize("act", ["reset", "changed in the same session"])
def test_a_change_that_was_overtaken_changes_nothing(
    act: str, instance: Instance, boss: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = accounts.add_account(instance, boss, "Trần Thị Bình", Role.CHAIR, "", now=NOW)
    entered = entering.use_link(instance, first.secret, PHRASE, now=NOW)
    who = find_session(instance, entered.secret, now=NOW)
    assert who is not None

    def overtaken(passphrase: str, kept: str | None) -> None:
        verify_passphrase(passphrase, kept)
        monkeypatch.setattr(accounts, "verify_passphrase", verify_passphrase)
        if act == "reset":
            accounts.reset_passphrase(instance, boss, who.id, now=NOW)
        else:
            changes(instance, who, PHRASE, "bông lúa sông hồng")

    monkeypatch.setattr(accounts, "verify_passphrase", overtaken)
    refusal = "log_in_needed" if act == "reset" else "wrong_name_or_passphrase"
    with pytest.raises(VotingRefused, match=refusal):
        changes(instance, who, PHRASE, "mưa rào trên mái ngói")
    with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
        entering.log_in(instance, who.name, "mưa rào trên mái ngói", place="x", now=NOW)


def test_every_act_stands_in_the_journal_under_the_name_of_who_did_it(
    instance: Instance, boss: Who
) -> None:
    accounts.add_account(instance, boss, "Bàn Một", Role.CHECKIN, "Hội trường A", now=NOW)
    [desk] = [one for one in accounts.list_accounts(instance) if one.role is Role.CHECKIN]
    accounts.change_role(instance, boss, desk.id, Role.AUDITOR, "", now=NOW)
    accounts.set_disabled(instance, boss, desk.id, True, now=NOW)
    lines = read_acts(instance)
    assert {line.name for line in lines} == {"Lê Quản Trị"}
    assert [(line.act, line.about) for line in reversed(lines)] == [
        (Act.ADDED_ACCOUNT, "Bàn Một (Tổ phát phiếu, Hội trường A)"),
        (Act.CHANGED_ROLE, "Bàn Một (Người kiểm tra)"),
        (Act.DISABLED_ACCOUNT, "Bàn Một"),
    ]


def test_an_account_that_is_not_there_is_refused(instance: Instance, boss: Who) -> None:
    for call in (accounts.reset_passphrase,):
        with pytest.raises(VotingRefused, match="unknown_account"):
            call(instance, boss, 999, now=NOW)
    with pytest.raises(VotingRefused, match="unknown_account"):
        accounts.read_account(instance, 999)
    with instance.database.reading() as session:
        assert session.get(Account, 999) is None
