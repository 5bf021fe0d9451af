"""Percentages as the tables print them: two decimals, half up, from integers.

A percentage is an integer of hundredths of a percent: 323 of 485 is 6660, printed "66,60"
(or "66,6" where trailing zeros are dropped). Shares of one person are never rescaled to 100.
"""

import re
from typing import NewType

from voting.findings import Language, quoted
from voting.rules.refusals import RulesRefusal, refused
from voting.rules.words import DENOMINATOR_WORD

Hundredths = NewType("Hundredths", int)

WHOLE = 10_000  # 100.00 % in hundredths of a percent

_PRINTED = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?")


def percentage(part: int, whole: int) -> Hundredths:
    """Return part of whole in hundredths of a percent, rounded half up.

    Raises RulesRefused if the whole is not positive or the part is not within it.
    """
    if whole <= 0:
        raise refused(RulesRefusal.DENOMINATOR_ZERO, what=DENOMINATOR_WORD)
    if not 0 <= part <= whole:
        raise refused(RulesRefusal.PART_OVER_WHOLE, part=part, whole=whole)
    return Hundredths((2 * WHOLE * part + whole) // (2 * whole))


def format_percentage(
    value: Hundredths, language: Language = "vi", *, drop_zeros: bool = False
) -> str:
    """Print a percentage without its sign: "66,60" in Vietnamese, "66.60" in English.

    drop_zeros: print 66,6 and 40 as many Vietnamese tables do.
    """
    units, rest = divmod(value, 100)
    decimals = f"{rest:02d}"
    if drop_zeros:
        decimals = decimals.rstrip("0")
    mark = "," if language == "vi" else "."
    return f"{units}{mark}{decimals}" if decimals else str(units)


def parse_percentage(text: str) -> Hundredths:
    """Read a printed percentage ("66,6", "66.60", "40"); raises RulesRefused on anything else."""
    match = _PRINTED.fullmatch(text)
    if match is None:
        raise refused(RulesRefusal.NOT_A_PERCENTAGE, value=quoted(text))
    units, decimals = match.groups(default="")
    value = int(units) * 100 + int(decimals.ljust(2, "0"))
    if value > WHOLE:
        raise refused(RulesRefusal.NOT_A_PERCENTAGE, value=quoted(text))
    return Hundredths(value)
