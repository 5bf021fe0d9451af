"""The draft of the confirming resolution (State), or of the report of the result (Party), to edit.

Its form is that of published ones (Thanh Hóa 2023): the minutes as a basis, article 1 on how many
the vote was held, article 2 the result by section (khối), article 3 who carries it out. Articles
of law are left as dots: who drafts it names them.
"""

from collections.abc import Iterator

from voting.documents.account import Account, PersonCount
from voting.documents.blocks import Block, Heading, Items, Paper, Signatures, Signer, Text, Title
from voting.documents.figures import base_of, shares_of
from voting.documents.office import (
    DOTS,
    Speech,
    chair,
    foot_of,
    head_of,
    is_party,
    short_date,
)
from voting.findings import Language
from voting.rules.words import NUMBERS


def resolution(account: Account, language: Language) -> Paper:
    """Return the draft; the Party's is a report."""
    about, say = account.definition, Speech(language)
    party = is_party(about.profile)
    title = say("BÁO CÁO", "REPORT") if party else say("NGHỊ QUYẾT", "RESOLUTION")
    below = (
        say("Kết quả: {name}", "Result: {name}", name=about.name)
        if party
        else say("Xác nhận kết quả: {name}", "Confirming the result: {name}", name=about.name)
    )
    articles = _articles(account, say)
    blocks: list[Block] = [
        head_of(account, language, "BC" if party else "NQ"),
        Text(text=say("DỰ THẢO", "DRAFT"), style="strong", align="center"),
        Title(text=title, below=(below,)),
        *_bases(account, say),
        *articles,
        Signatures(signers=(_receivers(say), chair(account, language))),
    ]
    return Paper(
        title=f"{title} · {about.name}",
        language=language,
        blocks=tuple(blocks),
        foot=foot_of(account, language),
    )


def _bases(account: Account, say: Speech) -> Iterator[Block]:
    about = account.definition
    yield Text(text=say("Căn cứ {title};", "Under {title};", title=say.of(about.profile.title)))
    yield Text(text=say("Căn cứ {dots};", "Under {dots};", dots=DOTS * 6))
    yield Text(
        text=say(
            "Căn cứ Biên bản kiểm phiếu ngày {date} của Ban kiểm phiếu,",
            "Under the minutes of the count of {date} by the counting committee,",
            date=short_date(about.date, say.language),
        )
    )
    if not is_party(about.profile):
        yield Text(text=say("QUYẾT NGHỊ:", "RESOLVES:"), style="strong", align="center")


def _articles(account: Account, say: Speech) -> Iterator[Block]:
    about, closing = account.definition, account.closing
    article = (
        ["1. ", "2. ", "3. "]
        if is_party(about.profile)
        else [say("Điều {n}. ", "Article {n}. ", n=n) for n in (1, 2, 3)]
    )
    yield Heading(text=article[0] + say("Việc lấy phiếu", "The vote"))
    yield Text(
        text=say(
            "Ngày {date}, đã tổ chức lấy phiếu đối với {count} người. Phiếu phát ra: {issued}; "
            "phiếu thu về: {cast}; hợp lệ: {cast}; không hợp lệ: 0.",
            "On {date} the vote was held on {count} people. Ballots issued: {issued}; collected: "
            "{cast}; valid: {cast}; invalid: 0.",
            date=short_date(about.date, say.language),
            count=len(account.people),
            issued=closing.issued,
            cast=closing.cast,
        )
    )
    confirmed = (
        say("Kết quả", "Result")
        if is_party(about.profile)
        else say("Xác nhận kết quả", "Confirmation of the result")
    )
    yield Heading(text=article[1] + confirmed)
    yield from _sections(account, say)
    yield Heading(text=article[2] + say("Tổ chức thực hiện", "Execution"))
    yield Text(text=DOTS * 20)


def _sections(account: Account, say: Speech) -> Iterator[Block]:
    """Give the people by section, in the order of the list."""
    yield Text(
        text=say(
            "Tỷ lệ phần trăm tính trên {base}.",
            "Percentages are of {base}.",
            base=base_of(account, say.language),
        )
    )
    sections: dict[str, list[PersonCount]] = {}
    for one in account.people:
        sections.setdefault(one.person.section, []).append(one)
    for section, people in sections.items():
        if section:
            yield Text(text=section, style="strong")
        yield Items(items=tuple(_sentence(account, one, say) for one in people))


def _sentence(account: Account, one: PersonCount, say: Speech) -> str:
    """Write a person's result: "Tín nhiệm cao: 78 phiếu, chiếm 97,50% số phiếu thu về; …"."""
    profile = account.definition.profile
    base = say.small(NUMBERS[profile.denominator.value])
    levels = zip(profile.levels, one.counts, shares_of(one, say.language), strict=True)
    parts = [
        say(
            "{level}: {count} phiếu (chiếm {share}% {base})",
            "{level}: {count} ballots ({share}% of {base})",
            level=say.small(level),
            count=count,
            share=share,
            base=base,
        )
        for level, count, share in levels
    ]
    who = ", ".join(filter(None, (one.person.name, one.person.position)))
    return f"{who}: {'; '.join(parts)}."


def _receivers(say: Speech) -> Signer:
    """Return the place of the list of receivers, left of the signature."""
    return Signer(roles=(say("Nơi nhận:", "Receivers:"),), note="- " + DOTS * 3, name=DOTS * 3)
