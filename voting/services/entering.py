"""Ways in: the first administrator, name and passphrase, one-time links.

A one-time link holds a secret in its fragment, which no browser sends and no server logs; kept is
its SHA-256. It works once, for a day. `tinnhiem serve` prints the first one, an administrator
makes those of other people, and `tinnhiem account link` on the server those of who forgot.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from voting.account_models import Account, DeskSession, OneTimeLink
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.acts import Act, note_act, note_operator
from voting.services.attempts import begin_attempt, forget_attempts
from voting.services.names import checked_name, name_key_of
from voting.services.passphrases import make_hash, place_to_hash, verify_passphrase
from voting.services.sessions import Who, end_all, hash_of, new_secret, open_session

LINK_LASTS: Final = 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody has come in. secret: of the new session, for their browser alone."""

    account_id: int
    secret: str


def is_started(instance: Instance) -> bool:
    """Tell whether the first administrator has been made."""
    with instance.database.reading() as session:
        return _has_accounts(session)


def make_first_link(instance: Instance, *, now: int) -> str | None:
    """Return the secret of a new first link, or None if there is an administrator.

    The link printed at an earlier start is dead then.
    """
    with instance.database.writing() as session:
        if _has_accounts(session):
            return None
        session.execute(delete(OneTimeLink).where(OneTimeLink.account_id.is_(None)))
        return make_link(session, None, now=now)


def make_link(session: Session, account_id: int | None, *, now: int) -> str:
    """Keep a new one-time link, in place of an account's older ones; return its secret."""
    if account_id is not None:
        session.execute(delete(OneTimeLink).where(OneTimeLink.account_id == account_id))
    secret = new_secret()
    session.add(
        OneTimeLink(secret_hash=hash_of(secret), account_id=account_id, ends_at=now + LINK_LASTS)
    )
    return secret


def make_link_at_terminal(instance: Instance, name: str, *, now: int) -> str:
    """Return the secret of a new link for somebody, made on the server itself.

    Raises VotingRefused UNKNOWN_ACCOUNT.
    """
    with instance.database.writing() as session:
        account = _named(session, name_key_of(name))
        if account is None or account.is_disabled:
            raise VotingRefused(Refusal.UNKNOWN_ACCOUNT)
        note_operator(session, Act.MADE_LINK, now=now, about=account.name)
        return make_link(session, account.id, now=now)


def start(instance: Instance, secret: str, name: str, passphrase: str, *, now: int) -> Entered:
    """Make the first administrator by the link that the terminal shows, and log in.

    Raises VotingRefused ALREADY_STARTED, LINK_USED, POOR_NAME, POOR_PHRASE, TRY_LATER.
    """
    if is_started(instance):
        raise VotingRefused(Refusal.ALREADY_STARTED)
    _require_link(instance, secret, now=now)
    plain = checked_name(name)
    kept = make_hash(passphrase, plain)
    with instance.database.writing() as session:
        if _taken_link(session, secret, now=now) is not None:
            raise VotingRefused(Refusal.LINK_USED)
        account = Account(
            name=plain,
            name_key=name_key_of(plain),
            role=Role.ADMINISTRATOR,
            site=None,
            passphrase=kept,
            is_disabled=False,
        )
        session.add(account)
        session.flush()
        note_act(session, account, Act.STARTED, now=now)
        return Entered(account.id, open_session(session, account, now=now))


def log_in(instance: Instance, name: str, passphrase: str, *, place: str, now: int) -> Entered:
    """Log somebody in by name and passphrase.

    place: where the attempt comes from (`voting.services.attempts`). Raises VotingRefused
    WRONG_NAME_OR_PHRASE, the same whether the name exists or not, and also if the passphrase was
    changed while it was compared; TRY_LATER, after which the attempt does not count.
    """
    key = name_key_of(name)
    with place_to_hash():
        begin_attempt(instance, key, place, now=now)
        with instance.database.reading() as session:
            account = _named(session, key)
        kept = None if account is None or account.is_disabled else account.passphrase
        verify_passphrase(passphrase, kept)
    with instance.database.writing() as session:
        account = _named(session, key, lock=True)
        if account is None or account.is_disabled or account.passphrase != kept:
            raise VotingRefused(Refusal.WRONG_NAME_OR_PHRASE)
        forget_attempts(session, instance, key, place)
        note_act(session, account, Act.LOGGED_IN, now=now)
        return Entered(account.id, open_session(session, account, now=now))


def log_out(instance: Instance, who: Who, *, now: int) -> None:
    """End the session that somebody is using."""
    with instance.database.writing() as session:
        session.execute(delete(DeskSession).where(DeskSession.secret_hash == who.session))
        note_act(session, who, Act.LOGGED_OUT, now=now)


def use_link(instance: Instance, secret: str, passphrase: str, *, now: int) -> Entered:
    """Set a passphrase by a one-time link, end every other session, and log in.

    Raises VotingRefused LINK_USED; POOR_PHRASE, TRY_LATER, after which the link still works.
    """
    name = _require_link(instance, secret, now=now)
    if name is None:
        raise VotingRefused(Refusal.LINK_USED)
    kept = make_hash(passphrase, name)
    with instance.database.writing() as session:
        account = _locked_account(session, secret)
        account_id = _taken_link(session, secret, now=now)
        if account is None or account.id != account_id or account.is_disabled:
            raise VotingRefused(Refusal.LINK_USED)
        account.passphrase = kept
        end_all(session, account.id)
        note_act(session, account, Act.USED_LINK, now=now)
        return Entered(account.id, open_session(session, account, now=now))


def _require_link(instance: Instance, secret: str, *, now: int) -> str | None:
    """Return whose link this is, None for the first one's. Raises VotingRefused LINK_USED."""
    with instance.database.reading() as session:
        link = session.get(OneTimeLink, hash_of(secret.strip()))
        if link is None or link.ends_at <= now:
            raise VotingRefused(Refusal.LINK_USED)
        account = None if link.account_id is None else session.get(Account, link.account_id)
        return None if account is None else account.name


def _locked_account(session: Session, secret: str) -> Account | None:
    """Lock the account that a link is of before the link, as whoever resets it does."""
    link = session.get(OneTimeLink, hash_of(secret.strip()))
    if link is None or link.account_id is None:
        return None
    return session.get(Account, link.account_id, with_for_update=True)


def _taken_link(session: Session, secret: str, *, now: int) -> int | None:
    """Use a link up and return its account's number. Raises VotingRefused LINK_USED."""
    taken = session.execute(
        delete(OneTimeLink)
        .where(OneTimeLink.secret_hash == hash_of(secret.strip()), OneTimeLink.ends_at > now)
        .returning(OneTimeLink.account_id)
    ).one_or_none()
    if taken is None:
        raise VotingRefused(Refusal.LINK_USED)
    return taken[0]


def _named(session: Session, name_key: str, *, lock: bool = False) -> Account | None:
    chosen = select(Account).where(Account.name_key == name_key)
    return session.scalar(chosen.with_for_update(key_share=True) if lock else chosen)


def _has_accounts(session: Session) -> bool:
    return bool(session.scalar(select(func.count()).select_from(Account)))
