"""The published tables (domain notes, 7.1): which denominator they use. Their errors (7.3)."""

import pytest

from tests.voting.tables.tables import RESULTS, faults, judged, misprinted, published
from voting.tables.checking import TableReport, check_table
from voting.tables.faults import Fault
from voting.tables.judging import CellVerdict
from voting.tables.reading import parse_table
from voting.tables.report import problem_sentence

F = Fault

# file: (denominator, its number, cells), as the domain notes say
BASES = {
    "na_2013": ("total_members", 498, 41),
    "na_2018": ("total_members", 485, 50),
    "hdnd_hanoi_2023": ("collected", 88, 1),
    "hdnd_tphcm_2014": ("total_members", 94, 12),
    "hdnd_tphcm_2018": ("total_members", 105, 1),
    "hdnd_quangnam_2018": ("total_members", 58, 6),
    "hdnd_thuathienhue_2018": ("total_members", 53, 3),
    "hdnd_thanhhoa_2023": ("collected", 80, 3),
    "hdnd_vinhphuc_2023": ("collected", 47, 15),
}
NONE_PRINTED = {"na_2023", "hdnd_hanoi_2014", "hdnd_tphcm_2023"}


def check(name: str) -> TableReport:
    return check_table(parse_table(published(name).encode(), filename=f"{name}.csv"))


@pytest.mark.parametrize("name", BASES)
def test_one_denominator_gives_every_percentage_of_a_published_table(name: str) -> None:
    base, whole, cells = BASES[name]
    report = check(name)
    assert report.best is not None
    assert (report.best.base.value, report.best.wholes) == (base, (whole,))
    assert (report.cells, report.reproduced, report.best.rounding.value) == (
        cells,
        cells,
        "half_up",
    )
    assert report.is_sound


@pytest.mark.parametrize("name", sorted(NONE_PRINTED))
def test_a_table_without_percentages_is_checked_by_its_counts(name: str) -> None:
    report = check(name)
    assert (report.best, report.cells) == (None, 0)
    assert report.is_sound


def test_every_published_table_is_checked_and_132_cells_in_all() -> None:
    assert {path.stem for path in RESULTS.glob("*.csv")} == {*BASES, *NONE_PRINTED}
    assert sum(check(name).reproduced for name in BASES) == 132


# What was printed wrongly: (table, whose row, right, wrong, what is found, what it says)
MISPRINTS = {
    "vietnamplus 2013": (
        *("na_2013", "Huỳnh Ngọc Sơn", "252,217,22,", "252,217,24,"),
        [F.ROW_OVER, F.COUNT_WRONG],
        "4,42% là 22/498",
    ),
    "laodong 2018": (
        *("na_2018", "Đỗ Bá Tỵ", "67.42", "64.42"),
        [F.PERCENTAGE_WRONG],
        "327/485 là 67,42%",
    ),
    "laodong 2018, second": (
        *("na_2018", "Đặng Thị Ngọc Thịnh", "66.6,", "66.66,"),
        [F.PERCENTAGE_WRONG],
        "323/485 là 66,60%",
    ),
    "tienphong 2018": (
        *("na_2018", "Nguyễn Xuân Phúc", "393,", "399,"),
        [F.ROW_OVER, F.COUNT_WRONG],
        "81,03% là 393/485",
    ),
    "doisongphapluat 2018": (
        *("na_2018", "Phùng Xuân Nhạ", "28.25", "28.35"),
        [F.PERCENTAGE_WRONG],
        "137/485 là 28,25%",
    ),
    "doisongphapluat 2018, second": (
        *("na_2018", "Nguyễn Văn Thể", "107,,,,485", "107,,,22.6,485"),
        [F.PERCENTAGE_WRONG],
        "107/485 là 22,06%",
    ),
    "qdnd 2018": (
        *("na_2018", "Nguyễn Xuân Phúc", "14.02,", "14.2,"),
        [F.PERCENTAGE_WRONG],
        "68/485 là 14,02%",
    ),
    "qdnd 2018, second": (
        *("na_2018", "Phùng Xuân Nhạ", "28.25", "28.85"),
        [F.PERCENTAGE_WRONG],
        "137/485 là 28,25%",
    ),
    "giaoducthoidai 2023": (
        *("hdnd_vinhphuc_2023", "Hoàng Thị Thúy Lan", "97.87", "97.78"),
        [F.PERCENTAGE_WRONG],
        "46/47 là 97,87%",
    ),
    "giaoducthoidai 2023, second": (
        *("hdnd_vinhphuc_2023", "Nguyễn Trung Hải", "33,8,6,", "33,8,1,"),
        [F.ROW_LOW, F.COUNT_WRONG],
        "12,77% là 6/47",
    ),
    "AP 2013": (
        *("na_2013", "Nguyễn Tấn Dũng", "122,160", "122,130"),
        [F.ROW_LOW],
        "thiếu 30 so với 492 phiếu",
    ),
    "thuctu 2013": (
        *("na_2013", "Trương Tấn Sang", "330,133,28,66.27,26.71,5.62", "330,136,28,,,"),
        [F.ROW_OVER],
        "494, lớn hơn 492 phiếu",
    ),
    "thuctu 2013, second": (
        *("na_2013", "Trương Tấn Sang", "330,133,28,66.27,26.71,5.62", "230,134,28,,,"),
        [F.ROW_LOW],
        "chỉ 392, thiếu 100",
    ),
}


@pytest.mark.parametrize("name", MISPRINTS)
def test_a_misprint_of_a_newspaper_is_found_and_nothing_else(name: str) -> None:
    table, person, right, wrong, found, says = MISPRINTS[name]
    report = misprinted(str(table), str(person), str(right), str(wrong))
    assert faults(report) == found
    [sentence] = [problem_sentence(each).vi for each in report.problems][-1:]
    assert str(says) in sentence
    assert str(person) in sentence


def test_the_misprint_of_lang_son_2018_is_found() -> None:
    report = judged(
        "An;x;40;9;6;68,97;15,32;10,34;58;;55;", "Bình;x;49;4;2;84,48;6,90;3,45;58;;55;"
    )
    assert faults(report) == [F.PERCENTAGE_WRONG]
    assert "9/58 là 15,52%" in problem_sentence(report.problems[0]).vi


def test_counts_that_were_swapped_are_told_by_their_percentages() -> None:
    report = judged(
        "Nguyễn Văn Nam;x;38;45;18;42,86;36,19;17,14;105;;101;",
        "Huỳnh Cách Mạng;x;44;44;13;41,90;41,90;12,38;105;;101;",
    )
    assert faults(report) == [F.SWAPPED]
    assert [each.verdict for each in report.rows[0].cells] == [
        CellVerdict.WRONG,
        CellVerdict.WRONG,
        CellVerdict.REPRODUCED,
    ]


def test_mixed_denominators_in_one_table_are_named_cell_by_cell() -> None:
    report = judged(
        "An;x;300;150;20;61,86;30,93;4,12;485;;475;",
        "Bình;x;310;140;21;63,92;28,87;4,33;485;;475;",
        "Chi;x;320;130;22;67,37;26,80;4,63;485;;475;",
    )
    assert faults(report) == [F.OTHER_BASE, F.OTHER_BASE]
    assert {problem.column for problem in report.problems} == {"high", "low"}
    assert "475 (số phiếu thu về), không phải trên 485" in problem_sentence(report.problems[0]).vi
