"""`tinnhiem dispute`: one of six verdicts on a ballot, with the bytes that show it."""

import os
import sys
from pathlib import Path

import click

from audit.dispute import Outcome, open_case
from audit.dispute_report import ruling_json, ruling_text
from audit.errors import RecordUnreadable
from audit.evidence import read_evidence
from audit.language import LANGUAGES, Language
from audit.papers import settle
from audit.report import unreadable_text
from ballots.canonical import MEBIBYTE
from voting.speech import Refused, language_of, refusal_lines

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SETTLED, FAULT, NOT_SETTLED = 0, 1, 2


@click.command()
@click.argument("file", type=FILE)
@click.option("--record", type=FILE, required=True, help="Hồ sơ · The record, .bel.")
@click.option("--log", type=FILE, required=True, help="Sổ · The log, .tlog.")
@click.option(
    "--policy", type=FILE, help="Khoá của hòm phiếu và các giám sát · The log's key, the witnesses."
)
@click.option(
    "--ballot", type=FILE, help="Phiếu mà giấy từ chối nói đến · The ballot that was refused."
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Ngôn ngữ · Language.")
@click.option("--json", "as_json", is_flag=True, help="JSON, một dòng · JSON on one line.")
def dispute(
    file: Path,
    record: Path,
    log: Path,
    policy: Path | None,
    ballot: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Phân xử một khiếu nại về phiếu, từ biên nhận, giấy từ chối hoặc chính lá phiếu.

    Settle a dispute about one ballot. FILE is a receipt, a signed refusal, or the ballot itself.
    The verdict is one of: counted; replaced; void card; arrived too late; never arrived; the
    server is at fault; with the bytes that show it. Exit status: 0 settled, 1 the server is at
    fault, 2 it cannot be settled with these files. See docs/dispute.md.
    """
    language: Language = "en" if (lang or language_of(os.environ)) == "en" else "vi"
    try:
        case = open_case(record, read_evidence(log, policy, ()))
        own = None if ballot is None else _content(ballot)
        ruling = settle(case, _content(file), own)
    except RecordUnreadable as error:
        click.echo(unreadable_text(error.path or record, error, language), err=True, nl=False)
        sys.exit(NOT_SETTLED)
    except Refused as error:
        for line in refusal_lines(error, language):
            click.echo(line, err=True)
        sys.exit(NOT_SETTLED)
    write = ruling_json if as_json else ruling_text
    click.echo(write(case, ruling, language), nl=False)
    sys.exit(FAULT if ruling.outcome is Outcome.SERVER_AT_FAULT else SETTLED)


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4 * MEBIBYTE)
