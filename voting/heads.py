"""The newest checkpoint that was signed for each log, kept outside the database.

A database that is restored from a backup has forgotten entries whose checkpoints are in other
people's hands; signing on from there would fork the log (known failure 27). So this file, which no
backup holds, is asked before each signature. It lies in the instance folder as `heads.sqlite3`:

    origin                     size  root
    vote.example/log/F34Cz…    1204  <32 bytes>

A conference whose log it does not know is not signed for until `tinnhiem log resume`.
"""

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Final

from voting.log import Head

_WAIT_SECONDS: Final = 30.0
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS heads "
    "(origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL) WITHOUT ROWID"
)


class SignedHeads:
    """The file of the newest signed heads; threads share one, several processes may use it."""

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        self._found: dict[str, Head] = {}
        self._connection = sqlite3.connect(
            file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE):
            self._connection.execute(statement)

    def newest(self, origin: str) -> Head | None:
        """Return the newest head that was signed for a log, or None if none is known."""
        with self._lock:
            row = self._connection.execute(
                "SELECT size, root FROM heads WHERE origin = ?", (origin,)
            ).fetchone()
        return None if row is None else Head(row[0], row[1])

    def advance(self, origin: str, head: Head) -> None:
        """Remember a head before its signature leaves; a smaller one changes nothing.

        It is on the disk when this returns.
        """
        with self._lock:
            self._connection.execute(
                "INSERT INTO heads (origin, size, root) VALUES (?, ?, ?) ON CONFLICT (origin) "
                "DO UPDATE SET size = excluded.size, root = excluded.root "
                "WHERE excluded.size > size",
                (origin, head.size, head.root),
            )

    def contradict(self, origin: str, head: Head) -> None:
        """Remember a head that somebody else holds with our signature, whatever its size.

        If the log does not contain it, nothing more is signed or appended from now on.
        """
        with self._lock:
            self._connection.execute(
                "INSERT INTO heads (origin, size, root) VALUES (?, ?, ?) ON CONFLICT (origin) "
                "DO UPDATE SET size = excluded.size, root = excluded.root",
                (origin, head.size, head.root),
            )

    def found(self, origin: str) -> Head | None:
        """Return the head that this process last found in its database, if any."""
        return self._found.get(origin)

    def find(self, origin: str, head: Head) -> None:
        """Keep in memory that a head was found in the database, which only grows meanwhile."""
        self._found[origin] = head

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()
