"""Sites: places with a desk of their own, and the cards that each was given, by count.

A batch may name the serials of its paper. Serials are linked to no credential, so a batch says how
many cards lie where, never which: nobody can tell by a ballot from which site it came, unless a
void sheet is kept (docs/cards.md).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voting.day_models import Batch, Site
from voting.instance import Instance
from voting.models import Card, Conference
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.accounts import require_site
from voting.services.acts import Act, note_here
from voting.services.common import find_conference, lock_conference, require_prepared
from voting.services.names import LONGEST, checked_name, name_key_of
from voting.services.sessions import Who

MOST: Final = 1_000_000  # cards or delegates in a number that somebody types
MOST_SITES: Final = 100
_LONGEST_KEY: Final = 240


@dataclass(frozen=True, slots=True)
class BatchView:
    """Cards that a desk was given. first, last: serials of the paper, if they are in a row."""

    number: int
    count: int
    first: int | None

    @property
    def last(self) -> int | None:
        """The last serial of the paper."""
        return None if self.first is None else self.first + self.count - 1


@dataclass(frozen=True, slots=True)
class SiteView:
    """A site and its figures. handed_out: cards that delegates hold; at_desk: still there."""

    number: int
    name: str
    present: int
    received: int
    handed_out: int
    exchanged: int
    void: int
    batches: tuple[BatchView, ...]

    @property
    def at_desk(self) -> int:
        """Cards that were given to the desk and are neither handed out nor void."""
        return self.received - self.handed_out - self.void


def add_site(instance: Instance, uuid: str, name: str) -> int:
    """Add a site and return its number.

    Raises VotingRefused POOR_NAME, SITE_EXISTS, TOO_MANY_SITES.
    """
    plain = checked_name(name)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        return add_row(session, conference, plain).number


def add_row(session: Session, conference: Conference, plain: str) -> Site:
    """Add a site of this name. Raises VotingRefused SITE_EXISTS, TOO_MANY_SITES."""
    keys = [one.name_key for one in _rows(session, conference.id)]
    if name_key_of(plain)[:_LONGEST_KEY] in keys:
        raise VotingRefused(Refusal.SITE_EXISTS)
    if len(keys) >= MOST_SITES:
        raise VotingRefused(Refusal.TOO_MANY_SITES)
    row = _row(conference, len(keys) + 1, plain)
    session.add(row)
    session.flush()
    note_here(session, Act.ADDED_SITE, about=plain, conference_id=conference.id)
    return row


def make_sites(session: Session, conference: Conference, names: Collection[str]) -> None:
    """Write the sites of a definition, numbered in its order; two of one name are one."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(name_key_of(name), name)
    for number, name in enumerate(kept.values(), start=1):
        session.add(_row(conference, number, name[:LONGEST]))


def _row(conference: Conference, number: int, name: str) -> Site:
    return Site(
        conference_id=conference.id,
        number=number,
        name=name,
        name_key=name_key_of(name)[:_LONGEST_KEY],
        present=0,
        handed_out=0,
        exchanged=0,
        void=0,
    )


def give_batch(instance: Instance, uuid: str, site: int, count: int, first: int | None) -> None:
    """Note that a desk was given cards. first: the first serial of the paper, if in a row.

    Raises VotingRefused UNKNOWN_SITE, BAD_COUNT, BATCH_OVERLAPS, MORE_THAN_PRINTED, ALREADY_OPENED.
    """
    if not 1 <= count <= MOST or not (first is None or 1 <= first <= MOST):
        raise VotingRefused(Refusal.BAD_COUNT)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        row = find_site(session, conference.id, site)
        kept = list(batches_of(session, conference.id))
        _require_apart(kept, count, first)
        require_printed(session, conference, sum(one.count for one in kept) + count)
        number = max((one.number for one in kept), default=0) + 1
        key = {"conference_id": conference.id, "number": number}
        session.add(Batch(**key, site=site, count=count, first_serial=first))
        note_here(
            session, Act.GAVE_BATCH, about=f"{count}, {row.name}", conference_id=conference.id
        )


def require_printed(session: Session, conference: Conference, wanted: int) -> None:
    """Refuse to give more cards than there are. Raises VotingRefused MORE_THAN_PRINTED."""
    own = Card.conference_id == conference.id
    printed = session.scalars(select(func.count()).select_from(Card).where(own)).one()
    if wanted > printed:
        raise VotingRefused(Refusal.MORE_THAN_PRINTED, f"{printed}")


def take_batch(instance: Instance, uuid: str, number: int) -> None:
    """Note that a batch is back from its desk.

    Raises VotingRefused NO_SUCH_BATCH, NOT_THAT_MANY, ALREADY_OPENED.
    """
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        found = session.get(Batch, (conference.id, number))
        if found is None:
            raise VotingRefused(Refusal.NO_SUCH_BATCH)
        site = read_site(session, conference.id, found.site)
        if site.at_desk < found.count:
            raise VotingRefused(Refusal.NOT_THAT_MANY)
        session.delete(found)
        told = f"{found.count}, {site.name}"
        note_here(session, Act.TOOK_BATCH, about=told, conference_id=conference.id)


def _require_apart(kept: Collection[Batch], count: int, first: int | None) -> None:
    """Refuse serials that lie at a desk already. Raises VotingRefused BATCH_OVERLAPS."""
    if first is None:
        return
    for one in kept:
        start = one.first_serial
        if start is not None and start < first + count and first < start + one.count:
            raise VotingRefused(Refusal.BATCH_OVERLAPS)


def list_sites(instance: Instance, uuid: str) -> list[SiteView]:
    """Return the sites with their figures. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        return sites_of(session, find_conference(session, uuid).id)


def sites_of(session: Session, conference_id: int) -> list[SiteView]:
    """Return the sites of a conference in the order of their numbers."""
    batches = list(batches_of(session, conference_id))
    return [_view(row, batches) for row in _rows(session, conference_id)]


def read_site(session: Session, conference_id: int, number: int) -> SiteView:
    """Return one site. Raises VotingRefused UNKNOWN_SITE."""
    row = find_site(session, conference_id, number)
    return _view(row, list(batches_of(session, conference_id)))


def find_site(session: Session, conference_id: int, number: int, who: Who | None = None) -> Site:
    """Return the row of a site, to be changed. Raises VotingRefused UNKNOWN_SITE, OTHER_SITE.

    who: somebody at a desk, who changes the figures of the own site only.
    """
    found = session.get(Site, (conference_id, number), with_for_update=True)
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_SITE)
    if who is not None:
        require_site(who, found.name)
    return found


def is_own(who: Who, name: str) -> bool:
    """Tell whether somebody may work at a site: anybody but the desk of another one."""
    return who.role is not Role.CHECKIN or name_key_of(who.site or "") == name_key_of(name)


def _rows(session: Session, conference_id: int) -> list[Site]:
    chosen = select(Site).where(Site.conference_id == conference_id).order_by(Site.number)
    return list(session.scalars(chosen))


def batches_of(session: Session, conference_id: int) -> list[Batch]:
    """Return the batches of a conference in the order of their numbers."""
    chosen = select(Batch).where(Batch.conference_id == conference_id).order_by(Batch.number)
    return list(session.scalars(chosen))


def _view(row: Site, batches: Collection[Batch]) -> SiteView:
    own = [one for one in batches if one.site == row.number]
    return SiteView(
        number=row.number,
        name=row.name,
        present=row.present,
        received=sum(one.count for one in own),
        handed_out=row.handed_out,
        exchanged=row.exchanged,
        void=row.void,
        batches=tuple(BatchView(one.number, one.count, one.first_serial) for one in own),
    )
