"""A list without headings is asked about, never taken by a guess and never lost."""

import pytest

from voting.plan.columns import Column
from voting.plan.preview import Preview, preview_file, preview_text
from voting.plan.refusals import PlanRefusal
from voting.plan.steps import Step
from voting.plan.unheaded import with_headings

C = Column


def look(text: str, step: Step = Step.PEOPLE) -> Preview:
    return preview_text(step, text, name="x")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Nguyễn Văn An\nTrần Thị Bình\n", (C.NAME,)),
        ("Nguyễn Văn An\tChủ tịch\nTrần Thị Bình\tPhó Chủ tịch\n", (C.NAME, C.POSITION)),
        ("1.\tNguyễn Văn An\tChủ tịch\n2.\tTrần Thị Bình\t\n", (C.ORDINAL, C.NAME, C.POSITION)),
        ("An;Chủ tịch, Trưởng ban\nBình;Uỷ viên\n", (C.NAME, C.POSITION)),
        ("An\ta\tb\tc\t1\n", (C.NAME, C.POSITION, C.SECTION, C.PHOTO, None)),
    ],
)
def test_the_columns_of_a_list_without_headings_are_guessed(
    text: str, columns: tuple[Column | None, ...]
) -> None:
    if columns[-1] is None:
        text = text.replace("\t1\n", "\tsinh năm 1970\n")
    seen = look(text)
    assert seen.guess is not None
    assert seen.guess.columns == columns
    assert not seen.is_sound and not seen.findings and not seen.taken
    assert seen.text == text


def test_a_list_of_delegates_is_asked_about_its_own_columns() -> None:
    seen = preview_file(Step.DELEGATES, "An,Đoàn 1,DB-01\n".encode(), filename="a.csv")
    assert seen.guess is not None
    assert seen.guess.columns == (C.NAME, C.UNIT, C.BADGE)
    assert seen.guess.offered == (C.ORDINAL, C.NAME, C.UNIT, C.BADGE)


@pytest.mark.parametrize(
    "text",
    [
        "Chủ tịch\t1970\nUỷ viên\t1971\n",  # no column that could be an order behind the names
        "An\tChủ tịch\n12\tUỷ viên\n",  # a name that is a number
        "Danh sách\t\nHọ và tên\tChức vụ\nAn\tChủ tịch\n",  # the headings stand further down
        "\t".join("abcdefghi") + "\n",
        "Chức vụ\tAn\n",
        "1\n2\n",
    ],
)
def test_what_does_not_look_like_a_list_is_refused_as_before(text: str) -> None:
    seen = look(text)
    assert seen.guess is None
    assert [one.code for one in seen.findings] == [PlanRefusal.MISSING_COLUMN]


def test_the_columns_that_were_chosen_become_the_headings_and_nothing_is_lost() -> None:
    text = "\nNguyễn Văn An\tChủ tịch\tx\nTrần Thị Bình\tPhó Chủ tịch\ty\n"
    seen = look(with_headings(text, ["name", "position", "-"], in_place=False, name="x"))
    assert seen.is_sound and seen.ignored == ("(3)",)
    assert [(one["name"], one["position"]) for one in seen.taken] == [
        ("Nguyễn Văn An", "Chủ tịch"),
        ("Trần Thị Bình", "Phó Chủ tịch"),
    ]
    assert [row.number for row in seen.rows] == [3, 4]


def test_a_first_row_that_is_a_heading_of_another_kind_goes() -> None:
    text = "Người\tViệc\nAn\tChủ tịch\n"
    seen = look(with_headings(text, ["name", "position"], in_place=True, name="x"))
    assert seen.taken == ({"name": "An", "position": "Chủ tịch"},)
    assert [row.number for row in seen.rows] == [2]


def test_one_meaning_chosen_for_two_columns_is_said_with_the_rows_kept() -> None:
    seen = look(with_headings("An\tBình\n", ["name", "name"], in_place=False, name="x"))
    assert [one.code for one in seen.findings] == [PlanRefusal.DUPLICATE_COLUMN]
    assert "An\tBình" in seen.text
