"""`tinnhiem table check, write`: does a published table fit; the table of a record."""

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from audit.errors import RecordUnreadable
from audit.language import LANGUAGES
from audit.report import unreadable_text
from voting.findings import Language
from voting.plan.plan_file import read_file
from voting.speech import Refused, language_of, refusal_lines
from voting.tables.checking import check_table
from voting.tables.copies import compare_copies
from voting.tables.from_record import table_of_record
from voting.tables.reading import Table, parse_table
from voting.tables.report import report_json, report_text

FILE = click.Path(dir_okay=False, path_type=Path)
COUNT = click.IntRange(1, 1_000_000)
FITS, FOUND, UNREADABLE = 0, 1, 2


@click.group()
def table() -> None:
    """Bảng kết quả đã công bố · Published tables."""


@table.command()
@click.argument("file", type=FILE)
@click.option("--total-deputies", type=COUNT, help="Tổng số đại biểu, nếu bảng không ghi.")
@click.option("--issued", type=COUNT, help="Số phiếu phát ra, nếu bảng không ghi.")
@click.option("--collected", type=COUNT, help="Số phiếu thu về, nếu bảng không ghi.")
@click.option("--against", type=FILE, help="Một bản khác của bảng này · Another copy of it.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Ngôn ngữ · Language.")
@click.option("--json", "as_json", is_flag=True, help="JSON, một dòng · JSON on one line.")
def check(
    file: Path,
    total_deputies: int | None,
    issued: int | None,
    collected: int | None,
    against: Path | None,
    lang: str | None,
    as_json: bool,
) -> None:
    """Kiểm tra một bảng kết quả: mẫu số nào cho ra các tỷ lệ, ô nào không thể đúng.

    Check a published table, .csv or .xlsx with the columns name, high, medium, low, high_pct,
    medium_pct, low_pct, total_deputies, ballots_issued, ballots_collected, ballots_valid: which
    denominator gives its percentages, cell by cell, and which cells cannot be right. Exit status:
    0 everything fits, 1 something was found, 2 it is no such table. See docs/table.md.
    """
    language: Language = "en" if (lang or language_of(os.environ)) == "en" else "vi"
    numbers = {"total_members": total_deputies, "issued": issued, "collected": collected}
    try:
        read = _read(file, numbers)
        report = check_table(read)
        if against is not None:
            differ = compare_copies(read, _read(against, numbers))
            report = replace(report, problems=(*report.problems, *differ))
    except Refused as error:
        for line in refusal_lines(error, language):
            click.echo(line, err=True)
        sys.exit(UNREADABLE)
    name = file.name
    said = report_json(report, name=name) if as_json else report_text(report, language, name=name)
    click.echo(said, nl=False)
    sys.exit(FITS if report.is_sound else FOUND)


@table.command()
@click.argument("record", type=FILE)
@click.option("--year", default="", help="Năm hoặc kỳ, ghi ở cột đầu · Year or round.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Số tiến trình · Processes.")
def write(record: Path, year: str, jobs: int) -> None:
    """Lập bảng CSV từ hồ sơ RECORD.bel, sau khi kiểm tra toàn bộ hồ sơ ấy.

    Write the table of a record on standard output, once the whole record has verified: for the
    page that compares a result with earlier rounds, and for `tinnhiem table check`. Exit status: 0
    written, 1 the record is not sound or has no result, 2 it is no record.
    """
    language = language_of(os.environ)
    try:
        made = table_of_record(record, year=year, jobs=jobs)
    except RecordUnreadable as error:
        click.echo(unreadable_text(error.path or record, error, language), err=True, nl=False)
        sys.exit(UNREADABLE)
    click.echo(made.encode("utf-8-sig"), nl=False)


def _read(file: Path, numbers: dict[str, int | None]) -> Table:
    return parse_table(read_file(file), filename=file.name, numbers=numbers)
