"""The account of the cards: printed = issued + void, issued = cast + outstanding, at every moment.

Before the opening, issued means handed out, as the desks counted; afterwards, what the log says.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ballots.errors import Sentence
from voting.instance import Instance
from voting.models import Conference, State
from voting.services.common import find_conference
from voting.services.sites import SiteView, sites_of
from voting.services.turnout import turnout_of


@dataclass(frozen=True, slots=True)
class Equation:
    """A sum that must hold: whole = first + second, each with its name (a key of PARTS)."""

    whole: tuple[str, int]
    parts: tuple[tuple[str, int], ...]

    @property
    def difference(self) -> int:
        """How many are missing on the right side; below zero: how many are too many."""
        return self.whole[1] - sum(value for _, value in self.parts)

    @property
    def holds(self) -> bool:
        """Whether both sides are the same."""
        return self.difference == 0


PARTS: dict[str, Sentence] = {
    "printed": Sentence("In ra", "Printed"),
    "handed_out": Sentence("Đã phát tại bàn", "Handed out at the desks"),
    "issued": Sentence("Phát ra", "Issued"),
    "void": Sentence("Huỷ", "Void"),
    "cast": Sentence("Thu về", "Cast"),
    "outstanding": Sentence("Chưa thu về", "Outstanding"),
}


@dataclass(frozen=True, slots=True)
class CardAccount:
    """How the cards stand. handed_out, at_desks: as counted; given: to desks, of all printed."""

    state: State
    printed: int
    handed_out: int
    void: int
    at_desks: int
    given: int
    issued: int
    cast: int
    sites: tuple[SiteView, ...]

    @property
    def outstanding(self) -> int:
        """Issued cards whose ballot has not come."""
        return self.issued - self.cast

    @property
    def equations(self) -> tuple[Equation, ...]:
        """What must hold now."""
        name = "handed_out" if self.state is State.PREPARED else "issued"
        issued = (name, self.issued)
        made = [Equation(("printed", self.printed), (issued, ("void", self.void)))]
        if self.state is not State.PREPARED and self.handed_out:
            made.append(Equation(("issued", self.issued), (("handed_out", self.handed_out),)))
        rest = (("cast", self.cast), ("outstanding", self.outstanding))
        return (*made, Equation(issued, rest))

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
    is_prepared = conference.state is State.PREPARED
    return CardAccount(
        state=conference.state,
        printed=cards.printed,
        handed_out=handed_out,
        void=cards.void,
        at_desks=sum(one.at_desk for one in sites),
        given=sum(one.received for one in sites),
        issued=handed_out if is_prepared else cards.issued,
        cast=cards.cast,
        sites=sites,
    )
