"""The DOCX files: their structure, and what LibreOffice makes of them when it opens them."""

import html
import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from tests.voting.documents.libreoffice import converted
from tests.voting.documents.made import MEMBERS, made
from tests.voting.documents.paper import pages
from tests.voting.documents.test_minutes import PARTY, sixty
from voting.documents.blocks import Paper
from voting.documents.minutes import minutes
from voting.documents.papers import every_paper, pdf_of
from voting.documents.resolution import resolution
from voting.documents.word import docx_of

DAY = made().about.date


def made_docx(paper: Paper) -> bytes:
    return docx_of(paper, DAY)


def texts(content: bytes) -> list[str]:
    """Return every paragraph of a DOCX in the order of the file, those in tables among them."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        xml = file.read("word/document.xml").decode()
    found = re.findall(r"<w:p[ >].*?</w:p>|<w:p/>", xml, re.DOTALL)
    lines = ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in found]
    return [html.unescape(line) for line in lines if line]


def as_text(file: Path, folder: Path) -> str:
    """Return what LibreOffice shows of a file, as plain text."""
    shown = converted(file, "txt:Text (encoded):UTF8", folder).read_text(encoding="utf-8-sig")
    return " ".join(shown.split())


def test_the_minutes_open_in_libreoffice_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "minutes.docx"
    file.write_bytes(made_docx(minutes(made().account(), "vi")))
    seen = as_text(file, tmp_path)
    for sentence in (
        "BIÊN BẢN KIỂM PHIẾU",
        "Độc lập - Tự do - Hạnh phúc",
        "Tín nhiệm thấp từ 2/3 trở lên: không có ai.",
        "T/M BAN KIỂM PHIẾU",
        *MEMBERS,
    ):
        assert sentence in seen, sentence
    shown = converted(file, "pdf", tmp_path).read_bytes()
    codes = [code.text for page in pages(shown) for code in page.codes]
    assert codes == [str(made().account().checkpoint)]


def test_libreoffice_saves_the_minutes_again_without_losing_a_word(tmp_path: Path) -> None:
    file = tmp_path / "minutes.docx"
    file.write_bytes(made_docx(minutes(made(**PARTY).account(), "vi")))
    again = converted(file, "docx", tmp_path).read_bytes()
    assert texts(again) == texts(file.read_bytes())
    assert len(texts(again)) > 80


def test_sixty_people_paginate_in_libreoffice_with_the_heading_repeated(tmp_path: Path) -> None:
    file = tmp_path / "long.docx"
    file.write_bytes(made_docx(minutes(sixty().account(), "vi")))
    shown = converted(file, "pdf", tmp_path).read_bytes()
    seen = [" ".join(page.text.split()) for page in pages(shown, scan=False)]
    with_rows = [text for text in seen if "4,21" in text]
    assert len(with_rows) >= 4
    assert all("STT" in text for text in with_rows)
    whole = as_text(file, tmp_path)
    for one in sixty().account().people:
        assert f"{one.person.name} {one.person.position}" in whole, one.person.name


@pytest.mark.parametrize("language", ["vi", "en"])
def test_word_and_pdf_say_the_same(language: str) -> None:
    paper = minutes(made().account(), "vi" if language == "vi" else "en")
    with pypdfium2.PdfDocument(pdf_of(paper)) as document:
        printed = "".join(page.get_textpage().get_text_range() for page in document)
    plain = re.sub(r"\s", "", printed)
    for line in texts(made_docx(paper)):
        assert re.sub(r"\s", "", line) in plain, line


def test_the_page_is_that_of_an_office() -> None:
    document = Document(io.BytesIO(made_docx(minutes(made().account(), "vi"))))
    (section,) = document.sections
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert [round(side.mm) for side in margins if side is not None] == [20, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert "PAGE" in section.header._element.xml
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""


def test_a_heading_repeats_and_no_row_breaks() -> None:
    document = Document(io.BytesIO(made_docx(minutes(made().account(), "vi"))))
    figures = next(table for table in document.tables if "Họ và tên" in table.cell(0, 1).text)
    rows = [row._tr.xml for row in figures.rows]
    assert ["w:tblHeader" in row for row in rows] == [True, True, *[False] * 4]
    assert all("w:cantSplit" in row for row in rows)


def test_the_draft_names_the_minutes_and_leaves_the_law_to_its_author() -> None:
    said = texts(made_docx(resolution(made().account(), "vi")))
    assert "NGHỊ QUYẾT" in said
    assert "DỰ THẢO" in said
    assert "Căn cứ Biên bản kiểm phiếu ngày 08/12/2026 của Ban kiểm phiếu," in said
    assert "Điều 2. Xác nhận kết quả" in said
    assert any(
        "Lê Duy Thành, Chủ tịch Ủy ban nhân dân tỉnh: tín nhiệm cao: 19 phiếu (chiếm 40,43% "
        "số phiếu thu về)" in line
        for line in said
    )
    party = texts(made_docx(resolution(made(**PARTY).account(), "vi")))
    assert "BÁO CÁO" in party
    assert "QUYẾT NGHỊ:" not in party


def test_no_office_file_holds_a_clock_time() -> None:
    for file in every_paper(made().account(), "vi"):
        if not file.name.endswith((".docx", ".xlsx")):
            continue
        with zipfile.ZipFile(io.BytesIO(file.content)) as content:
            assert {info.date_time for info in content.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            about = content.read("docProps/core.xml").decode()
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about)) == {"2026-12-08T00:00:00Z"}
