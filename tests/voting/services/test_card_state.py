"""A card is refused before the rating for the reason that its ballot would be refused for."""

import pytest

from ballots.errors import BallotRefused
from ballots.errors import Refusal as BallotRefusal
from tests.voting.people import Delegate, Organizer
from voting.refusals import Refusal, VotingRefused
from voting.services.card_state import require_usable


def refusal_of(delegate: Delegate) -> Refusal | None:
    try:
        require_usable(delegate.instance, delegate.election.uuid, delegate.public)
    except VotingRefused as refused:
        return refused.refusal
    return None


def test_a_card_goes_from_too_early_to_used_or_too_late(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()
    delegates = organizer.prints()
    assert refusal_of(delegates[0]) is Refusal.VOTING_NOT_OPEN
    organizer.opens(delegates[4])
    assert refusal_of(delegates[0]) is None
    assert refusal_of(delegates[4]) is Refusal.CARD_VOID
    for delegate in delegates[:2]:
        delegate.casts()
    assert refusal_of(delegates[0]) is Refusal.CREDENTIAL_USED
    organizer.closes()
    assert refusal_of(delegates[2]) is Refusal.VOTING_CLOSED
    assert refusal_of(delegates[0]) is Refusal.CREDENTIAL_USED


@pytest.mark.parametrize("credential", ["", "None", "0" * 64, "\0", "é", "a" * 2000])
def test_a_card_of_nobody_is_unknown(credential: str, delegates: list[Delegate]) -> None:
    one = delegates[0]
    with pytest.raises(BallotRefused) as refused:
        require_usable(one.instance, one.election.uuid, credential)
    assert refused.value.refusal is BallotRefusal.UNKNOWN_CREDENTIAL
