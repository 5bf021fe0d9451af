"""Headings in Vietnamese and English."""

import pytest

from voting.plan.columns import HEADINGS, Column, Headings, column_of, fold
from voting.plan.refusals import PlanRefusal


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Họ và tên", Column.NAME),
        ("HỌ VÀ TÊN", Column.NAME),
        ("Ho va  ten", Column.NAME),
        (" name ", Column.NAME),
        ("Chức vụ", Column.POSITION),
        ("Chức vụ, đơn vị", Column.POSITION),
        ("Khối", Column.SECTION),
        ("STT", Column.ORDINAL),
        ("Số TT", Column.ORDINAL),
        ("Tín nhiệm cao", Column.HIGH),
        ("Tín nhiệm", Column.MEDIUM),
        ("Tín nhiệm thấp", Column.LOW),
        ("ballots_collected", Column.BALLOTS_COLLECTED),
        ("Ballots collected", Column.BALLOTS_COLLECTED),
        ("Ghi chú", None),
        ("", None),
    ],
)
def test_a_heading_is_known_without_case_accents_and_punctuation(
    heading: str, column: Column | None
) -> None:
    assert column_of(heading) is column


def test_no_two_headings_fold_into_one_another() -> None:
    folded = [fold(each) for headings in HEADINGS.values() for each in headings]
    assert len(set(folded)) == len(folded)


def test_headings_that_are_not_ours_are_kept_to_be_shown() -> None:
    headings = Headings(["STT", "Họ và tên", "Ghi chú", ""], row=1)
    assert headings.ignored == ("Ghi chú",)
    assert headings.findings == []
    assert headings.title(Column.NAME) == "Họ và tên"
    assert headings.title(Column.POSITION) == "position"


def test_a_slip_of_a_missing_heading_is_reported_and_not_ignored() -> None:
    headings = Headings(["name", "positon"], row=3)
    (found,) = headings.findings
    assert (found.code, found.row) == (PlanRefusal.UNKNOWN_COLUMN, 3)
    assert "Did you mean “position”?" in found.sentence("en")
    assert headings.ignored == ()


def test_a_heading_like_one_that_is_there_is_only_ignored() -> None:
    assert Headings(["name", "names"], row=1).ignored == ("names",)


def test_two_columns_of_one_meaning_are_reported() -> None:
    headings = Headings(["name", "Họ và tên"], row=1)
    assert [each.code for each in headings.findings] == [PlanRefusal.DUPLICATE_COLUMN]


def test_every_missing_column_is_reported() -> None:
    headings = Headings(["Khối"], row=1)
    headings.require(Column.NAME, Column.HIGH)
    assert [each.code for each in headings.findings] == [PlanRefusal.MISSING_COLUMN] * 2
    assert "Họ và tên" in headings.findings[0].sentence("vi")
