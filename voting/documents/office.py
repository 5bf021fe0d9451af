"""What all papers of an office share: speech in two languages, head, dates, places to sign.

State bodies write "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" with the motto (NĐ 30/2020), the Party
"ĐẢNG CỘNG SẢN VIỆT NAM" without one. The rule profile says which by the way it addresses a
delegate: "đồng chí" is the Party's.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from ballots.errors import Sentence
from voting.definition import REHEARSAL, Definition
from voting.documents.account import Account
from voting.documents.blocks import Head, Signer
from voting.documents.words import date_in
from voting.findings import Language, sentence_in
from voting.rules.profile import Level, Profile, Text

VIETNAM: Final = timezone(timedelta(hours=7))
DOTS: Final = "……"
LEAST_MEMBERS: Final = 3  # places to sign, where nobody is named
_STATE = (
    Sentence("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM"),
    Sentence("Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness"),
)
_PARTY = (Sentence("ĐẢNG CỘNG SẢN VIỆT NAM", "COMMUNIST PARTY OF VIET NAM"),)


@dataclass(frozen=True, slots=True)
class Speech:
    """A language to write in."""

    language: Language

    def __call__(self, vi: str, en: str, **values: object) -> str:
        """Return a sentence with its values; whole numbers are written as the language does."""
        shown = {
            key: self.number(value) if isinstance(value, int) else value
            for key, value in values.items()
        }
        return (vi if self.language == "vi" else en).format(**shown)

    def number(self, value: int) -> str:
        """Write a whole number: 1.500 in Vietnamese, 1,500 in English."""
        written = f"{value:,}"
        return written.replace(",", ".") if self.language == "vi" else written

    def of(self, text: Text | Level | Sentence) -> str:
        """Return a text of the rules."""
        return text.vi if self.language == "vi" else text.en

    def small(self, text: Text | Level | Sentence) -> str:
        """Return a text of the rules as it stands inside a sentence."""
        said = self.of(text)
        return said[:1].lower() + said[1:]

    def or_unknown(self, value: int | None) -> str:
        """Write a number, or that nobody said it."""
        return self("không ghi", "not stated") if value is None else self.number(value)


def is_party(profile: Profile) -> bool:
    """Tell whether the rules are the Party's."""
    return profile.address.vi.casefold() == "đồng chí"


def head_of(account: Account, language: Language, kind: str) -> Head:
    """Return the head of a paper. kind: the letters after its number, like "BB"."""
    about, say = account.definition, Speech(language)
    party = is_party(about.profile)
    left = [about.superior] if about.superior else []
    if about.rehearsal:
        left.insert(0, sentence_in(REHEARSAL, language))
    body = about.body or about.name
    mark = "-" if party else "/"
    number = say(
        "Số: {dots}{mark}{kind}", "No. {dots}{mark}{kind}", dots=DOTS, mark=mark, kind=kind
    )
    return Head(
        left=tuple(one.upper() for one in (*left, body)),
        right=tuple(sentence_in(one, language) for one in (_PARTY if party else _STATE)),
        number=number,
        date=date_line(about, language),
        mark=party,
    )


def date_line(about: Definition, language: Language) -> str:
    """Write place and date: "Hà Nội, ngày 08 tháng 12 năm 2026"."""
    when = date_in(about.date, language)
    place = about.place or "…………"
    return f"{place}, {when[:1].lower()}{when[1:]}"


def short_date(when: date, language: Language) -> str:
    """Write a date inside a sentence."""
    return f"{when:%d/%m/%Y}" if language == "vi" else date_in(when, "en")


def opened_at(account: Account, language: Language) -> str:
    """Write when voting opened, in the time of Viet Nam; the only clock time of the log."""
    when = datetime.fromtimestamp(account.opening.time, VIETNAM)
    day = short_date(when.date(), language)
    if language == "vi":
        return f"{when.hour} giờ {when.minute:02d} phút ngày {day} (giờ Việt Nam)"
    return f"{when:%H:%M} (UTC+7), {day}"


def chair(account: Account, language: Language) -> Signer:
    """Return where the chair signs."""
    say = Speech(language)
    party = is_party(account.definition.profile)
    above = (say("T/M ĐOÀN CHỦ TỊCH", "FOR THE PRESIDIUM"),) if party else ()
    roles = (*above, say("CHỦ TỌA", "CHAIR"))
    return Signer(roles=roles, note=_note(say), name=account.definition.chair or "")


def committee(account: Account, language: Language) -> tuple[Signer, ...]:
    """Return where each member of the counting committee signs, the head first."""
    say = Speech(language)
    first = (
        say("T/M BAN KIỂM PHIẾU", "FOR THE COUNTING COMMITTEE"),
        say("TRƯỞNG BAN", "HEAD OF THE COMMITTEE"),
    )
    member = (say("ỦY VIÊN", "MEMBER"),)
    return tuple(
        Signer(roles=first if place == 0 else member, note=_note(say), name=name)
        for place, name in enumerate(names_of(account))
    )


def names_of(account: Account) -> tuple[str, ...]:
    """Return the names of the committee, the head first; "" where the definition names nobody."""
    about = account.definition.committee
    if about is None:
        return ("",) * LEAST_MEMBERS
    if not about.members:
        return ("",) * about.size
    head_first = sorted(about.members, key=lambda member: not member.is_head)
    return tuple(member.name for member in head_first)


def foot_of(account: Account, language: Language) -> str:
    """Return the line at the foot of every page, which ties the pages to the log."""
    say = Speech(language)
    return say(
        "Hội nghị {uuid} · dấu hòm phiếu: {mark}",
        "Conference {uuid} · mark of the ballot box: {mark}",
        uuid=account.uuid,
        mark=mark_of(account, language),
    )


def mark_of(account: Account, language: Language) -> str:
    """Write the mark of the ballot box at the publication: number of entries and six words."""
    size = account.checkpoint.checkpoint.size
    return Speech(language)(
        "{size} mục · {words}", "{size} entries · {words}", size=size, words=account.words
    )


def _note(say: Speech) -> str:
    return say("(Ký, ghi rõ họ tên)", "(Signature, full name)")
