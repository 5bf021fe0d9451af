"""`tinnhiem rehearse`: a full rehearsal on this machine, and one page of readiness."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

import click
import msgspec
from rich.table import Table

from ballots.election import is_uuid
from ballots.errors import BallotsError, Sentence
from voting.commands.common import console, installation, say
from voting.config import Settings, settings_from
from voting.demo.delegates import DelegateFailed
from voting.demo.run import DemoFailed
from voting.demo.server import ServerFailed
from voting.findings import sentence_in
from voting.plan.sitting_plan import SittingPlan, read_plans
from voting.plan.steps import Light
from voting.planning import definition_of
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.rehearsal.ending import WITH_PARENT, end_when, orphaned
from voting.rehearsal.place import Place, Progress, Stage, draft_number, only_one, place_of
from voting.rehearsal.report import Report
from voting.rehearsal.run import Choices, rehearse
from voting.rehearsal.subject import Subject, committee_to_be
from voting.rehearsal.words import KEYS, STAGES
from voting.services.rehearsing import LONGEST, SHORTEST, subject_of
from voting.speech import language_of

_MARKS = {Light.GREEN: "[green]✓[/]", Light.AMBER: "[yellow]![/]", Light.RED: "[bold red]✗[/]"}
_UNEXPECTED = Sentence("Diễn tập dừng giữa chừng: {why}", "The rehearsal broke off: {why}")


@click.command("rehearse")
@click.argument("what", metavar="PLAN|UUID|draft-N")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Giữ báo cáo và biên bản ở đây · Keep page and minutes here.",
)
@click.option(
    "--minutes",
    default=3.0,
    show_default=True,
    type=click.FloatRange(SHORTEST, LONGEST),
    help="Mọi đại biểu gửi phiếu trong bấy nhiêu phút · All cast within so many minutes.",
)
@click.option(
    "--delegates",
    type=click.IntRange(2, 20_000),
    help="Số đại biểu giả (mặc định: số thẻ) · Simulated delegates (default: the cards planned).",
)
@click.option(
    "--by-hand",
    default=5,
    show_default=True,
    type=click.IntRange(0, 50),
    help="Số thẻ thử để in và bỏ phiếu bằng tay · Test cards to print and vote by hand.",
)
@click.option(
    "--wait",
    default=20.0,
    show_default=True,
    type=click.FloatRange(0, 240),
    help="Đợi các thẻ thử nhiều nhất bấy nhiêu phút · Wait for them so many minutes at most.",
)
@click.option("--json", "as_json", is_flag=True, help="In báo cáo JSON · Print the page as JSON.")
def rehearse_command(
    what: str,
    out: Path | None,
    minutes: float,
    delegates: int | None,
    by_hand: int,
    wait: float,
    as_json: bool,
) -> None:
    """Diễn tập trọn buổi trên chính máy này, rồi in một trang đèn xanh, vàng, đỏ.

    Rehearse a plan, a prepared conference or a preparation of the desk on this very machine, with
    keys, database, log and server of its own: simulated delegates cast real encrypted ballots, test
    cards are voted by hand, all is decrypted and verified. Nothing of it is good for the real vote.
    The exit status is
    1 if a light is red or the rehearsal broke off, 130 if it was stopped.
    """
    settings = settings_from(os.environ, Path.cwd())
    subject = _subject(what, settings)
    count = delegates or subject.definition.cards
    choices = Choices(count, 60 * minutes, by_hand, 60 * wait)
    signal.signal(signal.SIGTERM, _stop)
    report = _run(settings, subject, choices, _place(settings, subject, out))
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(report), indent=1))
    else:
        console().print(_table(report))
    sys.exit(int(report.light is Light.RED))


def _subject(what: str, settings: Settings) -> Subject:
    is_here = is_uuid(what) or draft_number(what) is not None
    if is_here and not Path(what).exists():
        with installation() as instance:
            return subject_of(instance, what)
    if not Path(what).is_file():
        raise click.UsageError(f"{what}: không có tệp này · no such file")
    plan = read_plans(Path(what))
    single = plan.votes[0].plan if isinstance(plan, SittingPlan) else plan
    definition = definition_of(single, settings.minimum_ballots)
    return Subject(None, definition, committee_to_be(definition))


def _place(settings: Settings, subject: Subject, out: Path | None) -> Place:
    if out is not None:
        return Place(out.resolve())
    if subject.of is None:
        return Place(Path(tempfile.mkdtemp(prefix="tinnhiem-rehearsal-")))
    return place_of(settings.instance, subject.of)


def _run(settings: Settings, subject: Subject, choices: Choices, place: Place) -> Report:
    """Rehearse and leave nothing but the page and the minutes; then say how it ended."""
    began = int(time.time())

    def ended(stage: Stage, why: Sentence | None = None) -> None:
        place.tell(Progress(stage=stage, began=began, why=why))

    try:
        with only_one(settings.instance):
            report = _alone(subject, choices, place)
    except KeyboardInterrupt:
        ended(Stage.STOPPED)
        say("Đã dừng diễn tập.", "The rehearsal was stopped.")
        sys.exit(130)
    except (VotingRefused, BallotsError) as error:
        if getattr(error, "refusal", None) is not Refusal.REHEARSAL_RUNNING:
            ended(Stage.FAILED, answer_to(error).sentence)
        raise
    except (DelegateFailed, ServerFailed, DemoFailed, OSError) as error:
        why = Sentence(*(one.format(why=error) for one in (_UNEXPECTED.vi, _UNEXPECTED.en)))
        ended(Stage.FAILED, why)
        say(why.vi, why.en)
        sys.exit(1)
    ended(Stage.DONE)
    return report


def _alone(subject: Subject, choices: Choices, place: Place) -> Report:
    """Rehearse until the end, or until it is asked to stop or its parent has gone."""
    place.begin()
    if os.environ.get(WITH_PARENT):
        end_when(orphaned())
    end_when(lambda: place.is_asked("stop"))
    try:
        return rehearse(subject, choices, place, _Printer(place))
    finally:
        place.clean()


class _Printer:
    """Print a line a stage, and where the test cards are."""

    def __init__(self, place: Place) -> None:
        self._place, self._stage = place, Stage.STARTING

    def __call__(self, progress: Progress) -> None:
        """Print what is new."""
        if progress.stage is self._stage:
            return
        self._stage = progress.stage
        said = STAGES[progress.stage]
        say(said.vi, said.en)
        if progress.stage is Stage.BY_HAND and progress.of:
            click.echo(f"    {self._place.cards}\n    {progress.url}", err=True)


def _table(report: Report) -> Table:
    language = language_of(os.environ)
    table = Table(title=report.name, show_header=False, title_style="bold")
    for line in report.lines:
        said = [sentence_in(one, language) for one in (line.figure, line.limit, line.todo)]
        table.add_row(_MARKS[line.light], sentence_in(KEYS[line.key], language), *said)
    return table


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
