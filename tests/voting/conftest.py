"""Installations on both kinds of database, and the people who use them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.voting.clerks import Clerk, logged_in, make_account
from tests.voting.desk import Desk
from tests.voting.people import Delegate, Organizer
from tests.voting.postgres import PostgresServer, postgres_server
from voting.application import make_application
from voting.config import Settings
from voting.db import make_engine
from voting.instance import Instance, open_instance
from voting.migrations import upgrade
from voting.roles import Role

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """Run one PostgreSQL server, with a migrated database to copy from."""
    with postgres_server() as server:
        engine = make_engine(server.create("migrated"))
        upgrade(engine)
        engine.dispose()
        yield server


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one migrated SQLite file to copy from."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    engine.dispose()
    return file


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a fresh, migrated database, once of each kind."""
    if request.param == "sqlite":
        yield copied(request.getfixturevalue("sqlite_file"), tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.lend()
    yield url
    server.take_back(url)


def copied(migrated: Path, folder: Path) -> str:
    """Copy a migrated SQLite file to where an installation has it; return its address."""
    file = folder / "instance" / "tinnhiem.sqlite3"
    file.parent.mkdir(mode=0o700)
    shutil.copyfile(migrated, file)
    return f"sqlite:///{file}"


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(instance=tmp_path / "instance", database_url=database_url)


@pytest.fixture
def instance(settings: Settings) -> Iterator[Instance]:
    opened = open_instance(settings)
    yield opened
    opened.close()


@pytest.fixture
def organizer(instance: Instance) -> Organizer:
    return Organizer(instance)


@pytest.fixture
def delegates(organizer: Organizer) -> list[Delegate]:
    """Give five delegates of an open conference."""
    return organizer.is_open()


@pytest.fixture
def application(settings: Settings) -> Iterator[Flask]:
    made = make_application(settings)
    yield made
    made.extensions["tinnhiem"].close()


@pytest.fixture
def client(application: Flask) -> FlaskClient:
    return application.test_client()


@pytest.fixture
def administrator(application: Flask) -> Clerk:
    """Give an administrator who is logged in."""
    instance = application.extensions["tinnhiem"]
    _, secret = logged_in(instance, make_account(instance, Role.ADMINISTRATOR, "Lê Quản Trị"))
    return Clerk(application).has_session(secret)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    for name in ("TINNHIEM_INSTANCE", "TINNHIEM_DATABASE_URL", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return Desk(tmp_path)
