"""A batch of cards: the public list has every card once, and an order of its own."""

import pytest

from ballots.credentials import public_credential
from ballots.group import group_named
from voting.cardbatch import card_list_bytes, make_batch, parse_card_list
from voting.refusals import Refusal, VotingRefused

UUID = "JFhMBfmAp5jNJh"
GROUP = group_named("Ed25519")


def test_the_public_list_is_that_of_the_cards_in_another_order() -> None:
    batch = make_batch(40, uuid=UUID, group=GROUP)
    derived = [public_credential(one, uuid=UUID, group=GROUP) for one in batch.private]
    assert sorted(batch.public) == sorted(derived)
    assert list(batch.public) != derived  # but for one chance in 40!


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_a_list_comes_back_as_it_was_written(name: str) -> None:
    group = group_named(name)
    batch = make_batch(3, uuid=UUID, group=group)
    data = card_list_bytes(batch, uuid=UUID, group=group)
    assert parse_card_list(data, uuid=UUID, group=group) == batch.public


def test_neither_the_list_nor_the_batch_shows_a_private_credential() -> None:
    batch = make_batch(3, uuid=UUID, group=GROUP)
    data = card_list_bytes(batch, uuid=UUID, group=GROUP).decode()
    for secret in batch.private:
        assert secret not in data + repr(batch)


@pytest.mark.parametrize("count", [0, -1, 100_001])
def test_a_number_of_cards_that_cannot_be_is_refused(count: int) -> None:
    with pytest.raises(VotingRefused) as refused:
        make_batch(count, uuid=UUID, group=GROUP)
    assert refused.value.refusal is Refusal.BAD_CARD_COUNT


def test_each_card_is_reported_as_it_is_made() -> None:
    made: list[None] = []
    make_batch(4, uuid=UUID, group=GROUP, made=lambda: made.append(None))
    assert len(made) == 4
