"""How many cards there are in each state, and how many ballots are in the log."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voting.definition import Definition
from voting.models import Card, CardState, Conference
from voting.rules.totals import Totals
from voting.services.common import frozen_parts


@dataclass(frozen=True, slots=True)
class Turnout:
    """Numbers of cards. printed: all there are; issued: handed out, used or not; cast: used.

    present: delegates at the opening, as the log says; before it, as the definition says.
    """

    printed: int
    issued: int
    void: int
    cast: int
    present: int | None = None

    def totals(self, definition: Definition, *, invalid: int = 0) -> Totals:
        """Return the totals for the rules; invalid: ballots that count for nobody."""
        return definition.totals(
            issued=self.issued, collected=self.cast, present=self.present, invalid=invalid
        )


def turnout_of(session: Session, conference: Conference) -> Turnout:
    """Count the cards of a conference by state."""
    counted = session.execute(
        select(Card.state, func.count())
        .where(Card.conference_id == conference.id)
        .group_by(Card.state)
    )
    by_state: dict[CardState, int] = {state: number for state, number in counted}
    cast = by_state.get(CardState.USED, 0)
    return Turnout(
        printed=sum(by_state.values()),
        issued=by_state.get(CardState.ISSUED, 0) + cast,
        void=by_state.get(CardState.VOID, 0),
        cast=cast,
        present=_present(conference),
    )


def _present(conference: Conference) -> int | None:
    """Return how many were present: counted at the opening, else as the definition says."""
    if conference.present is not None:
        return conference.present
    return frozen_parts(conference).definition.present
