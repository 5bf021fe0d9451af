"""The people to be rated: read from a list, every row either taken or reported.

STT;Họ và tên;Chức vụ;Khối
1;Nguyễn Văn An;Chủ tịch HĐND;HĐND
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from ballots.errors import Sentence
from voting.findings import Finding, nearest_hint, quoted
from voting.plan.columns import Column, Headings, column_of
from voting.plan.refusals import PlanRefusal, PlanRefused, finding, refused
from voting.plan.table import Row, parse_csv, suffix_of
from voting.plan.text import clean, text_finding
from voting.plan.workbook import parse_workbook

MAX_PEOPLE = 60

TEXT = Sentence("chữ trong ngoặc kép", "text in quotes")

PERSON_COLUMNS = (Column.NAME, Column.POSITION, Column.SECTION, Column.PHOTO)


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
    return PeopleList(people=people_of(headings, rows), ignored_columns=headings.ignored)


def parse_list(
    data: bytes, *, filename: str, needs: Sequence[Column] = ()
) -> tuple[Headings, list[Row]]:
    """Parse the headings and the rows below them; `needs` are columns wanted beside the name."""
    parsers: dict[str, Callable[..., list[Row]]] = {".csv": parse_csv, ".xlsx": parse_workbook}
    parser = parsers.get(suffix_of(filename))
    if parser is None:
        raise refused(PlanRefusal.WRONG_KIND_OF_FILE, file=quoted(filename))
    first, *rows = parser(data, filename=filename)
    headings = Headings(first.cells, row=first.number)
    headings.require(Column.NAME, *needs)
    if headings.findings:
        raise PlanRefused(headings.findings)
    return headings, rows


def people_of(headings: Headings, rows: Sequence[Row]) -> tuple[Person, ...]:
    """Return the people of a list; raises PlanRefused with every row that cannot be taken."""
    found: list[Finding] = []
    people: list[tuple[int, Person]] = []
    for row in rows:
        problems = _row_findings(row, headings)
        found.extend(problems)
        if not problems:
            values = (clean(cell_of(row, headings, column)) for column in PERSON_COLUMNS)
            people.append((row.number, Person(*values)))
    return _accepted(people, found, count=len(rows))


def inline_people(tables: Sequence[Mapping[str, object]]) -> PeopleList:
    """Return the people of the plan's own [[people]]; the row is the number of the table.

    Raises PlanRefused with every one that cannot be taken.
    """
    found: list[Finding] = []
    people: list[tuple[int, Person]] = []
    for number, table in enumerate(tables, start=1):
        problems = list(_table_findings(table, number))
        found.extend(problems)
        if not problems:
            texts = {str(key): clean(str(value)) for key, value in table.items()}
            people.append((number, Person(**texts)))
    return PeopleList(people=_accepted(people, found, count=len(tables)))


def cell_of(row: Row, headings: Headings, column: Column) -> str:
    """Return the text of one cell; empty where the list has no such column or the row ends."""
    place = headings.places.get(column)
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _accepted(
    people: Sequence[tuple[int, Person]], found: list[Finding], *, count: int
) -> tuple[Person, ...]:
    """Return the people if there is nothing against them together either."""
    found.extend(_duplicate_findings(people))
    if count == 0:
        found.append(finding(PlanRefusal.TOO_FEW_PEOPLE, limit=MAX_PEOPLE))
    if count > MAX_PEOPLE:
        found.append(finding(PlanRefusal.TOO_MANY_PEOPLE, count=count, limit=MAX_PEOPLE))
    if found:
        raise PlanRefused(sorted(found, key=lambda each: each.row or 0))
    return tuple(person for _, person in people)


def _row_findings(row: Row, headings: Headings) -> list[Finding]:
    if _repeats(row, headings):
        return [finding(PlanRefusal.REPEATED_HEADINGS, row=row.number)]
    found = [
        finding(PlanRefusal.EXTRA_CELL, row=row.number, value=quoted(cell.strip()))
        for place, cell in enumerate(row.cells)
        if cell.strip() and not _has_heading(place, headings)
    ]
    for column in PERSON_COLUMNS:
        if column in headings.places:
            found.extend(_cell_findings(row, headings, column))
    return found


def _cell_findings(row: Row, headings: Headings, column: Column) -> Iterable[Finding]:
    raw, title = cell_of(row, headings, column), headings.title(column)
    if headings.places[column] in row.formulas:
        yield finding(PlanRefusal.FORMULA, row=row.number, column=title)
    else:
        yield from _text_findings(raw, column, row=row.number, title=title)


def _text_findings(raw: str, column: Column, *, row: int, title: str) -> Iterable[Finding]:
    wrong = text_finding(raw, row=row, column=title)
    if wrong is not None:
        yield wrong
    elif column is Column.NAME and not any(character.isalpha() for character in raw):
        yield finding(PlanRefusal.EMPTY_NAME, row=row, column=title, value=quoted(raw.strip()))
    elif column is Column.POSITION and not raw.strip():
        yield finding(PlanRefusal.EMPTY_POSITION, row=row, column=title)


def _table_findings(table: Mapping[str, object], number: int) -> Iterable[Finding]:
    known = [column.value for column in PERSON_COLUMNS]
    for key, value in table.items():
        place = f"people[{number}].{key}"
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
            yield from _text_findings(value, Column(key), row=number, title=key)
    if Column.NAME.value not in table:
        yield finding(PlanRefusal.EMPTY_NAME, row=number, column="name", value=quoted(""))


def _duplicate_findings(people: Sequence[tuple[int, Person]]) -> Iterable[Finding]:
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


def _repeats(row: Row, headings: Headings) -> bool:
    """Say whether the row is the heading row again, as where a printed page began."""
    return column_of(cell_of(row, headings, Column.NAME)) is Column.NAME


def _has_heading(place: int, headings: Headings) -> bool:
    return place < len(headings.cells) and bool(headings.cells[place].strip())
