"""Cast a ballot: proofs without a lock, then one short transaction, then the receipt.

The order of refusals is part of the contract: too_large; malformed, not_canonical; wrong_election;
unknown_credential; bad_signature; casting_busy, if too many ballots wait for their proofs to be
verified, or another of this card does; not_in_group, invalid_proof; then, in the transaction,
voting_not_open or voting_closed; card_void; credential_used.

A ballot that is already in the log gets its receipt again, at any time, before anything expensive.
The receipt is against the tree that the ballot completed, so it is always the same text, with the
cosignatures that have come for just that tree.
A sound ballot that comes too late, or of a void or used card, is refused with a signed statement.
Nothing here is logged and no time is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.entries import entry_bytes
from audit.receipt import make_receipt
from audit.record import EventType
from audit.statement import RefusalCode
from ballots.ballot import (
    Ballot,
    max_ballot_size,
    parse_ballot,
    tracker_of,
    verify_ballot,
    verify_signed,
)
from ballots.errors import BallotRefused
from ballots.errors import Refusal as BallotRefusal
from voting.instance import Instance
from voting.log import Head, place_of_height
from voting.models import Card, CardState, Conference, LogEntry, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts, lock_log
from voting.services.evidence import receipt_at
from voting.signing import key_of, sign_appended, sign_checkpoint, sign_refusal
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


@dataclass(frozen=True, slots=True)
class _Appended:
    """What a receipt needs: the entry, its proof in the tree that it completed, that tree."""

    conference: Conference
    entry: bytes
    path: Sequence[bytes]
    head: Head


def size_limit(instance: Instance, uuid: str) -> int:
    """Return how many bytes a ballot of this conference may have at most."""
    with instance.database.reading() as session:
        return max_ballot_size(frozen_parts(find_conference(session, uuid)).election)


def cast_ballot(instance: Instance, uuid: str, body: bytes) -> CastBallot:
    """Record a ballot and return its receipt, or return the receipt of the same ballot again.

    Raises VotingRefused and BallotsError, in the order that the module tells.
    """
    tracker = tracker_of(body)
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        election = frozen_parts(conference).election
        if len(body) > max_ballot_size(election):
            raise BallotRefused(BallotRefusal.TOO_LARGE)
        key_of(instance, conference)
        known = entry_of_tracker(session, conference.id, tracker)
        if known is None:
            ballot = parse_ballot(body, election)
            credentials = _known_credentials(session, conference, ballot.credential)
    if known is None:
        verify_signed(ballot, election, credentials)
        with instance.proofs.passing(ballot.credential):
            verify_ballot(ballot, election, credentials)
        recorded = _record(instance, uuid, ballot)
        if isinstance(recorded, _Appended):
            return _first_receipt(instance, uuid, tracker, recorded)
        known = recorded
    return _receipt(instance, uuid, tracker, known.height, is_new=False)


def _known_credentials(session: Session, conference: Conference, credential: str) -> set[str]:
    """Return the public credential that a ballot names, if a card has it."""
    if not (credential.isascii() and credential.isalnum()):  # PostgreSQL takes no NUL in a text
        return set()
    return set() if session.get(Card, (conference.id, credential)) is None else {credential}


def _record(instance: Instance, uuid: str, ballot: Ballot) -> "_Appended | LogEntry":
    """Append the ballot and mark its card, both or neither; or find that it is there already."""
    with instance.database.writing() as session:
        conference, edge = lock_log(instance, session, uuid)
        known = entry_of_tracker(session, conference.id, ballot.tracker)
        if known is not None:
            return known
        try:
            _require_open(conference)
            card = _usable_card(session, conference, ballot.credential)
        except VotingRefused as error:
            code = RefusalCode(error.refusal.value)
            error.statement = sign_refusal(instance, conference, edge.head, ballot.tracker, code)
            raise
        card.state = CardState.USED
        entry, grown = append(
            session,
            conference,
            EventType.BALLOT,
            (ballot.bytes,),
            tracker=ballot.tracker,
            credential=ballot.credential,
            edge=edge,
        )
        appended = _Appended(conference, entry_bytes(entry), edge.path_after(), grown.head)
    return appended


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


def _first_receipt(instance: Instance, uuid: str, tracker: str, appended: _Appended) -> CastBallot:
    """Return the receipt of a ballot that was just committed; the log need not be read again."""
    index = appended.head.size - 1
    note = sign_appended(instance, appended.conference, appended.head)
    if note is None:
        with instance.database.reading() as session:
            conference = find_conference(session, uuid)
            note = sign_checkpoint(instance, session, conference, appended.head.size)
    receipt = make_receipt(entry=appended.entry, index=index, path=appended.path, checkpoint=note)
    return CastBallot(tracker=tracker, index=index, receipt=receipt, is_new=True)


def _receipt(
    instance: Instance, uuid: str, tracker: str, height: int, *, is_new: bool
) -> CastBallot:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        index = place_of_height(session, conference.id, height)
        receipt = receipt_at(instance, session, conference, index, size=index + 1)
    return CastBallot(tracker=tracker, index=index, receipt=receipt, is_new=is_new)
