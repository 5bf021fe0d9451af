"""CSV files as clerks make them."""

import pytest

from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.table import MAX_FILE, MAX_ROWS, Row, parse_csv

LIST = 'Họ và tên,Chức vụ\nNguyễn Văn An,"Chủ nhiệm Ủy ban Khoa học, Công nghệ"\n'
ROWS = [
    Row(1, ("Họ và tên", "Chức vụ")),
    Row(2, ("Nguyễn Văn An", "Chủ nhiệm Ủy ban Khoa học, Công nghệ")),
]


def refusal(data: bytes) -> PlanRefusal:
    with pytest.raises(PlanRefused) as caught:
        parse_csv(data, filename="people.csv")
    assert "people.csv" in caught.value.sentences("vi")[0]
    return PlanRefusal(caught.value.refusal)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_utf8_reads_alike_with_any_line_end_and_a_byte_order_mark(mark: str, end: str) -> None:
    data = (mark + LIST.replace("\n", end)).encode()
    assert parse_csv(data, filename="people.csv") == ROWS


def test_semicolons_are_recognized_and_then_commas_are_text() -> None:
    data = "STT;Họ và tên;Chức vụ\n1;An;Chủ nhiệm Ủy ban Khoa học, Công nghệ\n".encode()
    assert parse_csv(data, filename="a.csv")[1].cells == (
        "1",
        "An",
        "Chủ nhiệm Ủy ban Khoa học, Công nghệ",
    )


def test_a_semicolon_in_a_comma_file_is_text() -> None:
    data = b"name,position\nAn,Chair; Member\n"
    assert parse_csv(data, filename="a.csv")[1].cells == ("An", "Chair; Member")


def test_a_list_of_one_column_needs_no_separator() -> None:
    assert parse_csv(b"name\nAn\nBinh\n", filename="a.csv")[2] == Row(3, ("Binh",))


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    data = b"\nname,position\n\n,\nAn,Chair\n \n"
    assert [row.number for row in parse_csv(data, filename="a.csv")] == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1258", "latin-1"])
def test_another_encoding_is_refused_and_told_how_to_save(encoding: str) -> None:
    text = "name,position\nLê Á,Phó\n"
    if encoding == "cp1258":
        text = "name,position\nL\u00ea \u00c1,Ph\u00f3\n"
    assert refusal(text.encode(encoding)) is PlanRefusal.NOT_UTF8


def test_a_workbook_named_csv_is_refused() -> None:
    assert refusal(b"PK\x03\x04rest") is PlanRefusal.WRONG_KIND_OF_FILE
    assert refusal(b"\xd0\xcf\x11\xe0rest") is PlanRefusal.WRONG_KIND_OF_FILE


@pytest.mark.parametrize("text", ['name\n"An', 'name\n"An"x,y\n'])
def test_a_quotation_mark_without_a_partner_is_named_with_its_row(text: str) -> None:
    assert refusal(text.encode()) is PlanRefusal.BROKEN_QUOTES
    with pytest.raises(PlanRefused, match="row 2"):
        parse_csv(text.encode(), filename="a.csv")


@pytest.mark.parametrize("text", ["name\n" + "x" * 200_000, "x" * 200_000])
def test_a_broken_csv_is_refused(text: str) -> None:
    assert refusal(text.encode()) is PlanRefusal.UNREADABLE_TABLE


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b" , ,\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal(data) is PlanRefusal.EMPTY_TABLE


def test_sizes_are_capped() -> None:
    assert refusal(b"a" * (MAX_FILE + 1)) is PlanRefusal.FILE_TOO_LARGE
    assert refusal(b"a\n" * (MAX_ROWS + 1)) is PlanRefusal.TABLE_TOO_LARGE
    assert refusal(b"a," * 100) is PlanRefusal.TABLE_TOO_LARGE
