"""Who is elected: the order of votes, the bar, the seats; ties at the last seat decide nothing.

Seats 3, bar more than 1/2 of 50; votes 40 31 31 30 25: seat 1 to 40, seats 2 and 3 to 31 and 31,
30 is over the bar but no seat is left, 25 is not over the bar (2 × 25 = 50 is not more than 50).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ballots.errors import Sentence
from voting.rules.percent import Hundredths
from voting.rules.profile import Contest, Threshold
from voting.rules.verdict import is_reached


class Standing(StrEnum):
    """What became of a candidate."""

    ELECTED = "elected"
    TIED = "tied"
    NO_SEAT = "no_seat"
    BELOW = "below"


STANDINGS: dict[Standing, Sentence] = {
    Standing.ELECTED: Sentence("Trúng cử", "Elected"),
    Standing.TIED: Sentence("Ngang phiếu, chưa quyết định", "Equal votes, not decided"),
    Standing.NO_SEAT: Sentence("Quá bán nhưng đã đủ số lượng", "Over half, but no seat is left"),
    Standing.BELOW: Sentence("Không quá bán", "Not over half"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A candidate in the order of votes.

    index: the place in the list, from 0. rank: from 1; equal votes have the same one.
    """

    index: int
    votes: int
    rank: int
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The candidates by falling votes (equal ones in the order of the list).

    contested: how many seats those with equal votes at the last seat stand for; 0 without a tie.
    unfilled: seats for which nobody has enough votes.
    """

    places: tuple[Placed, ...]
    seats: int
    contested: int
    unfilled: int

    def of(self, standing: Standing) -> tuple[Placed, ...]:
        """Return those of whom one thing became, in the order of votes."""
        return tuple(one for one in self.places if one.standing == standing)

    def standing_of(self, index: int) -> Standing:
        """Return what became of the candidate at a place of the list, from 0."""
        return next(one.standing for one in self.places if one.index == index)


def rank(votes: Sequence[int], *, seats: int, whole: int, bar: Threshold) -> Ranking:
    """Order the candidates and seat those over the bar, from the most votes, as far as it is clear.

    votes: one number a candidate, in the order of the list. whole: what the bar is a share of.
    """
    order = sorted(range(len(votes)), key=lambda index: -votes[index])
    over = [index for index in order if _is_over(votes[index], whole, bar)]
    tied = _tied(votes, over, seats)
    elected = [index for index in over[:seats] if index not in tied]
    return Ranking(
        places=tuple(
            Placed(
                index,
                votes[index],
                1 + sum(other > votes[index] for other in votes),
                _standing(index, elected=elected, tied=tied, over=over),
            )
            for index in order
        ),
        seats=seats,
        contested=seats - len(elected) if tied else 0,
        unfilled=max(0, seats - len(over)),
    )


def _is_over(votes: int, whole: int, bar: Threshold) -> bool:
    return is_reached(votes, whole, operator=bar.operator, fraction=bar.fraction)


def _tied(votes: Sequence[int], over: Sequence[int], seats: int) -> list[int]:
    """Return those with equal votes of whom some would have a seat and some not."""
    if len(over) <= seats or votes[over[seats]] != votes[over[seats - 1]]:
        return []
    return [index for index in over if votes[index] == votes[over[seats]]]


def _standing(
    index: int, *, elected: Sequence[int], tied: Sequence[int], over: Sequence[int]
) -> Standing:
    if index in elected:
        return Standing.ELECTED
    if index in tied:
        return Standing.TIED
    return Standing.NO_SEAT if index in over else Standing.BELOW


@dataclass(frozen=True, slots=True)
class Surplus:
    """By how many a list is longer than the seats, and how that compares with the regulation."""

    seats: int
    surplus: int
    rule: Contest

    @property
    def hundredths(self) -> Hundredths:
        """Return the surplus in hundredths of a per cent of the seats, rounded half up."""
        return Hundredths((2 * 10_000 * self.surplus + self.seats) // (2 * self.seats))

    @property
    def is_over(self) -> bool:
        """Tell whether it is more than the regulation names; one person is always allowed."""
        return self.surplus > 1 and 100 * self.surplus > self.rule.surplus_limit * self.seats

    @property
    def is_usual(self) -> bool:
        """Tell whether it is what the convener prepares, or one person, the least there is."""
        least, most = self.rule.surplus_from * self.seats, self.rule.surplus_to * self.seats
        return self.surplus == 1 or least <= 100 * self.surplus <= most
