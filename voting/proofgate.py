"""How many ballots one process verifies at a time, so that reading never waits behind proofs.

A proof keeps a core busy for tens of milliseconds; more of them at once than cores finish no
sooner, and only take turns away from who reads. So a few are verified, some wait, and who comes
when all those places are taken is told to come again. A process has more threads than this gate
has places (`voting.serving`): there is always one to read with. Of one card only one ballot has a
place at a time, so that nobody takes them all with one card.

Those that wait are verified and recorded together (`voting.turns`), which costs less than one after
the other. A ballot keeps its place until it has its receipt.

A false proof makes all that were verified with it be verified once more, one by one. So a card that
sent one is remembered for a while, in memory alone, and what it sends is verified by itself.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final

from ballots.ballot import Ballot
from ballots.errors import BallotRefused
from voting.recorded import Outcome
from voting.refusals import Refusal, VotingRefused
from voting.turns import Turns

AT_ONCE: Final = 2
WAITING: Final = 46
TOGETHER: Final = 16
REMEMBERED: Final = 1024  # cards that sent a false proof


class ProofGate:
    """The gate of one process.

    turns: to verify. Its pieces are ballots with a place; a kind is a conference.
    """

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self.turns: Turns[Ballot, Outcome | BallotRefused] = Turns(at_once=at_once, most=TOGETHER)
        self._places = BoundedSemaphore(at_once + waiting)
        self._inside: set[str] = set()
        self._false: deque[str] = deque(maxlen=REMEMBERED)
        self._changing = Lock()

    @contextmanager
    def passing(self, credential: str) -> Iterator[None]:
        """Have a place, to wait for a turn or to have one.

        credential: of the ballot, whose signature has been verified. Raises VotingRefused
        CASTING_BUSY if no place is left, or another ballot of this credential has one.
        """
        self._enter(credential)
        try:
            yield
        finally:
            self._leave(credential)

    def remember(self, credential: str) -> None:
        """Note that a ballot of this card had a false proof."""
        with self._changing:
            if credential not in self._false:
                self._false.append(credential)

    def has_lied(self, credential: str) -> bool:
        """Tell whether one of the last cards with a false proof was this one."""
        with self._changing:
            return credential in self._false

    def _enter(self, credential: str) -> None:
        with self._changing:
            if credential in self._inside or not self._places.acquire(blocking=False):
                raise VotingRefused(Refusal.CASTING_BUSY)
            self._inside.add(credential)

    def _leave(self, credential: str) -> None:
        with self._changing:
            self._inside.remove(credential)
            self._places.release()
