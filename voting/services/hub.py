"""The hub of a conference that was prepared: how far each part of the day is, with its light."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ballots.election import parse_election
from ballots.errors import BallotsError, Sentence
from voting.account_models import DeskAct
from voting.booth import BoothRefused
from voting.ceremony_models import Ceremony
from voting.instance import Instance
from voting.leftover import named_cards, named_in
from voting.models import Card, CardState, Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import place_of
from voting.rehearsal.report import Report
from voting.services.acts import Act
from voting.services.attendance import read_meter
from voting.services.books import Books, read_books
from voting.services.card_account import read_card_account
from voting.services.ceremony_reading import CeremonyView, read_ceremony
from voting.services.closing import Closed, close_voting
from voting.services.common import find_conference
from voting.services.day_lights import Day, PartOfDay, PartState, doubts_of, local_day, states_of
from voting.services.drafts import DraftView, find_draft_of
from voting.services.opening import open_voting
from voting.services.reading import ConferenceView, Part, read_conference, read_part
from voting.services.scanned import public_lines
from voting.services.short_names import named_in_full
from voting.services.sittings import SittingView, sitting_of
from voting.services.taking_over import Earlier, read_earlier
from voting.voidsheet import is_short_name


@dataclass(frozen=True, slots=True)
class HubView:
    """What the hub shows. view: None until the committee has made its key.

    ceremony: None where the server alone opens the result. books: None before the closing.
    doubts: what is to be said before voting opens. rehearsal: the page of the last one here.
    closed_at: the minute in the private journal, for the minutes; None if it was closed elsewhere.
    earlier: the sitting's last vote, whose figures may be taken over.
    """

    uuid: str
    name: str
    view: ConferenceView | None
    ceremony: CeremonyView | None
    draft: DraftView | None
    books: Books | None
    states: tuple[PartState, ...]
    doubts: tuple[PartState, ...] = ()
    rehearsal: Report | None = None
    closed_at: int | None = None
    sitting: SittingView | None = None
    earlier: Earlier | None = None

    @property
    def state(self) -> str:
        """The state of the conference; empty while the committee makes its key."""
        return "" if self.view is None else self.view.state.value


def read_hub(instance: Instance, uuid: str, *, now: datetime) -> HubView:
    """Return how far everything is. Raises VotingRefused UNKNOWN_CONFERENCE."""
    day, today = _read_day(instance, uuid), local_day(now)
    view, ceremony = day.view, day.ceremony
    with instance.database.reading() as session:
        sitting = sitting_of(session, uuid)
    return HubView(
        uuid=uuid,
        name=view.definition.name if view is not None else ceremony.name if ceremony else "",
        view=view,
        ceremony=ceremony,
        draft=find_draft_of(instance, uuid),
        books=day.books,
        states=states_of(day, today=today),
        doubts=doubts_of(day, today=today),
        rehearsal=place_of(instance.settings.instance, uuid).report(),
        closed_at=_closed_at(instance, uuid),
        sitting=sitting,
        earlier=None if view is None else read_earlier(instance, uuid),
    )


def _closed_at(instance: Instance, uuid: str) -> int | None:
    """Return the minute in which somebody at the desk closed the vote: the log has none."""
    wanted = select(DeskAct.minute).join(Conference, Conference.id == DeskAct.conference_id)
    closed = (DeskAct.act == Act.LOG_ENTRY) & (DeskAct.about == "closing")
    with instance.database.reading() as session:
        return session.scalar(wanted.where(Conference.uuid == uuid, closed).limit(1))


def _read_day(instance: Instance, uuid: str) -> Day:
    with instance.database.reading() as session:
        is_made = session.scalar(select(Conference.id).where(Conference.uuid == uuid)) is not None
        has_keys = session.scalar(select(Ceremony.id).where(Ceremony.uuid == uuid)) is not None
    ceremony = read_ceremony(instance, uuid) if has_keys else None
    if has_keys and not is_made:
        return Day(ceremony=ceremony)
    view = read_conference(instance, uuid)
    is_closed = view.state not in (State.PREPARED, State.OPEN)
    return Day(
        view=view,
        meter=read_meter(instance, uuid),
        account=read_card_account(instance, uuid),
        ceremony=ceremony,
        books=read_books(instance, uuid) if is_closed else None,
    )


def close_agreed(instance: Instance, uuid: str, agreed: int | None) -> Closed:
    """Close voting. agreed: how many cards somebody was shown as not back, and ticked.

    Raises VotingRefused BALLOTS_OUTSTANDING if some are out and that was not ticked, or is another
    number by now; and as `close_voting`.
    """
    return close_voting(instance, uuid, outstanding=agreed or 0)


def open_counted(
    instance: Instance,
    uuid: str,
    left_over: Sequence[str],
    counted: int | None,
    *,
    agreed: Collection[str],
    now: datetime,
) -> int:
    """Open voting; return how many cards were issued.

    left_over: the cards that stayed at the desk, a line each; they become void. counted: how many
    were handed out by the desks' count, which must agree. agreed: the doubts that somebody has
    seen. Raises VotingRefused OPENING_DOUBTED for another one, CODES_SENT for a line that may be
    the code of a card, UNKNOWN_CARD, CARDS_UNBALANCED with both numbers, and as `open_voting`.
    """
    if public_lines(instance, uuid, left_over) != [*left_over]:
        raise VotingRefused(Refusal.CODES_SENT)
    _require_agreed(instance, uuid, agreed, is_counted=counted is not None, now=now)
    try:
        named = left_over_cards(instance, uuid, left_over)
    except (BoothRefused, BallotsError) as error:
        raise VotingRefused(Refusal.UNKNOWN_CARD) from error
    printed = read_conference(instance, uuid).turnout.printed
    void = len(set(named[uuid]) | _void_already(instance, uuid))
    issued = printed - void
    if counted is not None and counted != issued:
        told = Sentence(
            f"Thẻ in ra {printed}, còn lại {void}, vậy phát ra {issued}, không phải {counted}.",
            f"{printed} printed less {void} left gives {issued} issued, not {counted}.",
        )
        raise VotingRefused(Refusal.CARDS_UNBALANCED, reason=told)
    return open_voting(instance, uuid, named[uuid], now=now, void=named)


def _require_agreed(
    instance: Instance, uuid: str, agreed: Collection[str], *, is_counted: bool, now: datetime
) -> None:
    """Refuse a doubt that nobody has agreed to; a number that was typed is the desks' count."""
    found = doubts_of(_read_day(instance, uuid), today=local_day(now))
    known = {*agreed, PartOfDay.HANDING_OUT} if is_counted else {*agreed}
    rest = [one for one in found if one.part not in known]
    if rest:
        vi, en = (" ".join(getattr(one.sentence, of) for one in rest) for of in ("vi", "en"))
        raise VotingRefused(Refusal.OPENING_DOUBTED, reason=Sentence(vi, en))


def left_over_cards(instance: Instance, uuid: str, lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the public credentials of cards for this vote, and in a sitting for those to come.

    lines: one a card, as scanned, typed or listed, or shortened by a void sheet. Raises
    VotingRefused UNKNOWN_CONFERENCE, UNKNOWN_CARD, CARD_UNCLEAR, VOID_SHEET_SENT, BoothRefused,
    BallotsError.
    """
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    sitting = read_conference(instance, uuid).same_cards
    coming = () if sitting is None else sitting.coming
    others = [vote.uuid for vote in coming if vote.uuid != uuid]
    short = {line for line in lines if is_short_name(named_in(line)[1])}
    whole = [line for line in lines if line not in short]
    named = named_cards(whole, uuids=[uuid, *others], group=election.group)
    if any(named_in(line)[0] not in ("", uuid) for line in short) or (short and others):
        raise VotingRefused(Refusal.UNKNOWN_CARD)
    with instance.database.reading() as session:
        of_sheets = {named_in(line)[1] for line in short}
        found = named_in_full(session, find_conference(session, uuid).id, of_sheets)
    named[uuid] += sorted(found)
    return named


def _void_already(instance: Instance, uuid: str) -> set[str]:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        own = (Card.conference_id == conference.id) & (Card.state == CardState.VOID)
        return set(session.scalars(select(Card.credential).where(own)))
