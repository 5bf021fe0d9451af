"""Compare two published copies of one table: who is missing, which names and figures differ."""

import difflib
from collections.abc import Iterable, Sequence

from voting.findings import quoted
from voting.plan.columns import fold
from voting.tables.faults import Fault
from voting.tables.problems import Problem
from voting.tables.reading import Cell, Table, TableRow

_ALIKE = 0.7  # of names that are not the same; "Văn Nam" and "Hồng Nam" are, of one person


def compare_copies(table: Table, other: Table) -> tuple[Problem, ...]:
    """Return everything in which another copy of a table differs, by the rows of the first."""
    there = {fold(row.name): row for row in other.rows}
    pairs = [(row, there.pop(fold(row.name), None)) for row in table.rows]
    found: list[Problem] = []
    for row, twin in pairs:
        match = twin or _alike(row, list(there.values()))
        if match is None:
            found.append(Problem(Fault.ONLY_HERE, row.number, {"name": quoted(row.name)}))
            continue
        if twin is None:
            del there[fold(match.name)]
            names = {"name": quoted(row.name), "there": quoted(match.name)}
            found.append(Problem(Fault.NAME_DIFFERS, row.number, dict(names)))
        found.extend(_differences(row, match))
    for row in there.values():
        found.append(Problem(Fault.ONLY_THERE, row.number, {"name": quoted(row.name)}))
    return tuple(found)


def _alike(row: TableRow, rows: Sequence[TableRow]) -> TableRow | None:
    """Return the one row that is likely the same person by another spelling, or None."""
    alike = [one for one in rows if _likeness(row, one) >= _ALIKE]
    return max(alike, key=lambda one: _likeness(row, one), default=None)


def _likeness(row: TableRow, other: TableRow) -> float:
    return difflib.SequenceMatcher(None, fold(row.name), fold(other.name)).ratio()


def _differences(row: TableRow, other: TableRow) -> Iterable[Problem]:
    name = quoted(row.name)
    pairs = list(zip(row.cells, other.cells, strict=True))
    differ = [(a, b) for a, b in pairs if _both(a.count, b.count)]
    if len(differ) == 2 and _crossed(*differ):
        (one, mine), (two, _) = differ
        values = {"column": one.heading, "other": two.heading}
        numbers = {"here": one.count, "there": mine.count}
        yield Problem(Fault.COUNTS_CROSSED, row.number, {"name": name, **values, **numbers})
        differ = []
    for mine, theirs in differ:
        yield _differs(row, mine, mine.count, theirs.count)
    for mine, theirs in pairs:
        if _both(mine.printed, theirs.printed):
            yield _differs(row, mine, mine.printed, theirs.printed, is_share=True)


def _differs(
    row: TableRow, cell: Cell, here: int | None, there: int | None, *, is_share: bool = False
) -> Problem:
    keys = ("here_share", "there_share") if is_share else ("here", "there")
    values: dict[str, object] = {"name": quoted(row.name), "column": cell.heading}
    return Problem(
        Fault.DIFFERS, row.number, {**values, keys[0]: here, keys[1]: there}, cell.heading
    )


def _both(mine: int | None, theirs: int | None) -> bool:
    return mine is not None and theirs is not None and mine != theirs


def _crossed(one: tuple[Cell, Cell], other: tuple[Cell, Cell]) -> bool:
    return one[0].count == other[1].count and one[1].count == other[0].count
