"""How many ballots one process verifies at a time, so that reading never waits behind proofs.

A proof keeps a core busy for tens of milliseconds; more of them at once than cores finish no
sooner, and only take turns away from who reads. So a few are verified, some wait, and who comes
when all those places are taken is told to come again. A process has more threads than this gate
has places (`voting.serving`): there is always one to read with. Of one card only one ballot has a
place at a time, so that nobody takes them all with one card.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from typing import Final

from voting.refusals import Refusal, VotingRefused

AT_ONCE: Final = 2
WAITING: Final = 22


class ProofGate:
    """The gate of one process."""

    def __init__(self, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._proofs = BoundedSemaphore(at_once)
        self._places = BoundedSemaphore(at_once + waiting)
        self._inside: set[str] = set()
        self._changing = Lock()

    @contextmanager
    def passing(self, credential: str) -> Iterator[None]:
        """Wait for a turn and have it.

        credential: of the ballot, whose signature has been verified. Raises VotingRefused
        CASTING_BUSY if too many wait, or another ballot of this credential is inside.
        """
        self._enter(credential)
        try:
            with self._proofs:
                yield
        finally:
            self._leave(credential)

    def _enter(self, credential: str) -> None:
        with self._changing:
            if credential in self._inside or not self._places.acquire(blocking=False):
                raise VotingRefused(Refusal.CASTING_BUSY)
            self._inside.add(credential)

    def _leave(self, credential: str) -> None:
        with self._changing:
            self._inside.remove(credential)
            self._places.release()
