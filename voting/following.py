"""The follower: adds up the ballots of open votes while they come in (`services.running_sums`).

It runs beside the server, in its main process, as the feeder does; casting does not wait for it
(but for SQLite's one writer, a few milliseconds a piece), and no receipt depends on it. A look
every PAUSE seconds, one piece of a log at a time, and after each piece as long a rest as it took:
it never has more than half a core. Killed, it goes on from the row that it stored last; without it,
the close adds up the log all the same.

A ballot or a row that is not what it was is told once, and that vote is followed no more: the close
refuses it.
"""

import time
from collections.abc import Callable
from threading import Event
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from ballots.errors import Sentence
from voting.findings import fill
from voting.instance import Instance
from voting.models import Conference
from voting.refusals import SENTENCES, VotingRefused
from voting.services.running_sums import Followed, follow, grow, open_votes

PAUSE: Final = 2.0  # seconds between looks

BROKEN: Final = Sentence(
    "!!! Việc cộng dần phiếu hỏng ({reason}) và bắt đầu lại. Bỏ phiếu không bị ảnh hưởng. Báo "
    "người phụ trách kỹ thuật.",
    "!!! Adding up ballots as they come in broke ({reason}) and begins again. Casting is not "
    "affected. Tell whoever looks after the machine.",
)
GIVEN_UP: Final = Sentence("!!! {uuid}: {vi}", "!!! {uuid}: {en}")


class Follower:
    """Adds up ballots until it is told to stop."""

    def __init__(self, instance: Instance, *, say: Callable[[Sentence], None]) -> None:
        """Take an installation. say: is told what is wrong, once."""
        self._instance = instance
        self._say = say
        self._followed: dict[int, Followed | None] = {}  # None: given up

    def run(self, stop: Event) -> None:
        """Follow until `stop` is set; a piece that is under way is finished first."""
        while not stop.wait(PAUSE):
            try:
                self.round(stop)
            except SQLAlchemyError as error:  # a database that is away comes back
                self._say(Sentence(type(error).__name__, type(error).__name__))

    def round(self, stop: Event) -> None:
        """Look at every open vote once, and add what has come."""
        with self._instance.database.reading() as session:
            votes = open_votes(session)
        for gone in self._followed.keys() - {vote.id for vote in votes}:
            del self._followed[gone]
        for vote in votes:
            try:
                self._follow(vote, stop)
            except VotingRefused as error:
                self._followed[vote.id] = None
                said = SENTENCES[error.refusal]
                self._say(fill(GIVEN_UP, {"uuid": vote.uuid, "vi": said.vi, "en": said.en}))

    def _follow(self, vote: Conference, stop: Event) -> None:
        """Add pieces of a log until there is no whole one more."""
        if vote.id not in self._followed:
            with self._instance.database.reading() as session:
                self._followed[vote.id] = follow(session, vote)
        followed = self._followed[vote.id]
        if followed is None:
            return
        began = time.monotonic()
        while grow(self._instance, followed) and not stop.wait(time.monotonic() - began):
            began = time.monotonic()
