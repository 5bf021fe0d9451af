"""A small HTTP client for logs and witnesses: one kept connection, sizes and times bounded.

It follows no redirect and no proxy: what was configured is asked, nothing else.
"""

from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from socket import SHUT_RDWR, socket
from threading import Timer
from typing import Final, Self
from urllib.parse import urlsplit

from voting.witnessing.refusals import WatchRefusal, WatchRefused

TIMEOUT: Final = 10.0
PATIENCE: Final = 3  # times that, for a whole answer
MAX_ANSWER: Final = 32 << 20  # a bundle of 256 entries of the largest size is half of it


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request."""

    status: int
    content_type: str
    body: bytes


class Site:
    """What is served below one address, over one connection; for one thread at a time."""

    def __init__(self, url: str, *, timeout: float = TIMEOUT) -> None:
        """Remember the address; nothing is asked yet. Raises WatchRefused BAD_ADDRESS."""
        try:
            parts = urlsplit(url.strip())
            self._port = parts.port
        except ValueError as error:
            raise WatchRefused(WatchRefusal.BAD_ADDRESS, url) from error
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
            raise WatchRefused(WatchRefusal.BAD_ADDRESS, url)
        self.url = url.strip().rstrip("/")
        self._kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._host = parts.hostname
        self._prefix = parts.path.rstrip("/")
        self._timeout = timeout
        self._connection: HTTPConnection | None = None

    def __enter__(self) -> Self:
        """Use the site in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self.close()

    def get(self, path: str) -> Answer:
        """Fetch what lies at a path below the address. Raises WatchRefused NO_ANSWER."""
        return self._request("GET", path, None)

    def post(self, path: str, body: bytes) -> Answer:
        """Send bytes to a path below the address. Raises WatchRefused NO_ANSWER.

        They may arrive twice: a kept connection that was closed meanwhile is opened again.
        """
        return self._request("POST", path, body)

    def text(self, path: str) -> str:
        """Fetch text that must be there. Raises WatchRefused NO_ANSWER, BAD_ANSWER."""
        answer = self.get(path)
        if answer.status != 200:
            raise WatchRefused(WatchRefusal.BAD_ANSWER, f"{self.url}/{path}: {answer.status}")
        try:
            return answer.body.decode()
        except UnicodeDecodeError as error:
            raise WatchRefused(WatchRefusal.BAD_ANSWER, f"{self.url}/{path}") from error

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _request(self, method: str, path: str, body: bytes | None) -> Answer:
        if self._connection is not None:
            with suppress(OSError, HTTPException):
                return self._once(self._connection, method, path, body)
            self.close()
        self._connection = self._kind(self._host, self._port, timeout=self._timeout)
        try:
            return self._once(self._connection, method, path, body)
        except (OSError, HTTPException) as error:
            self.close()
            raise WatchRefused(WatchRefusal.NO_ANSWER, self.url) from error

    def _once(
        self, connection: HTTPConnection, method: str, path: str, body: bytes | None
    ) -> Answer:
        headers = {"Cache-Control": "no-cache"}
        if body is not None:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
        if connection.sock is None:
            connection.connect()
        scissors = _Scissors(connection.sock)
        cut = Timer(self._timeout * PATIENCE, scissors.cut)
        cut.daemon = True
        cut.start()
        try:
            connection.request(method, f"{self._prefix}/{path}", body=body, headers=headers)
            with connection.getresponse() as response:
                content = response.read(MAX_ANSWER + 1)
        finally:
            cut.cancel()
        if len(content) > MAX_ANSWER:
            raise HTTPException("too long")
        if scissors.have_cut or response.length:  # `read` tells neither
            raise HTTPException("cut short")
        return Answer(response.status, response.headers.get("Content-Type", ""), content)


class _Scissors:
    """Ends an answer that drips: a time limit for each piece would never end it."""

    def __init__(self, line: socket) -> None:
        self._line = line  # the connection lets go of it where the other side will close
        self.have_cut = False

    def cut(self) -> None:
        """Cut the line; whoever waits on it sees its end."""
        self.have_cut = True
        with suppress(OSError):
            self._line.shutdown(SHUT_RDWR)
