"""The newest checkpoint that was signed for each log, kept outside the database.

A database that is restored from a backup has forgotten entries whose checkpoints are in other
people's hands; signing on from there would fork the log (known failure 27). So this file, which no
backup holds, is asked before each signature. It lies in the instance folder as `heads.sqlite3`:

    origin                     size  root        stopped
    vote.example/log/F34Cz…    1204  <32 bytes>  0

A conference whose log it does not know is not signed for until `tinnhiem log resume`.
"""

import sqlite3
from pathlib import Path
from threading import Lock
from typing import Final

from voting.log import Head
from voting.refusals import Refusal, VotingRefused

_WAIT_SECONDS: Final = 30.0
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS signed_heads (origin TEXT PRIMARY KEY, size INTEGER NOT NULL, "
    "root BLOB NOT NULL, stopped INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID"
)
_STORE: Final = (
    "INSERT INTO signed_heads (origin, size, root, stopped) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (origin) DO UPDATE SET size = excluded.size, root = excluded.root, "
    "stopped = excluded.stopped"
)


class SignedHeads:
    """The file of the newest signed heads; threads share one, several processes may use it."""

    def __init__(self, file: Path) -> None:
        self._lock = Lock()
        self._connection = sqlite3.connect(
            file, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE):
            self._connection.execute(statement)

    def newest(self, origin: str) -> Head | None:
        """Return the newest head that was signed for a log, or None if none is known."""
        with self._lock:
            row = self._row(origin)
        return None if row is None else Head(row[0], row[1])

    def advance(self, origin: str, head: Head) -> bool:
        """Remember a head before its signature leaves; a smaller one changes nothing.

        Tells whether it is the newest now. It is on the disk when this returns. Raises
        VotingRefused LOG_FORKED if another tree of this size was signed, or if the log was
        stopped: then nothing may be signed.
        """
        with self._lock:
            row = self._row(origin)
            if row is not None and _is_settled(row, head):
                return row[0] == head.size
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                row = self._row(origin)
                if row is not None and _is_settled(row, head):
                    return row[0] == head.size
                self._connection.execute(_STORE, (origin, head.size, head.root, 0))
            finally:
                self._connection.execute("COMMIT")
        return True

    def contradict(self, origin: str, head: Head) -> None:
        """Remember a head that somebody else holds with our signature, and stop the log for good.

        Nothing is signed or appended from now on, whatever is being signed at this moment.
        """
        with self._lock:
            self._connection.execute(_STORE, (origin, head.size, head.root, 1))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _row(self, origin: str) -> tuple[int, bytes, int] | None:
        found: tuple[int, bytes, int] | None = self._connection.execute(
            "SELECT size, root, stopped FROM signed_heads WHERE origin = ?", (origin,)
        ).fetchone()
        return found


def _is_settled(row: tuple[int, bytes, int], head: Head) -> bool:
    """Tell whether a head adds nothing to what was signed. Raises VotingRefused LOG_FORKED."""
    size, root, stopped = row
    if stopped or (size == head.size and root != head.root):
        raise VotingRefused(Refusal.LOG_FORKED, f"at {size}")
    return head.size <= size
