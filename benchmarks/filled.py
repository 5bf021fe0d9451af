"""A database whose log holds any number of ballots, made without casting them.

A few ballots are encrypted; the others are the same under other credentials, which their signatures
and proofs do not cover. So only what looks at ciphertexts and hashes alone can be measured here.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from sqlalchemy import insert

from audit.record import EventType
from ballots.election import Election
from benchmarks.arithmetic import make_some
from voting.config import Settings
from voting.instance import Instance, open_instance
from voting.models import Card, CardState, Conference, LogData, LogEntry, State

DIFFERENT: Final = 64
_AT_ONCE: Final = 500


@contextmanager
def filled(election: Election, ballots: int) -> Iterator[tuple[Instance, int]]:
    """Give an installation in a folder of its own, and the number of its conference."""
    originals = [ballot.bytes for ballot in make_some(election, min(DIFFERENT, ballots))[0]]
    with TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'filled.sqlite3'}"
        instance = open_instance(Settings(instance=folder, database_url=url))
        try:
            yield instance, _fill(instance, election, originals, ballots)
        finally:
            instance.close()


def _fill(instance: Instance, election: Election, originals: list[bytes], ballots: int) -> int:
    with instance.database.writing() as session:
        conference = Conference(
            uuid=election.uuid, definition=b"", election=election.bytes, trustees=b"", log_key="",
            state=State.OPEN, rehearsed=True,
        )  # fmt: skip
        session.add(conference)
        session.flush()
        number = conference.id
    for start in range(0, ballots, _AT_ONCE):
        heights = range(start + 1, min(start + _AT_ONCE, ballots) + 1)
        rows = [_rows(number, height, originals[height % len(originals)]) for height in heights]
        with instance.database.writing() as session:
            for table, own in zip((Card, LogEntry, LogData), zip(*rows, strict=True), strict=True):
                session.execute(insert(table), list(own))
    return number


def _rows(conference: int, height: int, original: bytes) -> tuple[dict[str, Any], ...]:
    """Return the rows of a ballot: its card, its entry, its bytes."""
    credential = f"{height:064d}"
    at = original.index(b'"credential":"') + len(b'"credential":"')
    content = original[:at] + credential.encode() + original[at + 64 :]
    digest, event = hashlib.sha256(content).hexdigest(), b"%d" % height
    place = {"conference_id": conference, "height": height}
    return (
        {"conference_id": conference, "credential": credential, "state": CardState.USED},
        {
            **place, "type": EventType.BALLOT, "event": event, "payload": digest,
            "digest": hashlib.sha256(event).hexdigest(), "tracker": f"{height:043d}",
            "credential": credential,
        },
        {**place, "part": 0, "digest": digest, "content": content},
    )  # fmt: skip
