"""Attendance: by the list of delegates, or by count at each site where there is no list.

It is for the quorum alone, is tied to no card, and ends with the opening: no time is kept, but who
holds the database's journal or its dead row versions can see the order of the marks, and beside
ballots that come at the same time it would be an order of people. Before the opening there is none.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.orm import Session

from ballots.credentials import parse_credential
from ballots.errors import BallotsError
from voting.day_models import Attendance, Presence, Site
from voting.delegate_models import Delegate
from voting.instance import Instance
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.rules.profile import Quorum
from voting.rules.verdict import needed_for_quorum
from voting.services.common import find_conference, frozen_parts, lock_conference
from voting.services.sessions import Who
from voting.services.sites import MOST, find_site
from voting.services.sittings import SittingView, lock_sitting, sitting_of
from voting.voidsheet import is_void_sheet

SHOWN: Final = 30  # delegates that a search shows
_HERE: Final = (Presence.PRESENT, Presence.LATE)


class Basis(StrEnum):
    """How present delegates are counted."""

    LIST = "list"
    COUNT = "count"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class DelegateView:
    """A delegate of the list and how they stand."""

    number: int
    name: str
    unit: str
    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """How many are present, of how many, and how many make the quorum.

    by: where `present` comes from. quorum: of the rules; None if they ask for none. needed: None
    if nobody knows of how many. states: how many of the list stand how. is_frozen: it is the
    number that stands in the log.
    """

    by: Basis
    present: int | None
    convened: int | None
    total_members: int | None
    quorum: Quorum | None
    needed: int | None
    states: dict[Presence, int]
    is_frozen: bool

    @property
    def is_reached(self) -> bool | None:
        """Whether enough are present; None if that cannot be told or nothing is asked for."""
        if self.needed is None or self.present is None:
            return None
        return self.present >= self.needed


@dataclass(frozen=True, slots=True)
class Found:
    """What was typed or scanned found: one by the badge, or some by name, number or unit."""

    by_badge: bool
    delegates: tuple[DelegateView, ...]
    total: int


def read_meter(instance: Instance, uuid: str) -> Meter:
    """Return how attendance stands. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        by, present = counted(session, conference)
        definition = frozen_parts(conference).definition
        quorum = definition.profile.quorum
        is_frozen = conference.state is not State.PREPARED
        states = _states(session, conference.id)
    of_members = quorum is not None and quorum.of == "total_members"
    whole = definition.total_members if of_members else definition.convened
    return Meter(
        by=by,
        present=conference.present if is_frozen else present,
        convened=definition.convened,
        total_members=definition.total_members,
        quorum=quorum,
        needed=None if quorum is None or not whole else needed_for_quorum(quorum, whole),
        states=states,
        is_frozen=is_frozen,
    )


def present_at_opening(session: Session, conference: Conference) -> int | None:
    """Return how many are present: as counted at the door, or as the definition says."""
    return counted(session, conference)[1]


def find_delegates(instance: Instance, uuid: str, typed: str) -> Found:
    """Find delegates by what was typed or scanned: the whole badge, or a part of the rest.

    Letters match with or without their marks. Raises VotingRefused UNKNOWN_CONFERENCE,
    CARD_NOT_BADGE; nothing is kept or repeated of what was typed.
    """
    wanted = " ".join(typed.split())
    if _is_card(wanted) or is_void_sheet(wanted):
        raise VotingRefused(Refusal.CARD_NOT_BADGE)
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        rows = _listed(session, conference.id)
    badge = [view for view, row in rows if row.badge and row.badge == wanted]
    if len(badge) == 1:
        return Found(True, tuple(badge), 1)
    plain = _plain(wanted)
    if plain.isdecimal():
        found = [view for view, _ in rows if str(view.number) == plain]
    else:
        found = [view for view, _ in rows if plain in _plain(f"{view.name} {view.unit}")]
    return Found(False, tuple(found[:SHOWN]), len(found))


def set_presence(instance: Instance, uuid: str, number: int, presence: Presence) -> DelegateView:
    """Note how a delegate stands; return how they stood before.

    Raises VotingRefused UNKNOWN_DELEGATE, ATTENDANCE_CLOSED, OTHER_VOTE_OPEN.
    """
    with instance.database.writing() as session:
        conference = lock_before_ballots(instance, session, uuid)
        before = {view.number: view for view, _ in _listed(session, conference.id)}
        if number not in before:
            raise VotingRefused(Refusal.UNKNOWN_DELEGATE)
        fill_rows(session, conference.id, list(before))
        chosen = case((Attendance.number == number, presence), else_=Attendance.presence)
        session.execute(
            update(Attendance)
            .where(Attendance.conference_id == conference.id)
            .values(presence=chosen)
            .execution_options(synchronize_session=False)
        )
        return before[number]


def count_present(instance: Instance, who: Who, uuid: str, site: int, count: int) -> int:
    """Note how many delegates were counted at a site; return the number before.

    Raises VotingRefused UNKNOWN_SITE, OTHER_SITE, BAD_COUNT, LIST_IN_USE, MORE_THAN_CONVENED,
    ATTENDANCE_CLOSED, OTHER_VOTE_OPEN.
    """
    if not 0 <= count <= MOST:
        raise VotingRefused(Refusal.BAD_COUNT)
    with instance.database.writing() as session:
        conference = lock_before_ballots(instance, session, uuid)
        if _list_size(session, conference.id):
            raise VotingRefused(Refusal.LIST_IN_USE)
        row = find_site(session, conference.id, site, who)
        before, row.present = row.present, count
        session.flush()
        convened = frozen_parts(conference).definition.convened
        if convened is not None and _at_sites(session, conference.id) > convened:
            raise VotingRefused(Refusal.MORE_THAN_CONVENED, f"{convened}")
        return before


def lock_before_ballots(instance: Instance, session: Session, uuid: str) -> Conference:
    """Return a conference that nobody can open until this transaction ends; no ballots come in.

    Marks and counts never stand beside ballots: of this vote, or of another one of its sitting.
    The sitting is locked first, as the opening does. Raises VotingRefused as `lock_conference`,
    ATTENDANCE_CLOSED, OTHER_VOTE_OPEN.
    """
    sitting = lock_sitting(session, uuid)
    conference = lock_conference(instance, session, uuid)
    if conference.state is not State.PREPARED:
        raise VotingRefused(Refusal.ATTENDANCE_CLOSED)
    if _has_other_open(sitting, uuid):
        raise VotingRefused(Refusal.OTHER_VOTE_OPEN)
    return conference


def is_other_open(instance: Instance, uuid: str) -> bool:
    """Tell whether another vote of the sitting is open now, so that nobody is marked here."""
    with instance.database.reading() as session:
        return _has_other_open(sitting_of(session, uuid), uuid)


def _has_other_open(sitting: SittingView | None, uuid: str) -> bool:
    found = None if sitting is None else sitting.collecting
    return found is not None and found.uuid != uuid


def counted(session: Session, conference: Conference) -> tuple[Basis, int | None]:
    """Return how many are present, and where the number comes from."""
    states = _states(session, conference.id)
    if any(states[one] for one in (*_HERE, Presence.LEFT)):
        return Basis.LIST, sum(states[one] for one in _HERE)
    at_sites = _at_sites(session, conference.id)
    if at_sites and not sum(states.values()):
        return Basis.COUNT, at_sites
    return Basis.PLAN, frozen_parts(conference).definition.present


def _states(session: Session, conference_id: int) -> dict[Presence, int]:
    """Count the delegates of the list by how they stand; who has no row yet is absent."""
    found: dict[Presence, int] = dict.fromkeys(Presence, 0)
    counted = (
        select(Attendance.presence, func.count())
        .where(Attendance.conference_id == conference_id)
        .group_by(Attendance.presence)
    )
    found |= {presence: count for presence, count in session.execute(counted)}
    found[Presence.ABSENT] += _list_size(session, conference_id) - sum(found.values())
    return found


def _list_size(session: Session, conference_id: int) -> int:
    counted = select(func.count()).select_from(Delegate)
    return session.scalars(counted.where(Delegate.conference_id == conference_id)).one()


def _at_sites(session: Session, conference_id: int) -> int:
    counted = select(func.coalesce(func.sum(Site.present), 0))
    return session.scalars(counted.where(Site.conference_id == conference_id)).one()


def fill_rows(session: Session, conference_id: int, numbers: list[int]) -> None:
    """Give every delegate of the list a row, all at once, at the first mark; it is locked."""
    own = select(Attendance.number).where(Attendance.conference_id == conference_id)
    missing = sorted(set(numbers) - set(session.scalars(own)))
    rows = [{"conference_id": conference_id, "number": n} for n in missing]
    if rows:
        session.execute(insert(Attendance), [{**row, "presence": Presence.ABSENT} for row in rows])


def _listed(session: Session, conference_id: int) -> list[tuple[DelegateView, Delegate]]:
    rows = session.scalars(
        select(Delegate).where(Delegate.conference_id == conference_id).order_by(Delegate.number)
    ).all()
    stand = select(Attendance.number, Attendance.presence)
    known = {
        n: one for n, one in session.execute(stand.where(Attendance.conference_id == conference_id))
    }
    return [
        (DelegateView(row.number, row.name, row.unit, known.get(row.number, Presence.ABSENT)), row)
        for row in rows
    ]


def _is_card(text: str) -> bool:
    """Tell whether a card was scanned in the place of a badge."""
    try:
        parse_credential(text.partition("/vote#")[2] or text)
    except BallotsError:
        return False
    return True


def _plain(text: str) -> str:
    """Return a text as it is compared: small letters without marks, đ as d."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(one for one in letters if not unicodedata.combining(one))
