"""The table as CSV and workbook, and every published percentage through the documents' numbers."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.voting.documents.libreoffice import converted
from tests.voting.documents.made import Made, made
from tests.voting.documents.paper import pages
from voting.documents.figures import shares_of
from voting.documents.minutes import minutes
from voting.documents.papers import pdf_of
from voting.documents.summary import summary_csv, table_rows
from voting.documents.workbook import summary_workbook
from voting.findings import Language
from voting.plan.people import Person
from voting.plan.results import Published, SampleRow, parse_results
from voting.rules.percent import format_percentage
from voting.rules.profile import load_profile

RESULTS = Path(__file__).parents[2] / "domain" / "results"
TOTAL = {"profile": load_profile("NQ85-2014")}
COLLECTED = {"profile": load_profile("NQ96-2023")}
# What the published percentages are of (domain notes, section 7.1), and how many percentages stand
# in the rows whose three counts are known.
BASES: dict[str, tuple[dict[str, Any], int]] = {
    "na_2013": (TOTAL, 41),
    "na_2018": (TOTAL, 50),
    "na_2023": (COLLECTED, 0),
    "hdnd_hanoi_2014": (COLLECTED, 0),
    "hdnd_hanoi_2023": (COLLECTED, 1),
    "hdnd_tphcm_2014": (TOTAL, 12),
    "hdnd_tphcm_2018": (TOTAL, 1),
    "hdnd_tphcm_2023": (COLLECTED, 0),
    "hdnd_quangnam_2018": (TOTAL, 6),
    "hdnd_thuathienhue_2018": (TOTAL, 3),
    "hdnd_thanhhoa_2023": (COLLECTED, 3),
    "hdnd_vinhphuc_2023": (COLLECTED, 15),
}


def test_every_published_result_is_tried() -> None:
    assert {path.stem for path in RESULTS.glob("*.csv")} == set(BASES)


def published(name: str) -> Published:
    return parse_results((RESULTS / f"{name}.csv").read_bytes(), filename=f"{name}.csv")


def replayed(found: Published, rules: dict[str, Any]) -> Made:
    """Make the conference that gave a published result."""
    totals = found.totals
    cast = totals.collected or max(sum(row.counts) for row in found.rows)
    members = {} if totals.total_members is None else {"total_members": totals.total_members}
    people = [row.person for row in found.rows]
    case = made(
        people,
        [row.counts for row in found.rows],
        cast=cast,
        convened=None,
        present=None,
        **members,
        **rules,
    )
    case.issued = max(cast, totals.issued or cast)
    return case


@pytest.mark.parametrize("name", BASES)
def test_every_published_percentage_is_in_our_tables(name: str) -> None:
    found, (rules, number) = published(name), BASES[name]
    account = replayed(found, rules).account()
    rows = table_rows(account, "vi")[1:]
    text = " ".join(
        " ".join(p.text.split()) for p in pages(pdf_of(minutes(account, "vi")), scan=False)
    )
    compared = 0
    for row, ours, one in zip(found.rows, rows, account.people, strict=True):
        shares = shares_of(one, "vi")
        assert ours[4:10] == [
            cell for pair in zip(row.counts, shares, strict=True) for cell in pair
        ]
        figures = " ".join(
            f"{count} {share}" for count, share in zip(row.counts, shares, strict=True)
        )
        assert figures in text
        compared += _compared(row, shares)
    assert compared == number


def _compared(row: SampleRow, shares: list[str]) -> int:
    """Compare what a source printed with ours; return how many percentages it printed."""
    printed = [value for value in row.printed if value is not None]
    ours = [share for share, value in zip(shares, row.printed, strict=True) if value is not None]
    assert ours == [format_percentage(value, "vi") for value in printed], row.person.name
    return len(printed)


def test_the_csv_begins_with_a_mark_and_has_decimal_commas() -> None:
    lines = summary_csv(made().account(), "vi").decode().split("\r\n")
    assert lines[0].startswith("\ufeffSTT;Họ và tên;Chức vụ;Khối;Tín nhiệm cao;Tỷ lệ tín nhiệm cao")
    assert lines[1] == (
        "1;Lê Duy Thành;Chủ tịch Ủy ban nhân dân tỉnh;Khối Ủy ban nhân dân;"
        "19;40,43;2;4,26;25;53,19;1;;48;47"
    )
    english = summary_csv(made().account(), "en").decode().split("\r\n")
    assert english[1].endswith(",19,40.43,2,4.26,25,53.19,1,,48,47")


def test_no_name_becomes_a_formula_in_the_csv() -> None:
    account = made([Person("=1+1", "@A1"), Person("Trần Thị Bình", "")]).account()
    assert "1;'=1+1;'@A1;;19;40,43;" in summary_csv(account, "vi").decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_csv_reads_back_as_a_published_result(language: Language) -> None:
    account = replayed(published("na_2018"), TOTAL).account()
    again = parse_results(summary_csv(account, language), filename="bang-tong-hop.csv")
    assert [row.counts for row in again.rows] == [one.counts for one in account.people]
    assert [row.printed for row in again.rows] == [
        tuple(level.percentage for level in one.outcome.levels)
        for one in account.people
        if one.outcome is not None
    ]
    assert (again.totals.total_members, again.totals.collected) == (485, 475)


def test_the_workbook_has_numbers_and_texts_that_stay_texts() -> None:
    account = made([Person("=1+1", "+A1"), Person("Trần Thị Bình", "")]).account()
    book = openpyxl.load_workbook(io.BytesIO(summary_workbook(account, "vi")))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[5]][:5] == [
        "STT",
        "Họ và tên",
        "Chức vụ",
        "Khối",
        "Tín nhiệm cao",
    ]
    row = sheet[6]
    assert [cell.value for cell in row][:6] == [1, "=1+1", "+A1", "", 19, 40.43] or [
        cell.value for cell in row
    ][:6] == [1, "=1+1", "+A1", None, 19, 40.43]
    assert row[1].data_type == row[2].data_type == "s"
    assert row[5].number_format == "0.00"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet.freeze_panes == "A6"


def test_libreoffice_reads_the_workbook(tmp_path: Path) -> None:
    file = tmp_path / "summary.xlsx"
    file.write_bytes(summary_workbook(made().account(), "vi"))
    options = "csv:Text - txt - csv (StarCalc):59,34,76,1,,1033"
    lines = converted(file, options, tmp_path).read_text(encoding="utf-8").splitlines()
    assert lines[5].startswith("1;Lê Duy Thành;Chủ tịch Ủy ban nhân dân tỉnh;")
    assert lines[5].endswith(";19;40.43;2;4.26;25;53.19;1;;48;47")
