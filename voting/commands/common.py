"""What the subcommands share: opening the installation, writing files, printing results."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from ballots.errors import Sentence
from voting.config import settings_from
from voting.definition import Definition
from voting.findings import Language, sentence_in
from voting.instance import Instance, open_instance
from voting.logkey import create_secret_file
from voting.rules.percent import format_percentage
from voting.rules.ranking import STANDINGS
from voting.services.results import ConferenceResult, PersonResult
from voting.speech import language_of
from voting.standings import surplus_of


@contextmanager
def installation() -> Iterator[Instance]:
    """Open the installation that TINNHIEM_* and the working folder name; close it after."""
    instance = open_instance(settings_from(os.environ, Path.cwd()))
    try:
        yield instance
    finally:
        instance.close()


def say(vi: str, en: str) -> None:
    """Print a sentence on standard error, in the terminal's language."""
    click.echo(vi if language_of(os.environ) == "vi" else en, err=True)


def write_secret(path: Path, content: bytes) -> None:
    """Write a file of mode 0600; refuse to overwrite one."""
    if not create_secret_file(path, content):
        raise _exists(path)


def refuse_existing(path: Path) -> None:
    """Refuse now what `write_secret` would refuse later."""
    if path.exists():
        raise _exists(path)


def _exists(path: Path) -> click.ClickException:
    return click.ClickException(f"{path}: đã có tệp này, không ghi đè · exists, not overwritten")


def warn_of_surplus(definition: Definition) -> None:
    """Tell by how many the list of an election is longer than the seats, if that is unusual."""
    found = surplus_of(definition)
    if found is None:
        return
    share, rule = found.hundredths, found.rule
    vi = f"Số dư: {found.surplus} người, bằng {format_percentage(share)}% số lượng cần bầu."
    en = f"Surplus: {found.surplus}, {format_percentage(share, 'en')}% of the seats."
    if found.is_over:
        vi += f" Nhiều hơn mức {rule.surplus_limit}% mà quy định nêu."
        en += f" This is more than the {rule.surplus_limit}% that the regulation names."
    elif not found.is_usual:
        vi += f" Cấp ủy thường chuẩn bị {rule.surplus_from}% đến {rule.surplus_to}%."
        en += f" The convener usually prepares {rule.surplus_from}% to {rule.surplus_to}%."
    say(vi, en)


@contextmanager
def shown_progress(vi: str, en: str) -> Iterator[Callable[[int, int], None]]:
    """Give what takes (done, whole) and shows a bar on a terminal; elsewhere it shows nothing."""
    shown = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar:
        task = bar.add_task(vi if language_of(os.environ) == "vi" else en, total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


NONE = Sentence("–", "–")
NOT_CHOSEN = Sentence("Không bầu", "Not chosen")


def result_table(result: ConferenceResult, language: Language) -> Table:
    """Lay out the result: counts, percentages and verdict of each person."""
    profile = result.definition.profile
    title = f"{result.definition.name}\n{profile.title.in_language(language)}"
    table = Table(title=title, title_style="bold", show_lines=False, expand=False)
    table.add_column("STT" if language == "vi" else "No.", justify="right")
    table.add_column("Họ và tên" if language == "vi" else "Name")
    for level in profile.levels:
        table.add_column(level.in_language(language), justify="right")
        table.add_column("%", justify="right")
    ranking = result.ranking
    unmarked = Sentence("Không đánh dấu", "Unmarked") if ranking is None else NOT_CHOSEN
    table.add_column(sentence_in(unmarked, language), justify="right")
    table.add_column("Mức áp dụng" if language == "vi" else "Verdict")
    for number, person in enumerate(result.people, start=1):
        *figures, verdict = _figures(person, language)
        if ranking is not None:
            verdict = sentence_in(STANDINGS[ranking.standing_of(number - 1)], language)
        table.add_row(str(number), person.person.name, *figures, verdict)
    return table


def _figures(person: PersonResult, language: Language) -> list[str]:
    outcome = person.outcome
    if outcome is None:
        counts = [cell for count in person.counts for cell in (str(count), "–")]
        return [*counts, "–", "–"]
    cells: list[str] = []
    for level in outcome.levels:
        cells += [str(level.count), format_percentage(level.percentage, language)]
    unmarked = "–" if outcome.unmarked is None else str(outcome.unmarked)
    reached = "" if outcome.reached is None else outcome.reached.title.in_language(language)
    return [*cells, unmarked, reached]


def console(*, err: bool = False) -> Console:
    """Return a console that keeps tables whole when it is not a terminal."""
    width = None if os.isatty(2 if err else 1) else 160
    return Console(stderr=err, width=width, highlight=False)
