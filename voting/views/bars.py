"""Bars of the result pages: what stands where, computed with integers only.

A bar is as wide as the denominator of the rules. Places are in per cent of that width with four
decimals (`40.4255%`), so that a page needs no inline style.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from voting.rules.profile import fraction_of

_WHOLE: Final = 1_000_000
_LABELLED: Final = 80_000  # a narrower segment (8 %) has no room for its letter
_MARKS: Final = {
    **{"high": "C", "medium": "T", "low": "t"},
    **{"confidence": "T", "no_confidence": "K", "agree": "Đ", "disagree": "K"},
    **{"votes": "B"},
    **{"excellent": "X", "good": "T", "done": "H", "not_done": "K"},
}
_DEPTHS: Final = 5
_LINES: Final = (500_000, 666_667)  # 1/2 and 2/3; a letter does not stand on a line
_CLEAR: Final = 25_000
_INSET: Final = 35_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One level in a bar. depth: 1 (deepest) to 5. label: its letter mark, if it has room.

    spot: where the letter stands, off the lines. first, size, point: the same places in millionths
    of the bar, for pictures.
    """

    start: str
    width: str
    spot: str
    depth: int
    label: str
    first: int
    size: int
    point: int


@dataclass(frozen=True, slots=True)
class LevelMark:
    """How a level is drawn everywhere: its letter mark and its depth."""

    mark: str
    depth: int


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


def lines_of(fractions: Iterable[str]) -> dict[str, str]:
    """Return where the thin lines of thresholds stand, by their fractions: {"1/2": "50.0000%"}."""
    return {
        fraction: _place((2 * _WHOLE * first + second) // (2 * second))
        for fraction in sorted(set(fractions), key=lambda text: _share(*fraction_of(text)))
        for first, second in [fraction_of(fraction)]
    }


def _share(numerator: int, denominator: int) -> int:
    return numerator * _WHOLE // denominator


def segments(counts: Sequence[int], whole: int, marks: list[LevelMark]) -> tuple[Segment, ...]:
    """Lay the counts of one person out over a bar; none where there is no whole."""
    if whole <= 0:
        return ()
    made, before = [], 0
    for count, mark in zip(counts, marks, strict=True):
        made.append(_segment(count, mark, before, whole))
        before += count
    return tuple(segment for segment in made if segment.size)


def _segment(count: int, mark: LevelMark, before: int, whole: int) -> Segment:
    first, size = before * _WHOLE // whole, count * _WHOLE // whole
    point = _clear_point(first, size)
    return Segment(
        start=_place(first),
        width=_place(size),
        spot=_place(point),
        depth=mark.depth,
        label=mark.mark if size >= _LABELLED else "",
        first=first,
        size=size,
        point=point,
    )


def _clear_point(first: int, size: int) -> int:
    """Return the middle of a segment, or a place near one of its ends if a line stands there."""
    middle = first + size // 2
    places = (middle, first + _INSET, first + size - _INSET)
    clear = (one for one in places if all(abs(one - line) >= _CLEAR for line in _LINES))
    return next(clear, middle)


def _place(millionths: int) -> str:
    """Write a place in per cent with four decimals."""
    units, rest = divmod(millionths, _WHOLE // 100)
    return f"{units}.{rest:04d}%"
