"""Random scalars from one seed: how a ballot that was opened is made again from its short code.

Scalar number i of attempt a at row r (all from 0) is
SHA-256(tinnhiem_draw|<seed>|r|a|i|0) ‖ SHA-256(tinnhiem_draw|<seed>|r|a|i|1) mod q, the seed in 64
hexadecimal digits: the rule by which the specification derives a credential's exponent. The browser
(voting/client/drawing.js) draws every ballot so; here nothing is drawn but what was given away.
"""

import dataclasses
from collections.abc import Iterator
from itertools import count

from ballots.ed25519 import Ed25519
from ballots.election import Election
from ballots.errors import BallotsError, Refusal
from ballots.group import Scalar
from ballots.hashing import sha256_hex


class _OpenedGroup(Ed25519):
    """Ed25519 whose scalars are not random but follow from the seed of an opened ballot."""

    def __init__(self, scalars: Iterator[Scalar]) -> None:
        super().__init__()
        self._scalars = scalars

    def random_scalar(self) -> Scalar:
        """Return the next scalar that the seed gives."""
        return next(self._scalars)


def require_browser_group(election: Election) -> None:
    """Refuse an election whose ballots no browser draws. Raises BallotsError UNKNOWN_GROUP."""
    if election.group.name != Ed25519.name:
        raise BallotsError(Refusal.UNKNOWN_GROUP, "group without browser code")


def drawing_from(election: Election, seed: str, *, row: int, attempt: int) -> Election:
    """Return the election with a group that draws what one attempt at one row drew.

    seed: 64 hexadecimal digits. Never encrypt a ballot to be cast with it.
    """
    scalars = _scalars(election, f"tinnhiem_draw|{seed}|{row}|{attempt}")
    return dataclasses.replace(election, group=_OpenedGroup(scalars))


def _scalars(election: Election, prefix: str) -> Iterator[Scalar]:
    for number in count():
        halves = (sha256_hex(f"{prefix}|{number}|{half}".encode()) for half in (0, 1))
        yield election.group.scalar_from_hash(bytes.fromhex("".join(halves)))
