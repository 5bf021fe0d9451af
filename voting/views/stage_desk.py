"""The desk of the stage: which scene the screens show, person by person, countdown, Wi-Fi."""

import time
from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ballots.errors import Sentence
from voting import access
from voting.doorkeeper import current
from voting.headers import STAGE_DESK_POLICY
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.services import stage as service
from voting.services.reading import read_conference
from voting.services.sites import list_sites
from voting.stage_models import ALL_SITES, Scene
from voting.views.common import instance
from voting.views.day_parts import number_in, typed
from voting.views.desk_words import desk_words
from voting.views.drafts import READERS, WRITERS

desk = Blueprint("stage_desk", __name__, url_prefix="/desk/conferences/<conference:uuid>/stage")
desk.context_processor(desk_words)

SCENES: Final[dict[Scene, Sentence]] = {
    Scene.WELCOME: Sentence("Chào mừng", "Welcome"),
    Scene.CHECKIN: Sentence("Điểm danh", "Check-in"),
    Scene.HOW: Sentence("Cách bỏ phiếu", "How to vote"),
    Scene.TURNOUT: Sentence("Số phiếu thu về", "Turnout"),
    Scene.CEREMONY: Sentence("Ban Kiểm phiếu", "The committee"),
    Scene.PERSON: Sentence("Kết quả từng người", "Result, person by person"),
    Scene.TABLE: Sentence("Bảng kết quả", "Result as a table"),
}
SHOWN: Final[dict[Scene, Sentence]] = {
    Scene.WELCOME: Sentence("Mã QR của trang, Wi-Fi", "QR code of the page, Wi-Fi"),
    Scene.CHECKIN: Sentence("Có mặt, cần có", "Present, and how many are needed"),
    Scene.HOW: Sentence("Năm bước", "Five steps"),
    Scene.TURNOUT: Sentence("Đã thu về, đồng hồ đếm ngược", "Ballots cast, countdown"),
    Scene.CEREMONY: Sentence("Phần khoá của từng thành viên", "The share of each member"),
    Scene.PERSON: Sentence("Chỉ sau khi công bố", "Only after publication"),
    Scene.TABLE: Sentence("Chỉ sau khi công bố", "Only after publication"),
}


@desk.get("")
@access.only(*READERS, Role.CHAIR)
def show(uuid: str) -> ResponseReturnValue:
    """Show what the screens show, and the buttons."""
    return _page(uuid, request.args.get("site", ALL_SITES, type=int))


@desk.post("/scene")
@access.only(*WRITERS)
def scene(uuid: str) -> ResponseReturnValue:
    """Let a screen show a scene; one that has none of its own follows the others."""

    def shown(site: int) -> None:
        if typed("scene") == "follow":
            service.follow_all(instance(), uuid, site)
        else:
            place = number_in("place") if typed("place") else 1
            service.show_scene(instance(), uuid, _scene(), place=place, site=site)

    return _done(uuid, shown)


@desk.post("/countdown")
@access.only(*WRITERS)
def countdown(uuid: str) -> ResponseReturnValue:
    """Start a countdown of so many minutes, or take it off the screens."""

    def counted(_: int) -> None:
        minutes = number_in("minutes") if typed("go") else None
        service.count_down(instance(), uuid, minutes, now=int(time.time()))

    return _done(uuid, counted)


@desk.post("/wifi")
@access.only(*WRITERS)
def wifi(uuid: str) -> ResponseReturnValue:
    """Keep the name and password of the hall's Wi-Fi for the welcome, or forget them."""

    def kept(site: int) -> None:
        name, password = typed("name"), request.form.get("password", "")
        network = service.Network(name, password or None) if typed("go") else None
        service.set_network(instance(), uuid, network, site=site)

    return _done(uuid, kept)


def _done(uuid: str, act: Callable[[int], None]) -> ResponseReturnValue:
    """Do something for the screen that the form names; say on the page why it is refused."""
    site = ALL_SITES
    try:
        site = number_in("site") if typed("site") else site
        act(site)
    except VotingRefused as error:
        if error.refusal in (Refusal.UNKNOWN_CONFERENCE, Refusal.UNKNOWN_SITE):
            raise
        return _page(uuid, site, error)
    return redirect(url_for("stage_desk.show", uuid=uuid, site=site or None), 303)


def _page(uuid: str, site: int, error: VotingRefused | None = None) -> ResponseReturnValue:
    choice = service.read_choice(instance(), uuid, site)
    answer = None if error is None else answer_to(error)
    told: dict[str, Any] = {
        "view": read_conference(instance(), uuid),
        "choice": choice,
        "sites": list_sites(instance(), uuid),
        "has_committee": service.is_with_committee(instance(), uuid),
        "SCENES": SCENES,
        "SHOWN": SHOWN,
        "may_write": current().role in WRITERS,
        "problem": answer and answer.message(language()),
    }
    response = make_response(render_template("desk/stage.html", **told))
    response.status_code = 200 if answer is None else answer.status
    response.headers["Content-Security-Policy"] = STAGE_DESK_POLICY
    return response


def _scene() -> Scene:
    """Return the scene that the form names. Raises VotingRefused BAD_REQUEST."""
    try:
        return Scene(typed("scene"))
    except ValueError as error:
        raise VotingRefused(Refusal.BAD_REQUEST) from error
