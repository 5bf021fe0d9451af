"""The server process: granian runs the application; nothing about callers is logged.

What works beside it in the main process begins when the workers are there: they are forked where
the system can, and a fork takes no thread, but its locks, along. So it pauses, too, while workers
are replaced: one that died, or all of them, one after the other, after SIGHUP.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any, Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from voting.proofgate import AT_ONCE, WAITING
from voting.sitecount import share_with_workers

APPLICATION: Final = "voting:create_app"
BACKLOG: Final = 2048
THREADS: Final = AT_ONCE + WAITING + 8  # the gate of proofs never takes those that read
_MOMENT: Final = 0.05
_FORESEEN: Final = "Configuration allows spawning up to "  # so many threads: proofgate.py says why


def serve(
    *,
    address: str,
    port: int,
    workers: int,
    certificate: Path | None = None,
    private_key: Path | None = None,
    beside: Callable[[Event], None],
) -> None:
    """Serve until the process is told to stop.

    workers: processes; the proofs of a ballot are heavy, one worker a core is right. certificate,
    private_key: PEM files, both or none, for TLS. The access log stays off: it would hold
    addresses and times. beside: works in a thread of the main process until its event is set.
    """
    share_with_workers()
    logging.getLogger("_granian").addFilter(is_news)
    server = _Server(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=BACKLOG,
        factory=True,
        log_enabled=True,
        log_level=LogLevels.warning,
        log_access=False,
        ssl_cert=certificate,
        ssl_key=private_key,
        websockets=False,
        process_name=None,
        env_files=(),
        respawn_failed_workers=True,
    )
    companion = _Companion(lambda: tuple(server.wrks), workers, beside)
    server.before_replacing = companion.restart
    companion.start(())
    try:
        server.serve()
    finally:
        companion.end()


def is_news(record: logging.LogRecord) -> bool:
    """Tell whether a message of granian says more than that there are as many threads as wanted."""
    return not record.getMessage().startswith(_FORESEEN)


class _Server(Granian):  # type: ignore[misc, valid-type]  # chosen by system
    """Tells which workers it will replace, before it does."""

    before_replacing: Callable[[Sequence[object]], None]

    def _respawn_workers(self, workers: Sequence[int], *rest: Any, **more: Any) -> None:
        self.before_replacing([self.wrks[number] for number in workers])
        super()._respawn_workers(workers, *rest, **more)


class _Companion:
    """What works beside the workers, in a thread that is not there while they are forked."""

    def __init__(
        self,
        running: Callable[[], Sequence[object]],
        count: int,
        work: Callable[[Event], None],
    ) -> None:
        """Take how to learn which workers run, how many they are to be, and what to do."""
        self._running = running
        self._count = count
        self._work = work

    def start(self, gone: Sequence[object]) -> None:
        """Begin once all workers run, and those that are to go are gone."""
        self._stop = Event()
        self._thread = Thread(target=self._run, args=(self._stop, gone), name="beside", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop, and wait until it has."""
        self._stop.set()
        self._thread.join()

    def restart(self, gone: Sequence[object]) -> None:
        """Stop now, and begin again when these workers have been replaced."""
        self.end()
        self.start(gone)

    def _run(self, stop: Event, gone: Sequence[object]) -> None:
        while not self._is_up(gone):
            if stop.wait(_MOMENT):
                return
        self._work(stop)

    def _is_up(self, gone: Sequence[object]) -> bool:
        workers = self._running()
        return len(workers) == self._count and not any(one in gone for one in workers)
