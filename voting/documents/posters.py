"""Posters for the hall: Wi-Fi, page of the conference, how to vote, witness; one a page, A4 or A3.

No poster holds a credential. The Wi-Fi poster shows the password of the hall's network, which
the organizer gave for that.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from voting.definition import Definition
from voting.documents.qr import TooDense, qr_svg, wifi_text
from voting.documents.typesetting import typeset
from voting.documents.words import POSTERS, body_of, date_in, words_in
from voting.findings import Language
from voting.refusals import Refusal, VotingRefused


class PosterPaper(StrEnum):
    """The paper that posters are printed on."""

    A4 = "a4"
    A3 = "a3"


@dataclass(frozen=True, slots=True)
class Wifi:
    """The hall's network; password None: an open one."""

    name: str
    password: str | None = field(repr=False)


def conference_url(base_url: str, uuid: str) -> str:
    """Return the address of a conference's page."""
    return f"{base_url.rstrip('/')}/c/{uuid}/"


def posters_pdf(
    definition: Definition,
    *,
    url: str,
    paper: PosterPaper,
    wifi: Wifi | None = None,
    language: Language = "vi",
) -> bytes:
    """Return the PDF of the posters. url: the conference's page. Raises VotingRefused."""
    words = words_in(POSTERS, language)
    if definition.seats is not None:
        words["how3"] = words["how3_list"]
    data: dict[str, Any] = {
        "title": f"{words['title']} · {definition.name}",
        "language": language,
        "paper": paper.value,
        "name": definition.name,
        "body": body_of(definition, language),
        "date": date_in(definition.date, language),
        "words": words,
        "address": _place(url),
        "witness": _place(f"{url}witness"),
    }
    if wifi is not None:
        data["wifi"] = {"name": wifi.name, "code": _code(wifi_text(wifi.name, wifi.password))}
        if wifi.password is not None:
            data["wifi"]["password"] = wifi.password
    return typeset("posters.typ", data)


def _place(address: str) -> dict[str, str]:
    return {"text": address, "code": _code(address)}


def _code(text: str) -> str:
    try:
        return qr_svg(text)
    except TooDense:
        raise VotingRefused(Refusal.QR_TOO_DENSE) from None
