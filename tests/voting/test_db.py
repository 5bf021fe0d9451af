"""Databases: how SQLite is made durable, and that errors never repeat a value."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from voting.db import Database


@pytest.fixture
def database(database_url: str) -> Database:
    return Database(database_url)


def test_sqlite_is_durable_and_checks_foreign_keys(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'x.sqlite3'}")
    with database.reading() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }


def test_a_failed_writing_transaction_leaves_nothing(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
        raise ZeroDivisionError
    with pytest.raises(DBAPIError), database.reading() as session:
        session.execute(text("SELECT x FROM t"))
    database.close()


def test_an_error_never_repeats_the_values_of_a_statement(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed, database.writing() as session:
        session.execute(text("SELECT :secret FROM nowhere"), {"secret": "hunter2"})
    database.close()
    assert "hunter2" not in str(failed.value)


def test_a_reader_sees_one_state_while_a_writer_commits(database: Database) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
    with database.reading() as session:
        before = session.execute(text("SELECT count(*) FROM t")).scalar_one()

        def write() -> None:
            with database.writing() as other:
                other.execute(text("INSERT INTO t VALUES (1)"))

        writer = threading.Thread(target=write)
        writer.start()
        writer.join()
        after = session.execute(text("SELECT count(*) FROM t")).scalar_one()
    database.close()
    assert (before, after) == (0, 0)


def test_postgresql_refuses_to_write_in_a_reading_session(database: Database) -> None:
    if database.is_sqlite:  # has no read-only transactions; nothing to claim
        database.close()
        return
    with pytest.raises(DBAPIError, match="read-only"), database.reading() as session:
        session.execute(text("CREATE TABLE t (x INTEGER)"))
    database.close()


def test_threads_that_read_while_they_read_do_not_wait_for_one_another(database: Database) -> None:
    """Each holds a connection and needs a second one, all at the same moment."""
    count = 20
    all_hold_one = threading.Barrier(count, timeout=60)

    def reads(number: int) -> int:
        with database.reading() as outer:
            outer.execute(text("SELECT 1"))
            all_hold_one.wait()
            with database.reading() as inner:
                return number + int(inner.execute(text("SELECT 1")).scalar_one())

    with ThreadPoolExecutor(count) as pool:
        assert list(pool.map(reads, range(count))) == list(range(1, count + 1))
    database.close()
