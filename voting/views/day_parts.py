"""What the pages of the day share: who may see and do, what was typed, a page with its refusal."""

from typing import Any, Final

from flask import Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from voting.client_assets import client_asset
from voting.day_models import Presence
from voting.headers import CAMERA, DAY_POLICY
from voting.language import language
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.roles import Role
from voting.services import reading
from voting.services.card_account import PARTS
from voting.services.reading import ConferenceView
from voting.views.common import instance

DOES: Final = (Role.ORGANIZER, Role.CHECKIN)
SEES: Final = (*DOES, Role.AUDITOR)
LONGEST: Final = 500  # characters of what is typed or scanned


def conference(uuid: str) -> ConferenceView:
    """Return the conference of a page. Raises VotingRefused UNKNOWN_CONFERENCE."""
    return reading.read_conference(instance(), uuid)


def typed(field: str, longest: int = LONGEST) -> str:
    """Return what was typed into a field."""
    return request.form.get(field, "").strip()[:longest]


def number_in(field: str) -> int:
    """Return the number that was typed into a field. Raises VotingRefused BAD_COUNT."""
    text = typed(field)
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise VotingRefused(Refusal.BAD_COUNT)
    return int(text)


def presence_in(field: str) -> Presence:
    """Return how a delegate is to stand. Raises VotingRefused BAD_REQUEST."""
    try:
        return Presence(typed(field))
    except ValueError as error:
        raise VotingRefused(Refusal.BAD_REQUEST) from error


def day_page(
    template: str, uuid: str, error: VotingRefused | None = None, **values: Any
) -> ResponseReturnValue:
    """Make a page of the day; with a refusal, say it above what was typed."""
    answer = None if error is None else answer_to(error)
    page = render_template(
        f"desk/day/{template}.html",
        view=conference(uuid),
        problem=answer and answer.message(language()),
        does=DOES,
        Presence=Presence,
        PARTS=PARTS,
        asset=client_asset,
        **values,
    )
    response: Response = make_response(page, 200 if answer is None else answer.status)
    response.headers["Content-Security-Policy"] = DAY_POLICY
    response.headers["Permissions-Policy"] = CAMERA
    return response
