"""Cards: made by the server for printing, or handed in by the committee that made them.

Either way the server keeps public credentials only, in an order that tells nothing. Who makes the
cards is fixed in the election (`credential_authority`), and only they can.
"""

import secrets
from collections.abc import Callable, Sequence

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from audit.entries import CardsEntry
from ballots.errors import Sentence
from voting.cardbatch import SERVER, CardBatch, make_batch, parse_card_list
from voting.definition import MAX_CARDS
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Card, CardState, Conference
from voting.refusals import Refusal, VotingRefused
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_prepared,
)
from voting.sitting_models import SittingVote

Deliver = Callable[[Sequence[str]], None]


def print_cards(
    instance: Instance,
    uuid: str,
    count: int | None = None,
    *,
    deliver: Deliver = lambda _: None,
    already: int | None = None,
) -> list[str]:
    """Make private credentials, one a card, and store their public credentials as printed.

    count: how many; None = as many as the definition says. deliver: puts them on paper; if it
    fails, nothing is stored. already: as for `store_cards`. The private credentials are returned
    once and kept nowhere. Raises VotingRefused ALREADY_OPENED, CARDS_MADE_ELSEWHERE,
    CARDS_OF_SITTING, BAD_CARD_COUNT, CARDS_THERE.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        require_prepared(conference)
        _require_own_cards(session, uuid)
        if not made_by_server(conference):
            raise VotingRefused(Refusal.CARDS_MADE_ELSEWHERE)
        frozen = frozen_parts(conference)
    wanted = frozen.definition.cards if count is None else count
    batch: CardBatch = make_batch(wanted, uuid=uuid, group=frozen.election.group)
    deliver(batch.private)
    with instance.database.writing() as session:
        store_cards(instance, session, uuid, batch.public, made_by="server", already=already)
    return list(batch.private)


def import_cards(instance: Instance, uuid: str, data: bytes) -> int:
    """Store the list of public credentials of cards made elsewhere; return how many.

    data: what `card_list_bytes` made. All of the list is stored or nothing.
    Raises VotingRefused ALREADY_OPENED, CARDS_MADE_HERE, CARDS_OF_SITTING, DUPLICATE_CARD, and as
    `parse_card_list`.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        require_prepared(conference)
        _require_own_cards(session, uuid)
        if made_by_server(conference):
            raise VotingRefused(Refusal.CARDS_MADE_HERE)
        group = frozen_parts(conference).election.group
    public = list(parse_card_list(data, uuid=uuid, group=group))
    secrets.SystemRandom().shuffle(public)
    with instance.database.writing() as session:
        store_cards(instance, session, uuid, public, made_by="committee")
    return len(public)


def _require_own_cards(session: Session, uuid: str) -> None:
    """Refuse a vote that shares its cards. Raises VotingRefused CARDS_OF_SITTING."""
    place = session.scalar(select(SittingVote).where(SittingVote.uuid == uuid))
    if place is not None and not place.has_own_cards:
        raise VotingRefused(Refusal.CARDS_OF_SITTING)


def made_by_server(conference: Conference) -> bool:
    """Tell whether the election names the server as the one who makes the cards."""
    return frozen_parts(conference).election.message.credential_authority == SERVER


def store_cards(
    instance: Instance,
    session: Session,
    uuid: str,
    public: Sequence[str],
    *,
    made_by: str,
    already: int | None = None,
) -> None:
    """Add cards as printed.

    already: how many cards somebody knows of who wants more; None: nobody was asked.
    Raises VotingRefused ALREADY_OPENED, BAD_CARD_COUNT, DUPLICATE_CARD; CARDS_THERE if there are
    others than those.
    """
    conference = lock_conference(instance, session, uuid)
    require_prepared(conference)
    own = Card.conference_id == conference.id
    there = session.scalars(select(func.count()).where(own)).one()
    if already is not None and there != already:
        told = Sentence(f"Đã có {there} thẻ.", f"There are {there} cards.")
        raise VotingRefused(Refusal.CARDS_THERE, f"{there}", reason=told)
    if there + len(public) > MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"more than {MAX_CARDS}")
    known = set(session.scalars(select(Card.credential).where(own))) & set(public)
    if known:
        raise VotingRefused(Refusal.DUPLICATE_CARD, f"{len(known)}")
    session.execute(
        insert(Card),
        [
            {"conference_id": conference.id, "credential": one, "state": CardState.PRINTED}
            for one in public
        ],
    )
    append_entry(session, conference, CardsEntry(made_by=made_by, count=len(public)))
