"""The cards: one QR code a card, eight cards an A4 sheet or one an A6 sheet, as a PDF.

The QR code is the card's address; the credential is its fragment, which no browser sends:

    http://192.168.1.10:8000/c/JFhMBfmAp5jNJh/vote#KodCn-t1kX1R-NziiH-gWDDDk

A card folds: its flap covers the code while it lies in the stack, its head stays visible. The
serial on the head counts sheets of paper and is derived from nothing; cards come in the order
given, which is that of drawing, while the list of public credentials has an order of its own.
Void sheets (voting/voidsheet.py), if they are asked for, are the last pages of the same PDF.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ballots.group import group_named
from voting.definition import Definition
from voting.documents.qr import LEVEL_M, TooDense, modules_of, qr_svg, svg_of
from voting.documents.typesetting import typeset
from voting.documents.words import (
    CARD,
    CARD_OF_SITTING,
    VOID_SHEET,
    body_of,
    date_in,
    words_in,
)
from voting.findings import Language
from voting.plan.plan_file import Plan
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import has_void_sheets, make_void_sheets

CARDS_A_SHEET: Final = 8
_MOST_MODULES: Final = 81  # of a void sheet's code: at 92 mm a module is still a millimetre wide


class Paper(StrEnum):
    """The paper that cards are printed on: eight on A4, or one on A6."""

    A4 = "a4"
    A6 = "a6"


@dataclass(frozen=True, slots=True)
class CardSheet:
    """What stands on every card, and the cards' credentials in the order of their serials.

    votes: in a sitting, the names of the votes that each card is good for. has_void_sheets: those
    of all cards stand behind them.
    """

    uuid: str
    conference: Definition | Plan
    base_url: str
    credentials: Sequence[str] = field(repr=False)
    language: Language = "vi"
    votes: Sequence[str] = ()
    has_void_sheets: bool = False


def card_url(base_url: str, uuid: str, credential: str) -> str:
    """Return the text of a card's QR code."""
    return f"{base_url.rstrip('/')}/c/{uuid}/vote#{credential}"


def draw_codes(sheet: CardSheet, drawn: Callable[[], None] = lambda: None) -> list[str]:
    """Draw the QR code of every card as SVG; `drawn` is called after each.

    Raises VotingRefused QR_TOO_DENSE.
    """
    codes = []
    for credential in sheet.credentials:
        try:
            codes.append(qr_svg(card_url(sheet.base_url, sheet.uuid, credential)))
        except TooDense:
            raise VotingRefused(Refusal.QR_TOO_DENSE, sheet.base_url[:100]) from None
        drawn()
    return codes


def card_pdf(sheet: CardSheet, paper: Paper, codes: Sequence[str]) -> bytes:
    """Return the PDF of all cards. It holds the credentials: keep it like cash.

    Raises VotingRefused NO_VOID_SHEETS.
    """
    about = sheet.conference
    cards = [
        {"serial": _serial(serial, codes), "code": code, "groups": credential.split("-")}
        for serial, (credential, code) in enumerate(
            zip(sheet.credentials, codes, strict=True), start=1
        )
    ]
    address = about.profile.address.in_language(sheet.language)
    texts = {**VOID_SHEET, **CARD, **(CARD_OF_SITTING if sheet.votes else {})}
    words = words_in(texts, sheet.language, delegate=address, address=sheet.base_url)
    if about.seats is not None:
        words |= {"step2": words["step2_list"], "once": words["once_list"]}
    data = {
        "title": f"{words['title']} · {about.name}",
        "language": sheet.language,
        "paper": paper.value,
        "name": about.name,
        "body": body_of(about, sheet.language),
        "date": date_in(about.date, sheet.language),
        "words": words,
        "sheets": sheets_of(cards) if paper is Paper.A4 else [cards],
        "voids": _void_sheets(sheet) if sheet.has_void_sheets else [],
    }
    return typeset("cards.typ", data)


def require_void_sheets(sheet: CardSheet) -> None:
    """Refuse void sheets where there can be none. Raises VotingRefused NO_VOID_SHEETS."""
    if sheet.votes or not has_void_sheets(sheet.conference.group):
        raise VotingRefused(Refusal.NO_VOID_SHEETS)


def _void_sheets(sheet: CardSheet) -> list[dict[str, str]]:
    require_void_sheets(sheet)
    group = group_named(sheet.conference.group)
    return [
        {
            "first": _serial(one.first, sheet.credentials),
            "last": _serial(one.last, sheet.credentials),
            "code": svg_of(modules_of(one.text, _MOST_MODULES, LEVEL_M)),
        }
        for one in make_void_sheets(sheet.credentials, uuid=sheet.uuid, group=group)
    ]


def _serial(number: int, cards: Sequence[str]) -> str:
    return f"{number:0{max(4, len(str(len(cards))))}d}"


def sheets_of(cards: Sequence[object]) -> list[list[object]]:
    """Lay cards on sheets so that each of the eight piles, once cut, has serials in a row.

    The last piles may end early: their places stay None.
    """
    count = -(-len(cards) // CARDS_A_SHEET)
    padded = [*cards, *[None] * (count * CARDS_A_SHEET - len(cards))]
    return [padded[number::count] for number in range(count)]
