"""The desk that hands out cards: by count from a shuffled batch; what is void is scanned.

The desk never says which card it hands out, and no card that is used is ever scanned there. A card
that becomes void is named by its public credential, which the desk's browser derives itself; such a
card is in no record and casts no ballot, so it tells of nobody.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.errors import Sentence
from voting.day_models import Site
from voting.instance import Instance
from voting.models import Card, CardState, Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_here
from voting.services.common import lock_conference
from voting.services.sessions import Who
from voting.services.short_names import named_in_full
from voting.services.sites import MOST, find_site, read_site
from voting.services.sittings import sitting_of

_NO_BATCH: Final = Sentence(
    "Bàn này chưa được giao tập thẻ nào: Ban Tổ chức giao ở trang Thẻ, mục Tập thẻ đã giao.",
    "This desk was given no batch of cards yet: the organizer gives one on the page of the cards.",
)


@dataclass(frozen=True, slots=True)
class Counted:
    """Cards by count. seen: how many the page showed as handed out when the button was pressed.

    If that moved meanwhile (a button pressed twice, another device at the same desk), nothing is
    noted.
    """

    count: int
    seen: int


def hand_out(instance: Instance, who: Who, uuid: str, site: int, counted: Counted) -> None:
    """Note that a desk handed out cards.

    Raises VotingRefused BAD_COUNT, UNKNOWN_SITE, OTHER_SITE, CARDS_FIXED, FIGURES_MOVED,
    NOT_THAT_MANY.
    """
    with instance.database.writing() as session:
        row = _own_desk(instance, session, who, uuid, site)
        _require_count(row, counted)
        _require_at_desk(session, row, counted.count)
        row.handed_out += counted.count


def take_back(instance: Instance, who: Who, uuid: str, site: int, counted: Counted) -> None:
    """Note that cards came back to the desk unused, or that a number was wrong.

    Raises VotingRefused as `hand_out`.
    """
    with instance.database.writing() as session:
        row = _own_desk(instance, session, who, uuid, site)
        _require_count(row, counted)
        if row.handed_out < counted.count:
            raise VotingRefused(Refusal.NOT_THAT_MANY)
        row.handed_out -= counted.count


def make_void(
    instance: Instance, who: Who, uuid: str, site: int, credentials: Collection[str]
) -> int:
    """Make cards that lie at the desk void, all or none; return how many.

    credentials: public, whole or as a void sheet shortens them. Raises VotingRefused
    NOTHING_SCANNED, UNKNOWN_CARD, CARD_UNCLEAR, ALREADY_VOID, UNKNOWN_SITE, OTHER_SITE,
    CARDS_FIXED, NOT_THAT_MANY; VOID_AT_OPENING if the cards are good for further votes, whose lists
    this desk does not name.
    """
    if not credentials:
        raise VotingRefused(Refusal.NOTHING_SCANNED)
    with instance.database.writing() as session:
        row = _own_desk(instance, session, who, uuid, site)
        count = _make_void(session, row, credentials)
        told = f"{count}, {row.name}"
        note_here(session, Act.MADE_VOID, about=told, conference_id=row.conference_id)
    return count


def exchange(instance: Instance, who: Who, uuid: str, site: int, credentials: list[str]) -> int:
    """Make a spoiled card void that a delegate brought back; return how many became void: one.

    Another is handed out in its place.

    credentials: the one of the spoiled card. Raises VotingRefused as `make_void`, ONE_AT_A_TIME.
    """
    if len(set(credentials)) > 1:
        raise VotingRefused(Refusal.ONE_AT_A_TIME)
    if not credentials:
        raise VotingRefused(Refusal.NOTHING_SCANNED)
    with instance.database.writing() as session:
        row = _own_desk(instance, session, who, uuid, site)
        if not row.handed_out:
            raise VotingRefused(Refusal.NOT_THAT_MANY)
        count = _make_void(session, row, credentials)
        row.exchanged += 1
    return count


def require_handed_out(session: Session, conference: Conference, issued: int) -> None:
    """Refuse an opening with valid cards that are in nobody's hands, or the other way round.

    It is asked only where desks have counted. Raises VotingRefused CARDS_UNBALANCED.
    """
    own = Site.conference_id == conference.id
    handed = session.scalars(select(func.coalesce(func.sum(Site.handed_out), 0)).where(own)).one()
    if handed and handed != issued:
        reason = Sentence(
            f"Đã phát {handed}, chưa huỷ {issued}.", f"Handed out {handed}, not void {issued}."
        )
        raise VotingRefused(Refusal.CARDS_UNBALANCED, f"{handed} != {issued}", reason=reason)


def _own_desk(instance: Instance, session: Session, who: Who, uuid: str, site: int) -> Site:
    """Return the row of a desk while the cards are still its; nobody opens the vote meanwhile."""
    conference = lock_conference(instance, session, uuid)
    row = find_site(session, conference.id, site, who)
    if conference.state is not State.PREPARED:
        raise VotingRefused(Refusal.CARDS_FIXED)
    return row


def _require_at_desk(session: Session, row: Site, count: int) -> None:
    found = read_site(session, row.conference_id, row.number)
    if found.at_desk < count:
        raise VotingRefused(Refusal.NOT_THAT_MANY, reason=None if found.received else _NO_BATCH)


def _require_count(row: Site, counted: Counted) -> None:
    if not 1 <= counted.count <= MOST:
        raise VotingRefused(Refusal.BAD_COUNT)
    if row.handed_out != counted.seen:
        raise VotingRefused(Refusal.FIGURES_MOVED)


def is_void_at_opening(instance: Instance, uuid: str) -> bool:
    """Tell whether cards become void only when voting opens: they are those of several votes."""
    with instance.database.reading() as session:
        return _are_shared(session, uuid)


def _are_shared(session: Session, uuid: str) -> bool:
    sitting = sitting_of(session, uuid)
    place = None if sitting is None else sitting.vote(uuid)
    return place is not None and not place.has_own_cards


def _make_void(session: Session, row: Site, names: Collection[str]) -> int:
    if _are_shared(session, session.get_one(Conference, row.conference_id).uuid):
        raise VotingRefused(Refusal.VOID_AT_OPENING)
    wanted = named_in_full(session, row.conference_id, names)
    _require_at_desk(session, row, len(wanted))
    for credential in sorted(wanted):
        _void(session, row.conference_id, credential)
    row.void += len(wanted)
    return len(wanted)


def _void(session: Session, conference_id: int, credential: str) -> None:
    is_text = credential.isascii() and credential.isalnum()  # PostgreSQL takes no NUL in a text
    card = session.get(Card, (conference_id, credential)) if is_text else None
    if card is None:
        raise VotingRefused(Refusal.UNKNOWN_CARD)
    if card.state is not CardState.PRINTED:
        raise VotingRefused(Refusal.ALREADY_VOID)
    card.state = CardState.VOID
