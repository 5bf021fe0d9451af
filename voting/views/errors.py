"""Refusals and failures as answers: JSON at the outside edge, a page in plain words elsewhere."""

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError  # type: ignore[import-untyped]  # no py.typed in 1.3
from werkzeug.exceptions import HTTPException

from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from voting.language import language
from voting.refusals import Answer, Refusal, VotingRefused, answer_to

_CODES = {
    404: Refusal.NOT_FOUND,
    405: Refusal.METHOD_NOT_ALLOWED,
    403: Refusal.NOT_ALLOWED,
    500: Refusal.SERVER_ERROR,
}
# Refusals after which the conference itself is a place to go on from.
_OF_A_CONFERENCE = {Refusal.RESULT_NOT_PUBLISHED.value, Refusal.NO_RECORD_YET.value}


def register(application: Flask) -> None:
    """Make the application answer refusals and failures."""
    application.register_error_handler(VotingRefused, refused)
    application.register_error_handler(BallotsError, refused)
    application.register_error_handler(HTTPException, failed)


def refused(error: VotingRefused | BallotsError) -> ResponseReturnValue:
    """Answer a refusal by its code and its sentence."""
    answer = answer_to(error)
    body, status = _respond(answer)
    statement = getattr(error, "statement", None)
    if statement is not None and isinstance(body, dict):
        body["statement"] = statement
    again = answer.again_after
    return body, status, {} if again is None else {"Retry-After": str(again)}


def failed(error: HTTPException) -> ResponseReturnValue:
    """Answer an HTTP error."""
    status = error.code or 500
    if status == 413:
        return _respond(answer_to(BallotsError(BallotRefusal.TOO_LARGE)))
    code = Refusal.FORM_TOO_OLD if isinstance(error, CSRFError) else _CODES.get(status)
    answer = answer_to(VotingRefused(code or Refusal.BAD_REQUEST))
    body, _ = _respond(answer)
    allowed = getattr(error, "valid_methods", None)
    return body, status, {"Allow": ", ".join(sorted(allowed))} if allowed else {}


def _respond(answer: Answer) -> tuple[str | dict[str, str], int]:
    message = answer.message(language())
    if request.path.startswith("/api/") or "/log/" in request.path or request.is_json:
        return {"refusal": answer.code, "message": message}, answer.status
    uuid = (request.view_args or {}).get("uuid") if answer.code in _OF_A_CONFERENCE else None
    page = render_template("refusal.html", message=message, code=answer.code, uuid=uuid)
    return page, answer.status
