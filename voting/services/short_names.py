"""Short names of cards, from a void sheet: each is one card of a conference, or refused."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voting.models import Card
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import SHORT, is_short_name

_AT_ONCE = 300


def named_in_full(session: Session, conference_id: int, names: Iterable[str]) -> frozenset[str]:
    """Return cards by their public credentials. names: these, and short names among them.

    Raises VotingRefused UNKNOWN_CARD, CARD_UNCLEAR if a short name is of no card, or of several.
    """
    given = frozenset(names)
    short = sorted(filter(is_short_name, given))
    found = _found(session, conference_id, short)
    if missing := [one for one in short if not found[one]]:
        raise VotingRefused(Refusal.UNKNOWN_CARD, f"{len(missing)}")
    if any(len(found[one]) > 1 for one in short):
        raise VotingRefused(Refusal.CARD_UNCLEAR)
    return given.difference(short).union(*found.values())


def _found(session: Session, conference_id: int, short: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {one: [] for one in short}
    begins = func.substr(Card.credential, 1, SHORT)
    for start in range(0, len(short), _AT_ONCE):
        some: Collection[str] = short[start : start + _AT_ONCE]
        wanted = select(Card.credential).where(Card.conference_id == conference_id)
        for credential in session.scalars(wanted.where(begins.in_(some))):
            found[credential[:SHORT]].append(credential)
    return found
