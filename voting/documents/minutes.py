"""*Biên bản kiểm phiếu*: the minutes of the count, for signing.

Convened, present, absent; the committee; cards printed, issued, collected, void; valid and
invalid; each person's counts and shares with what they are of; incidents and notes; the rules;
record, checkpoint and six words; places to sign.
"""

from collections.abc import Iterator
from typing import Final

from voting.definition import Committee
from voting.documents.account import Account
from voting.documents.blocks import (
    Block,
    Heading,
    Items,
    Paper,
    Signatures,
    Signer,
    Table,
    Text,
    Title,
)
from voting.documents.blocks import plain_row as row
from voting.documents.contest import (
    below_table,
    elected_blocks,
    invalid_sentence,
    seat_items,
)
from voting.documents.evidence import evidence_blocks
from voting.documents.figures import base_of, short_table
from voting.documents.office import (
    DOTS,
    Speech,
    chair,
    committee,
    foot_of,
    head_of,
    names_of,
    opened_at,
    short_date,
)
from voting.documents.rulings import reached_items, rule_items
from voting.findings import Language
from voting.rules.verdict import is_reached
from voting.rules.words import NUMBERS, QUANTITIES, Operator

MOST_LEVELS: Final = 3  # more of them need a lying page


def minutes(account: Account, language: Language) -> Paper:
    """Return the minutes of a published conference."""
    about, say = account.definition, Speech(language)
    title = say("BIÊN BẢN KIỂM PHIẾU", "MINUTES OF THE COUNT")
    elects = about.seats is not None
    blocks: list[Block] = [
        head_of(account, language, "BB"),
        Title(text=title, below=(about.name,)),
        Heading(text=say("I. Thời gian, địa điểm, thành phần", "I. Time, place, attendance")),
        *_attendance(account, say),
        Heading(text=say("II. Thẻ và phiếu", "II. Cards and ballots")),
        *_books(account, say),
        Heading(text=say("III. Kết quả", "III. Result")),
        Text(
            text=say(
                "Tỷ lệ phần trăm tính trên {base}.",
                "Percentages are of {base}.",
                base=base_of(account, language),
            ),
            keep=True,
        ),
        short_table(account, language),
        Text(text=below_table(say) if elects else _below_table(say), style="quiet"),
        *([] if elects else [Items(items=reached_items(account, language))]),
        *elected_blocks(account, language),
        Heading(text=say("IV. Sự việc và ghi chú sai lệch", "IV. Incidents and notes")),
        *_remarks(account, say),
        Heading(text=say("V. Quy định áp dụng", "V. The rules applied")),
        Items(items=rule_items(account, language)),
        Heading(text=say("VI. Hồ sơ điện tử", "VI. The electronic record")),
        *evidence_blocks(account, language),
        Text(text=_closing(say)),
        Signatures(signers=_signers(account, language)),
    ]
    return Paper(
        title=f"{title} · {about.name}",
        language=language,
        blocks=tuple(blocks),
        landscape=len(about.profile.levels) > MOST_LEVELS,
        foot=foot_of(account, language),
    )


def _attendance(account: Account, say: Speech) -> Iterator[Block]:
    """Tell when and where, who was called, came and stayed away, and who counted."""
    about, totals = account.definition, account.totals
    where = say(", tại {place}", ", at {place}", place=about.place) if about.place else ""
    when = say(
        "Ngày {date}{where}. Cuộc lấy phiếu mở lúc {time}.",
        "On {date}{where}. Voting opened at {time}.",
        date=short_date(about.date, say.language),
        where=where,
        time=opened_at(account, say.language),
    )
    closed = say(
        "Cuộc lấy phiếu đóng lúc {dots} giờ {dots} phút (ghi tay: sổ chỉ ghi giờ mở).",
        "Voting closed at {dots} (by hand: the log has the time of the opening only).",
        dots=DOTS,
    )
    present = say(
        "Số được triệu tập: {convened}; có mặt: {present}; vắng mặt: {absent}.",
        "Convened: {convened}; present: {present}; absent: {absent}.",
        convened=say.or_unknown(totals.convened),
        present=say.or_unknown(totals.present),
        absent=say.or_unknown(totals.absent),
    )
    facts = [when, closed, present]
    if about.total_members is not None:
        total = NUMBERS["total_members"]
        facts.append(f"{say.of(total)}: {say.number(about.total_members)}.")
    facts += [*_quorum(account, say), *seat_items(account, say)]
    yield Items(items=tuple(facts))
    yield from _committee(account, say)


def _quorum(account: Account, say: Speech) -> list[str]:
    """Tell whether enough were present, where the rules ask for it."""
    quorum, totals = account.definition.profile.quorum, account.totals
    if quorum is None or totals.present is None:
        return []
    whole = totals.total_members if quorum.of == "total_members" else totals.convened
    if whole is None:
        return []
    enough = is_reached(totals.present, whole, operator=quorum.operator, fraction=quorum.fraction)
    more = quorum.operator is Operator.MORE_THAN
    share = (
        say("trên {part}", "more than {part}", part=quorum.fraction)
        if more
        else say("từ {part} trở lên", "at least {part}", part=quorum.fraction)
    )
    return [
        say(
            "Điều kiện: {share} số {of} có mặt ({present} trên {whole}): {verdict}.",
            "Quorum: {share} of those {of} present ({present} of {whole}): {verdict}.",
            share=share,
            of=say("thành viên", "members")
            if quorum.of == "total_members"
            else say("được triệu tập", "convened"),
            present=totals.present,
            whole=whole,
            verdict=say("đạt", "reached") if enough else say("không đạt", "not reached"),
        )
    ]


def _committee(account: Account, say: Speech) -> Iterator[Block]:
    """Tell who counted and who held keys."""
    about = account.definition
    yield Text(text=say("Ban kiểm phiếu gồm:", "The counting committee:"))
    head, member = say("Trưởng ban", "head"), say("Ủy viên", "member")
    yield Items(
        items=tuple(
            f"{name or DOTS * 6}, {head if place == 0 else member}"
            for place, name in enumerate(names_of(account))
        )
    )
    keys = _keys(account, about.committee, say)
    yield Text(text=keys)


def _keys(account: Account, about: Committee | None, say: Speech) -> str:
    """Tell who held the keys, and who opened the total."""
    if about is None:
        return say(
            "Khoá mở tổng phiếu do máy chủ giữ (chỉ dùng cho diễn tập hoặc thử nghiệm).",
            "The server alone held the key that opens the total (for rehearsals and trials only).",
        )
    server = say(" và khoá của máy chủ", " and the server's key") if about.server_share else ""
    return say(
        "Mở tổng phiếu cần khoá của {threshold} trong {size} thành viên{server}; chỉ tổng được mở, "
        "không phiếu nào được mở. Đã mở tổng: {owners}.",
        "Opening the total needs the keys of {threshold} of {size} members{server}; only the total "
        "was opened, no ballot. Opened by: {owners}.",
        threshold=about.threshold,
        size=about.size,
        server=server,
        owners=", ".join(_owner(about, owner, say) for owner in account.decrypted_by),
    )


def _owner(about: Committee, owner: int, say: Speech) -> str:
    """Name a trustee: the server's number is 1 where it has a share, members follow."""
    if about.server_share and owner == 1:
        return say("máy chủ", "the server")
    place = owner - 1 - about.server_share
    if place < len(about.members):
        return about.members[place].name
    return say("thành viên số {n}", "member {n}", n=place + 1)


def _books(account: Account, say: Speech) -> Iterator[Block]:
    """Close the books of the cards: the numbers, the sums, what does not balance."""
    opening, closing = account.opening, account.closing
    yield Table(
        widths=(1,) * 7,
        aligns=("center",) * 7,
        head=(
            row(
                say("Thẻ in ra", "Cards printed"),
                say("Thẻ huỷ", "Cards void"),
                say("Phiếu phát ra", "Ballots issued"),
                say("Phiếu thu về", "Ballots collected"),
                say("Không thu về", "Not returned"),
                say("Phiếu hợp lệ", "Valid"),
                say("Phiếu không hợp lệ", "Invalid"),
            ),
        ),
        body=(
            tuple(
                say.number(n)
                for n in (
                    opening.printed,
                    opening.void,
                    closing.issued,
                    closing.cast,
                    closing.not_returned,
                    closing.cast - account.totals.invalid,
                    account.totals.invalid,
                )
            ),
        ),
    )
    yield Items(items=tuple(_sums(account, say)))


def _sums(account: Account, say: Speech) -> Iterator[str]:
    opening, closing, hands = account.opening, account.closing, account.hand_count
    yield (
        say(
            "In ra {printed} = phát ra {issued} + huỷ {void}. "
            "Phát ra {issued} = thu về {cast} + không thu về {rest}.",
            "Printed {printed} = issued {issued} + void {void}. "
            "Issued {issued} = collected {cast} + not returned {rest}.",
            printed=opening.printed,
            issued=opening.issued,
            void=opening.void,
            cast=closing.cast,
            rest=closing.not_returned,
        )
        if not account.differences or hands is not None
        else say(
            "Các số thẻ trong sổ không khớp.", "The numbers of cards in the log do not balance."
        )
    )
    if hands is not None:
        yield say(
            "Ban kiểm phiếu đếm tay: in ra {printed}, phát ra {issued}, huỷ {void}.",
            "Counted by hand: printed {printed}, issued {issued}, void {void}.",
            printed=hands.printed,
            issued=hands.issued,
            void=hands.void,
        )
    for one in account.differences:
        yield say(
            "Sai lệch: {what} {said}, đối chiếu {right}; xem ghi chú ở mục IV.",
            "Difference: {what} {said}, against {right}; see the note in part IV.",
            what=say.of(QUANTITIES[one.what]),
            said=one.said,
            right=one.right,
        )
    if account.definition.seats is not None:
        yield invalid_sentence(account, say)
        return
    yield say(
        "Phiếu không hợp lệ: không có. Phiếu sai dạng, dùng thẻ đã huỷ hoặc đã dùng đều bị từ chối "
        "lúc gửi nên không vào số thu về. Hàng không đánh dấu chỉ không tính cho người đó.",
        "Invalid ballots: none. Whatever is malformed, or of a void or used card, is refused when "
        "it is sent and never collected. A row without a mark counts for nobody, only for that "
        "person.",
    )


def _below_table(say: Speech) -> str:
    return say(
        "Tổng các tỷ lệ của một người có thể dưới 100% vì có hàng không đánh dấu, hoặc vì mẫu số "
        "lớn hơn số phiếu. Tỷ lệ làm tròn nửa lên đến hai chữ số thập phân; ngưỡng so bằng số "
        "nguyên, không so bằng tỷ lệ đã làm tròn.",
        "A person's percentages may add up to less than 100% because of rows without a mark, or "
        "because they are of more than the ballots. They are rounded half up to two decimals; "
        "thresholds are compared as integers, never through rounded percentages.",
    )


def _remarks(account: Account, say: Speech) -> Iterator[Block]:
    """Tell the incidents and the notes, each with its place in the log."""
    told = [
        say(
            "Sự việc (mục {index} của sổ): {text}",
            "Incident (entry {index} of the log): {text}",
            index=index,
            text=text,
        )
        for index, text in account.incidents
    ]
    told += [
        say(
            "Ghi chú sai lệch (mục {index} của sổ; {about}): {text}",
            "Note on what does not balance (entry {index} of the log; {about}): {text}",
            index=index,
            about=", ".join(say.of(QUANTITIES[name]) for name in note.about),
            text=note.text,
        )
        for index, note in account.notes
    ]
    if told:
        yield Items(items=tuple(told))
    else:
        yield Text(text=say("Không có.", "None."))


def _closing(say: Speech) -> str:
    return say(
        "Biên bản lập xong lúc {dots} giờ {dots} phút cùng ngày, thành {dots} bản, đã đọc cho mọi "
        "thành viên Ban kiểm phiếu cùng nghe và ký tên.",
        "These minutes were finished at {dots} on the same day, in {dots} copies, read to all "
        "members of the counting committee and signed.",
        dots=DOTS,
    )


def _signers(account: Account, language: Language) -> tuple[Signer, ...]:
    head, *others = committee(account, language)
    return (chair(account, language), head, *others)
