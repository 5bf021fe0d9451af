"""The feeder: brings every new checkpoint of every conference to the witnesses that take them.

It runs beside the server (`tinnhiem serve` starts it; `tinnhiem log feed` for other servers) and
asks the database, a few times a second, whether a log has grown. Each pair of conference and
witness goes its own way: one that does not answer holds nobody up, and is tried again ever more
rarely. What a witness answers is verified with its key and stored (`services.witnesses`).

What nobody foresaw, in one delivery, counts as a failure of that witness and is told; in the feeder
itself, it is told and the feeder begins again (`feed_always`): casting goes on either way, and the
witnesses are never left alone in silence.

A witness that stands further than our log, or elsewhere, holds a signature of ours that our
database has forgotten: then nothing more is signed (`voting.heads`, known failure 27).
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event
from traceback import extract_tb
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from audit.errors import LogRefused
from audit.note import VerificationKey
from ballots.errors import Sentence
from voting.findings import fill
from voting.instance import Instance
from voting.log import log_size
from voting.models import Conference, Cosignature, State
from voting.refusals import VotingRefused
from voting.services.witnesses import named_witnesses
from voting.witnessing.delivery import Contradicted, deliver
from voting.witnessing.refusals import WatchRefused
from voting.witnessing.web import Site

BUSY: Final = 0.2  # seconds between looks at a log that grew in the last minute
IDLE: Final = 1.0  # and at one that did not
_LONG: Final = 60.0
TIMEOUT: Final = 5.0
MAX_WAIT: Final = 30.0
_HANDS: Final = 32

SAID: Final = {
    "lost": Sentence(
        "Giám sát {name} chưa ký điểm chốt của {uuid}: {reason}. Sẽ gửi lại.",
        "Witness {name} has not cosigned a checkpoint of {uuid}: {reason}. It is sent again.",
    ),
    "back": Sentence(
        "Giám sát {name} lại ký điểm chốt của {uuid}.",
        "Witness {name} cosigns checkpoints of {uuid} again.",
    ),
    "broken": Sentence(
        "!!! Việc mang điểm chốt đến các giám sát hỏng ({reason}) và bắt đầu lại. Bỏ phiếu không "
        "bị ảnh hưởng. Báo người phụ trách kỹ thuật.",
        "!!! Bringing checkpoints to the witnesses broke ({reason}) and begins again. Casting is "
        "not affected. Tell whoever looks after the machine.",
    ),
    "stopped": Sentence(
        "!!! Giám sát {name} giữ điểm chốt mà hòm phiếu {uuid} đã ký và nay không có. Máy chủ "
        "không ký thêm gì. Giữ nguyên máy, báo Ban Kiểm phiếu.",
        "!!! Witness {name} holds a checkpoint that the log of {uuid} signed and has no more. "
        "Nothing more is signed. Leave the machine as it is and tell the counting committee.",
    ),
}


@dataclass(slots=True)
class Pair:
    """A conference and a witness that takes its checkpoints. done: the size last cosigned."""

    conference_id: int
    uuid: str
    name: str
    key: VerificationKey
    site: Site
    done: int
    failures: int = 0
    not_before: float = 0.0
    is_busy: bool = False
    is_over: bool = False


@dataclass(slots=True)
class Watched:
    """A conference whose log is looked at, and how often."""

    conference_id: int
    pairs: list[Pair]
    size: int = 0
    grew: float = field(default=-_LONG)
    next_look: float = 0.0


class Feeder:
    """Brings checkpoints to witnesses until it is told to stop."""

    def __init__(
        self,
        instance: Instance,
        *,
        say: Callable[[Sentence], None],
        clock: Callable[[], float] = time.monotonic,
        timeout: float = TIMEOUT,
    ) -> None:
        """Take an installation. say: is told when a witness is lost or back, never more often."""
        self._instance = instance
        self._say = say
        self._clock = clock
        self._timeout = timeout
        self._newest_id = 0
        self._watched: list[Watched] = []

    def run(self, stop: Event) -> None:
        """Feed until `stop` is set; what is under way is finished first."""
        with ThreadPoolExecutor(_HANDS, thread_name_prefix="feeder") as hands:
            while not stop.wait(BUSY):
                try:
                    self.round(hands)
                except SQLAlchemyError as error:  # a database that is away comes back
                    self._say(Sentence(type(error).__name__, type(error).__name__))
                    stop.wait(IDLE)
        for watched in self._watched:
            for pair in watched.pairs:
                pair.site.close()

    def round(self, hands: ThreadPoolExecutor) -> None:
        """Look at the logs whose turn it is, and send what is new; returns before it arrives."""
        now = self._clock()
        with self._instance.database.reading() as session:
            self._watched += self._found(session)
            for watched in self._watched:
                if watched.next_look <= now:
                    self._look(session, watched, now)
        for watched in self._watched:
            for pair in _due(watched, now):
                pair.is_busy = True
                sent = hands.submit(self._deliver, pair, watched.size)
                sent.add_done_callback(partial(self._delivered, pair))

    def _found(self, session: Session) -> Iterable[Watched]:
        """Return conferences that were made since the last look and have witnesses to feed."""
        newest = session.scalar(select(func.max(Conference.id))) or 0
        if newest == self._newest_id:
            return []
        made = session.scalars(select(Conference).where(Conference.id > self._newest_id)).all()
        self._newest_id = newest
        watched = [Watched(one.id, self._pairs(session, one)) for one in made]
        return [one for one in watched if one.pairs]

    def _pairs(self, session: Session, conference: Conference) -> list[Pair]:
        return [
            Pair(
                conference_id=conference.id,
                uuid=conference.uuid,
                name=name,
                key=key,
                site=Site(url, timeout=self._timeout),
                done=_cosigned_size(session, conference.id, key),
            )
            for name, key, url in named_witnesses(conference)
            if url is not None
        ]

    def _look(self, session: Session, watched: Watched, now: float) -> None:
        """Note how far a log is and when to look again."""
        size = log_size(session, watched.conference_id)
        if size != watched.size:
            watched.size, watched.grew = size, now
        elif now - watched.grew > _LONG and _is_published(session, watched.conference_id):
            watched.next_look = now + MAX_WAIT
            return
        watched.next_look = now if now - watched.grew < _LONG else now + IDLE

    def _deliver(self, pair: Pair, size: int) -> int:
        """Bring one checkpoint to one witness; return the size that it cosigned."""
        return deliver(self._instance, pair.uuid, pair.key, pair.site, pair.done, size)

    def _delivered(self, pair: Pair, done: "Future[int]") -> None:
        """Note how a delivery went."""
        error = done.exception()
        if isinstance(error, Contradicted):
            pair.is_over = True
            self._report("stopped", pair)
        elif error is not None:
            pair.failures += 1
            pair.not_before = self._clock() + min(MAX_WAIT, BUSY * 2**pair.failures)
            if pair.failures == 1:
                self._report("lost", pair, reason=_reason(error))
        else:
            pair.done = done.result()
            if pair.failures:
                self._report("back", pair)
            pair.failures = 0
        pair.is_busy = False

    def _report(self, what: str, pair: Pair, **more: str) -> None:
        self._say(fill(SAID[what], {"name": pair.name, "uuid": pair.uuid, **more}))


def _due(watched: Watched, now: float) -> list[Pair]:
    """Return the pairs of a conference to which something can be sent now."""
    return [
        pair
        for pair in watched.pairs
        if pair.done < watched.size
        and not (pair.is_busy or pair.is_over)
        and pair.not_before <= now
    ]


def _cosigned_size(session: Session, conference_id: int, key: VerificationKey) -> int:
    """Return the largest size that a witness cosigned as far as we know, 0 if none."""
    largest = select(func.max(Cosignature.size)).where(
        Cosignature.conference_id == conference_id, Cosignature.key_id == key.key_id.hex()
    )
    return session.scalar(largest) or 0


def _is_published(session: Session, conference_id: int) -> bool:
    """Tell whether nothing is expected to be added to a log any more."""
    state = session.scalar(select(Conference.state).where(Conference.id == conference_id))
    return state is State.PUBLISHED


def _reason(error: BaseException) -> str:
    """Name a failure by its closed code, or by its kind; one that nobody foresaw, by its place."""
    if isinstance(error, WatchRefused | VotingRefused):
        return error.refusal.value
    if isinstance(error, LogRefused):
        return error.code.value
    if isinstance(error, SQLAlchemyError) or not error.__traceback__:
        return type(error).__name__
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"


def feed_always(
    work: Callable[[Event], None],
    stop: Event,
    *,
    say: Callable[[Sentence], None],
    broken: Sentence = SAID["broken"],
) -> None:
    """Run what feeds until `stop` is set; where it breaks, say so and begin again, ever later."""
    pause = IDLE
    while not stop.is_set():
        with ThreadPoolExecutor(1, thread_name_prefix="feeder") as one:
            running = one.submit(work, stop)
            try:
                error = running.exception()
            except KeyboardInterrupt:
                stop.set()
                raise
        if error is None:
            return
        say(fill(broken, {"reason": _reason(error)}))
        stop.wait(pause)
        pause = min(MAX_WAIT, 2 * pause)
