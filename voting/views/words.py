"""What templates may say: numbers, dates and percentages as the language writes them; codes."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import (  # type: ignore[import-untyped]  # no py.typed in 4.0
    format_date,
    format_decimal,
)
from markupsafe import escape

from audit.receipt_words import clock_time
from ballots.errors import Sentence
from voting.definition import REHEARSAL
from voting.documents.qr import TooDense, qr_svg
from voting.findings import Language
from voting.language import language
from voting.rules.percent import Hundredths, format_percentage
from voting.rules.profile import Level, Text
from voting.rules.reasons import DECIDED, PROVENANCE
from voting.rules.words import OPERATORS, QUANTITIES
from voting.services.reading import ConferenceView


def template_words() -> dict[str, Any]:
    """Return the functions and values that every template has."""
    return {
        "language": language(),
        "number": number,
        "day": day,
        "percent": percent,
        "said": said,
        "in_language": in_language,
        "lower_first": lower_first,
        "quantities": quantities,
        "REHEARSAL": REHEARSAL,
        "DECIDED": DECIDED,
        "OPERATORS": OPERATORS,
        "PROVENANCE": PROVENANCE,
        "public_address": public_address,
        "qr_code": qr_code,
        "clock_time": clock_time,
    }


def number(value: int) -> str:
    """Write a whole number with the separators of the language."""
    return str(format_decimal(value))


def day(value: date) -> str:
    """Write a date: 12/07/2023 in Vietnamese, 12 July 2023 in English."""
    return str(format_date(value, "d MMMM y" if language() == "en" else "dd/MM/yyyy"))


def percent(value: Hundredths) -> str:
    """Write a percentage: 66,60 in Vietnamese, 66.60 in English."""
    return format_percentage(value, language())


def said(text: Text | Level | Sentence) -> str:
    """Return a text of the rules in the language of the page."""
    return text.vi if language() == "vi" else text.en


def lower_first(text: str) -> str:
    """Write the first letter small, for words that stand inside a sentence."""
    return text[:1].lower() + text[1:]


def quantities(names: Iterable[str]) -> str:
    """Name the numbers of cards that a note is about."""
    return ", ".join(said(QUANTITIES[name]) for name in names)


def in_language(other: Language) -> str:
    """Return the address of this page in another language, its other parameters kept."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key != "lang"]
    return f"{request.path}?{urlencode([*kept, ('lang', other)])}"


def public_address(view: ConferenceView, endpoint: str) -> str:
    """Return where phones find a page: at the plan's address, else where this one was asked."""
    path = url_for(endpoint, uuid=view.uuid)
    if view.definition.address is None:
        return request.host_url.rstrip("/") + path
    return view.definition.address.rstrip("/") + path[path.rindex("/c/") :]


def qr_code(address: str, label: str) -> str:
    """Draw the code of an address, black on white, as markup; nothing if no phone could read it."""
    try:
        drawing = qr_svg(address)
    except TooDense:
        return ""
    named = f'<svg class="qr-code" role="img" aria-label="{escape(label)}"'
    return drawing.replace("<svg", named, 1)
