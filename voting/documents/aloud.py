"""Whole numbers and percentages as they are read out: 481 is "bốn trăm tám mươi mốt"."""

from typing import Final

from voting.findings import Language

_VI: Final = tuple("không một hai ba bốn năm sáu bảy tám chín".split())
_EN: Final = tuple(
    (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen"
    ).split()
)
_EN_TENS: Final = tuple("twenty thirty forty fifty sixty seventy eighty ninety".split())


def spoken(value: int, language: Language) -> str:
    """Return a whole number from 0 to 999,999 in words."""
    say = _vietnamese if language == "vi" else _english
    thousands, rest = divmod(value, 1000)
    if not thousands:
        return say(rest, full=False)
    above = f"{say(thousands, full=False)} {'nghìn' if language == 'vi' else 'thousand'}"
    return above if not rest else f"{above} {say(rest, full=True)}"


def share_aloud(share: str, language: Language) -> str:
    """Return a printed percentage in words: "66,60" is "sáu mươi sáu phẩy sáu mươi phần trăm"."""
    units, _, decimals = share.replace(".", ",").partition(",")
    digits = _VI if language == "vi" else _EN
    point, end = ("phẩy", "phần trăm") if language == "vi" else ("point", "per cent")
    if decimals in ("", "00"):
        return f"{spoken(int(units), language)} {end}"
    after = (
        " ".join(digits[int(digit)] for digit in decimals)
        if decimals.startswith("0") or language == "en"
        else spoken(int(decimals), language)
    )
    return f"{spoken(int(units), language)} {point} {after} {end}"


def _vietnamese(value: int, *, full: bool) -> str:
    """Say 0 to 999; full: with "không trăm", as after thousands."""
    hundreds, rest = divmod(value, 100)
    tens, units = divmod(rest, 10)
    words = [_VI[hundreds], "trăm"] if hundreds or full else []
    if not rest:
        return " ".join(words) or _VI[0]
    if tens == 0:
        return " ".join([*words, "linh", _VI[units]] if words else [_VI[units]])
    words += ["mười"] if tens == 1 else [_VI[tens], "mươi"]
    if units == 5:
        words.append("lăm")
    elif units == 1 and tens > 1:
        words.append("mốt")
    elif units == 4 and tens > 1:
        words.append("tư")
    elif units:
        words.append(_VI[units])
    return " ".join(words)


def _english(value: int, *, full: bool) -> str:
    """Say 0 to 999; full: with "and" before what follows thousands directly."""
    hundreds, rest = divmod(value, 100)
    words = [_EN[hundreds], "hundred"] if hundreds else []
    if rest or not words:
        words += ["and"] if hundreds or full else []
        words.append(_EN[rest] if rest < 20 else _tens(rest))
    return " ".join(words)


def _tens(value: int) -> str:
    tens, units = divmod(value, 10)
    return _EN_TENS[tens - 2] + (f"-{_EN[units]}" if units else "")
