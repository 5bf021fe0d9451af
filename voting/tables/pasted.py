"""A table that somebody pasted or chose on the page: smaller than a file, judged, not kept."""

from typing import Final

from ballots.errors import Sentence
from voting.findings import quoted
from voting.plan.refusals import PlanRefusal, refused
from voting.plan.table import too_large
from voting.tables.checking import TableReport, check_table
from voting.tables.reading import parse_table

MAX_BYTES: Final = 256 * 1024
MAX_ROWS: Final = 500
NUMBERS: Final = ("total_members", "issued", "collected")
_NAME = "table.csv"
_COUNT = Sentence("số nguyên từ 1 đến 1000000", "a whole number from 1 to 1000000")


def check_pasted(data: bytes, typed: dict[str, str]) -> TableReport:
    """Judge a table. typed: the totals as they were typed beside it, by their names.

    Raises PlanRefused if it is no table, has too many rows, or a total is no number.
    """
    numbers = {name: _typed(name, typed.get(name, "").strip()) for name in NUMBERS}
    table = parse_table(data, filename=_NAME, numbers=numbers)
    if len(table.rows) > MAX_ROWS:
        raise too_large(_NAME, rows=MAX_ROWS)
    return check_table(table)


def _typed(name: str, raw: str) -> int | None:
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 7 and 1 <= int(raw) <= 1_000_000):
        raise refused(PlanRefusal.BAD_VALUE, key=name, value=quoted(raw), right=_COUNT)
    return int(raw)
