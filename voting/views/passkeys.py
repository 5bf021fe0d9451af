"""Passkeys: one's own list, adding and removing; log-in by one. The browser's part is a script."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from voting import access, doorkeeper
from voting.client_assets import client_asset
from voting.doorkeeper import current, forms_secret_hash, let_in, now, place_of
from voting.headers import DESK_POLICY
from voting.refusals import Refusal, VotingRefused
from voting.services import passkeys
from voting.services.passkeys import Browser
from voting.views.common import instance
from voting.views.desk_words import desk_words

keys = Blueprint("passkeys", __name__, url_prefix="/desk")
keys.context_processor(desk_words)
keys.after_request(doorkeeper.remember_door)


@keys.get("/passkeys")
@access.logged_in
def mine() -> ResponseReturnValue:
    """Show one's own passkeys."""
    found = passkeys.list_passkeys(instance(), current())
    script = client_asset("passkeys")
    page = render_template("desk/passkeys.html", passkeys=found, script=script)
    return page, {"Content-Security-Policy": DESK_POLICY}


@keys.post("/passkeys/options")
@access.logged_in
def ask_to_add() -> ResponseReturnValue:
    """Give the options by which the browser makes a passkey."""
    return _json(passkeys.ask_to_add(instance(), current(), _browser(), now=now()))


@keys.post("/passkeys")
@access.logged_in
def add() -> ResponseReturnValue:
    """Keep the passkey that the browser made."""
    sent = _sent()
    label = str(sent.get("label", ""))
    credential = _credential(sent)
    passkeys.add_passkey(instance(), current(), _browser(), credential, label, now=now())
    return {"then": url_for("passkeys.mine")}, 201


@keys.post("/passkeys/<name>/remove")
@access.logged_in
def remove(name: str) -> ResponseReturnValue:
    """Remove one of one's own passkeys."""
    passkeys.remove_passkey(instance(), current(), name, now=now())
    return redirect(url_for("passkeys.mine"), 303)


@keys.post("/login/passkey/options")
@access.visitors
def ask_to_enter() -> ResponseReturnValue:
    """Give the options by which the browser shows a passkey."""
    return _json(passkeys.ask_to_enter(instance(), _browser(), now=now()))


@keys.post("/login/passkey")
@access.visitors
def enter() -> ResponseReturnValue:
    """Log in by a passkey."""
    entered = passkeys.enter(instance(), _browser(), _credential(_sent()), now=now())
    return let_in(_json('{"then": "/desk/"}'), entered)


def _browser() -> Browser:
    host = request.host.rsplit(":", 1)[0]
    return Browser(request.host_url.rstrip("/"), host, forms_secret_hash(), place_of())


def _sent() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise VotingRefused(Refusal.BAD_REQUEST)
    return sent


def _credential(sent: dict[str, Any]) -> dict[str, Any]:
    found = sent.get("credential")
    if not isinstance(found, dict):
        raise VotingRefused(Refusal.BAD_REQUEST)
    return found


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")
