"""Preparations frozen together: each is a vote of one sitting, as a plan's [[votes]] are.

A vote is a draft of its own, with everything that a draft has; what makes them a sitting is said
when they are frozen: its name, which votes have cards of their own, how many spare votes.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

from sqlalchemy import select

from ballots.errors import Sentence
from voting.definition import Definition
from voting.instance import Instance
from voting.plan.keys import KEYS
from voting.plan.sitting_plan import MAX_SPARE, MOST_VOTES, SHARED
from voting.plan.titles import TITLES
from voting.refusals import Refusal, VotingRefused
from voting.services.drafts import clone_same_day
from voting.services.freezing import Frozen, freeze_ready, ready_draft
from voting.services.sessions import Who
from voting.services.sittings import (
    SittingView,
    create_sitting,
    first_spare,
    free_place,
    spare_vote,
    view_of,
)
from voting.sitting_models import Sitting

_OF_ONE_VOTE = ("name", "people", "seats")


class ChosenVote(NamedTuple):
    """A draft that becomes a vote; has_own_cards: the cards of the others are not good for it."""

    number: int
    has_own_cards: bool


class FrozenSitting(NamedTuple):
    """What was frozen, in order. refused: why the next one was not, nor those after it."""

    sitting: SittingView
    frozen: tuple[Frozen, ...]
    refused: VotingRefused | None


def begin_next_vote(instance: Instance, who: Who, number: int, *, now: int) -> int:
    """Begin the preparation of another vote of the same day and place; return its number.

    Raises VotingRefused UNKNOWN_DRAFT.
    """
    return clone_same_day(instance, who, number, without=_OF_ONE_VOTE, now=now)


def freeze_sitting(
    instance: Instance, who: Who, name: str, votes: Sequence[ChosenVote], spare: int, *, now: int
) -> FrozenSitting:
    """Freeze drafts as the votes of one sitting, in this order.

    spare: for how many votes more the cards are good. Everything is verified before anything is
    kept; if somebody changes a draft in between, its place and those after it stay free like spare
    ones, and what was frozen before is returned: its links are never shown again. Raises
    VotingRefused VOTES_DO_NOT_FIT with the reason, as `ready_draft`, and for the first draft as
    `freeze_ready`.
    """
    ready = [ready_draft(instance, vote.number) for vote in votes]
    definitions = [one.definition for one in ready]
    own_cards = [vote.has_own_cards for vote in votes]
    for reason in _misfits(name, definitions, own_cards, spare):
        raise VotingRefused(Refusal.VOTES_DO_NOT_FIT, reason=reason)
    pairs = list(zip(definitions, own_cards, strict=True))
    shared = next((one for one, is_own in pairs if not is_own), definitions[0])
    sitting = create_sitting(instance, name, shared, own_cards=own_cards, spare=spare)
    frozen: list[Frozen] = []
    for one, vote in zip(ready, sitting.votes, strict=False):
        place = partial(free_place, uuid=vote.uuid)
        try:
            frozen.append(freeze_ready(instance, who, one, place=place, now=now))
        except VotingRefused as error:
            if not frozen:
                raise
            return FrozenSitting(sitting, tuple(frozen), error)
    return FrozenSitting(sitting, tuple(frozen), None)


def _misfits(
    name: str, votes: Sequence[Definition], own_cards: Sequence[bool], spare: int
) -> Iterator[Sentence]:
    """Say why drafts are no sitting."""
    try:
        KEYS["name"].read(name)
    except ValueError:
        yield Sentence("Hãy đặt tên cho phiên.", "Give the sitting a name.")
    if not (1 <= len(votes) <= MOST_VOTES and 0 <= spare <= MAX_SPARE and len(votes) + spare > 1):
        yield Sentence(
            f"Một phiên có từ 2 đến {MOST_VOTES} cuộc, hoặc một cuộc và cuộc dự phòng; nhiều nhất "
            f"{MAX_SPARE} cuộc dự phòng.",
            f"A sitting has 2 to {MOST_VOTES} votes, or one and a spare one; at most {MAX_SPARE} "
            "spare ones.",
        )
    if len({one.name for one in votes}) < len(votes):
        yield Sentence("Hai cuộc trùng tên.", "Two votes have the same name.")
    if len({one.rehearsal for one in votes}) > 1:
        yield Sentence(
            "Cuộc diễn tập không đi cùng cuộc thật.", "A rehearsal does not go with a real vote."
        )
    sharing = [one for one, is_own in zip(votes, own_cards, strict=True) if not is_own]
    for key in SHARED:
        if len({getattr(one, key) for one in sharing}) > 1:
            vi, en = (TITLES[key][0].vi, TITLES[key][0].en) if key in TITLES else (key, key)
            yield Sentence(
                f"Các cuộc dùng chung thẻ phải giống nhau ở: {vi}.",
                f"Votes that share cards must agree in: {en}.",
            )


def sittings_with_spare(instance: Instance) -> list[SittingView]:
    """Return the sittings whose cards are good for one vote more, the newest first."""
    with instance.database.reading() as session:
        rows = session.scalars(select(Sitting).order_by(Sitting.id.desc())).all()
        found = [view_of(session, row) for row in rows]
    return [sitting for sitting in found if first_spare(sitting) is not None]


def freeze_as_spare(instance: Instance, who: Who, number: int, sitting: str, *, now: int) -> Frozen:
    """Freeze a draft as the first spare vote of a sitting, whose cards are good for it.

    Raises VotingRefused UNKNOWN_CONFERENCE, NO_SPARE_VOTE, SPARE_DIFFERS, and as `freeze_draft`.
    """
    ready = ready_draft(instance, number)
    place = partial(spare_vote, uuid=sitting, definition=ready.definition)
    return freeze_ready(instance, who, ready, place=place, now=now)
