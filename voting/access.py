"""Who may call an endpoint. Each view declares it, or the application refuses to start.

    @board.get("/c/<conference:uuid>/board")
    @access.public
    def board_page(uuid: str) -> ...

    @people.post("/desk/people")
    @access.only(Role.ADMINISTRATOR)
    def add() -> ...

Everyone may read, and cast: whoever casts a ballot is known by the ballot's own signature. A member
of the counting committee is known by the token at the end of the member's link, sent as
`Authorization: Bearer …`; `current_member()` tells who it is. Visitors of the desk's door fill in
forms there without being logged in. Everybody else is known by the session of their log-in, which
no other endpoint ever asks for (`voting.doorkeeper`).
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from flask import Flask, abort, current_app, g, request
from flask.typing import ResponseReturnValue

from voting.acting import Actor, acting
from voting.doorkeeper import admit, admit_visitor, now
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.ceremony import CommitteeMember, find_member
from voting.services.sessions import MINUTE

View = TypeVar("View", bound=Callable[..., object])

_MARK: Final = "tinnhiem_audience"
_LIMIT: Final = "tinnhiem_most_bytes"


class Audience(StrEnum):
    """Who may call an endpoint, where it is not a matter of roles (closed list)."""

    EVERYONE = "everyone"
    MEMBER = "member"
    HEAD = "head"
    VISITOR = "visitor"


Declared = Audience | frozenset[Role]


class AccessUndeclared(RuntimeError):
    """An endpoint says nothing about who may call it; the text names the endpoint."""


def public(view: View) -> View:
    """Declare that everyone may call this view."""
    return _marked(view, Audience.EVERYONE)


def member(view: View) -> View:
    """Declare that the members of the conference's committee may call this view."""
    return _marked(view, Audience.MEMBER)


def head(view: View) -> View:
    """Declare that only the head of the conference's committee may call this view."""
    return _marked(view, Audience.HEAD)


def current_member() -> CommitteeMember:
    """Return the member of the committee who is calling; the view is declared for members."""
    found: CommitteeMember = g.committee_member
    return found


def visitors(view: View) -> View:
    """Declare that this view is the desk's door: no log-in, but its forms are protected."""
    return _marked(view, Audience.VISITOR)


def only(*roles: Role) -> Callable[[View], View]:
    """Declare that people who are logged in with one of these roles may call this view."""
    return lambda view: _marked(view, frozenset(roles))


def logged_in(view: View) -> View:
    """Declare that whoever is logged in may call this view, in any role."""
    return _marked(view, frozenset(Role))


def larger(most: int) -> Callable[[View], View]:
    """Declare how many bytes may be sent to this view, by whoever may call it."""

    def marked(view: View) -> View:
        setattr(view, _LIMIT, most)
        return view

    return marked


def audience_of(app: Flask, endpoint: str) -> Declared | None:
    """Return whom an endpoint is declared for, or None."""
    return getattr(app.view_functions.get(endpoint), _MARK, None)


def enforce(app: Flask) -> None:
    """Refuse an application with an undeclared endpoint, and guard every request.

    Raises AccessUndeclared.
    """
    for rule in app.url_map.iter_rules():
        if not audience_of(app, rule.endpoint):
            raise AccessUndeclared(f"{rule.endpoint} ({rule.rule}) declares no access rule")
    app.before_request(_guard)


def _marked(view: View, audience: Declared) -> View:
    setattr(view, _MARK, audience)
    return view


def _guard() -> ResponseReturnValue | None:
    """Refuse who may not call; also an endpoint that was added later without a declaration.

    Raises VotingRefused UNKNOWN_MEMBER, HEAD_ONLY, and as `admit`.
    """
    if request.endpoint is None:
        return None
    audience = audience_of(current_app, request.endpoint)
    most = getattr(current_app.view_functions.get(request.endpoint), _LIMIT, None)
    if most is not None:  # before a form is read, which `admit` does only for who is logged in
        request.max_content_length = request.max_form_memory_size = most
    if audience is Audience.EVERYONE:
        return None
    if audience is Audience.VISITOR:
        admit_visitor()
        return None
    if isinstance(audience, frozenset):
        return admit(audience)
    if audience is None:
        abort(403)
    g.committee_member = _bearer()
    if audience is Audience.HEAD:
        _act_as_head(g.committee_member)
    return None


def _act_as_head(found: CommitteeMember) -> None:
    """Let the log have the committee's role, and the private journal the name of its head.

    Raises VotingRefused HEAD_ONLY.
    """
    if not found.is_head:
        raise VotingRefused(Refusal.HEAD_ONLY)
    minute = now() // MINUTE * MINUTE
    acting.set(Actor(None, found.name, Role.COMMITTEE.value, minute))


def _bearer() -> CommitteeMember:
    """Return the member whose token the request carries. Raises VotingRefused UNKNOWN_MEMBER."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    uuid = (request.view_args or {}).get("uuid", "")
    if scheme.lower() != "bearer":
        raise VotingRefused(Refusal.UNKNOWN_MEMBER)
    return find_member(current_app.extensions["tinnhiem"], uuid, token)
