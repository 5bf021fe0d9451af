"""The desk: what is done for a delegate who comes with a paper."""

from typing import Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from voting import access
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.services import reading
from voting.services.disputing import settle_dispute
from voting.views.common import instance

desk = Blueprint("desk", __name__, url_prefix="/c/<conference:uuid>")

MAX_PAPER: Final = 1 << 20  # bytes; a ballot of 60 people is about 120 kB
_SAID_HERE: Final = (Refusal.DESK_BUSY, Refusal.NOT_SETTLED)


@desk.get("/dispute")
@access.public
def dispute(uuid: str) -> ResponseReturnValue:
    """Ask for the paper of a dispute."""
    view = reading.read_conference(instance(), uuid)
    return render_template("dispute.html", view=view, typed="")


@desk.post("/dispute")
@access.public
def settle(uuid: str) -> ResponseReturnValue:
    """Give one of the six verdicts on a ballot."""
    request.max_content_length = request.max_form_memory_size = MAX_PAPER
    paper, ballot = request.form.get("paper", ""), request.form.get("ballot", "")
    view = reading.read_conference(instance(), uuid)
    try:
        settled = settle_dispute(instance(), uuid, paper, ballot, language())
    except VotingRefused as error:
        if error.refusal not in _SAID_HERE:
            raise
        problem = answer_to(error).message(language())
        page = render_template("dispute.html", view=view, typed=paper, problem=problem)
        return page, answer_to(error).status
    return render_template("dispute.html", view=view, typed=paper, settled=settled)
