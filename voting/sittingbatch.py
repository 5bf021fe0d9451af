"""The cards of a sitting: one private credential a card, public ones for each of its votes.

A sitting has a uuid of its own; those of its votes follow from it, so that a laptop without network
knows them all. The lists are shuffled apart from each other: which entry of one belongs to which
entry of another can be told by whoever holds the card, and by nobody else.

    {"sitting":"JFhMBfmAp5jNJh","group":"Ed25519","votes":[
      {"uuid":"8ZJ…","public_credentials":["4d15…","b08a…"]},{"uuid":"Qw3…",…}]}
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.credentials import make_credential, make_public_credentials, public_credential
from ballots.election import BASE58, UUID_LENGTH
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.group import Group
from voting.definition import MAX_CARDS
from voting.refusals import Refusal, VotingRefused

MAX_VOTES: Final = 20  # of a sitting, spare ones included
_LIMIT: Final = 256 * MEBIBYTE


class VoteCards(Message, frozen=True, kw_only=True):
    """The public credentials of the cards for one vote."""

    uuid: str
    public_credentials: tuple[str, ...]


class SittingCardList(Message, frozen=True, kw_only=True):
    """What the server is given: for which sitting, and a list for each vote."""

    sitting: str
    group: str
    votes: tuple[VoteCards, ...]


@dataclass(frozen=True, slots=True)
class SittingBatch:
    """Cards that were just made. private: in the order of their serials; public: shuffled lists."""

    private: tuple[str, ...] = field(repr=False)
    public: dict[str, tuple[str, ...]]


def vote_uuid(sitting: str, place: int) -> str:
    """Return the uuid of a sitting's vote; place: from 1, spare votes after those of the plan."""
    number = int.from_bytes(hashlib.sha256(f"tinnhiem sitting|{sitting}|{place}".encode()).digest())
    letters = []
    for _ in range(UUID_LENGTH):
        number, letter = divmod(number, len(BASE58))
        letters.append(BASE58[letter])
    return "".join(letters)


def make_sitting_batch(
    count: int, *, uuids: Sequence[str], group: Group, made: Callable[[], None] = lambda: None
) -> SittingBatch:
    """Make private credentials and, for each vote, their public ones, each list shuffled by itself.

    made: is called after each card. Raises VotingRefused BAD_CARD_COUNT.
    """
    if not 1 <= count <= MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"{count}")
    private: list[str] = []
    public: dict[str, list[str]] = {uuid: [] for uuid in uuids}
    for _ in range(count):
        private.append(make_credential())
        for uuid, listed in public.items():
            listed.append(public_credential(private[-1], uuid=uuid, group=group))
        made()
    return SittingBatch(tuple(private), {uuid: shuffled(all_) for uuid, all_ in public.items()})


def shuffled(listed: Sequence[str]) -> tuple[str, ...]:
    """Return a list in an order of its own."""
    mixed = list(listed)
    secrets.SystemRandom().shuffle(mixed)
    return tuple(mixed)


def sitting_list_bytes(public: Mapping[str, Sequence[str]], *, sitting: str, group: Group) -> bytes:
    """Return the lists that are handed to the server."""
    votes = tuple(
        VoteCards(uuid=uuid, public_credentials=tuple(listed)) for uuid, listed in public.items()
    )
    return encode(SittingCardList(sitting=sitting, group=group.name, votes=votes))


def parse_sitting_list(
    data: bytes, *, sitting: str, uuids: Sequence[str], group: Group
) -> dict[str, tuple[str, ...]]:
    """Read the lists of a sitting's votes and test every public credential.

    uuids: of the votes that use these cards; lists of others (a vote that was given up) are left
    aside. Raises VotingRefused WRONG_CARD_LIST (also if a vote has no list), BAD_CARD_COUNT,
    CARD_LISTS_DIFFER (not as many cards for each, or one credential in two lists); BallotsError as
    `voting.cardbatch.parse_card_list`.
    """
    listed = decode(data, SittingCardList, limit=_LIMIT)
    given = {vote.uuid: vote.public_credentials for vote in listed.votes}
    if (listed.sitting, listed.group) != (sitting, group.name) or len(given) != len(listed.votes):
        raise VotingRefused(Refusal.WRONG_CARD_LIST)
    if not set(uuids) <= set(given):
        raise VotingRefused(Refusal.WRONG_CARD_LIST, f"{len(set(uuids) - set(given))}")
    counts = {len(given[uuid]) for uuid in uuids}
    if not all(1 <= count <= MAX_CARDS for count in counts):
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"{min(counts)}")
    tested = {uuid: _tested(given[uuid], group) for uuid in uuids}
    if len(counts) > 1 or len(set().union(*tested.values())) != sum(map(len, tested.values())):
        raise VotingRefused(Refusal.CARD_LISTS_DIFFER)
    return tested


def _tested(listed: Sequence[str], group: Group) -> tuple[str, ...]:
    tested = make_public_credentials(listed, group)
    if tested.weighted:
        raise BallotsError(BallotRefusal.BAD_WEIGHT, "a card has no weight")
    return tuple(tested)
