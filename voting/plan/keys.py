"""The keys of a plan file, and what a right value of each looks like."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec

from ballots.errors import Sentence
from voting.plan.committee import Member, read_committee
from voting.plan.sites import MAX_SITES, Site, read_sites
from voting.plan.text import MAX_TEXT, clean, text_finding
from voting.plan.witnesses import Witness, read_witnesses

MAX_NUMBER = 100_000
MAX_TRUSTEES = 20

LANGUAGES = ("vi", "en")
GROUPS = ("Ed25519", "BELENIOS-2048")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~\-/]*)?")
_SHARES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})")


class TrusteeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who holds the key: the server alone (0 of 0), or `needed` of `members` of the committee."""

    needed: int = 0
    members: int = 0

    @property
    def is_server_only(self) -> bool:
        """Say whether no committee member holds a key share."""
        return self.members == 0

    def __str__(self) -> str:
        """Return the words of the plan: "server" or "3/5"."""
        return "server" if self.is_server_only else f"{self.needed}/{self.members}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key of the plan: whether it must be there, how it is read (ValueError if it cannot be),
    and what a right value looks like.
    """

    read: Callable[[object], object]
    right: Sentence
    required: bool = False


def parse_trustees(value: object) -> TrusteeRule:
    """Read "server" or "T/N"; raises ValueError.

    T < N, so that one lost share is not the end, and T > 1, so that no member decrypts alone.
    """
    if value == "server":
        return TrusteeRule()
    match = _SHARES.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError
    needed, members = (int(number) for number in match.groups())
    if not 1 < needed < members <= MAX_TRUSTEES:
        raise ValueError
    return TrusteeRule(needed, members)


def _text(value: object) -> str:
    if not isinstance(value, str) or text_finding(value, row=0, column="") is not None:
        raise ValueError
    text = clean(value)
    if not text:
        raise ValueError
    return text


def _date(value: object) -> dt.date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        return dt.date.fromisoformat(value)
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise ValueError
    return value


def _number(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError
        if not least <= value <= MAX_NUMBER:
            raise ValueError
        return value

    return read


def _group(value: object) -> str:
    if value not in GROUPS:
        raise ValueError
    return str(value)


def web_address(value: object) -> str:
    """Read a web address without query and fragment: a card adds its own path and fragment.

    Raises ValueError.
    """
    text = _text(value)
    if _ADDRESS.fullmatch(text) is None:
        raise ValueError
    _ = urlsplit(text).port  # raises ValueError if it is no port
    return text.rstrip("/")


def _people(value: object) -> object:
    if isinstance(value, str) and value.strip():
        return value
    if isinstance(value, list) and all(isinstance(each, Mapping) for each in value):
        return value
    raise ValueError


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _witnesses(value: object) -> tuple[Witness, ...]:
    return read_witnesses(value, _text, web_address)


def _committee(value: object) -> tuple[Member, ...]:
    return read_committee(value, _text)


def _sites(value: object) -> tuple[Site, ...]:
    return read_sites(value, _text, _number(0))


def _languages(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or any(each not in LANGUAGES for each in value):
        raise ValueError
    return tuple(each for each in LANGUAGES if each in value)


def _table(value: object) -> object:
    if not isinstance(value, Mapping):
        raise ValueError
    return value


_TEXT = Sentence(
    f"chữ trên một dòng, từ 1 đến {MAX_TEXT} ký tự", f"text on one line, 1 to {MAX_TEXT} characters"
)
_COUNT = Sentence(f"số nguyên từ 0 đến {MAX_NUMBER}", f"a whole number from 0 to {MAX_NUMBER}")
_PROFILE = Sentence('mã bộ quy tắc, ví dụ "NQ96-2023"', 'the id of a rule profile like "NQ96-2023"')
_SWITCH = Sentence("true hoặc false", "true or false")

KEYS: dict[str, Key] = {
    "name": Key(read=_text, right=_TEXT, required=True),
    "body": Key(read=_text, right=_TEXT, required=True),
    "date": Key(
        read=_date,
        right=Sentence("ngày dạng năm-tháng-ngày: 2026-07-30", "a date like 2026-07-30"),
        required=True,
    ),
    "profile": Key(read=_text, right=_PROFILE, required=True),
    "people": Key(
        read=_people,
        right=Sentence(
            'tên tệp như "people.csv" hoặc các bảng [[people]]',
            'a file name like "people.csv", or tables [[people]]',
        ),
        required=True,
    ),
    "cards": Key(
        read=_number(1),
        right=Sentence(
            f"số nguyên từ 1 đến {MAX_NUMBER}", f"a whole number from 1 to {MAX_NUMBER}"
        ),
        required=True,
    ),
    "total_members": Key(read=_number(0), right=_COUNT),
    "convened": Key(read=_number(0), right=_COUNT),
    "present": Key(read=_number(0), right=_COUNT),
    "group": Key(
        read=_group,
        right=Sentence('"Ed25519" hoặc "BELENIOS-2048"', '"Ed25519" or "BELENIOS-2048"'),
    ),
    "trustees": Key(
        read=parse_trustees,
        right=Sentence(
            f'"server", hoặc "T/N" với 1 < T < N ≤ {MAX_TRUSTEES}, ví dụ "3/5"',
            f'"server", or "T/N" with 1 < T < N ≤ {MAX_TRUSTEES}, like "3/5"',
        ),
    ),
    "committee": Key(
        read=_committee,
        right=Sentence(
            "các bảng [[committee]] có name (không trùng), đúng một người có head = true",
            "tables [[committee]] with name (no two alike), exactly one with head = true",
        ),
    ),
    "server_share": Key(read=_switch, right=_SWITCH),
    "minimum_ballots": Key(
        read=_number(1),
        right=Sentence(
            f"số nguyên từ 1 đến {MAX_NUMBER}", f"a whole number from 1 to {MAX_NUMBER}"
        ),
    ),
    "chair": Key(read=_text, right=_TEXT),
    "place": Key(read=_text, right=_TEXT),
    "superior": Key(read=_text, right=_TEXT),
    "administrator": Key(read=_text, right=_TEXT),
    "credential_authority": Key(read=_text, right=_TEXT),
    "address": Key(
        read=web_address,
        right=Sentence(
            'địa chỉ web như "https://phieu.example.vn"',
            'a web address like "https://vote.example"',
        ),
    ),
    "witnesses": Key(
        read=_witnesses,
        right=Sentence(
            "các bảng [[witnesses]] có name, key (khoá giám sát, không trùng) và có thể có url",
            "tables [[witnesses]] with name, key (a cosigner's, no two alike) and perhaps url",
        ),
    ),
    "witness_quorum": Key(
        read=_number(1),
        right=Sentence(
            "số nguyên từ 1 đến số giám sát được nêu",
            "a whole number from 1 to the witnesses named",
        ),
    ),
    "seats": Key(
        read=_number(1),
        right=Sentence(
            f"số nguyên từ 1 đến {MAX_NUMBER}", f"a whole number from 1 to {MAX_NUMBER}"
        ),
    ),
    "delegates": Key(
        read=_people,
        right=Sentence(
            'tên tệp như "delegates.csv" hoặc các bảng [[delegates]]',
            'a file name like "delegates.csv", or tables [[delegates]]',
        ),
    ),
    "sites": Key(
        read=_sites,
        right=Sentence(
            f"từ 1 đến {MAX_SITES} bảng [[sites]] có name (không trùng), có thể có cards, screen",
            f"1 to {MAX_SITES} tables [[sites]] with name (no two alike), perhaps cards, screen",
        ),
    ),
    "languages": Key(
        read=_languages,
        right=Sentence('["vi"] hoặc ["vi", "en"]', '["vi"] or ["vi", "en"]'),
    ),
    "rehearsal": Key(read=_switch, right=_SWITCH),
    "rules": Key(read=_table, right=Sentence("một bảng [rules]", "a table [rules]")),
}
