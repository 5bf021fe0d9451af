"""The restore drill: each member decrypts the rehearsal tally with what was saved.

One more member than a decryption needs must have done it before voting opens. When they have, their
decryptions are combined and compared with the counts that everybody knows, and the log says so.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.entries import RehearsalEntry
from ballots.drill import BALLOTS, drill_counts, make_drill_tally
from ballots.errors import BallotsError
from ballots.tally import combine, make_partial_decryption, verify_partial_decryption
from voting.ceremony_models import CeremonyMessage, Step
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Conference
from voting.refusals import MessageRefused, Refusal, VotingRefused
from voting.services.ceremony_messages import note_fault
from voting.services.ceremony_progress import Progress, member, progress_of
from voting.services.ceremony_reading import first_owner, needed_to_open
from voting.services.common import (
    frozen_parts,
    lock_conference,
    require_prepared,
    trustees_of,
)
from voting.services.keys import has_server_share, load_server_key


@dataclass(frozen=True, slots=True)
class Drill:
    """What a member decrypts in the drill, all exact bytes; the tally can be made again."""

    election: bytes
    trustees: bytes
    encrypted_tally: bytes


def read_drill(instance: Instance, uuid: str) -> Drill:
    """Return the rehearsal tally of a conference whose keys are made.

    Raises VotingRefused UNKNOWN_CONFERENCE, KEYS_NOT_MADE.
    """
    with instance.database.reading() as session:
        conference = made_conference(progress_of(session, uuid))
    tally = make_drill_tally(frozen_parts(conference).election)
    return Drill(conference.election, conference.trustees, tally.bytes)


def read_own_drill(instance: Instance, uuid: str, number: int) -> bytes:
    """Return what a member sent in the drill: a device that still holds the seed verifies it.

    Raises VotingRefused UNKNOWN_CONFERENCE, ROUND_NOT_COMPLETE.
    """
    with instance.database.reading() as session:
        sent = progress_of(session, uuid).sent.get((Step.DRILL, number))
    if sent is None:
        raise VotingRefused(Refusal.ROUND_NOT_COMPLETE, Step.DRILL.value)
    return sent


def made_conference(seen: Progress) -> Conference:
    """Return the conference that a ceremony has made. Raises VotingRefused KEYS_NOT_MADE."""
    if seen.conference is None:
        raise VotingRefused(Refusal.KEYS_NOT_MADE)
    return seen.conference


def take_drill(instance: Instance, uuid: str, number: int, data: bytes) -> bool:
    """Verify a member's decryption of the rehearsal tally; False if that member had done it.

    Raises VotingRefused KEYS_NOT_MADE, ALREADY_OPENED, CONFERENCE_REPLACED, SERVER_KEY_MISSING;
    MessageRefused, after the fault was noted.
    """
    with instance.database.reading() as session:
        seen = progress_of(session, uuid)
        conference = _prepared(seen)
    try:
        _verify(conference, number, data)
    except BallotsError as error:
        note_fault(instance, uuid, Step.DRILL, number, error.refusal)
        raise MessageRefused(error, number, member(seen, number).name) from error
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        seen = progress_of(session, uuid)
        _prepared(seen)
        if (Step.DRILL, number) in seen.sent:
            return False
        session.add(_message(seen, number, data))
        seen.sent[Step.DRILL, number] = data
        _rehearse(instance, session, seen, conference, number)
    return True


def _prepared(seen: Progress) -> Conference:
    conference = made_conference(seen)
    require_prepared(conference)
    require_in_use(seen)
    return conference


def require_in_use(seen: Progress) -> None:
    """Refuse a conference whose keys were made again. Raises VotingRefused CONFERENCE_REPLACED."""
    if seen.ceremony.replaced_by is not None:
        raise VotingRefused(Refusal.CONFERENCE_REPLACED, seen.ceremony.replaced_by)


def _verify(conference: Conference, number: int, data: bytes) -> None:
    election, trustees = frozen_parts(conference).election, trustees_of(conference)
    public = trustees.key_of(first_owner(trustees) + number - 1)
    verify_partial_decryption(data, make_drill_tally(election), public, election)


def _message(seen: Progress, number: int, data: bytes) -> CeremonyMessage:
    return CeremonyMessage(
        ceremony_id=seen.ceremony.id,
        attempt=seen.ceremony.attempt,
        step=Step.DRILL,
        number=number,
        content=data,
    )


def _rehearse(
    instance: Instance, session: Session, seen: Progress, conference: Conference, number: int
) -> None:
    """When enough have done the drill, combine; the log names who took part, also later ones."""
    done = seen.who_sent(Step.DRILL)
    if len(done) < needed_to_open(seen):
        return
    owners = [first_owner(trustees_of(conference)) + number - 1]
    if not conference.rehearsed:
        owners = _combine(instance, seen, conference)
        conference.rehearsed = True
    append_entry(session, conference, RehearsalEntry(trustees=tuple(sorted(owners))))


def _combine(instance: Instance, seen: Progress, conference: Conference) -> list[int]:
    """Combine the drills; return which members took part.

    The server's part, if it has one, is needed but not named here: that it can be had from a backup
    is shown by `voting.services.share_drill`.

    Raises VotingRefused SERVER_KEY_MISSING, WRONG_KEY, REHEARSAL_FAILED.
    """
    election, trustees = frozen_parts(conference).election, trustees_of(conference)
    tally, first = make_drill_tally(election), first_owner(trustees)
    made = {first + who - 1: seen.sent[Step.DRILL, who] for who in seen.who_sent(Step.DRILL)}
    if has_server_share(trustees):
        key = load_server_key(instance.settings, seen.ceremony.uuid, trustees, election.group)
        made[key.owner] = make_partial_decryption(tally, key.secret, election)
    factors = {
        owner: verify_partial_decryption(data, tally, trustees.key_of(owner), election)
        for owner, data in made.items()
    }
    counts = combine(trustees, factors, tally, group=election.group, total_weight=BALLOTS)
    if counts != drill_counts(election):
        raise VotingRefused(Refusal.REHEARSAL_FAILED)
    return [owner for owner in made if owner >= first]
