"""Say what is wrong: in cells, in rows, in totals."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

from ballots.errors import Sentence
from voting.findings import quoted
from voting.plan.columns import fold
from voting.rules.totals import Totals, total_findings
from voting.rules.words import NUMBERS
from voting.tables.bases import BASES, Trial, reproduces, whole_of
from voting.tables.faults import DOUBTFUL, Fault
from voting.tables.judging import (
    CellVerdict,
    JudgedCell,
    JudgedRow,
    other_base,
    other_rounding,
    own_whole,
)
from voting.tables.reading import Cell, Table, TableRow
from voting.tables.rounding import ROUNDINGS, Rounding

_STATED = ("total_members", "issued", "collected")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found; values fill its sentence: numbers, texts, Sentences and Hundredths."""

    fault: Fault
    row: int
    values: dict[str, object]
    column: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Say whether it is odd but could be true."""
        return self.fault in DOUBTFUL


def row_problems(table: Table) -> Iterable[Problem]:
    short = sorted(
        row.ballots - row.marked
        for row in table.rows
        if row.ballots is not None and row.marked is not None and row.marked <= row.ballots
    )
    usual = median_low(short) if short else 0
    for row in table.rows:
        named: dict[str, object] = {"name": quoted(row.name)}
        for heading in row.unreadable:
            values = {**named, "column": heading, "value": "?"}
            yield Problem(Fault.CELL_UNREADABLE, row.number, values, heading)
        if row.marked is None:
            continue
        valid = row.numbers["valid"]
        values = {**named, "sum": row.marked, "ballots": row.ballots, "valid": valid}
        if valid is not None and valid != row.marked:
            yield Problem(Fault.ROW_NOT_VALID, row.number, values)
        if row.ballots is None:
            continue
        missing = row.ballots - row.marked
        if missing < 0:
            yield Problem(Fault.ROW_OVER, row.number, values)
        elif missing * 20 > row.ballots and missing > 3 * usual:
            more = {"missing": missing, "usual": usual}
            yield Problem(Fault.ROW_LOW, row.number, {**values, **more})


def total_problems(table: Table) -> Iterable[Problem]:
    first: dict[str, tuple[int, int]] = {}
    for row in table.rows:
        totals = Totals(
            total_members=row.numbers["total_members"],
            issued=row.numbers["issued"],
            collected=row.numbers["collected"],
        )
        for found in total_findings(totals):
            yield Problem(Fault.TOTALS_IMPOSSIBLE, row.number, {"problem": found.text})
        for name in _STATED:
            value = row.numbers[name]
            if value is None:
                continue
            where, other = first.setdefault(name, (row.number, value))
            if value != other:
                said = {"what": NUMBERS[name], "value": value, "first": where, "other": other}
                yield Problem(Fault.TOTALS_DIFFER, row.number, dict(said))


def named_twice(table: Table) -> Iterable[Problem]:
    first: dict[tuple[str, str], int] = {}
    for row in table.rows:
        who = (row.name.casefold(), fold(row.position))
        if who in first:
            said: dict[str, object] = {"name": quoted(row.name), "first": first[who]}
            yield Problem(Fault.DUPLICATE_PERSON, row.number, said)
        first.setdefault(who, row.number)


def cell_problems(judged: JudgedRow, best: Trial | None, trials: list[Trial]) -> Iterable[Problem]:
    row, name = judged.row, quoted(judged.row.name)
    whole = own_whole(row, best)
    swapped = () if whole is None or best is None else _swapped(judged, whole, best.rounding)
    if swapped:
        values: dict[str, object] = {"name": name, "column": swapped[0], "other": swapped[1]}
        yield Problem(Fault.SWAPPED, row.number, values, swapped[0])
    for each in judged.cells:
        column = each.cell.heading
        values = {"name": name, "column": column, "printed": each.cell.printed}
        if each.verdict is CellVerdict.UNREADABLE:
            values["value"] = quoted(each.cell.unreadable)
            yield Problem(Fault.CELL_UNREADABLE, row.number, values, column)
        elif best is not None and whole is not None and column not in swapped:
            values |= {"count": each.cell.count, "whole": whole, "expected": each.expected}
            found = _misfit(judged, each, best, trials)
            if found is not None:
                yield Problem(found[0], row.number, {**values, **found[1]}, column)


def _misfit(
    judged: JudgedRow, each: JudgedCell, best: Trial, trials: list[Trial]
) -> tuple[Fault, dict[str, object]] | None:
    """Return what is wrong with a cell that is not reproduced, and what its sentence needs."""
    row, cell, whole = judged.row, each.cell, own_whole(judged.row, best) or 0
    if each.verdict is CellVerdict.OTHER_ROUNDING:
        how = other_rounding(row, cell, whole)
        return Fault.OTHER_ROUNDING, {"how": ROUNDINGS[how or Rounding.HALF_UP]}
    if each.verdict is CellVerdict.OTHER_BASE:
        base = other_base(row, cell, best, trials) or best.base
        return Fault.OTHER_BASE, {"other": whole_of(row, base), "what": lower(BASES[base])}
    return _which(row, each, whole) if each.verdict is CellVerdict.WRONG else None


def _which(row: TableRow, each: JudgedCell, whole: int) -> tuple[Fault, dict[str, object]]:
    """Tell whether the count or the percentage is wrong, by what the row can hold.

    The percentage, if no count that fits the row gives it; the count, if the one that gives it
    brings the sum of the row to or nearer to the ballots.
    """
    count, marked, limit = each.cell.count or 0, row.marked, row.ballots or whole
    most = limit if marked is None else limit - (marked - count)
    fitting = [one for one in each.fitting if one <= most]
    if not fitting:
        return Fault.PERCENTAGE_WRONG, {}
    values: dict[str, object] = {"fitting": fitting[0]}
    if marked is None or (marked <= limit and fitting[0] < count):
        return Fault.COUNT_OR_PERCENTAGE_WRONG, values
    better = marked - count + fitting[0]
    return Fault.COUNT_WRONG, {
        **values,
        "sum": marked,
        "sum_fitting": better,
        "ballots": limit,
    }


def _swapped(judged: JudgedRow, whole: int, rounding: Rounding) -> tuple[str, ...]:
    """Return the headings of two wrong cells that fit once their percentages are exchanged."""
    wrong = [each.cell for each in judged.cells if each.verdict is CellVerdict.WRONG]
    if len(wrong) != 2:
        return ()
    (one, other), row = wrong, judged.row
    crossed = (
        Cell(level="", heading="", count=a.count, printed=b.printed)
        for a, b in ((one, other), (other, one))
    )
    fits = all(reproduces(row, cell, whole, rounding) for cell in crossed)
    return (one.heading, other.heading) if fits else ()


def lower(text: Sentence) -> Sentence:
    """Return a sentence that begins small, for the middle of another one."""
    return Sentence(*(part[:1].lower() + part[1:] for part in (text.vi, text.en)))
