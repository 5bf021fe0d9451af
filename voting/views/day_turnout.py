"""The day: how many ballots came, and what happened. Never who, never a result."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import attendance, incidents
from voting.services.card_account import read_card_account
from voting.views.common import instance
from voting.views.day_parts import DOES, SEES, day_page, typed
from voting.views.desk_words import desk_words

turnout = Blueprint("turnout", __name__, url_prefix="/desk/conferences/<conference:uuid>")
turnout.context_processor(desk_words)

FOLLOWS = (*SEES, Role.COMMITTEE, Role.CHAIR)


@turnout.get("/turnout")
@access.only(*FOLLOWS)
def show(uuid: str) -> ResponseReturnValue:
    """Show how many ballots came, and how many cards each site handed out."""
    account = read_card_account(instance(), uuid)
    meter = attendance.read_meter(instance(), uuid)
    return day_page("turnout", uuid, account=account, meter=meter)


@turnout.get("/incidents")
@access.only(*FOLLOWS)
def list_incidents(uuid: str) -> ResponseReturnValue:
    """Show what happened so far, as it stands in the log."""
    return _incidents(uuid)


@turnout.post("/incidents")
@access.only(*DOES)
def write_incident(uuid: str) -> ResponseReturnValue:
    """Write what happened into the log."""
    try:
        incidents.write_incident(instance(), current(), uuid, typed("text", 5_000))
    except VotingRefused as error:
        return _incidents(uuid, error)
    return redirect(url_for("turnout.list_incidents", uuid=uuid), 303)


def _incidents(uuid: str, error: VotingRefused | None = None) -> ResponseReturnValue:
    lines = incidents.list_incidents(instance(), uuid)
    return day_page("incidents", uuid, error, lines=lines, text=typed("text", 5_000))
