"""The door of the desk: first start, log-in, one-time links. The one way in, and no other."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access, doorkeeper
from voting.client_assets import client_asset
from voting.doorkeeper import let_in, now, place_of
from voting.headers import DESK_POLICY
from voting.language import language
from voting.refusals import VotingRefused, answer_to
from voting.services import entering
from voting.services.entering import Entered
from voting.services.passphrases import proposed_passphrase
from voting.views.common import instance
from voting.views.desk_words import desk_words

door = Blueprint("door", __name__, url_prefix="/desk")
door.context_processor(desk_words)
door.after_request(doorkeeper.remember_door)


@door.get("/first")
@access.visitors
def first() -> ResponseReturnValue:
    """Ask for the first administrator; the link's secret is in the fragment."""
    if entering.is_started(instance()):
        return redirect(url_for("door.log_in"), 303)
    return _page("first")


@door.post("/first")
@access.visitors
def start() -> ResponseReturnValue:
    """Make the first administrator."""
    typed = request.form
    try:
        entered = entering.start(
            instance(), _typed("secret"), _typed("name"), _typed("passphrase"), now=now()
        )
    except VotingRefused as error:
        return _page("first", error, name=typed.get("name", ""), secret=_typed("secret"))
    return _entered(entered)


@door.get("/login")
@access.visitors
def log_in() -> ResponseReturnValue:
    """Ask for name and passphrase."""
    return _page("login", then=_then(request.args.get("next", "")))


@door.post("/login")
@access.visitors
def enter() -> ResponseReturnValue:
    """Log somebody in."""
    name, then = _typed("name"), _then(_typed("next"))
    try:
        entered = entering.log_in(
            instance(), name, _typed("passphrase"), place=place_of(), now=now()
        )
    except VotingRefused as error:
        return _page("login", error, name=name, then=then)
    return _entered(entered, then)


@door.get("/link")
@access.visitors
def link() -> ResponseReturnValue:
    """Ask who holds a one-time link for a new passphrase."""
    return _page("link")


@door.post("/link")
@access.visitors
def use_link() -> ResponseReturnValue:
    """Set a passphrase by a one-time link."""
    try:
        entered = entering.use_link(instance(), _typed("secret"), _typed("passphrase"), now=now())
    except VotingRefused as error:
        return _page("link", error, secret=_typed("secret"))
    return _entered(entered)


def _typed(field: str) -> str:
    return request.form.get(field, "")[:1000]


def _then(path: str) -> str:
    """Return a page of the desk to go on with; anything else is the desk's first page."""
    is_ours = path.startswith("/desk/") and "\\" not in path and path.isprintable()
    return path if is_ours else url_for("own.home")


def _entered(entered: Entered, then: str = "") -> ResponseReturnValue:
    answer = redirect(then or url_for("own.home"), 303)
    return let_in(answer, entered)  # type: ignore[arg-type]  # werkzeug's is Flask's here


def _page(page: str, /, error: VotingRefused | None = None, **typed: str) -> ResponseReturnValue:
    """Show a form of the door again with what was typed, never with a passphrase."""
    answer = None if error is None else answer_to(error)
    content = render_template(
        f"desk/{page}.html",
        typed=typed,
        problem=answer and answer.message(language()),
        proposed=proposed_passphrase(),
        is_started=entering.is_started(instance()),
        script=client_asset("door"),
    )
    headers = {"Content-Security-Policy": DESK_POLICY}
    return content, 200 if answer is None else answer.status, headers
