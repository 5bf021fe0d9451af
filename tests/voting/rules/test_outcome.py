"""The outcome of one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules.outcome import denominator_words, make_outcome
from voting.rules.overrides import apply_overrides
from voting.rules.percent import format_percentage
from voting.rules.profile import load_profile
from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.totals import Totals

NQ96 = load_profile("NQ96-2023")


def test_25_of_47_is_the_real_case_between_half_and_two_thirds() -> None:
    outcome = make_outcome(
        [19, 2, 25], profile=NQ96, totals=Totals(collected=47), person="Lê Duy Thành"
    )
    assert [format_percentage(each.percentage) for each in outcome.levels] == [
        "40,43",
        "4,26",
        "53,19",
    ]
    assert [each.level.vi for each in outcome.levels] == NQ96.answers()
    assert outcome.counts == (19, 2, 25)
    assert outcome.unmarked == 1
    assert outcome.whole == 47
    assert outcome.reached is not None and outcome.reached.id == "low_over_half"
    assert outcome.consequence is not None and "từ chức" in outcome.consequence.vi
    assert denominator_words(outcome).vi == "Số phiếu thu về: 47"


def test_valid_rows_as_denominator_give_another_percentage() -> None:
    valid = apply_overrides(NQ96, {"denominator": "valid"})
    outcome = make_outcome([19, 2, 25], profile=valid, totals=Totals(collected=47), person="X")
    assert (outcome.whole, outcome.levels[2].percentage) == (46, 5435)


def test_245_low_of_485_collected_or_of_497_deputies() -> None:
    totals = Totals(total_members=497, collected=485)
    new = make_outcome([200, 40, 245], profile=NQ96, totals=totals, person="X")
    old = make_outcome([200, 40, 245], profile=load_profile("NQ85-2014"), totals=totals, person="X")
    assert new.reached is not None and new.reached.id == "low_over_half"
    assert old.reached is None and old.consequence is None
    assert old.levels[2].percentage == 4930


def test_an_outcome_is_possible_when_the_number_collected_is_unknown() -> None:
    outcome = make_outcome(
        [1, 1, 1], profile=load_profile("NQ85-2014"), totals=Totals(total_members=9), person="X"
    )
    assert outcome.unmarked is None


def test_sheets_that_are_void_count_for_nobody() -> None:
    outcome = make_outcome(
        [5, 1, 1], profile=NQ96, totals=Totals(collected=10, invalid=2), person="X"
    )
    assert (outcome.unmarked, outcome.whole) == (1, 10)


@pytest.mark.parametrize(
    ("counts", "totals", "code"),
    [
        ([1, 2], Totals(collected=9), RulesRefusal.WRONG_NUMBER_OF_COUNTS),
        ([1, -1, 1], Totals(collected=9), RulesRefusal.NEGATIVE_NUMBER),
        ([4, 3, 3], Totals(collected=9), RulesRefusal.SUM_OVER_COLLECTED),
        ([4, 3, 3], Totals(collected=10, invalid=1), RulesRefusal.SUM_OVER_COLLECTED),
        ([1, 1, 1], Totals(), RulesRefusal.DENOMINATOR_UNKNOWN),
        ([0, 0, 0], Totals(collected=0), RulesRefusal.DENOMINATOR_ZERO),
    ],
)
def test_counts_that_cannot_be_true_are_refused(
    counts: list[int], totals: Totals, code: RulesRefusal
) -> None:
    with pytest.raises(RulesRefused) as caught:
        make_outcome(counts, profile=NQ96, totals=totals, person="Nguyễn Văn An")
    assert caught.value.refusal is code


def test_a_denominator_smaller_than_the_marks_is_refused() -> None:
    totals = Totals(total_members=5, collected=9)
    with pytest.raises(RulesRefused) as caught:
        make_outcome([4, 2, 1], profile=load_profile("NQ85-2014"), totals=totals, person="X")
    assert caught.value.refusal is RulesRefusal.PART_OVER_WHOLE


@given(st.lists(st.integers(0, 2000), min_size=3, max_size=3), st.integers(0, 500))
def test_counts_and_unmarked_always_make_the_ballots(counts: list[int], unmarked: int) -> None:
    collected = sum(counts) + unmarked
    if collected == 0:
        return
    outcome = make_outcome(counts, profile=NQ96, totals=Totals(collected=collected), person="X")
    assert sum(outcome.counts) + (outcome.unmarked or 0) == collected
    assert sum(each.percentage for each in outcome.levels) <= 10_000 + 1
