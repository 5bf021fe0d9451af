"""What an organizer may decide otherwise than a rule profile: the plan's [rules], for the pages.

{"denominator":"issued","quorum":{"fraction":"2/3","of":"convened","operator":">="}}
"""

from collections.abc import Mapping
from typing import Any, Final

from ballots.errors import Sentence
from voting.rules.overrides import ONLY_CUSTOM, apply_overrides
from voting.rules.profile import Profile, Quorum, Threshold
from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.words import NUMBERS, OPERATORS, RowPolicy

# Each setting, and what a right value of it looks like.
SETTINGS: Final[dict[str, tuple[Sentence, Sentence]]] = {
    "denominator": (
        Sentence("Tỷ lệ tính trên", "Percentages are of"),
        Sentence("một trong các số được nêu", "one of the numbers named"),
    ),
    "every_row_marked": (
        Sentence("Phải đánh dấu mọi hàng", "Every row must be marked"),
        Sentence("có hoặc không", "yes or no"),
    ),
    "row_policy": (
        Sentence("Hàng không đánh dấu", "A row left unmarked"),
        Sentence("một trong hai cách được nêu", "one of the two ways named"),
    ),
    "quorum": (
        Sentence("Điều kiện họp", "Quorum"),
        Sentence(
            "một phân số như 2/3 của một số được nêu", "a fraction like 2/3 of a number named"
        ),
    ),
    "thresholds": (
        Sentence("Các ngưỡng", "Thresholds"),
        Sentence(
            "mỗi ngưỡng có một mức, một phân số như 2/3, tên và hệ quả",
            "each with a level, a fraction like 2/3, a title and a consequence",
        ),
    ),
    "title": (
        Sentence("Tên quy định", "Name of the rules"),
        Sentence("chữ, nhiều nhất 1.000 ký tự", "text of at most 1,000 characters"),
    ),
    "address": (
        Sentence("Cách xưng hô với đại biểu", "How a delegate is addressed"),
        Sentence("chữ, nhiều nhất 1.000 ký tự", "text of at most 1,000 characters"),
    ),
    "ballot": (
        Sentence("Tên phiếu", "Name of the ballot"),
        Sentence("chữ, nhiều nhất 1.000 ký tự", "text of at most 1,000 characters"),
    ),
    "instructions": (
        Sentence("Lời dặn trên phiếu", "Instructions on the ballot"),
        Sentence("chữ, nhiều nhất 1.000 ký tự", "text of at most 1,000 characters"),
    ),
    "levels": (
        Sentence("Các mức, từ cao đến thấp", "Levels, from high to low"),
        Sentence("từ 2 đến 10 mức, mỗi mức có tên", "2 to 10 levels, each with a name"),
    ),
    "contest": (
        Sentence("Số dư và phiếu không bầu ai", "Surplus, and ballots that elect nobody"),
        Sentence("phần trăm từ 0 đến 100", "per cent from 0 to 100"),
    ),
}
ROW_POLICIES: Final[dict[RowPolicy, Sentence]] = {
    RowPolicy.ROW: Sentence(
        "không tính cho người của hàng ấy", "counts for nobody, the other rows count"
    ),
    RowPolicy.SHEET: Sentence("làm cả phiếu không hợp lệ", "voids the whole ballot"),
}
YES_NO: Final = {True: Sentence("có", "yes"), False: Sentence("không", "no")}
NO_QUORUM: Final = Sentence("không đặt", "none")


def settable(profile: Profile) -> tuple[str, ...]:
    """Return the settings of a profile that an organizer may decide."""
    return tuple(
        key
        for key in SETTINGS
        if (key not in ONLY_CUSTOM or profile.id == "CUSTOM")
        and (key != "contest" or profile.contest is not None)
    )


def problems_of_rules(profile: Profile, rules: Mapping[str, Any]) -> list[Sentence]:
    """Return why a plan with these [rules] would be refused, in the words of the pages."""
    found = []
    for key, value in rules.items():
        try:
            apply_overrides(profile, {key: value})
        except RulesRefused as error:
            if error.refusal is RulesRefusal.SETTING_MALFORMED:
                title, right = SETTINGS[key]
                text = f"{title.vi}: phải là {right.vi}.", f"{title.en}: must be {right.en}."
                found.append(Sentence(*text))
            elif error.refusal is not RulesRefusal.PROFILE_MALFORMED:
                found += [one.text for one in error.findings]
    if found:
        return found
    try:
        apply_overrides(profile, rules)
    except RulesRefused as error:
        return [one.text for one in error.findings]
    return []


def names_of(rules: Mapping[str, Any]) -> Sentence:
    """Name the settings of a [rules] table, in the order of the page."""
    titles = [SETTINGS[key][0] for key in SETTINGS if key in rules]
    return Sentence("; ".join(one.vi for one in titles), "; ".join(one.en for one in titles))


def said_of(profile: Profile, rules: Mapping[str, Any]) -> list[tuple[Sentence, Sentence]]:
    """Say of each setting of a [rules] table its name and what it is; nothing of one refused."""
    try:
        applied = apply_overrides(profile, rules)
    except RulesRefused:
        return []
    return [(SETTINGS[key][0], in_words(applied, key)) for key in SETTINGS if key in rules]


def in_words(profile: Profile, key: str) -> Sentence:
    """Say what a profile itself has for a setting."""
    if key == "denominator":
        return NUMBERS[profile.denominator.value]
    if key == "every_row_marked":
        return YES_NO[profile.every_row_marked]
    if key == "row_policy":
        return ROW_POLICIES[profile.row_policy]
    if key == "quorum":
        return NO_QUORUM if profile.quorum is None else _quorum(profile.quorum)
    if key == "thresholds":
        return _joined([_threshold(one, profile) for one in profile.thresholds])
    if key == "levels":
        return _joined([Sentence(level.vi, level.en) for level in profile.levels])
    return _contest(profile) if key == "contest" else _text(getattr(profile, key))


def _joined(parts: list[Sentence]) -> Sentence:
    if not parts:
        return NO_QUORUM
    return Sentence("; ".join(one.vi for one in parts), "; ".join(one.en for one in parts))


def _text(text: Any) -> Sentence:
    return NO_QUORUM if text is None else Sentence(text.vi, text.en)


def _quorum(quorum: Quorum) -> Sentence:
    sign, of = OPERATORS[quorum.operator], NUMBERS[quorum.of]
    return Sentence(
        f"{sign.vi} {quorum.fraction} {of.vi.lower()}", f"{sign.en} {quorum.fraction} of {of.en}"
    )


def _threshold(one: Threshold, profile: Profile) -> Sentence:
    level, sign = profile.levels[profile.level_index(one.level)], OPERATORS[one.operator]
    return Sentence(f"{level.vi} {sign.vi} {one.fraction}", f"{level.en}: {sign.en} {one.fraction}")


def _contest(profile: Profile) -> Sentence:
    contest = profile.contest
    if contest is None:
        return NO_QUORUM
    span, limit = f"{contest.surplus_from}–{contest.surplus_to} %", f"{contest.surplus_limit} %"
    valid = contest.nobody_chosen == "valid"
    return Sentence(
        f"số dư {span}, nhiều nhất {limit}; phiếu không bầu ai {'' if valid else 'không '}hợp lệ",
        f"surplus {span}, at most {limit}; a ballot for nobody is {'' if valid else 'not '}valid",
    )
