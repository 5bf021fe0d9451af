"""`tinnhiem demo`: a whole real vote on this machine, with real figures."""

import os
import shlex
import signal
import sys
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

import click

from ballots.errors import Sentence
from voting.commands.common import console, result_table
from voting.demo.delegates import DelegateFailed
from voting.demo.phones import what_is_missing
from voting.demo.run import PHONES, Choices, DemoFailed, Played, open_demo, play, prepare
from voting.demo.server import DemoServer, ServerFailed
from voting.demo.stage import Stage, summary_table
from voting.findings import Language, sentence_in
from voting.plan.keys import GROUPS, TrusteeRule, parse_trustees
from voting.plan.samples import SAMPLES, Sample, read_sample
from voting.plan.samples import sample as shipped
from voting.rules.outcome import denominator_words
from voting.speech import language_of

_AGREES = Sentence(
    "Mọi số phiếu và tỷ lệ đều bằng số đã công bố.",
    "Every count and percentage equals the published one.",
)
_SERVING = Sentence(
    "Máy chủ vẫn chạy tại {url}. Ctrl-C để dừng.", "The server stays at {url}. Ctrl-C stops it."
)


class Trustees(click.ParamType[TrusteeRule]):
    """The value of --trustees: server or T/N."""

    name = "server|T/N"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> TrusteeRule:
        """Read the value."""
        if isinstance(value, TrusteeRule):
            return value
        try:
            return parse_trustees(value)
        except ValueError:
            self.fail("server, hoặc/or T/N (1 < T < N), e.g. 2/3", param, ctx)


@click.command()
@click.option(
    "--sample",
    type=click.Choice(SAMPLES),
    default=SAMPLES[0],
    show_default=True,
    help="Cuộc lấy phiếu có thật · Which real vote.",
)
@click.option(
    "--people",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV/XLSX: name, position, high, medium, low, ballots_collected, …",
)
@click.option("--group", type=click.Choice(GROUPS), default=GROUPS[0], show_default=True)
@click.option(
    "--trustees",
    type=Trustees(),
    default="server",
    show_default=True,
    help="Ai giữ khoá · Who holds the key.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục cho mọi tệp (mới) · Folder for all files (new).",
)
@click.option(
    "--delegates",
    type=click.IntRange(1, 64),
    default=3,
    show_default=True,
    help="Số tiến trình đại biểu · Delegate processes.",
)
@click.option(
    "--browser",
    is_flag=True,
    help=f"{PHONES} đại biểu cuối bỏ phiếu bằng Chromium thật (cần Playwright) · The last {PHONES} "
    "delegates vote in a real headless Chromium (needs Playwright).",
)
@click.option("--serve", is_flag=True, help="Để máy chủ chạy · Leave the server up.")
@click.option("--port", type=click.IntRange(1024, 65535), help="Cổng · Port (default: a free one).")
def demo(
    sample: str,
    people: Path | None,
    group: str,
    trustees: TrusteeRule,
    out: Path | None,
    delegates: int,
    browser: bool,
    serve: bool,
    port: int | None,
) -> None:
    """Chạy thử trọn một cuộc lấy phiếu có thật trên máy này.

    Play a real vote on this machine: a server process with its own database, delegate processes
    that scan card files, encrypt and cast over HTTP (with --browser the last of them on the
    pages that a phone shows); then close, decrypt, publish, fetch the record and verify it in a
    fresh process. The exit status is not 0 if any figure differs from
    the published one. Ctrl-C stops every process that was started.
    """
    language = language_of(os.environ)
    stage = Stage(console(), language)
    if browser:
        _require_browser(group, language)
    chosen = _sample(sample, people)
    choices = Choices(group, trustees, delegates, workers=2, browser=browser)
    folder = _folder(out)
    signal.signal(signal.SIGTERM, _stop)
    try:
        _run(stage, chosen, choices, folder, serve=serve, port=port)
    except KeyboardInterrupt:
        stage.console.print("Đã dừng · Stopped.")
        sys.exit(130)
    except DemoFailed as error:
        stage.console.print(f"[bold red]✗[/] {stage.text(error.sentence)}")
        sys.exit(1)
    except (DelegateFailed, ServerFailed) as error:
        stage.console.print(f"[bold red]✗[/] {error}")
        sys.exit(1)


def _run(
    stage: Stage, chosen: Sample, choices: Choices, out: Path, *, serve: bool, port: int | None
) -> None:
    stage.console.rule(f"[bold]{chosen.plan.name}")
    stage.console.print(f"{chosen.plan.body}, {chosen.plan.date:%d/%m/%Y}", justify="center")
    instance = open_demo(out)
    try:
        with stage.step("prepare"):
            created = prepare(instance, chosen, choices, out)
        server = DemoServer(instance=out / "instance", port=port, workers=choices.workers)
        with ExitStack() as running:
            running.callback(server.stop)
            with stage.step("server"):
                running.enter_context(server)
            played = play(stage, chosen, choices, out, server, instance, created)
            _report(stage, played, out)
            if serve:
                page = f"{server.url}/c/{created.uuid}/"
                stage.console.print(stage.text(_SERVING).format(url=page))
                threading.Event().wait()
    finally:
        instance.close()


def _report(stage: Stage, played: Played, out: Path) -> None:
    stage.console.print(result_table(played.result, stage.language))
    outcome = played.result.people[0].outcome
    if outcome is not None:
        stage.console.print(denominator_words(outcome).in_language(stage.language))
    stage.console.print(f"[bold green]✓ {stage.text(_AGREES)}[/]")
    rows = [
        ("record", str(played.evidence.record)),
        ("log", str(played.evidence.log)),
        ("receipts", str(played.receipts)),
        ("instance", str(out / "instance")),
        ("verify", f"tinnhiem verify {shlex.join(played.evidence.arguments)}"),
    ]
    stage.console.print(summary_table(stage, rows))


def _require_browser(group: str, language: Language) -> None:
    """Say what is missing for --browser before anything has begun."""
    if group != GROUPS[0]:
        raise click.UsageError(f"--browser: --group {GROUPS[0]}")
    missing = what_is_missing()
    if missing is not None:
        raise click.UsageError(sentence_in(missing, language))


def _sample(name: str, people: Path | None) -> Sample:
    if people is None:
        return shipped(name)
    return read_sample(people, body=people.stem, date=datetime.now(UTC).date())


def _folder(out: Path | None) -> Path:
    if out is None:
        return Path(tempfile.mkdtemp(prefix="tinnhiem-demo-"))
    out.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(out.iterdir()):
        raise click.ClickException(f"{out}: thư mục không trống · the folder is not empty")
    return out.resolve()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
