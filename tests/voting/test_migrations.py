"""The schema: migrations give exactly the tables of the models, and the triggers hold."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import DateTime, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import Date, Time

from tests.voting.people import Delegate, Organizer
from tests.voting.postgres import PostgresServer
from tests.voting.processes import processes
from voting.db import make_engine
from voting.instance import Instance
from voting.migrations import upgrade
from voting.models import Base

LOG = ("log_entries", "log_data")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    made = make_engine(database_url)
    yield made
    made.dispose()


def test_the_migrated_schema_is_the_schema_of_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_of_the_models_is_in_the_database_under_its_name(engine: Engine) -> None:
    inspector = inspect(engine)
    for table in Base.metadata.sorted_tables:
        declared = {str(one.name) for one in table.constraints if one.name}
        found = {
            str(one["name"])
            for one in (
                *inspector.get_check_constraints(table.name),
                *inspector.get_unique_constraints(table.name),
                *inspector.get_foreign_keys(table.name),
                inspector.get_pk_constraint(table.name),
            )
        }
        assert declared == found, table.name


def test_check_constraints_say_the_same_in_both_places(engine: Engine, tmp_path: Path) -> None:
    made = make_engine(f"sqlite:///{tmp_path / 'made.sqlite3'}")
    Base.metadata.create_all(made)
    checks = []
    for one in (made, engine):
        inspector = inspect(one)
        checks.append(
            {
                str(check["name"]): "".join(check["sqltext"].split())
                for table in Base.metadata.sorted_tables
                for check in inspector.get_check_constraints(table.name)
            }
        )
    made.dispose()
    if engine.dialect.name == "sqlite":
        assert checks[0] == checks[1]
    assert checks[0].keys() == checks[1].keys()


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    before = inspect(engine).get_table_names()
    upgrade(engine)
    assert inspect(engine).get_table_names() == before


def test_several_servers_may_start_at_the_same_moment(
    database_url: str, tmp_path: Path, postgres: PostgresServer
) -> None:
    fresh = f"sqlite:///{tmp_path / 'fresh.sqlite3'}"
    if database_url.startswith("postgresql"):
        fresh = postgres.create()
    servers = [processes.Process(target=upgrade_url, args=(fresh,)) for _ in range(4)]
    for server in servers:
        server.start()
    for server in servers:
        server.join(300)
    assert [server.exitcode for server in servers] == [0, 0, 0, 0]


def upgrade_url(url: str) -> None:
    upgrade(make_engine(url))


def test_no_table_of_cards_or_log_can_hold_a_time() -> None:
    for name in ("cards", *LOG):
        kinds = [column.type for column in Base.metadata.tables[name].columns]
        assert not [kind for kind in kinds if isinstance(kind, DateTime | Date | Time)]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entries SET height = height + 100",
        "UPDATE log_entries SET tracker = NULL, credential = NULL",
        "DELETE FROM log_entries",
        "UPDATE log_data SET content = content",
        "DELETE FROM log_data",
        "DELETE FROM cards",
        "UPDATE cards SET state = 'issued' WHERE state = 'used'",
        "UPDATE cards SET credential = 'x'",
        "DELETE FROM conferences",
        "UPDATE conferences SET definition = definition",
        "UPDATE conferences SET election = election",
        "UPDATE conferences SET opened_at = opened_at + 1",
        "UPDATE conferences SET state = 'again'",
        "INSERT INTO cards SELECT conference_id, 'x', 'lost' FROM cards",
    ],
)
def test_the_database_itself_refuses(
    statement: str, instance: Instance, organizer: Organizer, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    before = organizer.record()
    with pytest.raises(DBAPIError), instance.database.writing() as session:
        session.execute(text(statement))
    assert organizer.record() == before


def test_replacing_a_row_of_the_log_is_refused_on_sqlite(
    instance: Instance, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    statement = "INSERT OR REPLACE INTO log_data SELECT * FROM log_data"
    if not instance.database.is_sqlite:
        statement = "TRUNCATE log_data"
    with pytest.raises(DBAPIError), instance.database.writing() as session:
        session.execute(text(statement))


def test_one_card_cannot_have_two_entries_whatever_the_code_does(
    instance: Instance, delegates: list[Delegate]
) -> None:
    delegates[0].casts()
    statement = (
        "INSERT INTO log_entries (conference_id, height, type, event, digest, tracker, credential)"
        " SELECT conference_id, 99, type, event, 'd', 't', credential"
        " FROM log_entries WHERE type = 'Ballot'"
    )
    with pytest.raises(DBAPIError), instance.database.writing() as session:
        session.execute(text(statement))
