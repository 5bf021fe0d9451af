"""Recording ballots whose proofs hold: all that were verified together, in one transaction.

One transaction, one sync of the file of signed heads, then the receipts: so a burst waits for the
disk once a group, and a receipt still never leaves before its ballot is on the disk. Each ballot is
judged by itself: one that comes too late, or whose card is void or used, is refused with its own
signed statement, and the others are recorded.

No table and no receipt tells of groups; the database's own journal does, as it tells of the order.
Each receipt is against the tree that its ballot completed, as if it had come alone, so it is the
same text whenever it is asked for; and within a group the order is drawn, so the log says less of
who came first than it does of ballots that come one by one.
"""

import secrets
from collections.abc import Sequence

from sqlalchemy.orm import Session

from audit.receipt import make_receipt
from audit.statement import RefusalCode
from ballots.ballot import Ballot
from voting.appending import Appended, append_ballots, heights_of, lock_cards
from voting.instance import Instance
from voting.log import Edge
from voting.models import CardState, Conference, State
from voting.recorded import CastBallot, Outcome, Settled
from voting.refusals import Refusal, VotingRefused
from voting.services.common import frozen_parts, lock_log
from voting.signing import sign_appended, sign_refusal


def record_ballots(instance: Instance, uuid: str, ballots: Sequence[Ballot]) -> list[Outcome]:
    """Record ballots together; return the receipt of each, or why not, or that it is there already.

    ballots: verified, of different cards. Raises VotingRefused as `lock_log`, when nothing is
    recorded, and as `sign_appended`, when nothing may be signed.
    """
    with instance.database.writing() as session:
        conference, edge = lock_log(instance, session, uuid)
        settled = _settled(instance, session, conference, edge, ballots)
        taken = [ballot for ballot in ballots if ballot.tracker not in settled]
        secrets.SystemRandom().shuffle(taken)
        appended = append_ballots(session.connection(), conference.id, taken, edge)
    receipts = _receipts(instance, conference, taken, appended)
    return [receipts.get(one.tracker) or settled[one.tracker] for one in ballots]


def _settled(
    instance: Instance,
    session: Session,
    conference: Conference,
    edge: Edge,
    ballots: Sequence[Ballot],
) -> dict[str, Settled]:
    """Say of those ballots that are not to be appended why, by their trackers."""
    connection, head = session.connection(), edge.head
    settled: dict[str, Settled] = {}
    settled |= heights_of(connection, conference.id, [ballot.tracker for ballot in ballots])
    new = [ballot for ballot in ballots if ballot.tracker not in settled]
    cards = lock_cards(connection, conference.id, [ballot.credential for ballot in new])
    for ballot in new:
        refused = _refusal(conference, cards.get(ballot.credential))
        if refused is not None:
            code = RefusalCode(refused.refusal.value)
            refused.statement = sign_refusal(instance, conference, head, ballot.tracker, code)
            settled[ballot.tracker] = refused
    return settled


def _refusal(conference: Conference, card: CardState | None) -> VotingRefused | None:
    """Return why a sound ballot of a card cannot be recorded now, or None."""
    if conference.state is State.PREPARED:
        return VotingRefused(Refusal.VOTING_NOT_OPEN)
    if conference.state is not State.OPEN:
        return VotingRefused(Refusal.VOTING_CLOSED)
    if card is None or card is CardState.VOID:
        return VotingRefused(Refusal.CARD_VOID)
    if card is not CardState.ISSUED:
        address = frozen_parts(conference).definition.profile.address.vi
        return VotingRefused(Refusal.CREDENTIAL_USED, address=address)
    return None


def _receipts(
    instance: Instance,
    conference: Conference,
    taken: Sequence[Ballot],
    appended: Sequence[Appended],
) -> dict[str, CastBallot]:
    """Sign the receipts of what was just committed, by the trackers."""
    if not appended:
        return {}
    notes = sign_appended(instance, conference, [one.head for one in appended])
    receipts = {}
    for ballot, one, note in zip(taken, appended, notes, strict=True):
        index = one.head.size - 1
        receipt = make_receipt(entry=one.entry, index=index, path=one.path, checkpoint=note)
        receipts[ballot.tracker] = CastBallot(ballot.tracker, index, receipt, is_new=True)
    return receipts
