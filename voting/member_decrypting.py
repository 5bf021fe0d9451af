"""A member's own machine decrypts: the rehearsal tally, and the one tally of the verified record.

The tally is what the ballots of the record give, never what somebody hands over. It is decrypted
only if the whole record verifies and is what the log gives (`voting.member_log`), is of the saved
key's conference, has as many ballots as the frozen definition asks for, and is the only tally of
this conference that this machine ever opened.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from audit.errors import RecordUnreadable
from audit.reading import read_structures
from audit.record import Record, open_record
from audit.verifier import verify_record
from ballots.canonical import decode, encode
from ballots.ceremony import MemberSecret
from ballots.drill import make_drill_tally
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.strong_decryption import prove_whole_decryption
from ballots.tally import EncryptedTally, make_partial_decryption
from voting.committee_files import DecryptionContent, Stick, TallyFile
from voting.keycopy import KeyCopy
from voting.logkey import create_secret_file, read_secret_file
from voting.member_log import Mark, MemberLog, mark_of, require_sound
from voting.member_machine import PublishedKey, key_of_committee, named_definition, published_key
from voting.refusals import Refusal, VotingRefused


def decrypt_drill(stick: Stick, copy: KeyCopy, member: MemberSecret) -> bytes:
    """Decrypt the rehearsal tally, made on this machine, with a restored key.

    Raises VotingRefused WRONG_KEY, UNANNOUNCED_SHARE, FILE_NOT_THERE, WRONG_FILE; BallotsError as
    open_share.
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
    """The tally of a record that verifies, and how many ballots are in it.

    log: what is compared with the wall; is_witnessed: as many witnesses as the frozen definition
    asks for have confirmed just that.
    """

    published: PublishedKey
    tally: EncryptedTally
    number: int
    log: Mark
    is_witnessed: bool


def verify_for_decryption(stick: Stick, own: Path, copy: KeyCopy, *, jobs: int = 1) -> Verified:
    """Verify record and log on the stick; return what a member compares before decrypting.

    own: holds what was kept of the log. jobs: processes for the ballots.
    Raises VotingRefused: RECORD_NOT_SOUND, LOG_DIFFERS; WRONG_KEY, UNANNOUNCED_SHARE; TALLY_DIFFERS
    (the server asks for another tally, or this machine opened another before); TOO_FEW_BALLOTS;
    FILE_NOT_THERE, WRONG_FILE.
    """
    path = stick.folder / "record.bel"
    if not path.exists():
        raise VotingRefused(Refusal.FILE_NOT_THERE, path.name)
    try:
        record = open_record(path)
        election = read_structures(record).election.value
        if election is None:
            raise VotingRefused(Refusal.RECORD_NOT_SOUND)
        _require_same_conference(election, copy)
        definition = named_definition(stick, election)
        evidence = MemberLog(own, election, definition).evidence(stick)
        verdict = verify_record(path, jobs=jobs, evidence=evidence)
    except RecordUnreadable as error:
        raise VotingRefused(Refusal.RECORD_NOT_SOUND) from error
    is_witnessed = require_sound(verdict)
    found = _read(stick, record, mark_of(evidence.log.signed), is_witnessed)
    _require_asked(stick, found)
    if found.number < definition.fewest_ballots:
        detail = f"{found.number} < {definition.fewest_ballots}"
        raise VotingRefused(Refusal.TOO_FEW_BALLOTS, detail)
    _require_only(own, found)
    return found


def _read(stick: Stick, record: Record, log: Mark, is_witnessed: bool) -> Verified:
    """Read the tally of a sound record. Raises VotingRefused VOTING_STILL_OPEN."""
    read = read_structures(record)
    election, trustees = read.election.value, read.trustees.value
    tally, sized = read.tally.value, read.sized.value
    if election is None or trustees is None or tally is None or sized is None:
        raise VotingRefused(Refusal.VOTING_STILL_OPEN)
    published = key_of_committee(election, trustees, named_definition(stick, election))
    return Verified(published, tally, sized.num_tallied, log, is_witnessed)


def decrypt_verified(stick: Stick, own: Path, found: Verified, member: MemberSecret) -> bytes:
    """Decrypt what was verified and compared, with a restored key.

    own: remembers which tally was opened. Raises VotingRefused TALLY_DIFFERS; BallotsError as
    open_share.
    """
    election = found.published.election
    secret = found.published.secret(member)
    MemberLog(own, election, named_definition(stick, election)).keep(stick)
    create_secret_file(_opened(own, found), _digest(found))
    _require_only(own, found)
    data = make_partial_decryption(found.tally, secret, election)
    proof = prove_whole_decryption(data, found.tally, secret, election)
    return encode(DecryptionContent(data.decode(), encode(proof).decode()))


def _require_asked(stick: Stick, found: Verified) -> None:
    """Refuse if the server asks for another tally than the ballots give."""
    try:
        asked = decode(stick.read("tally.json").rstrip(b"\n"), TallyFile, limit=1 << 24)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_FILE, "tally.json") from error
    if (asked.encrypted_tally.encode(), asked.number) != (found.tally.bytes, found.number):
        raise VotingRefused(Refusal.TALLY_DIFFERS)


def _require_only(own: Path, found: Verified) -> None:
    """Refuse another tally than the one that this machine has opened, for ever."""
    file = _opened(own, found)
    if file.exists() and read_secret_file(file) != _digest(found):
        raise VotingRefused(Refusal.TALLY_DIFFERS)


def _opened(own: Path, found: Verified) -> Path:
    return own / f"{found.published.election.uuid}-decrypted"


def _digest(found: Verified) -> bytes:
    return hashlib.sha256(found.tally.bytes).hexdigest().encode()
