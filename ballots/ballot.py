"""Ballots (spec 4.16, 4.17): make, parse, verify; the tracker.

`{"election_uuid":"…","election_hash":"<fingerprint>","credential":"…","answers":[…],
"signature":{"hash":"…","proof":{…}}}`

The signature is over the SHA-256 (Base64 without padding) of the ballot without its signature;
the tracker is the same hash of the whole ballot.
"""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from ballots.canonical import Message, decode, encode
from ballots.credentials import secret_exponent
from ballots.election import Election
from ballots.encryption import (
    Answer,
    Asked,
    encrypt_answer,
    verify_answers,
)
from ballots.errors import BallotRefused, BallotsError, Refusal
from ballots.hashing import sha256_b64
from ballots.proofs import Proof, prove_knowledge, verify_knowledge
from ballots.questions import allows_blank, choice_count, plaintexts

_ELEMENT_BYTES = {"Ed25519": 64, "BELENIOS-2048": 617}
_PROOF_BYTES = 2 * 77 + len('{"challenge":"","response":""},')


class Signature(Message, frozen=True):
    """signature of the specification."""

    hash: str
    proof: Proof


class UnsignedBallot(Message, frozen=True):
    """A ballot without its signature: what the signature's hash is computed from."""

    election_uuid: str
    election_hash: str
    credential: str
    answers: tuple[Answer, ...]


class BallotMessage(UnsignedBallot, frozen=True):
    """ballot of the specification."""

    signature: Signature


@dataclass(frozen=True, slots=True)
class Ballot:
    """A ballot in canonical form, read but not verified."""

    message: BallotMessage
    bytes: bytes

    @property
    def credential(self) -> str:
        """The public credential of the card that made it."""
        return self.message.credential

    @property
    def answers(self) -> tuple[Answer, ...]:
        """One answer a question."""
        return self.message.answers

    @property
    def tracker(self) -> str:
        """The tracker, 43 characters."""
        return tracker_of(self.bytes)


def tracker_of(data: bytes) -> str:
    """Return the tracker of a ballot's bytes: Base64 of SHA-256, without padding."""
    return sha256_b64(data)


def make_ballot(
    election: Election, credential: str, choices: Sequence[Sequence[int] | None]
) -> bytes:
    """Encrypt choices into a signed ballot.

    credential: the private credential. choices: for each question one 0 or 1 an answer, or None
    for a blank vote. Raises BallotRefused BAD_CHOICES.
    """
    if len(choices) != len(election.questions):
        raise BallotRefused(Refusal.BAD_CHOICES, "one choice a question")
    secret = secret_exponent(credential, uuid=election.uuid, group=election.group)
    public = election.group.text(election.group.power_g(secret))
    context = f"{election.fingerprint}|{public}"
    try:
        rows = [
            plaintexts(question, choice, number)
            for number, (question, choice) in enumerate(
                zip(election.questions, choices, strict=True), start=1
            )
        ]
    except BallotsError as error:
        raise BallotRefused(error.refusal, error.detail) from error
    answers = tuple(
        encrypt_answer(election, question, row, context)
        for question, row in zip(election.questions, rows, strict=True)
    )
    unsigned = UnsignedBallot(election.uuid, election.fingerprint, public, answers)
    digest = sha256_b64(encode(unsigned))
    proof = prove_knowledge(election.group, secret, "sig", digest)
    return encode(
        BallotMessage(
            election.uuid, election.fingerprint, public, answers, Signature(digest, proof)
        )
    )


def max_ballot_size(election: Election) -> int:
    """Return an upper bound, in bytes, of a ballot of this election."""
    element = _ELEMENT_BYTES[election.group.name]
    size = 1000 + len(election.uuid) + element
    for question in election.questions:
        ciphertexts = choice_count(question)
        branches = 2 * ciphertexts + question.max - question.min + 1 + 3 * allows_blank(question)
        size += ciphertexts * (2 * element + 30) + branches * _PROOF_BYTES + 200
    return size


def parse_ballot(data: bytes, election: Election) -> Ballot:
    """Read a ballot's canonical bytes.

    Raises BallotRefused TOO_LARGE, MALFORMED, NOT_CANONICAL (no mathematics is done yet).
    """
    try:
        message = decode(data, BallotMessage, limit=max_ballot_size(election))
    except BallotsError as error:
        raise BallotRefused(error.refusal, error.detail) from error
    return Ballot(message=message, bytes=data)


def verify_ballot(
    ballot: Ballot, election: Election, credentials: Container[str] | None = None
) -> None:
    """Verify that a ballot is well formed, proved and signed for this election (spec 4.17).

    credentials: the public credentials that may vote; None skips that test.
    Raises BallotRefused with the first reason found, cheapest check first; its detail names the
    question by number.
    """
    error = verify_ballots([ballot], election, credentials)[0]
    if error is not None:
        raise error


def verify_ballots(
    ballots: Sequence[Ballot], election: Election, credentials: Container[str] | None = None
) -> list[BallotRefused | None]:
    """Verify ballots together, which is faster; return of each what verify_ballot would raise."""
    errors: list[BallotRefused | None] = [None] * len(ballots)
    signed = []
    for place, ballot in enumerate(ballots):
        try:
            verify_signed(ballot, election, credentials)
            signed.append(place)
        except BallotRefused as error:
            errors[place] = error
    proved = verify_proofs([ballots[place] for place in signed], election)
    for place, refused in zip(signed, proved, strict=True):
        errors[place] = refused
    return errors


def verify_proofs(ballots: Sequence[Ballot], election: Election) -> list[BallotRefused | None]:
    """Verify together the answers of ballots that `verify_signed` has let through.

    Returns of each what `verify_ballot` would raise: one that is refused refuses no other.
    """
    asked = [one for ballot in ballots for one in _asked(ballot, election)]
    try:
        verify_answers(asked, election)
    except BallotsError as error:
        if len(asked) == 1:
            return [_refused(1, error)]
        # somewhere: find out where, an answer at a time
        return [_first_fault(ballot, election) for ballot in ballots]
    return [None] * len(ballots)


def _asked(ballot: Ballot, election: Election) -> list[Asked]:
    context = f"{election.fingerprint}|{ballot.credential}"
    pairs = zip(ballot.answers, election.questions, strict=True)
    return [Asked(answer, question, context) for answer, question in pairs]


def _first_fault(ballot: Ballot, election: Election) -> BallotRefused | None:
    """Verify the answers of a ballot one by one, and return the first refusal."""
    for number, asked in enumerate(_asked(ballot, election), start=1):
        try:
            verify_answers([asked], election)
        except BallotsError as error:
            return _refused(number, error)
    return None


def _refused(number: int, error: BallotsError) -> BallotRefused:
    refused = BallotRefused(error.refusal, _located(number, error.detail))
    refused.__cause__ = error
    return refused


def verify_signed(
    ballot: Ballot, election: Election, credentials: Container[str] | None = None
) -> None:
    """Verify what is cheap in verify_ballot: whose ballot it is, for which election, signed.

    Nothing is said of the answers. Raises BallotRefused as verify_ballot does.
    """
    message = ballot.message
    if message.election_uuid != election.uuid or message.election_hash != election.fingerprint:
        raise BallotRefused(Refusal.WRONG_ELECTION)
    if credentials is not None and message.credential not in credentials:
        raise BallotRefused(Refusal.UNKNOWN_CREDENTIAL)
    if len(message.answers) != len(election.questions):
        raise BallotRefused(Refusal.WRONG_SHAPE, "number of answers")
    _verify_signature(message, election)


def _located(number: int, detail: str) -> str:
    return f"question {number}: {detail}" if detail else f"question {number}"


def _verify_signature(message: BallotMessage, election: Election) -> None:
    unsigned = UnsignedBallot(
        message.election_uuid, message.election_hash, message.credential, message.answers
    )
    digest = sha256_b64(encode(unsigned))
    if message.signature.hash != digest:
        raise BallotRefused(Refusal.BAD_SIGNATURE, "hash")
    try:
        public = election.group.element(message.credential)
        verify_knowledge(election.group, public, message.signature.proof, "sig", digest)
    except BallotsError as error:
        wrong = Refusal.INVALID_PROOF
        refusal = Refusal.BAD_SIGNATURE if error.refusal is wrong else error.refusal
        raise BallotRefused(refusal, "signature") from error
