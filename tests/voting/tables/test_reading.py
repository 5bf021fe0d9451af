"""Tables are read as they stand; what cannot be read is one finding on one cell."""

import pytest

from tests.voting.tables.tables import faults, judged, table_of
from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.tables.faults import Fault
from voting.tables.judging import CellVerdict
from voting.tables.reading import parse_table


def test_a_row_may_lack_anything_but_numbers() -> None:
    [row] = table_of("An;x;19;;;40,43;;;;;47;", ";;;;;;;;;;;").rows
    assert (row.name, row.counts, row.marked, row.ballots) == ("An", None, None, 47)
    assert [cell.count for cell in row.cells] == [19, None, None]


@pytest.mark.parametrize("share", ["40,43", "40.43", "40,43%", " 40,43 % "])
def test_a_percentage_may_be_written_in_the_usual_ways(share: str) -> None:
    report = judged(f"An;x;19;2;25;{share};;;;;47;")
    assert report.is_sound
    assert report.reproduced == 1


@pytest.mark.parametrize("row", ["An;x;19;2;25;40,433;;;;;47;", "An;x;1O;2;25;;;;;;47;"])
def test_a_cell_that_cannot_be_read_is_named(row: str) -> None:
    report = judged(row)
    assert faults(report) == [Fault.CELL_UNREADABLE]
    assert report.rows[0].cells[0].verdict is CellVerdict.UNREADABLE


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["An;x;1;2;3;;;;10;12;6;"], []),
        (["An;x;1;2;3;;;;10;5;6;"], [Fault.ROW_OVER, Fault.TOTALS_IMPOSSIBLE]),
        (["An;x;1;2;3;;;;;;six;"], [Fault.CELL_UNREADABLE]),
        (["An;x;1;2;3;;;;;;6;5"], [Fault.ROW_NOT_VALID]),
        (["An;x;1;2;3;;;;;;6;", "Ba;x;1;2;4;;;;;;7;"], [Fault.TOTALS_DIFFER]),
        (["An;x;1;2;3;;;;;;6;", "AN;x;1;2;3;;;;;;6;"], [Fault.DUPLICATE_PERSON]),
    ],
)
def test_totals_and_rows_that_cannot_be_are_named(rows: list[str], found: list[Fault]) -> None:
    assert faults(judged(*rows)) == found


def test_totals_may_be_given_beside_the_table() -> None:
    text = b"name\thigh\thigh_pct\nAn\t19\t40,43\n"
    [row] = parse_table(text, filename="pasted.csv", numbers={"collected": 47}).rows
    assert row.numbers == {"total_members": None, "issued": None, "collected": 47, "valid": None}


@pytest.mark.parametrize("text", ["name;position\nAn;x\n", "high;medium;low\n1;2;3\n"])
def test_what_is_no_table_of_results_is_refused(text: str) -> None:
    with pytest.raises(PlanRefused) as caught:
        parse_table(text.encode(), filename="table.csv")
    assert caught.value.refusal is PlanRefusal.MISSING_COLUMN


def test_vietnamese_headings_are_read() -> None:
    head = "Họ và tên;Tín nhiệm cao;Tín nhiệm;Tín nhiệm thấp;Tỷ lệ tín nhiệm cao;Tổng số đại biểu"
    [row] = parse_table(f"{head}\nAn;1;2;3;10;10\n".encode(), filename="table.csv").rows
    assert (row.counts, row.cells[0].printed) == ((1, 2, 3), 1000)
    assert row.numbers["total_members"] == 10
