"""What a table's percentages are of: each stated number is tried, and one not stated is sought.

A cell of `count` that prints `p` hundredths of a percent, rounded half up, fits every whole N with

    20000 count / (2p + 1)  <  N  <=  20000 count / (2p - 1)

so the N that fit most cells are found by sweeping the ends of these intervals.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ballots.errors import Sentence
from voting.rules.percent import WHOLE
from voting.rules.words import NUMBERS
from voting.tables.reading import Cell, Table, TableRow
from voting.tables.rounding import Rounding, rest_of_100, rounded

MAX_INFERRED = 100_000


class Base(StrEnum):
    """What a percentage may be of (closed list); INFERRED is a number that the table hides."""

    TOTAL_MEMBERS = "total_members"
    COLLECTED = "collected"
    ISSUED = "issued"
    VALID = "valid"
    INFERRED = "inferred"


BASES: dict[Base, Sentence] = {
    **{base: NUMBERS[base.value] for base in Base if base is not Base.INFERRED},
    Base.INFERRED: Sentence("Một số bảng không ghi", "A number that the table does not state"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How many of the cells that print a percentage one base and rounding reproduce.

    wholes: the numbers that stood for the base, one unless rows differ; cells: how many could be
    tried.
    """

    base: Base
    rounding: Rounding
    wholes: tuple[int, ...]
    reproduced: int
    cells: int


def whole_of(row: TableRow, base: Base, inferred: int | None = None) -> int | None:
    """Return the number that a base is for one row, or None if it is not known or is zero."""
    if base is Base.INFERRED:
        return inferred
    stated = row.numbers[base.value]
    if base is Base.VALID and stated is None:
        stated = row.marked
    return stated or None


def reproduces(row: TableRow, cell: Cell, whole: int | None, rounding: Rounding) -> bool:
    """Say whether a count of a whole, rounded so, is just what is printed."""
    if whole is None or cell.count is None or cell.printed is None or cell.count > whole:
        return False
    if rounding is Rounding.REST:
        return row.marked == whole and cell.printed == _rest(row, cell, whole)
    return rounded(cell.count, whole, rounding) == cell.printed


def printed_cells(table: Table) -> list[tuple[TableRow, Cell]]:
    """Return every cell with both a count and a percentage."""
    return [
        (row, cell)
        for row in table.rows
        for cell in row.cells
        if cell.count is not None and cell.printed is not None
    ]


def try_bases(table: Table) -> list[Trial]:
    """Try every base that the table knows with every rounding but REST; the best comes first.

    Of equals, half up comes first, then the order of Base.
    """
    cells = printed_cells(table)
    trials = [
        _trial(cells, base, rounding)
        for rounding in Rounding
        if rounding is not Rounding.REST
        for base in Base
        if base is not Base.INFERRED
    ]
    known = [trial for trial in trials if trial.cells]
    return sorted(known, key=lambda trial: -trial.reproduced)


def infer_wholes(table: Table) -> tuple[int, list[tuple[int, int]]]:
    """Return the most cells that one number fits, and the ranges (first, last) that fit so many.

    Only cells that can tell are counted: those whose count and percentage are not zero. (0, [])
    if there are none.
    """
    steps: Counter[int] = Counter()
    for first, last in _intervals(table):
        steps[first] += 1
        steps[last + 1] -= 1
    best, ranges, fits = 0, list[tuple[int, int]](), 0
    places = sorted(steps)
    for place, following in pairwise([*places, 0] if places else []):
        fits += steps[place]
        if fits > best:
            best, ranges = fits, []
        if fits == best and best:
            ranges.append((place, following - 1))
    return best, ranges


def inferred_trial(table: Table, whole: int) -> Trial:
    """Try a number that the table does not state."""
    return _trial(printed_cells(table), Base.INFERRED, Rounding.HALF_UP, whole)


def _trial(
    cells: Iterable[tuple[TableRow, Cell]],
    base: Base,
    rounding: Rounding,
    inferred: int | None = None,
) -> Trial:
    tried = [(row, cell, whole_of(row, base, inferred)) for row, cell in cells]
    known = [(row, cell, whole) for row, cell, whole in tried if whole is not None]
    return Trial(
        base=base,
        rounding=rounding,
        wholes=tuple(sorted({whole for _, _, whole in known})),
        reproduced=sum(reproduces(row, cell, whole, rounding) for row, cell, whole in known),
        cells=len(known),
    )


def _intervals(table: Table) -> Iterable[tuple[int, int]]:
    """Yield the first and last N of every cell that can tell; ballots that exist must fit in it."""
    least = max((row.marked or 0 for row in table.rows), default=0)
    for _, cell in printed_cells(table):
        if cell.count and cell.printed:
            first = 2 * WHOLE * cell.count // (2 * cell.printed + 1) + 1
            last = min(2 * WHOLE * cell.count // (2 * cell.printed - 1), MAX_INFERRED)
            if max(first, least) <= last:
                yield max(first, least), last


def _rest(row: TableRow, cell: Cell, whole: int) -> int:
    others = [other.count for other in row.cells if other is not cell and other.count is not None]
    return rest_of_100(others, whole)
