"""Cards that others made: the list is taken whole or not at all, and holds nothing private."""

from collections.abc import Callable

import pytest

from ballots.election import make_uuid
from ballots.errors import BallotsError
from ballots.group import group_named
from tests.voting.people import HIGH, LOW, Organizer, definition
from tests.voting.test_privacy import everything_kept
from voting.cardbatch import CardBatch, card_list_bytes, make_batch
from voting.refusals import Refusal, VotingRefused
from voting.services.cards import import_cards, print_cards

AUTHORITY = "Ban Kiểm phiếu"
GROUP = group_named("Ed25519")


def batch_for(organizer: Organizer, count: int = 5) -> CardBatch:
    return make_batch(count, uuid=organizer.uuid, group=organizer.election.group)


def hand_in(organizer: Organizer, batch: CardBatch) -> int:
    listed = card_list_bytes(batch, uuid=organizer.uuid, group=organizer.election.group)
    return import_cards(organizer.instance, organizer.uuid, listed)


@pytest.fixture
def separated(organizer: Organizer) -> Organizer:
    """Give an organizer whose cards are made by the committee."""
    organizer.prepares(credential_authority=AUTHORITY)
    organizer.rehearses()
    return organizer


def test_a_vote_with_cards_that_the_server_never_saw(
    separated: Organizer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    batch = batch_for(separated)
    assert hand_in(separated, batch) == 5
    delegates = [separated.delegate(card) for card in batch.private]
    assert separated.opens(delegates[4]) == 4
    for delegate in delegates[:3]:
        delegate.casts(HIGH, LOW)
    assert [person.counts for person in separated.finishes().people] == [(3, 0, 0), (0, 0, 3)]
    assert separated.election.message.credential_authority == AUTHORITY
    kept = everything_kept(separated) + caplog.text.encode()
    for secret in batch.private:
        assert secret.encode() not in kept
        assert secret.replace("-", "").encode() not in kept


def test_the_server_makes_no_cards_when_others_do(separated: Organizer) -> None:
    with pytest.raises(VotingRefused) as refused:
        separated.prints()
    assert refused.value.refusal is Refusal.CARDS_MADE_ELSEWHERE


@pytest.mark.parametrize("authority", [None, "server"])
def test_no_cards_are_taken_when_the_election_says_that_the_server_made_them(
    authority: str | None, organizer: Organizer
) -> None:
    organizer.prepares(credential_authority=authority)
    with pytest.raises(VotingRefused) as refused:
        hand_in(organizer, batch_for(organizer))
    assert refused.value.refusal is Refusal.CARDS_MADE_HERE
    assert len(organizer.prints()) == definition().cards


def test_a_second_batch_is_added(separated: Organizer) -> None:
    assert hand_in(separated, batch_for(separated, 3)) == 3
    assert hand_in(separated, batch_for(separated, 2)) == 2
    assert separated.opens() == 5


def test_a_card_handed_in_twice_refuses_the_whole_list(separated: Organizer) -> None:
    first = batch_for(separated, 2)
    hand_in(separated, first)
    more = batch_for(separated, 2)
    mixed = CardBatch(more.private, (*more.public, first.public[0]))
    with pytest.raises(VotingRefused) as refused:
        hand_in(separated, mixed)
    assert (refused.value.refusal, refused.value.detail) == (Refusal.DUPLICATE_CARD, "1")
    assert separated.opens() == 2


def test_no_list_is_taken_after_the_opening(separated: Organizer) -> None:
    hand_in(separated, batch_for(separated))
    separated.opens()
    with pytest.raises(VotingRefused) as refused:
        hand_in(separated, batch_for(separated))
    assert refused.value.refusal is Refusal.ALREADY_OPENED


def test_more_cards_than_a_conference_may_have_are_refused(
    separated: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.services.cards.MAX_CARDS", 6)
    hand_in(separated, batch_for(separated, 5))
    with pytest.raises(VotingRefused) as refused:
        hand_in(separated, batch_for(separated, 2))
    assert refused.value.refusal is Refusal.BAD_CARD_COUNT


def test_a_list_of_another_conference_or_group_is_refused(separated: Organizer) -> None:
    other, modp = make_uuid(), group_named("BELENIOS-2048")
    lists = [
        card_list_bytes(make_batch(2, uuid=other, group=GROUP), uuid=other, group=GROUP),
        card_list_bytes(
            make_batch(2, uuid=separated.uuid, group=modp), uuid=separated.uuid, group=modp
        ),
    ]
    for listed in lists:
        with pytest.raises(VotingRefused) as refused:
            import_cards(separated.instance, separated.uuid, listed)
        assert refused.value.refusal is Refusal.WRONG_CARD_LIST


Change = Callable[[str, str], str]
CHANGES: dict[str, tuple[Change, str]] = {
    "not_json": (lambda text, _: text[:-1], "malformed"),
    "unknown_field": (lambda text, _: text[:-1] + ',"private":[]}', "malformed"),
    "space": (lambda text, _: text + "\n", "not_canonical"),
    "twice": (lambda text, one: text.replace("]", f',"{one}"]'), "duplicate_credential"),
    "weight": (lambda text, one: text.replace(one, f"{one},2"), "bad_weight"),
    "not_hex": (lambda text, one: text.replace(one, "zz" + one[2:]), "not_canonical"),
    "not_in_group": (lambda text, one: text.replace(one, "0" * 63 + "1"), "not_in_group"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_list_that_is_not_in_order_is_refused_and_nothing_is_kept(
    name: str, separated: Organizer
) -> None:
    change, code = CHANGES[name]
    batch = batch_for(separated, 1)
    text = card_list_bytes(batch, uuid=separated.uuid, group=GROUP).decode()
    with pytest.raises(BallotsError) as refused:
        import_cards(separated.instance, separated.uuid, change(text, batch.public[0]).encode())
    assert refused.value.refusal.value == code
    with pytest.raises(VotingRefused) as empty:
        separated.opens()
    assert empty.value.refusal is Refusal.NO_CARDS


def test_an_empty_list_is_refused(separated: Organizer) -> None:
    empty = card_list_bytes(CardBatch((), ()), uuid=separated.uuid, group=GROUP)
    with pytest.raises(VotingRefused) as refused:
        import_cards(separated.instance, separated.uuid, empty)
    assert refused.value.refusal is Refusal.BAD_CARD_COUNT


def test_cards_that_could_not_be_put_on_paper_are_not_stored(organizer: Organizer) -> None:
    organizer.prepares()
    organizer.rehearses()

    def jam(_: object) -> None:
        raise OSError("paper jam")

    with pytest.raises(OSError, match="paper jam"):
        print_cards(organizer.instance, organizer.uuid, deliver=jam)
    with pytest.raises(VotingRefused) as refused:
        organizer.opens()
    assert refused.value.refusal is Refusal.NO_CARDS
