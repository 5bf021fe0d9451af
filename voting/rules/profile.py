"""Rule profiles: the settings of one regulation, read strictly from TOML.

    id = "NQ96-2023"
    denominator = "collected"
    [[thresholds]]
    id = "low_two_thirds"
    level = "low"
    operator = ">="
    fraction = "2/3"

Each setting has its source with the provenance tags of the domain notes: P read on the page named,
M general knowledge, U uncertain or inferred. Whatever is M or U is listed in `uncertain`: it is a
setting to be confirmed by the organizer, not a claim about the law.
"""

import tomllib
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Annotated, Literal

import msgspec

from ballots.canonical import decoder_of
from ballots.errors import Sentence
from voting.findings import Language, nearest_hint, quoted
from voting.rules.refusals import RulesRefusal, RulesRefused, refused
from voting.rules.words import Denominator, Operator, RowPolicy

# Ratings in three levels (lấy phiếu tín nhiệm), and the other ballots of the same hall.
RATING_IDS = ("NQ35-2012", "NQ85-2014", "NQ96-2023", "QD262-2014", "QD96-2023", "CUSTOM")
OTHER_IDS = ("BPTN-NQ96", "XEPLOAI-4", "THAMDO")
CONTEST_IDS = ("BAUCU-QD190",)  # bầu cử: choose at most as many as are to be elected
PROFILE_IDS = (*RATING_IDS, *OTHER_IDS, *CONTEST_IDS)

SETTINGS = (
    "levels",
    "every_row_marked",
    "row_policy",
    "quorum",
    "denominator",
    "thresholds",
    "decimals",
)
CONTEST_SETTINGS = ("contest.surplus", "contest.nobody_chosen", "contest.ties")

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_]{0,39}\Z")]
FractionText = Annotated[str, msgspec.Meta(pattern=r"^[1-9][0-9]{0,2}/[1-9][0-9]{0,2}\Z")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in both languages."""

    vi: Words
    en: Words

    def in_language(self, language: Language) -> str:
        """Return the words in one language."""
        return self.vi if language == "vi" else self.en


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a row; the levels of a profile go from high to low."""

    id: Identifier
    vi: Words
    en: Words

    def in_language(self, language: Language) -> str:
        """Return the name of the level in one language."""
        return self.vi if language == "vi" else self.en


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A share of one level that has a consequence; `title` says it short, as on a result page."""

    id: Identifier
    level: Identifier
    operator: Operator
    fraction: FractionText
    title: Text
    consequence: Text


class Quorum(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The share of `of` that must be present before the vote may open."""

    operator: Operator
    fraction: FractionText
    of: Literal["convened", "total_members"]


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a setting comes from. P read on the page named, M general knowledge, U uncertain."""

    setting: str
    provenance: Literal["P", "M", "U"]
    text: Text


class Contest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Bầu cử: how long a list may be, what a ballot that chooses nobody is, what follows a tie.

    surplus_from, surplus_to: the surplus (số dư) that the convener prepares, in per cent of the
    seats; surplus_limit: the most that the regulation names. They warn; they refuse nothing.
    ties: what the regulation says of equal numbers of votes at the last seat; nothing is decided.
    """

    surplus_from: Annotated[int, msgspec.Meta(ge=0, le=100)]
    surplus_to: Annotated[int, msgspec.Meta(ge=0, le=100)]
    surplus_limit: Annotated[int, msgspec.Meta(ge=0, le=100)]
    nobody_chosen: Literal["invalid", "valid"]
    ties: Text


class Profile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules of one conference.

    contest: in an election (bầu cử) the ballot is one list of which at most so many are chosen as
    are to be elected; its one level counts the votes for a person.

    ballot, instructions: what the ballot is called and how a row is marked, where it is not a
    rating in three levels.
    every_row_marked: the booth asks for every row (a question's `min` is 1 instead of 0).
    overridden: settings that the organizer decided in the plan; their sources no longer apply.
    """

    id: Literal[
        "NQ35-2012",
        "NQ85-2014",
        "NQ96-2023",
        "QD262-2014",
        "QD96-2023",
        "CUSTOM",
        "BPTN-NQ96",
        "XEPLOAI-4",
        "THAMDO",
        "BAUCU-QD190",
    ]
    version: Annotated[int, msgspec.Meta(ge=1)]
    title: Text
    address: Text
    levels: Annotated[tuple[Level, ...], msgspec.Meta(min_length=1, max_length=10)]
    every_row_marked: bool
    row_policy: RowPolicy
    quorum: Quorum | None = None
    denominator: Denominator
    decimals: Literal[2]
    thresholds: tuple[Threshold, ...]
    sources: tuple[Source, ...]
    uncertain: tuple[str, ...]
    overridden: tuple[str, ...] = ()
    ballot: Text | None = None
    instructions: Text | None = None
    contest: Contest | None = None

    @property
    def minimum(self) -> int:
        """Return the `min` of every question: 1 if every row must be marked, else 0."""
        return 1 if self.every_row_marked else 0

    def answers(self, language: Language = "vi") -> list[str]:
        """Return the answers of every question: the names of the levels, high to low."""
        return [level.in_language(language) for level in self.levels]

    def level_index(self, level_id: str) -> int:
        """Return the place of a level in counts."""
        return [level.id for level in self.levels].index(level_id)


def load_profile(profile_id: str) -> Profile:
    """Load a shipped profile by its id ("NQ96-2023"); raises RulesRefused if there is none."""
    if profile_id not in PROFILE_IDS:
        raise refused(
            RulesRefusal.UNKNOWN_PROFILE,
            value=quoted(profile_id),
            hint=nearest_hint(profile_id, PROFILE_IDS),
            known=", ".join(PROFILE_IDS),
        )
    return _shipped(profile_id)


def parse_profile(data: bytes, *, name: str) -> Profile:
    """Parse the TOML of a profile; `name` is for the error only. Raises RulesRefused."""
    try:
        tables = tomllib.loads(data.decode("utf-8"))
        profile = msgspec.convert(tables, Profile)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise malformed(name, str(error)) from error
    verify_profile(profile)
    return profile


def profile_json(profile: Profile) -> bytes:
    """Encode a profile as JSON, to be stored with its conference."""
    return msgspec.json.encode(profile)


def parse_profile_json(data: bytes) -> Profile:
    """Parse what `profile_json` made; raises RulesRefused."""
    try:
        profile = decoder_of(Profile).decode(data)
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise malformed("JSON", str(error)) from error
    verify_profile(profile)
    return profile


def verify_profile(profile: Profile) -> None:
    """Verify that the settings of a profile fit together; raises RulesRefused with the first."""
    for problem in (_shape_problem(profile), _source_problem(profile)):
        if problem is not None:
            raise malformed(profile.id, problem)


def fraction_of(text: str) -> tuple[int, int]:
    """Return ("2/3") as integers (2, 3)."""
    numerator, denominator = text.split("/")
    return int(numerator), int(denominator)


def malformed(profile: str, problem: str | Sentence) -> RulesRefused:
    """Make the error of a profile that is not valid."""
    return refused(RulesRefusal.PROFILE_MALFORMED, profile=profile, problem=problem)


@cache
def _shipped(profile_id: str) -> Profile:
    place = resources.files("voting.rules") / "profiles" / f"{profile_id.lower()}.toml"
    return parse_profile(place.read_bytes(), name=profile_id)


def _shape_problem(profile: Profile) -> Sentence | None:
    levels = [level.id for level in profile.levels]
    ids = [threshold.id for threshold in profile.thresholds]
    if len(set(levels)) != len(levels) or len(set(ids)) != len(ids):
        return Sentence("mã của mức hoặc ngưỡng bị trùng", "an id of a level or threshold repeats")
    if (len(levels) == 1) != (profile.contest is not None):
        return Sentence(
            "bầu cử có đúng một mức (phiếu bầu), lấy phiếu có từ hai mức",
            "an election has one level (votes), a rating two or more",
        )
    if profile.contest is not None and profile.denominator is Denominator.VALID:
        return Sentence(
            "bầu cử không tính trên hàng hợp lệ", "an election takes no share of valid rows"
        )
    unknown = [each.level for each in profile.thresholds if each.level not in levels]
    if unknown:
        return Sentence(f"không có mức “{unknown[0]}”", f"there is no level “{unknown[0]}”")
    if profile.row_policy is RowPolicy.SHEET and not profile.every_row_marked:
        return Sentence(
            "nếu hàng không đánh dấu làm cả phiếu không hợp lệ (row_policy “sheet”) thì phải đánh "
            "dấu mọi hàng (every_row_marked = true)",
            "if a row left unmarked voids the whole ballot (row_policy “sheet”), every row must be "
            "marked (every_row_marked = true)",
        )
    return _fraction_problem(profile)


def _fraction_problem(profile: Profile) -> Sentence | None:
    fractions = [each.fraction for each in profile.thresholds]
    if profile.quorum is not None:
        fractions.append(profile.quorum.fraction)
    for text in fractions:
        numerator, denominator = fraction_of(text)
        if numerator > denominator:
            return Sentence(f"{text} lớn hơn 1", f"{text} is more than 1")
    for level in profile.levels:
        own = [fraction_of(each.fraction) for each in profile.thresholds if each.level == level.id]
        for (a, b), (c, d) in pairwise(own):
            if a * d >= c * b:
                return Sentence(
                    "các ngưỡng phải xếp từ nhẹ đến nặng", "thresholds must rise from mild to grave"
                )
    return None


def _source_problem(profile: Profile) -> Sentence | None:
    settings = {name for name in SETTINGS if name != "thresholds"}
    settings |= set(CONTEST_SETTINGS if profile.contest is not None else ())
    settings |= {f"thresholds.{threshold.id}" for threshold in profile.thresholds}
    settings -= {name for name in settings if name.split(".")[0] in profile.overridden}
    sourced = {source.setting for source in profile.sources}
    doubtful = {source.setting for source in profile.sources if source.provenance != "P"}
    if settings != sourced:
        wrong = ", ".join(sorted(settings ^ sourced))
        return Sentence(f"nguồn không khớp với: {wrong}", f"the sources do not fit: {wrong}")
    if doubtful != set(profile.uncertain):
        wrong = ", ".join(sorted(doubtful ^ set(profile.uncertain)))
        return Sentence(f"“uncertain” không khớp: {wrong}", f"`uncertain` does not fit: {wrong}")
    return None
