"""Signing beside other processes: what they signed meanwhile is no step back."""

import pytest

from audit.checkpoint import parse_checkpoint
from tests.voting.people import Delegate, Organizer
from voting.instance import open_instance
from voting.log import Head, head_at, log_size
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence
from voting.services.casting import cast_ballot
from voting.services.common import find_conference
from voting.signing import key_of, sign_appended, sign_checkpoint


def test_who_began_to_read_before_another_process_signed_more_still_signs(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    other = open_instance(organizer.instance.settings)
    with organizer.instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
        size = log_size(session, conference.id)
        cast_ballot(other, organizer.uuid, delegates[0].encrypts())  # appends and signs
        note = sign_checkpoint(organizer.instance, session, conference)
    other.close()
    assert parse_checkpoint(note).checkpoint.size == size


def test_an_append_is_signed_unread_only_while_nobody_signed_a_bigger_head(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    instance = organizer.instance
    first, second = (delegate.casts() for delegate in delegates[:2])
    with instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
        older, newest = (
            head_at(session, conference.id, cast.index + 1) for cast in (first, second)
        )
        again = sign_checkpoint(instance, session, conference)
    assert sign_appended(instance, conference, newest) == again
    assert sign_appended(instance, conference, older) is None
    with pytest.raises(VotingRefused) as caught:
        sign_appended(instance, conference, Head(newest.size, bytes(32)))
    assert caught.value.refusal is Refusal.LOG_FORKED


def test_a_head_that_somebody_holds_and_the_log_does_not_contain_stops_everything(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    instance, uuid = organizer.instance, organizer.uuid
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        size = log_size(session, conference.id)
    origin = key_of(instance, conference).name
    instance.heads.contradict(origin, Head(size - 1, bytes(32)))
    for act in (delegates[0].casts, lambda: evidence.read_checkpoint(instance, uuid)):
        with pytest.raises(VotingRefused) as caught:
            act()
        assert caught.value.refusal is Refusal.LOG_FORKED
