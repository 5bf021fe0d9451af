"""The sheet for reading aloud: large type, numbers as figures and as words."""

from collections.abc import Iterator

from voting.documents.account import Account, PersonCount
from voting.documents.aloud import share_aloud, spoken
from voting.documents.blocks import Block, Paper, Text, Title
from voting.documents.contest import elected_blocks
from voting.documents.figures import base_of, shares_of
from voting.documents.office import Speech, foot_of, head_of, mark_of, short_date
from voting.findings import Language


def reading_sheet(account: Account, language: Language) -> Paper:
    """Return the sheet."""
    about, say = account.definition, Speech(language)
    title = say("CÔNG BỐ KẾT QUẢ KIỂM PHIẾU", "ANNOUNCEMENT OF THE COUNT")
    return Paper(
        title=f"{title} · {about.name}",
        language=language,
        blocks=(
            head_of(account, language, "CB"),
            Title(text=title, below=(about.name,)),
            *_opening(account, say),
            *[block for one in account.people for block in _person(account, one, say)],
            *elected_blocks(account, language),
            *_end(account, say),
        ),
        size=17,
        foot=foot_of(account, language),
    )


def _opening(account: Account, say: Speech) -> Iterator[Block]:
    closing, totals = account.closing, account.totals
    yield Text(
        text=say(
            "Ngày {date}. Được triệu tập: {convened}; có mặt: {present}; vắng mặt: {absent}.",
            "{date}. Convened: {convened}; present: {present}; absent: {absent}.",
            date=short_date(account.definition.date, say.language),
            convened=say.or_unknown(totals.convened),
            present=say.or_unknown(totals.present),
            absent=say.or_unknown(totals.absent),
        )
    )
    numbers = (
        (say("Phiếu phát ra", "Ballots issued"), closing.issued),
        (say("Phiếu thu về", "Ballots collected"), closing.cast),
        (say("Phiếu hợp lệ", "Valid ballots"), closing.cast - totals.invalid),
        (say("Phiếu không hợp lệ", "Invalid ballots"), totals.invalid),
    )
    for name, value in numbers:
        yield Text(text=f"{name}: {say.number(value)} ({spoken(value, say.language)}).")
    yield Text(
        text=say(
            "Tỷ lệ phần trăm tính trên {base}.",
            "Percentages are of {base}.",
            base=base_of(account, say.language),
        )
    )


def _person(account: Account, one: PersonCount, say: Speech) -> Iterator[Block]:
    """Tell one person: name and post, then a line a level."""
    yield Text(text=f"{one.number}. {one.person.name}", style="large", keep=True)
    if one.person.position:
        yield Text(text=one.person.position, keep=True)
    levels = account.definition.profile.levels
    lines = []
    for level, count, share in zip(levels, one.counts, shares_of(one, say.language), strict=True):
        aloud = f" {share}% ({share_aloud(share, say.language)})" if one.outcome else ""
        words = spoken(count, say.language)
        lines.append(
            say(
                "{level}: {count} phiếu ({words}),{share}.",
                "{level}: {count} ({words}),{share}.",
                level=say.of(level),
                count=count,
                words=words,
                share=aloud,
            )
        )
    yield Text(text="\n".join(lines))


def _end(account: Account, say: Speech) -> Iterator[Block]:
    mark = mark_of(account, say.language)
    text = say("Dấu hòm phiếu: {mark}.", "Mark of the ballot box: {mark}.", mark=mark)
    yield Text(text=text, style="large")
