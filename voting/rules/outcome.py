"""The outcome of one person: counts, percentages, the threshold reached and its consequence."""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.rules.percent import Hundredths, percentage
from voting.rules.profile import Level, Profile, Text, Threshold
from voting.rules.refusals import RulesRefusal, refused
from voting.rules.totals import Totals, whole_for
from voting.rules.verdict import reached_threshold
from voting.rules.words import NUMBERS, Denominator


@dataclass(frozen=True, slots=True)
class LevelOutcome:
    """One level of one person: the count and its share in hundredths of a percent."""

    level: Level
    count: int
    percentage: Hundredths


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOutcome:
    """What the ballots say of one person.

    unmarked: valid ballots that left this row unmarked (None if the number collected is unknown).
    whole: what the percentages are of, named by `denominator`. reached: the gravest threshold
    reached, or None.
    """

    levels: tuple[LevelOutcome, ...]
    unmarked: int | None
    denominator: Denominator
    whole: int
    reached: Threshold | None

    @property
    def counts(self) -> tuple[int, ...]:
        """Return the counts alone, high to low."""
        return tuple(each.count for each in self.levels)

    @property
    def consequence(self) -> Text | None:
        """Return what the regulation attaches to the threshold reached, in words."""
        return None if self.reached is None else self.reached.consequence


def make_outcome(
    counts: Sequence[int], *, profile: Profile, totals: Totals, person: str
) -> PersonOutcome:
    """Make the outcome of one person from the counts of each level, high to low.

    person: the name, for messages only. Raises RulesRefused if the counts cannot be true or the
    denominator is unknown or zero.
    """
    verify_counts(counts, profile=profile, totals=totals, person=person)
    marked = sum(counts)
    whole = whole_for(profile.denominator, totals, marked=marked)
    if marked > whole:
        raise refused(RulesRefusal.PART_OVER_WHOLE, part=marked, whole=whole)
    return PersonOutcome(
        levels=tuple(
            LevelOutcome(level, count, percentage(count, whole))
            for level, count in zip(profile.levels, counts, strict=True)
        ),
        unmarked=None if totals.valid is None else totals.valid - marked,
        denominator=profile.denominator,
        whole=whole,
        reached=reached_threshold(profile, counts, whole),
    )


def verify_counts(counts: Sequence[int], *, profile: Profile, totals: Totals, person: str) -> None:
    """Verify that the counts of one person fit the levels and the ballots; raises RulesRefused."""
    if len(counts) != len(profile.levels):
        raise refused(
            RulesRefusal.WRONG_NUMBER_OF_COUNTS,
            person=person,
            found=len(counts),
            expected=len(profile.levels),
        )
    if min(counts) < 0:
        raise refused(RulesRefusal.NEGATIVE_NUMBER, what=person, value=min(counts))
    ballots = totals.valid
    if ballots is not None and sum(counts) > ballots:
        raise refused(
            RulesRefusal.SUM_OVER_COLLECTED, person=person, total=sum(counts), collected=ballots
        )


def denominator_words(outcome: PersonOutcome) -> Text:
    """Return what the percentages are of, with its number, to be printed under a table."""
    words = NUMBERS[outcome.denominator.value]
    return Text(vi=f"{words.vi}: {outcome.whole}", en=f"{words.en}: {outcome.whole}")
