"""Judge a published table: find its convention, then every cell, row and total by it."""

from dataclasses import dataclass

from voting.tables.bases import Trial, infer_wholes, inferred_trial, try_bases
from voting.tables.judging import CellVerdict, JudgedRow, judge_row
from voting.tables.problems import (
    Problem,
    cell_problems,
    named_twice,
    row_problems,
    total_problems,
)
from voting.tables.reading import Table
from voting.tables.rounding import Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """All that is known of a table.

    trials: the bases that the table states, half up, the best first. best: what it was judged by
    (None where nothing is printed or nothing fits). tied: other bases that fit the same cells.
    inferred: ranges of a number not stated that fit most cells, if it fits more than any stated
    one.
    """

    table: Table
    trials: tuple[Trial, ...]
    best: Trial | None
    tied: tuple[Trial, ...]
    inferred: tuple[tuple[int, int], ...]
    rows: tuple[JudgedRow, ...]
    problems: tuple[Problem, ...]

    @property
    def cells(self) -> int:
        """Return how many cells print a percentage beside a count."""
        return sum(each.verdict in _JUDGED for row in self.rows for each in row.cells)

    @property
    def reproduced(self) -> int:
        """Return how many of them the table's own convention reproduces."""
        verdicts = [each.verdict for row in self.rows for each in row.cells]
        return verdicts.count(CellVerdict.REPRODUCED)

    @property
    def is_sound(self) -> bool:
        """Say whether nothing at all was found."""
        return not self.problems


_JUDGED = {
    CellVerdict.REPRODUCED,
    CellVerdict.OTHER_BASE,
    CellVerdict.OTHER_ROUNDING,
    CellVerdict.WRONG,
    CellVerdict.NO_BASE,
}


def check_table(table: Table) -> TableReport:
    """Judge a published table."""
    trials = try_bases(table)
    best, inferred = _convention(table, trials)
    tied = () if best is None else _tied(best, trials)
    rows = tuple(judge_row(row, best, trials) for row in table.rows)
    problems = [*row_problems(table), *total_problems(table), *named_twice(table)]
    for judged in rows:
        problems.extend(cell_problems(judged, best, trials))
    return TableReport(
        table=table,
        trials=tuple(trial for trial in trials if trial.rounding is Rounding.HALF_UP),
        best=best,
        tied=tied,
        inferred=inferred,
        rows=rows,
        problems=tuple(sorted(problems, key=lambda each: each.row)),
    )


def _convention(
    table: Table, trials: list[Trial]
) -> tuple[Trial | None, tuple[tuple[int, int], ...]]:
    """Return the base and rounding of the table, and the ranges of a number that it hides."""
    best = trials[0] if trials and trials[0].reproduced else None
    _, ranges = infer_wholes(table)
    if ranges:
        hidden = inferred_trial(table, ranges[0][0])
        if best is None or (hidden.reproduced > best.reproduced and hidden.reproduced > 2):
            return hidden, tuple(ranges)
    return best, ()


def _tied(best: Trial, trials: list[Trial]) -> tuple[Trial, ...]:
    """Return the other bases that reproduce as many cells by the same rounding."""
    same = (one for one in trials if one.rounding is best.rounding and one.base is not best.base)
    return tuple(one for one in same if one.reproduced == best.reproduced)
