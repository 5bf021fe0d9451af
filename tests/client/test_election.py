"""Elections of 60 candidates for 40 seats: what browsers make Python accepts, and the reverse."""

import pytest

from ballots.ballot import make_ballot
from ballots.credentials import make_credential
from tests.ballots.support import Meeting, question
from tests.client.meetings import judged, verify_data
from tests.client.test_node import exchange

LIST, SEATS = 60, 40
MEETING = Meeting(question(LIST, low=1, high=SEATS, blank=True))
BALLOTS = ([1] * SEATS + [0] * (LIST - SEATS), [0] * (LIST - 1) + [1], None)


@pytest.mark.usefixtures("work")
def test_large_lists_full_short_and_blank_go_both_ways() -> None:
    election = MEETING.election
    text = election.bytes.decode()
    cards = [make_credential() for _ in BALLOTS]
    made = [make_ballot(election, card, [row]) for card, row in zip(cards, BALLOTS, strict=True)]
    answer = exchange(
        make=[{"election": text, "credential": cards[0], "choices": [row]} for row in BALLOTS[:1]],
        judge=[{"election": text, "ballot": ballot.decode()} for ballot in made],
    )
    assert answer["judged"] == [judged(lambda: None)] * len(BALLOTS)
    for entry in answer["made"]:
        for ballot in entry["ballots"]:
            verify_data(ballot.encode(), election)
