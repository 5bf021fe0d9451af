"""Draw ballots whose totals are given: each person's counts are met, all else is random.

A ballot is, for each person, the index of the level that was marked (0 the highest) or None.
Each person's marks are shuffled over the ballots independently of every other person's.
"""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Protocol


class Shuffler(Protocol):
    """What is needed of a random source."""

    def shuffle(self, x: list[int | None]) -> None:
        """Shuffle in place."""


def draw_ballots(
    counts: Sequence[Sequence[int]], ballots: int, *, random: Shuffler | None = None
) -> list[list[int | None]]:
    """Draw `ballots` ballots in which level l of person p is marked counts[p][l] times.

    Rows that no level is left for stay unmarked. Raises ValueError if a person has more marks
    than there are ballots.
    """
    source = random if random is not None else SystemRandom()
    columns: list[list[int | None]] = []
    for person, levels in enumerate(counts, start=1):
        marks: list[int | None] = [
            level for level, count in enumerate(levels) for _ in range(count)
        ]
        if len(marks) > ballots:
            raise ValueError(f"person {person}: {len(marks)} marks on {ballots} ballots")
        marks += [None] * (ballots - len(marks))
        source.shuffle(marks)
        columns.append(marks)
    return [list(row) for row in zip(*columns, strict=True)]


def choices_of(marks: Sequence[int | None], levels: int) -> list[list[int]]:
    """Turn the marks of one ballot into one 0 or 1 a level, for each person."""
    return [[int(mark == level) for level in range(levels)] for mark in marks]
