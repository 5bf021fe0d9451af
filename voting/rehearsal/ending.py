"""A rehearsal ends when it is asked to, and when the process that started it is gone."""

import os
import signal
import time
from collections.abc import Callable
from threading import Thread
from typing import Final

LOOK_SECONDS: Final = 0.5
WITH_PARENT: Final = "TINNHIEM_ENDS_WITH_PARENT"  # set: end when the parent has gone


def end_when(is_over: Callable[[], bool]) -> None:
    """Watch in a thread; when it is over, send this process the signal of termination."""

    def watch() -> None:
        while not is_over():
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=watch, name="ending", daemon=True).start()


def orphaned() -> Callable[[], bool]:
    """Return what tells whether the process that is now the parent has gone (not on Windows)."""
    parent = os.getppid()
    return lambda: os.getppid() != parent
