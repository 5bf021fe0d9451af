"""What a witness remembers, in SQLite: the logs followed and the last checkpoint of each.

logs          origin, key, url
checkpoints   origin, size, root, note    the note has the log's signature and our own
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from audit.checkpoint import Checkpoint
from audit.note import (
    Note,
    VerificationKey,
    parse_verification_key,
    signatures_by,
)
from audit.witness import AddCheckpoint, Status, Verdict, judge

_WAIT_SECONDS: Final = 30.0
_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS logs "
    "(origin TEXT NOT NULL, key TEXT NOT NULL, url TEXT, PRIMARY KEY (origin, key)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS checkpoints (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, "
    "root BLOB NOT NULL, note TEXT NOT NULL) WITHOUT ROWID",
)


@dataclass(frozen=True, slots=True)
class Followed:
    """A log that is followed: its origin, its key, where it is served (None: it comes to us)."""

    origin: str
    key: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """The last checkpoint that was cosigned for a log."""

    origin: str
    size: int
    root: bytes
    note: str

    @property
    def checkpoint(self) -> Checkpoint:
        """What it says."""
        return Checkpoint(self.origin, self.size, self.root)


class WitnessStore:
    """The file of a witness; threads share one, several processes may use it."""

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(
            file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", *_TABLES):
            self._connection.execute(statement)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def follow(self, log: Followed) -> None:
        """Remember a log, or its new address."""
        with self._lock:
            self._connection.execute(
                "INSERT INTO logs (origin, key, url) VALUES (?, ?, ?) "
                "ON CONFLICT (origin, key) DO UPDATE SET url = coalesce(excluded.url, url)",
                (log.origin, log.key, log.url),
            )

    def followed(self) -> Sequence[Followed]:
        """Return the logs in the order of their names."""
        with self._lock:
            rows = self._connection.execute("SELECT origin, key, url FROM logs ORDER BY origin")
            return [Followed(*row) for row in rows.fetchall()]

    def keys_of(self, origin: str) -> list[VerificationKey]:
        """Return the keys that are trusted for an origin."""
        with self._lock:
            rows = self._connection.execute("SELECT key FROM logs WHERE origin = ?", (origin,))
            return [parse_verification_key(key) for (key,) in rows.fetchall()]

    def held(self, origin: str) -> Held | None:
        """Return the last checkpoint of a log, None if there is none."""
        with self._lock:
            return self._held(origin)

    def judge_and_hold(
        self,
        request: AddCheckpoint,
        known: Mapping[str, Sequence[VerificationKey]],
        cosign: Callable[[str], str],
    ) -> tuple[Verdict, str]:
        """Judge a request against the last checkpoint and store the new one, as one step.

        Returns the verdict and, if it is COSIGNED, the line; it is on the disk then.
        """
        signed = request.signed
        new = signed.checkpoint
        with self._transaction():
            held = self._held(new.origin)
            verdict = judge(request, known, held.checkpoint if held else None)
            if verdict.status is not Status.COSIGNED:
                return verdict, ""
            line = cosign(signed.note.text)
            note = f"{signed.note.text}\n{_own_lines(signed.note, known[new.origin])}{line}"
            self._connection.execute(
                "INSERT INTO checkpoints (origin, size, root, note) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, "
                "note = excluded.note",
                (new.origin, new.size, new.root, note),
            )
        return verdict, line

    def _held(self, origin: str) -> Held | None:
        row = self._connection.execute(
            "SELECT origin, size, root, note FROM checkpoints WHERE origin = ?", (origin,)
        ).fetchone()
        return None if row is None else Held(*row)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Exclude every other writer, then commit, or roll back if anything is raised."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")


def _own_lines(note: Note, keys: Sequence[VerificationKey]) -> str:
    """Return the signature lines of a note that are the log's own and were verified."""
    named = {(line.key_name, line.key_id) for line in note.signatures}
    signing = [key for key in keys if (key.name, key.key_id) in named]
    return "".join(f"{line}\n" for key in signing for line in signatures_by(note, key))
