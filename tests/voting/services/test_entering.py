"""Ways in: the first administrator, name and passphrase, one-time links."""

import unicodedata

import pytest

from tests.voting.clerks import PHRASE, logged_in, make_account
from tests.voting.test_privacy import cells
from voting.account_models import Account
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services import accounts, entering
from voting.services.acts import Act, read_acts
from voting.services.passphrases import verify_passphrase
from voting.services.sessions import find_session, list_sessions

NOW, DAY = 1_800_000_000, 24 * 3600
HERE = "address 192.0.2.7"


def starts(instance: Instance, name: str = "Nguyễn Văn An") -> entering.Entered:
    secret = entering.make_first_link(instance, now=NOW)
    assert secret is not None
    return entering.start(instance, secret, name, PHRASE, now=NOW)


def test_the_first_link_makes_one_administrator_and_then_nobody(instance: Instance) -> None:
    assert not entering.is_started(instance)
    old = entering.make_first_link(instance, now=NOW)
    new = entering.make_first_link(instance, now=NOW)
    assert old and new and old != new
    for wrong in (old, "", "x" * 22):
        with pytest.raises(VotingRefused, match="link_used"):
            entering.start(instance, wrong, "Nguyễn Văn An", PHRASE, now=NOW)
    with pytest.raises(VotingRefused, match="link_used"):
        entering.start(instance, new, "Nguyễn Văn An", PHRASE, now=NOW + DAY)
    entered = entering.start(instance, new, " Nguyễn  Văn An ", PHRASE, now=NOW)
    who = find_session(instance, entered.secret, now=NOW)
    assert who is not None
    assert (who.name, who.role, who.site) == ("Nguyễn Văn An", Role.ADMINISTRATOR, None)
    assert entering.is_started(instance)
    assert entering.make_first_link(instance, now=NOW) is None
    with pytest.raises(VotingRefused, match="already_started"):
        entering.start(instance, new, "Trần Thị Bình", PHRASE, now=NOW)


def test_name_and_passphrase_may_be_typed_as_any_keyboard_does(instance: Instance) -> None:
    starts(instance)
    apart = unicodedata.normalize("NFD", "nguyễn văn  AN"), unicodedata.normalize("NFD", PHRASE)
    entered = entering.log_in(instance, *apart, place=HERE, now=NOW)
    assert find_session(instance, entered.secret, now=NOW) is not None


@pytest.mark.parametrize(
    ("name", "passphrase"),
    [("Nguyễn Văn An", PHRASE + "x"), ("Nguyễn Văn An", ""), ("Không Ai Cả", PHRASE)],
)
def test_a_wrong_name_and_a_wrong_passphrase_are_refused_in_the_same_words(
    name: str, passphrase: str, instance: Instance
) -> None:
    starts(instance)
    with pytest.raises(VotingRefused) as refused:
        entering.log_in(instance, name, passphrase, place=HERE, now=NOW)
    assert refused.value.refusal is Refusal.WRONG_NAME_OR_PHRASE
    assert not refused.value.detail


def test_who_is_disabled_or_has_no_passphrase_yet_does_not_get_in(instance: Instance) -> None:
    starts(instance)
    for name, changes in (("Đã Ngừng", {"is_disabled": True}), ("Chưa Đặt", {"passphrase": None})):
        account = make_account(instance, Role.CHAIR, name)
        with instance.database.writing() as session:
            kept = session.get_one(Account, account.id)
            for field, value in changes.items():
                setattr(kept, field, value)
        with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
            entering.log_in(instance, name, PHRASE, place=HERE, now=NOW)


@pytest.mark.parametrize("act", ["reset", "changed"])
def test_a_log_in_that_waited_while_its_passphrase_went_opens_no_session(
    act: str, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts(instance)
    boss = logged_in(instance, make_account(instance, Role.ADMINISTRATOR), at=NOW)[0]
    mine = entering.log_in(instance, "Nguyễn Văn An", PHRASE, place=HERE, now=NOW)
    who = find_session(instance, mine.secret, now=NOW)
    assert who is not None

    def overtaken(passphrase: str, kept: str | None) -> None:
        verify_passphrase(passphrase, kept)
        if act == "reset":
            accounts.reset_passphrase(instance, boss, who.id, now=NOW)
        else:
            new = "mưa rào trên mái ngói"
            accounts.change_passphrase(instance, who, PHRASE, new, place=HERE, now=NOW)

    monkeypatch.setattr(entering, "verify_passphrase", overtaken)
    with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
        entering.log_in(instance, "Nguyễn Văn An", PHRASE, place="elsewhere", now=NOW)
    left = list_sessions(instance, who, now=NOW)
    assert [one.is_this for one in left] == ([] if act == "reset" else [True])


def test_a_link_from_the_terminal_works_once_and_ends_other_sessions(instance: Instance) -> None:
    before = starts(instance)
    first = entering.make_link_at_terminal(instance, "nguyễn văn an", now=NOW)
    secret = entering.make_link_at_terminal(instance, "Nguyễn Văn An", now=NOW)
    new = "mưa rào trên mái ngói"
    with pytest.raises(VotingRefused, match="link_used"):
        entering.use_link(instance, first, new, now=NOW)
    with pytest.raises(VotingRefused, match="poor_passphrase"):
        entering.use_link(instance, secret, "ngắn", now=NOW)
    entered = entering.use_link(instance, secret, new, now=NOW)
    with pytest.raises(VotingRefused, match="link_used"):
        entering.use_link(instance, secret, new, now=NOW)
    assert find_session(instance, before.secret, now=NOW) is None
    assert find_session(instance, entered.secret, now=NOW) is not None
    with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
        entering.log_in(instance, "Nguyễn Văn An", PHRASE, place=HERE, now=NOW)
    entering.log_in(instance, "Nguyễn Văn An", new, place=HERE, now=NOW)
    with pytest.raises(VotingRefused, match="unknown_account"):
        entering.make_link_at_terminal(instance, "Không Ai Cả", now=NOW)


def test_a_first_link_sets_nobodys_passphrase_and_a_link_starts_no_server(
    instance: Instance,
) -> None:
    secret = entering.make_first_link(instance, now=NOW)
    assert secret is not None
    with pytest.raises(VotingRefused, match="link_used"):
        entering.use_link(instance, secret, PHRASE, now=NOW)
    entering.start(instance, secret, "Nguyễn Văn An", PHRASE, now=NOW)


@pytest.mark.parametrize(
    "passphrase", ["mười một ch", "aaaaaaaaaaaaaaaa", "x" * 201, "tôi là Nguyễn Văn An"]
)
def test_a_poor_passphrase_is_refused(passphrase: str, instance: Instance) -> None:
    secret = entering.make_first_link(instance, now=NOW)
    assert secret is not None
    with pytest.raises(VotingRefused, match="poor_passphrase"):
        entering.start(instance, secret, "Nguyễn Văn An", passphrase, now=NOW)


@pytest.mark.parametrize("name", ["", " ", "A", "x" * 101, "An\u202eBình", "ﬃ" * 90])
def test_a_poor_name_is_refused(name: str, instance: Instance) -> None:
    secret = entering.make_first_link(instance, now=NOW)
    assert secret is not None
    with pytest.raises(VotingRefused, match="poor_name"):
        entering.start(instance, secret, name, PHRASE, now=NOW)


def test_the_database_holds_no_passphrase_and_no_secret(instance: Instance) -> None:
    entered = starts(instance)
    link = entering.make_link_at_terminal(instance, "Nguyễn Văn An", now=NOW)
    kept = cells(instance.database)
    assert any(cell.startswith(b"$argon2id$v=19$m=65536,t=3,p=1$") for cell in kept)
    for secret in (PHRASE, entered.secret, link, HERE, "192.0.2.7"):
        assert all(secret.encode() not in cell for cell in kept)


def test_the_journal_names_who_came_in_and_that_the_terminal_made_a_link(
    instance: Instance,
) -> None:
    starts(instance)
    entering.make_link_at_terminal(instance, "Nguyễn Văn An", now=NOW + 61)
    lines = read_acts(instance)
    assert [(line.act, line.name, line.about) for line in lines] == [
        (Act.MADE_LINK, "", "Nguyễn Văn An"),
        (Act.STARTED, "Nguyễn Văn An", ""),
    ]
    assert [line.minute % 60 for line in lines] == [0, 0]
