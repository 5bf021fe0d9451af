"""A list without a row of headings: what its columns probably are, and the row that says so.

Nothing is taken by a guess: the clerk sees the columns with what stands in them, and decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.findings import nearest
from voting.plan.columns import HEADINGS, Column, column_of, fold
from voting.plan.table import Row, parse_pasted, pasted_from

MOST_COLUMNS = 8  # a table that is wider is something else
SAMPLE = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """What the columns seem to be, None where nobody asks for such a column.

    sample: the first rows, to be shown with it; offered: what a column can be.
    """

    columns: tuple[Column | None, ...]
    sample: tuple[Row, ...]
    offered: tuple[Column, ...]


def guess_columns(table: Sequence[Row], wanted: Sequence[Column]) -> Guess | None:
    """Guess the columns of a table; None if it has headings, or does not look like a list.

    wanted: the columns of such a list, the name first, in the order people write them.
    """
    width = max(len(_trimmed(row)) for row in table)
    if width > MOST_COLUMNS or any(row.formulas for row in table) or _has_headings(table):
        return None
    columns = [_column(table, place) for place in range(width)]
    if any(_is_ordinal(cells) for cells in columns[1:]):
        return None
    first = 1 if width > 1 and _is_ordinal(columns[0]) else 0
    if first == width or not all(_is_name(cell) for cell in columns[first]):
        return None
    rest: list[Column | None] = [*wanted, *[None] * width]
    ordinal: list[Column | None] = [Column.ORDINAL] * first
    return Guess(
        columns=tuple([*ordinal, *rest][:width]),
        sample=tuple(Row(row.number, _trimmed(row)) for row in table[:SAMPLE]),
        offered=(Column.ORDINAL, *wanted),
    )


def with_headings(text: str, columns: Sequence[str], *, in_place: bool, name: str) -> str:
    """Write a pasted list with the headings that somebody chose for its columns.

    columns: the values of `Column`; any other text is a column that is not used. in_place: the
    first row is a heading of another kind, and goes. name: as for `parse_pasted`, which says what
    is raised.
    """
    first, *rest = parse_pasted(text, name=name)
    known = {one.value: HEADINGS[one][-1] for one in Column}
    cells = tuple(known.get(one, f"({place})") for place, one in enumerate(columns, start=1))
    rows = rest if in_place else [Row(row.number + 1, row.cells) for row in (first, *rest)]
    return pasted_from([Row(first.number, cells), *rows])


def _has_headings(table: Sequence[Row]) -> bool:
    """Tell whether a heading stands in the first row, or that of the name in any other.

    A misspelt name counts, other slips do not: "Đoàn 1" is a unit, though near to "Đoàn".
    """
    cells = [cell for cell in table[0].cells if cell.strip()]
    slips = (nearest(fold(cell), [*map(fold, HEADINGS[Column.NAME])], cutoff=0.8) for cell in cells)
    named = (column_of(cell) is Column.NAME for row in table for cell in row.cells)
    return any(column_of(cell) for cell in cells) or any(slips) or any(named)


def _trimmed(row: Row) -> tuple[str, ...]:
    cells = [cell.strip() for cell in row.cells]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _column(table: Sequence[Row], place: int) -> list[str]:
    return [(*_trimmed(row), *[""] * MOST_COLUMNS)[place] for row in table]


def _is_ordinal(cells: Sequence[str]) -> bool:
    return all(cell.rstrip(".)").isdecimal() for cell in cells)


def _is_name(cell: str) -> bool:
    return any(letter.isalpha() for letter in cell) and not any(mark.isdigit() for mark in cell)
