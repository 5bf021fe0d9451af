"""All documents of a published conference, each with the name of its file.

bien-ban-kiem-phieu.vi.pdf, .docx   minutes, for signing
bang-tong-hop.vi.pdf, .xlsx, .csv   summary
du-thao.vi.docx                     draft of the resolution or report (not of an election)
to-doc.vi.pdf                       sheet for reading aloud
phieu-bao/01.vi.pdf …               one sealed slip a person
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from ballots.errors import Sentence
from voting.documents.account import Account
from voting.documents.blocks import Paper
from voting.documents.minutes import minutes
from voting.documents.reading import reading_sheet
from voting.documents.resolution import resolution
from voting.documents.slips import slip
from voting.documents.summary import summary, summary_csv
from voting.documents.typesetting import typeset
from voting.documents.word import docx_of
from voting.documents.workbook import summary_workbook
from voting.findings import Language

TEMPLATE: Final = "office.typ"
SLIPS: Final = "phieu-bao"
MINUTES: Final = Sentence(
    "Biên bản kiểm phiếu, để chủ toạ và mọi thành viên Ban Kiểm phiếu ký",
    "Minutes of the count, for signing by the chair and every member of the committee",
)
SUMMARY: Final = Sentence(
    "Bảng tổng hợp, để lưu hồ sơ, gửi báo chí, dùng trong bảng tính",
    "Summary, for the file, the press and spreadsheets",
)
DRAFT: Final = Sentence(
    "Dự thảo nghị quyết hoặc báo cáo, cho người soạn thảo",
    "Draft of the resolution or report, for whoever drafts it",
)
ALOUD: Final = Sentence(
    "Tờ đọc kết quả, số viết cả bằng chữ, cho Trưởng Ban Kiểm phiếu",
    "Sheet for reading aloud, numbers also in words, for the head of the committee",
)


@dataclass(frozen=True, slots=True)
class File:
    """A file to write: its name, with `/` before folders, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A document that can be made. name: of its file. what: what it is and for whom."""

    name: str
    what: Sentence
    make: Callable[[], bytes]


def pdf_of(paper: Paper) -> bytes:
    """Return the PDF of a paper."""
    return typeset(TEMPLATE, paper.data())


def documents(account: Account, language: Language) -> Iterator[Document]:
    """Name the documents but the slips; making one raises VotingRefused QR_TOO_DENSE."""
    when = account.definition.date
    signed, table = minutes(account, language), summary(account, language)
    for name, what, make in (
        ("bien-ban-kiem-phieu.{}.pdf", MINUTES, lambda: pdf_of(signed)),
        ("bien-ban-kiem-phieu.{}.docx", MINUTES, lambda: docx_of(signed, when)),
        ("bang-tong-hop.{}.pdf", SUMMARY, lambda: pdf_of(table)),
        ("bang-tong-hop.{}.xlsx", SUMMARY, lambda: summary_workbook(account, language)),
        ("bang-tong-hop.{}.csv", SUMMARY, lambda: summary_csv(account, language)),
        ("du-thao.{}.docx", DRAFT, lambda: docx_of(resolution(account, language), when)),
        ("to-doc.{}.pdf", ALOUD, lambda: pdf_of(reading_sheet(account, language))),
    ):
        if what is not DRAFT or account.definition.seats is None:  # an election's minutes carry it
            yield Document(name.format(language), what, make)


def slips(account: Account, language: Language) -> Iterator[Document]:
    """Name the sealed slips, one a person, each for that person alone."""
    for one in account.people:
        told = Sentence(f"Phiếu báo của {one.person.name}", f"Slip of {one.person.name}")
        yield Document(
            f"{SLIPS}/{one.number:02d}.{language}.pdf",
            told,
            lambda one=one: pdf_of(slip(account, one, language)),  # type: ignore[misc]  # bound
        )


def every_paper(account: Account, language: Language, *, with_slips: bool = True) -> Iterator[File]:
    """Make the documents, in their order. Raises VotingRefused QR_TOO_DENSE."""
    named = [*documents(account, language), *(slips(account, language) if with_slips else ())]
    for one, content in all_made(named):
        yield File(one.name, content)


def all_made(named: Iterable[Document]) -> Iterator[tuple[Document, bytes]]:
    """Make documents on all cores: the typesetter leaves the interpreter free for other threads."""
    with ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="papers") as hands:
        made = [(one, hands.submit(one.make)) for one in named]
        try:
            for one, content in made:
                yield one, content.result()
        finally:
            for _, content in made:
                content.cancel()
