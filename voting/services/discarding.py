"""Throw a preparation away before it is frozen: its versions, lists and photos are deleted.

What stays is its number, which is never given to another preparation, and a line of the journal.
"""

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from voting.ceremony_models import Ceremony
from voting.draft_models import DraftVersion
from voting.instance import Instance
from voting.models import Conference, Photo
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import ENDED, draft_name, is_one_running, place_of
from voting.services.acts import Act, note_act
from voting.services.documents import parse_document
from voting.services.drafts import lock_draft
from voting.services.sessions import Who

_DIGEST: Final = re.compile(rb"[0-9a-f]{64}")


def throw_away(instance: Instance, who: Who, number: int, *, is_confirmed: bool, now: int) -> None:
    """Throw a draft away, with the photos that nothing else needs. It cannot be brought back.

    Its rehearsals on this machine go, too. Raises VotingRefused UNKNOWN_DRAFT, DRAFT_FROZEN,
    NOT_CONFIRMED, REHEARSAL_RUNNING.
    """
    place, folder = (
        place_of(instance.settings.instance, draft_name(number)),
        instance.settings.instance,
    )
    progress = place.progress()
    is_running = progress is not None and progress.stage not in ENDED and is_one_running(folder)
    with instance.database.writing() as session:
        draft = lock_draft(session, number)
        if not is_confirmed:
            raise VotingRefused(Refusal.NOT_CONFIRMED)
        if is_running:
            raise VotingRefused(Refusal.REHEARSAL_RUNNING)
        kept = session.get_one(DraftVersion, (number, draft.version))
        name = str(parse_document(kept.document).get("name", ""))
        session.execute(delete(DraftVersion).where(DraftVersion.draft_id == number))
        _delete_stray_photos(session)
        note_act(session, who, Act.THREW_AWAY_DRAFT, now=now, about=name)
    place.remove()


def _delete_stray_photos(session: Session) -> None:
    """Delete photos that nothing names, also those of versions too old to be kept.

    They are locked first: whoever needs one in another transaction has kept what names it by then,
    or finds that it is gone and stores it again.
    """
    kept = session.scalars(select(Photo.digest).with_for_update()).all()
    if kept:
        session.execute(delete(Photo).where(Photo.digest.in_(set(kept) - _named(session))))


def _named(session: Session) -> set[str]:
    """Return what may be the SHA-256 of a photo in anything that is kept."""
    named = set[str]()
    for column in (DraftVersion.document, Conference.definition, Ceremony.definition):
        contents: Iterable[bytes] = session.scalars(select(column))
        for content in contents:
            named.update(found.decode() for found in _DIGEST.findall(content))
    return named
