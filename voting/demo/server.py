"""A real server process for the demonstration: started, waited for, and always stopped."""

import os
import signal
import socket
import subprocess  # our own command, no shell
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from voting.demo.signals import undisturbed

LOOPBACK: Final = "127.0.0.1"
START_SECONDS: Final = 180
STOP_SECONDS: Final = 10
PORTS_TRIED: Final = 3  # somebody may take a free port before the server does


class ServerFailed(Exception):
    """The server did not start; the text says where its own words are."""


class DemoServer:
    """`tinnhiem serve` on loopback, or at another address, in a process group of its own."""

    def __init__(
        self,
        *,
        instance: Path,
        port: int | None = None,
        workers: int = 2,
        address: str = LOOPBACK,
        **extra: str,
    ) -> None:
        self._address = address
        self._ports = [port] if port is not None else [free_port() for _ in range(PORTS_TRIED)]
        self.port = self._ports[0]
        self._log_file = instance / "server.log"
        self._environment = {**os.environ, **server_environment(instance), **extra}
        self._workers = workers
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://{self._address}:{self.port}"

    @property
    def pid(self) -> int:
        """The process id of the running server."""
        if self._process is None:
            raise ServerFailed("the server is not running")
        return self._process.pid

    def __enter__(self) -> Self:
        """Start the server and wait until it answers. Raises ServerFailed."""
        for port in self._ports:
            if self._answers_at(port):
                return self
        raise ServerFailed(f"the server did not start; its own words are in {self._log_file}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self.stop()

    def stop(self) -> None:
        """Stop the server and every process that it started."""
        with undisturbed():
            process, self._process = self._process, None
            if process is None:
                return
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(STOP_SECONDS)

    def _answers_at(self, port: int) -> bool:
        """Start the server at a port; if it does not answer, nothing of it is left."""
        self.port = port
        try:
            self._start()
            is_up = self._wait()
        except BaseException:
            self.stop()
            raise
        if not is_up:
            self.stop()
        return is_up

    def _start(self) -> None:
        command = [sys.executable, "-m", "voting.cli", "serve", "--address", self._address]
        command += ["--port", str(self.port), "--workers", str(self._workers)]
        with self._log_file.open("ab") as log, undisturbed():
            self._process = subprocess.Popen(  # noqa: S603  our own command, no shell
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                start_new_session=True,
            )

    def _wait(self) -> bool:
        """Wait until the server answers; False if it has ended, or takes too long."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                return False
            if answers(self.port, self._address):
                return True
            time.sleep(0.05)
        return False


def server_environment(instance: Path) -> dict[str, str]:
    """Return the settings of a server with its own SQLite database in a folder."""
    return {"TINNHIEM_INSTANCE": str(instance), "TINNHIEM_DATABASE_URL": ""}


def answers(port: int, address: str = LOOPBACK) -> bool:
    """Tell whether a server, on loopback unless told otherwise, answers its first page."""
    connection = HTTPConnection(address, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
