"""Twenty-odd faults of lists as clerks hand them in: each is named with its place, nothing is lost.

Every fault gives one clear sentence in both languages, and the rows stay on the page to be mended.
"""

import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from voting.plan.people import MAX_PEOPLE
from voting.plan.preview import Preview, preview_file, preview_text
from voting.plan.refusals import PlanRefusal
from voting.plan.steps import Step
from voting.plan.table import MAX_FILE

ROWS = (
    ("STT", "Họ và tên", "Chức vụ"),
    ("1", "Nguyễn Văn An", "Chủ tịch"),
    ("2", "Trần Thị Bình", "Phó Chủ tịch"),
)
LIST = "\n".join(";".join(row) for row in ROWS) + "\n"
Edit = Callable[[Worksheet], object]


def book(edit: Edit = lambda _: None, rows: Sequence[Sequence[str]] = ROWS) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    edit(sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def csv(*changes: tuple[str, str]) -> bytes:
    text = LIST
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def bomb() -> bytes:
    """Return a workbook of a few kB that unpacks to more than anybody's list."""
    stream = io.BytesIO(book())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (60 << 20))
    return stream.getvalue()


def password() -> bytes:
    """Return what Excel writes for a password or as .xls: a compound file of another kind."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<504x")


def hidden(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


_P = PlanRefusal
LONG = "Nguyễn " * 80
FAULTS: dict[str, tuple[str, bytes, PlanRefusal, str]] = {
    "wrong encoding": ("a.csv", LIST.encode("utf-16"), _P.NOT_UTF8, "CSV UTF-8"),
    "old Windows encoding": ("a.csv", b"Ho ten;Chuc vu\nTr\xe2n;X\n", _P.NOT_UTF8, "CSV UTF-8"),
    "garbled on the way": (
        "a.csv",
        csv(("Trần Thị Bình", "LÃª")),
        _P.GARBLED_TEXT,
        "Dòng 3",
    ),
    "merged cells": ("a.xlsx", book(lambda s: s.merge_cells("B2:C2")), _P.MERGED_CELLS, "B2:C2"),
    "a formula": ("a.xlsx", book(lambda s: s.cell(3, 2, "=B2")), _P.FORMULA, "Dòng 3"),
    "an error in a cell": ("a.xlsx", book(lambda s: s.cell(3, 2, "#REF!")), _P.FORMULA, "Dòng 3"),
    "hidden rows": ("a.xlsx", book(hidden), _P.HIDDEN_ROWS, "3"),
    "two sheets": (
        "a.xlsx",
        book(lambda s: s.parent.create_sheet("Cũ").append(["x"])),  # type: ignore[union-attr]
        _P.SEVERAL_SHEETS,
        "Cũ",
    ),
    "duplicated name": (
        "a.csv",
        csv(("Trần Thị Bình;Phó Chủ tịch", "nguyễn văn an;chủ tịch")),
        _P.DUPLICATE_PERSON,
        "Dòng 3",
    ),
    "duplicated in another composition": (
        "a.csv",
        csv(("Trần Thị Bình;Phó Chủ tịch", unicodedata.normalize("NFD", "Nguyễn Văn An;Chủ tịch"))),
        _P.DUPLICATE_PERSON,
        "Dòng 3",
    ),
    "too long": ("a.csv", csv(("Trần Thị Bình", LONG)), _P.TEXT_TOO_LONG, "Dòng 3"),
    "missing heading": ("a.csv", "Chức vụ;Tuổi\nUỷ viên;1970\n".encode(), _P.MISSING_COLUMN, "1"),
    "a title above the headings": (
        "a.csv",
        csv(("STT;", "DANH SÁCH NHÂN SỰ;;\nSTT;")),
        _P.MISSING_COLUMN,
        "Dòng 1",
    ),
    "two headings of one kind": (
        "a.csv",
        csv(("STT", "Họ tên")),
        _P.DUPLICATE_COLUMN,
        "Dòng 1",
    ),
    "a heading with a slip": ("a.csv", csv(("Chức vụ\n", "Chứ vụ\n")), _P.UNKNOWN_COLUMN, "Chức"),
    "headings repeated on page two": (
        "a.csv",
        csv(("2;Trần", "STT;Họ và tên;Chức vụ\n2;Trần")),
        _P.REPEATED_HEADINGS,
        "Dòng 3",
    ),
    "a number as a name": ("a.csv", csv(("Trần Thị Bình", "1234")), _P.EMPTY_NAME, "Dòng 3"),
    "no name": ("a.csv", csv(("Trần Thị Bình", "")), _P.EMPTY_NAME, "Dòng 3"),
    "no position": ("a.csv", csv(("Phó Chủ tịch", "")), _P.EMPTY_POSITION, "Dòng 3"),
    "a comma that splits a cell": (
        "a.csv",
        csv(("Phó Chủ tịch", "Phó Chủ tịch;thường trực")),
        _P.EXTRA_CELL,
        "Dòng 3",
    ),
    "a quotation mark without a partner": (
        "a.csv",
        csv(("Trần Thị Bình", '"Trần Thị Bình')),
        _P.BROKEN_QUOTES,
        "dòng 3",
    ),
    "a line break in a name": (
        "a.xlsx",
        book(lambda s: s.cell(3, 2, "Trần\nThị Bình")),
        _P.BAD_CHARACTER,
        "Dòng 3",
    ),
    "an invisible character": ("a.csv", csv(("Thị", "Th\u200bị")), _P.BAD_CHARACTER, "Dòng 3"),
    "mixed order numbers": (
        "a.csv",
        csv(("\n1;", "\n3;")),
        _P.MIXED_ORDER,
        "Dòng 3",
    ),
    "an order number that is none": ("a.csv", csv(("\n2;", "\n1b;")), _P.MIXED_ORDER, "Dòng 3"),
    "XLS and not XLSX": ("a.xls", password(), _P.WRONG_KIND_OF_FILE, ".xlsx"),
    "XLS renamed to XLSX": ("a.xlsx", password(), _P.WRONG_KIND_OF_FILE, "mật khẩu"),
    "XLSX renamed to CSV": ("a.csv", book(), _P.WRONG_KIND_OF_FILE, "CSV"),
    "an XLSX cut off": ("a.xlsx", book()[:900], _P.UNREADABLE_TABLE, "lưu lại"),
    "a huge file": ("a.csv", b"x" * (MAX_FILE + 1), _P.FILE_TOO_LARGE, "5 MB"),
    "a zip bomb": ("a.xlsx", bomb(), _P.TABLE_TOO_LARGE, "a.xlsx"),
    "nothing at all": ("a.csv", b"\n\n", _P.EMPTY_TABLE, "a.csv"),
    "headings and nobody": ("a.csv", b"STT;Ho ten\n", _P.TOO_FEW_PEOPLE, str(MAX_PEOPLE)),
    "too many people": (
        "a.csv",
        ("Họ tên\n" + "".join(f"An {'b' * n}\n" for n in range(61))).encode(),
        _P.TOO_MANY_PEOPLE,
        "61",
    ),
}


def look(name: str, data: bytes) -> Preview:
    return preview_file(Step.PEOPLE, data, filename=name)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_place_and_what_to_do(fault: str) -> None:
    name, data, code, told = FAULTS[fault]
    seen = look(name, data)
    assert not seen.is_sound
    [found] = [*seen.findings, *(each for row in seen.rejected for each in row.findings)]
    assert found.code is code
    assert told in found.text.vi
    assert len(found.text.en) > 20 and found.text.en != found.text.vi
    assert found.text.vi.rstrip().endswith((".", "”.")), found.text.vi


@pytest.mark.parametrize(
    "fault", [one for one, (_, _, code, _) in FAULTS.items() if code.value in
              {"formula", "empty_name", "empty_position", "mixed_order", "duplicate_person"}]
)  # fmt: skip
def test_the_rows_of_a_wrong_list_stay_to_be_mended_under_their_numbers(fault: str) -> None:
    name, data, _, _ = FAULTS[fault]
    seen = look(name, data)
    assert [row.number for row in seen.rejected] == [3]
    assert "Nguyễn Văn An" in seen.text and len(seen.rows) == 2
    again = preview_text(Step.PEOPLE, seen.text, name="nội dung đã dán")
    assert [row.number for row in again.rows] == [2, 3]


GOOD: dict[str, tuple[str, bytes]] = {
    "semicolons": ("a.csv", csv()),
    "commas": ("a.csv", LIST.replace(";", ",").encode()),
    "a byte order mark": ("a.csv", LIST.encode("utf-8-sig")),
    "decomposed letters": ("a.csv", unicodedata.normalize("NFD", LIST).encode()),
    "trailing spaces": ("a.csv", csv(("An;", "An \u00a0 ;"), ("Thị Bình", "Thị   Bình "))),
    "empty rows": ("a.csv", csv(("2;Trần", "\n;;\n2;Trần"))),
    "numbers that begin again in each khối": ("a.csv", csv(("\n2;", "\n1;"))),
    "a workbook": ("a.xlsx", book()),
    "a workbook named in capitals": ("DS.XLSX", book()),
    "pasted numbers as numbers": ("a.xlsx", book(lambda s: s.cell(2, 1, 1.0))),
}


@pytest.mark.parametrize("kind", GOOD)
def test_what_only_looks_odd_is_taken_and_made_normal(kind: str) -> None:
    seen = look(*GOOD[kind])
    assert seen.is_sound, [each.text.vi for row in seen.rejected for each in row.findings]
    assert seen.taken == (
        {"name": "Nguyễn Văn An", "position": "Chủ tịch"},
        {"name": "Trần Thị Bình", "position": "Phó Chủ tịch"},
    )


def test_what_is_pasted_from_excel_is_read_by_its_tabs() -> None:
    text = LIST.replace(";", "\t").replace("Phó Chủ tịch", "Phó Chủ tịch, thường trực; uỷ viên")
    seen = preview_text(Step.PEOPLE, text, name="x")
    assert seen.is_sound
    assert seen.taken[1]["position"] == "Phó Chủ tịch, thường trực; uỷ viên"


def test_columns_without_use_are_named_in_either_list() -> None:
    text = "Họ và tên;Chức vụ;Đơn vị;Ngày sinh\nAn;Chủ tịch;Đoàn 1;1970\n"
    assert look("a.csv", text.encode()).ignored == ("Ngày sinh", "Đơn vị")
    seen = preview_file(Step.DELEGATES, text.encode(), filename="a.csv")
    assert seen.ignored == ("Ngày sinh", "Chức vụ")
    assert seen.taken == ({"name": "An", "unit": "Đoàn 1"},)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("An;Đoàn 1;01\nBình;Đoàn 1;01\n", PlanRefusal.DUPLICATE_DELEGATE),
        ("An;Đoàn 1;\nan;đoàn 1;\n", PlanRefusal.DUPLICATE_DELEGATE),
        ("Bình;Đoàn 1;\n7;Đoàn 1;\n", PlanRefusal.EMPTY_NAME),
        (f"Bình;Đoàn 1;\n{'A' * 121};Đoàn 1;\n", PlanRefusal.TEXT_TOO_LONG),
    ],
)
def test_a_wrong_delegate_is_named_with_the_row(rows: str, code: PlanRefusal) -> None:
    text = "Họ và tên;Đơn vị;Mã đại biểu\n" + rows
    seen = preview_file(Step.DELEGATES, text.encode(), filename="a.csv")
    [row] = seen.rejected
    assert (row.number, [each.code for each in row.findings]) == (3, [code])


def test_498_delegates_of_whom_two_share_a_name_are_taken() -> None:
    rows = "".join(f"Nguyễn Văn {'An' if n < 2 else n};Đoàn {n}\n" for n in range(498))
    seen = preview_file(Step.DELEGATES, f"Họ tên;Đơn vị\n{rows}".encode(), filename="a.csv")
    assert seen.is_sound and len(seen.taken) == 498
    nobody = preview_text(Step.DELEGATES, "Họ tên\tĐơn vị\n", name="x")
    assert [one.code for one in nobody.findings] == [PlanRefusal.WRONG_DELEGATES]
