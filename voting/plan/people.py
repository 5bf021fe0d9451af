"""The people to be rated: read from a list, every row either taken or reported.

STT;Họ và tên;Chức vụ;Khối
1;Nguyễn Văn An;Chủ tịch HĐND;HĐND
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from voting.findings import Finding, quoted
from voting.plan.columns import Column, Headings
from voting.plan.refusals import PlanRefusal, PlanRefused, finding, refused
from voting.plan.rows import Kind, cell_of
from voting.plan.table import Row, parse_csv, suffix_of
from voting.plan.workbook import parse_workbook

__all__ = ["MAX_PEOPLE", "PEOPLE", "PeopleList", "Person", "cell_of", "inline_people"]

MAX_PEOPLE = 60


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person to be rated; position, section and photo may be empty.

    photo: in a list, the name of a file; in a definition, the SHA-256 of what it was made into.
    """

    name: str
    position: str = ""
    section: str = ""
    photo: str = ""

    @property
    def question(self) -> str:
        """Return the text of this person's question: "name, position", or "name" alone."""
        return f"{self.name}, {self.position}" if self.position else self.name


class PeopleList(msgspec.Struct, frozen=True, kw_only=True):
    """The people in the order of the list; the headings that were not used, to be shown."""

    people: tuple[Person, ...]
    ignored_columns: tuple[str, ...] = ()


def parse_people(data: bytes, *, filename: str) -> PeopleList:
    """Parse a list of people, .csv or .xlsx by the ending of its name.

    Raises PlanRefused with every row that cannot be taken.
    """
    headings, rows = parse_list(data, filename=filename)
    unused = headings.titles(Column.UNIT, Column.BADGE)
    return PeopleList(
        people=people_of(headings, rows), ignored_columns=(*headings.ignored, *unused)
    )


def parse_list(
    data: bytes, *, filename: str, needs: Sequence[Column] = ()
) -> tuple[Headings, list[Row]]:
    """Parse the headings and the rows below them; `needs` are columns wanted beside the name."""
    return headed(parse_table(data, filename=filename), needs)


def parse_table(data: bytes, *, filename: str) -> list[Row]:
    """Parse the rows of a file, .csv or .xlsx by the ending of its name. Raises PlanRefused."""
    parsers: dict[str, Callable[..., list[Row]]] = {".csv": parse_csv, ".xlsx": parse_workbook}
    parser = parsers.get(suffix_of(filename))
    if parser is None:
        raise refused(PlanRefusal.WRONG_KIND_OF_FILE, file=quoted(filename))
    return parser(data, filename=filename)


def headed(table: Sequence[Row], needs: Sequence[Column] = ()) -> tuple[Headings, list[Row]]:
    """Divide a table into its headings and the rows below. Raises PlanRefused."""
    first, *rows = table
    headings = Headings(first.cells, row=first.number)
    headings.require(Column.NAME, *needs)
    if headings.findings:
        raise PlanRefused(headings.findings)
    return headings, rows


def people_of(headings: Headings, rows: Sequence[Row]) -> tuple[Person, ...]:
    """Return the people of a list; raises PlanRefused with every row that cannot be taken."""
    return PEOPLE.accepted(PEOPLE.verdicts(headings, rows))


def inline_people(tables: Sequence[Mapping[str, object]]) -> PeopleList:
    """Return the people of the plan's own [[people]]; the row is the number of the table.

    Raises PlanRefused with every one that cannot be taken.
    """
    return PeopleList(people=PEOPLE.accepted(PEOPLE.inline(tables, "people")))


def _limits(count: int) -> Iterable[Finding]:
    if count == 0:
        yield finding(PlanRefusal.TOO_FEW_PEOPLE, limit=MAX_PEOPLE)
    if count > MAX_PEOPLE:
        yield finding(PlanRefusal.TOO_MANY_PEOPLE, count=count, limit=MAX_PEOPLE)


def _duplicates(people: Sequence[tuple[int, Person]]) -> Iterable[Finding]:
    first: dict[str, int] = {}
    for row, person in people:
        key = person.question.casefold()
        if key in first:
            yield finding(
                PlanRefusal.DUPLICATE_PERSON,
                row=row,
                first=first[key],
                value=quoted(person.question),
            )
        first.setdefault(key, row)


PEOPLE: Final = Kind(
    columns=(Column.NAME, Column.POSITION, Column.SECTION, Column.PHOTO),
    make=Person,
    needed=frozenset({Column.POSITION}),
    together=_duplicates,
    limits=_limits,
)
