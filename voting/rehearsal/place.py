"""Where a rehearsal lives: its folder, how far it is, what it is asked, and that there is one only.

rehearsals/running.sqlite3        locked while a rehearsal runs; the lock ends with its process
rehearsals/<name>/progress.json   how far it is; name: a conference's uuid, or draft-7
rehearsals/<name>/report.json     the page of the last one
rehearsals/<name>/minutes.pdf     its minutes
rehearsals/<name>/run/            its own installation and the test cards; gone when it ends
"""

import os
import re
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from ballots.errors import Sentence
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.report import Report

FOLDER: Final = "rehearsals"
DRAFT: Final = re.compile("draft-([1-9][0-9]{0,8})")
STARTING_SECONDS: Final = 60
WAIT_SECONDS: Final = 2.0
Kept = TypeVar("Kept")


class Stage(StrEnum):
    """How far a rehearsal is (closed list)."""

    STARTING = "starting"
    PREPARING = "preparing"
    ENCRYPTING = "encrypting"
    CASTING = "casting"
    BY_HAND = "by_hand"
    DECRYPTING = "decrypting"
    VERIFYING = "verifying"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


ENDED: Final = (Stage.DONE, Stage.STOPPED, Stage.FAILED)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far it is: the stage and its count, when it began (Unix seconds), the page for phones.

    since: when the stage began. times: how long those before it took, in seconds.
    hand: how many of the test cards came. why: what made it fail.
    """

    stage: Stage
    began: int
    done: int = 0
    of: int = 0
    hand: int = 0
    url: str = ""
    why: Sentence | None = None
    since: int = 0
    times: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of one rehearsal."""

    folder: Path

    @property
    def run(self) -> Path:
        """What goes away when the rehearsal ends."""
        return self.folder / "run"

    @property
    def cards(self) -> Path:
        """The test cards, to be printed."""
        return self.run / "test-cards.pdf"

    @property
    def minutes(self) -> Path:
        """The minutes of the rehearsal."""
        return self.folder / "minutes.pdf"

    def begin(self) -> None:
        """Make the folder empty, except for what is kept of the last rehearsal."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.clean()
        for name in ("stop", "skip"):
            (self.folder / name).unlink(missing_ok=True)

    def clean(self) -> None:
        """Remove the rehearsal's installation, keys and cards."""
        shutil.rmtree(self.run, ignore_errors=True)

    def remove(self) -> None:
        """Remove all of it, the page too."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, what: str) -> None:
        """Ask the running rehearsal: `stop`, or `skip` the test cards."""
        (self.folder / what).touch(mode=0o600)

    def is_asked(self, what: str) -> bool:
        """Tell whether this was asked."""
        return (self.folder / what).exists()

    def tell(self, progress: Progress) -> None:
        """Write how far it is."""
        _write(self.folder / "progress.json", msgspec.json.encode(progress))

    def progress(self) -> Progress | None:
        """Return how far it is, or None before the first."""
        return _read(self.folder / "progress.json", Progress)

    def keep(self, report: Report) -> None:
        """Keep the page."""
        _write(self.folder / "report.json", msgspec.json.encode(report))

    def report(self) -> Report | None:
        """Return the page of the last rehearsal that came to its end, or None."""
        return _read(self.folder / "report.json", Report)


def place_of(instance_folder: Path, name: str) -> Place:
    """Return the place of the rehearsal of a conference, by its uuid, or of a draft."""
    return Place(instance_folder / FOLDER / name)


def draft_name(number: int) -> str:
    """Return what the rehearsals of a draft are kept under."""
    return f"draft-{number}"


def draft_number(name: str) -> int | None:
    """Return the number of the draft that a name is of; None if it is no draft's."""
    found = DRAFT.fullmatch(name)
    return None if found is None else int(found[1])


@contextmanager
def only_one(instance_folder: Path) -> Iterator[None]:
    """Hold what only one rehearsal can. Raises VotingRefused REHEARSAL_RUNNING."""
    folder = instance_folder / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "running.sqlite3"
    with closing(sqlite3.connect(file, timeout=WAIT_SECONDS, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise VotingRefused(Refusal.REHEARSAL_RUNNING) from error
        yield


def is_one_running(instance_folder: Path) -> bool:
    """Tell whether a rehearsal runs on this installation, or is about to."""
    for file in (instance_folder / FOLDER).glob("*/progress.json"):
        if is_starting(_read(file, Progress)):
            return True
    file = instance_folder / FOLDER / "running.sqlite3"
    if not file.exists():
        return False
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return True
    return False


def is_starting(progress: Progress | None) -> bool:
    """Tell whether a process was started a moment ago that has not yet said anything."""
    if progress is None or progress.stage is not Stage.STARTING:
        return False
    return 0 <= time.time() - progress.began < STARTING_SECONDS


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    draft = path.with_name(f".{path.name}.part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)


def _read(path: Path, kind: type[Kept]) -> Kept | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
