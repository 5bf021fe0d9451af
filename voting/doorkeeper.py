"""The desk's door: who is logged in, what their browser holds, and that forms are from our pages.

    session=<43 characters>; Path=/desk; HttpOnly; SameSite=Strict; Secure under TLS

The browser sends these cookies to the desk only, and only endpoints of the desk come here: public
pages and casting neither set nor read one, and look nobody up. `door` protects the forms of who is
not logged in yet; `device`, signed, says which account logged in here before.
"""

import time
from typing import Any, Final

from flask import Flask, Request, Response, g, redirect, request, session, url_for
from flask.sessions import SessionInterface, SessionMixin
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]  # no py.typed in 1.3
from itsdangerous import BadSignature, URLSafeSerializer

from voting.acting import Actor, acting
from voting.derived import derived_key
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.entering import Entered
from voting.services.sessions import MINUTE, Who, find_session, hash_of, new_secret
from voting.views.common import instance

SESSION: Final = "session"
DOOR: Final = "door"
DEVICE: Final = "device"
PATH: Final = "/desk"
_YEAR: Final = 365 * 24 * 3600
_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_FIELD: Final = "csrf_token"  # Flask-WTF's


class _OfRequest(dict[str, Any], SessionMixin):
    """What Flask-WTF takes for a session: lives as long as the request, and is kept nowhere."""


class _Nowhere(SessionInterface):
    def open_session(self, app: Flask, request: Request) -> _OfRequest:
        return _OfRequest()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Keep nothing: sessions lie in the database, and their cookies are set here."""


def register(application: Flask) -> None:
    """Make an application's forms protected; nothing happens before a guarded endpoint is asked."""
    application.session_interface = _Nowhere()
    application.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # `admit` checks: public endpoints have no forms of power
        WTF_CSRF_TIME_LIMIT=None,  # a form is good as long as the session that it belongs to
        WTF_CSRF_SSL_STRICT=False,  # asks for a referrer, which our pages never send
    )
    CSRFProtect(application)
    application.teardown_request(_nobody_acts)


def use_keys(application: Flask, opened: Instance) -> None:
    """Take the keys of an installation for what is signed."""
    application.config["WTF_CSRF_SECRET_KEY"] = derived_key(opened, "forms").hex()


def now() -> int:
    """Return the time, in Unix seconds."""
    return int(time.time())


def current() -> Who:
    """Return who is calling; the view is declared for people who are logged in."""
    who: Who = g.who
    return who


def admit(roles: frozenset[Role]) -> ResponseReturnValue | None:
    """Let in who is logged in with one of the roles; send others to the log-in page.

    Raises VotingRefused LOG_IN_NEEDED where a form cannot be sent on, NOT_ALLOWED; CSRFError.
    """
    secret = request.cookies.get(SESSION, "")
    who = find_session(instance(), secret, now=now()) if secret else None
    if who is None:
        if request.method in _SAFE:
            return redirect(url_for("door.log_in", next=request.full_path.rstrip("?")), 303)
        raise VotingRefused(Refusal.LOG_IN_NEEDED)
    if who.role not in roles:
        raise VotingRefused(Refusal.NOT_ALLOWED)
    g.who = who
    _protect(secret)
    minute = now() // MINUTE * MINUTE
    acting.set(Actor(who.id, who.name, who.role.value, minute))
    return None


def admit_visitor() -> None:
    """Let a visitor in; their forms belong to a secret of their browser. Raises CSRFError."""
    secret = request.cookies.get(DOOR, "")
    if len(secret) < len(new_secret()):
        secret = g.new_door = new_secret()
    _protect(secret)


def _nobody_acts(_: BaseException | None) -> None:
    """Forget who acted: the thread serves somebody else next."""
    acting.set(None)


def forms_secret_hash() -> str:
    """Return what stands for this browser's forms: nobody else can ask or answer in its place."""
    found: str = session[_FIELD]
    return found


def _protect(secret: str) -> None:
    session[_FIELD] = hash_of(f"forms {secret}")
    if request.method not in _SAFE:
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise VotingRefused(Refusal.FORM_TOO_OLD)
        CSRFProtect().protect()


def remember_door(response: Response) -> Response:
    """Give a visitor's browser the secret of its forms."""
    if "new_door" in g:
        _set(response, DOOR, g.new_door)
    return response


def let_in(response: Response, entered: Entered) -> Response:
    """Give the browser its session, and a mark that this account has logged in here."""
    _set(response, SESSION, entered.secret)
    mark = _signer().dumps([entered.account_id, new_secret()])
    _set(response, DEVICE, str(mark), max_age=_YEAR)
    response.delete_cookie(DOOR, path=PATH)
    g.pop("new_door", None)
    return response


def let_out(response: Response) -> Response:
    """Take the session from the browser."""
    response.delete_cookie(SESSION, path=PATH)
    return response


def place_of() -> str:
    """Return where a log-in comes from: a device that was let in before, or else an address."""
    mark = request.cookies.get(DEVICE, "")
    try:
        account_id, _ = _signer().loads(mark)
    except (BadSignature, TypeError, ValueError):
        return f"address {request.remote_addr}"
    return f"device of {int(account_id)}"


def _set(response: Response, name: str, value: str, *, max_age: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        path=PATH,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(derived_key(instance(), "devices"), salt="device")
