"""Thresholds and quorum, compared as integers: never through a rounded percentage.

Low 31 of 47 is below two thirds because 3 x 31 = 93 < 94 = 2 x 47; low 32 is not.
"""

from collections.abc import Sequence

from voting.rules.profile import Profile, Quorum, Threshold, fraction_of
from voting.rules.refusals import RulesRefusal, refused
from voting.rules.totals import Totals
from voting.rules.words import NUMBERS, OPERATORS, Operator


def is_reached(part: int, whole: int, *, operator: Operator, fraction: str) -> bool:
    """Say whether part of whole is more than (or at least) a fraction such as "2/3"."""
    numerator, denominator = fraction_of(fraction)
    left, right = part * denominator, numerator * whole
    return left > right if operator is Operator.MORE_THAN else left >= right


def reached_threshold(profile: Profile, counts: Sequence[int], whole: int) -> Threshold | None:
    """Return the gravest threshold that the counts reach, or None if they reach none.

    counts: one number a level, high to low. whole: what shares are taken of, positive. The
    thresholds of a profile go from mild to grave, so the last one reached counts.
    """
    reached = None
    for threshold in profile.thresholds:
        part = counts[profile.level_index(threshold.level)]
        if is_reached(part, whole, operator=threshold.operator, fraction=threshold.fraction):
            reached = threshold
    return reached


def verify_quorum(profile: Profile, totals: Totals) -> None:
    """Verify that enough are present to vote; a profile without a quorum asks for nothing.

    Raises RulesRefused: QUORUM_UNKNOWN if a number is missing, DENOMINATOR_ZERO if nobody was
    called, QUORUM_MISSING if too few came.
    """
    quorum = profile.quorum
    if quorum is None:
        return
    present = _known("present", totals.present)
    of_members = quorum.of == "total_members"
    whole = _known(quorum.of, totals.total_members if of_members else totals.convened)
    if whole <= 0:
        raise refused(RulesRefusal.DENOMINATOR_ZERO, what=NUMBERS[quorum.of])
    if not is_reached(present, whole, operator=quorum.operator, fraction=quorum.fraction):
        raise refused(
            RulesRefusal.QUORUM_MISSING,
            present=present,
            whole=whole,
            operator=OPERATORS[quorum.operator],
            fraction=quorum.fraction,
        )


def needed_for_quorum(quorum: Quorum, whole: int) -> int:
    """Return the smallest number present that makes a quorum of whole."""
    numerator, denominator = fraction_of(quorum.fraction)
    if quorum.operator is Operator.MORE_THAN:
        return numerator * whole // denominator + 1
    return -(-numerator * whole // denominator)


def _known(name: str, value: int | None) -> int:
    if value is None:
        raise refused(RulesRefusal.QUORUM_UNKNOWN, what=NUMBERS[name])
    return value
