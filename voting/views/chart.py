"""The picture of a result: one SVG for screens and print, with real text and no style sheet.

Everything is placed here in whole units of a page 1280 wide; the template only writes it down.
"""

from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from voting.definition import REHEARSAL
from voting.rules.profile import fraction_of
from voting.services.reading import ConferenceView
from voting.views.bars import LevelMark
from voting.views.result_page import ResultPage, Row
from voting.views.words import day, number, percent, said

WIDTH: Final = 1280
MARGIN: Final = 40
BAR: Final = 400  # where bars begin
BAR_WIDTH: Final = 470
BAR_HEIGHT: Final = 32
FIGURES: Final = 370  # the width that the columns of figures share
FILLS: Final = {1: "#2f3a46", 2: "#55626f", 3: "#93a0ad", 4: "#b9c2cb", 5: "#dce1e7"}
ON: Final = {1: "#ffffff", 2: "#ffffff", 3: "#14181c", 4: "#14181c", 5: "#14181c"}
_LINE: Final = 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text: where it begins (or ends, or is centred), how large, how heavy."""

    x: int
    y: int
    size: int
    text: str
    weight: int = 400
    anchor: str = "start"
    fill: str = "#1c1b19"
    is_low: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle of one depth."""

    x: int
    y: int
    width: int
    height: int
    fill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with a title and a description for those who cannot see it.

    rules: the x of the thin lines over every bar whose top is in `bars`.
    """

    title: str
    description: str
    height: int
    words: tuple[Words, ...]
    boxes: tuple[Box, ...]
    bars: tuple[int, ...]
    separators: tuple[int, ...]
    rules: tuple[int, ...]
    width: int = WIDTH
    bar: int = BAR
    bar_width: int = BAR_WIDTH
    bar_height: int = BAR_HEIGHT
    margin: int = MARGIN


class _Pen:
    """Writes from top to bottom."""

    def __init__(self) -> None:
        self.y = MARGIN
        self.words: list[Words] = []
        self.boxes: list[Box] = []
        self.bars: list[int] = []
        self.separators: list[int] = []

    def lines(self, text: str, *, letters: int, size: int, weight: int = 400) -> None:
        """Write a text over as many lines as it needs."""
        for line in wrap(text, letters) or [""]:
            self.y += size + 6
            self.words.append(Words(x=MARGIN, y=self.y, size=size, text=line, weight=weight))


def picture(
    view: ConferenceView, page: ResultPage, sentences: tuple[str, ...], columns: list[str]
) -> Picture:
    """Place the picture of a result.

    sentences: what stands under the title, the first one heavy if the reading is not official.
    columns: the names of the levels.
    """
    definition, pen = view.definition, _Pen()
    if definition.rehearsal:
        pen.lines(said(REHEARSAL), letters=60, size=24, weight=700)
    if definition.body:
        pen.lines(definition.body.upper(), letters=100, size=16)
    pen.lines(f"{definition.name}, {day(definition.date)}", letters=68, size=30, weight=700)
    for place, sentence in enumerate(sentences):
        heavy = place == 0 and not page.is_official
        pen.lines(sentence, letters=125, size=18, weight=700 if heavy else 400)
    _legend(pen, page, columns)
    for group in page.groups:
        if page.sort == "section" and group.section:
            pen.y += 16
            pen.lines(group.section, letters=90, size=20, weight=700)
        for row in group.rows:
            _row(pen, row, page.marks)
    pen.separators.append(pen.y + 8)
    pen.y += 16
    pen.lines(f"{view.words}   {view.fingerprint}", letters=120, size=14)
    return Picture(
        title=f"{definition.name}, {day(definition.date)}",
        description=" ".join((*sentences, *(_spoken(row, columns) for row in page.total.rows))),
        height=pen.y + MARGIN,
        words=tuple(pen.words),
        boxes=tuple(pen.boxes),
        bars=tuple(pen.bars),
        separators=tuple(pen.separators),
        rules=tuple(_line(fraction) for fraction in page.lines),
    )


def _spoken(row: Row, columns: list[str]) -> str:
    counted = zip(columns, row.result.counts, strict=True)
    return f"{row.result.person.name}: " + ", ".join(f"{name} {count}" for name, count in counted)


def _ends(count: int) -> list[int]:
    """Return the right edges of the columns of figures."""
    step = FIGURES // count
    return [WIDTH - MARGIN - step * (count - place - 1) for place in range(count)]


def _legend(pen: _Pen, page: ResultPage, columns: list[str]) -> None:
    ends, top = _ends(len(columns)), pen.y + 26
    letters = max(6, (FIGURES // len(columns) - 14) // 9)
    wrapped = [wrap(name, letters) for name in columns]
    for place, (lines, mark, end) in enumerate(zip(wrapped, page.marks, ends, strict=True)):
        x = BAR + place * 44
        pen.boxes.append(Box(x=x, y=top, width=32, height=32, fill=FILLS[mark.depth]))
        pen.words.append(_letter(x + 16, top + 22, mark))
        for line_number, line in enumerate(lines):
            y = top + 14 + line_number * 18
            pen.words.append(Words(x=end, y=y, size=15, text=line, weight=700, anchor="end"))
        pen.words.append(
            Words(x=end, y=top + 14 + len(lines) * 18, size=15, text=f"({mark.mark})", anchor="end")
        )
    pen.y = top + 20 + max(len(lines) for lines in wrapped) * 18
    for fraction in page.lines:
        pen.words.append(Words(x=_line(fraction), y=pen.y, size=15, text=fraction, anchor="middle"))


def _line(fraction: str) -> int:
    numerator, denominator = fraction_of(fraction)
    return BAR + BAR_WIDTH * numerator // denominator


def _letter(x: int, y: int, mark: LevelMark) -> Words:
    return Words(
        x=x,
        y=y,
        size=16,
        text=mark.mark,
        weight=700,
        anchor="middle",
        fill=ON[mark.depth],
        is_low=mark.mark == "t",
    )


def _row(pen: _Pen, row: Row, marks: list[LevelMark]) -> None:
    top = pen.y + 10
    pen.separators.append(top)
    y = top + 6
    for line in wrap(f"{row.place}. {row.result.person.name}", 32):
        y += _LINE
        pen.words.append(Words(x=MARGIN, y=y, size=18, text=line, weight=700))
    for line in wrap(row.result.person.position, 44):
        y += 20
        pen.words.append(Words(x=MARGIN, y=y, size=15, text=line, fill="#55514b"))
    pen.y = max(y, top + 58, _bar(pen, row, top + 10, marks))
    _figures(pen, row, top)


def _bar(pen: _Pen, row: Row, top: int, marks: list[LevelMark]) -> int:
    """Draw the bar of a person, and the threshold reached under it; return where it ends."""
    outcome = row.result.outcome
    if outcome is None:
        return top
    pen.bars.append(top)
    for segment in row.segments:
        x = BAR + BAR_WIDTH * segment.first // 1_000_000
        end = BAR + BAR_WIDTH * (segment.first + segment.size) // 1_000_000
        fill = FILLS[segment.depth]
        pen.boxes.append(Box(x=x, y=top, width=end - x, height=BAR_HEIGHT, fill=fill))
        if segment.label:
            mark = next(one for one in marks if one.mark == segment.label)
            pen.words.append(_letter(BAR + BAR_WIDTH * segment.point // 1_000_000, top + 22, mark))
    y = top + BAR_HEIGHT + 2
    if outcome.reached is not None:
        for line in wrap(said(outcome.reached.title), 56):
            y += 20
            pen.words.append(Words(x=BAR, y=y, size=15, text=line, weight=700))
    return y


def _figures(pen: _Pen, row: Row, top: int) -> None:
    outcome = row.result.outcome
    ends = _ends(len(row.result.counts))
    for place, (count, end) in enumerate(zip(row.result.counts, ends, strict=True)):
        pen.words.append(
            Words(x=end, y=top + 28, size=20, text=number(count), weight=700, anchor="end")
        )
        if outcome is not None:
            share = f"{percent(outcome.levels[place].percentage)}%"
            pen.words.append(Words(x=end, y=top + 50, size=15, text=share, anchor="end"))
