"""*Bảng tổng hợp kết quả*: everybody's counts and shares, as PDF, workbook and CSV.

    STT;Họ và tên;Chức vụ;Khối;Tín nhiệm cao;Tỷ lệ tín nhiệm cao (%);…;Số phiếu thu về
    1;Nguyễn Thị Lệ;Chủ tịch HĐND;;73;90,12;…;81

The CSV is UTF-8 with a byte order mark. In Vietnamese it has semicolons and decimal commas, in
English commas, decimal points and the headings of published tables; both read back as a result.
"""

import csv
import io
from collections.abc import Sequence
from typing import Final

from voting.documents.account import Account, PersonCount
from voting.documents.blocks import Paper, Signatures, Text, Title
from voting.documents.contest import elected_blocks, standing_of
from voting.documents.figures import NONE, base_of, shares_of, unmarked_title, wide_table
from voting.documents.office import Speech, chair, committee, foot_of, head_of, short_date
from voting.findings import Language

BYTE_ORDER_MARK: Final = "\ufeff"


def summary(account: Account, language: Language) -> Paper:
    """Return the summary of the result as a paper."""
    about, say = account.definition, Speech(language)
    title = say("BẢNG TỔNG HỢP KẾT QUẢ KIỂM PHIẾU", "SUMMARY OF THE COUNT")
    numbers = say(
        "Phiếu phát ra: {issued}; thu về: {cast}; hợp lệ: {valid}; không hợp lệ: {invalid}. "
        "Tỷ lệ phần trăm tính trên {base}.",
        "Ballots issued: {issued}; collected: {cast}; valid: {valid}; invalid: {invalid}. "
        "Percentages are of {base}.",
        issued=account.closing.issued,
        cast=account.closing.cast,
        valid=account.closing.cast - account.totals.invalid,
        invalid=account.totals.invalid,
        base=base_of(account, language),
    )
    source = say(
        "Theo Biên bản kiểm phiếu ngày {date}. {rules}.",
        "According to the minutes of the count of {date}. {rules}.",
        date=short_date(about.date, language),
        rules=say.of(about.profile.title),
    )
    return Paper(
        title=f"{title} · {about.name}",
        language=language,
        blocks=(
            head_of(account, language, "BTH"),
            Title(text=title, below=(about.name,)),
            Text(text=numbers),
            wide_table(account, language),
            *elected_blocks(account, language),
            Text(text=source, style="quiet"),
            Signatures(signers=(chair(account, language), committee(account, language)[0])),
        ),
        landscape=True,
        size=12,
        foot=foot_of(account, language),
    )


def table_rows(account: Account, language: Language) -> list[list[str | int | None]]:
    """Return the rows of the CSV and of the workbook, the headings first; None: not known.

    Counts are numbers, percentages are texts as they are printed.
    """
    return [
        list(headings(account, language)),
        *[_row(account, one, language) for one in account.people],
    ]


def headings(account: Account, language: Language) -> Sequence[str]:
    """Return the headings of the columns."""
    say, levels = Speech(language), account.definition.profile.levels
    found = list(
        ("STT", "Họ và tên", "Chức vụ", "Khối")
        if language == "vi"
        else ("No", "name", "position", "section")
    )
    for level in levels:
        found += (
            [level.vi, f"Tỷ lệ {say.small(level)} (%)"]
            if language == "vi"
            else [level.id, f"{level.id}_pct"]
        )
    found.append(unmarked_title(account, say))
    found += (
        ("Tổng số đại biểu", "Số phiếu phát ra", "Số phiếu thu về")
        if language == "vi"
        else ("total_deputies", "ballots_issued", "ballots_collected")
    )
    if account.ranking is not None:
        found += ("Kết quả bầu cử",) if language == "vi" else ("standing",)
    return found


def _row(account: Account, one: PersonCount, language: Language) -> list[str | int | None]:
    shares = ["" if share == NONE else share for share in shares_of(one, language)]
    pairs = zip(one.counts, shares, strict=True)
    return [
        one.number,
        one.person.name,
        one.person.position,
        one.person.section,
        *[cell for pair in pairs for cell in pair],
        one.unmarked,
        account.definition.total_members,
        account.closing.issued,
        account.closing.cast,
        *([] if account.ranking is None else [standing_of(account, one, Speech(language))]),
    ]


def summary_csv(account: Account, language: Language) -> bytes:
    """Return the table as CSV with a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";" if language == "vi" else ",", lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in table_rows(account, language))
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _harmless(cell: str | int | None) -> str | int:
    """Return a cell that no spreadsheet takes for a formula: `=1+1` becomes `'=1+1`."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@")):
        return f"'{cell}"
    return "" if cell is None else cell
