"""All documents of a published conference, each with the name of its file.

bien-ban-kiem-phieu.vi.pdf, .docx   minutes, for signing
bang-tong-hop.vi.pdf, .xlsx, .csv   summary
du-thao.vi.docx                     draft of the resolution or report (not of an election)
to-doc.vi.pdf                       sheet for reading aloud
phieu-bao/01.vi.pdf …               one sealed slip a person
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True, slots=True)
class File:
    """A file to write: its name, with `/` before folders, and its bytes."""

    name: str
    content: bytes


def pdf_of(paper: Paper) -> bytes:
    """Return the PDF of a paper."""
    return typeset(TEMPLATE, paper.data())


def every_paper(account: Account, language: Language) -> Iterator[File]:
    """Make the documents, one after the other. Raises VotingRefused QR_TOO_DENSE."""
    when = account.definition.date
    signed, table = minutes(account, language), summary(account, language)
    yield File(f"bien-ban-kiem-phieu.{language}.pdf", pdf_of(signed))
    yield File(f"bien-ban-kiem-phieu.{language}.docx", docx_of(signed, when))
    yield File(f"bang-tong-hop.{language}.pdf", pdf_of(table))
    yield File(f"bang-tong-hop.{language}.xlsx", summary_workbook(account, language))
    yield File(f"bang-tong-hop.{language}.csv", summary_csv(account, language))
    if account.definition.seats is None:  # what follows an election, its minutes carry
        yield File(f"du-thao.{language}.docx", docx_of(resolution(account, language), when))
    yield File(f"to-doc.{language}.pdf", pdf_of(reading_sheet(account, language)))
    for one in account.people:
        name = f"{SLIPS}/{one.number:02d}.{language}.pdf"
        yield File(name, pdf_of(slip(account, one, language)))
