"""The headings that a list of people may have, in Vietnamese and English.

A heading is compared without case, accents and punctuation: "HỌ VÀ TÊN" and "Ho va ten" are one.
"""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum

from voting.findings import Finding, nearest, quoted
from voting.plan.refusals import PlanRefusal, finding


class Column(StrEnum):
    """What a column holds; the values are the headings of the result tables."""

    ORDINAL = "stt"
    NAME = "name"
    POSITION = "position"
    SECTION = "section"
    PHOTO = "photo"
    UNIT = "unit"
    BADGE = "badge"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    HIGH_PCT = "high_pct"
    MEDIUM_PCT = "medium_pct"
    LOW_PCT = "low_pct"
    TOTAL_DEPUTIES = "total_deputies"
    BALLOTS_ISSUED = "ballots_issued"
    BALLOTS_COLLECTED = "ballots_collected"
    BALLOTS_VALID = "ballots_valid"
    YEAR = "year"
    SOURCE = "source"


LEVEL_COLUMNS = (Column.HIGH, Column.MEDIUM, Column.LOW)
PERCENTAGE_COLUMNS = (Column.HIGH_PCT, Column.MEDIUM_PCT, Column.LOW_PCT)
TOTAL_COLUMNS = (Column.TOTAL_DEPUTIES, Column.BALLOTS_ISSUED, Column.BALLOTS_COLLECTED)

HEADINGS: dict[Column, tuple[str, ...]] = {
    Column.ORDINAL: ("STT", "TT", "Số TT", "No"),
    Column.NAME: ("name", "Họ tên", "Họ và tên"),
    Column.POSITION: ("position", "Chức danh", "Chức vụ, đơn vị", "Chức vụ"),
    Column.SECTION: ("section", "Khối"),
    Column.PHOTO: ("photo", "Tệp ảnh"),
    Column.UNIT: ("unit", "Đơn vị", "Đoàn"),
    Column.BADGE: ("badge", "Mã đại biểu"),
    Column.HIGH: ("high", "Tín nhiệm cao"),
    Column.MEDIUM: ("medium", "Tín nhiệm"),
    Column.LOW: ("low", "Tín nhiệm thấp"),
    Column.HIGH_PCT: ("high_pct", "Tỷ lệ tín nhiệm cao"),
    Column.MEDIUM_PCT: ("medium_pct", "Tỷ lệ tín nhiệm"),
    Column.LOW_PCT: ("low_pct", "Tỷ lệ tín nhiệm thấp"),
    Column.TOTAL_DEPUTIES: ("total_deputies", "Tổng số đại biểu"),
    Column.BALLOTS_ISSUED: ("ballots_issued", "Số phiếu phát ra"),
    Column.BALLOTS_COLLECTED: ("ballots_collected", "Số phiếu thu về"),
    Column.BALLOTS_VALID: ("ballots_valid", "Số phiếu hợp lệ"),
    Column.YEAR: ("year", "Năm"),
    Column.SOURCE: ("source", "Nguồn"),
}


def fold(heading: str) -> str:
    """Return a heading without case, accents, underscores and punctuation."""
    plain = unicodedata.normalize("NFD", heading.lower().replace("đ", "d"))
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def column_of(heading: str) -> Column | None:
    """Return what a heading means, or None if it is none of ours."""
    return _by_folded().get(fold(heading))


class Headings:
    """The headings of one table: where each known column is, what is not ours, what is wrong.

    ignored: headings that mean nothing to us, to be shown to the clerk.
    """

    def __init__(self, cells: Iterable[str], *, row: int) -> None:
        self.row = row
        self.cells = tuple(cells)
        self.places: dict[Column, int] = {}
        self.findings: list[Finding] = []
        unknown: list[str] = []
        for place, cell in enumerate(self.cells):
            column = column_of(cell)
            if column is None:
                unknown.extend([cell.strip()] if cell.strip() else [])
            elif column in self.places:
                self._report(PlanRefusal.DUPLICATE_COLUMN, column=cell.strip())
            else:
                self.places[column] = place
        self.ignored = tuple(name for name in unknown if not self._is_slip(name))

    def title(self, column: Column) -> str:
        """Return the heading of a column as it stands in the file, or our own."""
        place = self.places.get(column)
        return column.value if place is None else self.cells[place].strip()

    def titles(self, *columns: Column) -> tuple[str, ...]:
        """Return the headings of those of the columns that are there, as they stand."""
        return tuple(self.title(column) for column in columns if column in self.places)

    def require(self, *columns: Column) -> None:
        """Report every one of the columns that is missing."""
        for column in columns:
            if column not in self.places:
                self._report(PlanRefusal.MISSING_COLUMN, column=HEADINGS[column][-1])

    def _is_slip(self, name: str) -> bool:
        """Report a heading that looks like a known one which is missing ("positon")."""
        missing = {fold(each): each for each in _all_headings() if not self._has(each)}
        match = nearest(fold(name), missing, cutoff=0.8)
        if match is None:
            return False
        self._report(PlanRefusal.UNKNOWN_COLUMN, value=quoted(name), nearest=missing[match])
        return True

    def _has(self, heading: str) -> bool:
        return column_of(heading) in self.places

    def _report(self, code: PlanRefusal, **values: object) -> None:
        self.findings.append(finding(code, row=self.row, **values))


def _all_headings() -> list[str]:
    return [each for headings in HEADINGS.values() for each in headings]


def _by_folded() -> dict[str, Column]:
    return {fold(each): column for column, headings in HEADINGS.items() for each in headings}
