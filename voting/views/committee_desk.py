"""The committee seen from the desk: who has done what, a lost link renewed, the key begun again.

A link is a secret of its member: it is shown once, in the answer to the form, and kept nowhere.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.client_assets import client_asset
from voting.doorkeeper import current
from voting.headers import DESK_POLICY
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.services import ceremony as service
from voting.services.ceremony_reading import read_ceremony
from voting.services.committee_page import read_page
from voting.services.sessions import Who
from voting.views.common import instance
from voting.views.day_parts import number_in
from voting.views.desk_words import desk_words
from voting.views.drafts import READERS, WRITERS

desk = Blueprint(
    "committee_desk", __name__, url_prefix="/desk/conferences/<conference:uuid>/committee"
)


@desk.context_processor
def words() -> dict[str, Any]:
    """Give the templates the words of the desk."""
    who: Who | None = desk_words()["who"]
    may_write = who is not None and current().role in WRITERS
    return {**desk_words(), "may_write": may_write, "asset": client_asset}


@desk.get("")
@access.only(*READERS)
def show(uuid: str) -> ResponseReturnValue:
    """Show who has done what."""
    return _page(uuid)


@desk.post("/link")
@access.only(*WRITERS)
def renew(uuid: str) -> ResponseReturnValue:
    """Give a member a new link, shown once; the old one opens nothing any more."""

    def renewed() -> Response:
        made = service.renew_link(instance(), uuid, number_in("number"), at_desk=True)
        return _links(uuid, (made,), is_replaced=False)

    return _answered(uuid, renewed)


@desk.post("/restart")
@access.only(*WRITERS)
def restart(uuid: str) -> ResponseReturnValue:
    """Begin the making of the key again; new links, if it was made already, are shown once."""

    def restarted() -> ResponseReturnValue:
        if request.form.get("agreed") != "1":
            raise VotingRefused(Refusal.NOT_AGREED)
        begun = service.restart_ceremony(instance(), uuid, seen=request.form.get("stage", ""))
        if not begun.links:
            return redirect(url_for("committee_desk.show", uuid=uuid), 303)
        return _links(begun.uuid, begun.links, is_replaced=True)

    return _answered(uuid, restarted)


def _links(uuid: str, made: tuple[service.MemberLink, ...], *, is_replaced: bool) -> Response:
    """Show links with their codes; the page's script copies and prints them."""
    page_of = read_page(instance(), uuid)
    base = (page_of.address or request.host_url).rstrip("/")
    page = render_template(
        "desk/links.html",
        uuid=uuid,
        made=made,
        base=base,
        name=page_of.name,
        is_replaced=is_replaced,
    )
    response = make_response(page)
    response.headers["Content-Security-Policy"] = DESK_POLICY
    return response


def _answered(uuid: str, act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Do something; if it is refused, say why on the page."""
    try:
        return act()
    except VotingRefused as error:
        if error.refusal is Refusal.UNKNOWN_CONFERENCE:
            raise
        answer = answer_to(error)
        return _page(uuid, answer.message(language())), answer.status


def _page(uuid: str, problem: str | None = None) -> str:
    seen = read_ceremony(instance(), uuid)
    return render_template("desk/committee.html", seen=seen, problem=problem)
