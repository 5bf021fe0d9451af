"""The sum that grows while ballots come in, kept beside the log and made from the log alone.

A follower (`voting.following`) adds what has joined the log since. At the close it is completed and
compared with the sum of the whole log, made once more by all cores (`services.closing`): the two
read every ballot at different times, so a ballot that changed in between, or arithmetic that failed
once, is found before anything is written.

What the row tells whoever holds the disks: the log itself holds every ballot in encrypted form, so
anybody who has it can make this sum, or the sum of any few ballots, without the row. Even so it
never helps: a row holds a multiple of STEP ballots, or of `minimum_ballots` where those are more,
the first of the log. So any two versions that a database's journal may keep, also of a row that was
deleted and made again, differ by at least as many as may be decrypted. It bears no time.
It may be deleted whenever one likes, and is made again.

Beside it stand blocks that make adding the log up again fast (`services.unpacking`).
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ballots.election import Election
from ballots.errors import BallotsError
from ballots.tally import TallySum, sum_so_far
from voting.definition import Definition
from voting.instance import Instance
from voting.models import Conference, RunningSum, State, UnpackedPoints
from voting.refusals import Refusal, VotingRefused
from voting.services.common import frozen_parts
from voting.services.summing import AT_ONCE, NOTHING, extent, read_piece, sum_of, sum_of_log
from voting.services.unpacking import discard_unpacked, unpack_blocks

STEP: Final = 16  # ballots, at least, by which two versions of a row differ


@dataclass(slots=True)
class Followed:
    """A conference whose ballots are added up: the sum, and the height that it has reached."""

    conference_id: int
    election: Election
    step: int
    height: int
    total: TallySum


def open_votes(session: Session) -> list[Conference]:
    """Return the conferences in which ballots are cast now."""
    return list(session.scalars(select(Conference).where(Conference.state == State.OPEN)))


def follow(session: Session, conference: Conference) -> Followed:
    """Take up the sum of a conference where its row has it, or begin.

    Raises VotingRefused SUM_DIFFERS if the row cannot be read.
    """
    frozen = frozen_parts(conference)
    followed = Followed(
        conference_id=conference.id,
        election=frozen.election,
        step=step_of(frozen.definition),
        height=NOTHING,
        total=TallySum(frozen.election),
    )
    _take_up(followed, session.get(RunningSum, conference.id))
    return followed


def _take_up(followed: Followed, row: RunningSum | None) -> None:
    if row is None:
        followed.height, followed.total = NOTHING, TallySum(followed.election)
    else:
        followed.height, followed.total = row.height, _read(row, followed.election)


def step_of(definition: Definition) -> int:
    """Return by how many ballots, at least, two versions of a row differ."""
    return max(STEP, definition.fewest_ballots)


def grow(instance: Instance, followed: Followed) -> bool:
    """Add one piece of the log, if so many ballots have come, and store it; tell whether it did.

    If the row is no longer what was taken up (deleted, or another process was faster), it is taken
    up as it is now. Raises VotingRefused BALLOT_ALTERED, SUM_DIFFERS.
    """
    database, conference_id, step = instance.database, followed.conference_id, followed.step
    newest = extent(database, conference_id, followed.height)[1]
    last = min(newest, followed.height + max(AT_ONCE, step)) // step * step
    if last <= followed.height:
        return False
    ballots = read_piece(database, conference_id, followed.height, last)
    part = sum_of(ballots, followed.height, followed.election)
    before, followed.height = followed.height, last
    followed.total.merge(part)
    blocks = unpack_blocks(database, conference_id, followed.election, before, last)
    return _store(instance, followed, before, blocks)


def _store(
    instance: Instance, followed: Followed, before: int, blocks: list[UnpackedPoints]
) -> bool:
    """Write the rows of an open vote, if the one that is there is the one that was taken up."""
    data = followed.total.encrypted_tally()
    with instance.database.writing() as session:
        row = session.get(RunningSum, followed.conference_id, with_for_update=True)
        if (NOTHING if row is None else row.height) != before:
            _take_up(followed, row)
            return False
        conference = session.get_one(Conference, followed.conference_id)
        if conference.state is not State.OPEN:
            return False
        if row is None:
            discard_unpacked(session, followed.conference_id)
            row = RunningSum(conference_id=followed.conference_id)
            session.add(row)
        row.height, row.ballots, row.tally = followed.height, followed.total.num_tallied, data
        for block in blocks:
            session.merge(block)
    return True


def completed_sum(instance: Instance, conference_id: int, election: Election) -> TallySum | None:
    """Return the running sum with what has come since, or None where there is none.

    Raises VotingRefused SUM_DIFFERS if the row cannot be read; BALLOT_ALTERED.
    """
    with instance.database.reading() as session:
        row = session.get(RunningSum, conference_id)
    if row is None:
        return None
    total = _read(row, election)
    total.merge(sum_of_log(instance, conference_id, election, after=row.height))
    return total


def discard_sum(session: Session, conference_id: int) -> None:
    """Delete the row of a conference, if there is one."""
    session.execute(delete(RunningSum).where(RunningSum.conference_id == conference_id))


def require_same(running: TallySum | None, log: TallySum) -> None:
    """Compare the running sum with the log's. Raises VotingRefused SUM_DIFFERS."""
    if running is None:
        return
    try:
        is_same = running.sized() == log.sized()
    except BallotsError as error:  # the row held what is no point of the curve
        raise VotingRefused(Refusal.SUM_DIFFERS) from error
    if not is_same:
        detail = f"{running.num_tallied} / {log.num_tallied}"
        raise VotingRefused(Refusal.SUM_DIFFERS, detail)


def _read(row: RunningSum, election: Election) -> TallySum:
    try:
        return sum_so_far(row.tally, row.ballots, election)
    except BallotsError as error:
        raise VotingRefused(Refusal.SUM_DIFFERS) from error
