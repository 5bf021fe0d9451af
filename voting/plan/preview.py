"""What would become of a list before it is taken: every row with its verdict, nothing lost.

The rows come back as text, too, one line each, so that a clerk can mend them on the page whatever
kind of file they came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from voting.findings import Finding, FindingsError
from voting.plan.columns import HEADINGS, Column, Headings
from voting.plan.delegates import DELEGATES
from voting.plan.people import PEOPLE, headed, parse_table
from voting.plan.refusals import PlanRefused
from voting.plan.rows import Kind, cell_of
from voting.plan.steps import Step
from voting.plan.table import Row, parse_pasted, pasted_from
from voting.plan.unheaded import Guess, guess_columns

KINDS: Final[dict[Step, Kind[Any]]] = {Step.PEOPLE: PEOPLE, Step.DELEGATES: DELEGATES}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row as it was read: its number, the texts of our columns, what is against it."""

    number: int
    cells: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A list that was looked at. findings: against the whole of it; text: to be mended and sent.

    taken: what it gives, as tables of the plan; only complete if it is sound. guess: what its
    columns seem to be, if it has no headings; to be asked before anything else.
    """

    columns: tuple[Column, ...]
    rows: tuple[PreviewRow, ...]
    findings: tuple[Finding, ...]
    ignored: tuple[str, ...]
    text: str
    taken: tuple[dict[str, str], ...]
    guess: Guess | None = None

    @property
    def rejected(self) -> tuple[PreviewRow, ...]:
        """The rows that cannot be taken."""
        return tuple(row for row in self.rows if row.findings)

    @property
    def is_sound(self) -> bool:
        """Tell whether all of it can be taken."""
        return not self.findings and not self.rejected and self.guess is None


def preview_file(step: Step, data: bytes, *, filename: str) -> Preview:
    """Look at a file, .csv or .xlsx by the ending of its name."""
    try:
        table = parse_table(data, filename=filename)
    except PlanRefused as error:
        return Preview(KINDS[step].columns, (), error.findings, (), "", ())
    return _preview(KINDS[step], table, pasted_from(table))


def preview_text(step: Step, text: str, *, name: str) -> Preview:
    """Look at what was typed or pasted. name: what a refusal calls it."""
    try:
        table = parse_pasted(text, name=name)
    except PlanRefused as error:
        return Preview(KINDS[step].columns, (), error.findings, (), text, ())
    return _preview(KINDS[step], table, text)


def first_line(step: Step) -> str:
    """Return the headings that a list may have, to begin a text with."""
    return "\t".join(HEADINGS[column][-1] for column in KINDS[step].columns)


def _preview(kind: Kind[Any], table: Sequence[Row], text: str) -> Preview:
    try:
        headings, rows = headed(table)
    except FindingsError as error:
        guess = guess_columns(table, kind.columns)
        return Preview(kind.columns, (), () if guess else error.findings, (), text, (), guess)
    verdicts = kind.verdicts(headings, rows)
    shown = tuple(
        PreviewRow(row.number, _cells(kind, row, headings), verdict.findings)
        for row, verdict in zip(rows, verdicts, strict=True)
    )
    taken = (each.taken for each in verdicts if each.taken is not None)
    return Preview(
        columns=tuple(column for column in kind.columns if column in headings.places),
        rows=shown,
        findings=tuple(kind.limits(len(rows))),
        ignored=_unused(kind, headings),
        text=text,
        taken=tuple(_table(one) for one in taken),
    )


def _unused(kind: Kind[Any], headings: Headings) -> tuple[str, ...]:
    known = [each for each in headings.places if each not in (*kind.columns, Column.ORDINAL)]
    return (*headings.ignored, *headings.titles(*known))


def _cells(kind: Kind[Any], row: Row, headings: Headings) -> tuple[str, ...]:
    return tuple(cell_of(row, headings, each) for each in kind.columns if each in headings.places)


def _table(taken: msgspec.Struct) -> dict[str, str]:
    return {key: value for key, value in msgspec.to_builtins(taken).items() if value}
