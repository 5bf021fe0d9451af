"""What the page of the counting committee is written with; everything else it asks for itself."""

from dataclasses import dataclass

from voting.instance import Instance
from voting.services.ceremony_progress import progress_of
from voting.services.sittings import SittingView, sitting_of


@dataclass(frozen=True, slots=True)
class CommitteePage:
    """The conference to come, and the votes that come with it."""

    uuid: str
    name: str
    body: str | None
    rehearsal: bool
    sitting: SittingView | None
    address: str | None = None


def read_page(instance: Instance, uuid: str) -> CommitteePage:
    """Return what everybody may know. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        definition = progress_of(session, uuid).definition
        sitting = sitting_of(session, uuid)
    return CommitteePage(
        uuid=uuid,
        name=definition.name,
        body=definition.body,
        rehearsal=definition.rehearsal,
        sitting=sitting,
        address=definition.address,
    )
