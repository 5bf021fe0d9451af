"""A list as rows of text with their row numbers, from CSV bytes or from a workbook.

    name,position
    Nguyễn Văn An,"Chủ nhiệm Ủy ban Khoa học, Công nghệ"

CSV is UTF-8, with or without a byte order mark, separated by commas, semicolons or tabs.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from voting.findings import quoted
from voting.plan.columns import column_of
from voting.plan.refusals import PlanRefusal, PlanRefused, refused

MAX_FILE = 5 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 100

ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the file (from 1), its cells, and which cells hold a formula."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()

    @property
    def is_blank(self) -> bool:
        """Say whether there is nothing in the row."""
        return not any(cell.strip() for cell in self.cells)


def parse_csv(data: bytes, *, filename: str) -> list[Row]:
    """Parse a CSV file into its rows, blank ones left out.

    Raises PlanRefused if it is too large, not UTF-8, not a CSV file or empty.
    """
    verify_size(data, filename=filename)
    if data.startswith((ZIP_MAGIC, OLD_EXCEL_MAGIC)):
        raise refused(PlanRefusal.WRONG_KIND_OF_FILE, file=quoted(filename))
    text = _decoded(data, filename=filename)
    return filled_rows(_rows(text, _delimiter(text), filename), filename=filename)


def parse_pasted(text: str, *, name: str) -> list[Row]:
    """Parse what was pasted from a table: as CSV, separated by tabs if there is one.

    name: what to call it in a refusal. Raises PlanRefused as `parse_csv`.
    """
    verify_size(text.encode(errors="replace"), filename=name)
    return filled_rows(_rows(text, "\t" if "\t" in text else _delimiter(text), name), filename=name)


def pasted_from(rows: Iterable[Row]) -> str:
    """Write rows as they would be pasted, one line each, so that they can be mended in place."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    number = 0
    for row in rows:
        written.write("\n" * (row.number - number - 1))  # blank rows: the numbers stay
        writer.writerow(row.cells)
        number = row.number
    return written.getvalue()


def _rows(text: str, delimiter: str, filename: str) -> list[Row]:
    """Return every row, blank ones too. Raises PlanRefused, BROKEN_QUOTES with the row."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        for cells in reader:
            rows.append(Row(len(rows) + 1, tuple(cells)))
    except csv.Error as error:
        if "expected" in str(error):  # an end or a separator after a quotation mark
            raise refused(
                PlanRefusal.BROKEN_QUOTES, file=quoted(filename), row=len(rows) + 1
            ) from error
        raise refused(PlanRefusal.UNREADABLE_TABLE, file=quoted(filename)) from error
    return rows


def filled_rows(rows: list[Row], *, filename: str) -> list[Row]:
    """Return the rows that are not blank; raises PlanRefused if there are none, or too many."""
    filled = [row for row in rows if not row.is_blank]
    if not filled:
        raise refused(PlanRefusal.EMPTY_TABLE, file=quoted(filename))
    if len(filled) > MAX_ROWS or max(len(row.cells) for row in filled) > MAX_COLUMNS:
        raise too_large(filename)
    return filled


def too_large(filename: str, *, rows: int = MAX_ROWS) -> PlanRefused:
    """Make the error of a table with too many rows or columns."""
    return refused(
        PlanRefusal.TABLE_TOO_LARGE, file=quoted(filename), rows=rows, columns=MAX_COLUMNS
    )


def verify_size(data: bytes, *, filename: str) -> None:
    """Verify that a file is not too large; raises PlanRefused."""
    if len(data) > MAX_FILE:
        raise refused(
            PlanRefusal.FILE_TOO_LARGE, file=quoted(filename), limit=MAX_FILE // (1024 * 1024)
        )


def suffix_of(filename: str) -> str:
    """Return the ending of a file name, in lower case: ".csv", ".xlsx"."""
    return PurePath(filename).suffix.lower()


def _decoded(data: bytes, *, filename: str) -> str:
    if data.startswith(_UTF16_MARKS):
        raise refused(PlanRefusal.NOT_UTF8, file=quoted(filename))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refused(PlanRefusal.NOT_UTF8, file=quoted(filename)) from error


def _delimiter(text: str) -> str:
    """Return the separator that finds more of our headings in the first row; comma if equal.

    Where none finds any: that which divides every row into as many cells.
    """
    best = max(",;\t", key=lambda mark: _known_headings(text, mark))
    return best if _known_headings(text, best) else max(",;\t", key=lambda mark: _even(text, mark))


def _even(text: str, delimiter: str) -> int:
    """Return how many cells every row has; 0 if that is one, differs, or cannot be told."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = {len(cells) for cells in reader if any(cell.strip() for cell in cells)}
    except csv.Error:
        return 0
    width = widths.pop() if len(widths) == 1 else 0
    return width if width > 1 else 0


def _known_headings(text: str, delimiter: str) -> int:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        cells = next((cells for cells in reader if any(cell.strip() for cell in cells)), [])
    except csv.Error:
        return 0
    return sum(column_of(cell) is not None for cell in cells)
