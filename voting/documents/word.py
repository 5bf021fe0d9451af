"""A paper as a DOCX for Word and LibreOffice, to be edited and signed: same blocks, same texts.

Type, margins and the page number are those of NĐ 30/2020: Times New Roman, 20 mm above and below,
30 mm left, 15 mm right, the number in the middle of the head from the second page on. The bytes
depend on the paper alone.
"""

import io
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from docx import Document
from docx.document import Document as Made
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from voting.documents.archive import timeless
from voting.documents.blocks import (
    Block,
    Code,
    Fold,
    Head,
    Heading,
    Items,
    Paper,
    Signatures,
    Text,
    Title,
)
from voting.documents.blocks import Table as Figures
from voting.documents.qr import png_of
from voting.documents.wordtable import add_figures, add_grid, set_cell

FONT: Final = "Times New Roman"
HEAD_SIZE: Final = 12
LONG: Final = 32
WIDTHS: Final = {False: 165, True: 252}  # millimetres between the margins: standing, lying
_ALIGNS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def docx_of(paper: Paper, when: date) -> bytes:
    """Return the DOCX of a paper. when: the date that its properties bear."""
    document = Document()
    _prepare(document, paper)
    for block in paper.blocks:
        _WRITERS[type(block)](document, block, paper)
    file = io.BytesIO()
    document.save(file)
    return timeless(file.getvalue(), when)


def _prepare(document: Made, paper: Paper) -> None:
    """Set type, page, margins, properties, page number and foot."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(paper.size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(4)
    style.paragraph_format.space_before = Pt(0)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if paper.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    _number(section.header.paragraphs[0])
    for foot in (section.footer, section.first_page_footer):
        line = foot.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(paper.foot).font.size = Pt(8)
    about = document.core_properties
    about.title, about.author, about.comments = paper.title, "", ""
    about.language = paper.language


def _number(line: Paragraph) -> None:
    """Write the page number as a field."""
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = line.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if text is None:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), str(kind))
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._r.append(part)


def _line(document: Made, text: str, *, bold: bool = False, align: str = "left") -> Paragraph:
    made = document.add_paragraph()
    made.alignment = _ALIGNS[align]
    made.add_run(text).bold = bold
    return made


def _head(document: Made, block: Head, paper: Paper) -> None:
    width = WIDTHS[paper.landscape]
    grid = add_grid(document, (width * 2 // 5, width - width * 2 // 5))
    left, right = grid.rows[0].cells
    upper = [(line, False, False) for line in block.left[:-1]]
    star = [("*", False, False)] if block.mark else []
    own = (block.left[-1], True, False)
    set_cell(left, [*upper, own, *star, (block.number, False, False)], size=HEAD_SIZE)
    named = [(line, True, False) for line in block.right]
    set_cell(right, [*named, (block.date, False, True)], size=HEAD_SIZE)
    if not block.mark:
        _underline(left.paragraphs[len(block.left) - 1])
    _underline(right.paragraphs[len(block.right) - 1])


def _underline(line: Paragraph) -> None:
    for run in line.runs:
        run.underline = True


def _title(document: Made, block: Title, paper: Paper) -> None:
    made = _line(document, block.text, bold=True, align="center")
    made.paragraph_format.space_before = Pt(10)
    made.runs[0].font.size = Pt(paper.size + 1)
    for text in block.below:
        _line(document, text, bold=True, align="center")


def _heading(document: Made, block: Heading, paper: Paper) -> None:
    made = _line(document, block.text, bold=True)
    made.paragraph_format.space_before = Pt(6)
    made.paragraph_format.keep_with_next = True


def _text(document: Made, block: Text, paper: Paper) -> None:
    made = _line(document, block.text, bold=block.style in ("strong", "large"), align=block.align)
    made.paragraph_format.keep_with_next = block.keep
    if block.style == "quiet":
        made.runs[0].font.size = Pt(paper.size - 2)
    if block.style == "large":
        made.runs[0].font.size = Pt(paper.size + 4)


def _items(document: Made, block: Items, paper: Paper) -> None:
    for text in block.items:
        made = document.add_paragraph(f"–\t{text}")
        shape = made.paragraph_format
        shape.left_indent, shape.first_line_indent = Mm(6), Mm(-6)
        shape.tab_stops.add_tab_stop(Mm(6))


def _figures(document: Made, block: Figures, paper: Paper) -> None:
    add_figures(document, block, WIDTHS[paper.landscape])
    _line(document, "").paragraph_format.space_after = Pt(0)


def _signatures(document: Made, block: Signatures, paper: Paper) -> None:
    """Write places to sign: two, then three in a row."""
    width = WIDTHS[paper.landscape]
    rows = [block.signers[:2]]
    rows += [block.signers[place : place + 3] for place in range(2, len(block.signers), 3)]
    for signers in rows:
        columns = 2 if signers is rows[0] else 3
        grid = add_grid(document, (width // columns,) * columns)
        most = max(len(signer.roles) for signer in signers)
        for cell, signer in zip(grid.rows[0].cells, signers, strict=False):
            roles = [(role, True, False) for role in signer.roles]
            space = [("", False, False)] * (4 + most - len(signer.roles))
            name = (signer.name or "…………………………", bool(signer.name), False)
            set_cell(cell, [*roles, (signer.note, False, True), *space, name])
        _line(document, "").paragraph_format.space_after = Pt(0)


def _code(document: Made, block: Code, paper: Paper) -> None:
    width = WIDTHS[paper.landscape]
    grid = add_grid(document, (50, width - 50))
    picture, beside = grid.rows[0].cells
    run = picture.paragraphs[0].add_run()
    run.add_picture(io.BytesIO(png_of(block.modules)), width=Mm(46))
    pairs = [pair for label, value in block.lines for pair in _pair(label, value)]
    set_cell(beside, pairs, align="left")


def _pair(label: str, value: str) -> list[tuple[str, bool, bool]]:
    """Write a label above its value; a digest in lines of 32 letters."""
    is_digest = " " not in value and len(value) > LONG
    parts = [value[i : i + LONG] for i in range(0, len(value), LONG)] if is_digest else [value]
    return [(label, False, True), *[(part, True, False) for part in parts]]


def _fold(document: Made, block: Fold, paper: Paper) -> None:
    _line(document, f"- - - - - - - - {block.text} - - - - - - - -", align="center")


_WRITERS: Final[dict[type[Block], Callable[[Made, Any, Paper], None]]] = {
    Head: _head,
    Title: _title,
    Heading: _heading,
    Text: _text,
    Items: _items,
    Figures: _figures,
    Signatures: _signatures,
    Code: _code,
    Fold: _fold,
}
