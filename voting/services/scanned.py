"""Cards that were scanned to become void: which of them cannot, by their place among the scanned.

The server knows no serial of a card, and its code is shown to nobody: what can be said is the how
manieth it was. Its public credential lets the page take it out again, and know it when the stack
is scanned once more. Of cards that a void sheet names not even that is said, but how many they are:
which serials those have the page tells when it sees the sheet again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from voting.instance import Instance
from voting.leftover import is_public, named_in
from voting.models import Card, CardState, Conference
from voting.services.sittings import sitting_of
from voting.sitting_models import ReservedCard
from voting.voidsheet import is_short_name, short_name


@dataclass(frozen=True, slots=True)
class WrongCards:
    """places: of the wrong cards, from 1, of `total`. lines: all that names them, as it was sent.

    In a sitting a card is named once for each vote to come, and the lines of each are sorted: then
    a place says nothing, and there are none. of_sheets: how many have a short name, by void sheets.
    """

    places: tuple[int, ...]
    total: int
    lines: tuple[str, ...]
    of_sheets: int = 0


def public_lines(instance: Instance, uuid: str, lines: Sequence[str]) -> list[str]:
    """Return the lines that may be shown again: public credentials, of votes with these cards."""
    with instance.database.reading() as session:
        sitting = sitting_of(session, uuid)
    votes = [uuid] if sitting is None else [vote.uuid for vote in sitting.votes]
    return [line for line in lines if is_public(line, votes)]


def wrong_cards(
    instance: Instance, uuid: str, lines: Sequence[str], *, is_void_wrong: bool
) -> WrongCards | None:
    """Return which of the scanned cards are not of their vote; None if all are.

    lines: public credentials, whole or short, perhaps each behind the uuid of a vote.
    is_void_wrong: a card that is void already is wrong, too.
    """
    told = [(line, *named_in(line)) for line in dict.fromkeys(lines) if line.strip()]
    named = [(line, vote or uuid, credential) for line, vote, credential in told]
    known = {vote: _known(instance, vote, is_void_wrong) for vote in {vote for _, vote, _ in named}}
    own = [one for _, vote, one in named if vote == uuid and not is_short_name(one)]
    wrong = tuple(line for line, vote, credential in named if credential not in known[vote])
    of_sheets = sum(is_short_name(named_in(line)[1]) for line in wrong)
    numbered = enumerate(own if len(known) == 1 else (), start=1)
    places = tuple(number for number, one in numbered if one not in known[uuid])
    return WrongCards(places, len(own), wrong, of_sheets) if wrong else None


def _known(instance: Instance, uuid: str, is_void_wrong: bool) -> set[str]:
    """Return the right cards of a vote: whole, and short where that fits no other card."""
    wanted = select(Card.credential, Card.state).join(Conference)
    to_come = select(ReservedCard.credential, ReservedCard.state).where(ReservedCard.uuid == uuid)
    with instance.database.reading() as session:
        found = [*session.execute(wanted.where(Conference.uuid == uuid)), *session.execute(to_come)]
    fits = Counter(short_name(credential) for credential, _ in found)
    right = {one for one, state in found if not is_void_wrong or state is CardState.PRINTED}
    return right | {short_name(one) for one in right if fits[short_name(one)] == 1}
