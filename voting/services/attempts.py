"""How often a log-in may fail before it has to wait, in every worker and server alike.

Two counts: of a name from one place, and of a place whatever the name. A place is a device that has
logged in with that name before (its signed cookie says so), or else an address. So whoever hammers
on the administrator's name from the hall makes only themselves wait; a wait is never longer than a
minute, and attempts made while waiting do not prolong it. `tinnhiem account link` on the
server does not wait at all. Passkeys have a count of their own.

Kept is a keyed hash of name and place, for a quarter of an hour, and only of failures.
"""

import hmac
from collections.abc import Sequence
from typing import Final

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from voting.account_models import FailedLogIn
from voting.derived import derived_key
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused

FREE_OF_NAME: Final = 5
FREE_OF_PLACE: Final = 30
LONGEST_WAIT: Final = 60  # seconds
FORGOTTEN_AFTER: Final = 15 * 60  # seconds
_INSERT: Final = text(
    "INSERT INTO failed_log_ins (bucket, count, last_at) VALUES (:bucket, 0, 0) "
    "ON CONFLICT (bucket) DO NOTHING"
)


def begin_attempt(instance: Instance, name_key: str, place: str, *, now: int) -> None:
    """Count an attempt before it is judged, so that many at once are counted too.

    Raises VotingRefused TRY_LATER, and then counts nothing.
    """
    buckets = _buckets(instance, name_key, place)
    with instance.database.reading() as session:
        _require_patience(session, buckets, now)
    with instance.database.writing() as session:
        forgotten = FailedLogIn.last_at < now - FORGOTTEN_AFTER
        session.execute(delete(FailedLogIn).where(forgotten))
        for bucket, _ in buckets:
            session.execute(_INSERT, {"bucket": bucket})
        for row in _require_patience(session, buckets, now):
            row.count, row.last_at = row.count + 1, now


def forget_attempts(session: Session, instance: Instance, name_key: str, place: str) -> None:
    """Forget the failures of a name from a place after a log-in that succeeded."""
    (own, _), (wider, _) = _buckets(instance, name_key, place)
    for row in session.scalars(select(FailedLogIn).where(FailedLogIn.bucket.in_((own, wider)))):
        row.count = 0 if row.bucket == own else max(0, row.count - 1)


def wait_after(failures: int, free: int) -> int:
    """Return for how many seconds nothing is judged after so many failures."""
    return 0 if failures < free else min(LONGEST_WAIT, 2 ** min(failures - free + 1, 10))


def _require_patience(
    session: Session, buckets: Sequence[tuple[str, int]], now: int
) -> Sequence[FailedLogIn]:
    """Return the counts that exist, locked. Raises VotingRefused TRY_LATER."""
    free = dict(buckets)
    chosen = select(FailedLogIn).where(FailedLogIn.bucket.in_(free)).order_by(FailedLogIn.bucket)
    if session.get_bind().dialect.name != "sqlite" and not _is_reading(session):
        chosen = chosen.with_for_update()
    rows = session.scalars(chosen).all()
    for row in rows:
        if now < row.last_at + wait_after(row.count, free[row.bucket]):
            raise VotingRefused(Refusal.TRY_LATER)
    return rows


def _is_reading(session: Session) -> bool:
    return bool(session.connection().get_execution_options().get("postgresql_readonly"))


def _buckets(instance: Instance, name_key: str, place: str) -> tuple[tuple[str, int], ...]:
    """Return the counts that an attempt belongs to, and how many failures of each are free."""
    key = derived_key(instance, "failed log-ins")
    named = ((f"name\0{name_key}\0{place}", FREE_OF_NAME), (f"place\0{place}", FREE_OF_PLACE))
    return tuple((hmac.digest(key, what.encode(), "sha256").hex(), free) for what, free in named)
