"""Pages for a device of its own: kiosk, check of opened ballots, witness, wall, saved receipts."""

from flask import Blueprint, Response, json, make_response, render_template
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import client_asset
from voting.headers import CAMERA, CHECK_POLICY, KIOSK_POLICY, WALL_POLICY
from voting.models import State
from voting.services import reading
from voting.views.common import FOR_A_MINUTE, for_a_second, instance, lasting, receipt_file
from voting.views.words import public_address

stations = Blueprint("stations", __name__)


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
    response = make_response(render_template(f"{name}.html", view=view, script=script))
    response.headers["Content-Security-Policy"] = policy
    response.headers["Permissions-Policy"] = CAMERA
    return response
