"""Figures of a sitting's last vote that the next one takes over: counts, and marks of one list."""

from dataclasses import dataclass
from functools import partial

import pytest

from tests.voting.clerks import logged_in, make_account
from tests.voting.services.test_attendance import ROWS, behind, lists
from tests.voting.sittings import Sitting, refused
from voting.day_models import Presence
from voting.instance import Instance
from voting.refusals import Refusal
from voting.roles import Role
from voting.services import card_desk, taking_over
from voting.services.attendance import Basis, count_present, read_meter, set_presence
from voting.services.card_account import read_card_account
from voting.services.card_desk import Counted
from voting.services.sites import add_site, give_batch
from voting.services.taking_over import read_earlier


@dataclass
class Clerk:
    """The organizer between two votes of a sitting with five cards."""

    sitting: Sitting

    @property
    def instance(self) -> Instance:
        return self.sitting.instance

    def uuid(self, place: int) -> str:
        return self.sitting.view.votes[place - 1].uuid

    def gives(self, place: int, handed: int) -> None:
        """Give the hall four cards and another room one; hand some out in the hall."""
        uuid, instance = self.uuid(place), self.instance
        for number, (name, count) in enumerate({"Hội trường": 4, "Phòng bên": 1}.items(), start=1):
            add_site(instance, uuid, name)
            give_batch(instance, uuid, number, count, None)
        account = make_account(instance, Role.ORGANIZER, "Ban Tổ chức")
        self.who, _ = logged_in(instance, account)
        card_desk.hand_out(instance, self.who, uuid, 1, Counted(handed, 0))

    def takes(self, act: str, place: int = 2, earlier: int = 1) -> None:
        getattr(taking_over, act)(self.instance, self.uuid(place), self.uuid(earlier))

    def desks(self, place: int) -> list[tuple[str, int, int, int, int]]:
        """Return name, received, handed out, void, still there, of every site."""
        sites = read_card_account(self.instance, self.uuid(place)).sites
        return [(s.name, s.received, s.handed_out, s.void, s.at_desk) for s in sites]


@pytest.fixture
def clerk(instance: Instance) -> Clerk:
    clerk = Clerk(Sitting(instance).prepares(present=None))
    clerk.sitting.prints()
    return clerk


def test_cards_handed_out_are_taken_over_by_site_and_what_stayed_is_void(clerk: Clerk) -> None:
    clerk.gives(1, 3)
    assert read_earlier(clerk.instance, clerk.uuid(2)) is None
    cards = clerk.sitting.cards
    clerk.sitting.opens(1, *cards[:2])
    assert read_earlier(clerk.instance, clerk.uuid(2)) is None  # a vote is open
    assert refused(partial(clerk.takes, "take_cards"))[0] is Refusal.NOTHING_TO_TAKE_OVER
    clerk.sitting.vote(1).closes()
    earlier = read_earlier(clerk.instance, clerk.uuid(2))
    assert earlier is not None
    assert (earlier.place, earlier.handed_out, earlier.issued) == (1, 3, 3)
    clerk.takes("take_cards")
    assert clerk.desks(2) == [("Hội trường", 4, 3, 1, 0), ("Phòng bên", 1, 0, 1, 0)]
    account = read_card_account(clerk.instance, clerk.uuid(2))
    assert account.holds and (account.handed_out, account.void) == (3, 2)
    after = read_earlier(clerk.instance, clerk.uuid(2))
    assert after is not None and (after.handed_out, after.same_handed_out) == (None, True)
    assert refused(partial(clerk.takes, "take_cards"))[0] is Refusal.NOTHING_TO_TAKE_OVER
    assert clerk.sitting.opens(2) == 3


def test_cards_that_were_kept_for_later_still_lie_at_the_desk(clerk: Clerk) -> None:
    clerk.gives(1, 3)
    clerk.sitting.opens(1, *clerk.sitting.cards[:2], keep=True)
    clerk.sitting.vote(1).closes()
    clerk.takes("take_cards")
    assert clerk.desks(2) == [("Hội trường", 4, 3, 0, 1), ("Phòng bên", 1, 0, 0, 1)]
    card_desk.hand_out(clerk.instance, clerk.who, clerk.uuid(2), 1, Counted(1, 3))
    assert clerk.sitting.opens(2, clerk.sitting.cards[0]) == 4


def test_numbers_counted_at_the_sites_are_taken_over_and_can_be_corrected(clerk: Clerk) -> None:
    clerk.gives(1, 4)
    for site, count in ((1, 4), (2, 1)):
        count_present(clerk.instance, clerk.who, clerk.uuid(1), site, count)
    clerk.sitting.opens(1, clerk.sitting.cards[0])
    counts = partial(count_present, clerk.instance, clerk.who, clerk.uuid(2), 1, 3)
    assert refused(counts)[0] is Refusal.OTHER_VOTE_OPEN  # no mark stands between ballots
    clerk.sitting.vote(1).closes()
    clerk.takes("take_attendance")
    meter = read_meter(clerk.instance, clerk.uuid(2))
    assert (meter.by, meter.present) == (Basis.COUNT, 5)
    earlier = read_earlier(clerk.instance, clerk.uuid(2))
    assert earlier is not None and (earlier.present, earlier.same_present) == (None, True)
    assert refused(partial(clerk.takes, "take_attendance"))[0] is Refusal.NOTHING_TO_TAKE_OVER
    assert count_present(clerk.instance, clerk.who, clerk.uuid(2), 1, 3) == 4
    earlier = read_earlier(clerk.instance, clerk.uuid(2))
    assert earlier is not None and not earlier.same_present


def test_marks_go_over_to_the_same_list_only_and_no_table_gets_more(clerk: Clerk) -> None:
    for place, rows in ((1, ROWS), (2, ROWS)):
        lists(clerk.instance, clerk.uuid(place), rows)
    stand = (Presence.PRESENT, Presence.LATE, Presence.LEFT, *[Presence.PRESENT] * 3)
    for number, presence in enumerate(stand, start=1):
        set_presence(clerk.instance, clerk.uuid(1), number, presence)
    clerk.sitting.opens(1)
    clerk.sitting.vote(1).closes()
    clerk.takes("take_attendance")
    first, second = (read_meter(clerk.instance, clerk.uuid(place)) for place in (1, 2))
    assert (second.by, second.present, second.states) == (Basis.LIST, 5, first.states)
    found = set_presence(clerk.instance, clerk.uuid(2), 2, Presence.LEFT)
    assert found.presence is Presence.LATE


def test_another_list_takes_nothing_over(clerk: Clerk) -> None:
    lists(clerk.instance, clerk.uuid(1), ROWS)
    lists(clerk.instance, clerk.uuid(2), ROWS[1:])
    set_presence(clerk.instance, clerk.uuid(1), 1, Presence.PRESENT)
    for number in range(2, 6):
        set_presence(clerk.instance, clerk.uuid(1), number, Presence.PRESENT)
    clerk.sitting.opens(1)
    clerk.sitting.vote(1).closes()
    earlier = read_earlier(clerk.instance, clerk.uuid(2))
    assert earlier is not None and earlier.present is None
    assert refused(partial(clerk.takes, "take_attendance"))[0] is Refusal.NOTHING_TO_TAKE_OVER


def test_nobody_is_marked_or_taken_over_behind_the_opening_of_another_vote(
    instance: Instance,
) -> None:
    clerk = Clerk(Sitting(instance).prepares(False, False, False))
    clerk.sitting.prints()
    for place in (1, 2, 3):
        lists(instance, clerk.uuid(place), ROWS)
    for number in range(1, 6):
        set_presence(instance, clerk.uuid(1), number, Presence.PRESENT)
    marks = partial(set_presence, instance, clerk.uuid(2), 1, Presence.PRESENT)
    opens = partial(clerk.sitting.opens, 1)
    assert behind(opens, instance, marks) is Refusal.OTHER_VOTE_OPEN
    assert refused(marks)[0] is Refusal.OTHER_VOTE_OPEN
    clerk.sitting.vote(1).closes()
    takes = partial(clerk.takes, "take_attendance", 3)
    opens = partial(clerk.sitting.opens, 2)
    assert behind(opens, instance, takes) is Refusal.NOTHING_TO_TAKE_OVER
    for place in (2, 3):
        assert read_meter(instance, clerk.uuid(place)).by is Basis.PLAN
