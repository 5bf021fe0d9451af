"""What the views share: the installation, how long answers last, exact bytes, a page to save."""

from typing import Final, TypeVar

import msgspec
from flask import Response, current_app, make_response, request

from ballots.canonical import decoder_of
from voting.client_assets import filled_page
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services.reading import ConferenceView

T = TypeVar("T")

FOR_EVER: Final = "public, max-age=31536000, immutable"
FOR_A_MINUTE: Final = "public, max-age=60"
FOR_A_SECOND: Final = "public, max-age=1"
MAX_MESSAGE: Final = 2 << 20  # bytes; a partial decryption for 500 people is about 400 kB


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


def exact(data: bytes) -> Response:
    """Answer bytes of JSON as they are."""
    return Response(data, mimetype="application/json")


def exact_body() -> bytes:
    """Return the exact bytes that a member of the committee sent."""
    request.max_content_length = MAX_MESSAGE
    return request.get_data(cache=False)


def read_body(kind: type[T]) -> T:
    """Read what was sent. Raises VotingRefused BAD_REQUEST."""
    try:
        return decoder_of(kind).decode(exact_body())
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise VotingRefused(Refusal.BAD_REQUEST) from error
