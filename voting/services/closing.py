"""Close voting: stop, seal, then sum (known failures 24 and 35).

The first transaction takes the lock that every cast needs, so no cast is in flight when it writes
EndBallots; whoever comes later is told `voting_closed`. The sum is then computed from the log
alone, without a lock, and compared with the one that grew while ballots came in, if there is one:
where they differ nothing is written, and neither is taken for the right one. If the process dies in
between, closing again goes on from there.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.entries import ClosingEntry
from audit.record import EventType
from ballots.election import Election
from ballots.errors import Sentence
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import frozen_parts, lock_conference
from voting.services.running_sums import completed_sum, discard_sum, require_same
from voting.services.summing import Told, quietly, sum_of_log
from voting.services.turnout import turnout_of
from voting.store import append


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed vote: how many ballots were tallied."""

    ballots: int


def close_voting(
    instance: Instance,
    uuid: str,
    *,
    outstanding: int | None = None,
    trusts_log: bool = False,
    told: Told = quietly,
) -> Closed:
    """End voting and write the encrypted tally of all ballots in the log.

    outstanding: how many cards somebody was told are not back; None: nobody was asked.
    trusts_log: discard the sum that grew while ballots came in, whatever it is; for people who
    have found out why it differs. told: hears how far the adding up is.
    Raises VotingRefused VOTING_NOT_OPEN, VOTING_CLOSED; BALLOTS_OUTSTANDING if others are out;
    BALLOT_ALTERED, SUM_DIFFERS.
    """
    conference_id, election = _end_ballots(instance, uuid, outstanding)
    total = sum_of_log(instance, conference_id, election, told=told)
    if not trusts_log:
        require_same(completed_sum(instance, conference_id, election), total)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        if conference.state is State.CLOSING:  # else another process has just written the same
            data = (total.encrypted_tally(), total.sized())
            append(session, conference, EventType.ENCRYPTED_TALLY, data)
            conference.state = State.CLOSED
            discard_sum(session, conference_id)
    return Closed(ballots=total.num_tallied)


def _end_ballots(instance: Instance, uuid: str, outstanding: int | None) -> tuple[int, Election]:
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        if conference.state is State.PREPARED:
            raise VotingRefused(Refusal.VOTING_NOT_OPEN)
        if conference.state not in (State.OPEN, State.CLOSING):
            raise VotingRefused(Refusal.VOTING_CLOSED)
        if conference.state is State.OPEN:
            _require_told(session, conference, outstanding)
            append(session, conference, EventType.END_BALLOTS)
            _write_closing(session, conference)
            conference.state = State.CLOSING
        return conference.id, frozen_parts(conference).election


def _require_told(session: Session, conference: Conference, outstanding: int | None) -> None:
    """Refuse to close with cards out of which nobody has heard, or another number of them."""
    cards = turnout_of(session, conference)
    rest = cards.issued - cards.cast
    if outstanding is not None and rest and rest != outstanding:
        told = Sentence(f"Còn {rest} phiếu chưa gửi.", f"{rest} ballots were not sent yet.")
        raise VotingRefused(Refusal.BALLOTS_OUTSTANDING, f"{rest}", reason=told)


def _write_closing(session: Session, conference: Conference) -> None:
    """Append the account of the cards: issued = cast + not returned."""
    cards = turnout_of(session, conference)
    rest = cards.issued - cards.cast
    account = ClosingEntry(issued=cards.issued, cast=cards.cast, not_returned=rest)
    append_entry(session, conference, account)
