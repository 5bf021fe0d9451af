"""Incidents, written where they happen: an entry of the log, and so a line of the minutes."""

from dataclasses import dataclass

from audit.entries import IncidentEntry
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services.books import acts_of, record_incident
from voting.services.common import find_conference
from voting.services.sessions import Who


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident: its index in the log, the words, the role of who wrote it (None: no desk)."""

    index: int
    text: str
    by: str | None


def write_incident(instance: Instance, who: Who, uuid: str, text: str) -> int:
    """Write into the log what happened; of a check-in desk, its site stands before it.

    Raises VotingRefused UNKNOWN_CONFERENCE, BAD_NOTE.
    """
    if not text.strip():
        raise VotingRefused(Refusal.BAD_NOTE)
    place = f"{who.site}: " if who.site else ""
    return record_incident(instance, uuid, place + text)


def list_incidents(instance: Instance, uuid: str) -> list[IncidentView]:
    """Return the incidents of a conference, the newest first.

    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    with instance.database.reading() as session:
        entries = acts_of(session, find_conference(session, uuid).id)
    found = [
        IncidentView(index, one.text, one.by)
        for index, one in entries
        if isinstance(one, IncidentEntry)
    ]
    return found[::-1]
