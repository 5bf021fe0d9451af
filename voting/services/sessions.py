"""Sessions of people who are logged in: kept in the database, so that each can be ended at once.

The browser holds a secret, the database its SHA-256. A session ends after two hours without a page,
and after twelve in any case. Neither an address nor a browser's name is kept.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from voting.account_models import Account, DeskSession
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role

IDLE: Final = 2 * 60 * 60  # seconds
LONGEST: Final = 12 * 60 * 60
MINUTE: Final = 60
_SEEN_EVERY: Final = 5 * MINUTE
_SHOWN: Final = 16  # digits that name a session in a list


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is logged in. session: SHA-256 of the session's secret."""

    id: int
    name: str
    role: Role
    site: str | None
    session: str


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session as its owner sees it. name: what ends it. Times: Unix seconds."""

    name: str
    made_at: int
    seen_at: int
    ends_at: int
    is_this: bool


def hash_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Return 128 bits from the system's randomness as 22 letters and digits of base64url."""
    return secrets.token_urlsafe(16)


def open_session(session: Session, account: Account, *, now: int) -> str:
    """Log an account in; return the secret for its browser."""
    gone = or_(DeskSession.ends_at <= now, DeskSession.seen_at <= now - IDLE)
    session.execute(delete(DeskSession).where(gone))
    secret = secrets.token_urlsafe(32)
    minute = now - now % MINUTE
    session.add(
        DeskSession(
            secret_hash=hash_of(secret),
            account_id=account.id,
            made_at=minute,
            seen_at=minute,
            ends_at=minute + LONGEST,
        )
    )
    return secret


def find_session(instance: Instance, secret: str, *, now: int) -> Who | None:
    """Return who holds a session that lasts; keep it from falling idle. None: log in again."""
    with instance.database.reading() as session:
        found = session.execute(
            select(DeskSession, Account)
            .join(Account, Account.id == DeskSession.account_id)
            .where(DeskSession.secret_hash == hash_of(secret))
        ).one_or_none()
    if found is None:
        return None
    kept, account = found
    if account.is_disabled or not (kept.ends_at > now and kept.seen_at + IDLE > now):
        return None
    if now - kept.seen_at >= _SEEN_EVERY:
        _mark_seen(instance, kept.secret_hash, now)
    return Who(account.id, account.name, account.role, account.site, kept.secret_hash)


def list_sessions(instance: Instance, who: Who, *, now: int) -> list[SessionView]:
    """Return the sessions of somebody that last, the newest first."""
    lasting = (DeskSession.ends_at > now, DeskSession.seen_at > now - IDLE)
    with instance.database.reading() as session:
        rows = session.scalars(
            select(DeskSession)
            .where(DeskSession.account_id == who.id, *lasting)
            .order_by(DeskSession.made_at.desc(), DeskSession.secret_hash)
        ).all()
    return [
        SessionView(
            name=row.secret_hash[:_SHOWN],
            made_at=row.made_at,
            seen_at=row.seen_at,
            ends_at=min(row.ends_at, row.seen_at + IDLE),
            is_this=row.secret_hash == who.session,
        )
        for row in rows
    ]


def end_session(instance: Instance, who: Who, name: str) -> None:
    """End one session of somebody, by its name in the list. Raises VotingRefused NOT_FOUND."""
    if len(name) != _SHOWN:
        raise VotingRefused(Refusal.NOT_FOUND)
    with instance.database.writing() as session:
        ended = session.execute(
            delete(DeskSession).where(
                DeskSession.account_id == who.id,
                DeskSession.secret_hash.startswith(name, autoescape=True),
            )
        )
        if ended.rowcount == 0:  # type: ignore[attr-defined]  # of a DELETE, always there
            raise VotingRefused(Refusal.NOT_FOUND)


def end_all(session: Session, account_id: int, *, but: str = "") -> None:
    """End every session of an account, except perhaps one (by the hash of its secret)."""
    session.execute(
        delete(DeskSession).where(
            DeskSession.account_id == account_id, DeskSession.secret_hash != but
        )
    )


def lasting_account(session: Session, who: Who) -> Account:
    """Return the account of who asked, locked, unless the session they asked in has been ended.

    Nobody changes it until this is done. Raises VotingRefused LOG_IN_NEEDED.
    """
    account = session.get(Account, who.id, with_for_update={"key_share": True})
    if account is None or session.get(DeskSession, who.session) is None:
        raise VotingRefused(Refusal.LOG_IN_NEEDED)
    return account


def _mark_seen(instance: Instance, secret_hash: str, now: int) -> None:
    with instance.database.writing() as session:
        session.execute(
            update(DeskSession)
            .where(DeskSession.secret_hash == secret_hash)
            .values(seen_at=now - now % MINUTE)
        )
