"""People with power: the list, adding, changing, disabling, giving a new passphrase.

Nobody ever knows another's passphrase: whoever is added, or has forgotten it, gets a one-time link.
Accounts are disabled, never removed, for the journal names them. One administrator who can log in
always remains.
"""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from voting.account_models import Account, Passkey
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import ROLES, Role
from voting.services.acts import Act, note_act
from voting.services.attempts import begin_attempt, forget_attempts
from voting.services.entering import make_link
from voting.services.names import checked_name, name_key_of
from voting.services.passphrases import (
    checked_passphrase,
    make_hash,
    place_to_hash,
    verify_passphrase,
)
from voting.services.sessions import Who, end_all, lasting_account


@dataclass(frozen=True, slots=True)
class AccountView:
    """Somebody on the list. can_log_in: has set a passphrase, and is not disabled."""

    id: int
    name: str
    role: Role
    site: str | None
    is_disabled: bool
    can_log_in: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """A one-time link for somebody: their name and the secret, shown once."""

    name: str
    secret: str


def list_accounts(instance: Instance) -> list[AccountView]:
    """Return everybody, in the order of names."""
    with instance.database.reading() as session:
        found = session.scalars(select(Account).order_by(Account.name_key)).all()
    return [_view(one) for one in found]


def read_account(instance: Instance, account_id: int) -> AccountView:
    """Return one of them. Raises VotingRefused UNKNOWN_ACCOUNT."""
    with instance.database.reading() as session:
        return _view(_account(session, account_id))


def add_account(
    instance: Instance, who: Who, name: str, role: Role, site: str, *, now: int
) -> Linked:
    """Add somebody and return the link by which they set their passphrase.

    site: of a check-in desk; of no other role. Raises VotingRefused POOR_NAME, NAME_TAKEN,
    SITE_NEEDED.
    """
    plain = checked_name(name)
    account = Account(
        name=plain,
        name_key=name_key_of(plain),
        role=role,
        site=_site(role, site),
        passphrase=None,
        is_disabled=False,
    )
    try:
        with instance.database.writing() as session:
            session.add(account)
            session.flush()
            note_act(session, who, Act.ADDED_ACCOUNT, now=now, about=_told(account))
            return Linked(plain, make_link(session, account.id, now=now))
    except IntegrityError as error:
        raise VotingRefused(Refusal.NAME_TAKEN) from error


def change_role(
    instance: Instance, who: Who, account_id: int, role: Role, site: str, *, now: int
) -> None:
    """Give somebody another role or site; their sessions end, so that it holds at once.

    Raises VotingRefused UNKNOWN_ACCOUNT, SITE_NEEDED, LAST_ADMINISTRATOR.
    """
    with instance.database.writing() as session:
        account = _account(session, account_id, lock=True)
        account.role, account.site = role, _site(role, site)
        _require_administrator(session)
        end_all(session, account.id)
        note_act(session, who, Act.CHANGED_ROLE, now=now, about=_told(account))


def set_disabled(
    instance: Instance, who: Who, account_id: int, is_disabled: bool, *, now: int
) -> None:
    """Disable somebody, which ends their sessions, or let them log in again.

    Raises VotingRefused UNKNOWN_ACCOUNT, LAST_ADMINISTRATOR.
    """
    act = Act.DISABLED_ACCOUNT if is_disabled else Act.ENABLED_ACCOUNT
    with instance.database.writing() as session:
        account = _account(session, account_id, lock=True)
        account.is_disabled = is_disabled
        _require_administrator(session)
        end_all(session, account.id)
        note_act(session, who, act, now=now, about=account.name)


def reset_passphrase(instance: Instance, who: Who, account_id: int, *, now: int) -> Linked:
    """Make passphrase, passkeys and sessions of somebody void; return a link for a new start.

    Raises VotingRefused UNKNOWN_ACCOUNT, LAST_ADMINISTRATOR.
    """
    with instance.database.writing() as session:
        account = _account(session, account_id, lock=True)
        account.passphrase = None
        _require_administrator(session)
        session.execute(delete(Passkey).where(Passkey.account_id == account.id))
        end_all(session, account.id)
        note_act(session, who, Act.RESET_PHRASE, now=now, about=account.name)
        return Linked(account.name, make_link(session, account.id, now=now))


def change_passphrase(
    instance: Instance, who: Who, old: str, new: str, *, place: str, now: int
) -> None:
    """Change one's own passphrase; one's other sessions end. It counts as an attempt to log in.

    place: where from (`voting.services.attempts`). Raises VotingRefused POOR_PHRASE, which is no
    attempt; TRY_LATER; WRONG_NAME_OR_PHRASE; LOG_IN_NEEDED if the session was ended meanwhile.
    """
    checked_passphrase(new, who.name)
    key = name_key_of(who.name)
    with place_to_hash():
        begin_attempt(instance, key, place, now=now)
        with instance.database.reading() as session:
            kept = _account(session, who.id).passphrase
        verify_passphrase(old, kept)
        made = make_hash(new, who.name)
    with instance.database.writing() as session:
        account = lasting_account(session, who)
        if account.passphrase != kept:
            raise VotingRefused(Refusal.WRONG_NAME_OR_PHRASE)
        account.passphrase = made
        forget_attempts(session, instance, key, place)
        end_all(session, who.id, but=who.session)
        note_act(session, who, Act.CHANGED_PHRASE, now=now)


def require_site(who: Who, site: str) -> None:
    """Refuse a check-in desk what belongs to another site. Raises VotingRefused OTHER_SITE."""
    if who.role is Role.CHECKIN and name_key_of(who.site or "") != name_key_of(site):
        raise VotingRefused(Refusal.OTHER_SITE)


def _require_administrator(session: Session) -> None:
    """Refuse what would leave nobody to administrate. Raises VotingRefused LAST_ADMINISTRATOR."""
    session.flush()
    left = session.scalar(
        select(func.count())
        .select_from(Account)
        .where(
            Account.role == Role.ADMINISTRATOR,
            Account.is_disabled.is_(False),
            Account.passphrase.is_not(None),
        )
    )
    if not left:
        raise VotingRefused(Refusal.LAST_ADMINISTRATOR)


def _account(session: Session, account_id: int, *, lock: bool = False) -> Account:
    """Return an account; with `lock`, nobody else changes any account until this is done."""
    chosen = select(Account).order_by(Account.id)
    if lock:
        chosen = chosen.with_for_update()
    else:
        chosen = chosen.where(Account.id == account_id)
    found = next((one for one in session.scalars(chosen) if one.id == account_id), None)
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_ACCOUNT)
    return found


def _site(role: Role, site: str) -> str | None:
    """Return the site of a role. Raises VotingRefused SITE_NEEDED, POOR_NAME."""
    if role is not Role.CHECKIN:
        return None
    if not site.strip():
        raise VotingRefused(Refusal.SITE_NEEDED)
    return checked_name(site)


def _told(account: Account) -> str:
    place = f", {account.site}" if account.site else ""
    return f"{account.name} ({ROLES[account.role].vi}{place})"


def _view(account: Account) -> AccountView:
    return AccountView(
        id=account.id,
        name=account.name,
        role=account.role,
        site=account.site,
        is_disabled=account.is_disabled,
        can_log_in=account.passphrase is not None and not account.is_disabled,
    )
