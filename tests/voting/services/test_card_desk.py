"""The desk of the cards: by count what is handed out, by scanning what becomes void."""

from dataclasses import dataclass, field
from functools import partial

import pytest
from sqlalchemy import text

from tests.voting.clerks import logged_in, make_account
from tests.voting.people import Delegate, Organizer
from voting.instance import Instance
from voting.models import Card, CardState
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.services import card_desk
from voting.services.card_account import CardAccount, Verdict, read_card_account
from voting.services.card_desk import Counted
from voting.services.common import find_conference
from voting.services.scanned import WrongCards, wrong_cards
from voting.services.sessions import Who
from voting.services.sites import add_site, give_batch, take_batch
from voting.voidsheet import short_name

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@dataclass
class CardDesk:
    """Somebody at the desk of a site with five cards."""

    organizer: Organizer
    who: Who
    cards: list[Delegate] = field(default_factory=list)

    @property
    def instance(self) -> Instance:
        return self.organizer.instance

    @property
    def account(self) -> CardAccount:
        return read_card_account(self.instance, self.organizer.uuid)

    def hands_out(self, count: int, site: int = 1) -> None:
        uuid, seen = self.organizer.uuid, self.account.sites[site - 1].handed_out
        card_desk.hand_out(self.instance, self.who, uuid, site, Counted(count, seen))

    def takes_back(self, count: int) -> None:
        uuid, seen = self.organizer.uuid, self.account.sites[0].handed_out
        card_desk.take_back(self.instance, self.who, uuid, 1, Counted(count, seen))

    def makes_void(self, *cards: str) -> None:
        card_desk.make_void(self.instance, self.who, self.organizer.uuid, 1, cards)

    def exchanges(self, *cards: str) -> None:
        card_desk.exchange(self.instance, self.who, self.organizer.uuid, 1, list(cards))

    def counts(self) -> tuple[int, int, int, int]:
        """Return handed out, exchanged, void, still at the desk."""
        site = self.account.sites[0]
        return site.handed_out, site.exchanged, site.void, site.at_desk


@pytest.fixture
def table(organizer: Organizer) -> CardDesk:
    """Give a desk with five cards of five that were printed."""
    organizer.prepares().rehearses()
    cards = organizer.prints()
    instance, uuid = organizer.instance, organizer.uuid
    for name in ("Hội trường A", "Hội trường B"):
        add_site(instance, uuid, name)
    give_batch(instance, uuid, 1, 5, 1)
    who, _ = logged_in(instance, make_account(instance, Role.CHECKIN, site="Hội trường A"))
    return CardDesk(organizer, who, cards)


def states(table: CardDesk) -> list[str]:
    """Return the states of the cards in the order of their serials."""
    with table.instance.database.reading() as session:
        conference = find_conference(session, table.organizer.uuid).id
        found = [session.get_one(Card, (conference, card.public)) for card in table.cards]
        return [card.state.value for card in found]


def refusal_of(error: pytest.ExceptionInfo[VotingRefused]) -> Refusal:
    return error.value.refusal


@ON_SQLITE
def test_cards_are_handed_out_and_taken_back_by_count(table: CardDesk) -> None:
    table.hands_out(4)
    table.takes_back(1)
    assert table.counts() == (3, 0, 0, 2)


@ON_SQLITE
def test_no_more_is_handed_out_or_taken_back_than_is_there(table: CardDesk) -> None:
    for act, count in ((table.hands_out, 6), (table.takes_back, 1)):
        with pytest.raises(VotingRefused) as error:
            act(count)
        assert refusal_of(error) is Refusal.NOT_THAT_MANY
    for count in (0, -1, 1_000_001):
        with pytest.raises(VotingRefused) as error:
            table.hands_out(count)
        assert refusal_of(error) is Refusal.BAD_COUNT
    table.hands_out(3)
    with pytest.raises(VotingRefused) as error:
        take_batch(table.instance, table.organizer.uuid, 1)
    assert refusal_of(error) is Refusal.NOT_THAT_MANY


@ON_SQLITE
def test_a_button_that_is_pressed_twice_counts_once(table: CardDesk) -> None:
    pressed = (table.instance, table.who, table.organizer.uuid, 1, Counted(2, seen=0))
    card_desk.hand_out(*pressed)
    for act in (card_desk.hand_out, card_desk.take_back):
        with pytest.raises(VotingRefused) as error:
            act(*pressed)
        assert refusal_of(error) is Refusal.FIGURES_MOVED
    assert table.counts() == (2, 0, 0, 3)


@ON_SQLITE
def test_a_desk_works_for_its_own_site_only(table: CardDesk) -> None:
    with pytest.raises(VotingRefused) as error:
        table.hands_out(1, site=2)
    assert refusal_of(error) is Refusal.OTHER_SITE


def test_a_spoiled_card_is_exchanged_and_casts_nothing_any_more(table: CardDesk) -> None:
    table.hands_out(3)
    table.exchanges(table.cards[0].public)
    assert table.counts() == (3, 1, 1, 1)
    table.makes_void(table.cards[1].public)
    assert table.counts() == (3, 1, 2, 0)
    table.organizer.opens()
    with pytest.raises(VotingRefused) as error:
        table.cards[0].casts()
    assert refusal_of(error) is Refusal.CARD_VOID
    assert table.cards[2].casts().is_new


def test_what_cannot_become_void_is_refused_and_nothing_is_counted(table: CardDesk) -> None:
    table.hands_out(2)
    table.makes_void(table.cards[0].public)
    own = table.cards[1].public
    wrong: list[tuple[list[str], Refusal]] = [
        ([], Refusal.NOTHING_SCANNED),
        ([own, "00" * 32], Refusal.UNKNOWN_CARD),
        ([own, "\0"], Refusal.UNKNOWN_CARD),
        ([own, table.cards[0].public], Refusal.ALREADY_VOID),
        ([one.public for one in table.cards[1:4]], Refusal.NOT_THAT_MANY),
    ]
    for cards, refusal in wrong:
        with pytest.raises(VotingRefused) as error:
            table.makes_void(*cards)
        assert refusal_of(error) is refusal
    assert table.counts() == (2, 0, 1, 2)


def test_a_range_of_a_void_sheet_makes_exactly_its_cards_void(table: CardDesk) -> None:
    table.hands_out(1)
    table.makes_void(*(short_name(card.public) for card in table.cards[1:3]), table.cards[3].public)
    assert table.counts() == (1, 0, 3, 1)
    table.exchanges(short_name(table.cards[4].public))  # a spoiled card that nothing can read
    assert states(table) == ["printed", "void", "void", "void", "void"]


def test_of_a_range_all_becomes_void_or_none(table: CardDesk) -> None:
    own = [short_name(card.public) for card in table.cards]
    table.makes_void(own[0])
    before = states(table)
    wrong: list[tuple[list[str], Refusal]] = [
        ([own[1], "0" * 12], Refusal.UNKNOWN_CARD),
        ([own[1], own[0]], Refusal.ALREADY_VOID),
        ([own[1], table.cards[0].public], Refusal.ALREADY_VOID),
        ([own[1], own[2][:11]], Refusal.UNKNOWN_CARD),
        ([own[1], own[2].upper() + "A"], Refusal.UNKNOWN_CARD),
    ]
    for cards, refusal in wrong:
        with pytest.raises(VotingRefused) as error:
            table.makes_void(*cards)
        assert refusal_of(error) is refusal
    assert states(table) == before
    table.makes_void(own[1], table.cards[1].public)  # the same card under both names
    assert table.counts()[2] == 2


@ON_SQLITE
def test_a_short_name_that_fits_two_cards_is_refused_and_told_as_wrong(table: CardDesk) -> None:
    instance, uuid, one = table.instance, table.organizer.uuid, table.cards[0].public
    own = short_name(one)
    other = own + one[12:][::-1]
    with instance.database.writing() as session:
        conference = find_conference(session, uuid).id
        session.add(Card(conference_id=conference, credential=other, state=CardState.VOID))
    with pytest.raises(VotingRefused) as error:
        table.makes_void(own, short_name(table.cards[1].public))
    assert refusal_of(error) is Refusal.CARD_UNCLEAR
    lines = [short_name(table.cards[1].public), table.cards[2].public, own]
    wrong = wrong_cards(instance, uuid, lines, is_void_wrong=True)
    assert wrong == WrongCards(places=(), total=1, lines=(own,), of_sheets=1)
    table.makes_void(one)


@ON_SQLITE
def test_an_exchange_is_of_one_card_that_somebody_had(table: CardDesk) -> None:
    one, other = (card.public for card in table.cards[:2])
    for cards, refusal in (
        ([], Refusal.NOTHING_SCANNED),
        ([one, other], Refusal.ONE_AT_A_TIME),
        ([one], Refusal.NOT_THAT_MANY),  # nothing is handed out yet
    ):
        with pytest.raises(VotingRefused) as error:
            table.exchanges(*cards)
        assert refusal_of(error) is refusal


@ON_SQLITE
def test_after_the_opening_the_desk_changes_no_number(table: CardDesk) -> None:
    table.hands_out(5)
    table.organizer.opens()
    spoiled = table.cards[0].public
    for act in (
        partial(table.hands_out, 1),
        partial(table.takes_back, 1),
        partial(table.makes_void, spoiled),
        partial(table.exchanges, spoiled),
    ):
        with pytest.raises(VotingRefused) as error:
            act()
        assert refusal_of(error) is Refusal.CARDS_FIXED


@ON_SQLITE
def test_voting_does_not_open_while_cards_are_in_nobodys_hands(table: CardDesk) -> None:
    table.hands_out(3)
    with pytest.raises(VotingRefused) as error:
        table.organizer.opens()
    assert refusal_of(error) is Refusal.CARDS_UNBALANCED
    assert "Đã phát 3, chưa huỷ 5" in answer_to(error.value).message("vi")
    table.makes_void(table.cards[3].public)
    assert table.organizer.opens(table.cards[3], table.cards[4]) == 3


@ON_SQLITE
def test_the_equation_waits_until_every_card_is_accounted_for(table: CardDesk) -> None:
    table.hands_out(3)
    account = table.account
    assert [(one.difference, one.verdict) for one in account.equations] == [(2, Verdict.WAITS)]
    assert not account.holds
    table.makes_void(*(card.public for card in table.cards[3:]))
    assert [one.holds for one in table.account.equations] == [True]
    table.organizer.opens()
    table.cards[0].casts()
    account = table.account
    assert [one.holds for one in account.equations] == [True, True, True]
    assert (account.issued, account.cast, account.outstanding, account.void) == (3, 1, 2, 2)


@ON_SQLITE
def test_a_database_that_says_other_than_the_log_is_red(table: CardDesk) -> None:
    table.organizer.opens()
    table.cards[0].casts()
    assert [one.difference for one in table.account.equations] == [0, 0]
    holds, missing, many = Verdict.HOLDS, Verdict.MISSING, Verdict.TOO_MANY
    for card, state, differences, verdicts in (
        (1, "used", [0, 1], [holds, missing]),
        (2, "void", [-1, 2], [many, missing]),
    ):
        with table.instance.database.writing() as session:
            change = text("UPDATE cards SET state = :state WHERE credential = :credential")
            session.execute(change, {"state": state, "credential": table.cards[card].public})
        assert [one.difference for one in table.account.equations] == differences
        assert [one.verdict for one in table.account.equations] == verdicts


@ON_SQLITE
def test_no_table_of_the_desk_has_a_place_for_a_card(table: CardDesk) -> None:
    with table.instance.database.reading() as session:
        for name in ("sites", "card_batches", "attendance"):
            columns = session.execute(text(f"SELECT * FROM {name}")).keys()  # noqa: S608  ours
            assert not {"credential", "card", "time", "minute"} & set(columns)
