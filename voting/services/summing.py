"""The sum of the ballots in a log, by all cores: threads read pieces of it and add them up.

Each ballot was parsed and verified before it was appended, so that here its bytes are only compared
with the SHA-256 that its event names, and its ciphertexts are added. Reading, hashing and the
curve's arithmetic leave the interpreter free for the other threads (with the native core); threads
need no time to start and work within a web server's process, too, where further processes may not
be started. Memory does not grow with the number of ballots.
"""

import hashlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from sqlalchemy import func, select

from audit.record import EventType
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.tally import TallySum
from voting.db import Database
from voting.instance import Instance
from voting.models import LogData, LogEntry, UnpackedPoints
from voting.refusals import Refusal, VotingRefused

AT_ONCE: Final = 64  # ballots of a piece
NOTHING: Final = 0  # the height of Setup; the ballots follow one another from 1 on

Told = Callable[[int, int], None]  # ballots added up, and ballots in all


def quietly(done: int, whole: int) -> None:
    """Tell nobody how far the sum is."""


def sum_of_log(
    instance: Instance,
    conference_id: int,
    election: Election,
    *,
    after: int = NOTHING,
    told: Told = quietly,
    threads: int | None = None,
) -> TallySum:
    """Add up the ballots of a log that stand behind a height.

    told: hears from time to time how far it is. threads: by default one a core.
    Raises VotingRefused BALLOT_ALTERED.
    """
    database = instance.database
    whole, last = extent(database, conference_id, after)
    total = TallySum(election)

    def piece(start: int) -> TallySum:
        ballots = read_piece(database, conference_id, start, min(start + AT_ONCE, last))
        return sum_of(ballots, start, election, _unpacked(database, conference_id, start))

    with ThreadPoolExecutor(threads or os.cpu_count(), thread_name_prefix="summing") as hands:
        for part in hands.map(piece, range(after, last, AT_ONCE)):
            total.merge(part)
            told(total.num_tallied, whole)
    if total.num_tallied != whole:
        raise VotingRefused(Refusal.BALLOT_ALTERED, f"{total.num_tallied} / {whole}")
    return total


def _unpacked(database: Database, conference_id: int, after: int) -> bytes:
    """Return the block that begins behind a height, if there is one (`services.unpacking`)."""
    with database.reading() as session:
        row = session.get(UnpackedPoints, (conference_id, after))
    return b"" if row is None else row.content


def read_piece(database: Database, conference_id: int, after: int, last: int) -> list[bytes]:
    """Read the ballots behind one height up to another, each what its event says.

    Raises VotingRefused BALLOT_ALTERED.
    """
    found = (
        select(LogEntry.height, LogEntry.payload, LogData.content)
        .join_from(LogEntry, LogData)
        .where(
            LogEntry.conference_id == conference_id,
            LogEntry.type == EventType.BALLOT,
            LogEntry.height > after,
            LogEntry.height <= last,
        )
        .order_by(LogEntry.height)
    )
    with database.reading() as session:
        rows = session.execute(found).all()
    seen = after
    for height, payload, content in rows:
        if height == seen or hashlib.sha256(content).hexdigest() != payload:
            raise VotingRefused(Refusal.BALLOT_ALTERED, f"height {height}")
        seen = height
    return [content for _, _, content in rows]


def sum_of(
    ballots: Sequence[bytes], after: int, election: Election, unpacked: bytes = b""
) -> TallySum:
    """Add up the ballots that read_piece gave behind a height.

    Raises VotingRefused BALLOT_ALTERED.
    """
    total = TallySum(election)
    try:
        total.add_verified(ballots, unpacked)
    except BallotsError as error:
        raise VotingRefused(Refusal.BALLOT_ALTERED, f"behind height {after}") from error
    return total


def extent(database: Database, conference_id: int, after: int) -> tuple[int, int]:
    """Return how many ballots stand behind a height, and the height of the last."""
    found = select(func.count(), func.coalesce(func.max(LogEntry.height), after)).where(
        LogEntry.conference_id == conference_id,
        LogEntry.type == EventType.BALLOT,
        LogEntry.height > after,
    )
    with database.reading() as session:
        count, last = session.execute(found).one()
    return count, last
