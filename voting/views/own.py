"""What everybody who is logged in has: the first page, sessions, passphrase, log-out."""

from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access
from voting.doorkeeper import current, let_out, now, place_of
from voting.language import language
from voting.refusals import VotingRefused, answer_to
from voting.roles import Role
from voting.services import accounts, entering, reading, sessions
from voting.services.drafts import list_drafts
from voting.services.passphrases import proposed_passphrase
from voting.views.common import instance
from voting.views.desk_words import desk_words

PREPARERS: Final = (Role.ADMINISTRATOR, Role.ORGANIZER, Role.AUDITOR)

own = Blueprint("own", __name__, url_prefix="/desk")
own.context_processor(desk_words)


@own.get("/")
@access.logged_in
def home() -> ResponseReturnValue:
    """Show who is logged in, what the role may do, and the conferences."""
    conferences = reading.list_conferences(instance())
    drafts = None
    if current().role in PREPARERS:
        made = {view.uuid for view in conferences}
        drafts = [one for one in list_drafts(instance()) if one.uuid not in made]
    return render_template("desk/home.html", conferences=conferences, drafts=drafts)


@own.post("/logout")
@access.logged_in
def log_out() -> ResponseReturnValue:
    """End this session."""
    entering.log_out(instance(), current(), now=now())
    return let_out(redirect(url_for("door.log_in"), 303))  # type: ignore[arg-type]  # Flask's here


@own.get("/sessions")
@access.logged_in
def list_sessions() -> ResponseReturnValue:
    """Show one's own sessions."""
    found = sessions.list_sessions(instance(), current(), now=now())
    return render_template("desk/sessions.html", sessions=found)


@own.post("/sessions/<name>/end")
@access.logged_in
def end_session(name: str) -> ResponseReturnValue:
    """End one of one's own sessions."""
    sessions.end_session(instance(), current(), name)
    return redirect(url_for("own.list_sessions"), 303)


@own.get("/passphrase")
@access.logged_in
def passphrase() -> ResponseReturnValue:
    """Ask for a new passphrase."""
    return render_template("desk/passphrase.html", proposed=proposed_passphrase())


@own.post("/passphrase")
@access.logged_in
def change_passphrase() -> ResponseReturnValue:
    """Change one's own passphrase."""
    old, new = request.form.get("old", ""), request.form.get("passphrase", "")
    problem = None
    try:
        accounts.change_passphrase(instance(), current(), old, new, place=place_of(), now=now())
    except VotingRefused as error:
        problem = answer_to(error)
    page = render_template(
        "desk/passphrase.html",
        proposed=proposed_passphrase(),
        problem=problem and problem.message(language()),
        is_changed=problem is None,
    )
    return page, problem.status if problem else 200
