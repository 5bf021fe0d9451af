"""The hub of a conference: its lights, and every button of the day that calls a service."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from ballots.errors import BallotsError, Sentence
from voting import access
from voting.client_assets import client_asset
from voting.documents.cards import CardSheet, Paper, card_pdf, draw_codes
from voting.documents.posters import PosterPaper, Wifi, conference_url, posters_pdf
from voting.doorkeeper import current
from voting.findings import Language
from voting.headers import CAMERA, DAY_POLICY
from voting.language import language
from voting.models import State
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.services import books
from voting.services import hub as service
from voting.services.cards import import_cards, print_cards
from voting.services.day_lights import PartOfDay
from voting.services.decrypting import decrypt
from voting.services.reading import ConferenceView, read_conference
from voting.services.results import compute_result, publish_result
from voting.services.scanned import public_lines, wrong_cards
from voting.services.sitting_cards import import_sitting_cards, print_sitting_cards
from voting.services.sittings import votes_on_card, what_cards_are_for
from voting.views.common import instance
from voting.views.desk_words import desk_words
from voting.views.draft_words import LIGHTS
from voting.views.drafts import READERS, WRITERS
from voting.views.words import said

COUNTERS: Final = (*WRITERS, Role.COMMITTEE)  # of cards, by hand

hub = Blueprint("hub", __name__, url_prefix="/desk/conferences/<conference:uuid>")

MOST_LIST: Final = 16 << 20
PDF: Final = "application/pdf"

PARTS: Final[dict[PartOfDay, Sentence]] = {
    PartOfDay.KEYS: Sentence("Ban Kiểm phiếu sẵn sàng", "The committee is ready"),
    PartOfDay.CARDS: Sentence("Thẻ", "Cards"),
    PartOfDay.ATTENDANCE: Sentence("Điểm danh", "Attendance"),
    PartOfDay.HANDING_OUT: Sentence("Phát thẻ", "Handing out cards"),
    PartOfDay.OPENING: Sentence("Mở", "Opening"),
    PartOfDay.CLOSING: Sentence("Lấy phiếu", "Voting"),
    PartOfDay.BOOKS: Sentence("Đối chiếu số thẻ", "Numbers of cards"),
    PartOfDay.RESULT: Sentence("Kết quả", "Result"),
}
PAGES: Final = {  # where a part of the day is done, and who may look there
    PartOfDay.KEYS: ("committee_desk.show", READERS),
    PartOfDay.ATTENDANCE: ("attendance.show", (Role.ORGANIZER, Role.AUDITOR)),
    PartOfDay.HANDING_OUT: ("cards.show", (Role.ORGANIZER, Role.AUDITOR)),
}


@hub.context_processor
def words() -> dict[str, Any]:
    """Give the templates the words of the hub."""
    role = None if desk_words()["who"] is None else current().role
    may = {"may_write": role in WRITERS, "may_count": role in COUNTERS}
    return {**desk_words(), **may, "PARTS": PARTS, "PAGES": PAGES, "LIGHTS": LIGHTS}


@hub.get("")
@access.only(*READERS, Role.CHAIR, Role.COMMITTEE)
def show(uuid: str) -> ResponseReturnValue:
    """Show how far everything is."""
    return _page(uuid)


@hub.get("/lights")
@access.only(*READERS, Role.CHAIR, Role.COMMITTEE)
def lights(uuid: str) -> ResponseReturnValue:
    """Give every part of the day with its light and sentence, for a page that stays open."""
    found = service.read_hub(instance(), uuid, now=datetime.now(UTC))
    return jsonify({one.part.value: [one.light.value, said(one.sentence)] for one in found.states})


@hub.post("/cards")
@access.only(*WRITERS)
def cards(uuid: str) -> ResponseReturnValue:
    """Make the cards and give them as PDF, once; in a sitting those of all its votes."""
    view, made = read_conference(instance(), uuid), list[bytes]()
    paper, whole = Paper(_choice("paper", [one.value for one in Paper])), _papers_of(view)
    sitting, about = what_cards_are_for(instance(), whole)

    def deliver(private: Sequence[str]) -> None:
        votes = () if sitting is None else votes_on_card(sitting)
        voids = "void_sheets" in request.form
        sheet = CardSheet(whole, about, _base(view), private, _language(), votes, voids)
        made.append(card_pdf(sheet, paper, draw_codes(sheet)))

    make = print_cards if sitting is None else print_sitting_cards
    asked, already = _count("count"), _count("already") or 0
    act = partial(make, instance(), whole, asked, deliver=deliver, already=already)
    return _done(uuid, act, lambda: _file(made[0], PDF, f"cards-{paper.value}.pdf"))


@hub.post("/import-cards")
@access.only(*WRITERS)
@access.larger(MOST_LIST)
def take_cards(uuid: str) -> ResponseReturnValue:
    """Take the list of the cards that the committee made."""
    whole = _papers_of(read_conference(instance(), uuid))
    take = import_cards if whole == uuid else import_sitting_cards
    return _done(uuid, lambda: take(instance(), whole, _sent("file")))


@hub.post("/posters")
@access.only(*WRITERS)
def posters(uuid: str) -> ResponseReturnValue:
    """Give the posters as PDF; the password of the network is kept nowhere."""
    view = read_conference(instance(), uuid)
    name, whole = request.form.get("wifi", "").strip(), _papers_of(view)
    made = posters_pdf(
        what_cards_are_for(instance(), whole)[1],
        url=conference_url(_base(view), whole),
        paper=PosterPaper(_choice("paper", [one.value for one in PosterPaper])),
        wifi=Wifi(name, request.form.get("password") or None) if name else None,
        language=_language(),
    )
    return _file(made, PDF, "posters.pdf")


@hub.post("/open")
@access.only(*WRITERS)
@access.larger(MOST_LIST)
def open_(uuid: str) -> ResponseReturnValue:
    """Open voting; the cards left over become void."""

    def opened() -> None:
        lines, when = [*_left(), *_listed("list")], datetime.now(UTC)
        agreed, issued = request.form.get("agreed", "").split(), _count("issued")
        service.open_counted(instance(), uuid, lines, issued, agreed=agreed, now=when)

    return _done(uuid, opened)


@hub.post("/close")
@access.only(*WRITERS)
def close(uuid: str) -> ResponseReturnValue:
    """Close voting, if the number of ballots that are missing is the one that was ticked."""
    return _done(uuid, lambda: service.close_agreed(instance(), uuid, _count("agreed")))


@hub.post("/incident")
@access.only(*WRITERS)
def incident(uuid: str) -> ResponseReturnValue:
    """Write down what happened, for the minutes."""
    text = request.form.get("text", "")
    return _done(uuid, lambda: books.record_incident(instance(), uuid, text))


@hub.post("/hand-count")
@access.only(*COUNTERS)
def hand_count(uuid: str) -> ResponseReturnValue:
    """Write down how many cards were counted by hand."""

    def counted() -> None:
        numbers = {name: _count(name) or 0 for name in ("printed", "issued", "void")}
        books.record_hand_count(instance(), uuid, **numbers)

    return _done(uuid, counted)


@hub.post("/note")
@access.only(*COUNTERS)
def note(uuid: str) -> ResponseReturnValue:
    """Explain numbers of cards that differ."""
    about, text = set(request.form.getlist("about")), request.form.get("text", "")
    return _done(uuid, lambda: books.record_note(instance(), uuid, about, text))


@hub.post("/addendum")
@access.only(*WRITERS)
def addendum(uuid: str) -> ResponseReturnValue:
    """Join a file to the minutes by its SHA-256, which the browser made; the file stays there."""
    kind = books.AddendumKind(_choice("kind", [one.value for one in books.AddendumKind]))
    text = request.form.get("text", "")
    digest = request.form.get("digest", "").strip().lower()
    return _done(uuid, lambda: books.record_digest(instance(), uuid, kind, digest, text))


@hub.post("/count")
@access.only(*WRITERS)
def count(uuid: str) -> ResponseReturnValue:
    """Open the result where the server alone can: rehearsals, demonstrations."""

    def opened() -> None:
        decrypt(instance(), uuid)
        compute_result(instance(), uuid)

    return _done(uuid, opened)


@hub.post("/publish")
@access.only(Role.CHAIR, Role.ORGANIZER)
def publish(uuid: str) -> ResponseReturnValue:
    """Publish where there is no committee; where there is one, only its head can."""
    return _done(uuid, lambda: publish_result(instance(), uuid))


def _done(
    uuid: str,
    act: Callable[[], object],
    answer: Callable[[], ResponseReturnValue] | None = None,
) -> ResponseReturnValue:
    """Do something and show the hub again; if it is refused, with why and what was typed."""
    try:
        act()
    except (VotingRefused, BallotsError) as error:
        if getattr(error, "refusal", None) is Refusal.UNKNOWN_CONFERENCE:
            raise
        told = answer_to(error)
        return _page(uuid, told.message(language()), told.status)
    return redirect(url_for("hub.show", uuid=uuid), 303) if answer is None else answer()


def _page(uuid: str, problem: str | None = None, status: int = 200) -> Response:
    found = service.read_hub(instance(), uuid, now=datetime.now(UTC))
    left = [line for line in public_lines(instance(), uuid, _left()) if line]
    scans = found.view is not None and found.view.definition.group == "Ed25519"  # as the booth
    page = render_template(
        "desk/hub.html",
        hub=found,
        problem=problem,
        typed=request.form if problem else {},
        left="\n".join(left),
        wrong=wrong_cards(instance(), uuid, left, is_void_wrong=False) if problem else None,
        scans=scans,
        asset=client_asset,
    )
    response = make_response(page, status)
    if found.state == State.PUBLISHED:  # its form of the addendum makes a SHA-256
        response.headers["Content-Security-Policy"] = DAY_POLICY
    if found.state == State.PREPARED:  # its form of the opening scans cards
        response.headers["Content-Security-Policy"] = DAY_POLICY
        response.headers["Permissions-Policy"] = CAMERA
    return response


def _left() -> list[str]:
    """Return the cards that were scanned, a line each; codes that can vote are shown to nobody."""
    return request.form.get("left", "").splitlines()


def _listed(field: str) -> list[str]:
    """Return the lines of a file, if one was sent. Raises VotingRefused BAD_REQUEST."""
    file = request.files.get(field)
    try:
        return [] if file is None else file.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise VotingRefused(Refusal.BAD_REQUEST) from error


def _papers_of(view: ConferenceView) -> str:
    """Return the uuid that cards and posters point to: of the sitting whose cards are shared."""
    return view.uuid if view.same_cards is None else view.same_cards.uuid


def _base(view: ConferenceView) -> str:
    return view.definition.address or request.host_url.rstrip("/")


def _language() -> Language:
    return cast(Language, _choice("lang", ["vi", "en"]))


def _choice(field: str, known: Sequence[str]) -> str:
    """Return one of a closed list, the first by default."""
    value = request.form.get(field, "")
    return value if value in known else known[0]


def _count(field: str) -> int | None:
    """Return a whole number, or None where nothing was typed. Raises VotingRefused BAD_REQUEST."""
    text = request.form.get(field, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) < 8):
        raise VotingRefused(Refusal.BAD_REQUEST)
    return int(text) if text else None


def _sent(field: str) -> bytes:
    file = request.files.get(field)
    if file is None or not file.filename:
        raise VotingRefused(Refusal.BAD_REQUEST)
    content: bytes = file.read()
    return content


def _file(content: bytes, kind: str, name: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=disposition)
