"""The summary as a workbook (XLSX): numbers are numbers, the heading stays in sight and repeats."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from voting.documents.account import Account
from voting.documents.archive import timeless
from voting.documents.figures import base_of
from voting.documents.office import Speech
from voting.documents.summary import headings, table_rows
from voting.findings import Language

_TOP = 4  # rows above the headings' row
_THIN = Side(style="thin")


def summary_workbook(account: Account, language: Language) -> bytes:
    """Return the table as XLSX; percentages are numbers shown with two decimals."""
    book = Workbook()
    sheet = book.worksheets[0]
    say, about = Speech(language), account.definition
    sheet.title = say("Tổng hợp", "Summary")
    book.properties.title = about.name
    book.properties.creator = about.body
    _above(account, sheet, language)
    for place, row in enumerate(table_rows(account, language)):
        for column, cell in enumerate(row, start=1):
            _write(sheet, _TOP + 1 + place, column, cell, is_share=_is_share(account, column))
    _shape(account, sheet, language)
    file = io.BytesIO()
    book.save(file)
    return timeless(file.getvalue(), about.date)


def _above(account: Account, sheet: Worksheet, language: Language) -> None:
    say, about = Speech(language), account.definition
    base = say(
        "Tỷ lệ phần trăm tính trên {base}",
        "Percentages are of {base}",
        base=base_of(account, language),
    )
    for row, text in enumerate((about.body, about.name, base), start=1):
        cell = sheet.cell(row, 1)
        cell.value, cell.data_type = text, "s"
        cell.font = Font(name="Times New Roman", size=13, bold=row == 2)


def _is_share(account: Account, column: int) -> bool:
    levels = len(account.definition.profile.levels)
    return 4 < column <= 4 + 2 * levels and column % 2 == 0


def _write(
    sheet: Worksheet, row: int, column: int, value: str | int | None, *, is_share: bool
) -> None:
    """Write one cell; a text stays a text, so that no name becomes a formula."""
    cell = sheet.cell(row, column)
    is_heading = row == _TOP + 1
    if is_share and not is_heading and value:
        hundredths = int(str(value).replace(",", "").replace(".", ""))
        cell.value, cell.number_format = hundredths / 100, "0.00"
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    cell.font = Font(name="Times New Roman", size=12, bold=is_heading)
    cell.alignment = Alignment(
        horizontal="center" if is_heading else None, vertical="center", wrap_text=True
    )
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def _shape(account: Account, sheet: Worksheet, language: Language) -> None:
    """Set widths and how it prints."""
    for column in range(1, len(headings(account, language)) + 1):
        width = {1: 6, 2: 26, 3: 44, 4: 20}.get(column, 13)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{_TOP + 2}"
    sheet.print_title_rows = f"{_TOP + 1}:{_TOP + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
