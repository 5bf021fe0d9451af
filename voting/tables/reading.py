"""Read a published table as it stands: every row is taken, whatever is wrong in it.

name,position,high,medium,low,high_pct,medium_pct,low_pct,total_deputies,…,ballots_collected
Huỳnh Ngọc Sơn,Phó Chủ tịch Quốc hội,252,217,24,"50,6","43,57","4,42",498,,492
"""

import re
from dataclasses import dataclass

from voting.plan.columns import (
    LEVEL_COLUMNS,
    PERCENTAGE_COLUMNS,
    Column,
    Headings,
)
from voting.plan.people import cell_of, parse_list
from voting.plan.refusals import PlanRefused
from voting.plan.table import Row
from voting.plan.text import clean
from voting.rules.percent import Hundredths, parse_percentage
from voting.rules.refusals import RulesRefused

_COUNT = re.compile(r"[0-9]{1,7}")
LEVELS = ("high", "medium", "low")
NUMBERS = {
    "total_members": Column.TOTAL_DEPUTIES,
    "issued": Column.BALLOTS_ISSUED,
    "collected": Column.BALLOTS_COLLECTED,
    "valid": Column.BALLOTS_VALID,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One level of one person: the count, and the percentage printed beside it.

    count, printed: None where nothing is printed or it cannot be read; `unreadable` is that text.
    """

    level: str
    heading: str
    count: int | None
    printed: Hundredths | None
    unreadable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One person as printed. numbers: the totals that the row states, by name; None = not stated.

    year: as printed, or "". unreadable: headings of totals whose text is no number.
    """

    number: int
    name: str
    position: str
    year: str
    cells: tuple[Cell, ...]
    numbers: dict[str, int | None]
    unreadable: tuple[str, ...] = ()

    @property
    def counts(self) -> tuple[int, ...] | None:
        """Return the counts of all levels, or None if one is not printed."""
        known = tuple(cell.count for cell in self.cells if cell.count is not None)
        return known if len(known) == len(self.cells) else None

    @property
    def marked(self) -> int | None:
        """Return the sum of the levels, if all are printed."""
        return None if self.counts is None else sum(self.counts)

    @property
    def ballots(self) -> int | None:
        """Return the most ballots that this row can hold, as far as it is stated."""
        stated = (self.numbers[name] for name in ("collected", "issued", "total_members"))
        return min((number for number in stated if number is not None), default=None)


@dataclass(frozen=True, slots=True)
class Table:
    """A published table; ignored: headings that mean nothing here, to be shown."""

    rows: tuple[TableRow, ...]
    ignored: tuple[str, ...]


def parse_table(
    data: bytes, *, filename: str, numbers: dict[str, int | None] | None = None
) -> Table:
    """Parse a table, .csv or .xlsx. numbers: totals for the rows that do not state their own.

    Raises PlanRefused if it is no table, or has no column of names or none of a level.
    """
    headings, rows = parse_list(data, filename=filename)
    if not any(column in headings.places for column in LEVEL_COLUMNS):
        headings.require(*LEVEL_COLUMNS)
        raise PlanRefused(headings.findings)
    read = (_row(row, headings, numbers or {}) for row in rows)
    return Table(tuple(row for row in read if row is not None), headings.ignored)


def _row(row: Row, headings: Headings, more: dict[str, int | None]) -> TableRow | None:
    name = clean(cell_of(row, headings, Column.NAME))
    cells = tuple(
        _cell(row, headings, *columns)
        for columns in zip(LEVELS, LEVEL_COLUMNS, PERCENTAGE_COLUMNS, strict=True)
    )
    says = any(cell.count is not None or cell.printed is not None for cell in cells)
    if not name and not says:
        return None
    numbers = {key: _number(cell_of(row, headings, column)) for key, column in NUMBERS.items()}
    wrong = [
        headings.title(column)
        for key, column in NUMBERS.items()
        if numbers[key] is None and cell_of(row, headings, column).strip()
    ]
    return TableRow(
        number=row.number,
        name=name,
        position=clean(cell_of(row, headings, Column.POSITION)),
        year=clean(cell_of(row, headings, Column.YEAR)),
        cells=cells,
        numbers={key: more.get(key) if own is None else own for key, own in numbers.items()},
        unreadable=tuple(wrong),
    )


def _cell(row: Row, headings: Headings, level: str, counted: Column, shared: Column) -> Cell:
    count, share = cell_of(row, headings, counted).strip(), cell_of(row, headings, shared).strip()
    number, printed = _number(count), _share(share)
    bad = [raw for raw, read in ((count, number), (share, printed)) if raw and read is None]
    return Cell(
        level=level,
        heading=headings.title(counted if counted in headings.places else shared),
        count=number,
        printed=printed,
        unreadable=bad[0] if bad else "",
    )


def _number(raw: str) -> int | None:
    return int(raw) if _COUNT.fullmatch(raw.strip()) else None


def _share(raw: str) -> Hundredths | None:
    try:
        return parse_percentage(raw.removesuffix("%").strip())
    except RulesRefused:
        return None
