"""What the organizer decides in the plan, laid over a profile."""

import pytest

from voting.rules.overrides import apply_overrides
from voting.rules.profile import load_profile, parse_profile_json, profile_json
from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.words import Denominator

THRESHOLD = {
    "id": "low_most",
    "level": "low",
    "operator": ">",
    "fraction": "3/4",
    "title": {"vi": "Thấp trên 3/4", "en": "Low over 3/4"},
    "consequence": {"vi": "Xem xét.", "en": "Considered."},
}


def test_nothing_overridden_changes_nothing() -> None:
    profile = load_profile("NQ96-2023")
    assert apply_overrides(profile, {}) == profile


def test_a_setting_decided_by_the_organizer_is_named_and_no_longer_uncertain() -> None:
    profile = apply_overrides(load_profile("NQ96-2023"), {"denominator": "issued"})
    assert profile.denominator is Denominator.ISSUED
    assert profile.overridden == ("denominator",)
    assert "denominator" not in profile.uncertain
    assert "denominator" not in {source.setting for source in profile.sources}
    assert parse_profile_json(profile_json(profile)) == profile


def test_a_quorum_can_be_set_and_taken_away() -> None:
    quorum = {"operator": ">=", "fraction": "2/3", "of": "total_members"}
    assert apply_overrides(load_profile("NQ96-2023"), {"quorum": quorum}).quorum is not None
    assert apply_overrides(load_profile("QD96-2023"), {"quorum": "none"}).quorum is None


def test_thresholds_are_replaced_as_a_whole() -> None:
    profile = apply_overrides(load_profile("QD96-2023"), {"thresholds": [THRESHOLD]})
    assert [each.id for each in profile.thresholds] == ["low_most"]
    assert not any(name.startswith("thresholds") for name in profile.uncertain)


def test_the_sheet_policy_needs_every_row_marked() -> None:
    profile = load_profile("QD96-2023")
    changed = apply_overrides(profile, {"row_policy": "sheet", "every_row_marked": True})
    assert changed.minimum == 1
    with pytest.raises(RulesRefused) as caught:
        apply_overrides(profile, {"row_policy": "sheet"})
    assert caught.value.refusal is RulesRefusal.PROFILE_MALFORMED


def test_only_the_custom_profile_changes_its_name_levels_and_address() -> None:
    overrides = {
        "title": {"vi": "Quy chế", "en": "Rules"},
        "address": {"vi": "anh chị", "en": "you"},
        "levels": [
            {"id": "yes", "vi": "Đồng ý", "en": "Yes"},
            {"id": "no", "vi": "Không", "en": "No"},
        ],
        "thresholds": [],
    }
    changed = apply_overrides(load_profile("CUSTOM"), overrides)
    assert changed.answers() == ["Đồng ý", "Không"]
    with pytest.raises(RulesRefused) as caught:
        apply_overrides(load_profile("NQ96-2023"), overrides)
    assert [each.code for each in caught.value.findings] == [RulesRefusal.SETTING_FIXED] * 3


def test_every_wrong_setting_is_reported_with_the_nearest_known_one() -> None:
    with pytest.raises(RulesRefused) as caught:
        apply_overrides(
            load_profile("NQ96-2023"),
            {"denominater": "issued", "denominator": "voters", "every_row_marked": 1},
        )
    codes = [each.code for each in caught.value.findings]
    assert codes == [
        RulesRefusal.UNKNOWN_SETTING,
        RulesRefusal.SETTING_MALFORMED,
        RulesRefusal.SETTING_MALFORMED,
    ]
    assert "Có phải là “denominator” không?" in caught.value.sentences("vi")[0]


def test_thresholds_of_a_level_that_is_gone_are_refused() -> None:
    levels = [{"id": "yes", "vi": "Có", "en": "Yes"}, {"id": "no", "vi": "Không", "en": "No"}]
    with pytest.raises(RulesRefused) as caught:
        apply_overrides(load_profile("CUSTOM"), {"levels": levels})
    assert caught.value.refusal is RulesRefusal.PROFILE_MALFORMED
