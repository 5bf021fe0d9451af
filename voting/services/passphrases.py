"""Passphrases: what is good enough, and how one is kept (argon2id, RFC 9106) and compared.

Comparing and hashing keep a core busy and 64 MiB taken: each process does it once at a time. Two
more threads may wait for it; who comes then is told to come again, so that ballots and pages keep
theirs.

Every text is brought into NFC first: two Vietnamese keyboards may type one letter differently.
"""

import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, local
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from audit.words import COUNT, words
from voting.refusals import Refusal, VotingRefused

SHORTEST: Final = 12  # characters
LONGEST: Final = 200
# 64 MiB three times over (RFC 9106, for machines with little memory), on one core: the others are
# for ballots.
_HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
# Compared when nobody has the name, so that an answer takes as long as for a name that exists.
_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
PLACES: Final = 3
_ONE_AT_A_TIME: Final = BoundedSemaphore()
_PLACES: Final = BoundedSemaphore(PLACES)
_OF_THREAD: Final = local()
_TELLING: Final = 4  # a shorter name may stand in any sentence


def normalized(text: str) -> str:
    """Return a text in NFC without spaces at its ends."""
    return unicodedata.normalize("NFC", text).strip()


@contextmanager
def place_to_hash() -> Iterator[None]:
    """Take one of the few places before a passphrase is hashed or compared.

    Hashing takes one by itself; take it earlier where something is counted first. A thread that
    has a place has it again. Raises VotingRefused TRY_LATER if all are taken.
    """
    if getattr(_OF_THREAD, "has_place", False):
        yield
        return
    if not _PLACES.acquire(blocking=False):
        raise VotingRefused(Refusal.TRY_LATER)
    _OF_THREAD.has_place = True
    try:
        yield
    finally:
        _OF_THREAD.has_place = False
        _PLACES.release()


def checked_passphrase(passphrase: str, name: str) -> str:
    """Return a good passphrase in the form that is kept.

    name: of its owner, which it must not contain. Raises VotingRefused POOR_PHRASE.
    """
    text = normalized(passphrase)
    if not SHORTEST <= len(text) <= LONGEST or len(set(text)) < 3 or _contains(text, name):
        raise VotingRefused(Refusal.POOR_PHRASE)
    return text


def make_hash(passphrase: str, name: str) -> str:
    """Return the argon2id hash of a good passphrase.

    Raises VotingRefused as checked_passphrase; TRY_LATER.
    """
    text = checked_passphrase(passphrase, name)
    with place_to_hash(), _ONE_AT_A_TIME:
        return _HASHER.hash(text)


def verify_passphrase(passphrase: str, kept: str | None) -> None:
    """Compare a passphrase with its hash; takes as long if there is none.

    Raises VotingRefused WRONG_NAME_OR_PHRASE; TRY_LATER.
    """
    text = normalized(passphrase)[: LONGEST + 1]
    with place_to_hash(), _ONE_AT_A_TIME:
        try:
            _HASHER.verify(kept or _NOBODY, text)
        except (VerificationError, InvalidHashError) as error:
            raise VotingRefused(Refusal.WRONG_NAME_OR_PHRASE) from error


def proposed_passphrase() -> str:
    """Return six words of the list: 66 bits from the system's randomness."""
    return " ".join(secrets.choice(words()) for _ in range(COUNT))


def _contains(text: str, name: str) -> bool:
    return len(name) >= _TELLING and normalized(name).casefold() in text.casefold()
