"""How many cards there are in each state, and how many ballots are in the log."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voting.models import Card, CardState, Conference


@dataclass(frozen=True, slots=True)
class Turnout:
    """Numbers of cards. printed: all there are; issued: handed out, used or not; cast: used."""

    printed: int
    issued: int
    void: int
    cast: int


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
    )
