"""How a share becomes two printed decimals: half up, and what other people do instead.

A share is an integer of hundredths of a percent, as everywhere in `voting.rules`.
"""

from collections.abc import Sequence
from enum import StrEnum

from ballots.errors import Sentence
from voting.rules.percent import WHOLE, Hundredths


class Rounding(StrEnum):
    """How a share was rounded (closed list). The first is what the published tables do.

    REST: the last of the levels is not computed but is what is left of 100.
    """

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    REST = "rest"
    DOWN = "down"
    UP = "up"
    ONE_DECIMAL = "one_decimal"
    WHOLE_NUMBER = "whole_number"


ROUNDINGS: dict[Rounding, Sentence] = {
    Rounding.HALF_UP: Sentence(
        "làm tròn nửa lên, hai chữ số thập phân", "rounded half up to two decimals"
    ),
    Rounding.HALF_EVEN: Sentence(
        "làm tròn nửa về số chẵn, hai chữ số thập phân", "rounded half to even, two decimals"
    ),
    Rounding.DOWN: Sentence(
        "cắt bỏ phần sau hai chữ số thập phân", "cut off after two decimals, not rounded"
    ),
    Rounding.UP: Sentence("luôn làm tròn lên, hai chữ số thập phân", "always rounded up"),
    Rounding.ONE_DECIMAL: Sentence("làm tròn một chữ số thập phân", "rounded to one decimal"),
    Rounding.WHOLE_NUMBER: Sentence("làm tròn đến số nguyên", "rounded to whole percents"),
    Rounding.REST: Sentence(
        "lấy phần còn lại cho đủ 100%, không tính từ số phiếu",
        "what is left of 100%, not computed from the count",
    ),
}

_STEPS = {Rounding.ONE_DECIMAL: 10, Rounding.WHOLE_NUMBER: 100}


def rounded(part: int, whole: int, rounding: Rounding) -> Hundredths:
    """Return part of whole as it is printed by one way of rounding; whole is positive.

    Not for REST, which depends on the other levels: see `rest_of_100`.
    """
    step = _STEPS.get(rounding, 1)
    units, rest = divmod(WHOLE * part, whole * step)
    if rounding is Rounding.DOWN or rest == 0:
        up = False
    elif rounding is Rounding.UP:
        up = True
    elif rounding is Rounding.HALF_EVEN and 2 * rest == whole:
        up = units % 2 == 1
    else:
        up = 2 * rest >= whole * step
    return Hundredths((units + up) * step)


def rest_of_100(others: Sequence[int], whole: int) -> Hundredths:
    """Return what the other levels, rounded half up, leave of 100."""
    return Hundredths(WHOLE - sum(rounded(part, whole, Rounding.HALF_UP) for part in others))
