"""The day: attendance by the list (search, badge) or by count, and the quorum."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.day_models import Presence
from voting.doorkeeper import current
from voting.refusals import VotingRefused
from voting.roles import Role
from voting.services import attendance, sites, taking_over
from voting.services.attendance import DelegateView, Found
from voting.views.common import instance
from voting.views.day_parts import DOES, SEES, day_page, number_in, presence_in, typed
from voting.views.desk_words import desk_words

door = Blueprint("attendance", __name__, url_prefix="/desk/conferences/<conference:uuid>")
door.context_processor(desk_words)


@door.get("/attendance")
@access.only(*SEES)
def show(uuid: str) -> ResponseReturnValue:
    """Show how many are present, and ask for a name, a number or a badge."""
    return _page(uuid)


@door.post("/attendance/find")
@access.only(*DOES)
def find(uuid: str) -> ResponseReturnValue:
    """Find delegates; whoever is found by the badge is present at once."""
    wanted = typed("typed")
    try:
        found = attendance.find_delegates(instance(), uuid, wanted)
    except VotingRefused as error:
        return _page(uuid, error)
    if not found.by_badge or found.delegates[0].presence in (Presence.PRESENT, Presence.LATE):
        return _page(uuid, found=found, wanted=wanted)
    return _mark(uuid, found.delegates[0].number, Presence.PRESENT)


@door.post("/attendance/mark")
@access.only(*DOES)
def mark(uuid: str) -> ResponseReturnValue:
    """Note how a delegate stands."""
    try:
        return _mark(uuid, number_in("number"), presence_in("presence"))
    except VotingRefused as error:
        return _page(uuid, error)


@door.post("/attendance/count")
@access.only(*DOES)
def count(uuid: str) -> ResponseReturnValue:
    """Note how many delegates were counted at a site."""
    try:
        site, counted = number_in("site"), number_in("count")
        before = attendance.count_present(instance(), current(), uuid, site, counted)
    except VotingRefused as error:
        return _page(uuid, error)
    return _page(uuid, counted=(site, before))


@door.post("/attendance/take-over")
@access.only(Role.ORGANIZER)
def take_over(uuid: str) -> ResponseReturnValue:
    """Take over who was present in the sitting's last vote."""
    try:
        taking_over.take_attendance(instance(), uuid, typed("earlier"))
    except VotingRefused as error:
        return _page(uuid, error)
    return redirect(url_for("attendance.show", uuid=uuid), 303)


def _mark(uuid: str, number: int, presence: Presence) -> ResponseReturnValue:
    before = attendance.set_presence(instance(), uuid, number, presence)
    return _page(uuid, marked=before, now=presence)


def _page(
    uuid: str,
    error: VotingRefused | None = None,
    *,
    found: Found | None = None,
    wanted: str = "",
    marked: DelegateView | None = None,
    now: Presence | None = None,
    counted: tuple[int, int] | None = None,
) -> ResponseReturnValue:
    """Make the page. marked: how somebody stood before. counted: a site and its number before."""
    return day_page(
        "attendance",
        uuid,
        error,
        meter=attendance.read_meter(instance(), uuid),
        sites=[
            one for one in sites.list_sites(instance(), uuid) if sites.is_own(current(), one.name)
        ],
        found=found,
        wanted=wanted,
        marked=marked,
        now=now,
        counted=counted,
        earlier=taking_over.read_earlier(instance(), uuid),
        is_other_open=attendance.is_other_open(instance(), uuid),
    )
