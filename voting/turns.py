"""Work that waits is done together by whoever gets a turn.

Of those who bring a piece of work, a few have a turn at a time. Who has one does the own piece, and
with it those of the same kind that wait at this moment, the oldest first. Nobody waits for company:
what is not there when a turn begins is left for the next. A turn ends when its holder says so
(`Turn.ends`), or when the work is done; the next is for whoever waits longest.

If the work fails with something unforeseen, its holder gets the failure; each of the others brings
the piece again and does it alone, and so does whoever asks for that. So of a group one is asked to
come again at most, and a piece that is known to spoil groups is in none.
"""

from collections import deque
from collections.abc import Callable, Hashable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

Piece = TypeVar("Piece")
Outcome = TypeVar("Outcome")


class _Waiting(Generic[Piece, Outcome]):
    """A piece of work, and the thread that brought it."""

    def __init__(self, kind: Hashable, piece: Piece) -> None:
        self.kind, self.piece = kind, piece
        self.outcomes: list[Outcome] = []  # the one, when it is done
        self.has_turn = self.is_alone = False
        self.woken = Event()


class Turn:
    """A turn that somebody has."""

    def __init__(self, ends: Callable[[], None]) -> None:
        self._ends = ends
        self._is_over = False

    def ends(self) -> None:
        """Give the turn to the next; what is still to do does not need it."""
        if not self._is_over:
            self._is_over = True
            self._ends()


class Turns(Generic[Piece, Outcome]):
    """Who has a turn, and what waits."""

    def __init__(self, *, at_once: int, most: int) -> None:
        """Take how many have a turn at a time, and how many pieces are done together."""
        self._free, self._most = at_once, most
        self._waiting: deque[_Waiting[Piece, Outcome]] = deque()
        self._changing = Lock()

    @property
    def waiting(self) -> int:
        """How many pieces wait."""
        return len(self._waiting)

    def do(
        self,
        kind: Hashable,
        piece: Piece,
        together: Callable[[Sequence[Piece], Turn], Sequence[Outcome]],
        *,
        alone: bool = False,
    ) -> Outcome:
        """Have a piece done, with others of its kind unless it is to be alone; return its outcome.

        together: does pieces, and returns their outcomes in the same order.
        """
        mine = _Waiting[Piece, Outcome](kind, piece)
        mine.is_alone = alone
        while not mine.outcomes:
            self._wait(mine)
            if mine.has_turn:
                self._lead(mine, together)
        return mine.outcomes[0]

    def _wait(self, mine: _Waiting[Piece, Outcome]) -> None:
        """Wait for a turn, or until somebody else has done the piece, or failed at it."""
        mine.woken.clear()
        with self._changing:
            if self._free:
                self._free -= 1
                mine.has_turn = True
                return
            self._waiting.append(mine)
        mine.woken.wait()

    def _lead(
        self,
        mine: _Waiting[Piece, Outcome],
        together: Callable[[Sequence[Piece], Turn], Sequence[Outcome]],
    ) -> None:
        group = [mine] if mine.is_alone else [mine, *self._taken(mine.kind)]
        turn = Turn(self._pass_on)
        try:
            outcomes = together([one.piece for one in group], turn)
            for one, outcome in zip(group, outcomes, strict=True):
                one.outcomes.append(outcome)
        finally:
            turn.ends()
            for one in group[1:]:
                one.is_alone = True  # the next time, if there is one
                one.woken.set()

    def _taken(self, kind: Hashable) -> list[_Waiting[Piece, Outcome]]:
        """Take what waits and is of this kind, as much as is done together."""
        with self._changing:
            found = [one for one in self._waiting if one.kind == kind and not one.is_alone]
            taken = found[: self._most - 1]
            for one in taken:
                self._waiting.remove(one)
        return taken

    def _pass_on(self) -> None:
        """Give a turn to who waits longest, or keep it for who comes."""
        with self._changing:
            if not self._waiting:
                self._free += 1
                return
            following = self._waiting.popleft()
            following.has_turn = True
        following.woken.set()
