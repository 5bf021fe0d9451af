"""The page of a rehearsal: one button, how far it is, and the lights at its end.

name: of a conference (its uuid) or of a preparation that is not frozen yet (draft-7).
"""

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current, now
from voting.language import language
from voting.plan.steps import Light
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.rehearsal.place import Stage
from voting.rehearsal.words import JUDGED, KEYS, STAGES, TASKS
from voting.roles import Role
from voting.services import rehearsing as service
from voting.views.common import instance
from voting.views.desk_words import desk_words
from voting.views.draft_words import STEPS
from voting.views.drafts import READERS, WRITERS

rehearsal = Blueprint("rehearsal", __name__, url_prefix="/desk/rehearsals/<rehearsed:name>")

PDF: Final = "application/pdf"
AGAIN: Final = "3"  # seconds until a browser asks again how far it is


@rehearsal.context_processor
def words() -> dict[str, Any]:
    """Give the template the words of a rehearsal."""
    may_write = desk_words()["who"] is not None and current().role in WRITERS
    own = {"KEYS": KEYS, "STAGES": STAGES, "TASKS": TASKS, "Stage": Stage, "STEPS": STEPS}
    lights = {"Light": Light, "LIGHTS": JUDGED}
    return {**desk_words(), **own, **lights, "may_write": may_write, "clock": now()}


@rehearsal.get("")
@access.only(*READERS, Role.CHAIR)
def show(name: str) -> ResponseReturnValue:
    """Show how far the rehearsal is, and the page of the last one."""
    view = service.read_rehearsal(instance(), name)
    response = Response(render_template("desk/rehearsal.html", one=view))
    if view.is_running:
        response.headers["Refresh"] = AGAIN
    return response


@rehearsal.post("/start")
@access.only(*WRITERS)
def start(name: str) -> ResponseReturnValue:
    """Start the rehearsal."""
    minutes = request.form.get("minutes", "").strip().replace(",", ".") or "3"
    return _done(name, lambda: service.start_rehearsal(instance(), name, minutes))


@rehearsal.post("/stop")
@access.only(*WRITERS)
def stop(name: str) -> ResponseReturnValue:
    """Stop the rehearsal."""
    return _done(name, lambda: service.ask_rehearsal(instance(), name, "stop"))


@rehearsal.post("/skip")
@access.only(*WRITERS)
def skip(name: str) -> ResponseReturnValue:
    """Go on without the test cards that have not come."""
    return _done(name, lambda: service.ask_rehearsal(instance(), name, "skip"))


@rehearsal.get("/test-cards.pdf")
@access.only(*WRITERS)
def cards(name: str) -> ResponseReturnValue:
    """Give the test cards of the running rehearsal."""
    return Response(service.test_cards(instance(), name), mimetype=PDF)


@rehearsal.get("/minutes.pdf")
@access.only(*READERS, Role.CHAIR)
def minutes(name: str) -> ResponseReturnValue:
    """Give the minutes of the last rehearsal, which say that nothing counts."""
    return Response(service.rehearsal_minutes(instance(), name), mimetype=PDF)


def _done(name: str, act: Callable[[], None]) -> ResponseReturnValue:
    """Do something and show the page again; if it is refused, with why."""
    try:
        act()
    except VotingRefused as error:
        if error.refusal in (Refusal.UNKNOWN_CONFERENCE, Refusal.UNKNOWN_DRAFT):
            raise
        told = answer_to(error)
        view, problem = service.read_rehearsal(instance(), name), told.message(language())
        return render_template("desk/rehearsal.html", one=view, problem=problem), told.status
    return redirect(url_for("rehearsal.show", name=name), 303)
