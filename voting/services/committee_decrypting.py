"""The committee decrypts: each member on an own device, the last one needed completes the result.

A device computes the encrypted tally from the public record itself, compares it with `read_tally`
and sends its partial decryption with the strong proof. A bad one is blamed on its sender and stops
nobody else. With the last one needed (and the server's, where the server has a share) the same
transaction keeps the counts for the committee and the chair.
"""

from dataclasses import dataclass

from ballots.canonical import decode
from ballots.errors import BallotsError
from ballots.proofs import Proof
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import make_partial_decryption, verify_partial_decryption
from voting.ceremony_models import Step
from voting.instance import Instance
from voting.refusals import MessageRefused, Refusal, VotingRefused
from voting.services.ceremony_messages import note_fault
from voting.services.ceremony_progress import Progress, member, progress_of
from voting.services.ceremony_reading import first_owner
from voting.services.common import lock_conference, require_closed, trustees_of
from voting.services.decrypting import (
    SealedTally,
    append_decryption,
    partial_decryptions,
    require_sum_of_log,
    require_wanted,
    sealed_tally,
)
from voting.services.drilling import made_conference
from voting.services.keys import has_server_share, load_server_key
from voting.services.results import combined, keep_counts


@dataclass(frozen=True, slots=True)
class TallyView:
    """The encrypted tally of a closed vote, exact bytes, and how many ballots are in it."""

    encrypted_tally: bytes
    number: int


@dataclass(frozen=True, slots=True)
class Made:
    """A partial decryption with its strong proof."""

    data: bytes
    proof: Proof


@dataclass(frozen=True, slots=True)
class _Seen:
    """The vote at one moment: what was closed, and what has been decrypted of it."""

    progress: Progress
    sealed: SealedTally
    made: dict[int, bytes]
    first: int


def read_tally(instance: Instance, uuid: str) -> TallyView:
    """Return the tally that the committee is to decrypt.

    Raises VotingRefused KEYS_NOT_MADE, and as sealed_tally (TOO_FEW_BALLOTS among them).
    """
    sealed = _seen(instance, uuid).sealed
    return TallyView(sealed.tally.bytes, sealed.sized.num_tallied)


def _seen(instance: Instance, uuid: str) -> _Seen:
    with instance.database.reading() as session:
        progress = progress_of(session, uuid)
        conference = made_conference(progress)
        sealed = sealed_tally(session, conference)
        made = partial_decryptions(session, conference.id)
    return _Seen(progress, sealed, made, first_owner(sealed.trustees))


def take_decryption(instance: Instance, uuid: str, number: int, data: bytes, proof: bytes) -> bool:
    """Verify a member's partial decryption and keep it; False if it was there already.

    Raises VotingRefused: as read_tally; ALREADY_DECRYPTED, ENOUGH_DECRYPTIONS, SERVER_KEY_MISSING,
    TALLY_DIFFERS. MessageRefused, after the fault was noted.
    """
    while True:
        if _is_known(instance, uuid, number, data):
            return False
        seen = _seen(instance, uuid)
        owner = seen.first + number - 1
        with instance.database.reading() as session:
            require_wanted(session, seen.sealed, owner)
        try:
            made = Made(data, _verified(seen, owner, data, proof))
        except BallotsError as error:
            note_fault(instance, uuid, Step.DECRYPTION, number, error.refusal)
            name = member(seen.progress, number).name
            raise MessageRefused(error, number, name) from error
        if _keep(instance, seen, owner, made):
            return True


def _is_known(instance: Instance, uuid: str, number: int, data: bytes) -> bool:
    """Tell whether just this was accepted before. Raises VotingRefused ALREADY_DECRYPTED."""
    with instance.database.reading() as session:
        conference = made_conference(progress_of(session, uuid))
        owner = first_owner(trustees_of(conference)) + number - 1
        known = partial_decryptions(session, conference.id).get(owner)
    if known is not None and known != data:
        raise VotingRefused(Refusal.ALREADY_DECRYPTED, f"trustee {owner}")
    return known is not None


def _verified(seen: _Seen, owner: int, data: bytes, proof: bytes) -> Proof:
    sealed = seen.sealed
    public = sealed.trustees.key_of(owner)
    strong = decode(proof, Proof)
    verify_partial_decryption(data, sealed.tally, public, sealed.election)
    verify_whole_decryption(strong, data, sealed.tally, public, sealed.election)
    return strong


def _keep(instance: Instance, seen: _Seen, owner: int, made: Made) -> bool:
    """Append what was verified; False if something has changed since."""
    sealed, fresh = seen.sealed, {owner: made}
    whole = seen.made | {owner: made.data}
    if _lacks_only_server(sealed, whole):
        server = _of_server(instance, seen)
        fresh[server[0]] = server[1]
        whole[server[0]] = server[1].data
    counts = combined(sealed, whole) if sealed.trustees.suffice(whole) else None
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, seen.progress.ceremony.uuid)
        require_closed(conference)
        if partial_decryptions(session, conference.id).keys() != seen.made.keys():
            return False
        for each in sorted(fresh):
            append_decryption(session, conference, each, fresh[each].data, fresh[each].proof)
        if counts is not None:
            keep_counts(session, conference, counts)
    return True


def _lacks_only_server(sealed: SealedTally, made: dict[int, bytes]) -> bool:
    """Tell whether only the server's own share is missing to decrypt."""
    trustees = sealed.trustees
    server = trustees.items[0].owners.start
    return has_server_share(trustees) and server not in made and trustees.suffice({server, *made})


def _of_server(instance: Instance, seen: _Seen) -> tuple[int, Made]:
    """Decrypt with the server's share, but only what the log gives.

    Raises VotingRefused SERVER_KEY_MISSING, WRONG_KEY, TALLY_DIFFERS.
    """
    sealed, uuid = seen.sealed, seen.progress.ceremony.uuid
    group = sealed.election.group
    key = load_server_key(instance.settings, uuid, sealed.trustees, group)
    require_sum_of_log(instance, sealed)
    data = make_partial_decryption(sealed.tally, key.secret, sealed.election)
    proof = prove_whole_decryption(data, sealed.tally, key.secret, sealed.election)
    return key.owner, Made(data, proof)
