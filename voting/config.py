"""Settings: what an installation may choose, read from TINNHIEM_* variables or given by a caller.

    TINNHIEM_INSTANCE          folder of database and keys (default: `instance` where it is started)
    TINNHIEM_DATABASE_URL      default: SQLite in that folder; or `postgresql://user@host/name`
    TINNHIEM_LOG_NAME          name of the installation's logs, e.g. `vote.example/log`
    TINNHIEM_MINIMUM_BALLOTS   no tally of fewer ballots is decrypted (default 5)

Servers that share a PostgreSQL database share the instance folder's keys too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

DEFAULT_MINIMUM_BALLOTS: Final = 5
DEFAULT_LOG_NAME: Final = "tinnhiem/log"


class SettingRefused(ValueError):
    """A setting cannot be used; the text names the variable and a right value, never a secret."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one installation.

    instance: folder of the database (SQLite) and of the keys. database_url: SQLAlchemy's form.
    """

    instance: Path
    database_url: str
    log_name: str = DEFAULT_LOG_NAME
    minimum_ballots: int = DEFAULT_MINIMUM_BALLOTS

    @property
    def log_key_file(self) -> Path:
        """Where the secret key of the log lies."""
        return self.instance / "log-key.pem"

    @property
    def heads_file(self) -> Path:
        """Where the newest signed checkpoints are remembered; never restore it from a backup."""
        return self.instance / "heads.sqlite3"

    @property
    def database_file(self) -> Path | None:
        """Where the database lies if it is SQLite."""
        url = make_url(self.database_url)
        return Path(url.database or "") if url.get_backend_name() == "sqlite" else None

    @property
    def key_folder(self) -> Path:
        """Where the server's election keys lie, one file a conference."""
        return self.instance / "keys"


def settings_from(environment: Mapping[str, str], folder: Path) -> Settings:
    """Read the settings from environment variables.

    folder: the working folder, for the defaults. Raises SettingRefused naming the variable.
    """
    instance = (folder / (environment.get("TINNHIEM_INSTANCE") or "instance")).resolve()
    url = environment.get("TINNHIEM_DATABASE_URL") or f"sqlite:///{instance / 'tinnhiem.sqlite3'}"
    return Settings(
        instance=instance,
        database_url=database_url(url),
        log_name=_log_name(environment.get("TINNHIEM_LOG_NAME") or DEFAULT_LOG_NAME),
        minimum_ballots=_minimum(environment.get("TINNHIEM_MINIMUM_BALLOTS") or ""),
    )


def database_url(text: str) -> str:
    """Return a database URL with the driver that we ship (sqlite3 or psycopg 3).

    Raises SettingRefused for anything but SQLite and PostgreSQL; the text never repeats the URL,
    which may hold a password.
    """
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise SettingRefused("TINNHIEM_DATABASE_URL is not a database URL") from error
    backend = url.drivername.partition("+")[0]
    if backend == "sqlite":
        if url.database in (None, "", ":memory:"):
            raise SettingRefused("TINNHIEM_DATABASE_URL: SQLite needs a file")
        return url.set(drivername="sqlite").render_as_string(hide_password=False)
    if backend in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise SettingRefused("TINNHIEM_DATABASE_URL: use sqlite:///FILE or postgresql://…")


def _log_name(name: str) -> str:
    if any(letter.isspace() or letter == "+" or letter < " " for letter in name):
        raise SettingRefused("TINNHIEM_LOG_NAME: no space and no plus sign, e.g. vote.example/log")
    return name


def _minimum(text: str) -> int:
    if not text:
        return DEFAULT_MINIMUM_BALLOTS
    if not (text.isascii() and text.isdigit()) or not 1 <= int(text) <= 1_000_000:
        raise SettingRefused("TINNHIEM_MINIMUM_BALLOTS: a whole number from 1 up, e.g. 5")
    return int(text)
