"""Published results: the people of a list with their counts, for the demonstration.

name,position,high,medium,low,high_pct,medium_pct,low_pct,total_deputies,ballots_issued,…
Nguyễn Thị Lệ,Chủ tịch HĐND TP.HCM,73,6,2,,,,,81,81,,…
"""

import re
from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from voting.findings import Finding, quoted
from voting.plan.columns import LEVEL_COLUMNS, PERCENTAGE_COLUMNS, TOTAL_COLUMNS, Column, Headings
from voting.plan.people import Person, cell_of, parse_list, people_of
from voting.plan.refusals import PlanRefusal, PlanRefused, finding
from voting.plan.table import Row
from voting.rules.percent import Hundredths, parse_percentage
from voting.rules.refusals import RulesRefused
from voting.rules.totals import Totals

_COUNT = re.compile(r"[0-9]{1,7}")


class SampleRow(msgspec.Struct, frozen=True, kw_only=True):
    """One published row: the counts high to low, and the percentages printed beside them.

    printed: hundredths of a percent, None where the source printed none.
    """

    person: Person
    counts: tuple[int, ...]
    printed: tuple[Hundredths | None, ...]


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """A published result: its rows, and the totals that all of them state (None = not stated)."""

    rows: tuple[SampleRow, ...]
    totals: Totals
    ignored_columns: tuple[str, ...] = ()


def parse_results(data: bytes, *, filename: str) -> Published:
    """Parse a published result, .csv or .xlsx; the columns high, medium and low are needed.

    Raises PlanRefused with every row that cannot be taken, so also with one whose levels add up to
    more than the ballots, or whose totals are not those of the others.
    """
    headings, rows = parse_list(data, filename=filename, needs=LEVEL_COLUMNS)
    found: list[Finding] = []
    people: tuple[Person, ...] = ()
    try:
        people = people_of(headings, rows)
    except PlanRefused as error:
        found.extend(error.findings)
    numbers = [_numbers(row, headings, found) for row in rows]
    printed = [_printed(row, headings, found) for row in rows]
    for row, values in zip(rows, numbers, strict=True):
        found.extend(_sum_findings(row, values, headings))
    found.extend(_total_findings(rows, numbers, headings))
    if found:
        raise PlanRefused(sorted(found, key=lambda each: each.row or 0))
    return Published(
        rows=tuple(
            SampleRow(person=replace(person, photo=""), counts=_counts(values), printed=shares)
            for person, values, shares in zip(people, numbers, printed, strict=True)
        ),
        totals=_totals(numbers[0]),
        ignored_columns=headings.ignored,
    )


def _numbers(row: Row, headings: Headings, found: list[Finding]) -> dict[Column, int]:
    """Return the counts and totals of a row; a level must be there, a total may be empty."""
    values = {}
    for column in (*LEVEL_COLUMNS, *TOTAL_COLUMNS):
        raw = cell_of(row, headings, column).strip()
        if _COUNT.fullmatch(raw):
            values[column] = int(raw)
        elif raw or column in LEVEL_COLUMNS:
            title = headings.title(column)
            found.append(
                finding(PlanRefusal.BAD_COUNT, row=row.number, column=title, value=quoted(raw))
            )
    return values


def _printed(row: Row, headings: Headings, found: list[Finding]) -> tuple[Hundredths | None, ...]:
    shares: list[Hundredths | None] = []
    for column in PERCENTAGE_COLUMNS:
        raw = cell_of(row, headings, column).strip()
        try:
            shares.append(parse_percentage(raw) if raw else None)
        except RulesRefused:
            title = headings.title(column)
            found.append(
                finding(PlanRefusal.BAD_PERCENTAGE, row=row.number, column=title, value=quoted(raw))
            )
    return tuple(shares)


def _sum_findings(row: Row, values: dict[Column, int], headings: Headings) -> Iterable[Finding]:
    """Compare the sum of the levels with the smallest total that the row states."""
    limits = [(values[column], column) for column in TOTAL_COLUMNS if column in values]
    total = sum(_counts(values))
    if limits and total > min(limits)[0]:
        limit, column = min(limits)
        yield finding(
            PlanRefusal.SUM_OVER_BALLOTS,
            row=row.number,
            column=headings.title(column),
            total=total,
            limit=limit,
        )


def _total_findings(
    rows: Sequence[Row], numbers: Sequence[dict[Column, int]], headings: Headings
) -> Iterable[Finding]:
    for row, values in zip(rows[1:], numbers[1:], strict=True):
        for column in TOTAL_COLUMNS:
            own, first = values.get(column), numbers[0].get(column)
            if own != first:
                yield finding(
                    PlanRefusal.TOTALS_DIFFER,
                    row=row.number,
                    column=headings.title(column),
                    value=quoted("" if own is None else own),
                    first=rows[0].number,
                    other=quoted("" if first is None else first),
                )


def _counts(values: dict[Column, int]) -> tuple[int, ...]:
    return tuple(values[column] for column in LEVEL_COLUMNS if column in values)


def _totals(values: dict[Column, int]) -> Totals:
    return Totals(
        total_members=values.get(Column.TOTAL_DEPUTIES),
        issued=values.get(Column.BALLOTS_ISSUED),
        collected=values.get(Column.BALLOTS_COLLECTED),
    )
