"""For delegates: the page that a card's code opens, and the place where ballots are sent."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.services import casting, reading
from voting.views.common import instance

booth = Blueprint("booth", __name__)


@booth.get("/c/<conference:uuid>/vote")
@access.public
def vote(uuid: str) -> ResponseReturnValue:
    """Say what the holder of a card can do now; the card's secret stays in the fragment."""
    return render_template("vote.html", view=reading.read_conference(instance(), uuid))


@booth.post("/api/conferences/<conference:uuid>/ballots")
@access.public
def cast(uuid: str) -> ResponseReturnValue:
    """Record a ballot and answer with its receipt; the size is tested before the body is read."""
    # One byte more than a ballot may have: a body without a length is cut off there, not refused.
    request.max_content_length = casting.size_limit(instance(), uuid) + 1
    body = request.get_data(cache=False)
    recorded = casting.cast_ballot(instance(), uuid, body)
    answer = {
        "tracker": recorded.tracker,
        "index": recorded.index,
        "receipt": recorded.receipt,
    }
    return answer, 201 if recorded.is_new else 200
