"""QR codes as drawings: error correction Q, the quiet zone of four modules inside the drawing.

The drawing is an SVG whose unit is one module, `<svg viewBox="0 0 49 49">` for 41 modules.
"""

import re
from typing import Final

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.image.base import BaseImage
from qrcode.main import QRCode

QUIET: Final = 4
MAX_MODULES: Final = 65  # version 12: at 38 mm a module is still half a millimetre wide
_RUN = re.compile("1+")
_SPECIAL = re.compile(r'([\\;,:"])')


class TooDense(ValueError):
    """A text is too long for a code that any phone reads from paper."""


def qr_svg(text: str) -> str:
    """Draw a QR code as SVG, one path without seams. Raises TooDense; does not repeat the text."""
    rows = _modules(text)
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{run.start() + QUIET} {place + QUIET}h{run.end() - run.start()}v1H{run.start() + QUIET}z"
        for place, row in enumerate(rows)
        for run in _RUN.finditer(row)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
    return f'{head} width="{size}" height="{size}"><path d="{path}"/></svg>'


def _modules(text: str) -> list[str]:
    """Return the rows of a QR code, "1" for a dark module."""
    code: QRCode[BaseImage] = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        raise TooDense from None
    if code.modules_count > MAX_MODULES:
        raise TooDense
    return ["".join("1" if module else "0" for module in row) for row in code.modules]


def wifi_text(name: str, password: str | None) -> str:
    r"""Return what a phone reads as "join this Wi-Fi": `WIFI:T:WPA;S:Hoi truong;P:a\;b;;`."""

    def plain(word: str) -> str:
        return _SPECIAL.sub(r"\\\1", word)

    if password is None:
        return f"WIFI:T:nopass;S:{plain(name)};;"
    return f"WIFI:T:WPA;S:{plain(name)};P:{plain(password)};;"
