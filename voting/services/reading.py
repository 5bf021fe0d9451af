"""What everybody may read: conferences, their boards, exact bytes and records."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from audit.record import EventType
from audit.words import words_of_hash
from voting.definition import Definition
from voting.instance import Instance
from voting.log import head_at, log_size
from voting.models import Conference, LogEntry, LogLeaf, Photo, State
from voting.policy import policy_of
from voting.readout import read_out
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.services.sittings import SittingView, in_sitting_order, sitting_of
from voting.services.turnout import Turnout, turnout_of
from voting.store import RecordPlace, data_of, entry_of_kind, public_place, record_pieces

PAGE: Final = 100
SHORTEST_SEARCH: Final = 6
_same_event = (LogLeaf.conference_id == LogEntry.conference_id) & (
    LogLeaf.height == LogEntry.height
)
_TRACKER_LETTERS = re.compile(r"[A-Za-z0-9+/]{1,43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ConferenceView:
    """What everybody may know of a conference. words: its fingerprint, to be read out.

    log_size, log_words: the newest state of its log, and the six words of its root. sitting: the
    votes among which it is one, if there are several.
    """

    uuid: str
    definition: Definition
    state: State
    turnout: Turnout
    fingerprint: str
    digest: str
    words: str
    log_key: str
    has_record: bool
    log_size: int
    log_words: str
    sitting: SittingView | None = None

    @property
    def same_cards(self) -> SittingView | None:
        """The sitting, if this vote shares the cards of others there."""
        place = None if self.sitting is None else self.sitting.vote(self.uuid)
        return None if place is None or place.has_own_cards else self.sitting

    @property
    def policy(self) -> str:
        """The log's key and its witnesses as text (tlog-policy)."""
        return policy_of(self.definition, self.log_key)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A ballot on the board."""

    index: int
    tracker: str


@dataclass(frozen=True, slots=True)
class BoardPage:
    """One page of the board, or what a search found.

    total: ballots on the board. page, pages: from 1. search: what was looked for, made normal.
    is_searchable: False if it is too short or cannot be a tracker.
    """

    lines: tuple[BoardLine, ...]
    total: int
    page: int
    pages: int
    search: str
    is_searchable: bool


class Part(StrEnum):
    """What is served alone, exact to the byte; the definition is not in the record but hashed."""

    ELECTION = "election"
    TRUSTEES = "trustees"
    PUBLIC_CREDENTIALS = "public_credentials"
    DEFINITION = "definition"


def list_conferences(instance: Instance) -> list[ConferenceView]:
    """Return all conferences, the newest first; votes of a sitting together, in their order."""
    with instance.database.reading() as session:
        newest = session.scalars(select(Conference).order_by(Conference.id.desc())).all()
        found = in_sitting_order(session, newest, lambda one: one.uuid)
        return [_view(session, conference) for conference in found]


def read_conference(instance: Instance, uuid: str) -> ConferenceView:
    """Return one conference. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        return _view(session, find_conference(session, uuid))


def _view(session: Session, conference: Conference) -> ConferenceView:
    frozen = frozen_parts(conference)
    head = head_at(session, conference.id, log_size(session, conference.id))
    return ConferenceView(
        uuid=conference.uuid,
        definition=frozen.definition,
        state=conference.state,
        turnout=turnout_of(session, conference),
        fingerprint=frozen.election.fingerprint,
        digest=frozen.election.digest,
        words=read_out(frozen.election.digest),
        log_key=conference.log_key,
        has_record=conference.state is not State.PREPARED,
        log_size=head.size,
        log_words=words_of_hash(head.root),
        sitting=sitting_of(session, conference.uuid),
    )


def read_part(instance: Instance, uuid: str, part: Part) -> bytes:
    """Return the exact bytes of a part of the record.

    Raises VotingRefused UNKNOWN_CONFERENCE; NO_RECORD_YET for credentials before the opening.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if part is Part.ELECTION:
            return conference.election
        if part is Part.TRUSTEES:
            return conference.trustees
        if part is Part.DEFINITION:
            return conference.definition
        setup = entry_of_kind(session, conference.id, EventType.SETUP)
        if setup is None:
            raise VotingRefused(Refusal.NO_RECORD_YET)
        return data_of(session, setup, 2)


def read_photo(instance: Instance, digest: str) -> bytes:
    """Return a photo of a person as JPEG, by its SHA-256. Raises VotingRefused NOT_FOUND."""
    with instance.database.reading() as session:
        found = session.get(Photo, digest)
        if found is None:
            raise VotingRefused(Refusal.NOT_FOUND)
        return found.content


def read_record(instance: Instance, uuid: str) -> tuple[RecordPlace, Iterator[bytes]]:
    """Return how far the record is public, and its bytes in pieces.

    Raises VotingRefused UNKNOWN_CONFERENCE, NO_RECORD_YET.
    """
    with instance.database.reading() as session:
        place = public_place(session, find_conference(session, uuid))
    if place is None:
        raise VotingRefused(Refusal.NO_RECORD_YET)
    return place, record_pieces(instance.database, place)


def read_board(instance: Instance, uuid: str, *, page: int = 1, search: str = "") -> BoardPage:
    """Return a page of the board, or the ballots whose tracker begins with `search`.

    search: as typed or pasted; a whole tracker, or its first six characters or more.
    Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    wanted = normal_tracker(search)
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        listed = (LogEntry.conference_id == conference.id) & (LogEntry.type == EventType.BALLOT)
        total = session.scalars(select(func.count()).select_from(LogEntry).where(listed)).one()
        pages = max(1, -(-total // PAGE))
        page = min(max(1, page), pages)
        found = select(LogLeaf.place, LogEntry.tracker).where(listed)
        found = found.join(LogLeaf, _same_event).order_by(LogEntry.height).limit(PAGE)
        searchable = is_searchable(wanted)
        if searchable:
            beginning = func.substr(LogEntry.tracker, 1, len(wanted))
            found = found.where(beginning == wanted)
        elif wanted:
            found = found.where(LogEntry.height < 0)
        else:
            found = found.offset((page - 1) * PAGE)
        lines = tuple(BoardLine(place, tracker or "") for place, tracker in session.execute(found))
    return BoardPage(lines, total, page, pages, wanted, searchable)


def normal_tracker(typed: str) -> str:
    """Return what somebody typed or pasted as a tracker would be written."""
    return "".join(unicodedata.normalize("NFKC", typed[:200]).split()).rstrip("=")


def is_searchable(tracker: str) -> bool:
    """Tell whether a text is long enough and made of a tracker's letters only."""
    return len(tracker) >= SHORTEST_SEARCH and bool(_TRACKER_LETTERS.fullmatch(tracker))
