"""Lists of people: every row taken, or reported with its place and what a right value is."""

import io
import unicodedata

import openpyxl
import pytest

from voting.plan.people import MAX_PEOPLE, Person, inline_people, parse_people
from voting.plan.refusals import PlanRefusal, PlanRefused

LIST = """STT;Họ và tên;Chức vụ;Khối
1;Nguyễn Văn An;Chủ tịch HĐND;HĐND
2;Trần Thị Bình;Phó Chủ tịch UBND;UBND
"""
PEOPLE = (
    Person("Nguyễn Văn An", "Chủ tịch HĐND", "HĐND"),
    Person("Trần Thị Bình", "Phó Chủ tịch UBND", "UBND"),
)


def refused(text: str) -> PlanRefused:
    with pytest.raises(PlanRefused) as caught:
        parse_people(text.encode(), filename="people.csv")
    return caught.value


def found(text: str) -> list[tuple[PlanRefusal, int | None, str | None]]:
    return [(PlanRefusal(each.code), each.row, each.column) for each in refused(text).findings]


def test_a_list_in_vietnamese_is_read_in_its_order() -> None:
    listed = parse_people(LIST.encode("utf-8-sig"), filename="DS.CSV")
    assert listed.people == PEOPLE
    assert listed.ignored_columns == ()


def test_a_workbook_gives_the_same_people() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in LIST.splitlines():
        sheet.append(line.split(";"))
    stream = io.BytesIO()
    book.save(stream)
    assert parse_people(stream.getvalue(), filename="people.XLSX").people == PEOPLE


def test_a_formula_counts_only_in_a_column_that_is_used() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["STT", "Họ và tên"])
    sheet.append(["=ROW()-1", "Nguyễn Văn An"])
    sheet.append(["=ROW()-1", "=B2"])
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(PlanRefused) as caught:
        parse_people(stream.getvalue(), filename="people.xlsx")
    (one,) = caught.value.findings
    assert (one.code, one.row, one.column) == (PlanRefusal.FORMULA, 3, "Họ và tên")


def test_the_question_is_the_name_and_the_position_or_the_name_alone() -> None:
    assert PEOPLE[0].question == "Nguyễn Văn An, Chủ tịch HĐND"
    (alone,) = parse_people(b"name\nAn\n", filename="a.csv").people
    assert alone.question == "An"


def test_composition_and_spaces_are_made_one() -> None:
    text = unicodedata.normalize("NFD", LIST).replace("Văn An", "Văn   An ")
    assert parse_people(text.encode(), filename="a.csv").people == PEOPLE


def test_columns_that_are_not_ours_are_named_and_not_used() -> None:
    listed = parse_people("name,Ngày sinh\nAn,1970\n".encode(), filename="a.csv")
    assert listed.ignored_columns == ("Ngày sinh",)


def test_every_rejected_row_is_listed_in_order_with_its_column() -> None:
    text = (
        "Họ và tên,Chức vụ\n"
        ",Chủ tịch\n"
        "An,\n"
        "Bình,Phó\x07\n"
        "Họ và tên,Chức vụ\n"
        "Cường,Chủ nhiệm Ủy ban Khoa học, Công nghệ\n"
        "Dũng,Ủy viên\n"
        "12,Ủy viên\n"
        f"{'E' * 501},Ủy viên\n"
        "LÃª,Ủy viên\n"
        "dũng,ủy viên\n"
    )
    assert found(text) == [
        (PlanRefusal.EMPTY_NAME, 2, "Họ và tên"),
        (PlanRefusal.EMPTY_POSITION, 3, "Chức vụ"),
        (PlanRefusal.BAD_CHARACTER, 4, "Chức vụ"),
        (PlanRefusal.REPEATED_HEADINGS, 5, None),
        (PlanRefusal.EXTRA_CELL, 6, None),
        (PlanRefusal.EMPTY_NAME, 8, "Họ và tên"),
        (PlanRefusal.TEXT_TOO_LONG, 9, "Họ và tên"),
        (PlanRefusal.GARBLED_TEXT, 10, "Họ và tên"),
        (PlanRefusal.DUPLICATE_PERSON, 11, None),
    ]
    sentences = refused(text).sentences("vi")
    assert sentences[0].startswith("Dòng 2, cột “Họ và tên”:")
    assert "đã có ở dòng 7" in sentences[-1]
    assert "already in row 7" in refused(text).sentences("en")[-1]


def test_a_duplicate_written_in_another_composition_is_found() -> None:
    nfd = unicodedata.normalize("NFD", "Nguyễn  văn an")
    assert found(f"name,position\nNguyễn Văn An,Chair\n{nfd},chair\n") == [
        (PlanRefusal.DUPLICATE_PERSON, 3, None)
    ]


def test_one_name_with_two_positions_is_two_people() -> None:
    listed = parse_people(b"name,position\nAn,Chair\nAn,Judge\n", filename="a.csv")
    assert len(listed.people) == 2


def test_a_column_without_a_heading_is_refused_where_it_has_content() -> None:
    assert found("name,\nAn,Chair\n") == [(PlanRefusal.EXTRA_CELL, 2, None)]


def test_the_name_column_is_needed_and_titles_above_it_are_not_taken_for_headings() -> None:
    assert found("DANH SÁCH\nHọ và tên\nAn\n")[0][0] is PlanRefusal.MISSING_COLUMN
    assert found("An,Chair\nBình,Judge\n")[0][0] is PlanRefusal.MISSING_COLUMN


def test_a_slip_in_a_heading_is_refused_and_not_lost() -> None:
    assert found("name,positon\nAn,Chair\n") == [(PlanRefusal.UNKNOWN_COLUMN, 1, None)]


def test_a_list_has_from_1_to_60_people() -> None:
    def listed(count: int) -> str:
        return "name\n" + "".join(f"An {'b' * n}\n" for n in range(1, count + 1))

    assert len(parse_people(listed(60).encode(), filename="a.csv").people) == MAX_PEOPLE == 60
    assert found(listed(61)) == [(PlanRefusal.TOO_MANY_PEOPLE, None, None)]
    assert "61" in refused(listed(61)).sentences("vi")[0]
    assert found("name\n") == [(PlanRefusal.TOO_FEW_PEOPLE, None, None)]


@pytest.mark.parametrize("name", ["people.ods", "people.xls", "people", "people.csv.exe"])
def test_only_csv_and_xlsx_are_read(name: str) -> None:
    with pytest.raises(PlanRefused) as caught:
        parse_people(LIST.encode(), filename=name)
    assert caught.value.refusal is PlanRefusal.WRONG_KIND_OF_FILE


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "=HYPERLINK(1)", "{{x*7}}", "Robert'); --"]
)
def test_text_that_looks_like_code_is_only_text(text: str) -> None:
    assert parse_people(f"name\n{text}\n".encode(), filename="a.csv").people[0].name == text


def test_people_may_stand_in_the_plan_itself() -> None:
    tables = [
        {"name": "Nguyễn  Văn An", "position": "Chủ tịch HĐND", "section": "HĐND"},
        {"name": "Bình"},
    ]
    assert inline_people(tables).people == (PEOPLE[0], Person("Bình"))


def test_every_wrong_person_of_the_plan_is_listed() -> None:
    with pytest.raises(PlanRefused) as caught:
        inline_people(
            [
                {"name": "An", "postion": "Chair"},
                {"name": 5},
                {"position": "Chair"},
                {"name": "An\x00"},
                {"name": "Bình"},
                {"name": "BÌNH"},
            ]
        )
    assert [(each.code, each.row) for each in caught.value.findings] == [
        (PlanRefusal.UNKNOWN_KEY, 1),
        (PlanRefusal.BAD_VALUE, 2),
        (PlanRefusal.EMPTY_NAME, 3),
        (PlanRefusal.BAD_CHARACTER, 4),
        (PlanRefusal.DUPLICATE_PERSON, 6),
    ]
    assert "Did you mean “position”?" in caught.value.sentences("en")[0]
    assert "people[2].name" in caught.value.sentences("en")[1]
