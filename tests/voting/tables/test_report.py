"""What is said of a table: complete in both languages, no letter that steers a terminal."""

import json

import pytest

from tests.voting.tables.tables import RESULTS, judged, misprinted, table_of
from voting.tables.checking import check_table
from voting.tables.copies import compare_copies
from voting.tables.faults import SENTENCES, Fault
from voting.tables.judging import CellVerdict
from voting.tables.reading import parse_table
from voting.tables.report import MARKS, VERDICTS, problem_sentence, report_json, report_text


def test_every_fault_and_every_verdict_has_words() -> None:
    assert set(SENTENCES) == set(Fault)
    assert set(VERDICTS) == set(MARKS) == set(CellVerdict)


def test_a_sound_table_is_said_so_with_every_denominator_tried() -> None:
    data = (RESULTS / "na_2013.csv").read_bytes()
    report = check_table(parse_table(data, filename="na_2013.csv"))
    vietnamese = report_text(report, "vi", name="na_2013.csv")
    assert "41/41   Tổng số đại biểu (thành viên): 498" in vietnamese
    assert " 0/41   Số phiếu thu về: 492" in vietnamese
    assert "66,27✓" in vietnamese
    assert vietnamese.endswith("Không thấy gì sai.\n")
    assert "66.27✓" in report_text(report, "en", name="na_2013.csv")


def test_a_misprint_is_shown_in_its_cell_and_in_a_sentence() -> None:
    report = misprinted("na_2018", "Đỗ Bá Tỵ", "67.42", "64.42")
    text = report_text(report, "en", name="copy.csv")
    assert "64.42✗ (67.42)" in text
    assert "Cannot be right: 1" in text
    told = json.loads(report_json(report, name="copy.csv"))
    assert (told["sound"], told["cells"], told["reproduced"]) == (False, 50, 49)
    assert told["base"]["denominator"] == "total_members"
    [problem] = told["problems"]
    assert (problem["code"], problem["row"], problem["column"]) == (
        "percentage_wrong",
        6,
        "high_pct"[:4],
    )
    cell = told["rows"][4]["cells"][0]
    assert (cell["printed"], cell["expected"], cell["verdict"]) == ("64.42", "67.42", "wrong")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["An;x;19;2;25;;;;;;47;"], "prints no percentage"),
        (["An;x;0;0;0;40,43;;;;;;"], "No denominator was found"),
        (["An;x;19;2;25;40,43;4,26;53,19;;;;"], "The numbers that fit most cells: 47"),
        (["An;x;40;41;0;49,38;;;;81;81;"], "It cannot be told from: the number of ballots issued"),
    ],
)
def test_what_is_known_of_the_denominator_is_said(rows: list[str], says: str) -> None:
    assert says in report_text(judged(*rows), "en", name="table.csv")


def test_problems_between_copies_are_said_with_their_shares() -> None:
    here, there = table_of("An;x;1;2;3;10,00;;;;;;"), table_of("An;x;1;2;3;20,5;;;;;;")
    [problem] = compare_copies(here, there)
    assert "10,00, bảng kia in 20,50" in problem_sentence(problem).vi


def test_a_name_cannot_steer_the_terminal() -> None:
    text = report_text(judged("\x1b[2JAn;x;9;2;25;40,43;;;;;7;"), "vi", name="a\x1b.csv")
    assert "\x1b" not in text
