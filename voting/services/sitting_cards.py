"""The cards of a sitting: listed and shuffled for each of its votes apart, void in all of them.

The server forgets private credentials, or never sees them, so the public ones of every vote are
kept when the cards are made. Those of a vote whose conference is still to come wait in
`reserved_cards` and move to its list of cards, and into its log as a number, when it comes.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, func, insert, literal, select, update
from sqlalchemy.orm import Session

from audit.entries import CardsEntry
from ballots.group import group_named
from voting.cardbatch import SERVER
from voting.definition import MAX_CARDS
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Card, CardState, Conference
from voting.refusals import Refusal, VotingRefused
from voting.services.cards import Deliver, made_by_server, store_cards
from voting.services.common import find_conference
from voting.services.sittings import SittingView, lock_sitting, view_of
from voting.sitting_models import ReservedCard, Sitting
from voting.sittingbatch import make_sitting_batch, parse_sitting_list, shuffled

_AT_ONCE = 500
_FEWEST_FURTHER = 20  # one transaction lists a card in every vote: few would be linkable


def print_sitting_cards(
    instance: Instance,
    uuid: str,
    count: int | None = None,
    *,
    deliver: Deliver = lambda _: None,
    already: int | None = None,
) -> list[str]:
    """Make the cards of a sitting and store the public credentials of each of its votes.

    count: how many; None = as many as the plan says. deliver: puts them on paper; if it fails,
    nothing is stored. already: as for `store_cards`. The private credentials are returned once and
    kept nowhere. Raises VotingRefused UNKNOWN_CONFERENCE, ALREADY_OPENED, CARDS_MADE_ELSEWHERE,
    BAD_CARD_COUNT, CARDS_THERE, FEW_FURTHER_CARDS.
    """
    sitting, uuids = _prepared(instance, uuid)
    if (sitting.authority or SERVER) != SERVER:
        raise VotingRefused(Refusal.CARDS_MADE_ELSEWHERE)
    wanted = sitting.cards if count is None else count
    batch = make_sitting_batch(wanted, uuids=uuids, group=group_named(sitting.group_name))
    deliver(batch.private)
    _store_all(instance, uuids[0], batch.public, made_by="server", already=already)
    return list(batch.private)


def import_sitting_cards(instance: Instance, uuid: str, data: bytes) -> int:
    """Store the lists of cards that the committee made for a sitting; return how many cards.

    data: what `sitting_list_bytes` made. All of it is stored, for every vote, or nothing.
    Raises VotingRefused UNKNOWN_CONFERENCE, ALREADY_OPENED, CARDS_MADE_HERE, DUPLICATE_CARD,
    FEW_FURTHER_CARDS, and as `parse_sitting_list`.
    """
    sitting, uuids = _prepared(instance, uuid)
    if (sitting.authority or SERVER) == SERVER:
        raise VotingRefused(Refusal.CARDS_MADE_HERE)
    group = group_named(sitting.group_name)
    listed = parse_sitting_list(data, sitting=uuid, uuids=uuids, group=group)
    mixed = {one: shuffled(public) for one, public in listed.items()}
    _store_all(instance, uuids[0], mixed, made_by="committee")
    return len(mixed[uuids[0]])


def _prepared(instance: Instance, uuid: str) -> tuple[Sitting, list[str]]:
    """Return a sitting and the uuids of its votes with the same cards, none of them opened."""
    with instance.database.reading() as session:
        sitting = session.scalar(select(Sitting).where(Sitting.uuid == uuid))
        if sitting is None:
            raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
        view = view_of(session, sitting)
    if not view.shared:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    _require_unopened(view)
    return sitting, [vote.uuid for vote in view.shared]


def _require_unopened(sitting: SittingView) -> None:
    opened = [f"{vote.place}" for vote in sitting.shared if vote not in sitting.coming]
    if opened:
        raise VotingRefused(Refusal.ALREADY_OPENED, ", ".join(opened))


def _store_all(
    instance: Instance,
    any_vote: str,
    public: Mapping[str, Sequence[str]],
    *,
    made_by: str,
    already: int | None = None,
) -> None:
    with instance.database.writing() as session:
        sitting = lock_sitting(session, any_vote)
        if sitting is None or {vote.uuid for vote in sitting.shared} != set(public):
            raise VotingRefused(Refusal.WRONG_CARD_LIST)
        _require_unopened(sitting)
        has_cards = any(_has_cards(session, vote.uuid) for vote in sitting.shared)
        for vote in sitting.shared:
            if vote.state is None:
                _reserve(session, vote.uuid, public[vote.uuid])
            else:
                some = public[vote.uuid]
                store_cards(instance, session, vote.uuid, some, made_by=made_by, already=already)
        if has_cards and len(public[any_vote]) < _FEWEST_FURTHER:
            raise VotingRefused(Refusal.FEW_FURTHER_CARDS)


def _has_cards(session: Session, uuid: str) -> bool:
    """Tell whether an earlier batch stands in a vote, or waits for it."""
    waiting = select(ReservedCard.uuid).where(ReservedCard.uuid == uuid).limit(1)
    taken = select(Card.state).join(Conference, Conference.id == Card.conference_id)
    return (
        session.scalar(waiting) is not None
        or session.scalar(taken.where(Conference.uuid == uuid).limit(1)) is not None
    )


def _reserve(session: Session, uuid: str, public: Sequence[str]) -> None:
    """Keep cards for a vote to come. Raises VotingRefused BAD_CARD_COUNT, DUPLICATE_CARD."""
    own = ReservedCard.uuid == uuid
    known = set(session.scalars(select(ReservedCard.credential).where(own)))
    if len(known) + len(public) > MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"more than {MAX_CARDS}")
    if known & set(public):
        raise VotingRefused(Refusal.DUPLICATE_CARD, f"{len(known & set(public))}")
    rows = [{"uuid": uuid, "credential": one, "state": CardState.PRINTED} for one in public]
    session.execute(insert(ReservedCard), rows)


def take_reserved_cards(session: Session, conference: Conference) -> None:
    """Give a conference that has just come the cards that waited for it; its log tells how many."""
    if lock_sitting(session, conference.uuid) is None:
        return
    own = ReservedCard.uuid == conference.uuid
    count = session.scalars(select(func.count()).select_from(ReservedCard).where(own)).one()
    if count == 0:
        return
    waiting = select(literal(conference.id), ReservedCard.credential, ReservedCard.state)
    names = ["conference_id", "credential", "state"]
    session.execute(insert(Card).from_select(names, waiting.where(own)))
    session.execute(delete(ReservedCard).where(own))
    made_by = "server" if made_by_server(conference) else "committee"
    append_entry(session, conference, CardsEntry(made_by=made_by, count=count))


def void_in_later_votes(
    session: Session,
    sitting: SittingView,
    opened: str,
    left_over: Collection[str],
    void: Mapping[str, Collection[str]],
) -> None:
    """Make the cards that stayed at the desk void in every other vote that is still to come.

    opened: the vote that is opened now; left_over: the cards that become void in it. void: the same
    cards as each other vote lists them, in no order.
    Raises VotingRefused VOID_INCOMPLETE, UNKNOWN_CARD.
    """
    for vote in sitting.coming:
        if vote.uuid == opened:
            continue
        named = frozenset(void.get(vote.uuid, ()))
        if len(named) != len(set(left_over)):
            raise VotingRefused(Refusal.VOID_INCOMPLETE, f"{vote.place}")
        if vote.state is None:
            _void_reserved(session, vote.uuid, named)
        else:
            _void(session, find_conference(session, vote.uuid), named)


def _void(session: Session, conference: Conference, named: frozenset[str]) -> None:
    own = Card.conference_id == conference.id
    printed = set(session.scalars(select(Card.credential).where(own)))
    _require_known(named, printed)
    for some in _some(named):
        session.execute(
            update(Card)
            .where(own, Card.credential.in_(some), Card.state == CardState.PRINTED)
            .values(state=CardState.VOID)
            .execution_options(synchronize_session=False)
        )


def _void_reserved(session: Session, uuid: str, named: frozenset[str]) -> None:
    own = ReservedCard.uuid == uuid
    _require_known(named, set(session.scalars(select(ReservedCard.credential).where(own))))
    for some in _some(named):
        session.execute(
            update(ReservedCard)
            .where(
                own,
                ReservedCard.credential.in_(some),
                ReservedCard.state == CardState.PRINTED,
            )
            .values(state=CardState.VOID)
            .execution_options(synchronize_session=False)
        )


def _require_known(named: frozenset[str], printed: set[str]) -> None:
    if not named <= printed:
        raise VotingRefused(Refusal.UNKNOWN_CARD, f"{len(named - printed)}")


def _some(named: frozenset[str]) -> list[list[str]]:
    """Return the cards in pieces that fit into a statement, in an order that tells nothing."""
    listed = sorted(named)
    return [listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE)]
