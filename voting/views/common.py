"""What the views share: the installation, how long answers last, a page to be saved."""

from typing import Final

from flask import Response, current_app, make_response

from voting.client_assets import filled_page
from voting.instance import Instance
from voting.services.reading import ConferenceView

FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_A_MINUTE: Final = "public, max-age=60"
FOR_A_SECOND: Final = "public, max-age=1"


def instance() -> Instance:
    """Return the installation that the running application serves."""
    served: Instance = current_app.extensions["tinnhiem"]
    return served


def for_a_second(page: str) -> Response:
    """Answer a page that is the same for everybody and may be a second old."""
    return lasting(make_response(page), FOR_A_SECOND)


def lasting(response: Response, caching: str) -> Response:
    """Let everybody keep an answer for one of the times above; FOR_EVER if it cannot change."""
    response.headers["Cache-Control"] = caching
    return response


def receipt_file(view: ConferenceView) -> str:
    """Return the page that judges receipts off line, with the key and witnesses of a conference."""
    return filled_page("receipt-check", policy=view.policy, conference=view.definition.name)
