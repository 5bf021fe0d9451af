"""What the views share: the installation of the running application."""

from flask import Response, current_app, make_response

from voting.instance import Instance


def instance() -> Instance:
    """Return the installation that the running application serves."""
    served: Instance = current_app.extensions["tinnhiem"]
    return served


def for_a_second(page: str) -> Response:
    """Answer a page that is the same for everybody and may be a second old."""
    response = make_response(page)
    response.headers["Cache-Control"] = "public, max-age=1"
    return response
