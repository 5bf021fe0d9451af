"""Preparations: begin, change, take back, clone. Nothing is fixed before it is frozen.

Two people may work on one draft: each step is saved by itself, and refused only if somebody else
has changed the same step since the page was opened.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from voting.account_models import Account
from voting.draft_models import Draft, DraftVersion
from voting.instance import Instance
from voting.models import Conference
from voting.plan.keys import KEYS
from voting.plan.plan_file import Plan
from voting.plan.steps import KEYS_OF, Light, Step, StepState, states_of
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import draft_name, place_of
from voting.services.acts import Act, note_act
from voting.services.common import frozen_parts
from voting.services.documents import (
    Document,
    cloned,
    document_bytes,
    document_of,
    mark_of,
    parse_document,
)
from voting.services.preparing import store_photos
from voting.services.sessions import MINUTE, Who
from voting.services.sittings import in_sitting_order

KEPT: Final = 50  # versions; older ones cannot be gone back to
BEGUN: Final = "begun"  # what stands for a step at the first version


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as a page shows it. uuid: of the conference frozen from it.

    can_undo, can_redo: whether there is an earlier or a later version.
    """

    number: int
    document: Document
    states: tuple[StepState, ...]
    uuid: str | None
    is_rehearsed: bool
    can_undo: bool
    can_redo: bool

    @property
    def name(self) -> str:
        """The name of the vote; empty if it has none yet."""
        return str(self.document.get("name", ""))

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be frozen."""
        return not any(state.blocks for state in self.states)

    def state(self, step: Step) -> StepState:
        """Return how a step stands."""
        return next(state for state in self.states if state.step is step)

    def count(self, light: Light) -> int:
        """Count the steps of one light."""
        return sum(state.light == light for state in self.states)


@dataclass(frozen=True, slots=True)
class VersionView:
    """A line of a draft's history. step: a Step, or "begun"; name: who changed it."""

    version: int
    step: str
    minute: int
    name: str
    is_now: bool


def list_drafts(instance: Instance) -> list[DraftView]:
    """Return all drafts, the newest first; those frozen as a sitting together, in its order."""
    with instance.database.reading() as session:
        is_kept = exists().where(DraftVersion.draft_id == Draft.id)
        newest = session.scalars(select(Draft).where(is_kept).order_by(Draft.id.desc())).all()
        found = in_sitting_order(session, newest, lambda one: one.uuid)
        return [_view(instance, session, draft) for draft in found]


def read_draft(instance: Instance, number: int) -> DraftView:
    """Return one draft. Raises VotingRefused UNKNOWN_DRAFT."""
    with instance.database.reading() as session:
        return _view(instance, session, _find(session, number))


def find_draft_of(instance: Instance, uuid: str) -> DraftView | None:
    """Return the draft that a conference was frozen from, or None."""
    with instance.database.reading() as session:
        draft = session.scalar(select(Draft).where(Draft.uuid == uuid))
        return None if draft is None else _view(instance, session, draft)


def read_history(instance: Instance, number: int) -> list[VersionView]:
    """Return the versions that are kept, the newest first. Raises VotingRefused UNKNOWN_DRAFT."""
    with instance.database.reading() as session:
        draft = _find(session, number)
        rows = session.execute(
            select(DraftVersion, Account.name)
            .outerjoin(Account, Account.id == DraftVersion.account_id)
            .where(DraftVersion.draft_id == number)
            .order_by(DraftVersion.version.desc())
        ).all()
    return [
        VersionView(row.version, row.step, row.minute, name or "", row.version == draft.version)
        for row, name in rows
    ]


def begin_draft(instance: Instance, who: Who, *, now: int) -> int:
    """Begin an empty preparation; return its number."""
    return _begin(instance, who, {}, now=now)


def clone_draft(
    instance: Instance, who: Who, number: int, *, is_rehearsal: bool = False, now: int
) -> int:
    """Begin a preparation from another; return its number. Raises VotingRefused UNKNOWN_DRAFT.

    is_rehearsal: the same on the same day, with the mark of a rehearsal.
    """
    document = read_draft(instance, number).document
    if is_rehearsal:
        document = {**document, "rehearsal": True}
        return _begin(instance, who, document, source_id=number, now=now)
    return _begin(instance, who, cloned(document), now=now)


def clone_same_day(
    instance: Instance, who: Who, number: int, *, without: Collection[str], now: int
) -> int:
    """Begin a preparation from another for the same day, but for some of its keys.

    Return its number. Raises VotingRefused UNKNOWN_DRAFT.
    """
    document = read_draft(instance, number).document
    kept = {key: value for key, value in document.items() if key not in without}
    return _begin(instance, who, kept, now=now)


def clone_conference(instance: Instance, who: Who, uuid: str, *, now: int) -> int:
    """Begin a preparation from an earlier conference; return its number.

    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    with instance.database.reading() as session:
        found = session.scalar(select(Conference).where(Conference.uuid == uuid))
        if found is None:
            raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
        document = document_of(frozen_parts(found).definition)
    return _begin(instance, who, cloned(document), now=now)


def change_draft(
    instance: Instance,
    who: Who,
    number: int,
    step: Step,
    changes: Mapping[str, Any],
    *,
    mark: str | None = None,
    photos: Mapping[str, bytes] | None = None,
    now: int,
) -> None:
    """Save a step: of each key its value, or None to take it out.

    mark: of the step as the page showed it. photos: new ones by SHA-256. Each value must be one
    that the plan takes. Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN, DRAFT_CHANGED,
    BAD_REQUEST.
    """
    _require_readable(step, changes)
    with instance.database.writing() as session:
        draft = lock_draft(session, number)
        document = _document(session, draft)
        if mark is not None and mark != mark_of(document, step):
            raise VotingRefused(Refusal.DRAFT_CHANGED)
        changed = {key: value for key, value in document.items() if key not in changes}
        changed |= {key: value for key, value in changes.items() if value is not None}
        store_photos(session, photos or {})
        if changed != document or step is Step.SCREENS:
            _add_version(session, draft, changed, step.value, who, now=now)


def keep_plan(session: Session, uuid: str, plan: Plan, *, now: int) -> None:
    """Keep the plan of a conference that was made on the command line, as a frozen draft."""
    draft = Draft(version=1, uuid=uuid, source_id=None)
    session.add(draft)
    session.flush()
    session.add(_version(draft, document_of(plan), BEGUN, None, now=now))
    session.flush()


def step_back(instance: Instance, number: int, by: int) -> None:
    """Undo (by = -1) or redo (by = 1) a change.

    Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN, NOTHING_TO_UNDO.
    """
    with instance.database.writing() as session:
        draft = lock_draft(session, number)
        if session.get(DraftVersion, (number, draft.version + by)) is None:
            raise VotingRefused(Refusal.NOTHING_TO_UNDO)
        draft.version += by


def lock_draft(session: Session, number: int) -> Draft:
    """Return a draft that nobody else can change until this transaction ends.

    Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN.
    """
    draft = session.scalar(select(Draft).where(Draft.id == number).with_for_update())
    if draft is None or session.get(DraftVersion, (number, draft.version)) is None:
        raise VotingRefused(Refusal.UNKNOWN_DRAFT)
    if draft.uuid is not None:
        raise VotingRefused(Refusal.DRAFT_FROZEN)
    return draft


def _begin(
    instance: Instance,
    who: Who,
    document: Mapping[str, Any],
    *,
    source_id: int | None = None,
    now: int,
) -> int:
    with instance.database.writing() as session:
        draft = Draft(version=1, uuid=None, source_id=source_id)
        session.add(draft)
        session.flush()
        session.add(_version(draft, document, BEGUN, who, now=now))
        note_act(session, who, Act.BEGAN_DRAFT, now=now, about=str(document.get("name", "")))
        return draft.id


def _add_version(
    session: Session, draft: Draft, document: Document, step: str, who: Who, *, now: int
) -> None:
    """Add the newest version; what had been undone, and what is too old, is kept no longer."""
    own = DraftVersion.draft_id == draft.id
    session.execute(delete(DraftVersion).where(own, DraftVersion.version > draft.version))
    draft.version += 1
    session.add(_version(draft, document, step, who, now=now))
    session.execute(delete(DraftVersion).where(own, DraftVersion.version <= draft.version - KEPT))


def _version(
    draft: Draft, document: Mapping[str, Any], step: str, who: Who | None, *, now: int
) -> DraftVersion:
    return DraftVersion(
        draft_id=draft.id,
        version=draft.version,
        document=document_bytes(document),
        step=step,
        minute=now - now % MINUTE,
        account_id=None if who is None else who.id,
    )


def _require_readable(step: Step, changes: Mapping[str, Any]) -> None:
    """Require values that the plan takes. Raises VotingRefused BAD_REQUEST."""
    for key, value in changes.items():
        if key not in KEYS_OF[step]:
            raise VotingRefused(Refusal.BAD_REQUEST, key)
        try:
            if value is not None:
                KEYS[key].read(value)
        except ValueError as error:
            raise VotingRefused(Refusal.BAD_REQUEST, key) from error


def _find(session: Session, number: int) -> Draft:
    draft = session.get(Draft, number)
    if draft is None or session.get(DraftVersion, (number, draft.version)) is None:
        raise VotingRefused(Refusal.UNKNOWN_DRAFT)
    return draft


def _document(session: Session, draft: Draft) -> Document:
    return parse_document(session.get_one(DraftVersion, (draft.id, draft.version)).document)


def _view(instance: Instance, session: Session, draft: Draft) -> DraftView:
    document = _document(session, draft)
    kept = session.scalars(
        select(DraftVersion.version).where(DraftVersion.draft_id == draft.id)
    ).all()
    rehearsals = select(func.count()).where(Draft.source_id == draft.id, Draft.uuid.is_not(None))
    is_rehearsed = session.scalars(rehearsals).one() > 0
    own = place_of(instance.settings.instance, draft_name(draft.id))
    is_rehearsed = is_rehearsed or own.report() is not None
    return DraftView(
        number=draft.id,
        document=document,
        states=states_of(document, is_rehearsed=is_rehearsed),
        uuid=draft.uuid,
        is_rehearsed=is_rehearsed,
        can_undo=draft.uuid is None and draft.version - 1 in kept,
        can_redo=draft.uuid is None and draft.version + 1 in kept,
    )
