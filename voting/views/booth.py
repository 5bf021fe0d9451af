"""For delegates: the page that a card's code opens, and the place where ballots are sent."""

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import client_asset
from voting.headers import BOOTH_POLICY, CAMERA, RECEIPT_POLICY
from voting.services import card_state, casting, reading, receipt_check, site_turnout
from voting.views.booth_page import booth_bodies
from voting.views.common import FOR_A_SECOND, instance, lasting

booth = Blueprint("booth", __name__)

MAX_CARD = 1024  # bytes of a question about a card
MAX_RECEIPT = 16 * 1024  # bytes of a form with a receipt


@booth.get("/c/<conference:uuid>/vote")
@access.public
def vote(uuid: str) -> ResponseReturnValue:
    """Show the booth; the card's secret stays in the fragment, which no browser sends."""
    view = reading.read_conference(instance(), uuid)
    page = render_template(
        "vote.html", view=view, bodies=booth_bodies(view), script=client_asset("booth")
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = BOOTH_POLICY
    response.headers["X-Frame-Options"] = "SAMEORIGIN"  # the kiosk
    return response


@booth.post("/api/conferences/<conference:uuid>/card")
@access.public
def card(uuid: str) -> ResponseReturnValue:
    """Say whether a card can be used now; its public credential is in the body, never logged."""
    request.max_content_length = MAX_CARD
    asked = request.get_json(force=True, silent=True, cache=False)
    credential = asked.get("credential") if isinstance(asked, dict) else None
    card_state.require_usable(instance(), uuid, str(credential))
    return {"usable": True}


@booth.post("/api/conferences/<conference:uuid>/ballots")
@access.public
def cast(uuid: str) -> ResponseReturnValue:
    """Record a ballot and answer with its receipt; the size is tested before the body is read."""
    # One byte more than a ballot may have: a body without a length is cut off there, not refused.
    request.max_content_length = casting.size_limit(instance(), uuid) + 1
    body = request.get_data(cache=False)
    recorded = casting.cast_ballot(instance(), uuid, body)
    if recorded.is_new:
        site_turnout.count_ballot(instance(), uuid, request.remote_addr)
    answer = {
        "tracker": recorded.tracker,
        "index": recorded.index,
        "receipt": recorded.receipt,
    }
    return answer, 201 if recorded.is_new else 200


@booth.get("/c/<conference:uuid>/receipt")
@access.public
def receipt(uuid: str) -> ResponseReturnValue:
    """Ask for a receipt, which the page judges by itself, or for a tracker."""
    return lasting(_receipt_page(uuid), FOR_A_SECOND)


@booth.post("/c/<conference:uuid>/receipt")
@access.public
def find_receipt(uuid: str) -> ResponseReturnValue:
    """Say whether the ballot of a receipt or a tracker is on the board."""
    request.max_content_length = MAX_RECEIPT
    return _receipt_page(uuid, request.form.get("receipt", ""))


def _receipt_page(uuid: str, typed: str | None = None) -> Response:
    view = reading.read_conference(instance(), uuid)
    found = None if typed is None else receipt_check.find_ballot(instance(), uuid, typed)
    script = client_asset("receipt")
    page = render_template("receipt.html", view=view, found=found, typed=typed or "", script=script)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = RECEIPT_POLICY
    response.headers["Permissions-Policy"] = CAMERA
    return response
