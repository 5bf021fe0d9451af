"""Whether a card can be used now: asked before a delegate rates, so that nobody rates in vain.

Only who has the card knows its public credential before it is cast; nothing is changed, nothing is
kept and nothing is logged.
"""

from ballots.errors import BallotRefused
from ballots.errors import Refusal as BallotRefusal
from voting.instance import Instance
from voting.models import Card, CardState, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts


def require_usable(instance: Instance, uuid: str, credential: str) -> None:
    """Refuse a card that cannot be used now, for the reason that its ballot would be refused for.

    credential: its public credential. Raises BallotRefused UNKNOWN_CREDENTIAL; VotingRefused
    VOTING_NOT_OPEN, VOTING_CLOSED, CARD_VOID, CREDENTIAL_USED.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        is_text = credential.isascii() and credential.isalnum()  # PostgreSQL takes no NUL
        card = session.get(Card, (conference.id, credential)) if is_text else None
        if card is None:
            raise BallotRefused(BallotRefusal.UNKNOWN_CREDENTIAL)
        if card.state is CardState.USED:
            address = frozen_parts(conference).definition.profile.address.vi
            raise VotingRefused(Refusal.CREDENTIAL_USED, address=address)
        if card.state is CardState.VOID:
            raise VotingRefused(Refusal.CARD_VOID)
        if conference.state is State.PREPARED:
            raise VotingRefused(Refusal.VOTING_NOT_OPEN)
        if conference.state is not State.OPEN:
            raise VotingRefused(Refusal.VOTING_CLOSED)
