"""Several rounds of one vote beside each other: the change of each person over the years.

A round comes from a conference or from a published table. People are matched by their names alone,
since posts change; where a name stands twice in a round, nobody is matched by it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voting.plan.columns import fold
from voting.rules.percent import Hundredths, percentage
from voting.rules.words import Denominator
from voting.tables.reading import Table

MAX_LABEL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person in one round: the counts high to low, and the totals that go with them.

    wholes: by denominator; None where a number is not known.
    """

    name: str
    position: str
    counts: tuple[int, ...]
    wholes: dict[Denominator, int | None]


@dataclass(frozen=True, slots=True)
class Round:
    """One vote. label: its year or date, to be shown; order: to sort by, the oldest first."""

    label: str
    order: str
    people: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One person in one round, with shares of the common base, and the change since the last.

    changes: differences of the printed shares, in hundredths; None in a person's first round.
    """

    round: Round
    standing: Standing
    whole: int
    shares: tuple[Hundredths, ...]
    changes: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class History:
    """One person over the rounds; a round without the person has no mark."""

    name: str
    position: str
    marks: tuple[Mark, ...]


def rounds_of(table: Table, *, label: str) -> list[Round]:
    """Return the rounds of a published table, one a year; rows without all counts are left out.

    label: for rows that state no year.
    """
    by_year: dict[str, list[Standing]] = {}
    for row in table.rows:
        if row.counts is None or not row.name or sum(row.counts) == 0:
            continue
        numbers = row.numbers
        wholes = {
            Denominator.TOTAL_MEMBERS: numbers["total_members"],
            Denominator.ISSUED: numbers["issued"],
            Denominator.COLLECTED: numbers["collected"],
        }
        known = {
            base: whole if whole and whole >= sum(row.counts) else None
            for base, whole in wholes.items()
        }
        known[Denominator.VALID] = sum(row.counts)
        standing = Standing(name=row.name, position=row.position, counts=row.counts, wholes=known)
        by_year.setdefault(row.year[:MAX_LABEL] or label[:MAX_LABEL], []).append(standing)
    return [Round(year, year, tuple(people)) for year, people in by_year.items()]


def common_bases(rounds: Sequence[Round]) -> list[Denominator]:
    """Return the denominators that everyone's numbers are known for, in every round."""
    people = [one for each in rounds for one in each.people]
    return [base for base in Denominator if people and all(one.wholes.get(base) for one in people)]


def histories(rounds: Sequence[Round], base: Denominator) -> list[History]:
    """Return everyone of the newest round in its order, then who is only in earlier ones.

    base: one of `common_bases`.
    """
    ordered = sorted(rounds, key=lambda each: each.order)
    found: dict[str, list[tuple[Round, Standing]]] = {}
    for each in reversed(ordered):
        for key, standing in _keyed(each):
            found.setdefault(key, []).append((each, standing))
    return [_history(list(reversed(stood)), base) for stood in found.values()]


def _keyed(each: Round) -> Iterable[tuple[str, Standing]]:
    """Yield everyone with the key to match by; a name that stands twice matches nobody."""
    names = Counter(fold(one.name) for one in each.people)
    for place, one in enumerate(each.people):
        name = fold(one.name)
        yield (name if names[name] == 1 else f"{name}\0{each.label}\0{place}"), one


def _history(stood: list[tuple[Round, Standing]], base: Denominator) -> History:
    marks: list[Mark] = []
    for each, standing in stood:
        whole = standing.wholes[base] or 0
        shares = tuple(percentage(count, whole) for count in standing.counts)
        before = marks[-1].shares if marks else None
        changes = None
        if before is not None:
            changes = tuple(now - then for now, then in zip(shares, before, strict=True))
        marks.append(
            Mark(round=each, standing=standing, whole=whole, shares=shares, changes=changes)
        )
    last = stood[-1][1]
    return History(last.name, last.position, tuple(marks))
