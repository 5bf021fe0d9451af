"""Who may call an endpoint. Each view declares it, or the application refuses to start.

    @board.get("/c/<conference:uuid>/board")
    @access.public
    def board_page(uuid: str) -> ...

So far there is one audience, everyone: whoever casts a ballot is known by the ballot's own
signature, and what organizer and committee do is done on the command line of the server.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from flask import Flask, abort, current_app, request

View = TypeVar("View", bound=Callable[..., object])

_MARK: Final = "tinnhiem_audience"


class Audience(StrEnum):
    """Who may call an endpoint (closed list)."""

    EVERYONE = "everyone"


class AccessUndeclared(RuntimeError):
    """An endpoint says nothing about who may call it; the text names the endpoint."""


def public(view: View) -> View:
    """Declare that everyone may call this view."""
    setattr(view, _MARK, Audience.EVERYONE)
    return view


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
    """Refuse a request to an endpoint that was added later without a declaration."""
    endpoint = request.endpoint
    if endpoint is not None and audience_of(current_app, endpoint) is not Audience.EVERYONE:
        abort(403)
