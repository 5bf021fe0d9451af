"""The rows of a list, each judged by itself: taken, or every reason why not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from ballots.errors import Sentence
from voting.findings import Finding, nearest_hint, quoted
from voting.plan.columns import Column, Headings, column_of
from voting.plan.refusals import PlanRefusal, PlanRefused, finding
from voting.plan.table import Row
from voting.plan.text import clean, text_finding

TEXT = Sentence("chữ trong ngoặc kép", "text in quotes")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Verdict(Generic[T]):
    """What became of one row. taken: what was read, None if something is against it."""

    row: int
    taken: T | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """A kind of list. columns: of which the first is the name; make: from their texts.

    needed: columns that no row may leave empty. together: what is against rows that stand together;
    limits: from how many to how many.
    """

    columns: tuple[Column, ...]
    make: Callable[..., T]
    needed: frozenset[Column]
    together: Callable[[Sequence[tuple[int, T]]], Iterable[Finding]]
    limits: Callable[[int], Iterable[Finding]]

    def verdicts(self, headings: Headings, rows: Sequence[Row]) -> list[Verdict[T]]:
        """Judge the rows of a list, each by itself and all together."""
        ordered = order_findings(headings, rows)
        return self._joined([self._verdict(row, headings, ordered) for row in rows])

    def inline(self, tables: Sequence[Mapping[str, object]], key: str) -> list[Verdict[T]]:
        """Judge tables of the plan itself; the row is the number of the table."""
        numbered = enumerate(tables, start=1)
        return self._joined([self._of_table(table, number, key) for number, table in numbered])

    def accepted(self, verdicts: Sequence[Verdict[T]]) -> tuple[T, ...]:
        """Return what was taken; raises PlanRefused if anything is against any of it."""
        found = [each for verdict in verdicts for each in verdict.findings]
        found.extend(self.limits(len(verdicts)))
        if found:
            raise PlanRefused(sorted(found, key=lambda each: each.row or 0))
        return tuple(each.taken for each in verdicts if each.taken is not None)

    def _verdict(self, row: Row, headings: Headings, ordered: Mapping[int, Finding]) -> Verdict[T]:
        found = list(self._row_findings(row, headings))
        if row.number in ordered and not found:
            found.append(ordered[row.number])
        if found:
            return Verdict(row.number, None, tuple(found))
        texts = (clean(cell_of(row, headings, column)) for column in self.columns)
        return Verdict(row.number, self.make(*texts))

    def _row_findings(self, row: Row, headings: Headings) -> Iterable[Finding]:
        if column_of(cell_of(row, headings, Column.NAME)) is Column.NAME:  # where a page began
            yield finding(PlanRefusal.REPEATED_HEADINGS, row=row.number)
            return
        for place, cell in enumerate(row.cells):
            if cell.strip() and not _has_heading(place, headings):
                yield finding(PlanRefusal.EXTRA_CELL, row=row.number, value=quoted(cell.strip()))
        for column in self.columns:
            if column in headings.places:
                yield from self._cell_findings(row, headings, column)

    def _cell_findings(self, row: Row, headings: Headings, column: Column) -> Iterable[Finding]:
        raw, title = cell_of(row, headings, column), headings.title(column)
        if headings.places[column] in row.formulas:
            yield finding(PlanRefusal.FORMULA, row=row.number, column=title)
        else:
            yield from self._text_findings(raw, column, row=row.number, title=title)

    def _text_findings(
        self, raw: str, column: Column, *, row: int, title: str
    ) -> Iterable[Finding]:
        wrong = text_finding(raw, row=row, column=title)
        if wrong is not None:
            yield wrong
        elif column is Column.NAME and not any(character.isalpha() for character in raw):
            yield finding(PlanRefusal.EMPTY_NAME, row=row, column=title, value=quoted(raw.strip()))
        elif column in self.needed and not raw.strip():
            yield finding(PlanRefusal.EMPTY_POSITION, row=row, column=title)

    def _of_table(self, table: Mapping[str, object], number: int, key: str) -> Verdict[T]:
        found = tuple(self._table_findings(table, number, key))
        if found:
            return Verdict(number, None, found)
        return Verdict(number, self.make(**{one: clean(str(v)) for one, v in table.items()}))

    def _table_findings(
        self, table: Mapping[str, object], number: int, within: str
    ) -> Iterable[Finding]:
        known = [column.value for column in self.columns]
        for key, value in table.items():
            place = f"{within}[{number}].{key}"
            if key not in known:
                yield finding(
                    PlanRefusal.UNKNOWN_KEY,
                    row=number,
                    key=quoted(place),
                    hint=nearest_hint(key, known),
                    known=", ".join(known),
                )
            elif not isinstance(value, str):
                yield finding(
                    PlanRefusal.BAD_VALUE, row=number, key=place, value=quoted(value), right=TEXT
                )
            else:
                yield from self._text_findings(value, Column(key), row=number, title=key)
        if Column.NAME.value not in table:
            yield finding(PlanRefusal.EMPTY_NAME, row=number, column="name", value=quoted(""))

    def _joined(self, verdicts: list[Verdict[T]]) -> list[Verdict[T]]:
        """Add what is against rows only because of the others."""
        sound = [(each.row, each.taken) for each in verdicts if each.taken is not None]
        against = {found.row: found for found in self.together(sound)}
        return [
            Verdict(each.row, None, (against[each.row],)) if each.row in against else each
            for each in verdicts
        ]


def cell_of(row: Row, headings: Headings, column: Column) -> str:
    """Return the text of one cell; empty where the list has no such column or the row ends."""
    place = headings.places.get(column)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def order_findings(headings: Headings, rows: Sequence[Row]) -> dict[int, Finding]:
    """Return what is wrong with the order numbers, by row: they rise, or begin again at 1."""
    found: dict[int, Finding] = {}
    before = 0
    place = headings.places.get(Column.ORDINAL)
    for row in rows:
        raw = cell_of(row, headings, Column.ORDINAL).strip().rstrip(".)")
        if not raw or place in row.formulas:
            continue
        number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else 0
        if number == 1 or number > before:
            before = number
            continue
        found[row.number] = finding(
            PlanRefusal.MIXED_ORDER,
            row=row.number,
            column=headings.title(Column.ORDINAL),
            value=quoted(raw),
            before=before,
        )
    return found


def _has_heading(place: int, headings: Headings) -> bool:
    return place < len(headings.cells) and bool(headings.cells[place].strip())
