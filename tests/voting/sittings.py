"""A sitting of several votes, so that tests speak of what its organizer and its delegates do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import pytest

from ballots.credentials import public_credential
from ballots.group import group_named
from tests.voting.people import OPENING, Delegate, Organizer, definition
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services import opening, preparing
from voting.services.sitting_cards import print_sitting_cards
from voting.services.sittings import (
    Place,
    SittingView,
    create_sitting,
    find_sitting,
    free_place,
)

NAMES = ("Lấy phiếu tín nhiệm", "Thăm dò", "Xếp loại")
GROUP = group_named("Ed25519")


@dataclass
class Sitting:
    """Votes one after another in one hall; the first `made` of them are prepared at once."""

    instance: Instance
    uuid: str = ""
    cards: list[str] = field(default_factory=list, repr=False)

    def prepares(
        self,
        *own_cards: bool,
        spare: int = 0,
        made: int | None = None,
        authority: str | None = None,
        **changes: object,
    ) -> "Sitting":
        """Keep the sitting, and freeze and rehearse its votes."""
        kinds = own_cards or (False, False)
        about = definition(credential_authority=authority, **changes)
        kept = create_sitting(self.instance, "Kỳ họp thứ tám", about, own_cards=kinds, spare=spare)
        self.uuid = kept.uuid
        for place in range(1, 1 + (len(kinds) if made is None else made)):
            self.makes(place, credential_authority=authority, **changes)
        return self

    def makes(self, place: int, **changes: object) -> "Organizer":
        """Create the vote at a place."""
        told = definition(**{"name": NAMES[place - 1], **changes})
        made = preparing.create_conference(self.instance, told, place=self.place(place))
        preparing.rehearse_decryption(self.instance, made.uuid)
        return self.vote(place)

    def place(self, place: int) -> Place:
        """Return what a new vote takes its place with."""
        return partial(free_place, uuid=self.view.votes[place - 1].uuid)

    def prints(self) -> list[str]:
        """Print cards; return what only their holders know."""
        self.cards = print_sitting_cards(self.instance, self.uuid)
        return self.cards

    def opens(self, place: int, *left_over: str, keep: bool = False) -> int:
        """Open a vote; the cards left over become void in it and in those to come."""
        uuid = self.vote(place).uuid
        named = {one: self.listed(left_over, one) for one in (v.uuid for v in self.view.coming)}
        left = self.listed(left_over, uuid)
        void = None if keep else named
        return opening.open_voting(self.instance, uuid, left, now=OPENING, void=void)

    def listed(self, cards: tuple[str, ...] | list[str], uuid: str) -> list[str]:
        """Return the public credentials of cards in one vote."""
        return [public_credential(card, uuid=uuid, group=GROUP) for card in cards]

    def vote(self, place: int) -> Organizer:
        """Return who runs one of the votes."""
        return Organizer(self.instance, self.view.votes[place - 1].uuid)

    def delegate(self, place: int, card: str) -> Delegate:
        """Return the holder of a card in one vote."""
        return self.vote(place).delegate(card)

    @property
    def view(self) -> SittingView:
        found = find_sitting(self.instance, self.uuid)
        assert found is not None
        return found


def refused(act: Callable[[], object]) -> tuple[Refusal, str]:
    """Return what an act is refused for, and the detail."""
    with pytest.raises(VotingRefused) as error:
        act()
    return error.value.refusal, error.value.detail
