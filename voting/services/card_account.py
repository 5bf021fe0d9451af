"""The account of the cards: printed = issued + void, issued = cast + outstanding, at every moment.

Before the opening, issued means handed out, as the desks counted; afterwards, what the log says.
Until then cards that still lie at the desks make no sum wrong, only unfinished.
"""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.entries import CardsEntry, OpeningEntry
from audit.record import EventType
from ballots.errors import Sentence
from voting.instance import Instance
from voting.models import Conference, LogEntry, State
from voting.services.books import acts_of
from voting.services.common import find_conference
from voting.services.sites import SiteView, sites_of
from voting.services.turnout import turnout_of


class Verdict(StrEnum):
    """How a sum stands. WAITS: cards still lie at the desks, which is no contradiction yet."""

    HOLDS = "holds"
    WAITS = "waits"
    MISSING = "missing"
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum that must hold: whole = first + second, each with its name (a key of PARTS).

    can_wait: what is missing on the right side is only not done yet.
    """

    whole: tuple[str, int]
    parts: tuple[tuple[str, int], ...]
    can_wait: bool = False

    @property
    def difference(self) -> int:
        """How many are missing on the right side; below zero: how many are too many."""
        return self.whole[1] - sum(value for _, value in self.parts)

    @property
    def holds(self) -> bool:
        """Whether both sides are the same."""
        return self.difference == 0

    @property
    def verdict(self) -> Verdict:
        """How it stands: as it must, not finished, or wrong."""
        if self.holds:
            return Verdict.HOLDS
        if self.difference < 0:
            return Verdict.TOO_MANY
        return Verdict.WAITS if self.can_wait else Verdict.MISSING


PARTS: dict[str, Sentence] = {
    "printed": Sentence("In ra", "Printed"),
    "handed_out": Sentence("Đã phát tại bàn", "Handed out at the desks"),
    "issued": Sentence("Phát ra", "Issued"),
    "void": Sentence("Huỷ", "Void"),
    "cast": Sentence("Thu về", "Cast"),
    "outstanding": Sentence("Chưa thu về", "Outstanding"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAccount:
    """How the cards stand. The sums join numbers that different things hold, so that they can fail.

    printed: as the log says. issued: as the log says of the opening; before it, handed_out.
    handed_out, at_desks: as the desks counted. void, outstanding: by the states of the cards.
    cast: ballots in the log. given: to desks, of all printed.
    """

    state: State
    printed: int
    issued: int
    handed_out: int
    void: int
    cast: int
    outstanding: int
    at_desks: int
    given: int
    sites: tuple[SiteView, ...]

    @property
    def equations(self) -> tuple[Equation, ...]:
        """What must hold now."""
        printed, issued = ("printed", self.printed), ("issued", self.issued)
        handed_out, void = ("handed_out", self.handed_out), ("void", self.void)
        if self.state is State.PREPARED:
            return (Equation(printed, (handed_out, void), can_wait=True),)
        counted = (Equation(issued, (handed_out,)),) if self.handed_out else ()
        rest = (("cast", self.cast), ("outstanding", self.outstanding))
        return (Equation(printed, (issued, void)), *counted, Equation(issued, rest))

    @property
    def holds(self) -> bool:
        """Whether all of it holds."""
        return all(one.holds for one in self.equations)


def read_card_account(instance: Instance, uuid: str) -> CardAccount:
    """Return how the cards of a conference stand. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        return _account(session, find_conference(session, uuid))


def _account(session: Session, conference: Conference) -> CardAccount:
    cards = turnout_of(session, conference)
    sites = tuple(sites_of(session, conference.id))
    handed_out = sum(one.handed_out for one in sites)
    acts = [act for _, act in acts_of(session, conference.id)]
    opened = [act.issued for act in acts if isinstance(act, OpeningEntry)]
    ballots = select(func.count()).where(
        LogEntry.conference_id == conference.id, LogEntry.type == EventType.BALLOT
    )
    return CardAccount(
        state=conference.state,
        printed=sum(act.count for act in acts if isinstance(act, CardsEntry)),
        issued=opened[0] if opened else handed_out,
        handed_out=handed_out,
        void=cards.void,
        cast=session.scalars(ballots).one(),
        outstanding=cards.issued - cards.cast if opened else handed_out,
        at_desks=sum(one.at_desk for one in sites),
        given=sum(one.received for one in sites),
        sites=sites,
    )
