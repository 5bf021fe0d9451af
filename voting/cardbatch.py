"""A batch of cards: private credentials for the paper, public ones for the server, shuffled.

Nothing here needs a server or a database: a committee makes its cards on a laptop of its own and
hands the server only the list, in an order that has nothing to do with that of the cards:

    {"uuid":"JFhMBfmAp5jNJh","group":"Ed25519","public_credentials":["4d15…","b08a…"]}
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.credentials import (
    make_credential,
    make_public_credentials,
    public_credential,
)
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.group import Group
from voting.definition import MAX_CARDS
from voting.refusals import Refusal, VotingRefused

SERVER = "server"  # the credential authority of an election whose cards the server makes


class CardList(Message, frozen=True, kw_only=True):
    """What the server is given: for which conference, and the public credentials."""

    uuid: str
    group: str
    public_credentials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardBatch:
    """Cards that were just made. private: in the order of their serials; public: shuffled."""

    private: tuple[str, ...] = field(repr=False)
    public: tuple[str, ...]


def make_batch(
    count: int, *, uuid: str, group: Group, made: Callable[[], None] = lambda: None
) -> CardBatch:
    """Make private credentials and their public ones; `made` is called after each.

    Raises VotingRefused BAD_CARD_COUNT.
    """
    if not 1 <= count <= MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"{count}")
    private: list[str] = []
    public: list[str] = []
    for _ in range(count):
        private.append(make_credential())
        public.append(public_credential(private[-1], uuid=uuid, group=group))
        made()
    secrets.SystemRandom().shuffle(public)
    return CardBatch(tuple(private), tuple(public))


def card_list_bytes(batch: CardBatch, *, uuid: str, group: Group) -> bytes:
    """Return the list that is handed to the server."""
    listed = CardList(uuid=uuid, group=group.name, public_credentials=batch.public)
    return encode(listed)


def parse_card_list(data: bytes, *, uuid: str, group: Group) -> tuple[str, ...]:
    """Read the list of a conference and test every public credential.

    Raises VotingRefused WRONG_CARD_LIST, BAD_CARD_COUNT; BallotsError as `decode`, NOT_IN_GROUP,
    NOT_CANONICAL, DUPLICATE_CREDENTIAL (detail: the entry's number), BAD_WEIGHT.
    """
    listed = decode(data, CardList, limit=64 * MEBIBYTE)
    if (listed.uuid, listed.group) != (uuid, group.name):
        raise VotingRefused(Refusal.WRONG_CARD_LIST)
    if not 1 <= len(listed.public_credentials) <= MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"{len(listed.public_credentials)}")
    tested = make_public_credentials(listed.public_credentials, group)
    if tested.weighted:
        raise BallotsError(BallotRefusal.BAD_WEIGHT, "a card has no weight")
    return tuple(tested)
