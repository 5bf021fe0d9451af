"""A list in a workbook (.xlsx) as rows of text.

A workbook is a zip of XML written by somebody else: its unpacked size is capped, a document type is
refused, and merged cells are found before openpyxl opens it (it would fill in every cell of them).
Cells are read as stored: formulas (and errors like #REF!) are reported, never evaluated.
"""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from voting.findings import quoted
from voting.plan.refusals import PlanRefusal, refused
from voting.plan.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    ZIP_MAGIC,
    Row,
    filled_rows,
    too_large,
    verify_size,
)

MAX_UNPACKED = 50 * 1024 * 1024

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    InvalidFileException,
    ParseError,
    KeyError,
    IndexError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)

# openpyxl drops a row or a cell that comes out of order, so both are looked at here first.
_ROWS = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br\s*=\s*[\"']([0-9]{1,7})[\"']")
_CELLS = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*?\bhidden\s*=\s*[\"'](?:1|true)[\"'])[^>]*>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,7})[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*[\"']([^\"']{1,40})[\"']")


def parse_workbook(data: bytes, *, filename: str) -> list[Row]:
    """Parse the one sheet of a workbook that has content into its rows, blank ones left out.

    Raises PlanRefused if it is too large, no workbook, damaged, or has merged cells or several
    sheets with content.
    """
    verify_size(data, filename=filename)
    if not data.startswith(ZIP_MAGIC):
        raise refused(PlanRefusal.WRONG_KIND_OF_FILE, file=quoted(filename))
    try:
        _verify_parts(data, filename=filename)
        sheets = _sheets(data, filename=filename)
    except _DAMAGED as error:
        raise refused(PlanRefusal.UNREADABLE_TABLE, file=quoted(filename)) from error
    used = {title: rows for title, rows in sheets.items() if rows}
    if len(used) > 1:
        names = ", ".join(quoted(title) for title in used)
        raise refused(PlanRefusal.SEVERAL_SHEETS, file=quoted(filename), sheets=names)
    return filled_rows(next(iter(used.values()), []), filename=filename)


def _verify_parts(data: bytes, *, filename: str) -> None:
    """Verify the parts of the zip before anything interprets them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise too_large(filename)
        for part in archive.infolist():
            if not part.filename.endswith((".xml", ".rels")):
                continue
            content = archive.read(part)
            damaged = b"<!DOCTYPE" in content or b"<!ENTITY" in content
            if damaged or not _is_in_order(content):
                raise refused(PlanRefusal.UNREADABLE_TABLE, file=quoted(filename))
            merged = _MERGED.findall(content)
            if merged:
                cells = ", ".join(quoted(ref.decode("ascii", "replace")) for ref in merged[:10])
                raise refused(PlanRefusal.MERGED_CELLS, file=quoted(filename), cells=cells)
            hidden = [_NUMBER.search(row) for row in _HIDDEN.findall(content)]
            if hidden:
                rows = ", ".join(found[1].decode() if found else "?" for found in hidden[:10])
                raise refused(PlanRefusal.HIDDEN_ROWS, file=quoted(filename), rows=rows)


def _is_in_order(content: bytes) -> bool:
    """Say whether the rows of a part rise, and its cells rise by row and column."""
    rows = [int(number) for number in _ROWS.findall(content)]
    cells = [(int(row), len(column), column) for column, row in _CELLS.findall(content)]
    return _rises(rows) and _rises(cells)


def _rises(values: Sequence[Any]) -> bool:
    return all(first < second for first, second in pairwise(values))


def _sheets(data: bytes, *, filename: str) -> dict[str, list[Row]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of parts that it leaves out, as styles
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        try:
            sheets = {}
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # the size that the file claims may be smaller
                sheets[sheet.title] = _rows(sheet.iter_rows(), filename=filename)
            return sheets
        finally:
            book.close()


def _rows(cells_of_rows: Iterable[tuple[object, ...]], *, filename: str) -> list[Row]:
    rows = []
    for number, cells in enumerate(cells_of_rows, start=1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            raise too_large(filename)
        formulas = frozenset(
            place
            for place, cell in enumerate(cells)
            if getattr(cell, "data_type", "") in ("f", "e")
        )
        row = Row(number, tuple(_text(getattr(cell, "value", None)) for cell in cells), formulas)
        if not row.is_blank:
            rows.append(row)
    return rows


def _text(value: object) -> str:
    """Return the value of a cell as a clerk sees it; 73.0 is 73."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
