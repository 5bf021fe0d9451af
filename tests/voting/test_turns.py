"""What waits is done together by whoever gets a turn, and no piece spoils another."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest

from voting.turns import Turn, Turns

PATIENCE = 60


class Workshop:
    """Does pieces by doubling them, and remembers in which groups; 0 cannot be done."""

    def __init__(self, *, at_once: int = 1, most: int = 16) -> None:
        self.turns: Turns[int, int] = Turns(at_once=at_once, most=most)
        self.groups: list[list[int]] = []
        self.pool = ThreadPoolExecutor(12)
        self.began, self.go_on = Event(), Event()

    def brings(self, *pieces: int, kind: str = "a") -> list["Future[int]"]:
        """Bring pieces, each by a thread of its own, in this order."""
        brought = []
        for piece in pieces:
            waiting = self.turns.waiting
            brought.append(self.pool.submit(self.turns.do, kind, piece, self.doubles))
            while self.turns.waiting == waiting and not brought[-1].done():
                Event().wait(0.001)
        return brought

    def holds(self, *, ends: bool = False) -> "Future[int]":
        """Have somebody take a turn and keep it until `go_on`, or give it away at once."""

        def works(pieces: Sequence[int], turn: Turn) -> list[int]:
            if ends:
                turn.ends()
            self.began.set()
            assert self.go_on.wait(PATIENCE)
            return list(pieces)

        self.began.clear()
        holder = self.pool.submit(self.turns.do, "a", 100, works)
        assert self.began.wait(PATIENCE)
        return holder

    def doubles(self, pieces: Sequence[int], turn: Turn) -> list[int]:
        self.groups.append(list(pieces))
        if 0 in pieces:
            raise ZeroDivisionError
        return [2 * piece for piece in pieces]


def test_what_waits_is_done_together_and_each_gets_its_own_outcome() -> None:
    shop = Workshop()
    holder = shop.holds()
    brought = shop.brings(1, 2, 3)
    shop.go_on.set()
    assert [one.result(PATIENCE) for one in brought] == [2, 4, 6]
    assert shop.groups == [[1, 2, 3]]
    assert holder.result(PATIENCE) == 100


def test_a_piece_that_finds_a_turn_free_does_not_wait_for_company() -> None:
    shop = Workshop()
    assert [shop.turns.do("a", piece, shop.doubles) for piece in (1, 2)] == [2, 4]
    assert shop.groups == [[1], [2]]


def test_a_group_has_no_more_than_the_most_and_the_oldest_first() -> None:
    shop = Workshop(most=2)
    shop.holds()
    brought = shop.brings(1, 2, 3, 4, 5)
    shop.go_on.set()
    assert [one.result(PATIENCE) for one in brought] == [2, 4, 6, 8, 10]
    assert shop.groups == [[1, 2], [3, 4], [5]]


def test_only_pieces_of_one_kind_are_done_together_and_no_kind_is_passed_over() -> None:
    shop = Workshop()
    shop.holds()
    first = shop.brings(1)
    others = shop.brings(2, kind="b")
    last = shop.brings(3)
    shop.go_on.set()
    assert [one.result(PATIENCE) for one in (*first, *others, *last)] == [2, 4, 6]
    assert shop.groups == [[1, 3], [2]]


def test_who_fails_spoils_no_other_piece() -> None:
    shop = Workshop()
    shop.holds()
    brought = shop.brings(0, 1, 2)
    shop.go_on.set()
    with pytest.raises(ZeroDivisionError):
        brought[0].result(PATIENCE)
    assert [one.result(PATIENCE) for one in brought[1:]] == [2, 4]
    assert sorted(shop.groups) == [[0, 1, 2], [1], [2]]


def test_a_failure_gives_the_turn_back() -> None:
    shop = Workshop()
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            shop.turns.do("a", 0, shop.doubles)
    assert shop.turns.do("a", 1, shop.doubles) == 2


def test_a_turn_that_ended_early_lets_the_next_begin() -> None:
    shop = Workshop()
    holder = shop.holds(ends=True)
    assert shop.turns.do("a", 1, shop.doubles) == 2
    assert not holder.done()
    shop.go_on.set()
    assert holder.result(PATIENCE) == 100
    assert [one.result(PATIENCE) for one in shop.brings(2, 3)] == [4, 6]


def test_two_have_a_turn_at_once_and_the_third_waits() -> None:
    shop = Workshop(at_once=2)
    holder = shop.holds()
    assert shop.turns.do("a", 1, shop.doubles) == 2
    second = shop.holds()
    waiting = shop.brings(3)
    assert shop.turns.waiting == 1
    shop.go_on.set()
    assert [one.result(PATIENCE) for one in (holder, second, *waiting)] == [100, 100, 6]


def test_a_piece_that_asks_to_be_alone_is_in_no_group() -> None:
    shop = Workshop()
    shop.holds()
    first = shop.brings(1)
    waiting = shop.turns.waiting
    alone = shop.pool.submit(shop.turns.do, "a", 7, shop.doubles, alone=True)
    while shop.turns.waiting == waiting:
        Event().wait(0.001)
    rest = shop.brings(2, 3)
    shop.go_on.set()
    assert [one.result(PATIENCE) for one in (*first, alone, *rest)] == [2, 14, 4, 6]
    assert sorted(map(len, shop.groups)) == [1, 3] and [7] in shop.groups
