"""The opening as the hub asks for it: cards that a void sheet names."""

import pytest

from tests.voting.people import OPENING, Organizer
from voting.models import Card, CardState, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference
from voting.services.hub import open_counted
from voting.services.reading import read_conference
from voting.voidsheet import short_name

DOUBTS = "keys cards attendance handing_out opening".split()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_short_name_that_fits_two_cards_does_not_open_the_vote(organizer: Organizer) -> None:
    organizer.prepares().rehearses()
    instance, uuid, one = organizer.instance, organizer.uuid, organizer.prints()[0].public
    own = short_name(one)
    with instance.database.writing() as session:
        conference = find_conference(session, uuid).id
        other = own + one[12:][::-1]
        session.add(Card(conference_id=conference, credential=other, state=CardState.PRINTED))
    for line in (own, f"{uuid} {own}"):
        with pytest.raises(VotingRefused) as error:
            open_counted(instance, uuid, [line], None, agreed=DOUBTS, now=OPENING)
        assert error.value.refusal is Refusal.CARD_UNCLEAR
    assert read_conference(instance, uuid).state is State.PREPARED
