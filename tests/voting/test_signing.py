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


def test_what_was_appended_together_is_signed_as_if_each_had_come_alone(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    instance = organizer.instance
    sizes = [delegate.casts().index + 1 for delegate in delegates[:3]]
    with instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
        heads = [head_at(session, conference.id, size) for size in sizes]
        notes = [sign_checkpoint(instance, session, conference, size) for size in sizes]
    assert sign_appended(instance, conference, heads) == notes
    # another process signed a bigger one meanwhile
    assert sign_appended(instance, conference, heads[:2]) == notes[:2]
    for forged in (heads[0], heads[2]):
        with pytest.raises(VotingRefused) as caught:
            sign_appended(instance, conference, [Head(forged.size, bytes(32))])
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
