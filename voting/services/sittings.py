"""Sittings: several votes one after another, and which of them a card opens now.

Each vote is a conference of its own, with definition, key, log, record and result. The sitting only
says in which order they come and which of them share their cards.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.election import make_uuid
from voting.ceremony_models import Ceremony
from voting.definition import Definition, parse_definition
from voting.instance import Instance
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import frozen_parts
from voting.sitting_models import Sitting, SittingVote
from voting.sittingbatch import vote_uuid

T = TypeVar("T")
Place = Callable[[Session], str]
"""Gives a new conference its uuid, first in the transaction that stores the conference."""


def new_place(_session: Session) -> str:
    """Give a conference that is no vote of a sitting a uuid of its own."""
    return make_uuid()


@dataclass(frozen=True, slots=True)
class VoteView:
    """A vote of a sitting. name: None if it is spare; state: None until its key is made."""

    place: int
    uuid: str
    has_own_cards: bool
    name: str | None
    state: State | None

    @property
    def is_over(self) -> bool:
        """Tell whether its voting has ended."""
        return self.state not in (None, State.PREPARED, State.OPEN)


@dataclass(frozen=True, slots=True)
class SittingView:
    """What everybody may know of a sitting."""

    uuid: str
    name: str
    votes: tuple[VoteView, ...]

    @property
    def planned(self) -> tuple[VoteView, ...]:
        """The votes that have a definition."""
        return tuple(vote for vote in self.votes if vote.name is not None)

    @property
    def shared(self) -> tuple[VoteView, ...]:
        """The votes that the cards of the sitting are for, spare ones too."""
        return tuple(vote for vote in self.votes if not vote.has_own_cards)

    @property
    def coming(self) -> tuple[VoteView, ...]:
        """The votes with the same cards that are not open yet, spare ones too."""
        return tuple(vote for vote in self.shared if vote.state in (None, State.PREPARED))

    @property
    def turn(self) -> VoteView | None:
        """The vote that a card of the sitting opens now: open, else next to come, else the last."""
        known = [vote for vote in self.shared if vote.state is not None]
        opened = [vote for vote in known if vote.state is State.OPEN]
        over = [vote.place for vote in known if vote.is_over]
        waiting = [vote for vote in known if vote.state is State.PREPARED]
        coming = [vote for vote in waiting if vote.place > max(over, default=0)]
        found = [*opened, *coming, *waiting, *reversed(known)]
        return found[0] if found else None

    @property
    def collecting(self) -> VoteView | None:
        """The vote for which ballots may come in now, if there is one."""
        states = (State.OPEN, State.CLOSING)
        return next((vote for vote in self.votes if vote.state in states), None)

    def vote(self, uuid: str) -> VoteView | None:
        """Return the vote with this uuid."""
        return next((vote for vote in self.votes if vote.uuid == uuid), None)

    def after(self, uuid: str) -> VoteView | None:
        """Return the next vote with the same cards that is still to come, if it is known."""
        place = max((vote.place for vote in self.votes if vote.uuid == uuid), default=0)
        return next((vote for vote in self.coming if vote.place > place and vote.name), None)

    def before(self, uuid: str) -> VoteView | None:
        """Return the last vote with the same cards that is over, before this one."""
        place = max((vote.place for vote in self.votes if vote.uuid == uuid), default=0)
        over = [vote for vote in self.shared if vote.is_over and vote.place < place]
        return over[-1] if over else None


def create_sitting(
    instance: Instance, name: str, shared: Definition, *, own_cards: Sequence[bool], spare: int
) -> SittingView:
    """Keep a sitting and the uuids of its votes; the votes themselves are created after.

    shared: the definition of a vote that uses the cards of the sitting (or of any, if none does).
    own_cards: for each vote of the plan, whether it has cards of its own. spare: how many votes
    more the cards are good for.
    """
    uuid = make_uuid()
    kinds = [*own_cards, *[False] * spare]
    with instance.database.writing() as session:
        sitting = Sitting(
            uuid=uuid,
            name=name,
            group_name=shared.group,
            authority=shared.credential_authority,
            cards=shared.cards,
        )
        session.add(sitting)
        session.flush()
        session.add_all(
            SittingVote(
                sitting_id=sitting.id,
                place=place,
                uuid=vote_uuid(uuid, place),
                has_own_cards=has_own_cards,
            )
            for place, has_own_cards in enumerate(kinds, start=1)
        )
        session.flush()
        return view_of(session, sitting)


def free_place(session: Session, uuid: str) -> str:
    """Return the uuid of a place in a sitting that is free until this transaction ends.

    Raises VotingRefused PLACE_TAKEN.
    """
    sitting = lock_sitting(session, uuid)
    vote = None if sitting is None else sitting.vote(uuid)
    if vote is None or vote.name is not None:
        raise VotingRefused(Refusal.PLACE_TAKEN)
    return uuid


def spare_vote(session: Session, uuid: str, definition: Definition) -> str:
    """Return the uuid of a sitting's first spare vote, for this definition; it is locked.

    Raises VotingRefused UNKNOWN_CONFERENCE, NO_SPARE_VOTE, SPARE_DIFFERS.
    """
    sitting = session.scalar(select(Sitting).where(Sitting.uuid == uuid).with_for_update())
    if sitting is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    spare = first_spare(view_of(session, sitting))
    if spare is None:
        raise VotingRefused(Refusal.NO_SPARE_VOTE)
    made_by = definition.credential_authority or "server"
    if (definition.group, made_by) != (sitting.group_name, sitting.authority or "server"):
        raise VotingRefused(Refusal.SPARE_DIFFERS)
    return spare.uuid


def first_spare(sitting: SittingView) -> VoteView | None:
    """Return the first spare vote of a sitting."""
    return next((vote for vote in sitting.shared if vote.name is None), None)


def find_sitting(instance: Instance, uuid: str) -> SittingView | None:
    """Return the sitting with this uuid, if it is one's."""
    with instance.database.reading() as session:
        sitting = session.scalar(select(Sitting).where(Sitting.uuid == uuid))
        return None if sitting is None else view_of(session, sitting)


def read_definition(instance: Instance, uuid: str) -> Definition:
    """Return the definition of a vote, also while its key is being made.

    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    with instance.database.reading() as session:
        made = session.scalar(select(Conference).where(Conference.uuid == uuid))
        begun = session.scalar(select(Ceremony).where(Ceremony.uuid == uuid))
    if made is not None:
        return frozen_parts(made).definition
    if begun is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    return parse_definition(begun.definition)


def vote_in_turn(instance: Instance, uuid: str) -> str | None:
    """Return which vote a card leads to from this address; None if there is none yet.

    uuid: of a vote, which is its own answer if it has its own cards or no sitting; or of a sitting.
    """
    with instance.database.reading() as session:
        found = sitting_of(session, uuid)
        sitting = session.scalar(select(Sitting).where(Sitting.uuid == uuid))
        if found is None and sitting is None:
            return uuid
        if sitting is not None:
            turn = view_of(session, sitting).turn
            return None if turn is None else turn.uuid
    here = None if found is None else found.vote(uuid)
    if found is None or here is None or here.has_own_cards or found.turn is None:
        return uuid
    return uuid if here.is_over and found.turn.is_over else found.turn.uuid


def sitting_of(session: Session, uuid: str) -> SittingView | None:
    """Return the sitting of a vote, if it has one."""
    found = session.scalar(
        select(Sitting)
        .join(SittingVote, SittingVote.sitting_id == Sitting.id)
        .where(SittingVote.uuid == uuid)
    )
    return None if found is None else view_of(session, found)


def view_of(session: Session, sitting: Sitting) -> SittingView:
    """Read the votes of a sitting."""
    rows = session.scalars(
        select(SittingVote).where(SittingVote.sitting_id == sitting.id).order_by(SittingVote.place)
    ).all()
    uuids = [row.uuid for row in rows]
    made = session.scalars(select(Conference).where(Conference.uuid.in_(uuids)))
    begun = session.scalars(select(Ceremony).where(Ceremony.uuid.in_(uuids)))
    names = {one.uuid: parse_definition(one.definition).name for one in begun}
    states: dict[str, State] = {}
    for one in made:
        names[one.uuid] = frozen_parts(one).definition.name
        states[one.uuid] = one.state
    return SittingView(
        uuid=sitting.uuid,
        name=sitting.name,
        votes=tuple(
            VoteView(
                place=row.place,
                uuid=row.uuid,
                has_own_cards=row.has_own_cards,
                name=names.get(row.uuid),
                state=states.get(row.uuid),
            )
            for row in rows
        ),
    )


def in_sitting_order(
    session: Session, found: Sequence[T], uuid_of: Callable[[T], str | None]
) -> list[T]:
    """Return what was found, the votes of a sitting in their order where its first one stood."""
    wanted = [uuid for uuid in map(uuid_of, found) if uuid is not None]
    rows = session.execute(
        select(SittingVote.uuid, SittingVote.sitting_id, SittingVote.place).where(
            SittingVote.uuid.in_(wanted)
        )
    )
    places = {uuid: (sitting, place) for uuid, sitting, place in rows}
    stands: dict[int, int] = {}

    def key(numbered: tuple[int, T]) -> tuple[int, int]:
        number, one = numbered
        sitting, place = places.get(uuid_of(one) or "", (None, 0))
        return (number if sitting is None else stands.setdefault(sitting, number), place)

    return [one for _, one in sorted(enumerate(found), key=key)]


def lock_sitting(session: Session, uuid: str) -> SittingView | None:
    """Return the sitting of a vote, locked until this transaction ends: one vote opens at a time.

    It is locked before any of its conferences.
    """
    place = select(SittingVote.sitting_id).where(SittingVote.uuid == uuid).scalar_subquery()
    found = session.scalar(select(Sitting).where(Sitting.id == place).with_for_update())
    return None if found is None else view_of(session, found)


def replace_vote(session: Session, old: str, new: str) -> None:
    """Put a conference in the place of one whose committee began again.

    new: a spare vote's uuid, for which the cards are good; any other needs cards of its own.
    """
    place = session.scalar(select(SittingVote).where(SittingVote.uuid == old))
    if place is None:
        return
    spare = session.scalar(select(SittingVote).where(SittingVote.uuid == new))
    if spare is None:
        place.has_own_cards = True
    else:
        session.delete(spare)
        session.flush()
    place.uuid = new


def what_cards_are_for(instance: Instance, uuid: str) -> tuple[SittingView | None, Definition]:
    """Return the sitting with this uuid, if it is one's, and what stands on its papers.

    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    sitting = find_sitting(instance, uuid)
    if sitting is None:
        return None, read_definition(instance, uuid)
    made = [vote for vote in sitting.shared or sitting.votes if vote.name is not None]
    if not made:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    definition = read_definition(instance, made[0].uuid)
    return sitting, replace(definition, name=sitting.name)


def votes_on_card(sitting: SittingView) -> tuple[str, ...]:
    """Return the names of the votes that a card of a sitting is good for."""
    return tuple(vote.name for vote in sitting.shared if vote.name is not None)
