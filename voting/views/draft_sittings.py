"""Several preparations frozen together as one sitting, or one as a sitting's spare vote."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current, now
from voting.headers import DESK_POLICY
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.services import drafts
from voting.services import sitting_drafts as service
from voting.services.ceremony import MemberLink
from voting.services.freezing import Frozen
from voting.views.common import instance
from voting.views.drafts import READERS, WRITERS, words

draft_sittings = Blueprint(
    "draft_sittings", __name__, url_prefix="/desk/drafts/<int:number>/sitting"
)
draft_sittings.context_processor(words)

COMMON: Final = ("body", "date", "cards", "address", "rehearsal")  # of votes likely together
SPARE: Final = "1"  # proposed: a second round, or a committee that begins again


@draft_sittings.get("")
@access.only(*READERS)
def show(number: int) -> ResponseReturnValue:
    """Show which preparations can be frozen together."""
    return _page(number)


@draft_sittings.post("/next")
@access.only(*WRITERS)
def begin_next(number: int) -> ResponseReturnValue:
    """Begin the preparation of another vote of the same sitting."""
    made = service.begin_next_vote(instance(), current(), number, now=now())
    return redirect(url_for("drafts.path", number=made), 303)


@draft_sittings.post("")
@access.only(*WRITERS)
def freeze(number: int) -> ResponseReturnValue:
    """Freeze the preparations that were chosen as one sitting; show the members' links once."""
    own, name = request.form.getlist("own"), request.form.get("name", "").strip()
    chosen = [service.ChosenVote(int(one), one in own) for one in sorted(_numbers("vote"), key=int)]
    spare = request.form.get("spare", "").strip() or "0"
    count = int(spare) if spare.isascii() and spare.isdigit() and len(spare) < 4 else -1
    try:
        made = service.freeze_sitting(instance(), current(), name, chosen, count, now=now())
    except VotingRefused as error:
        return _page(number, error)
    return _frozen(made.sitting.name, *made.frozen, refused=made.refused)


@draft_sittings.post("/spare")
@access.only(*WRITERS)
def use_spare(number: int) -> ResponseReturnValue:
    """Freeze this preparation as the spare vote of a sitting."""
    sitting = request.form.get("sitting", "")
    try:
        frozen = service.freeze_as_spare(instance(), current(), number, sitting, now=now())
    except VotingRefused as error:
        return _page(number, error)
    return _frozen("", frozen)


def _numbers(field: str) -> list[str]:
    """Return the numbers of drafts that were sent; what is none is no draft of anybody's."""
    return [one for one in request.form.getlist(field) if one.isascii() and one.isdigit()]


def _page(number: int, error: VotingRefused | None = None) -> ResponseReturnValue:
    """Show the page, after a refusal with what was typed. Raises VotingRefused UNKNOWN_DRAFT."""
    if error is not None and error.refusal is Refusal.UNKNOWN_DRAFT:
        raise error
    answer = None if error is None else answer_to(error)
    draft = drafts.read_draft(instance(), number)
    others = [one for one in drafts.list_drafts(instance())[::-1] if one.uuid is None]

    def alike(one: drafts.DraftView) -> bool:
        return all(one.document.get(name) == draft.document.get(name) for name in COMMON)

    page = render_template(
        "desk/draft_sitting.html",
        draft=draft,
        others=others,
        sittings=service.sittings_with_spare(instance()),
        chosen=_numbers("vote") if error else [str(one.number) for one in others if alike(one)],
        own=request.form.getlist("own"),
        name=request.form.get("name", ""),
        spare=request.form.get("spare", SPARE),
        problem=answer and answer.message(language()),
    )
    return page, 200 if answer is None else answer.status


class _Person(NamedTuple):
    """A committee member and the links of each vote."""

    name: str
    links: list[tuple[Frozen, MemberLink]]


def _by_member(frozen: Sequence[Frozen]) -> list[_Person]:
    """Return whom each link is for; no two members of a committee have the same name.

    Who has another number or role in another vote may be another person: that is another sheet.
    """
    found: dict[tuple[str, int, bool], _Person] = {}
    for vote in frozen:
        for link in vote.links:
            key = (link.name, link.number, link.is_head)
            found.setdefault(key, _Person(link.name, [])).links.append((vote, link))
    return list(found.values())


def _frozen(name: str, *frozen: Frozen, refused: VotingRefused | None = None) -> Response:
    answer = None if refused is None else answer_to(refused)
    base = (frozen[0].definition.address or request.host_url).rstrip("/")
    page = render_template(
        "desk/frozen_sitting.html",
        name=name,
        all=frozen,
        people=_by_member(frozen),
        base=base,
        problem=answer and answer.message(language()),
    )
    response = Response(page, 200 if answer is None else answer.status)
    response.headers["Content-Security-Policy"] = DESK_POLICY
    return response
