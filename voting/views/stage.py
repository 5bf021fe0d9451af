"""The stage: the page that a projector opens once, what it asks for, the code of the Wi-Fi."""

import time
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from ballots.canonical import encode
from ballots.errors import Sentence
from voting import access
from voting.client_assets import client_asset
from voting.documents.qr import TooDense, qr_svg, wifi_text
from voting.documents.words import POSTERS
from voting.headers import STAGE_POLICY
from voting.models import State
from voting.refusals import Refusal, VotingRefused
from voting.rules.ranking import STANDINGS
from voting.rules.words import NUMBERS
from voting.services.reading import ConferenceView, read_conference
from voting.services.stage import read_choice
from voting.services.stage_state import read_stage
from voting.stage_models import ALL_SITES, Scene
from voting.views.bars import level_marks
from voting.views.common import for_a_second, instance
from voting.views.words import public_address

stage = Blueprint("stage", __name__, url_prefix="/c/<conference:uuid>/stage")


@stage.get("")
@access.public
def show(uuid: str) -> ResponseReturnValue:
    """Show the page for the projector; it changes by itself to what the desk chooses."""
    view = read_conference(instance(), uuid)
    site = read_choice(instance(), uuid, site_asked()).site
    response = make_response(render_template("stage.html", site=site, **_shown(view)))
    response.headers["Content-Security-Policy"] = STAGE_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the desk's preview
    return response


def _shown(view: ConferenceView) -> dict[str, Any]:
    """Return what the page needs besides its site."""
    profile = view.definition.profile
    return {
        "view": view,
        "script": client_asset("stage"),
        "home": public_address(view, "board.home"),
        "scenes": Scene,
        "states": State,
        "marks": level_marks([level.id for level in profile.levels]),
        "base": NUMBERS[profile.denominator.value],
        "STANDINGS": STANDINGS,
        "steps": _steps(view),
    }


@stage.get("/state")
@access.public
def state(uuid: str) -> ResponseReturnValue:
    """Give the scene and its figures, as small JSON, the same for everybody for a second.

    A figure of a site is for the screen that stands there, and kept nowhere.
    """
    site, now = site_asked(), int(time.time())
    read = read_stage(instance(), uuid, site, now=now, address=request.remote_addr)
    response = for_a_second(encode(read).decode())
    if site != ALL_SITES:
        response.headers["Cache-Control"] = "no-store"
    response.mimetype = "application/json"
    return response


@stage.get("/wifi.svg")
@access.public
def wifi(uuid: str) -> ResponseReturnValue:
    """Draw what a phone reads as "join this Wi-Fi", while the welcome shows it."""
    choice = read_choice(instance(), uuid, site_asked())
    if choice.network is None or choice.scene is not Scene.WELCOME:
        raise VotingRefused(Refusal.NOT_FOUND)
    try:
        drawing = qr_svg(wifi_text(choice.network.name, choice.network.password))
    except TooDense:
        raise VotingRefused(Refusal.QR_TOO_DENSE) from None
    return Response(drawing, mimetype="image/svg+xml")


def _steps(view: ConferenceView) -> list[Sentence]:
    """Return how to vote, as the posters say it."""
    third = "how3" if view.definition.seats is None else "how3_list"
    return [POSTERS[name] for name in ("how1", "how2", third, "how4", "how5")]


def site_asked() -> int:
    """Return the site whose screen an address names; of all, if it names none."""
    return request.args.get("site", ALL_SITES, type=int)
