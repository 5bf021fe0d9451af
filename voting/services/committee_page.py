"""What the page of the counting committee is written with; everything else it asks for itself."""

from dataclasses import dataclass

from voting.instance import Instance
from voting.services.ceremony_progress import progress_of


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """The conference to come."""

    uuid: str
    name: str
    body: str | None
    rehearsal: bool


def read_page(instance: Instance, uuid: str) -> CommitteePage:
    """Return what everybody may know. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        definition = progress_of(session, uuid).definition
    return CommitteePage(
        uuid=uuid,
        name=definition.name,
        body=definition.body,
        rehearsal=definition.rehearsal,
    )
