"""What the witnesses have seen: whether the policy holds now, since when not, and each one's sight.

A cosignature carries a time. Beside the number of entries it would tell when the newest ballot of
those was cast, so a page for everybody gives it only where no ballot is told of: before voting, or
when the entry that ended voting had been seen (docs/witness.md). Else it says how many entries ago.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.record import EventType
from voting.instance import Instance
from voting.log import log_size
from voting.models import Conference, LogEntry, LogLeaf, State
from voting.services.common import find_conference
from voting.services.evidence import cosigned_after, parsed_policy
from voting.services.witnesses import WitnessView, list_witnesses


@dataclass(frozen=True, slots=True)
class Sight:
    """A witness and how much it has seen. time: Unix seconds, only where it tells of no ballot."""

    name: str
    is_named: bool
    size: int | None
    behind: int
    time: int | None


@dataclass(frozen=True, slots=True)
class Oversight:
    """The witnesses of a log of `size` entries.

    quorum: how many the policy asks for, 0 for none. held: how many entries, from the first, enough
    of them have confirmed; None for none.
    """

    size: int
    quorum: int
    held: int | None
    sights: tuple[Sight, ...]

    @property
    def is_reached(self) -> bool:
        """Whether enough witnesses have confirmed every entry."""
        return self.held is not None and self.held >= self.size


def read_oversight(instance: Instance, uuid: str) -> Oversight:
    """Return what the witnesses have seen. Raises VotingRefused UNKNOWN_CONFERENCE."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        size = log_size(session, conference.id)
        held = cosigned_after(instance, session, conference, 0)
        timed_from = _timed_from(session, conference)
        quorum = _needed(conference)
    found = list_witnesses(instance, uuid)
    return Oversight(
        size=size,
        quorum=quorum,
        held=None if held is None else held.checkpoint.size,
        sights=tuple(_sight(one, size, timed_from) for one in found),
    )


def _sight(witness: WitnessView, size: int, timed_from: int | None) -> Sight:
    seen = witness.size
    is_timed = seen is not None and timed_from is not None and seen >= timed_from
    return Sight(
        name=witness.name,
        is_named=witness.is_named,
        size=seen,
        behind=0 if seen is None else max(0, size - seen),
        time=witness.time if is_timed else None,
    )


def _timed_from(session: Session, conference: Conference) -> int | None:
    """Return from which size on a time tells of no ballot; None while any may be told of."""
    if conference.state is State.PREPARED:
        return 0
    ended = session.scalar(
        select(LogLeaf.place)
        .join(
            LogEntry,
            (LogEntry.conference_id == LogLeaf.conference_id) & (LogEntry.height == LogLeaf.height),
        )
        .where(LogLeaf.conference_id == conference.id, LogEntry.type == EventType.END_BALLOTS)
    )
    return None if ended is None else ended + 1


def _needed(conference: Conference) -> int:
    """Return how many witnesses the policy asks for; 0 if for none."""
    group = parsed_policy(conference).groups.get("witnesses")
    return 0 if group is None else group.threshold
