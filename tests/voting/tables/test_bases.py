"""What percentages are of: stated numbers are tried, a hidden one is found, ties are said."""

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.tables.tables import judged, table_of
from voting.rules.percent import format_percentage, percentage
from voting.tables.bases import Base, infer_wholes
from voting.tables.checking import check_table
from voting.tables.faults import Fault
from voting.tables.rounding import Rounding


def test_equal_numbers_cannot_be_told_apart_and_that_is_said() -> None:
    report = judged("An;x;40;30;11;49,38;37,04;13,58;90;81;81;")
    assert report.best is not None
    assert report.best.base is Base.COLLECTED
    assert [trial.base for trial in report.tied] == [Base.ISSUED, Base.VALID]


def test_a_number_that_the_table_does_not_state_is_inferred() -> None:
    report = judged("An;x;19;2;25;40,43;4,26;53,19;;;;", "Bình;x;33;8;6;70,21;17,02;12,77;;;;")
    assert report.best is not None
    assert (report.best.base, report.inferred) == (Base.INFERRED, ((47, 47),))
    assert report.is_sound
    wrong = judged("An;x;19;2;25;40,43;4,26;53,19;;;;", "Bình;x;33;8;6;70,21;17,02;12,67;;;;")
    assert [problem.fault for problem in wrong.problems] == [Fault.PERCENTAGE_WRONG]


def test_percentages_that_nothing_explains_have_no_denominator() -> None:
    report = judged("An;x;0;0;0;40,43;4,26;53,19;;;;")
    assert (report.best, report.cells, report.reproduced) == (None, 3, 0)


@given(
    whole=st.integers(2, 3000),
    shares=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=6),
)
def test_the_true_denominator_is_always_among_those_inferred(
    whole: int, shares: list[tuple[int, int]]
) -> None:
    rows, telling = [], 0
    for number, (first, second) in enumerate(shares):
        high = whole * first // 100
        medium = (whole - high) * second // 100
        counts = (high, medium, whole - high - medium)
        cells = [percentage(count, whole) for count in counts]
        telling += sum(bool(cell) for cell in cells)
        printed = ";".join(format_percentage(cell) for cell in cells)
        rows.append(f"Người {'a' * number};x;{';'.join(map(str, counts))};{printed};;;;")
    best, ranges = infer_wholes(table_of(*rows))
    assert best == telling
    assert any(first <= whole <= last for first, last in ranges)


def test_a_table_cut_off_after_two_decimals_is_recognised() -> None:
    report = judged("An;x;323;146;6;66,59;30,10;1,23;485;;475;", "Bình;x;2;1;1;0,41;0,2;0,2;485;;;")
    assert report.best is not None
    assert (report.best.base, report.best.rounding) == (Base.TOTAL_MEMBERS, Rounding.DOWN)
    assert report.reproduced == 6


def test_a_single_cell_rounded_otherwise_is_named() -> None:
    report = check_table(
        table_of(
            "An;x;323;146;6;66,6;30,1;1,23;485;;475;", "Bình;x;374;92;9;77,11;19;1,86;485;;475;"
        )
    )
    assert [problem.fault for problem in report.problems] == [Fault.OTHER_ROUNDING] * 2
    how = [problem.values["how"] for problem in report.problems]
    assert "cắt bỏ" in str(how[0])
    assert "một chữ số" in str(how[1])


def test_a_level_that_was_filled_up_to_100_is_named() -> None:
    report = judged("An;x;1;1;1;33,33;33,33;33,34;;;3;", "Bình;x;2;1;0;66,67;33,33;0;;;3;")
    assert [problem.fault for problem in report.problems] == [Fault.OTHER_ROUNDING]
    assert "còn lại cho đủ 100%" in str(report.problems[0].values["how"])
