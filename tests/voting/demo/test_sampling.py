"""The demonstration's ballots meet the published totals and are otherwise random."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.demo.sampling import choices_of, draw_ballots

COUNTS = [[73, 6, 2], [67, 12, 2], [0, 0, 0], [80, 0, 0]]


def totals(ballots: list[list[int | None]], people: int) -> list[list[int]]:
    return [[sum(row[p] == level for row in ballots) for level in range(3)] for p in range(people)]


def test_drawn_ballots_meet_every_total() -> None:
    assert totals(draw_ballots(COUNTS, 81), 4) == COUNTS


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=4),
    st.integers(0, 20),
)
def test_any_counts_that_fit_are_met(counts: list[list[int]], spare: int) -> None:
    ballots = max(map(sum, counts)) + spare
    drawn = draw_ballots(counts, ballots)
    assert len(drawn) == ballots
    if drawn:
        assert totals(drawn, len(counts)) == counts


def test_rows_are_drawn_independently_of_each_other() -> None:
    ballots = draw_ballots([[40, 41, 0], [40, 41, 0]], 81, random=Random(1))
    assert {(a, b) for a, b in ballots} == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_more_marks_than_ballots_are_refused() -> None:
    with pytest.raises(ValueError, match="person 1: 81 marks on 80 ballots"):
        draw_ballots([[73, 6, 2]], 80)


def test_marks_become_one_bit_a_level() -> None:
    assert choices_of([0, 2, None], 3) == [[1, 0, 0], [0, 0, 1], [0, 0, 0]]
