"""The integers behind a threshold, as they are shown."""

from itertools import product

import pytest

from voting.rules.profile import PROFILE_IDS, load_profile
from voting.rules.reasons import PROVENANCE, needed_for, reasons, sources_of
from voting.rules.verdict import is_reached


@pytest.mark.parametrize(
    ("low", "shown"),
    [
        (23, ["2 × 23 = 46 < 47", "3 × 23 = 69 < 94 = 2 × 47"]),
        (24, ["2 × 24 = 48 > 47", "3 × 24 = 72 < 94 = 2 × 47"]),
        (31, ["2 × 31 = 62 > 47", "3 × 31 = 93 < 94 = 2 × 47"]),
        (32, ["2 × 32 = 64 > 47", "3 × 32 = 96 > 94 = 2 × 47"]),
    ],
)
def test_the_sums_of_the_domain_notes_are_written_out(low: int, shown: list[str]) -> None:
    made = reasons(load_profile("NQ96-2023"), (47 - low, 0, low), 47)
    assert [each.sum_shown for each in made] == shown
    assert [each.is_reached for each in made] == [low >= 24, low >= 32]


def test_an_equality_is_written_as_one() -> None:
    exact = reasons(load_profile("NQ96-2023"), (16, 0, 32), 48)
    assert exact[1].sum_shown == "3 × 32 = 96 = 96 = 2 × 48"
    assert exact[1].is_reached
    strict = reasons(load_profile("QD262-2014"), (16, 0, 32), 48)
    assert not strict[1].is_reached


def test_the_ballots_needed_are_the_fewest_that_reach_the_threshold() -> None:
    thresholds = [one for each in PROFILE_IDS for one in load_profile(each).thresholds]
    for threshold, whole in product(thresholds, range(1, 200)):
        needed = needed_for(threshold, whole)
        operator, fraction = threshold.operator, threshold.fraction
        assert is_reached(needed, whole, operator=operator, fraction=fraction)
        assert not is_reached(needed - 1, whole, operator=operator, fraction=fraction)


def test_every_threshold_has_a_source_with_a_word_for_its_provenance() -> None:
    for name in PROFILE_IDS:
        profile = load_profile(name)
        for threshold in profile.thresholds:
            sources = sources_of(profile, f"thresholds.{threshold.id}")
            assert sources
            assert all(source.provenance in PROVENANCE for source in sources)
