"""Workbooks: real ones, made by openpyxl, and dangerous ones."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from voting.plan.refusals import PlanRefusal, PlanRefused
from voting.plan.table import MAX_ROWS, Row
from voting.plan.workbook import MAX_UNPACKED, parse_workbook

ROWS: list[list[object]] = [
    ["STT", "Họ và tên", "Chức vụ"],
    [1, "Nguyễn Văn An", "Chủ tịch"],
    [2, "Trần Thị Bình", "Phó Chủ tịch"],
]


def workbook(
    rows: Sequence[Sequence[object]] = ROWS, change: Callable[[Worksheet], object] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_sheet(data: bytes, change: Callable[[str], str]) -> bytes:
    """Return the workbook with the XML of its sheet changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = change(content.decode()).encode()
            new.writestr(part.filename, content)
    return stream.getvalue()


def refusal(data: bytes, filename: str = "people.xlsx") -> PlanRefused:
    with pytest.raises(PlanRefused) as caught:
        parse_workbook(data, filename=filename)
    return caught.value


def test_cells_read_as_a_clerk_sees_them() -> None:
    assert parse_workbook(workbook(), filename="people.xlsx") == [
        Row(1, ("STT", "Họ và tên", "Chức vụ")),
        Row(2, ("1", "Nguyễn Văn An", "Chủ tịch")),
        Row(3, ("2", "Trần Thị Bình", "Phó Chủ tịch")),
    ]


def test_blank_rows_are_left_out_and_the_others_keep_their_numbers() -> None:
    rows: list[list[object]] = [*ROWS, [], [None, "  "], [3, "Lê Văn Cường", "Ủy viên"]]
    assert [row.number for row in parse_workbook(workbook(rows), filename="a.xlsx")] == [1, 2, 3, 6]


def test_a_claimed_size_smaller_than_the_sheet_loses_nothing() -> None:
    data = with_sheet(workbook(), lambda xml: re.sub('ref="A1:C3"', 'ref="A1:B2"', xml))
    assert parse_workbook(data, filename="a.xlsx") == parse_workbook(workbook(), filename="a.xlsx")


def test_a_whole_number_stored_as_a_decimal_is_whole() -> None:
    data = with_sheet(workbook(), lambda xml: xml.replace("<v>2</v>", "<v>2.0</v>"))
    assert parse_workbook(data, filename="a.xlsx")[2].cells[0] == "2"


@pytest.mark.parametrize("value", ["=A2", "#REF!"])
def test_formulas_and_error_values_are_marked(value: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["B3"] = value

    rows = parse_workbook(workbook(change=change), filename="a.xlsx")
    assert rows[2].formulas == {1}


def test_merged_cells_are_refused_and_named() -> None:
    error = refusal(workbook(change=lambda sheet: sheet.merge_cells("C2:C3")))
    assert error.refusal is PlanRefusal.MERGED_CELLS
    assert "C2:C3" in error.sentences("vi")[0]


def test_a_merge_of_the_whole_sheet_is_refused_before_it_is_filled_in() -> None:
    def merge(xml: str) -> str:
        merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        return xml.replace("</sheetData>", f"</sheetData>{merged}")

    assert refusal(with_sheet(workbook(), merge)).refusal is PlanRefusal.MERGED_CELLS


def test_a_second_sheet_with_content_is_refused_and_an_empty_one_is_not() -> None:
    def empty(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Sheet2")

    def filled(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        sheet.parent.create_sheet("Khối UBND")["A1"] = "x"

    assert len(parse_workbook(workbook(change=empty), filename="a.xlsx")) == 3
    error = refusal(workbook(change=filled))
    assert error.refusal is PlanRefusal.SEVERAL_SHEETS
    assert "Khối UBND" in error.sentences("vi")[0]


def test_the_one_sheet_with_content_need_not_be_the_first() -> None:
    def second(sheet: Worksheet) -> None:
        assert sheet.parent is not None
        other = sheet.parent.create_sheet("Danh sách")
        other.append(["name"])

    assert parse_workbook(workbook([], change=second), filename="a.xlsx") == [Row(1, ("name",))]


def test_an_empty_workbook_is_refused() -> None:
    assert refusal(workbook([])).refusal is PlanRefusal.EMPTY_TABLE


@pytest.mark.parametrize("data", [b"", b"name,position\n", b"\xd0\xcf\x11\xe0old or encrypted"])
def test_what_is_no_xlsx_is_refused(data: bytes) -> None:
    assert refusal(data).refusal is PlanRefusal.WRONG_KIND_OF_FILE


@pytest.mark.parametrize("kept", [8, 100, 1000, -100, -30, -1])
def test_a_truncated_workbook_is_refused(kept: int) -> None:
    assert refusal(workbook()[:kept]).refusal is PlanRefusal.UNREADABLE_TABLE


def test_a_flipped_byte_never_gives_anything_but_rows_or_a_refusal() -> None:
    data = workbook()
    for place in range(4, len(data), 37):
        changed = bytearray(data)
        changed[place] ^= 0x55
        try:
            assert parse_workbook(bytes(changed), filename="a.xlsx")
        except PlanRefused as error:
            assert error.findings


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "x")
    assert refusal(stream.getvalue()).refusal is PlanRefusal.UNREADABLE_TABLE


def test_a_document_type_is_refused() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    data = with_sheet(workbook(), lambda xml: entities + xml)
    assert refusal(data).refusal is PlanRefusal.UNREADABLE_TABLE


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(MAX_UNPACKED // (1 << 20) + 1):
                part.write(bytes(1 << 20))
    assert refusal(stream.getvalue()).refusal is PlanRefusal.TABLE_TOO_LARGE


@pytest.mark.parametrize("cell", [f"A{MAX_ROWS + 1}", "CX1", "XFD1048576"])
def test_a_cell_far_out_is_refused_without_filling_the_space_between(cell: str) -> None:
    def change(sheet: Worksheet) -> None:
        sheet[cell] = "x"

    assert refusal(workbook(change=change)).refusal is PlanRefusal.TABLE_TOO_LARGE


def test_rows_and_cells_out_of_order_are_refused_and_not_lost() -> None:
    data = workbook()
    same_row = with_sheet(data, lambda xml: xml.replace('<row r="3"', '<row r="2"'))
    same_cell = with_sheet(data, lambda xml: xml.replace('r="C3"', 'r="B3"'))
    swapped = with_sheet(data, lambda xml: xml.replace('r="A2"', 'r="Z2"'))
    for each in (same_row, same_cell, swapped):
        assert refusal(each).refusal is PlanRefusal.UNREADABLE_TABLE
