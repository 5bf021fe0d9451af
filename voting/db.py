"""The database: engines, short transactions, and how each kind of database is made durable.

SQLite: write-ahead log, synchronous=FULL (a commit survives a power cut), foreign keys enforced,
and every writing transaction begins with BEGIN IMMEDIATE, so that it never has to be upgraded.
PostgreSQL: psycopg 3; a writing transaction locks the row of its conference. It has a limited
number of connections for all, so of one process only so many threads use it at a time (`AT_ONCE`),
each with a second connection at most; the others wait, and after a while are told to come again.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from voting.refusals import Refusal, VotingRefused

_BUSY_SECONDS: Final = 30
AT_ONCE: Final = 10  # threads of a process in PostgreSQL
# No thread that holds a connection waits for another: one that reads while it writes
# (`voting.signing`) would wait for ever if all others did the same.
CONNECTIONS: Final = 2 * AT_ONCE
_NO_LIMIT: Final = -1
_WRITES: Final = "tinnhiem_writes"


class Database:
    """One database: `reading()` sees one consistent state, `writing()` excludes other writers."""

    def __init__(
        self, url: str, *, at_once: int = AT_ONCE, patience: float = _BUSY_SECONDS
    ) -> None:
        """Take where it is, how many threads use PostgreSQL at a time, seconds that others wait."""
        self.engine = make_engine(url)
        self._turns = None if self.is_sqlite else threading.BoundedSemaphore(at_once)
        self._patience = patience
        self._here = threading.local()
        reading: dict[str, Any] = {}
        if not self.is_sqlite:
            reading = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._reader = self.engine.execution_options(**reading)
        self._writer = self.engine.execution_options(**{_WRITES: True})

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is SQLite."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that only reads; what it gives out stays usable afterwards.

        Raises VotingRefused SERVER_BUSY.
        """
        with (
            self._turn(),
            Session(self._reader, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Open a transaction that only reads, for ready-made statements: rows, no objects.

        Raises VotingRefused SERVER_BUSY.
        """
        with self._turn(), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session in a writing transaction; it commits at the end, or not at all.

        Raises VotingRefused SERVER_BUSY.
        """
        with (
            self._turn(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for a turn, unless this thread has one already. Raises VotingRefused SERVER_BUSY."""
        if self._turns is None or getattr(self._here, "has_turn", False):
            yield
            return
        if not self._turns.acquire(timeout=self._patience):
            raise VotingRefused(Refusal.SERVER_BUSY)
        self._here.has_turn = True
        try:
            yield
        finally:
            self._here.has_turn = False
            self._turns.release()

    def close(self) -> None:
        """Close every pooled connection."""
        self.engine.dispose()


def make_engine(url: str | URL) -> Engine:
    """Make an engine for SQLite or PostgreSQL.

    Errors never repeat the parameters of a statement: those could be a ballot or a credential.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = create_engine(
            parsed,
            hide_parameters=True,
            connect_args={"timeout": _BUSY_SECONDS},
            max_overflow=_NO_LIMIT,
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=CONNECTIONS,
        max_overflow=0,
        pool_timeout=_BUSY_SECONDS,
    )


def writing_connection(engine: Engine) -> Engine:
    """Return the engine whose transactions exclude other writers from their beginning."""
    return engine.execution_options(**{_WRITES: True})


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, the driver never does
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
