"""Tables in a DOCX: with borders and a repeated heading, or bare ones that only place things."""

from collections.abc import Sequence
from copy import deepcopy
from typing import Final, NamedTuple

from docx.document import Document as Made
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from voting.documents.blocks import Table as Figures

SIZE: Final = 10.5
MARGIN: Final = 57  # twentieths of a point, left and right in a cell
Lines = Sequence[tuple[str, bool, bool]]  # text, bold, italic
_ALIGNS: Final = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def add_grid(document: Made, widths: Sequence[int]) -> Table:
    """Add a table of one row without borders. widths: in millimetres."""
    made: Table = document.add_table(rows=1, cols=len(widths))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(made, widths)
    _whole(made.rows[0])
    return made


def add_figures(document: Made, block: Figures, width: int) -> None:
    """Add a table of figures as wide as given, in millimetres."""
    columns = len(block.widths)
    made = document.add_table(rows=len(block.head) + len(block.body), cols=columns)
    made.style = "Table Grid"
    _margins(made)
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    _widths(made, [width * share // sum(block.widths) for share in block.widths])
    cells = [row.cells for row in made.rows]
    _write_head(block, made, cells)
    body = _Body()
    for place, texts in enumerate(block.body, start=len(block.head)):
        _whole(made.rows[place])
        row = cells[place]
        if len(texts) == 1:
            section = row[0].merge(row[-1])
            set_cell(section, [(texts[0], True, False)], align="left", size=SIZE)
            section.paragraphs[0].paragraph_format.keep_with_next = True
            continue
        for column, text in enumerate(texts):
            is_name = column == block.names
            body.write(row[column], text, align=block.aligns[column], is_name=is_name)


def _write_head(block: Figures, made: Table, cells: Sequence[tuple[_Cell, ...]]) -> None:
    """Write the heading's cells where they reach to, and let its rows repeat."""
    taken: set[tuple[int, int]] = set()
    for place, row in enumerate(block.head):
        _repeat(made.rows[place])
        _whole(made.rows[place])
        column = 0
        for cell in row:
            while (place, column) in taken:
                column += 1
            last = cells[place + cell.rows - 1][column + cell.columns - 1]
            merged = cells[place][column].merge(last)
            set_cell(merged, [(cell.text, True, False)], size=SIZE)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
            taken |= {
                (place + below, column + beside)
                for below in range(cell.rows)
                for beside in range(cell.columns)
            }
            column += cell.columns


def set_cell(
    cell: _Cell, lines: Lines, *, align: str = "center", size: float | None = None
) -> None:
    """Write lines into an empty cell, each as a paragraph; those of figures in its middle."""
    if size == SIZE:
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, (text, bold, italic) in enumerate(lines):
        made = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        _write(made, _Look(align, size, bold, italic), text)


class _Look(NamedTuple):
    """How a line of a cell looks."""

    align: str
    size: float | None
    bold: bool
    italic: bool


def _write(line: Paragraph, look: _Look, text: str) -> Run:
    """Write a text into an empty paragraph; return its run."""
    line.alignment = _ALIGNS[look.align]
    line.paragraph_format.space_after = Pt(0)
    run = line.add_run(text)
    run.bold, run.italic = look.bold, look.italic
    if look.size is not None:
        run.font.size = Pt(look.size)
    return run


class _Body:
    """Writes the many cells of a body: those that look alike are copies with another text."""

    def __init__(self) -> None:
        self._models: dict[_Look, CT_P] = {}

    def write(self, cell: _Cell, text: str, *, align: str, is_name: bool) -> None:
        """Write the lines of a text; of a name the first is bold."""
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell._tc.remove(cell._tc.p_lst[0])
        for number, line in enumerate(text.split("\n")):
            made = deepcopy(self._model(cell, _Look(align, SIZE, is_name and number == 0, False)))
            made.r_lst[0].text = line
            cell._tc.append(made)

    def _model(self, cell: _Cell, look: _Look) -> CT_P:
        if look not in self._models:
            made = OxmlElement("w:p")
            _write(Paragraph(made, cell), look, "")
            self._models[look] = made
        return self._models[look]


def _widths(table: Table, widths: Sequence[int]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _margins(table: Table) -> None:
    """Make the cells' margins small: figures need the room."""
    part = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(MARGIN))
        edge.set(qn("w:type"), "dxa")
        part.append(edge)
    table._tbl.tblPr.append(part)


def _repeat(row: _Row) -> None:
    """Let a row stand on top of every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: _Row) -> None:
    """Keep a row on one page."""
    part = OxmlElement("w:cantSplit")
    part.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(part)
