"""`tinnhiem conference vote`: a booth on the command line, for auditors and tests."""

import os
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import click

from ballots.election import Election
from ballots.errors import Sentence
from ballots.questions import Question, allows_blank
from voting.booth import Booth, BoothRefused, parse_address, parse_card
from voting.speech import language_of, spoken

UNMARKED = frozenset({"", "-", "–", "0"})

BAD_LINE = Sentence(
    "dòng {line}: chưa rõ mức. Viết số từ 1 đến {levels}, tên mức ({names}), hoặc - để trống",
    "line {line}: no such level. Write a number from 1 to {levels}, the name of a level ({names}), "
    "or - for unmarked",
)
TOO_MANY = Sentence(
    "tệp chọn {found} người, được chọn nhiều nhất {most} người",
    "the file chooses {found} people, at most {most} may be chosen",
)
BAD_COUNT = Sentence(
    "tệp có {found} dòng nhưng danh sách có {wanted} người",
    "the file has {found} lines, the list has {wanted} people",
)


@click.command()
@click.argument("url")
@click.option(
    "--card",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp chứa mã thẻ hoặc nội dung QR · File with the card's code or QR text.",
)
@click.option(
    "--choices",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Tệp lựa chọn, mỗi dòng một người · File of choices, a line a person.",
)
@click.option(
    "--receipt",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Tệp ghi biên nhận · Where to write the receipt (default: standard output).",
)
def vote(url: str, card: Path, choices: Path, receipt: Path | None) -> None:
    """Bỏ một phiếu: mã hoá tại đây, gửi đến URL, nhận biên nhận.

    Cast one ballot at URL (http://HOST/c/UUID/): encrypted here, only the ciphertext is sent.
    CHOICES has one line a person, in the order of the list: the number of a level (1 the highest),
    its name, or - for unmarked. In an election it has one line for each person chosen: the number
    in the list, or the name as the ballot writes it; no line chooses nobody.
    Sending the same ballot again gives the same receipt.
    """
    address = parse_address(url)
    place, credential = parse_card(card.read_text(encoding="utf-8").split("\n", 1)[0])
    booth = Booth(address)
    try:
        uuid = address.uuid if place is None else place.uuid
        if uuid != address.uuid and uuid != booth.sitting():
            raise BoothRefused("wrong_election", "the card belongs to another conference")
        rows = parse_choices(choices.read_text(encoding="utf-8-sig"), booth.election())
        cast = booth.cast(booth.make_ballot(credential, rows))
    finally:
        booth.close()
    click.echo(f"{cast.tracker}\t{cast.index}", err=True)
    if receipt is None:
        click.echo(cast.receipt, nl=False)
    else:
        receipt.write_text(cast.receipt, encoding="utf-8")


def parse_choices(text: str, election: Election) -> list[list[int] | None]:
    """Read a file of choices. Raises click.ClickException naming the line, not the choice."""
    lines = [line.strip() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    if allows_blank(election.questions[0]):
        return [parse_list(lines, election.questions[0])]
    lines += [""] * (len(election.questions) - len(lines))
    if len(lines) != len(election.questions):
        raise _bad(BAD_COUNT, found=len(lines), wanted=len(election.questions))
    return [
        parse_level(line, question.answers, line=number)
        for number, (line, question) in enumerate(
            zip(lines, election.questions, strict=True), start=1
        )
    ]


def parse_list(lines: Sequence[str], question: Question) -> list[int] | None:
    """Read whom an election's ballot chooses, a line each; None if nobody."""
    rows = [parse_level(line, question.answers, line=n) for n, line in enumerate(lines, start=1)]
    marks = [max(column) for column in zip(*rows, strict=True)]
    if sum(marks) > question.max:
        raise _bad(TOO_MANY, found=sum(marks), most=question.max)
    return marks if any(marks) else None


def parse_level(text: str, answers: Sequence[str], *, line: int) -> list[int]:
    """Read one line: a number from 1, the name of a level, or nothing."""
    names = [_plain(answer) for answer in answers]
    written = _plain(text)
    if written in UNMARKED:
        return [0] * len(answers)
    numbers = [str(number) for number in range(1, len(answers) + 1)]
    for choices in (numbers, names):
        if written in choices:
            return [int(place == choices.index(written)) for place in range(len(answers))]
    raise _bad(BAD_LINE, line=line, levels=len(answers), names=", ".join(answers))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _bad(sentence: Sentence, **values: object) -> click.ClickException:
    return click.ClickException(spoken(sentence, language_of(os.environ)).format(**values))
