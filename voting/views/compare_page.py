"""What the comparison draws: small multiples, one a person, and the table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ballots.errors import Sentence
from voting.language import language
from voting.plan.table import too_large
from voting.rules.profile import Level
from voting.rules.words import NUMBERS, Denominator
from voting.services.results import ConferenceResult
from voting.tables.pasted import MAX_ROWS
from voting.tables.reading import LEVELS, parse_table
from voting.tables.rounds import Mark, Round, common_bases, histories, rounds_of
from voting.views.bars import LevelMark, Segment, level_marks, lines_of, segments

MAX_ROUNDS: Final = 8
MAX_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class ShownMark:
    """One round of a person, with the bar."""

    mark: Mark
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class ShownHistory:
    """One person over the rounds."""

    name: str
    position: str
    marks: tuple[ShownMark, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole comparison. bases: what the shares may be of, instead of `base`."""

    levels: tuple[Level, ...]
    marks: list[LevelMark]
    lines: dict[str, str]
    rounds: tuple[Round, ...]
    base: Denominator
    bases: list[Denominator]
    people: list[ShownHistory]

    @property
    def base_words(self) -> Sentence:
        """Return what every share is of, in words."""
        return NUMBERS[self.base.value]

    @property
    def base_names(self) -> dict[str, Sentence]:
        """Return the bases that there are, with their words."""
        return {base.value: NUMBERS[base.value] for base in self.bases}


def comparison(result: ConferenceResult, rounds: Sequence[Round], asked: str) -> Comparison:
    """Lay rounds out. asked: the base that an address names; if unknown, that of the rules."""
    profile = result.definition.profile
    bases = common_bases(rounds)
    preferred = [asked, profile.denominator.value, Denominator.COLLECTED.value]
    wanted = (base for name in preferred for base in bases if base.value == name)
    base = next(wanted, Denominator.VALID)
    marks = level_marks([level.id for level in profile.levels])
    shown = [
        ShownHistory(one.name, one.position, tuple(_shown(mark, marks) for mark in one.marks))
        for one in (histories(rounds, base) if bases else [])
    ]
    ordered = tuple(sorted(rounds, key=lambda each: each.order))
    lines = lines_of(each.fraction for each in profile.thresholds)
    return Comparison(profile.levels, marks, lines, ordered, base, bases, shown)


def _shown(mark: Mark, marks: list[LevelMark]) -> ShownMark:
    return ShownMark(mark, segments(mark.standing.counts, mark.whole, marks))


def rounds_in(data: bytes, *, name: str, levels: Sequence[Level]) -> list[Round]:
    """Read the rounds of a table that somebody chose. Raises PlanRefused if it is none or long.

    A table has the three usual levels; where the conference has others, there is nothing to read.
    """
    if [level.id for level in levels] != list(LEVELS):
        return []
    table = parse_table(data, filename="table.csv")
    if len(table.rows) > MAX_ROWS:
        raise too_large("table.csv", rows=MAX_ROWS)
    return rounds_of(table, label=name.rpartition(".")[0] or name)[:MAX_ROUNDS]


def signed(change: int) -> str:
    """Write a difference of two shares in hundredths: "+44,86", "−3,10", "0,00"."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    units, rest = divmod(abs(change), 100)
    return f"{sign}{units}{',' if language() == 'vi' else '.'}{rest:02d}"
