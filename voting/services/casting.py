"""Cast a ballot: proofs without a lock, then one short transaction, then the receipt.

The order of refusals is part of the contract: too_large; malformed, not_canonical; wrong_election;
unknown_credential; bad_signature; not_in_group, invalid_proof; then, in the transaction,
voting_not_open or voting_closed; card_void; credential_used.

A ballot that is already in the log gets its receipt again, at any time, before anything expensive.
The receipt is against the tree that the ballot completed, so it is always the same text, with the
cosignatures that have come for just that tree.
A sound ballot that comes too late, or of a void or used card, is refused with a signed statement.
Nothing here is logged and no time is taken.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.record import EventType
from audit.statement import RefusalCode
from ballots.ballot import Ballot, max_ballot_size, parse_ballot, tracker_of, verify_ballot
from ballots.election import Election
from ballots.errors import BallotRefused
from ballots.errors import Refusal as BallotRefusal
from voting.instance import Instance
from voting.log import place_of_height
from voting.models import Card, CardState, Conference, LogEntry, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts, lock_conference
from voting.services.evidence import receipt_at
from voting.signing import key_of, sign_refusal
from voting.store import append, entry_of_tracker


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A recorded ballot: its tracker, its place in the log, the signed receipt.

    is_new: False if this very ballot was in the log already.
    """

    tracker: str
    index: int
    receipt: str
    is_new: bool


def size_limit(instance: Instance, uuid: str) -> int:
    """Return how many bytes a ballot of this conference may have at most."""
    with instance.database.reading() as session:
        return max_ballot_size(frozen_parts(find_conference(session, uuid)).election)


def cast_ballot(instance: Instance, uuid: str, body: bytes) -> CastBallot:
    """Record a ballot and return its receipt, or return the receipt of the same ballot again.

    Raises VotingRefused and BallotsError, in the order that the module tells.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        election = frozen_parts(conference).election
        if len(body) > max_ballot_size(election):
            raise BallotRefused(BallotRefusal.TOO_LARGE)
        tracker = tracker_of(body)
        known = entry_of_tracker(session, conference.id, tracker)
    key_of(instance, conference)
    if known is not None:
        return _receipt(instance, uuid, tracker, known.height, is_new=False)
    ballot = _verified(instance, conference, election, body)
    entry, is_new = _record(instance, uuid, ballot)
    return _receipt(instance, uuid, tracker, entry.height, is_new=is_new)


def _verified(
    instance: Instance, conference: Conference, election: Election, body: bytes
) -> Ballot:
    """Parse and verify a ballot, without any lock."""
    ballot = parse_ballot(body, election)
    known = set()
    credential = ballot.credential
    if credential.isascii() and credential.isalnum():  # PostgreSQL takes no NUL in a text
        with instance.database.reading() as session:
            if session.get(Card, (conference.id, credential)) is not None:
                known.add(credential)
    verify_ballot(ballot, election, known)
    return ballot


def _record(instance: Instance, uuid: str, ballot: Ballot) -> tuple[LogEntry, bool]:
    """Append the ballot and mark its card, both or neither; tell whether it is new."""
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        known = entry_of_tracker(session, conference.id, ballot.tracker)
        if known is not None:
            return known, False
        try:
            _require_open(conference)
            card = _usable_card(session, conference, ballot.credential)
        except VotingRefused as error:
            code = RefusalCode(error.refusal.value)
            error.statement = sign_refusal(instance, session, conference, ballot.tracker, code)
            raise
        card.state = CardState.USED
        entry = append(
            session,
            conference,
            EventType.BALLOT,
            (ballot.bytes,),
            tracker=ballot.tracker,
            credential=ballot.credential,
        )
    return entry, True


def _require_open(conference: Conference) -> None:
    if conference.state is State.PREPARED:
        raise VotingRefused(Refusal.VOTING_NOT_OPEN)
    if conference.state is not State.OPEN:
        raise VotingRefused(Refusal.VOTING_CLOSED)


def _usable_card(session: Session, conference: Conference, credential: str) -> Card:
    card = session.get(Card, (conference.id, credential), with_for_update=True)
    if card is None or card.state is CardState.VOID:
        raise VotingRefused(Refusal.CARD_VOID)
    if card.state is not CardState.ISSUED:
        address = frozen_parts(conference).definition.profile.address.vi
        raise VotingRefused(Refusal.CREDENTIAL_USED, address=address)
    return card


def _receipt(
    instance: Instance, uuid: str, tracker: str, height: int, *, is_new: bool
) -> CastBallot:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        index = place_of_height(session, conference.id, height)
        receipt = receipt_at(instance, session, conference, index, size=index + 1)
    return CastBallot(tracker=tracker, index=index, receipt=receipt, is_new=is_new)
