"""Tables for the tests: the published ones, and rows of one's own."""

from pathlib import Path

from voting.tables.checking import TableReport, check_table
from voting.tables.faults import Fault
from voting.tables.reading import Table, parse_table

RESULTS = Path(__file__).parents[2] / "domain" / "results"
HEAD = (
    "name;position;high;medium;low;high_pct;medium_pct;low_pct;"
    "total_deputies;ballots_issued;ballots_collected;ballots_valid"
)


def published(name: str) -> str:
    """Return the text of a published table."""
    return (RESULTS / f"{name}.csv").read_text(encoding="utf-8")


def misprinted(name: str, person: str, right: str, wrong: str) -> TableReport:
    """Judge a published table after one thing in one person's row was printed wrongly."""
    lines = published(name).splitlines()
    [place] = [number for number, line in enumerate(lines) if f",{person}," in line]
    assert lines[place].count(right) == 1, lines[place]
    lines[place] = lines[place].replace(right, wrong)
    return check_table(parse_table("\n".join(lines).encode(), filename="table.csv"))


def table_of(*rows: str) -> Table:
    """Return a table of rows written as in HEAD."""
    return parse_table("\n".join([HEAD, *rows]).encode(), filename="table.csv")


def judged(*rows: str) -> TableReport:
    """Judge a table of rows written as in HEAD."""
    return check_table(table_of(*rows))


def faults(report: TableReport) -> list[Fault]:
    """Return what was found, in order."""
    return [problem.fault for problem in report.problems]
