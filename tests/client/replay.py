"""Ballots whose randomness is drawn from a seed: the Python twin of voting/client/drawing.js.

Scalar number i of attempt a at row r is SHA-256(tinnhiem_draw|<seed>|r|a|i|0) followed by
SHA-256(…|1), a big-endian number modulo q. Two programs that draw alike must write the same bytes.
"""

import dataclasses
import hashlib
from collections.abc import Iterator
from itertools import count

from ballots.ballot import UnsignedBallot
from ballots.canonical import encode
from ballots.ed25519 import Ed25519
from ballots.election import Election
from ballots.encryption import Answer, encrypt_answer
from ballots.group import Scalar
from ballots.hashing import sha256_b64


def draws(seed: bytes, row: int, attempt: int) -> Iterator[Scalar]:
    """Yield the scalars of one attempt at one row."""
    for number in count():
        halves = (
            hashlib.sha256(f"tinnhiem_draw|{seed.hex()}|{row}|{attempt}|{number}|{half}".encode())
            for half in (0, 1)
        )
        yield Scalar(int.from_bytes(b"".join(h.digest() for h in halves), "big") % Ed25519.order)


class Replay(Ed25519):
    """Ed25519 whose random scalars come from a seed."""

    def __init__(self, scalars: Iterator[Scalar]) -> None:
        super().__init__()
        self._scalars = scalars

    def random_scalar(self) -> Scalar:
        """Return the next scalar of the seed."""
        return next(self._scalars)


def replaying(election: Election, seed: bytes, row: int = 0, attempt: int = 0) -> Election:
    """Return the election with a group that draws from a seed."""
    return dataclasses.replace(election, group=Replay(draws(seed, row, attempt)))


def opened_answers(election: Election, code: str) -> tuple[str, list[Answer]]:
    """Make the rows of an opened ballot again from its code; return its public credential too."""
    version, credential, seed, rows = code.split("/")
    assert version == "1"
    context = f"{election.fingerprint}|{credential}"
    answers = []
    for number, (row, question) in enumerate(zip(rows.split("-"), election.questions, strict=True)):
        attempt, marks = row.split(".")
        replayed = replaying(election, bytes.fromhex(seed), number, int(attempt))
        answers.append(encrypt_answer(replayed, question, [int(m) for m in marks], context))
    return credential, answers


def opened_hash(election: Election, code: str) -> str:
    """Return the hash of an opened ballot, from its code alone."""
    credential, answers = opened_answers(election, code)
    unsigned = UnsignedBallot(election.uuid, election.fingerprint, credential, tuple(answers))
    return sha256_b64(encode(unsigned))
