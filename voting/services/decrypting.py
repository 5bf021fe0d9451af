"""Decrypt: each trustee once, only the one tally that the log gives, only with enough ballots.

Before a secret is used, the tally is computed again from the log and compared with the recorded
one: never a second, another or a partial sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.entries import DecryptionProofEntry, entry_bytes
from audit.record import EventType
from ballots.canonical import decode, encode
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.hashing import sha256_hex
from ballots.proofs import Proof
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import (
    EncryptedTally,
    Owned,
    SizedEncryptedTally,
    make_partial_decryption,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.trustees import Trustees
from voting.instance import Instance
from voting.models import Conference, DecryptionProof, LogEntry
from voting.refusals import Refusal, VotingRefused
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_closed,
    trustees_of,
)
from voting.services.keys import open_keys
from voting.services.summing import Told, quietly, sum_of_log
from voting.store import append, data_of, entry_of_kind


@dataclass(frozen=True, slots=True)
class SealedTally:
    """The encrypted tally of a closed vote with what is needed to decrypt it."""

    conference_id: int
    election: Election
    trustees: Trustees
    tally: EncryptedTally
    sized: SizedEncryptedTally


def sealed_tally(session: Session, conference: Conference) -> SealedTally:
    """Return the recorded tally of a closed vote.

    Raises VotingRefused as require_closed does, and TOO_FEW_BALLOTS.
    """
    require_closed(conference)
    return tally_in_log(session, conference)


def tally_in_log(session: Session, conference: Conference) -> SealedTally:
    """Return the sealed tally, also after the count.

    Raises VotingRefused VOTING_STILL_OPEN, TOO_FEW_BALLOTS.
    """
    frozen = frozen_parts(conference)
    entry = entry_of_kind(session, conference.id, EventType.ENCRYPTED_TALLY)
    if entry is None:
        raise VotingRefused(Refusal.VOTING_STILL_OPEN)
    tally = parse_encrypted_tally(data_of(session, entry, 0), frozen.election)
    sized = decode(data_of(session, entry, 1), SizedEncryptedTally)
    minimum = frozen.definition.fewest_ballots
    if sized.num_tallied < minimum:
        raise VotingRefused(Refusal.TOO_FEW_BALLOTS, f"{sized.num_tallied} < {minimum}")
    return SealedTally(conference.id, frozen.election, trustees_of(conference), tally, sized)


def require_sum_of_log(instance: Instance, sealed: SealedTally, told: Told = quietly) -> None:
    """Refuse another tally, or another number of ballots, than the log gives.

    To be asked whenever a secret of the server is to be used. told: hears how far it is.
    Raises VotingRefused TALLY_DIFFERS, BALLOT_ALTERED.
    """
    total = sum_of_log(instance, sealed.conference_id, sealed.election, told=told)
    if (total.encrypted_tally(), total.sized()) != (sealed.tally.bytes, encode(sealed.sized)):
        raise VotingRefused(Refusal.TALLY_DIFFERS)


def decrypt(
    instance: Instance, uuid: str, member_keys: Sequence[bytes] = (), *, told: Told = quietly
) -> tuple[int, ...]:
    """Decrypt with the server's key and the key files of members; return the trustees' numbers.

    A trustee who has decrypted already is passed over, so that members may come one by one and
    each brings the server's key along. told: hears how far the sum of the log is, before that.
    Raises VotingRefused: as sealed_tally; SERVER_KEY_MISSING, WRONG_KEY; as require_sum_of_log;
    ALREADY_DECRYPTED if nobody is left. BallotsError TOO_FEW_DECRYPTIONS if no key was given and
    the server has none.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        sealed = sealed_tally(session, conference)
        done = set(_owners(session, conference.id))
    keys = open_keys(instance.settings, uuid, sealed.trustees, sealed.election.group, member_keys)
    if not keys:
        raise BallotsError(BallotRefusal.TOO_FEW_DECRYPTIONS)
    waiting = [key for key in keys if key.owner not in done]
    if not waiting:
        raise VotingRefused(Refusal.ALREADY_DECRYPTED)
    require_sum_of_log(instance, sealed, told)
    for key in waiting:
        data = make_partial_decryption(sealed.tally, key.secret, sealed.election)
        proof = prove_whole_decryption(data, sealed.tally, key.secret, sealed.election)
        accept_partial_decryption(instance, uuid, key.owner, data, proof)
    return tuple(key.owner for key in waiting)


def accept_partial_decryption(
    instance: Instance, uuid: str, owner: int, data: bytes, proof: Proof
) -> None:
    """Verify a trustee's partial decryption, made here or elsewhere, and append it.

    proof: the strong one, which the log gets at the publication.
    Raises VotingRefused: as sealed_tally; WRONG_KEY for a number that no trustee has;
    ALREADY_DECRYPTED; ENOUGH_DECRYPTIONS. BallotsError: as verify_partial_decryption and
    verify_whole_decryption.
    """
    with instance.database.reading() as session:
        sealed = sealed_tally(session, find_conference(session, uuid))
    if not 1 <= owner <= sealed.trustees.count:
        raise VotingRefused(Refusal.WRONG_KEY, f"trustee {owner}")
    public = sealed.trustees.key_of(owner)
    verify_partial_decryption(data, sealed.tally, public, sealed.election)
    verify_whole_decryption(proof, data, sealed.tally, public, sealed.election)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_closed(conference)
        require_wanted(session, sealed, owner)
        append_decryption(session, conference, owner, data, proof)


def append_decryption(
    session: Session, conference: Conference, owner: int, data: bytes, proof: Proof
) -> None:
    """Append a verified partial decryption; the caller holds the lock of the conference."""
    owned = encode(Owned(owner, sha256_hex(data)))
    append(session, conference, EventType.PARTIAL_DECRYPTION, (data, owned), owner=owner)
    entry = DecryptionProofEntry(owner=owner, decryption=sha256_hex(data), proof=proof)
    content = entry_bytes(entry)
    session.add(DecryptionProof(conference_id=conference.id, owner=owner, content=content))


def require_wanted(session: Session, sealed: SealedTally, owner: int) -> None:
    """Refuse a trustee's second decryption, and one more than the committee needs."""
    done = set(_owners(session, sealed.conference_id))
    if owner in done:
        raise VotingRefused(Refusal.ALREADY_DECRYPTED, f"trustee {owner}")
    for item in sealed.trustees.items:
        if owner in item.owners and len(done & set(item.owners)) >= item.needed:
            raise VotingRefused(Refusal.ENOUGH_DECRYPTIONS, f"trustee {owner}")


def _owners(session: Session, conference_id: int) -> Sequence[int]:
    found = select(LogEntry.owner).where(
        LogEntry.conference_id == conference_id, LogEntry.owner.is_not(None)
    )
    return [owner for owner in session.scalars(found) if owner is not None]


def partial_decryptions(session: Session, conference_id: int) -> dict[int, bytes]:
    """Return the accepted partial decryptions by trustee."""
    found = select(LogEntry).where(
        LogEntry.conference_id == conference_id,
        LogEntry.type == EventType.PARTIAL_DECRYPTION,
    )
    return {
        entry.owner: data_of(session, entry, 0)
        for entry in session.scalars(found)
        if entry.owner is not None
    }


def decryption_proofs(session: Session, conference_id: int) -> list[DecryptionProofEntry]:
    """Return the strong proofs that wait for the publication, by number of the trustee."""
    found = select(DecryptionProof.content).where(DecryptionProof.conference_id == conference_id)
    contents = session.scalars(found.order_by(DecryptionProof.owner))
    return [decode(content, DecryptionProofEntry) for content in contents]
