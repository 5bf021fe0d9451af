"""The schema, step by step (Alembic), shipped inside the package.

`upgrade(engine)` brings any database to the newest step in one transaction that excludes every
other writer, so that several server processes may start at the same moment.
"""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from voting.db import writing_connection

_ADVISORY_LOCK: Final = 0x7469_6E6E  # "tinn"; any number that is ours


def upgrade(engine: Engine) -> None:
    """Bring the database to the newest schema; do nothing if it is there already."""
    with writing_connection(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})"))
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Return Alembic's configuration for one connection (no file, no logging set-up)."""
    config = Config()
    folder = str(Path(__file__).parent).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
