"""The delegates who are expected: a list for attendance only, never tied to a card or a ballot.

Họ và tên;Đơn vị;Mã đại biểu
Nguyễn Văn An;Đoàn số 1;DB-001
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec

from voting.findings import Finding, quoted
from voting.plan.columns import Column
from voting.plan.people import parse_list
from voting.plan.refusals import PlanRefusal, finding
from voting.plan.rows import Kind

MAX_DELEGATES: Final = 4_999  # the rows of a file, without its headings
LENGTHS: Final = {"name": 120, "unit": 200, "badge": 120}  # of voting/delegate_models.py


class Delegate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A delegate who is expected. unit: where from; badge: what a scanner reads; both may be ""."""

    name: str
    unit: str = ""
    badge: str = ""


def parse_delegates(data: bytes, *, filename: str) -> tuple[Delegate, ...]:
    """Parse a list of delegates, .csv or .xlsx; raises PlanRefused with every row refused."""
    headings, rows = parse_list(data, filename=filename)
    return DELEGATES.accepted(DELEGATES.verdicts(headings, rows))


def inline_delegates(tables: Sequence[Mapping[str, object]]) -> tuple[Delegate, ...]:
    """Return the delegates of the plan's own [[delegates]]; raises PlanRefused."""
    return DELEGATES.accepted(DELEGATES.inline(tables, "delegates"))


def _limits(count: int) -> Iterable[Finding]:
    if not 1 <= count <= MAX_DELEGATES:
        yield finding(PlanRefusal.WRONG_DELEGATES, count=count, limit=MAX_DELEGATES)


def _duplicates(delegates: Sequence[tuple[int, Delegate]]) -> Iterable[Finding]:
    """Report the same person twice, and one badge of two: a scanner could not tell them apart."""
    first: dict[object, int] = {}
    for row, one in delegates:
        long = next((name for name, most in LENGTHS.items() if len(getattr(one, name)) > most), "")
        if long:
            length = len(getattr(one, long))
            yield finding(
                PlanRefusal.TEXT_TOO_LONG, row=row, column=long, length=length, limit=LENGTHS[long]
            )
            continue
        person = (one.name.casefold(), one.unit.casefold(), one.badge.casefold())
        for key, value in ((person, one.name), (one.badge.casefold(), one.badge)):
            if value and key in first:
                yield finding(
                    PlanRefusal.DUPLICATE_DELEGATE, row=row, first=first[key], value=quoted(value)
                )
                break
            first.setdefault(key, row)


DELEGATES: Final = Kind(
    columns=(Column.NAME, Column.UNIT, Column.BADGE),
    make=Delegate,
    needed=frozenset(),
    together=_duplicates,
    limits=_limits,
)
