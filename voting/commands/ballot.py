"""`tinnhiem ballot check`: does an opened ballot encrypt just these choices?

What a delegate's page gives when it opens a ballot instead of casting it is checked here without
the server and without that page's code: the file, or the text of the QR code.
"""

import os
import sys
from pathlib import Path
from typing import BinaryIO

import click

from ballots.canonical import MEBIBYTE
from ballots.election import Election, parse_election
from ballots.errors import Sentence
from ballots.opening import LIMIT, Choice, Found, verify_opening, verify_opening_code
from ballots.questions import Question
from voting.booth import Booth, parse_address
from voting.findings import Language
from voting.readout import read_out
from voting.speech import language_of, spoken

_UNMARKED = Sentence("không đánh dấu", "not marked")
_BLANK = Sentence("phiếu trắng", "blank")
_HOLDS = Sentence(
    "Phiếu đã mở mã hoá đúng các lựa chọn này:", "The opened ballot encrypts just these choices:"
)
_COMPARE = Sentence(
    "Dấu của phiếu: {hash}\nHãy so với dấu mà máy kia đã hiện TRƯỚC khi mở phiếu.",
    "Ballot mark {hash}\nCompare it with the one that the other device showed BEFORE it opened it.",
)
_SAME = Sentence("Dấu của phiếu trùng khớp.", "The ballot mark is the one that was given.")
_OTHER = Sentence(
    "Dấu của phiếu KHÁC dấu đã hiện ({expected}). Máy kia không đáng tin: hãy báo Ban Kiểm phiếu.",
    "The ballot mark is NOT the one that was shown ({expected}). Do not trust that device: tell "
    "the committee.",
)
_OF = Sentence("Cuộc lấy phiếu: {name}\nDấu vân: {words}", "Election: {name}\nFingerprint: {words}")


@click.group()
def ballot() -> None:
    """Phiếu đã mở để kiểm tra máy · Opened ballots."""


@ballot.command()
@click.argument("file", type=click.File("rb"))
@click.option(
    "--election",
    "source",
    required=True,
    metavar="FILE|URL",
    help="Tệp định nghĩa, hoặc địa chỉ http://…/c/UUID/ · The election's file, or the address of "
    "the conference.",
)
@click.option(
    "--hash",
    "expected",
    metavar="MARK",
    help="Dấu của phiếu mà máy kia đã hiện · The mark that the other device showed.",
)
def check(file: BinaryIO, source: str, expected: str | None) -> None:
    """Kiểm tra phiếu đã mở: có đúng là mã hoá các lựa chọn này không.

    Check an opened ballot: FILE is what the delegate's page saved, or the text of its QR code
    (- reads what a scanner types). Nothing is sent anywhere. Exit status 1 if it is refused, or if
    its mark is not the one of --hash.
    """
    election = _election(source)
    found = _verified(file.read(LIMIT + 1), election)
    language = language_of(os.environ)
    words = read_out(election.digest)
    click.echo(spoken(_OF, language).format(name=election.name, words=words))
    click.echo(spoken(_HOLDS, language))
    for line in _lines(election, found, language):
        click.echo(line)
    click.echo(spoken(_COMPARE, language).format(hash=found.hash))
    if expected is not None:
        is_same = expected.strip() == found.hash
        said = spoken(_SAME if is_same else _OTHER, language)
        click.echo(said.format(expected=expected.strip()), err=not is_same)
        sys.exit(0 if is_same else 1)


def _election(source: str) -> Election:
    """Read the election from a file, or from the server of a conference."""
    if source.startswith(("http://", "https://")):
        booth = Booth(parse_address(source))
        try:
            return booth.election()
        finally:
            booth.close()
    path = Path(source)
    if not path.is_file():
        raise click.UsageError(f"--election: {source}: không có tệp này · no such file")
    with path.open("rb") as data:
        return parse_election(data.read(4 * MEBIBYTE + 1))


def _verified(data: bytes, election: Election) -> Found:
    """Verify a file or a code, whichever it is."""
    if data.lstrip().startswith(b"{"):
        return verify_opening(data, election)
    return verify_opening_code(data[:MEBIBYTE].decode("ascii", errors="replace").strip(), election)


def _lines(election: Election, found: Found, language: Language) -> list[str]:
    rows = zip(election.questions, found.choices, strict=True)
    return [
        f"{number:>4}. {question.question}: {_said(question, choice, language)}"
        for number, (question, choice) in enumerate(rows, start=1)
    ]


def _said(question: Question, choice: Choice, language: Language) -> str:
    """Write a choice in words."""
    if choice is None:
        return spoken(_BLANK, language)
    chosen = [text for text, mark in zip(question.answers, choice, strict=True) if mark]
    return "; ".join(chosen) or spoken(_UNMARKED, language)
