"""Databases: how SQLite is made durable, and that errors never repeat a value."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from voting.db import AT_ONCE, CONNECTIONS, Database
from voting.proofgate import WAITING
from voting.refusals import Refusal, VotingRefused, answer_to
from voting.serving import THREADS

ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


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
    count = 20 if database.is_sqlite else AT_ONCE
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


@ON_POSTGRESQL
def test_more_threads_than_turns_wait_and_never_take_more_connections(database: Database) -> None:
    most, seen = (
        text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"),
        [],
    )

    def reads(_: int) -> None:
        with database.reading() as outer:
            outer.execute(text("SELECT 1"))
            with database.reading() as inner:
                seen.append(int(inner.execute(most).scalar_one()))

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(reads, range(4 * THREADS)))
    database.close()
    assert len(seen) == 4 * THREADS and max(seen) <= CONNECTIONS


@ON_POSTGRESQL
def test_who_waits_too_long_is_told_to_come_again(database_url: str) -> None:
    database = Database(database_url, at_once=1, patience=0.01)

    def reads() -> None:
        with database.reading():
            pass

    def looks() -> None:
        with database.looking():
            pass

    for act in (reads, looks):
        with database.writing(), ThreadPoolExecutor(1) as pool:
            refused = pool.submit(act).exception(60)
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(act).exception(60) is None
        assert isinstance(refused, VotingRefused) and refused.refusal is Refusal.SERVER_BUSY
        assert (answer_to(refused).status, answer_to(refused).again_after) == (503, 2)
    database.close()


def test_two_workers_and_what_works_beside_them_fit_a_usual_postgresql() -> None:
    usual, reserved, others = 100, 3, 10  # max_connections; for superusers; a backup, a command
    assert 3 * CONNECTIONS + others <= usual - reserved
    assert AT_ONCE < WAITING < THREADS  # who waits for a proof holds no connection
