"""x of every point of the ballots in a log, kept in blocks beside it.

To find x takes nearly all the time of a sum (`ballots.tally.unpacked_points`), so the follower does
it while ballots come in, and who adds the log up again only compares. The blocks follow from the
ballots, are compared with them, and may be deleted; they go when the counts are made. Each holds
what stands behind one multiple of BLOCK up to the next, whenever it was written: its length tells
nothing of how fast ballots came.
"""

from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ballots.election import Election
from ballots.tally import unpacked_points
from voting.db import Database
from voting.models import UnpackedPoints
from voting.services.summing import AT_ONCE, read_piece

BLOCK: Final = AT_ONCE  # heights


def unpack_blocks(
    database: Database, conference_id: int, election: Election, after: int, last: int
) -> list[UnpackedPoints]:
    """Make the rows of the blocks that end behind one height and at most at another.

    None where the group has no use for them. Raises VotingRefused BALLOT_ALTERED.
    """
    rows = []
    for start in range(after // BLOCK * BLOCK, last // BLOCK * BLOCK, BLOCK):
        ballots = read_piece(database, conference_id, start, start + BLOCK)
        content = unpacked_points(ballots, election)
        if content:
            rows.append(UnpackedPoints(conference_id=conference_id, after=start, content=content))
    return rows


def discard_unpacked(session: Session, conference_id: int) -> None:
    """Delete the blocks of a conference."""
    session.execute(delete(UnpackedPoints).where(UnpackedPoints.conference_id == conference_id))
