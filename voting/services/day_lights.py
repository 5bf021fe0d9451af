"""How far each part of the day is: its light, and why, in one sentence.

Amber before the opening is a doubt: it is shown there, and voting opens only if somebody says that
it is to open all the same.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ballots.errors import Sentence
from voting.documents.words import date_in
from voting.models import State
from voting.plan.steps import Light
from voting.refusals import SENTENCES, Refusal
from voting.services.attendance import Basis, Meter
from voting.services.books import Books
from voting.services.card_account import CardAccount
from voting.services.ceremony_reading import CeremonyView
from voting.services.reading import ConferenceView


class PartOfDay(StrEnum):
    """A part of the day, in its order (closed list)."""

    KEYS = "keys"
    CARDS = "cards"
    ATTENDANCE = "attendance"
    HANDING_OUT = "handing_out"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the lights are made from. view, meter, account: None until the committee has its key.

    ceremony: None where the server alone opens the result. books: None before the closing.
    """

    view: ConferenceView | None = None
    meter: Meter | None = None
    account: CardAccount | None = None
    ceremony: CeremonyView | None = None
    books: Books | None = None


def states_of(day: Day, *, today: date) -> tuple[PartState, ...]:
    """Return every part of the day that there is yet, with its light."""
    states = [_keys(day.ceremony)]
    view = day.view
    if view is None or day.meter is None or day.account is None:
        return tuple(states)
    states += [_cards(view), _attendance(day.meter)]
    if view.state is State.PREPARED or day.account.handed_out:
        states.append(_handing_out(day.account))
    states += [_opening(view, today), _closing(view)]
    if day.books is not None:
        states.append(_books(day.books))
    return (*states, _result(view))


def doubts_of(day: Day, *, today: date) -> tuple[PartState, ...]:
    """Return what is not green before the opening, though it does not forbid it by itself."""
    if day.view is None or day.view.state is not State.PREPARED:
        return ()
    definition = day.view.definition
    is_test = definition.rehearsal  # on any day, and its key may be the server's
    asked = {PartOfDay.CARDS, PartOfDay.ATTENDANCE, PartOfDay.HANDING_OUT}
    asked |= set() if is_test and day.ceremony is None else {PartOfDay.KEYS}
    asked |= set() if is_test or definition.date == today else {PartOfDay.OPENING}
    found = states_of(day, today=today)
    return tuple(one for one in found if one.part in asked and one.light is Light.AMBER)


def local_day(now: datetime) -> date:
    """Return the day by the clock of this machine."""
    return now.astimezone().date()


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


def _attendance(meter: Meter) -> PartState:
    part, present = PartOfDay.ATTENDANCE, meter.present
    if present is None:
        said = Sentence(
            "Chưa ai điểm danh, nên biên bản không ghi được số có mặt.",
            "Nobody has taken attendance, so the minutes cannot say how many were present.",
        )
        return PartState(part, Light.AMBER, said)
    if meter.is_frozen:
        said = Sentence(f"Có mặt lúc mở: {present}.", f"Present at the opening: {present}.")
        return PartState(part, Light.GREEN, said)
    if meter.is_reached is False:
        said = Sentence(
            f"Có mặt {present}, cần {meter.needed}: chưa mở được.",
            f"{present} are present, {meter.needed} are needed: voting cannot open yet.",
        )
        return PartState(part, Light.RED, said)
    if meter.by is Basis.PLAN:
        said = Sentence(
            f"Chưa ai điểm danh; số có mặt {present} lấy từ bản chuẩn bị.",
            f"Nobody has taken attendance; {present} present is what the preparation says.",
        )
        return PartState(part, Light.AMBER, said)
    return PartState(part, Light.GREEN, Sentence(f"Có mặt {present}.", f"{present} are present."))


def _handing_out(account: CardAccount) -> PartState:
    handed, rest = account.handed_out, account.printed - account.handed_out - account.void
    if not handed:
        said = Sentence(
            "Chưa bàn nào ghi đã phát thẻ: không có gì để đối chiếu số thẻ phát ra.",
            "No desk has noted a card as handed out: the number issued has nothing to agree with.",
        )
        return PartState(PartOfDay.HANDING_OUT, Light.AMBER, said)
    said = Sentence(f"Các bàn đã phát {handed} thẻ.", f"The desks handed out {handed} cards.")
    if account.state is State.PREPARED and rest > 0:
        said = Sentence(
            f"Các bàn đã phát {handed} thẻ; còn {rest} thẻ phải quét để huỷ khi mở.",
            f"The desks handed out {handed} cards; {rest} are left, to be scanned at the opening.",
        )
    return PartState(PartOfDay.HANDING_OUT, Light.GREEN, said)


def _opening(view: ConferenceView, today: date) -> PartState:
    if view.state is State.PREPARED:
        said, planned = Sentence("Chưa mở.", "Not open yet."), view.definition.date
        if planned != today:
            said = Sentence(
                f"Chưa mở. Hôm nay là {today:%d/%m/%Y}, bản chuẩn bị ghi {planned:%d/%m/%Y}.",
                f"Not open yet. Today is {date_in(today, 'en')}; the preparation says "
                f"{date_in(planned, 'en')}.",
            )
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
