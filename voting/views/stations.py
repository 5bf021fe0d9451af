"""Pages for a device of its own: kiosk, opened ballots, witness, wall, receipts, committee."""

from typing import Final

from flask import Blueprint, Response, json, make_response, render_template
from flask.typing import ResponseReturnValue

from ballots.errors import SENTENCES
from voting import access
from voting.client_assets import client_asset
from voting.committee_sentences import COMMITTEE
from voting.headers import CAMERA, CHECK_POLICY, COMMITTEE_POLICY, KIOSK_POLICY, WALL_POLICY
from voting.models import State
from voting.refusals import Refusal
from voting.services import committee_page, reading
from voting.views.common import FOR_A_MINUTE, for_a_second, instance, lasting, receipt_file
from voting.views.words import public_address

stations = Blueprint("stations", __name__)

COPY_REFUSALS: Final = (  # what the page itself says of a saved key
    *(Refusal.NOT_KEY_COPY, Refusal.COPY_DAMAGED),
    *(Refusal.WRONG_PASSPHRASE, Refusal.WEAK_PASSPHRASE),
)


@stations.get("/c/<conference:uuid>/kiosk")
@access.public
def kiosk(uuid: str) -> ResponseReturnValue:
    """Show the kiosk: it scans a card and runs the booth, one person after another."""
    return _station("kiosk", uuid, KIOSK_POLICY)


@stations.get("/c/<conference:uuid>/check")
@access.public
def check(uuid: str) -> ResponseReturnValue:
    """Show the page on which a second device checks an opened ballot; nothing is sent here."""
    return _station("check", uuid, CHECK_POLICY)


@stations.get("/c/<conference:uuid>/witness")
@access.public
def witness(uuid: str) -> ResponseReturnValue:
    """Show the page by which a phone or computer watches the log and cosigns it."""
    return _station("witness", uuid, CHECK_POLICY)


@stations.get("/c/<conference:uuid>/wall")
@access.public
def wall(uuid: str) -> ResponseReturnValue:
    """Show the page for the hall's projector: ballots in the box, mark of the ballot box."""
    view = reading.read_conference(instance(), uuid)
    home = public_address(view, "board.home")
    script = client_asset("wall")
    page = render_template("wall.html", view=view, script=script, home=home, states=State)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = WALL_POLICY
    return response


@stations.get("/c/<conference:uuid>/turnout")
@access.public
def turnout(uuid: str) -> ResponseReturnValue:
    """Give what the wall asks for every second: the state and the ballots in the box."""
    view = reading.read_conference(instance(), uuid)
    response = for_a_second(json.dumps({"state": view.state.value, "cast": view.turnout.cast}))
    response.mimetype = "application/json"
    return response


@stations.get("/c/<conference:uuid>/committee")
@access.public
def committee(uuid: str) -> ResponseReturnValue:
    """Show the page of a member of the counting committee; the link's token is in the fragment."""
    shell = committee_page.read_page(instance(), uuid)
    told = {code.value: sentence for code, sentence in SENTENCES.items()}
    told |= {code.value: COMMITTEE[code] for code in COPY_REFUSALS}
    script = client_asset("committee")
    page = render_template("committee.html", shell=shell, script=script, sentences=told)
    return _with_headers(page, COMMITTEE_POLICY)


@stations.get("/c/<conference:uuid>/receipt-check.html")
@access.public
def receipt_check(uuid: str) -> ResponseReturnValue:
    """Give the page that judges receipts as a file to keep, with the log's key and witnesses."""
    view = reading.read_conference(instance(), uuid)
    response = Response(receipt_file(view), mimetype="text/html")
    attached = f'attachment; filename="tinnhiem-receipt-check-{uuid}.html"'
    response.headers["Content-Disposition"] = attached
    return lasting(response, FOR_A_MINUTE)


def _station(name: str, uuid: str, policy: str) -> Response:
    view = reading.read_conference(instance(), uuid)
    script = client_asset(name)
    return _with_headers(render_template(f"{name}.html", view=view, script=script), policy)


def _with_headers(page: str, policy: str) -> Response:
    response = make_response(page)
    response.headers["Content-Security-Policy"] = policy
    response.headers["Permissions-Policy"] = CAMERA
    return response
