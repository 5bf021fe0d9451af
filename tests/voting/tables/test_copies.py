"""Two copies of one table: znews and VietNamNet on Ho Chi Minh City (domain notes, 7.3)."""

from tests.voting.tables.tables import table_of
from voting.tables.copies import compare_copies
from voting.tables.faults import Fault

HERE = table_of(
    "Nguyễn Văn Nam;x;45;38;18;;;;;;;",
    "Huỳnh Cách Mạng;x;44;44;13;41,90;;;;;;",
    "Trần Vĩnh Tuyến;x;66;30;5;;;;;;;",
)


def test_counts_that_are_crossed_and_names_that_differ_are_found() -> None:
    there = table_of(
        "Nguyễn Hồng Nam;x;38;45;18;;;;;;;",
        "Huỳnh Cách Mạng;x;44;44;13;41,90;;;;;;",
        "Trần Vĩnh Tuyến;x;66;30;5;;;;;;;",
    )
    found = compare_copies(HERE, there)
    assert [problem.fault for problem in found] == [Fault.NAME_DIFFERS, Fault.COUNTS_CROSSED]
    assert all(problem.is_doubtful for problem in found)


def test_figures_that_differ_and_people_who_are_missing_are_found() -> None:
    there = table_of(
        "Nguyễn Văn Nam;x;46;38;18;;;;;;;",
        "Huỳnh Cách Mạng;x;44;44;13;41,09;;;;;;",
        "Lê Thanh Liêm;x;68;29;4;;;;;;;",
    )
    assert [problem.fault for problem in compare_copies(HERE, there)] == [
        Fault.DIFFERS,
        Fault.DIFFERS,
        Fault.ONLY_HERE,
        Fault.ONLY_THERE,
    ]


def test_a_copy_that_is_the_same_gives_nothing() -> None:
    assert compare_copies(HERE, HERE) == ()
