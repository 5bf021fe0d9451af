"""Paper as people meet it: pages are rendered and their QR codes read by a real decoder."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from zxingcpp import Barcode, BarcodeFormat, BarcodeFormats, read_barcodes

DPI = 200  # a plain office printer does three times as much
POINTS = 72


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code that was found on a page: its text, and the width of its modules together."""

    text: str
    millimetres: float
    level: str
    place: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page: its size in millimetres, its words, its codes, its fonts."""

    size: tuple[int, int]
    text: str
    codes: list[Code]
    fonts: dict[str, bool]


def pages(pdf: bytes, *, scan: bool = True, last: int = 0) -> Iterator[Page]:
    """Print a PDF and look at each page. scan: decode the codes, too. last: only so many."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document))[-last:]:
            page = document[number]
            width, height = (round(side / POINTS * 25.4) for side in page.get_size())
            text = page.get_textpage().get_text_range().replace("\r\n", " ")
            codes = [_code(one) for one in _read(page)] if scan else []
            yield Page((width, height), text, codes, _fonts(page))
            page.close()


def _read(page: pypdfium2.PdfPage) -> list[Barcode]:
    bitmap = page.render(scale=DPI / POINTS, grayscale=True)
    pixels = memoryview(bytes(bitmap.buffer)).cast("B", (bitmap.height, bitmap.stride))
    kind = BarcodeFormats(BarcodeFormat.QRCode)
    return read_barcodes(pixels, formats=kind, try_rotate=False, try_invert=False)


def _code(found: Barcode) -> Code:
    corner, other = found.position.top_left, found.position.top_right
    millimetres = (other.x - corner.x) / DPI * 25.4
    place = (corner.x / DPI * 25.4, corner.y / DPI * 25.4)
    return Code(found.text, millimetres, found.ec_level, place)


def _fonts(page: pypdfium2.PdfPage) -> dict[str, bool]:
    """Return the fonts of a page: base name without the subset's tag → is it embedded?"""
    found = {}
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        font = pdfium.FPDFTextObj_GetFont(thing)
        name = (pdfium.c_char * 100)()
        pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
        found[name.value.decode().split("+")[-1]] = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return found
