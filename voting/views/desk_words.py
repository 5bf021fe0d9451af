"""What the templates of the desk may say besides: who is logged in, roles, acts, moments."""

from datetime import datetime
from typing import Any

from flask import g
from flask_babel import format_datetime  # type: ignore[import-untyped]  # no py.typed in 4.0

from voting.documents.office import VIETNAM
from voting.language import language
from voting.roles import DUTIES, ROLES, Role
from voting.services.acts import ACTS


def desk_words() -> dict[str, Any]:
    """Return the functions and values that every template of the desk has."""
    return {
        "who": g.get("who"),
        "ROLES": ROLES,
        "DUTIES": DUTIES,
        "ACTS": ACTS,
        "Role": Role,
        "moment": moment,
    }


def moment(seconds: int) -> str:
    """Write a moment by Vietnam's clock, as in minutes: 12/07/2023 14:05; 12 July 2023, 14:05."""
    local = datetime.fromtimestamp(seconds, VIETNAM).replace(tzinfo=None)
    form = "d MMMM y, HH:mm" if language() == "en" else "dd/MM/yyyy HH:mm"
    return str(format_datetime(local, form, rebase=False))
