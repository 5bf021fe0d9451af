"""What happened, entry by entry: the log in plain words, ballots in a row told as one line."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from audit.entries import Entry, parse_entry
from audit.record import EventType
from audit.words import words_of_hash
from ballots.errors import Sentence
from voting.instance import Instance
from voting.log import head_at, log_size
from voting.models import LogEntry, LogLeaf
from voting.roles import ROLES, Role
from voting.services.common import find_conference
from voting.services.oversight import Oversight, read_oversight


@dataclass(frozen=True, slots=True)
class JournalLine:
    """An act, or the ballots from index `first` to `last`, of which nothing else is to be told.

    entry: None for ballots.
    """

    first: int
    last: int
    entry: Entry | None

    @property
    def kind(self) -> str:
        """The act's word in the log, an event's type, or `ballots`."""
        if self.entry is None:
            return "ballots"
        event = getattr(self.entry, "event", None)
        tag: str = self.entry.__struct_config__.tag  # type: ignore[assignment]  # always a text here
        return tag if event is None else str(event.type.value)

    @property
    def role(self) -> Sentence | None:
        """The role of who did it at the desk; None for what was done elsewhere."""
        by = getattr(self.entry, "by", None)
        return None if by is None else ROLES[Role(by)]


@dataclass(frozen=True, slots=True)
class Journal:
    """The log as a page shows it. words: six, of the root."""

    lines: tuple[JournalLine, ...]
    size: int
    words: str
    oversight: Oversight


def read_journal(instance: Instance, uuid: str) -> Journal:
    """Return the log in lines. Raises VotingRefused UNKNOWN_CONFERENCE, as `sign_checkpoint`."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        head = head_at(session, conference.id, log_size(session, conference.id))
        lines = tuple(_lines(session, conference.id, head.size))
    return Journal(
        lines=lines,
        size=head.size,
        words=words_of_hash(head.root),
        oversight=read_oversight(instance, uuid),
    )


def _lines(session: Session, conference_id: int, size: int) -> list[JournalLine]:
    acts = session.execute(
        select(LogLeaf.place, LogLeaf.content)
        .outerjoin(
            LogEntry,
            and_(
                LogEntry.conference_id == LogLeaf.conference_id, LogEntry.height == LogLeaf.height
            ),
        )
        .where(
            LogLeaf.conference_id == conference_id,
            LogLeaf.place < size,
            or_(LogEntry.type.is_(None), LogEntry.type != EventType.BALLOT),
        )
        .order_by(LogLeaf.place)
    )
    lines, expected = [], 0
    for place, content in acts:
        if place > expected:
            lines.append(JournalLine(expected, place - 1, None))
        lines.append(JournalLine(place, place, parse_entry(content)))
        expected = place + 1
    if expected < size:
        lines.append(JournalLine(expected, size - 1, None))
    return lines
