"""Rule profiles: what each regulation says, read strictly, and what is only a setting."""

import tomllib
import unicodedata
from importlib import resources

import msgspec
import pytest

from voting.rules.profile import (
    CONTEST_IDS,
    OTHER_IDS,
    PROFILE_IDS,
    RATING_IDS,
    SETTINGS,
    load_profile,
    parse_profile,
    parse_profile_json,
    profile_json,
)
from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.words import Denominator, Operator, RowPolicy

FOLDER = resources.files("voting.rules") / "profiles"
NQ96 = (FOLDER / "nq96-2023.toml").read_text(encoding="utf-8")

EXPECTED = {
    # id: (denominator, operator at 2/3, every row marked, row policy, quorum, address)
    "NQ35-2012": ("total_members", ">", False, "row", None, "đại biểu"),
    "NQ85-2014": ("total_members", ">=", False, "row", None, "đại biểu"),
    "NQ96-2023": ("collected", ">=", False, "row", None, "đại biểu"),
    "QD262-2014": ("collected", ">", True, "sheet", None, "đồng chí"),
    "QD96-2023": ("collected", ">=", False, "row", "2/3", "đồng chí"),
    "CUSTOM": ("collected", ">=", False, "row", None, "đại biểu"),
}


@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_each_profile_says_what_its_regulation_says(profile_id: str) -> None:
    profile = load_profile(profile_id)
    denominator, operator, every, policy, quorum, address = EXPECTED[profile_id]
    assert profile.id == profile_id
    assert profile.denominator is Denominator(denominator)
    half, two_thirds = profile.thresholds
    assert (half.level, half.operator, half.fraction) == ("low", Operator.MORE_THAN, "1/2")
    assert (two_thirds.level, two_thirds.operator) == ("low", Operator(operator))
    assert two_thirds.fraction == "2/3"
    assert (profile.every_row_marked, profile.row_policy) == (every, RowPolicy(policy))
    assert profile.minimum == (1 if every else 0)
    assert (profile.quorum.fraction if profile.quorum else None) == quorum
    assert profile.address.vi == address
    assert profile.decimals == 2


@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_levels_go_from_high_to_low_in_both_languages(profile_id: str) -> None:
    profile = load_profile(profile_id)
    assert profile.answers() == ["Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp"]
    assert profile.answers("en") == ["High confidence", "Confidence", "Low confidence"]
    assert [profile.level_index(each) for each in ("high", "medium", "low")] == [0, 1, 2]


OTHERS = {
    # id: (answers, thresholds)
    "BPTN-NQ96": (["Tín nhiệm", "Không tín nhiệm"], [("no_confidence", ">", "1/2")]),
    "XEPLOAI-4": (
        [
            "Hoàn thành xuất sắc nhiệm vụ",
            "Hoàn thành tốt nhiệm vụ",
            "Hoàn thành nhiệm vụ",
            "Không hoàn thành nhiệm vụ",
        ],
        [],
    ),
    "THAMDO": (["Đồng ý", "Không đồng ý"], []),
}


@pytest.mark.parametrize("profile_id", OTHER_IDS)
def test_other_ballots_have_their_own_title_instructions_and_levels(profile_id: str) -> None:
    profile = load_profile(profile_id)
    answers, thresholds = OTHERS[profile_id]
    assert profile.answers() == answers
    assert [(one.level, one.operator, one.fraction) for one in profile.thresholds] == thresholds
    assert profile.ballot is not None
    assert profile.instructions is not None
    assert "lấy phiếu tín nhiệm" not in profile.ballot.vi.lower()
    assert "denominator" in profile.uncertain


@pytest.mark.parametrize("profile_id", CONTEST_IDS)
def test_an_election_counts_votes_against_half_of_those_convened(profile_id: str) -> None:
    profile = load_profile(profile_id)
    [bar] = profile.thresholds
    assert profile.denominator is Denominator.CONVENED
    assert (bar.level, bar.operator, bar.fraction) == ("votes", Operator.MORE_THAN, "1/2")
    assert profile.answers() == ["Phiếu bầu"]
    assert profile.contest is not None and profile.ballot is not None
    assert profile.contest.nobody_chosen == "invalid"
    assert {"contest.nobody_chosen", "contest.ties"} <= set(profile.uncertain)
    assert profile.address.vi == "đồng chí"


BAUCU = (FOLDER / "baucu-qd190.toml").read_text(encoding="utf-8")
SECOND = '[[levels]]\nid = "against"\nvi = "Không"\nen = "No"\n'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[[thresholds]]", f"{SECOND}\n[[thresholds]]", "one level"),
        ('denominator = "convened"', 'denominator = "valid"', "valid rows"),
        ('nobody_chosen = "invalid"', 'nobody_chosen = "blank"', "nobody_chosen"),
        ("surplus_limit = 30", "", "surplus_limit"),
        ('setting = "contest.ties"', 'setting = "contest.tie"', "contest.tie"),
    ],
)
def test_a_malformed_election_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    assert old in BAUCU
    with pytest.raises(RulesRefused) as caught:
        parse_profile(BAUCU.replace(old, new, 1).encode(), name="test")
    assert said in caught.value.sentences("en")[0]


@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_ratings_keep_the_words_that_the_booth_has(profile_id: str) -> None:
    profile = load_profile(profile_id)
    assert (profile.ballot, profile.instructions) == (None, None)


@pytest.mark.parametrize("profile_id", PROFILE_IDS)
def test_every_setting_has_a_source_and_every_doubt_is_listed(profile_id: str) -> None:
    profile = load_profile(profile_id)
    sourced = {source.setting.split(".")[0] for source in profile.sources}
    wanted = set(SETTINGS) - (set() if profile.thresholds else {"thresholds"})
    assert sourced == wanted | ({"contest"} if profile.contest else set())
    doubtful = {each.setting for each in profile.sources if each.provenance in ("M", "U")}
    assert doubtful == set(profile.uncertain)
    assert profile.overridden == ()


def test_only_what_no_source_says_is_uncertain() -> None:
    assert set(load_profile("NQ96-2023").uncertain) == {
        "denominator",
        "every_row_marked",
        "row_policy",
        "quorum",
    }
    assert "denominator" not in load_profile("NQ85-2014").uncertain
    assert "quorum" not in load_profile("QD96-2023").uncertain
    assert set(load_profile("CUSTOM").uncertain) == {
        *(name for name in SETTINGS if name != "thresholds"),
        "thresholds.low_over_half",
        "thresholds.low_two_thirds",
    }


def test_there_is_one_file_a_profile_all_nfc() -> None:
    files = {path.name: path for path in FOLDER.iterdir()}
    assert set(files) == {f"{profile_id.lower()}.toml" for profile_id in PROFILE_IDS}
    for path in files.values():
        assert unicodedata.is_normalized("NFC", path.read_text(encoding="utf-8"))


def test_consequences_are_in_words_of_both_languages() -> None:
    grave = load_profile("NQ96-2023").thresholds[1]
    assert "miễn nhiệm" in grave.consequence.in_language("vi")
    assert "dismissal" in grave.consequence.in_language("en")
    assert grave.title.in_language("vi") == "Tín nhiệm thấp từ 2/3 trở lên"


@pytest.mark.parametrize("profile_id", PROFILE_IDS)
def test_a_stored_profile_reads_back(profile_id: str) -> None:
    profile = load_profile(profile_id)
    assert parse_profile_json(profile_json(profile)) == profile


def test_an_unknown_profile_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(RulesRefused) as caught:
        load_profile("NQ96-2032")
    assert caught.value.refusal is RulesRefusal.UNKNOWN_PROFILE
    assert "Did you mean “NQ96-2023”?" in caught.value.sentences("en")[0]
    with pytest.raises(RulesRefused):
        load_profile("../refusals")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 1\ncolour = 3", "colour"),
        ("decimals = 2", "decimals = 1", "decimals"),
        ("version = 1", "", "version"),
        ('operator = ">="', 'operator = "=>"', "operator"),
        ('fraction = "2/3"', 'fraction = "0.667"', "fraction"),
        ('fraction = "2/3"', 'fraction = "0/3"', "fraction"),
        ('fraction = "2/3"', 'fraction = "2/3\\n"', "fraction"),
        ('fraction = "2/3"', 'fraction = "4/3"', "4/3"),
        ('fraction = "2/3"', 'fraction = "1/3"', "rise"),
        ('level = "low"', 'level = "lower"', "lower"),
        ('id = "medium"', 'id = "high"', "repeats"),
        ('id = "low_two_thirds"', 'id = "low_over_half"', "repeats"),
        ('row_policy = "row"', 'row_policy = "sheet"', "every_row_marked"),
        ('provenance = "U"', 'provenance = "P"', "uncertain"),
        ('setting = "quorum"', 'setting = "quorums"', "quorums"),
        ('denominator = "collected"', 'denominator = "voters"', "denominator"),
        ("decimals = 2", "decimals = ", "value"),
    ],
)
def test_a_malformed_profile_is_refused_and_says_where(old: str, new: str, said: str) -> None:
    assert old in NQ96
    with pytest.raises(RulesRefused) as caught:
        parse_profile(NQ96.replace(old, new).encode(), name="test")
    assert caught.value.refusal is RulesRefusal.PROFILE_MALFORMED
    assert said in caught.value.sentences("en")[0].lower()


def test_a_profile_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(RulesRefused):
        parse_profile(NQ96.encode("utf-16"), name="test")


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"id":"NQ96-2023"}'])
def test_a_damaged_stored_profile_is_refused(data: bytes) -> None:
    with pytest.raises(RulesRefused) as caught:
        parse_profile_json(data)
    assert caught.value.refusal is RulesRefusal.PROFILE_MALFORMED


def test_the_machinery_takes_two_and_four_levels() -> None:
    tables = tomllib.loads(NQ96)
    tables["levels"] = [{"id": each, "vi": each, "en": each} for each in ("agree", "low")]
    assert len(parse_profile_json(msgspec.json.encode(tables)).levels) == 2
    tables["levels"] = [{"id": each, "vi": each, "en": each} for each in ("a", "b", "c", "low")]
    assert parse_profile_json(msgspec.json.encode(tables)).level_index("low") == 3
