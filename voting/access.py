"""Who may call an endpoint. Each view declares it, or the application refuses to start.

    @board.get("/c/<conference:uuid>/board")
    @access.public
    def board_page(uuid: str) -> ...

Everyone may read, and cast: whoever casts a ballot is known by the ballot's own signature. A member
of the counting committee is known by the token at the end of the member's link, sent as
`Authorization: Bearer …`; `current_member()` tells who it is. What the organizer does is done on
the command line of the server.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from flask import Flask, abort, current_app, g, request

from voting.refusals import Refusal, VotingRefused
from voting.services.ceremony import CommitteeMember, find_member

View = TypeVar("View", bound=Callable[..., object])

_MARK: Final = "tinnhiem_audience"


class Audience(StrEnum):
    """Who may call an endpoint (closed list)."""

    EVERYONE = "everyone"
    MEMBER = "member"
    HEAD = "head"


class AccessUndeclared(RuntimeError):
    """An endpoint says nothing about who may call it; the text names the endpoint."""


def public(view: View) -> View:
    """Declare that everyone may call this view."""
    setattr(view, _MARK, Audience.EVERYONE)
    return view


def member(view: View) -> View:
    """Declare that the members of the conference's committee may call this view."""
    setattr(view, _MARK, Audience.MEMBER)
    return view


def head(view: View) -> View:
    """Declare that only the head of the conference's committee may call this view."""
    setattr(view, _MARK, Audience.HEAD)
    return view


def current_member() -> CommitteeMember:
    """Return the member of the committee who is calling; the view is declared for members."""
    found: CommitteeMember = g.committee_member
    return found


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """Return whom an endpoint is declared for, or None."""
    return getattr(app.view_functions.get(endpoint), _MARK, None)


def enforce(app: Flask) -> None:
    """Refuse an application with an undeclared endpoint, and guard every request.

    Raises AccessUndeclared.
    """
    for rule in app.url_map.iter_rules():
        if audience_of(app, rule.endpoint) is None:
            raise AccessUndeclared(f"{rule.endpoint} ({rule.rule}) declares no access rule")
    app.before_request(_guard)


def _guard() -> None:
    """Refuse who may not call; also an endpoint that was added later without a declaration.

    Raises VotingRefused UNKNOWN_MEMBER, HEAD_ONLY.
    """
    if request.endpoint is None:
        return
    audience = audience_of(current_app, request.endpoint)
    if audience is Audience.EVERYONE:
        return
    if audience is None:
        abort(403)
    g.committee_member = _bearer()
    if audience is Audience.HEAD and not g.committee_member.is_head:
        raise VotingRefused(Refusal.HEAD_ONLY)


def _bearer() -> CommitteeMember:
    """Return the member whose token the request carries. Raises VotingRefused UNKNOWN_MEMBER."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    uuid = (request.view_args or {}).get("uuid", "")
    if scheme.lower() != "bearer":
        raise VotingRefused(Refusal.UNKNOWN_MEMBER)
    return find_member(current_app.extensions["tinnhiem"], uuid, token)
