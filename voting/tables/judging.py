"""Judge every cell by the convention of its table: one base and one rounding for all of them."""

from dataclasses import dataclass
from enum import StrEnum

from voting.rules.percent import WHOLE, Hundredths
from voting.tables.bases import Base, Trial, reproduces, whole_of
from voting.tables.reading import Cell, TableRow
from voting.tables.rounding import Rounding, rounded


class CellVerdict(StrEnum):
    """What became of a cell (closed list)."""

    REPRODUCED = "reproduced"
    OTHER_ROUNDING = "other_rounding"
    OTHER_BASE = "other_base"
    WRONG = "wrong"
    UNREADABLE = "unreadable"
    NOT_PRINTED = "not_printed"
    NO_BASE = "no_base"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCell:
    """A cell with its verdict. expected: what its count gives by the table's own convention."""

    cell: Cell
    verdict: CellVerdict
    expected: Hundredths | None = None
    fitting: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row with its cells judged."""

    row: TableRow
    cells: tuple[JudgedCell, ...]


def judge_row(row: TableRow, best: Trial | None, trials: list[Trial]) -> JudgedRow:
    return JudgedRow(row, tuple(_judge(row, cell, best, trials) for cell in row.cells))


def _judge(row: TableRow, cell: Cell, best: Trial | None, trials: list[Trial]) -> JudgedCell:
    if cell.unreadable:
        return JudgedCell(cell=cell, verdict=CellVerdict.UNREADABLE)
    if cell.count is None or cell.printed is None:
        return JudgedCell(cell=cell, verdict=CellVerdict.NOT_PRINTED)
    whole = own_whole(row, best)
    if best is None or whole is None:
        return JudgedCell(cell=cell, verdict=CellVerdict.NO_BASE)
    expected = rounded(cell.count, whole, best.rounding) if cell.count <= whole else None
    if reproduces(row, cell, whole, best.rounding):
        return JudgedCell(cell=cell, verdict=CellVerdict.REPRODUCED, expected=expected)
    verdict = CellVerdict.WRONG
    if other_rounding(row, cell, whole) is not None:
        verdict = CellVerdict.OTHER_ROUNDING
    elif other_base(row, cell, best, trials) is not None:
        verdict = CellVerdict.OTHER_BASE
    fitting = fitting_counts(cell.printed, whole, best.rounding)
    return JudgedCell(cell=cell, verdict=verdict, expected=expected, fitting=fitting)


def own_whole(row: TableRow, best: Trial | None) -> int | None:
    """Return what the convention of the table takes the percentages of this row of."""
    if best is None:
        return None
    return whole_of(row, best.base, best.wholes[0] if best.base is Base.INFERRED else None)


def other_rounding(row: TableRow, cell: Cell, whole: int) -> Rounding | None:
    """Return a rounding by which the cell fits all the same, or None."""
    return next((each for each in Rounding if reproduces(row, cell, whole, each)), None)


def other_base(row: TableRow, cell: Cell, best: Trial, trials: list[Trial]) -> Base | None:
    """Return another base of which the cell is, by the rounding of the table, or None."""
    bases = (trial.base for trial in trials if trial.rounding is best.rounding)
    return next((b for b in bases if reproduces(row, cell, whole_of(row, b), best.rounding)), None)


def fitting_counts(printed: Hundredths, whole: int, rounding: Rounding) -> tuple[int, ...]:
    """Return every count of a whole that would print this percentage."""
    middle = printed * whole // WHOLE
    near = range(max(0, middle - 1), min(whole, middle + 2) + 1)
    return tuple(count for count in near if rounded(count, whole, rounding) == printed)
