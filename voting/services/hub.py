"""The hub of a conference that was prepared: how far each part of the day is, with its light."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from ballots.election import parse_election
from ballots.errors import BallotsError, Sentence
from voting.booth import BoothRefused
from voting.ceremony_models import Ceremony
from voting.instance import Instance
from voting.leftover import is_public, named_cards
from voting.models import Card, CardState, Conference, State
from voting.plan.steps import Light
from voting.refusals import SENTENCES, Refusal, VotingRefused
from voting.rehearsal.place import place_of
from voting.rehearsal.report import Report
from voting.services.books import Books, read_books
from voting.services.ceremony_reading import CeremonyView, read_ceremony
from voting.services.common import find_conference
from voting.services.drafts import DraftView, find_draft_of
from voting.services.opening import open_voting
from voting.services.reading import ConferenceView, Part, read_conference, read_part


class PartOfDay(StrEnum):
    """A part of the day, in its order (closed list)."""

    KEYS = "keys"
    CARDS = "cards"
    OPENING = "opening"
    CLOSING = "closing"
    BOOKS = "books"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class PartState:
    """How a part stands, in one sentence."""

    part: PartOfDay
    light: Light
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class HubView:
    """What the hub shows. view: None until the committee has made its key.

    ceremony: None where the server alone opens the result. books: None before the closing.
    rehearsal: the page of the last one on this machine.
    """

    uuid: str
    name: str
    view: ConferenceView | None
    ceremony: CeremonyView | None
    draft: DraftView | None
    books: Books | None
    states: tuple[PartState, ...]
    rehearsal: Report | None = None

    @property
    def state(self) -> str:
        """The state of the conference; empty while the committee makes its key."""
        return "" if self.view is None else self.view.state.value


def read_hub(instance: Instance, uuid: str) -> HubView:
    """Return how far everything is. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        is_made = session.scalar(select(Conference.id).where(Conference.uuid == uuid)) is not None
        has_keys = session.scalar(select(Ceremony.id).where(Ceremony.uuid == uuid)) is not None
    view = read_conference(instance, uuid) if is_made or not has_keys else None
    ceremony = read_ceremony(instance, uuid) if has_keys else None
    is_closed = view is not None and view.state not in (State.PREPARED, State.OPEN)
    books = read_books(instance, uuid) if is_closed else None
    return HubView(
        uuid=uuid,
        name=view.definition.name if view is not None else ceremony.name if ceremony else "",
        view=view,
        ceremony=ceremony,
        draft=find_draft_of(instance, uuid),
        books=books,
        states=_states(view, ceremony, books),
        rehearsal=place_of(instance.settings.instance, uuid).report(),
    )


def open_counted(
    instance: Instance, uuid: str, left_over: Sequence[str], counted: int | None, *, now: datetime
) -> int:
    """Open voting; return how many cards were issued.

    left_over: the cards that stayed at the desk, a line each; they become void. counted: how many
    were handed out by the desks' count, which must agree. Raises VotingRefused CODES_SENT for a
    line that is the code of a card, UNKNOWN_CARD, CARDS_UNBALANCED with both numbers, and as
    `open_voting`.
    """
    if not all(is_public(line) for line in left_over):
        raise VotingRefused(Refusal.CODES_SENT)
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


def left_over_cards(instance: Instance, uuid: str, lines: Sequence[str]) -> dict[str, list[str]]:
    """Return the public credentials of cards for this vote, and in a sitting for those to come.

    lines: one a card, as scanned, typed or listed. Raises VotingRefused UNKNOWN_CONFERENCE,
    BoothRefused, BallotsError.
    """
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    sitting = read_conference(instance, uuid).same_cards
    coming = () if sitting is None else sitting.coming
    others = [vote.uuid for vote in coming if vote.uuid != uuid]
    return named_cards(lines, uuids=[uuid, *others], group=election.group)


def _void_already(instance: Instance, uuid: str) -> set[str]:
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        own = (Card.conference_id == conference.id) & (Card.state == CardState.VOID)
        return set(session.scalars(select(Card.credential).where(own)))


def _states(
    view: ConferenceView | None, ceremony: CeremonyView | None, books: Books | None
) -> tuple[PartState, ...]:
    states = [_keys(ceremony)]
    if view is not None:
        states += [_cards(view), _opening(view), _closing(view)]
        if books is not None:
            states.append(_books(books))
        states.append(_result(view))
    return tuple(states)


def _keys(ceremony: CeremonyView | None) -> PartState:
    part = PartOfDay.KEYS
    if ceremony is None:
        said = Sentence(
            "Không có Ban Kiểm phiếu: một mình máy chủ mở được kết quả. Chỉ dùng để diễn tập.",
            "No committee: the server alone can open the result. For rehearsals only.",
        )
        return PartState(part, Light.AMBER, said)
    if ceremony.is_stopped or ceremony.replaced_by is not None:
        said = Sentence(
            "Ban Kiểm phiếu phải làm lại từ đầu. Hãy hỏi Trưởng ban.",
            "The committee has to begin again. Ask its head.",
        )
        return PartState(part, Light.RED, said)
    if ceremony.needs_share_drill and ceremony.state == "prepared":
        said = SENTENCES[Refusal.SHARE_NOT_DRILLED]
        return PartState(part, Light.AMBER, said)
    ready, size, needed = ceremony.can_decrypt, ceremony.size, ceremony.needed_to_open
    said = Sentence(
        f"{ready}/{size} thành viên đã thử mở được; cần {needed} để mở cuộc lấy phiếu.",
        f"{ready} of {size} members have shown that they can open; {needed} are needed to begin.",
    )
    return PartState(part, Light.GREEN if ready >= needed else Light.AMBER, said)


def _cards(view: ConferenceView) -> PartState:
    printed, wanted = view.turnout.printed, view.definition.cards
    said = Sentence(
        f"Đã làm {printed} thẻ; bản chuẩn bị ghi {wanted}.",
        f"{printed} cards are made; the preparation says {wanted}.",
    )
    if printed > wanted:
        said = Sentence(
            f"Đã làm {printed} thẻ, nhiều hơn bản chuẩn bị ({wanted}). Thẻ thừa phải là thẻ còn "
            "lại khi mở, nếu không sẽ thành thẻ đã phát.",
            f"{printed} cards are made, more than the preparation says ({wanted}). Scan those that "
            "are too many as left over at the opening, or they count as issued.",
        )
    light = Light.GREEN if printed == wanted else Light.AMBER
    return PartState(PartOfDay.CARDS, light, said)


def _opening(view: ConferenceView) -> PartState:
    if view.state is State.PREPARED:
        said = Sentence("Chưa mở.", "Not open yet.")
        return PartState(PartOfDay.OPENING, Light.AMBER, said)
    said = Sentence(
        f"Đã mở: phát ra {view.turnout.issued} thẻ, huỷ {view.turnout.void}.",
        f"Opened: {view.turnout.issued} cards issued, {view.turnout.void} void.",
    )
    return PartState(PartOfDay.OPENING, Light.GREEN, said)


def _closing(view: ConferenceView) -> PartState:
    cast, issued = view.turnout.cast, view.turnout.issued
    is_closed = view.state not in (State.PREPARED, State.OPEN, State.CLOSING)
    if is_closed:
        said = Sentence(f"Đã đóng: thu về {cast} phiếu.", f"Closed: {cast} ballots collected.")
        return PartState(PartOfDay.CLOSING, Light.GREEN, said)
    said = Sentence(f"Đã gửi {cast}/{issued} phiếu.", f"{cast} of {issued} ballots were sent.")
    return PartState(PartOfDay.CLOSING, Light.AMBER, said)


def _books(books: Books) -> PartState:
    if books.unexplained:
        said = Sentence(
            "Có số thẻ không khớp mà chưa ghi chú; chưa công bố được.",
            "Numbers of cards differ without a note; the result cannot be published.",
        )
        return PartState(PartOfDay.BOOKS, Light.RED, said)
    said = Sentence(
        "Các số thẻ khớp nhau, hoặc đã có ghi chú.", "The numbers of cards agree or are explained."
    )
    return PartState(PartOfDay.BOOKS, Light.GREEN, said)


def _result(view: ConferenceView) -> PartState:
    told = {
        State.PUBLISHED: (Light.GREEN, Sentence("Đã công bố.", "Published.")),
        State.COUNTED: (
            Light.AMBER,
            Sentence("Đã mở kết quả, chờ công bố.", "Opened, waiting to be published."),
        ),
    }
    light, said = told.get(view.state, (Light.AMBER, Sentence("Chưa có.", "Not yet.")))
    return PartState(PartOfDay.RESULT, light, said)
