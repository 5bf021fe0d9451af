"""Cards that were scanned to become void: which of them cannot, by their place among the scanned.

The server knows no serial of a card, and its code is shown to nobody: what can be said is the how
manieth it was. Its public credential lets the page take it out again, and know it when the stack
is scanned once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from ballots.election import is_uuid
from voting.instance import Instance
from voting.models import Card, CardState, Conference
from voting.sitting_models import ReservedCard


@dataclass(frozen=True, slots=True)
class WrongCards:
    """places: of the wrong cards, from 1, of `total`. lines: all that names them, as it was sent.

    In a sitting a card is named once for each vote to come, and the lines of each are sorted: then
    a place says nothing, and there are none.
    """

    places: tuple[int, ...]
    total: int
    lines: tuple[str, ...]


def wrong_cards(
    instance: Instance, uuid: str, lines: Sequence[str], *, is_void_wrong: bool
) -> WrongCards | None:
    """Return which of the scanned cards are not of their vote; None if all are.

    lines: public credentials, perhaps each behind the uuid of a vote. is_void_wrong: a card that is
    void already is wrong, too.
    """
    named = [(line, *_named(line, uuid)) for line in dict.fromkeys(lines) if line.strip()]
    known = {vote: _known(instance, vote, is_void_wrong) for vote in {vote for _, vote, _ in named}}
    own = [credential for _, vote, credential in named if vote == uuid]
    wrong = tuple(line for line, vote, credential in named if credential not in known[vote])
    numbered = enumerate(own if len(known) == 1 else (), start=1)
    places = tuple(number for number, one in numbered if one not in known[uuid])
    return WrongCards(places, len(own), wrong) if wrong else None


def _named(line: str, uuid: str) -> tuple[str, str]:
    """Return the vote and the public credential that a line names."""
    first, _, rest = line.strip().partition(" ")
    return (first, rest.strip()) if is_uuid(first) and rest else (uuid, first)


def _known(instance: Instance, uuid: str, is_void_wrong: bool) -> set[str]:
    states = [CardState.PRINTED] if is_void_wrong else list(CardState)
    wanted = select(Card.credential).join(Conference, Conference.id == Card.conference_id)
    with instance.database.reading() as session:
        found = session.scalars(wanted.where(Conference.uuid == uuid, Card.state.in_(states)))
        to_come = select(ReservedCard.credential).where(
            ReservedCard.uuid == uuid, ReservedCard.state.in_(states)
        )
        return {*found, *session.scalars(to_come)}
