"""What the services share: finding a conference, locking it, reading its frozen parts."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.ballot import max_ballot_size
from ballots.election import Election, parse_election
from ballots.group import group_named
from ballots.trustees import Trustees, parse_trustees
from voting.definition import Definition, DefinitionUnreadable, is_named, parse_definition
from voting.fixed import Fixed
from voting.instance import Instance
from voting.log import Edge
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.signing import require_continuous


@dataclass(frozen=True, slots=True)
class Frozen:
    """The parts of a conference that never change, read and checked."""

    definition: Definition
    election: Election


def find_conference(session: Session, uuid: str) -> Conference:
    """Return a conference. Raises VotingRefused UNKNOWN_CONFERENCE."""
    found = session.scalar(select(Conference).where(Conference.uuid == uuid))
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    return found


def lock_conference(instance: Instance, session: Session, uuid: str) -> Conference:
    """Return a conference that nobody else can change until this transaction ends.

    PostgreSQL locks the row; on SQLite the writing transaction has excluded other writers already.
    Raises VotingRefused UNKNOWN_CONFERENCE, and as `require_continuous`: nothing is added to a log
    that has forgotten what was signed.
    """
    return lock_log(instance, session, uuid)[0]


def lock_log(instance: Instance, session: Session, uuid: str) -> tuple[Conference, Edge]:
    """Lock a conference as `lock_conference` does; return the right edge of its log, too."""
    found = session.scalar(select(Conference).where(Conference.uuid == uuid).with_for_update())
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    return found, require_continuous(instance, session, found)


def frozen_parts(conference: Conference) -> Frozen:
    """Return the definition and the election of a conference.

    Raises DefinitionUnreadable or BallotsError only if somebody changed the database.
    """
    return _frozen(conference.definition, conference.election)


def fixed_parts(instance: Instance, uuid: str) -> Fixed:
    """Return what never changes of a conference; the database is asked the first time only.

    Raises VotingRefused UNKNOWN_CONFERENCE, and as `frozen_parts`.
    """
    known = instance.fixed.get(uuid)
    if known is None:
        with instance.database.reading() as session:
            found = find_conference(session, uuid)
        election = frozen_parts(found).election
        known = Fixed(found.id, uuid, found.log_key, election, max_ballot_size(election))
        instance.fixed[uuid] = known
    return known


def trustees_of(conference: Conference) -> Trustees:
    """Return the checked trustees of a conference."""
    return _trustees(conference.trustees, frozen_parts(conference).election.group.name)


@lru_cache(maxsize=16)
def _frozen(definition: bytes, election: bytes) -> Frozen:
    read = Frozen(parse_definition(definition), parse_election(election))
    if not is_named(definition, read.election.description):
        raise DefinitionUnreadable("it is not the definition that the election names")
    return read


@lru_cache(maxsize=16)
def _trustees(trustees: bytes, group: str) -> Trustees:
    return parse_trustees(trustees, group_named(group))


def require_prepared(conference: Conference) -> None:
    """Refuse a step of the preparation after the opening. Raises VotingRefused ALREADY_OPENED."""
    if conference.state is not State.PREPARED:
        raise VotingRefused(Refusal.ALREADY_OPENED, conference.state.value)


def require_closed(conference: Conference) -> None:
    """Refuse a step of the decryption before the end of voting or after the count.

    Raises VotingRefused VOTING_NOT_OPEN, VOTING_STILL_OPEN, ALREADY_COUNTED.
    """
    refusals = {
        State.PREPARED: Refusal.VOTING_NOT_OPEN,
        State.OPEN: Refusal.VOTING_STILL_OPEN,
        State.CLOSING: Refusal.VOTING_STILL_OPEN,
        State.COUNTED: Refusal.ALREADY_COUNTED,
        State.PUBLISHED: Refusal.ALREADY_COUNTED,
    }
    refusal = refusals.get(conference.state)
    if refusal is not None:
        raise VotingRefused(refusal)
