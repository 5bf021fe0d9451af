"""The list of delegates of a conference: written when it is frozen, for attendance only."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from voting.delegate_models import Delegate as KeptDelegate
from voting.draft_models import Draft, DraftVersion
from voting.models import Conference
from voting.plan.delegates import Delegate
from voting.plan.steps import plan_of
from voting.services.documents import parse_document


def keep_delegates(session: Session, conference: Conference, delegates: Sequence[Delegate]) -> None:
    """Write the list of delegates of a new conference, numbered from 1 in its order."""
    session.add_all(
        KeptDelegate(
            conference_id=conference.id,
            number=number,
            name=one.name,
            unit=one.unit,
            badge=one.badge,
        )
        for number, one in enumerate(delegates, start=1)
    )


def keep_delegates_of_draft(session: Session, conference: Conference) -> None:
    """Write the list that was frozen with a conference, if a draft was."""
    kept = session.scalar(
        select(DraftVersion.document)
        .join(Draft, (Draft.id == DraftVersion.draft_id) & (Draft.version == DraftVersion.version))
        .where(Draft.uuid == conference.uuid)
    )
    if kept is not None:
        keep_delegates(session, conference, plan_of(parse_document(kept)).delegates)


def move_draft(session: Session, old: str, new: str) -> None:
    """Let a draft go with the conference that takes the place of another."""
    session.execute(update(Draft).where(Draft.uuid == old).values(uuid=new))
