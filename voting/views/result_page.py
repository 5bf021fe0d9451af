"""What the result page draws: one reading of the counts, in one order, with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ballots.errors import Sentence
from voting.rules.profile import Profile, Source
from voting.rules.ranking import STANDINGS, Ranking, Surplus
from voting.rules.reasons import Reason, needed_for, reasons, sources_of
from voting.rules.words import NUMBERS, Denominator
from voting.services.rereading import readable_profiles, reread
from voting.services.results import ConferenceResult, PersonResult
from voting.standings import surplus_of
from voting.views.bars import LevelMark, Segment, level_marks, lines_of, segments

BY_LIST: Final = "list"
BY_SECTION: Final = "section"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A person's result: the place in the list, the segments of the bar, the reasons."""

    place: int
    result: PersonResult
    segments: tuple[Segment, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading (a khối, or none), with the sum of every level and of unmarked."""

    section: str
    rows: tuple[Row, ...]
    sums: tuple[int, ...]
    unmarked: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A threshold of the regulation. needed: the smallest count that reaches it, if known.

    sources: none where the plan decided it. is_uncertain: the text of the regulation leaves it
    open.
    """

    reason: Reason
    needed: int | None
    sources: tuple[Source, ...]
    is_uncertain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """What the result page draws.

    profile: the regulation that this page reads by; official: that of the conference, which may
    be another one. others: what the counts can be read by instead. lines: where bars have thin
    lines, by fraction. base: what the percentages are of, in words. whole: that number, or None
    where it is not known or differs from person to person. problem: why the rules cannot be
    applied, where they cannot be to anyone. ranking, surplus, ties_sources: of an election only.
    """

    profile: Profile
    official: Profile
    others: tuple[Profile, ...]
    sort: str
    has_sections: bool
    marks: list[LevelMark]
    lines: dict[str, str]
    groups: tuple[Group, ...]
    total: Group
    base: Sentence
    base_sources: tuple[Source, ...]
    whole: int | None
    rules: tuple[Rule, ...]
    problem: Sentence | None
    ranking: Ranking | None
    surplus: Surplus | None
    ties_sources: tuple[Source, ...]

    def standing(self, row: Row) -> Sentence | None:
        """Return what became of a candidate, in words; None where nobody is elected."""
        if self.ranking is None:
            return None
        return STANDINGS[self.ranking.standing_of(row.place - 1)]

    @property
    def is_official(self) -> bool:
        """Say whether this is the reading of the conference itself."""
        return self.profile == self.official


def result_page(result: ConferenceResult, asked: Mapping[str, str] | None = None) -> ResultPage:
    """Lay a result out. asked: `profile` and `sort` as an address has them; unknown ones count not.

    profile: the id of another regulation. sort: "list", "section" or the id of a level.
    """
    asked = asked or {}
    official = result.definition.profile
    others = readable_profiles(official)
    profile = next((one for one in others if one.id == asked.get("profile")), official)
    read = result if profile is official else reread(result, profile)
    marks = level_marks([level.id for level in profile.levels])
    rows = [_row(place, one, profile, marks) for place, one in enumerate(read.people, start=1)]
    has_sections = any(one.person.section for one in read.people)
    sort = _sort(asked.get("sort", BY_LIST), profile, has_sections=has_sections)
    whole = _whole(read)
    problems = {one.problem for one in read.people}
    return ResultPage(
        profile=profile,
        official=official,
        others=others,
        sort=sort,
        has_sections=has_sections,
        marks=marks,
        lines=lines_of(each.fraction for each in profile.thresholds),
        groups=_groups(rows, sort, profile),
        total=_group("", rows),
        base=NUMBERS[profile.denominator.value],
        base_sources=sources_of(profile, "denominator"),
        whole=whole,
        rules=_rules(profile, whole),
        problem=problems.pop() if len(problems) == 1 else None,
        ranking=read.ranking,
        surplus=surplus_of(read.definition),
        ties_sources=sources_of(profile, "contest.ties"),
    )


def _row(place: int, one: PersonResult, profile: Profile, marks: list[LevelMark]) -> Row:
    whole = 0 if one.outcome is None else one.outcome.whole
    why = reasons(profile, one.counts, whole) if whole else ()
    drawn = segments(one.counts, whole, marks)
    return Row(place=place, result=one, segments=drawn, reasons=why)


def _sort(asked: str, profile: Profile, *, has_sections: bool) -> str:
    known = {BY_LIST, *(level.id for level in profile.levels)}
    return asked if asked in known or (asked == BY_SECTION and has_sections) else BY_LIST


def _whole(result: ConferenceResult) -> int | None:
    """Return the number that everyone's percentages are of, if there is one."""
    wholes = {one.outcome.whole for one in result.people if one.outcome is not None}
    if result.definition.profile.denominator is Denominator.VALID or len(wholes) != 1:
        return None
    return wholes.pop()


def _groups(rows: Sequence[Row], sort: str, profile: Profile) -> tuple[Group, ...]:
    """Return the rows in an order: of the list, by section, or falling by a level."""
    if sort == BY_LIST:
        return (_group("", rows),)
    if sort != BY_SECTION:
        level = profile.level_index(sort)
        return (_group("", sorted(rows, key=lambda row: -row.result.counts[level])),)
    order = list(dict.fromkeys(row.result.person.section for row in rows))
    by_section = sorted(rows, key=lambda row: order.index(row.result.person.section))
    grouped = groupby(by_section, key=lambda row: row.result.person.section)
    return tuple(_group(section, list(members)) for section, members in grouped)


def _group(section: str, rows: Sequence[Row]) -> Group:
    counts = [row.result.counts for row in rows]
    unmarked = [None if row.result.outcome is None else row.result.outcome.unmarked for row in rows]
    known = [one for one in unmarked if one is not None]
    return Group(
        section,
        tuple(rows),
        tuple(sum(level) for level in zip(*counts, strict=True)),
        sum(known) if len(known) == len(rows) else None,
    )


def _rules(profile: Profile, whole: int | None) -> tuple[Rule, ...]:
    zero = [0] * len(profile.levels)
    return tuple(_rule(profile, reason, whole) for reason in reasons(profile, zero, whole or 1))


def _rule(profile: Profile, reason: Reason, whole: int | None) -> Rule:
    setting = f"thresholds.{reason.threshold.id}"
    needed = needed_for(reason.threshold, whole) if whole else None
    return Rule(reason, needed, sources_of(profile, setting), setting in profile.uncertain)
