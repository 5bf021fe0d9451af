"""How far the verifier is: a line on a terminal that is written over, with the rate."""

import time
from typing import Final, Protocol, TextIO

_REDRAW_SECONDS: Final = 0.2


class Progress(Protocol):
    """Called with how many ballots are done, and of how many that are known."""

    def __call__(self, done: int, total: int) -> None:
        """Take note of the progress."""


def silent(done: int, total: int) -> None:
    """Take no note of progress."""


def shown_on(stream: TextIO, line: str) -> Progress:
    """Return what shows progress and rate on terminals, and nothing elsewhere.

    line: what stands before the rate, with places for `done` and `total`.
    """
    if not stream.isatty():
        return silent
    begun = drawn = time.monotonic()

    def show(done: int, total: int) -> None:
        nonlocal drawn
        now = time.monotonic()
        if done == total:
            stream.write("\r\x1b[K")
        elif now - drawn >= _REDRAW_SECONDS:
            drawn = now
            rate = done / (now - begun)
            stream.write(f"\r\x1b[K{line.format(done=done, total=total)} · {rate:.0f}/s")
        stream.flush()

    return show
