"""Back an installation up into one sealed file, and restore it into an empty folder.

The database is copied by SQLite's own means, one consistent state while the server works on; the
keys are read after it, so that every key that the database needs is there. After a restore no log
is signed before somebody has checked how far it was: `voting.services.resuming`.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from voting.backup_file import (
    DATABASE,
    KEY_NAME,
    KEYS,
    LOG_KEY,
    Manifest,
    read_backup,
    write_backup,
)
from voting.config import Settings
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused

_DRAFT: Final = ".tinnhiem-"


def back_up(
    instance: Instance, target: Path, passphrase: str, *, without_database: bool = False
) -> Manifest:
    """Write a backup of the installation into a new file.

    without_database: PostgreSQL has been backed up by its own tools.
    Raises VotingRefused DATABASE_ELSEWHERE, WEAK_PASSPHRASE; FileExistsError.
    """
    settings = instance.settings
    if settings.database_file is None and not without_database:
        raise VotingRefused(Refusal.DATABASE_ELSEWHERE)
    manifest = Manifest(
        tinnhiem="backup-manifest",
        version=1,
        log_name=settings.log_name,
        minimum_ballots=settings.minimum_ballots,
        has_database=settings.database_file is not None,
    )
    with drafts(settings.instance) as folder:
        files = []
        if settings.database_file is not None:
            files.append((DATABASE, _snapshot(settings.database_file, folder / DATABASE)))
        write_backup(target, manifest, [*_keys(settings), *files], passphrase)
    return manifest


def _snapshot(database: Path, copy: Path) -> Path:
    """Copy one consistent state of the database, whatever is being written meanwhile."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a second beside it
    return copy


def _keys(settings: Settings) -> list[tuple[str, Path]]:
    found = settings.key_folder.iterdir() if settings.key_folder.exists() else ()
    keys = sorted(file for file in found if KEY_NAME.fullmatch(file.name))
    return [(LOG_KEY, settings.log_key_file), *((f"{KEYS}/{key.name}", key) for key in keys)]


def restore(settings: Settings, source: Path, passphrase: str) -> Manifest:
    """Restore a backup: all of it, or nothing.

    Raises VotingRefused FOLDER_NOT_EMPTY, DATABASE_DIFFERS and as `read_backup`.
    """
    _require_empty(settings)
    settings.instance.parent.mkdir(parents=True, exist_ok=True)
    with drafts(settings.instance.parent) as folder:
        manifest = read_backup(source, folder, passphrase)
        if manifest.has_database is not (settings.database_file is not None):
            raise VotingRefused(Refusal.DATABASE_DIFFERS)
        if manifest.has_database:
            _require_whole(folder / DATABASE)
        settings.instance.mkdir(mode=0o700, exist_ok=True)
        for path, place in _places(settings, folder):
            os.replace(path, place)
    return manifest


def _require_empty(settings: Settings) -> None:
    folder, database = settings.instance, settings.database_file
    if (folder.exists() and any(folder.iterdir())) or (database and database.exists()):
        raise VotingRefused(Refusal.FOLDER_NOT_EMPTY)


def _require_whole(database: Path) -> None:
    """Let SQLite look through the whole file. Raises VotingRefused BACKUP_DAMAGED."""
    try:
        with closing(sqlite3.connect(database)) as opened:
            [(found,)] = opened.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        raise VotingRefused(Refusal.BACKUP_DAMAGED) from error
    if found != "ok":
        raise VotingRefused(Refusal.BACKUP_DAMAGED)


def _places(settings: Settings, folder: Path) -> Iterator[tuple[Path, Path]]:
    """Tell where each thing belongs; the database comes last."""
    known = ((LOG_KEY, settings.log_key_file), (KEYS, settings.key_folder))
    for name, place in (*known, (DATABASE, settings.database_file)):
        if place is not None and (folder / name).exists():
            yield folder / name, place


@contextmanager
def drafts(beside: Path) -> Iterator[Path]:
    """Give a folder that only its owner may enter, on the same disk, and remove it after."""
    with TemporaryDirectory(prefix=_DRAFT, dir=beside) as folder:
        yield Path(folder)
