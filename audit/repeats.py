"""Find ciphertexts that stand in ballots of two credentials (a copied ballot, or a replay).

A record of 5,000 ballots of 47 people has 700,000 ciphertexts. Of each, eight bytes are kept (a
keyed hash, the key drawn afresh, so that nobody can aim at a collision); only where two are equal
are the ciphertexts themselves compared, in a second reading.
"""

import hashlib
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import msgspec

from audit.archive import Member
from audit.record import Record
from ballots.canonical import decoder_of
from ballots.encryption import Ciphertext


class Repeat(NamedTuple):
    """A ciphertext of a ballot that stands already in a ballot of another credential.

    digest: of the ballot. question: its number from 1. first_entry: where it stood first.
    """

    entry: int
    digest: str
    question: int
    first_entry: int


class _Answer(msgspec.Struct):
    choices: list[Ciphertext]


class _Ballot(msgspec.Struct):
    """The parts of a ballot that are compared."""

    credential: str
    answers: list[_Answer]


def print_of(ciphertext: Ciphertext, salt: bytes) -> bytes:
    """Return eight bytes that stand for a ciphertext in the search for repeats."""
    text = f"{ciphertext.alpha},{ciphertext.beta}".encode()
    return hashlib.blake2b(text, digest_size=8, key=salt).digest()


def twice(prints: "array[int]") -> set[int]:
    """Return the prints that occur more than once."""
    ordered = sorted(prints)
    return {one for one, next_ in pairwise(ordered) if one == next_}


def find_repeats(record: Record, limit: int, salt: bytes, suspects: set[int]) -> Iterator[Repeat]:
    """Compare the ciphertexts whose prints are equal; tell of each ballot the first repeat.

    limit: ballots over this size were not looked into. suspects: the prints that occur twice.
    """
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for entry, member in record.ballots if suspects else []:
        if member.size > limit:
            continue
        for question, credential, ciphertext in _ciphertexts(record, member):
            if array("Q", print_of(ciphertext, salt))[0] not in suspects:
                continue
            pair = (ciphertext.alpha, ciphertext.beta)
            earlier, owner = first.setdefault(pair, (entry.index, credential))
            if owner != credential:
                yield Repeat(entry.index, member.digest, question, earlier)
                break


def _ciphertexts(record: Record, member: Member) -> Iterator[tuple[int, str, Ciphertext]]:
    """Read the ciphertexts of a ballot with the number of their question."""
    try:
        ballot = decoder_of(_Ballot).decode(record.content(member))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    for question, answer in enumerate(ballot.answers, start=1):
        for ciphertext in answer.choices:
            yield question, ballot.credential, ciphertext
