"""The sheet of cards: one QR code a card, eight cards an A4 page, as a page that a browser prints.

The QR code is the card's address; the credential is its fragment, which no browser sends:

    http://192.168.1.10:8000/c/JFhMBfmAp5jNJh/vote#KodCn-t1kX1R-NziiH-gWDDDk

Cards come in the order given; the caller shuffled them. The number on a card counts sheets of
paper and is derived from nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.image.svg import SvgPathImage
from qrcode.main import QRCode


@dataclass(frozen=True, slots=True)
class CardSheet:
    """What stands on every card, and the cards' credentials in the order of printing."""

    uuid: str
    name: str
    body: str
    date: str
    base_url: str
    address: str
    credentials: Sequence[str]


def card_url(base_url: str, uuid: str, credential: str) -> str:
    """Return the text of a card's QR code."""
    return f"{base_url.rstrip('/')}/c/{uuid}/vote#{credential}"


def qr_svg(text: str) -> str:
    """Draw a QR code (error correction Q, quiet zone of four modules) as an SVG element."""
    code: QRCode[SvgPathImage] = QRCode(
        error_correction=ERROR_CORRECT_Q, border=4, image_factory=SvgPathImage
    )
    code.add_data(text)
    code.make(fit=True)
    drawing: str = code.make_image().to_string(encoding="unicode")
    return drawing


def card_sheet(sheet: CardSheet) -> str:
    """Return the printable page of all cards. It holds the credentials: keep it like cash."""
    environment = Environment(
        loader=PackageLoader("voting.documents"), autoescape=select_autoescape()
    )
    cards = [
        {
            "number": f"{number:04d}",
            "credential": credential,
            # The drawing is ours; its only input is an address that we made.
            "qr": Markup(qr_svg(card_url(sheet.base_url, sheet.uuid, credential))),  # noqa: S704
        }
        for number, credential in enumerate(sheet.credentials, start=1)
    ]
    return environment.get_template("cards.html").render(sheet=sheet, cards=cards)
