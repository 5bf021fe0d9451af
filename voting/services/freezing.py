"""Freeze a draft: from it comes the same conference as from its plan on the command line."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voting.definition import Definition
from voting.draft_models import DraftVersion
from voting.instance import Instance
from voting.models import Photo
from voting.plan.steps import plan_of
from voting.planning import definition_of
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_act
from voting.services.ceremony import MemberLink, begin_ceremony
from voting.services.documents import document_bytes
from voting.services.drafts import DraftView, lock_draft, read_draft
from voting.services.preparing import create_conference, rehearse_decryption, verify_definition
from voting.services.sessions import Who
from voting.services.sittings import Place, new_place

_NO_LINKS: Final[tuple[MemberLink, ...]] = ()


@dataclass(frozen=True, slots=True)
class Frozen:
    """What freezing gave. words: the fingerprint, None until the committee has made the key.

    links: one for each member of the committee, shown once and kept nowhere.
    """

    uuid: str
    definition: Definition
    words: str | None
    links: tuple[MemberLink, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft that can be frozen, with the definition that it gives."""

    view: DraftView
    definition: Definition
    photos: dict[str, bytes]


def ready_draft(instance: Instance, number: int) -> Ready:
    """Return a draft that can be frozen.

    Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN, DRAFT_NOT_READY, BAD_DEFINITION.
    """
    view = read_draft(instance, number)
    if view.uuid is not None:
        raise VotingRefused(Refusal.DRAFT_FROZEN)
    if not view.is_ready:
        raise VotingRefused(Refusal.DRAFT_NOT_READY)
    definition = definition_of(plan_of(view.document), instance.settings.minimum_ballots)
    photos = _photos(instance, definition)
    verify_definition(definition, photos)
    return Ready(view, definition, photos)


def freeze_draft(instance: Instance, who: Who, number: int, *, now: int) -> Frozen:
    """Freeze a draft; nothing of it can change any more.

    Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN, DRAFT_NOT_READY, DRAFT_CHANGED if somebody
    changed it meanwhile, BAD_DEFINITION.
    """
    return freeze_ready(instance, who, ready_draft(instance, number), now=now)


def freeze_ready(
    instance: Instance, who: Who, ready: Ready, *, place: Place = new_place, now: int
) -> Frozen:
    """Freeze a draft that was found ready. place: in a sitting, if it has one.

    Raises VotingRefused DRAFT_FROZEN, DRAFT_CHANGED, BAD_DEFINITION, and as the place does.
    """
    view, definition, photos = ready.view, ready.definition, ready.photos
    number = view.number
    content = document_bytes(view.document)

    def take(session: Session, uuid: str) -> None:
        draft = lock_draft(session, number)
        kept = session.get_one(DraftVersion, (number, draft.version))
        if kept.document != content:
            raise VotingRefused(Refusal.DRAFT_CHANGED)
        draft.uuid = uuid
        note_act(session, who, Act.FROZE_DRAFT, now=now, about=f"{view.name} {uuid}")
        session.flush()

    if definition.committee is not None:
        begun = begin_ceremony(instance, definition, photos, place=place, also=take)
        return Frozen(begun.uuid, definition, None, begun.links)
    created = create_conference(instance, definition, photos, place=place, also=take)
    rehearse_decryption(instance, created.uuid)
    return Frozen(created.uuid, definition, created.words, _NO_LINKS)


def _photos(instance: Instance, definition: Definition) -> dict[str, bytes]:
    """Return the photos that a definition names, as they were made small when they were given."""
    wanted = {person.photo for person in definition.people} - {""}
    with instance.database.reading() as session:
        found = session.scalars(select(Photo).where(Photo.digest.in_(wanted)))
        return {photo.digest: photo.content for photo in found}
