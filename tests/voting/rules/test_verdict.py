"""Verdicts: integers against thresholds, and the quorum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules.overrides import apply_overrides
from voting.rules.profile import RATING_IDS, Threshold, load_profile
from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.totals import Totals
from voting.rules.verdict import (
    is_reached,
    needed_for_quorum,
    reached_threshold,
    verify_quorum,
)
from voting.rules.words import Operator

STRICT_AT_TWO_THIRDS = ("NQ35-2012", "QD262-2014")


def verdict(profile_id: str, low: int, whole: int) -> str | None:
    reached: Threshold | None = reached_threshold(load_profile(profile_id), [0, 0, low], whole)
    return None if reached is None else reached.id


@pytest.mark.parametrize(
    ("low", "expected"),
    [
        (0, None),
        (23, None),
        (24, "low_over_half"),
        (25, "low_over_half"),
        (31, "low_over_half"),
        (32, "low_two_thirds"),
        (47, "low_two_thirds"),
    ],
)
@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_boundaries_at_47_ballots(profile_id: str, low: int, expected: str | None) -> None:
    assert verdict(profile_id, low, 47) == expected


@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_exactly_half_is_not_more_than_half(profile_id: str) -> None:
    assert verdict(profile_id, 24, 48) is None
    assert verdict(profile_id, 25, 48) == "low_over_half"


@pytest.mark.parametrize("profile_id", RATING_IDS)
def test_exactly_two_thirds_divides_the_profiles(profile_id: str) -> None:
    expected = "low_over_half" if profile_id in STRICT_AT_TWO_THIRDS else "low_two_thirds"
    assert verdict(profile_id, 32, 48) == expected
    assert verdict(profile_id, 33, 48) == "low_two_thirds"


def test_same_votes_different_verdict_by_denominator() -> None:
    # Hypothetical, with the sizes of the National Assembly in 2014.
    assert verdict("NQ96-2023", 245, 485) == "low_over_half"
    assert verdict("NQ85-2014", 245, 497) is None


def test_a_rounded_percentage_never_decides() -> None:
    # 50,00 % when printed, and yet more than half.
    assert verdict("NQ96-2023", 50_001, 100_001) == "low_over_half"
    # 66,67 % when printed, and yet below two thirds.
    assert verdict("NQ96-2023", 66_667, 100_001) == "low_over_half"


counts = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n)))


@given(counts, st.sampled_from(RATING_IDS))
def test_the_verdict_never_softens_as_low_grows(share: tuple[int, int], profile_id: str) -> None:
    low, whole = share
    grades = [None, *(each.id for each in load_profile(profile_id).thresholds)]
    less, more = verdict(profile_id, low, whole), verdict(profile_id, low + 1, whole)
    assert grades.index(less) <= grades.index(more)


@given(counts)
def test_at_least_is_more_than_or_exactly(share: tuple[int, int]) -> None:
    part, whole = share
    more = is_reached(part, whole, operator=Operator.MORE_THAN, fraction="2/3")
    least = is_reached(part, whole, operator=Operator.AT_LEAST, fraction="2/3")
    assert least == (more or 3 * part == 2 * whole)


@pytest.mark.parametrize(("present", "enough"), [(32, True), (31, False), (47, True), (0, False)])
def test_the_party_regulation_of_2023_asks_for_two_thirds_of_those_convened(
    present: int, enough: bool
) -> None:
    totals = Totals(convened=47, present=present)
    if enough:
        verify_quorum(load_profile("QD96-2023"), totals)
        return
    with pytest.raises(RulesRefused) as caught:
        verify_quorum(load_profile("QD96-2023"), totals)
    assert caught.value.refusal is RulesRefusal.QUORUM_MISSING
    assert f"Có mặt {present} trên 47; phải từ 2/3" in caught.value.sentences("vi")[0]
    assert "at least 2/3" in caught.value.sentences("en")[0]


def test_exactly_two_thirds_present_is_a_quorum() -> None:
    verify_quorum(load_profile("QD96-2023"), Totals(convened=48, present=32))


@pytest.mark.parametrize("totals", [Totals(convened=47), Totals(present=40)])
def test_a_quorum_of_unknown_numbers_is_refused(totals: Totals) -> None:
    with pytest.raises(RulesRefused) as caught:
        verify_quorum(load_profile("QD96-2023"), totals)
    assert caught.value.refusal is RulesRefusal.QUORUM_UNKNOWN


def test_a_quorum_of_nobody_is_refused() -> None:
    with pytest.raises(RulesRefused) as caught:
        verify_quorum(load_profile("QD96-2023"), Totals(convened=0, present=0))
    assert caught.value.refusal is RulesRefusal.DENOMINATOR_ZERO


def test_a_profile_without_a_quorum_asks_for_nothing() -> None:
    verify_quorum(load_profile("NQ96-2023"), Totals())


def test_a_quorum_may_be_of_all_members() -> None:
    quorum = {"operator": ">", "fraction": "1/2", "of": "total_members"}
    profile = apply_overrides(load_profile("CUSTOM"), {"quorum": quorum})
    verify_quorum(profile, Totals(total_members=10, present=6))
    with pytest.raises(RulesRefused):
        verify_quorum(profile, Totals(total_members=10, present=5))


@given(st.integers(1, 3000), st.sampled_from([">", ">="]), st.sampled_from(["2/3", "1/2", "1/1"]))
def test_the_number_needed_for_a_quorum_is_the_smallest(
    whole: int, operator: str, fraction: str
) -> None:
    settings = {"operator": operator, "fraction": fraction, "of": "convened"}
    quorum = apply_overrides(load_profile("CUSTOM"), {"quorum": settings}).quorum
    assert quorum is not None
    needed = needed_for_quorum(quorum, whole)
    assert is_reached(needed, whole, operator=quorum.operator, fraction=fraction)
    assert not is_reached(needed - 1, whole, operator=quorum.operator, fraction=fraction)
