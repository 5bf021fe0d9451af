"""What the page of published tables draws: sentences, denominators tried, cells."""

from dataclasses import dataclass

from ballots.errors import Sentence
from voting.rules.percent import Hundredths
from voting.rules.profile import Level, load_profile
from voting.tables.bases import BASES, Trial
from voting.tables.checking import TableReport
from voting.tables.judging import CellVerdict, JudgedCell
from voting.tables.report import MARKS, VERDICTS, conclusions, problem_sentence, wholes_of


@dataclass(frozen=True, slots=True)
class TriedBase:
    """One denominator that was tried."""

    name: Sentence
    whole: str
    reproduced: int
    cells: int
    is_best: bool


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: what is printed, its verdict as a mark and a word, what it should be."""

    count: int | None
    printed: Hundredths | None
    mark: str
    word: Sentence
    kind: str
    expected: Hundredths | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One person of the table."""

    number: int
    name: str
    position: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class TablePage:
    """A judged table. wrong: what cannot be right; odd: what is to be looked at."""

    levels: tuple[Level, ...]
    conclusions: list[Sentence]
    bases: list[TriedBase]
    rows: list[ShownRow]
    wrong: list[Sentence]
    odd: list[Sentence]


def table_page(report: TableReport) -> TablePage:
    """Lay a report out."""
    best = report.best
    trials = list(report.trials)
    if best is not None and best not in trials:
        trials.insert(0, best)
    return TablePage(
        levels=load_profile("CUSTOM").levels,
        conclusions=conclusions(report),
        bases=[_tried(trial, best) for trial in trials],
        rows=[
            ShownRow(
                judged.row.number,
                judged.row.name,
                judged.row.position,
                tuple(_shown(each) for each in judged.cells),
            )
            for judged in report.rows
        ],
        wrong=[problem_sentence(each) for each in report.problems if not each.is_doubtful],
        odd=[problem_sentence(each) for each in report.problems if each.is_doubtful],
    )


def _tried(trial: Trial, best: Trial | None) -> TriedBase:
    name = BASES[trial.base]
    return TriedBase(name, wholes_of(trial), trial.reproduced, trial.cells, trial is best)


def _shown(each: JudgedCell) -> ShownCell:
    fits = each.verdict in (CellVerdict.REPRODUCED, CellVerdict.NOT_PRINTED)
    return ShownCell(
        count=each.cell.count,
        printed=each.cell.printed,
        mark=MARKS[each.verdict],
        word=VERDICTS[each.verdict],
        kind=each.verdict.value,
        expected=None if fits else each.expected,
    )
