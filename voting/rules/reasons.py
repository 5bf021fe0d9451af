"""Why a threshold is reached or not, in integers that anyone can check by hand.

low 25 of 47, more than 1/2:   2 × 25 = 50 > 47
low 25 of 47, at least 2/3:    3 × 25 = 75 < 94 = 2 × 47
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ballots.errors import Sentence
from voting.rules.profile import Profile, Source, Threshold, fraction_of
from voting.rules.verdict import is_reached
from voting.rules.words import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How one person stands to one threshold. sum_shown: the comparison, with its numbers."""

    threshold: Threshold
    part: int
    is_reached: bool
    sum_shown: str


def reasons(profile: Profile, counts: Sequence[int], whole: int) -> tuple[Reason, ...]:
    """Compare a person's counts with every threshold of a profile, from mild to grave."""
    made = []
    for threshold in profile.thresholds:
        part = counts[profile.level_index(threshold.level)]
        operator, fraction = threshold.operator, threshold.fraction
        made.append(
            Reason(
                threshold=threshold,
                part=part,
                is_reached=is_reached(part, whole, operator=operator, fraction=fraction),
                sum_shown=_shown(part, whole, fraction),
            )
        )
    return tuple(made)


def _shown(part: int, whole: int, fraction: str) -> str:
    """Write the comparison out: "3 × 25 = 75 < 94 = 2 × 47"."""
    numerator, denominator = fraction_of(fraction)
    left, right = denominator * part, numerator * whole
    sign = ">" if left > right else "<" if left < right else "="
    first = str(part) if denominator == 1 else f"{denominator} × {part} = {left}"
    last = str(whole) if numerator == 1 else f"{right} = {numerator} × {whole}"
    return f"{first} {sign} {last}"


def needed_for(threshold: Threshold, whole: int) -> int:
    """Return the smallest count of whole that reaches a threshold."""
    numerator, denominator = fraction_of(threshold.fraction)
    if threshold.operator is Operator.MORE_THAN:
        return numerator * whole // denominator + 1
    return -(-numerator * whole // denominator)


def sources_of(profile: Profile, setting: str) -> tuple[Source, ...]:
    """Return where a setting comes from; nothing where the plan decided it."""
    return tuple(source for source in profile.sources if source.setting == setting)


PROVENANCE: dict[str, Sentence] = {
    "P": Sentence("đọc tại nguồn", "read at the source"),
    "M": Sentence("hiểu biết chung, chưa đối chiếu", "general knowledge, not confirmed"),
    "U": Sentence("chưa chắc trong văn bản", "uncertain in the text"),
}
DECIDED = Sentence("Ban Tổ chức quyết định trong kế hoạch", "decided by the organizer in the plan")
