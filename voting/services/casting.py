"""Cast a ballot: proofs without a lock, then one short transaction, then the receipt.

Ballots that wait for their proofs to be verified are verified and recorded together, by whichever
of their threads gets a turn (`voting.proofgate`, `voting.services.recording`). Each gets the
verdict and the receipt that it would get alone; one that finds a turn free does not wait.

The order of refusals is part of the contract: too_large; malformed, not_canonical; wrong_election;
unknown_credential; bad_signature; casting_busy, if too many ballots wait for their proofs to be
verified, or another of this card does; not_in_group, invalid_proof; then, in the transaction,
voting_not_open or voting_closed; card_void; credential_used.

A ballot that is already in the log gets its receipt again, at any time, before anything expensive.
The receipt is against the tree that the ballot completed, so it is always the same text.
A sound ballot that comes too late, or of a void or used card, is refused with a signed statement.
Nothing here is logged and no time is taken.
"""

from collections.abc import Sequence
from functools import partial

from ballots.ballot import Ballot, parse_ballot, verify_proofs, verify_signed
from ballots.errors import BallotRefused
from ballots.errors import Refusal as BallotRefusal
from voting.appending import ask
from voting.fixed import Fixed
from voting.instance import Instance
from voting.log import place_of_height
from voting.recorded import CastBallot, Height, Outcome
from voting.services.common import find_conference, fixed_parts
from voting.services.evidence import receipt_at
from voting.services.recording import record_ballots
from voting.signing import key_of
from voting.turns import Turn

__all__ = ["CastBallot", "cast_ballot", "size_limit"]


def size_limit(instance: Instance, uuid: str) -> int:
    """Return how many bytes a ballot of this conference may have at most."""
    return fixed_parts(instance, uuid).limit


def cast_ballot(instance: Instance, uuid: str, body: bytes) -> CastBallot:
    """Record a ballot and return its receipt, or return the receipt of the same ballot again.

    Raises VotingRefused and BallotsError, in the order that the module tells.
    """
    fixed = fixed_parts(instance, uuid)
    if len(body) > fixed.limit:
        raise BallotRefused(BallotRefusal.TOO_LARGE)
    key_of(instance, fixed)
    ballot = parse_ballot(body, fixed.election)
    with instance.database.looking() as connection:
        height, has_card = ask(connection, fixed.id, ballot.tracker, _plain(ballot.credential))
    if height is None:
        verify_signed(ballot, fixed.election, {ballot.credential} if has_card else ())
        with instance.proofs.passing(ballot.credential):
            together = partial(_verify_and_record, instance, fixed)
            alone = instance.proofs.has_lied(ballot.credential)
            outcome = instance.proofs.turns.do(uuid, ballot, together, alone=alone)
        if isinstance(outcome, CastBallot):
            return outcome
        if isinstance(outcome, BallotRefused):
            instance.proofs.remember(ballot.credential)
        if not isinstance(outcome, Height):
            raise outcome
        height = outcome
    return _known_receipt(instance, uuid, ballot.tracker, height)


def _verify_and_record(
    instance: Instance, fixed: Fixed, ballots: Sequence[Ballot], turn: Turn
) -> list[Outcome | BallotRefused]:
    """Verify ballots together, let the next ones be verified, and record the sound ones."""
    refused = verify_proofs(ballots, fixed.election)
    turn.ends()
    sound = [one for one, error in zip(ballots, refused, strict=True) if error is None]
    recorded = iter(record_ballots(instance, fixed.uuid, sound) if sound else ())
    return [next(recorded) if error is None else error for error in refused]


def _plain(credential: str) -> str:
    """Return a credential that a database takes: PostgreSQL has no NUL in a text."""
    return credential if credential.isascii() and credential.isalnum() else ""


def _known_receipt(instance: Instance, uuid: str, tracker: str, height: int) -> CastBallot:
    """Return the receipt of the ballot at a height, as it was when it was recorded."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        index = place_of_height(session, conference.id, height)
        receipt = receipt_at(instance, session, conference, index, size=index + 1)
    return CastBallot(tracker=tracker, index=index, receipt=receipt, is_new=False)
