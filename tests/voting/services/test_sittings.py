"""Several votes one after another: same cards or new ones, and which vote a card opens."""

from functools import partial

import pytest
from sqlalchemy import select

from audit.entries import CardsEntry, parse_entry
from ballots.credentials import public_credential
from ballots.election import is_uuid
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from tests.voting.people import HIGH, LOW, OPENING, Organizer, definition
from tests.voting.sittings import GROUP, Sitting, refused
from tests.voting.test_privacy import everything_kept
from voting.definition import Definition
from voting.instance import Instance
from voting.models import Card, Conference, LogLeaf, State
from voting.refusals import Refusal
from voting.services import opening
from voting.services.card_state import require_usable
from voting.services.cards import import_cards, print_cards
from voting.services.common import find_conference
from voting.services.sitting_cards import import_sitting_cards, print_sitting_cards
from voting.services.sittings import find_sitting, read_definition, spare_vote, vote_in_turn
from voting.sitting_models import ReservedCard
from voting.sittingbatch import make_sitting_batch, sitting_list_bytes, vote_uuid

AUTHORITY = "Ban Kiểm phiếu"


@pytest.fixture
def sitting(instance: Instance) -> Sitting:
    return Sitting(instance)


def listed_in(sitting: Sitting, place: int) -> list[str]:
    """Return the cards of a vote as the database gives them."""
    uuid = sitting.view.votes[place - 1].uuid
    with sitting.instance.database.reading() as session:
        waiting = select(ReservedCard.credential).where(ReservedCard.uuid == uuid)
        found = select(Card.credential).join(Conference, Conference.id == Card.conference_id)
        return [
            *session.scalars(found.where(Conference.uuid == uuid)),
            *session.scalars(waiting),
        ]


def card_entries(organizer: Organizer) -> list[int]:
    """Return the numbers of cards that the log tells."""
    with organizer.instance.database.reading() as session:
        conference = find_conference(session, organizer.uuid)
        own = select(LogLeaf.content).where(LogLeaf.conference_id == conference.id)
        entries = [parse_entry(content) for content in session.scalars(own)]
    return [entry.count for entry in entries if isinstance(entry, CardsEntry)]


def test_one_card_votes_in_two_votes_one_after_the_other(
    sitting: Sitting, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    cards = sitting.prepares().prints()
    assert sitting.opens(1) == 5
    for card in cards[:3]:
        sitting.delegate(1, card).casts(HIGH, LOW)
    assert [one.counts for one in sitting.vote(1).finishes().people] == [(3, 0, 0), (0, 0, 3)]
    assert sitting.opens(2) == 5
    for card in cards[1:]:
        sitting.delegate(2, card).casts(LOW, HIGH)
    assert [one.counts for one in sitting.vote(2).finishes().people] == [(0, 0, 4), (4, 0, 0)]
    kept = everything_kept(sitting.vote(1)) + caplog.text.encode()
    for card in cards:
        assert card.encode() not in kept and card.replace("-", "").encode() not in kept


def test_the_lists_of_the_votes_share_nothing_and_each_has_an_order_of_its_own() -> None:
    uuids = ["JFhMBfmAp5jNJh", "JFhMBfmAp5jNJj", "JFhMBfmAp5jNJk"]
    batch = make_sitting_batch(40, uuids=uuids, group=GROUP)
    orders = []
    for uuid, listed in batch.public.items():
        made = [public_credential(card, uuid=uuid, group=GROUP) for card in batch.private]
        assert sorted(made) == sorted(listed)
        orders.append([made.index(one) for one in listed])
    everything = [one for listed in batch.public.values() for one in listed]
    assert len(set(everything)) == 3 * 40
    # 1/40! each that two agree; that many stay in place is no more likely than for any two lists.
    assert list(range(40)) not in orders
    assert orders[0] != orders[1] != orders[2] != orders[0]


def test_what_the_server_keeps_of_two_votes_has_nothing_in_common(sitting: Sitting) -> None:
    sitting.prepares(spare=1).prints()
    lists = [listed_in(sitting, place) for place in (1, 2, 3)]
    assert [len(listed) for listed in lists] == [5, 5, 5]
    assert len({one for listed in lists for one in listed}) == 15


def spare_of(sitting: Sitting, told: Definition, uuid: str = "") -> str:
    with sitting.instance.database.writing() as session:
        return spare_vote(session, uuid or sitting.uuid, told)


def test_a_spare_vote_takes_the_cards_that_waited_for_it_and_its_log_counts_them(
    sitting: Sitting,
) -> None:
    cards = sitting.prepares(False, spare=1).prints()
    sitting.opens(1, cards[0])
    sitting.vote(1).closes()
    told = definition(name="Vòng hai")
    assert spare_of(sitting, told) == sitting.view.votes[1].uuid
    second = sitting.makes(2)
    assert card_entries(second) == card_entries(sitting.vote(1)) == [5]
    assert sitting.opens(2) == 4
    sitting.delegate(2, cards[1]).casts()
    assert refused(sitting.delegate(2, cards[0]).casts)[0] is Refusal.CARD_VOID
    assert refused(lambda: spare_of(sitting, told))[0] is Refusal.NO_SPARE_VOTE
    assert refused(partial(sitting.makes, 2))[0] is Refusal.PLACE_TAKEN


def test_a_spare_vote_must_fit_the_cards(sitting: Sitting) -> None:
    sitting.prepares(False, spare=1)
    for wrong in (definition(group="BELENIOS-2048"), definition(credential_authority=AUTHORITY)):
        found = refused(partial(spare_of, sitting, wrong))
        assert found[0] is Refusal.SPARE_DIFFERS
    unknown = refused(lambda: spare_of(sitting, definition(), "11111111111111"))
    assert unknown[0] is Refusal.UNKNOWN_CONFERENCE


def test_cards_left_over_are_void_in_every_vote_to_come(sitting: Sitting) -> None:
    cards = sitting.prepares(False, False, spare=1).prints()
    assert sitting.opens(1, cards[0], cards[1]) == 3
    sitting.vote(1).closes()
    assert sitting.opens(2, cards[1], cards[2]) == 2
    vote = sitting.vote(2)
    for card in cards[:3]:
        public = vote.delegate(card).public
        found = refused(partial(require_usable, sitting.instance, vote.uuid, public))
        assert found[0] is Refusal.CARD_VOID
    sitting.vote(2).closes()
    sitting.makes(3)
    assert sitting.opens(3) == 2


def test_cards_can_be_kept_for_whoever_comes_later(sitting: Sitting) -> None:
    cards = sitting.prepares().prints()
    assert sitting.opens(1, cards[0], keep=True) == 4
    sitting.vote(1).closes()
    assert sitting.opens(2) == 5


def test_a_card_that_is_not_void_in_every_vote_to_come_opens_nothing(sitting: Sitting) -> None:
    cards = sitting.prepares().prints()
    first = sitting.vote(1)
    second = sitting.view.votes[1].uuid

    def opens(void: dict[str, list[str]]) -> object:
        left = sitting.listed(cards[:1], first.uuid)
        return opening.open_voting(first.instance, first.uuid, left, now=OPENING, void=void)

    assert refused(lambda: opens({})) == (Refusal.VOID_INCOMPLETE, "2")
    strange = {second: sitting.listed(cards[:1], first.uuid)}
    assert refused(lambda: opens(strange)) == (Refusal.UNKNOWN_CARD, "1")
    assert sitting.view.votes[0].state is State.PREPARED


def test_only_one_vote_of_a_sitting_is_open(sitting: Sitting) -> None:
    sitting.prepares().prints()
    sitting.opens(2)
    assert refused(lambda: sitting.opens(1))[0] is Refusal.OTHER_VOTE_OPEN
    sitting.vote(2).closes()
    assert sitting.opens(1) == 5


def test_a_vote_with_new_cards_has_a_batch_of_its_own(sitting: Sitting) -> None:
    cards = sitting.prepares(False, True).prints()
    other = sitting.vote(2)
    assert listed_in(sitting, 2) == []
    new = other.prints()
    sitting.opens(1, cards[0])
    assert vote_in_turn(sitting.instance, other.uuid) == other.uuid
    sitting.vote(1).closes()
    other.opens()
    new[0].casts()
    with pytest.raises(BallotsError) as error:
        other.delegate(cards[1]).casts()
    assert error.value.refusal is BallotRefusal.UNKNOWN_CREDENTIAL


def test_cards_of_a_sitting_are_made_for_all_its_votes_at_once(sitting: Sitting) -> None:
    sitting.prepares()
    vote = sitting.vote(1)
    alone = refused(lambda: print_cards(vote.instance, vote.uuid))
    assert alone[0] is Refusal.CARDS_OF_SITTING
    handed = refused(lambda: import_cards(vote.instance, vote.uuid, b"{}"))
    assert handed[0] is Refusal.CARDS_OF_SITTING
    sitting.prints()
    sitting.opens(1)
    assert refused(sitting.prints) == (Refusal.ALREADY_OPENED, "1")
    unknown = refused(lambda: print_sitting_cards(sitting.instance, "11111111111111"))
    assert unknown[0] is Refusal.UNKNOWN_CONFERENCE


@pytest.mark.parametrize("made", [0, 1, 2])
def test_further_cards_come_in_batches_that_hide_each_of_them(sitting: Sitting, made: int) -> None:
    sitting.prepares(False, False, made=made).prints()

    def further(count: int) -> list[str]:
        return print_sitting_cards(sitting.instance, sitting.uuid, count)

    for count in (1, 19):
        assert refused(partial(further, count))[0] is Refusal.FEW_FURTHER_CARDS
    assert [len(listed_in(sitting, place)) for place in (1, 2)] == [5, 5]
    assert len(further(20)) == 20
    assert [len(listed_in(sitting, place)) for place in (1, 2)] == [25, 25]


def handed_in(sitting: Sitting, public: dict[str, tuple[str, ...]], uuid: str = "") -> int:
    listed = sitting_list_bytes(public, sitting=uuid or sitting.uuid, group=GROUP)
    return import_sitting_cards(sitting.instance, sitting.uuid, listed)


def test_lists_from_the_committee_are_taken_whole_or_not_at_all(sitting: Sitting) -> None:
    sitting.prepares(False, spare=1, authority=AUTHORITY)
    uuids = [vote_uuid(sitting.uuid, place) for place in (1, 2)]
    assert [vote.uuid for vote in sitting.view.votes] == uuids and all(map(is_uuid, uuids))
    batch = make_sitting_batch(3, uuids=uuids, group=GROUP)
    first, second = batch.public.values()
    wrong: list[tuple[dict[str, tuple[str, ...]], str, Refusal]] = [
        ({uuids[0]: first}, "", Refusal.WRONG_CARD_LIST),
        (batch.public, "11111111111111", Refusal.WRONG_CARD_LIST),
        ({uuids[0]: first, uuids[1]: second[1:]}, "", Refusal.CARD_LISTS_DIFFER),
        ({uuids[0]: first, uuids[1]: first}, "", Refusal.CARD_LISTS_DIFFER),
        ({uuids[0]: first, uuids[1]: ()}, "", Refusal.BAD_CARD_COUNT),
    ]
    for public, uuid, code in wrong:
        assert refused(partial(handed_in, sitting, public, uuid))[0] is code
    assert listed_in(sitting, 1) == listed_in(sitting, 2) == []
    assert handed_in(sitting, batch.public) == 3
    assert refused(lambda: handed_in(sitting, batch.public))[0] is Refusal.DUPLICATE_CARD
    assert refused(sitting.prints)[0] is Refusal.CARDS_MADE_ELSEWHERE
    assert sitting.opens(1, batch.private[0]) == 2


def test_lists_are_refused_where_the_server_makes_the_cards(sitting: Sitting) -> None:
    sitting.prepares()
    batch = make_sitting_batch(1, uuids=[vote.uuid for vote in sitting.view.votes], group=GROUP)
    assert refused(lambda: handed_in(sitting, batch.public))[0] is Refusal.CARDS_MADE_HERE
    too_many = refused(lambda: make_sitting_batch(0, uuids=[], group=GROUP))
    assert too_many[0] is Refusal.BAD_CARD_COUNT


def test_an_address_leads_to_the_open_vote_else_the_next_else_the_last(sitting: Sitting) -> None:
    sitting.prepares(False, False, spare=1, made=0)

    def led() -> list[str | None]:
        here = (sitting.uuid, *(vote.uuid for vote in sitting.view.votes))
        return [vote_in_turn(sitting.instance, uuid) for uuid in here]

    one, two, three = (vote.uuid for vote in sitting.view.votes)
    assert led() == [None, one, two, three]
    sitting.makes(1)
    sitting.makes(2)
    sitting.prints()
    assert led() == [one, one, one, one]
    sitting.opens(1)
    assert led() == [one, one, one, one]
    sitting.vote(1).closes()
    assert led() == [two, two, two, two]
    sitting.opens(2)
    sitting.vote(2).closes()
    assert led() == [two, one, two, two]
    assert vote_in_turn(sitting.instance, "11111111111111") == "11111111111111"
    assert find_sitting(sitting.instance, one) is None


def test_the_next_vote_is_named_while_delegates_wait(sitting: Sitting) -> None:
    sitting.prepares()
    first, second = sitting.view.votes
    assert sitting.view.after(first.uuid) == second
    assert sitting.view.after(second.uuid) is None
    assert read_definition(sitting.instance, second.uuid).name == "Thăm dò"
    missing = refused(lambda: read_definition(sitting.instance, "11111111111111"))
    assert missing[0] is Refusal.UNKNOWN_CONFERENCE
