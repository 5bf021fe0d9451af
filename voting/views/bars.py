"""Bars of the result page: what stands where, computed with integers only.

A bar is as wide as the denominator of the rules. Places are in per cent of that width with four
decimals (`40.4255%`), so that a page needs no inline style.
"""

from dataclasses import dataclass
from typing import Final

from ballots.errors import Sentence
from voting.rules.outcome import LevelOutcome, PersonOutcome
from voting.rules.words import NUMBERS, Denominator
from voting.services.results import ConferenceResult, PersonResult

_WHOLE: Final = 1_000_000
_LABELLED: Final = 80_000  # a narrower segment (8 %) has no room for its letter
_MARKS: Final = {"high": "C", "medium": "T", "low": "t"}
_DEPTHS: Final = 5


@dataclass(frozen=True, slots=True)
class Segment:
    """One level in a bar. depth: 1 (deepest) to 5. label: its letter mark, if it has room."""

    start: str
    width: str
    middle: str
    depth: int
    label: str


@dataclass(frozen=True, slots=True)
class LevelMark:
    """How a level is drawn everywhere: its letter mark and its depth."""

    mark: str
    depth: int


@dataclass(frozen=True, slots=True)
class Row:
    """A person's result with the segments of the bar."""

    result: PersonResult
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What the result page draws.

    base: what the percentages are of, in words. whole: that number, or None where it is not known
    or differs from person to person.
    """

    marks: list[LevelMark]
    rows: list[Row]
    base: Sentence
    whole: int | None


def result_page(result: ConferenceResult) -> ResultPage:
    """Lay a result out: marks of the levels, one row a person in the order of the list."""
    marks = level_marks([level.id for level in result.definition.profile.levels])
    rows = [Row(one, _segments(one.outcome, marks)) for one in result.people]
    denominator = result.definition.profile.denominator
    wholes = {one.outcome.whole for one in result.people if one.outcome is not None}
    one_for_all = denominator is not Denominator.VALID and len(wholes) == 1
    whole = wholes.pop() if one_for_all else None
    return ResultPage(marks, rows, NUMBERS[denominator.value], whole)


def level_marks(level_ids: list[str]) -> list[LevelMark]:
    """Return the marks of the levels: C, T, t for the three usual ones, else their numbers."""
    last = max(1, len(level_ids) - 1)
    return [
        LevelMark(
            mark=_MARKS.get(level, str(place + 1)),
            depth=1 + (2 * place * (_DEPTHS - 1) + last) // (2 * last),
        )
        for place, level in enumerate(level_ids)
    ]


def _segments(outcome: PersonOutcome | None, marks: list[LevelMark]) -> tuple[Segment, ...]:
    if outcome is None or outcome.whole == 0:
        return ()
    segments, before = [], 0
    for level, mark in zip(outcome.levels, marks, strict=True):
        segments.append(_segment(level, mark, before, outcome.whole))
        before += level.count
    return tuple(segment for segment in segments if segment.width != _place(0, 1))


def _segment(level: LevelOutcome, mark: LevelMark, before: int, whole: int) -> Segment:
    return Segment(
        start=_place(before, whole),
        width=_place(level.count, whole),
        middle=_place(2 * before + level.count, 2 * whole),
        depth=mark.depth,
        label=mark.mark if level.count * _WHOLE >= _LABELLED * whole else "",
    )


def _place(part: int, whole: int) -> str:
    """Write part of whole in per cent with four decimals, rounded down."""
    units, rest = divmod(part * _WHOLE // whole, _WHOLE // 100)
    return f"{units}.{rest:04d}%"
