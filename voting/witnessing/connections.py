"""Connections to a small server: nobody holds a place for ever, and nobody keeps others out."""

import time
from contextlib import suppress
from io import RawIOBase
from socket import SHUT_RDWR, socket
from threading import Lock
from typing import Any


class Places:
    """The connections that are served, so many and no more."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._lock = Lock()
        self._taken: set[socket] = set()
        self._waiting: dict[socket, None] = {}  # for a request, in the order of their waiting

    def take(self, connection: socket) -> bool:
        """Find a place, if need be that of who waits longest; False if all are at work."""
        with self._lock:
            if len(self._taken) >= self._count:
                if not self._waiting:
                    return False
                self._give_up(next(iter(self._waiting)))
            self._taken.add(connection)
            self._waiting[connection] = None
            return True

    def waits(self, connection: socket, is_waiting: bool) -> None:
        """Note whether a connection waits for a request or is at work on one."""
        with self._lock:
            self._waiting.pop(connection, None)
            if is_waiting and connection in self._taken:
                self._waiting[connection] = None

    def leave(self, connection: socket) -> None:
        """Give a place back."""
        with self._lock:
            self._taken.discard(connection)
            self._waiting.pop(connection, None)

    def _give_up(self, connection: socket) -> None:
        del self._waiting[connection]
        self._taken.discard(connection)
        with suppress(OSError):
            connection.shutdown(SHUT_RDWR)


class TimedReader(RawIOBase):
    """Reads a connection: long between requests, not long within one."""

    def __init__(self, connection: socket, *, idle: float, whole: float) -> None:
        self._connection = connection
        self._idle = idle
        self._whole = whole
        self._deadline: float | None = None

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def begin(self) -> None:
        """Wait for a new request."""
        self._deadline = None

    def readinto(self, buffer: Any) -> int:
        """Read some bytes. Raises TimeoutError."""
        left = self._idle if self._deadline is None else self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(min(left, self._idle))
        count = self._connection.recv_into(buffer)
        self._connection.settimeout(self._idle)  # for the answer
        if self._deadline is None:
            self._deadline = time.monotonic() + self._whole
        return count
