"""The day: how many ballots came, and what happened. Never who, never a result."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import attendance, incidents, site_turnout
from voting.services.card_account import read_card_account
from voting.services.sites import list_sites
from voting.views.common import instance
from voting.views.day_parts import DOES, SEES, day_page, typed
from voting.views.desk_words import desk_words

turnout = Blueprint("turnout", __name__, url_prefix="/desk/conferences/<conference:uuid>")
turnout.context_processor(desk_words)

FOLLOWS = (*SEES, Role.COMMITTEE, Role.CHAIR)


@turnout.get("/turnout")
@access.only(*FOLLOWS)
def show(uuid: str) -> ResponseReturnValue:
    """Show how many ballots came, by site as far as may be, and how many cards were handed out."""
    return _turnout(uuid)


@turnout.post("/turnout/networks")
@access.only(Role.ORGANIZER)
def set_networks(uuid: str) -> ResponseReturnValue:
    """Write from which networks the ballots of the sites will come."""
    named = [one.number for one in list_sites(instance(), uuid)]
    written = {number: typed(f"network-{number}") for number in named}
    try:
        site_turnout.set_networks(instance(), uuid, written)
    except VotingRefused as error:
        return _turnout(uuid, error)
    return redirect(url_for("turnout.show", uuid=uuid), 303)


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


def _turnout(uuid: str, error: VotingRefused | None = None) -> ResponseReturnValue:
    return day_page(
        "turnout",
        uuid,
        error,
        account=read_card_account(instance(), uuid),
        meter=attendance.read_meter(instance(), uuid),
        by_site=site_turnout.read_site_turnout(instance(), uuid, current()),
        typed=request.form,
        here=request.remote_addr,
    )


def _incidents(uuid: str, error: VotingRefused | None = None) -> ResponseReturnValue:
    lines = incidents.list_incidents(instance(), uuid)
    return day_page("incidents", uuid, error, lines=lines, text=typed("text", 5_000))
