"""A member's own machine decrypts: the rehearsal tally, and the one tally of the verified record.

The tally is what the ballots of the record give, never what somebody hands over. It is decrypted
only if the whole record verifies, is of the saved key's conference, has as many ballots as the
frozen definition asks for, and is the only tally of this conference that this machine ever opened.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from audit.errors import RecordUnreadable
from audit.reading import read_structures
from audit.record import open_record
from audit.verifier import verify_record
from ballots.canonical import decode, encode
from ballots.ceremony import MemberSecret
from ballots.drill import make_drill_tally
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.strong_decryption import prove_whole_decryption
from ballots.tally import EncryptedTally, make_partial_decryption
from voting.committee_files import DecryptionContent, Stick, TallyFile
from voting.definition import Definition, DefinitionUnreadable, is_named, parse_definition
from voting.keycopy import KeyCopy
from voting.logkey import create_secret_file, read_secret_file
from voting.member_machine import PublishedKey, key_of_committee, published_key
from voting.refusals import Refusal, VotingRefused


def decrypt_drill(stick: Stick, copy: KeyCopy, member: MemberSecret) -> bytes:
    """Decrypt the rehearsal tally, made on this machine, with a restored key.

    Raises VotingRefused WRONG_KEY, FILE_NOT_THERE, WRONG_FILE; BallotsError as open_share.
    """
    published = published_key(stick)
    _require_same_conference(published.election, copy)
    tally = make_drill_tally(published.election)
    return make_partial_decryption(tally, published.secret(member), published.election)


def _require_same_conference(election: Election, copy: KeyCopy) -> None:
    if election.uuid != copy.uuid:
        raise VotingRefused(Refusal.WRONG_KEY, election.uuid)


@dataclass(frozen=True, slots=True)
class Verified:
    """The tally of a record that verifies, and how many ballots are in it."""

    published: PublishedKey
    tally: EncryptedTally
    number: int


def decrypt_record(
    stick: Stick, own: Path, copy: KeyCopy, member: MemberSecret, *, jobs: int = 1
) -> bytes:
    """Verify the record on the stick and decrypt its tally with a restored key.

    own: remembers which tally was opened. jobs: processes for the ballots.
    Raises VotingRefused: RECORD_NOT_SOUND; WRONG_KEY; TALLY_DIFFERS (the server asks for another
    tally, or this machine opened another before); TOO_FEW_BALLOTS; FILE_NOT_THERE, WRONG_FILE.
    """
    found = _verified(stick, jobs)
    election = found.published.election
    _require_same_conference(election, copy)
    _require_asked(stick, found)
    minimum = _definition(stick, election).fewest_ballots
    if found.number < minimum:
        raise VotingRefused(Refusal.TOO_FEW_BALLOTS, f"{found.number} < {minimum}")
    secret = found.published.secret(member)
    _require_only(own, found)
    data = make_partial_decryption(found.tally, secret, election)
    proof = prove_whole_decryption(data, found.tally, secret, election)
    return encode(DecryptionContent(data.decode(), encode(proof).decode()))


def _verified(stick: Stick, jobs: int) -> Verified:
    path = stick.folder / "record.bel"
    if not path.exists():
        raise VotingRefused(Refusal.FILE_NOT_THERE, path.name)
    try:
        if not verify_record(path, jobs=jobs).sound:
            raise VotingRefused(Refusal.RECORD_NOT_SOUND)
        read = read_structures(open_record(path))
    except RecordUnreadable as error:
        raise VotingRefused(Refusal.RECORD_NOT_SOUND) from error
    election, trustees = read.election.value, read.trustees.value
    tally, sized = read.tally.value, read.sized.value
    if election is None or trustees is None or tally is None or sized is None:
        raise VotingRefused(Refusal.VOTING_STILL_OPEN)
    return Verified(key_of_committee(election, trustees), tally, sized.num_tallied)


def _require_asked(stick: Stick, found: Verified) -> None:
    """Refuse if the server asks for another tally than the ballots give."""
    try:
        asked = decode(stick.read("tally.json").rstrip(b"\n"), TallyFile, limit=1 << 24)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_FILE, "tally.json") from error
    if (asked.encrypted_tally.encode(), asked.number) != (found.tally.bytes, found.number):
        raise VotingRefused(Refusal.TALLY_DIFFERS)


def _definition(stick: Stick, election: Election) -> Definition:
    """Return the frozen definition that the election names."""
    data = stick.read("definition.json")
    if not is_named(data, election.description):
        raise VotingRefused(Refusal.WRONG_FILE, "definition.json")
    try:
        return parse_definition(data)
    except DefinitionUnreadable as error:
        raise VotingRefused(Refusal.WRONG_FILE, "definition.json") from error


def _require_only(own: Path, found: Verified) -> None:
    """Remember which tally is opened, before it is; refuse another one for ever."""
    digest = hashlib.sha256(found.tally.bytes).hexdigest().encode()
    file = own / f"{found.published.election.uuid}-decrypted"
    create_secret_file(file, digest)
    if read_secret_file(file) != digest:
        raise VotingRefused(Refusal.TALLY_DIFFERS)
