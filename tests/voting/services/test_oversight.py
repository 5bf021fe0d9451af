"""What the witnesses have seen, as everybody may read it: no time tells when a ballot came."""

import pytest

from tests.voting.people import Organizer
from tests.voting.services.test_witnesses import NAMED, PRESS, UNION, Watcher
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence, witnesses
from voting.services.oversight import Oversight, read_oversight

TIME = 1_795_302_900


@pytest.fixture
def watched(organizer: Organizer) -> Organizer:
    organizer.prepares(witnesses=NAMED, witness_quorum=2)
    organizer.rehearses()
    organizer.prints()
    return organizer


def cosign(organizer: Organizer, *watchers: Watcher) -> None:
    note = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    for watcher in watchers:
        lines = watcher.cosigns(note, TIME)
        witnesses.accept_cosignatures(organizer.instance, organizer.uuid, lines)


def seen(organizer: Organizer) -> Oversight:
    return read_oversight(organizer.instance, organizer.uuid)


def times(organizer: Organizer) -> list[int | None]:
    return [one.time for one in seen(organizer).sights]


def test_the_policy_holds_once_enough_have_seen_everything(watched: Organizer) -> None:
    assert (seen(watched).held, seen(watched).is_reached, seen(watched).quorum) == (None, False, 2)
    cosign(watched, UNION)
    assert (seen(watched).held, seen(watched).is_reached) == (None, False)
    cosign(watched, PRESS)
    size = seen(watched).size
    assert (seen(watched).held, seen(watched).is_reached) == (size, True)
    watched.opens()
    assert (seen(watched).held, seen(watched).is_reached) == (size, False)
    behind = seen(watched).size - size
    assert behind > 0
    assert [one.behind for one in seen(watched).sights] == [behind, behind]


def test_a_time_is_given_only_where_it_tells_of_no_ballot(watched: Organizer) -> None:
    cosign(watched, UNION, PRESS)
    assert times(watched) == [TIME, TIME]
    watched.opens()
    assert times(watched) == [None, None]
    watched.delegate(watched.cards[0]).casts()
    cosign(watched, UNION, PRESS)
    assert times(watched) == [None, None]
    for card in watched.cards[1:]:
        watched.delegate(card).casts()
    watched.closes()
    assert times(watched) == [None, None]
    cosign(watched, UNION)
    assert times(watched) == [TIME, None]


def test_without_a_policy_nothing_is_asked_for(organizer: Organizer) -> None:
    organizer.is_open()
    found = seen(organizer)
    assert (found.quorum, found.held, found.is_reached, found.sights) == (0, None, False, ())


def test_an_unknown_conference_is_refused(organizer: Organizer) -> None:
    with pytest.raises(VotingRefused) as refused:
        read_oversight(organizer.instance, "11111111111111")
    assert refused.value.refusal is Refusal.UNKNOWN_CONFERENCE
