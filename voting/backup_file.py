"""What lies in a backup: a tar archive of few known names, inside a sealed file.

    manifest.json       {"tinnhiem":"backup-manifest","version":1,"log_name":"…",…}
    log-key.pem         the key of the logs
    keys/<uuid>.json    the server's part of a conference's key
    tinnhiem.sqlite3    the database, unless it is PostgreSQL

Never in it: `heads.sqlite3`, which is what notices a restored database (`voting.heads`).
"""

import os
import re
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Annotated, BinaryIO, Final, cast

from msgspec import Meta

from ballots.canonical import Message, decode, encode
from ballots.errors import BallotsError
from voting.refusals import Refusal, VotingRefused
from voting.sealing import SealedReader, SealedWriter, sealed_into

MANIFEST: Final = "manifest.json"
DATABASE: Final = "tinnhiem.sqlite3"
LOG_KEY: Final = "log-key.pem"
KEYS: Final = "keys"
_KEY: Final = r"[1-9A-HJ-NP-Za-km-z]{14,64}\.json"
KEY_NAME: Final = re.compile(_KEY)
_KNOWN: Final = re.compile(rf"manifest\.json|log-key\.pem|tinnhiem\.sqlite3|keys/{_KEY}")


class Manifest(Message, frozen=True, kw_only=True):
    """What the backup is of; the settings are told again to whoever restores it."""

    tinnhiem: Annotated[str, Meta(pattern=r"\Abackup-manifest\Z")]
    version: Annotated[int, Meta(ge=1, le=1)]
    log_name: str
    minimum_ballots: Annotated[int, Meta(ge=1)]
    has_database: bool


def write_backup(
    target: Path, manifest: Manifest, files: Iterable[tuple[str, Path]], passphrase: str
) -> None:
    """Write a new file of mode 0600 that holds these files.

    Raises VotingRefused WEAK_PASSPHRASE; FileExistsError. What is half written does not stay.
    """
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, sealed_into(file, passphrase) as sealed:
            _write_all(sealed, manifest, files)
        _flush(target)
    except BaseException:
        target.unlink()
        raise


def _write_all(sealed: SealedWriter, manifest: Manifest, files: Iterable[tuple[str, Path]]) -> None:
    stream = cast(BinaryIO, sealed)
    with tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        content = encode(manifest)
        _add(archive, MANIFEST, BytesIO(content), len(content))
        for name, path in files:
            with path.open("rb") as source:
                _add(archive, name, source, os.fstat(source.fileno()).st_size)


def _add(archive: tarfile.TarFile, name: str, content: BinaryIO, size: int) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    archive.addfile(about, content)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def read_backup(source: Path, folder: Path, passphrase: str) -> Manifest:
    """Unpack a backup into an empty folder, and verify it to its end.

    Raises VotingRefused NOT_BACKUP, WRONG_PASSPHRASE, BACKUP_DAMAGED.
    """
    with source.open("rb") as file:
        sealed = SealedReader(file, passphrase)
        _read_all(sealed, folder)
        sealed.end()
    try:
        return decode((folder / MANIFEST).read_bytes(), Manifest)
    except (OSError, BallotsError) as error:
        raise VotingRefused(Refusal.NOT_BACKUP) from error


def _read_all(sealed: SealedReader, folder: Path) -> None:
    try:
        with tarfile.open(fileobj=cast(BinaryIO, sealed), mode="r|") as archive:
            for about, content in _members(archive):
                _unpack(content, folder / about.name)
    except tarfile.TarError as error:
        raise VotingRefused(Refusal.NOT_BACKUP) from error


def _members(archive: tarfile.TarFile) -> Iterator[tuple[tarfile.TarInfo, BinaryIO]]:
    """Give the files of known names, and nothing else. Raises VotingRefused NOT_BACKUP."""
    for about in archive:
        content = archive.extractfile(about) if about.isreg() else None
        if content is None or not _KNOWN.fullmatch(about.name):
            raise VotingRefused(Refusal.NOT_BACKUP)
        yield about, cast(BinaryIO, content)


def _unpack(content: BinaryIO, path: Path) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        shutil.copyfileobj(content, file)
