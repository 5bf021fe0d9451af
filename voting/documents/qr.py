"""QR codes as drawings: error correction Q unless told, a quiet zone of four modules inside.

The drawing is an SVG whose unit is one module, `<svg viewBox="0 0 49 49">` for 41 modules.
"""

import io
import re
from collections.abc import Sequence
from typing import Final

from PIL import Image
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q
from qrcode.exceptions import DataOverflowError
from qrcode.image.base import BaseImage
from qrcode.main import QRCode

QUIET: Final = 4
LEVEL_M: Final = ERROR_CORRECT_M  # 15 % of it may be lost
LEVEL_Q: Final = ERROR_CORRECT_Q  # 25 %
MAX_MODULES: Final = 65  # version 12: at 38 mm a module is still half a millimetre wide
_RUN = re.compile("1+")
_SPECIAL = re.compile(r'([\\;,:"])')


class TooDense(ValueError):
    """A text is too long for a code that any phone reads from paper."""


def qr_svg(text: str) -> str:
    """Draw a QR code as SVG, one path without seams. Raises TooDense; does not repeat the text."""
    return svg_of(modules_of(text))


def svg_of(rows: Sequence[str]) -> str:
    """Draw the modules of a QR code as SVG, with the quiet zone."""
    size = len(rows) + 2 * QUIET
    path = "".join(
        f"M{run.start() + QUIET} {place + QUIET}h{run.end() - run.start()}v1H{run.start() + QUIET}z"
        for place, row in enumerate(rows)
        for run in _RUN.finditer(row)
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"'
    return f'{head} width="{size}" height="{size}"><path d="{path}"/></svg>'


def png_of(rows: Sequence[str], scale: int = 4) -> bytes:
    """Draw the modules of a QR code as PNG, with the quiet zone; a module is `scale` pixels."""
    size = len(rows) + 2 * QUIET
    picture = Image.new("1", (size, size), 1)
    for y, row in enumerate(rows, start=QUIET):
        for run in _RUN.finditer(row):
            for x in range(run.start() + QUIET, run.end() + QUIET):
                picture.putpixel((x, y), 0)
    file = io.BytesIO()
    picture.resize((size * scale, size * scale), Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def modules_of(text: str, most: int = MAX_MODULES, level: int = LEVEL_Q) -> tuple[str, ...]:
    """Return the rows of a QR code, "1" for a dark module. Raises TooDense over `most` a side."""
    code: QRCode[BaseImage] = QRCode(error_correction=level, border=0)
    code.add_data(text)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):
        raise TooDense from None
    if code.modules_count > most:
        raise TooDense
    return tuple("".join("1" if module else "0" for module in row) for row in code.modules)


def wifi_text(name: str, password: str | None) -> str:
    r"""Return what a phone reads as "join this Wi-Fi": `WIFI:T:WPA;S:Hoi truong;P:a\;b;;`."""

    def plain(word: str) -> str:
        return _SPECIAL.sub(r"\\\1", word)

    if password is None:
        return f"WIFI:T:nopass;S:{plain(name)};;"
    return f"WIFI:T:WPA;S:{plain(name)};P:{plain(password)};;"
