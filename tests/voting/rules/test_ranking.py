"""Who is elected: the bar, the seats, ties at the last seat, and the surplus of a list."""

from itertools import product

import pytest

from voting.rules.profile import load_profile
from voting.rules.ranking import STANDINGS, Standing, Surplus, rank

PROFILE = load_profile("BAUCU-QD190")
[BAR] = PROFILE.thresholds
ELECTED, TIED, NO_SEAT, BELOW = Standing


def standings(votes: list[int], *, seats: int, whole: int = 50) -> list[Standing]:
    """Return what became of each candidate, in the order of the list."""
    found = rank(votes, seats=seats, whole=whole, bar=BAR)
    return [found.standing_of(index) for index in range(len(votes))]


def test_those_over_half_are_elected_from_the_most_votes_until_no_seat_is_left() -> None:
    votes = [25, 31, 40, 30, 26]
    assert standings(votes, seats=3) == [BELOW, ELECTED, ELECTED, ELECTED, NO_SEAT]
    found = rank(votes, seats=3, whole=50, bar=BAR)
    assert [one.index for one in found.places] == [2, 1, 3, 4, 0]
    assert [one.rank for one in found.places] == [1, 2, 3, 4, 5]
    assert (found.contested, found.unfilled) == (0, 0)


def test_exactly_half_of_those_convened_is_not_enough() -> None:
    assert standings([25, 26, 50], seats=2) == [BELOW, ELECTED, ELECTED]
    assert standings([25, 26, 50], seats=2, whole=51) == [BELOW, ELECTED, ELECTED]
    assert standings([25, 26, 50], seats=2, whole=52) == [BELOW, BELOW, ELECTED]


def test_a_tie_at_the_last_seat_seats_none_of_them() -> None:
    votes = [31, 40, 31, 31, 30]
    assert standings(votes, seats=3) == [TIED, ELECTED, TIED, TIED, NO_SEAT]
    found = rank(votes, seats=3, whole=50, bar=BAR)
    assert (found.contested, found.unfilled) == (2, 0)
    assert [one.rank for one in found.places] == [1, 2, 2, 2, 5]
    assert [one.index for one in found.of(TIED)] == [0, 2, 3]


def test_a_tie_above_the_last_seat_or_below_the_bar_is_no_tie() -> None:
    assert standings([31, 31, 30], seats=2) == [ELECTED, ELECTED, NO_SEAT]
    assert standings([40, 20, 20], seats=2) == [ELECTED, BELOW, BELOW]
    assert rank([40, 20, 20], seats=2, whole=50, bar=BAR).unfilled == 1


def test_every_small_count_is_seated_as_the_words_say() -> None:
    for votes in product(range(5), repeat=4):
        for seats in (1, 2, 3):
            found = rank(votes, seats=seats, whole=4, bar=BAR)
            elected, tied = found.of(ELECTED), found.of(TIED)
            over = sorted((one for one in votes if one * 2 > 4), reverse=True)
            assert len(elected) + found.contested + found.unfilled == seats
            assert all(one.votes * 2 > 4 for one in (*elected, *tied, *found.of(NO_SEAT)))
            assert [one.votes for one in elected] == over[: len(elected)]
            assert (len(tied) > found.contested) == bool(tied)
            assert len({one.votes for one in tied}) <= 1
            assert all(one.votes < min(e.votes for e in elected) for one in tied if elected)


def test_each_standing_has_words() -> None:
    assert set(STANDINGS) == set(Standing)


@pytest.mark.parametrize(
    ("seats", "surplus", "hundredths", "is_usual", "is_over"),
    [
        (15, 2, 1333, True, False),
        (10, 1, 1000, True, False),
        (20, 3, 1500, True, False),
        (20, 6, 3000, False, False),
        (20, 7, 3500, False, True),
        (3, 1, 3333, True, False),
        (3, 2, 6667, False, True),
    ],
)
def test_a_surplus_is_compared_with_the_regulation(
    seats: int, surplus: int, hundredths: int, is_usual: bool, is_over: bool
) -> None:
    assert PROFILE.contest is not None
    found = Surplus(seats, surplus, PROFILE.contest)
    assert (found.hundredths, found.is_usual, found.is_over) == (hundredths, is_usual, is_over)
