"""The server process: granian runs the application; nothing about callers is logged.

What works beside it in the main process begins when the workers are there: they are forked where
the system can, and a fork takes no thread, but its locks, along.
"""

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import Final

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

APPLICATION: Final = "voting:create_app"
BACKLOG: Final = 2048
_MOMENT: Final = 0.05


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
    stop = Event()
    server = Granian(
        APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
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
    )
    waits = (lambda: len(server.wrks) == server.workers, beside, stop)
    thread = Thread(target=_work_beside, args=waits, name="beside", daemon=True)
    thread.start()
    try:
        server.serve()
    finally:
        stop.set()
        thread.join()


def _work_beside(is_up: Callable[[], bool], work: Callable[[Event], None], stop: Event) -> None:
    """Work once all workers run, until `stop` is set."""
    while not is_up():
        if stop.wait(_MOMENT):
            return
    work(stop)
