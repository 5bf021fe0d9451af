"""The attack on v1's decryption proof: a trustee who casts the last ballot moves counts.

H_decrypt (spec 4.20) hashes the fingerprint, X, A and B, but neither alpha nor the factor (weak
Fiat-Shamir: Bernhard, Pereira, Warinschi 2012; known failures 2 and 9). Fix A = g^w and
B = alpha_others^w g^b, learn the challenge c, and only then choose the ballot's randomness
r = (b + kc)/w.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from ballots import encryption
from ballots.canonical import encode
from ballots.election import Election
from ballots.group import Element, Group, Scalar
from ballots.hashing import challenge, comma_joined
from ballots.proofs import Statement, write_proof
from ballots.tally import EncryptedTally, PartialDecryption


@dataclass(frozen=True)
class Plan:
    """What the trustee prepares for one answer before the last ballot is made.

    shift: how many marks the answer shall gain.
    """

    shift: int
    nonce: Scalar
    challenge: Scalar
    randomness: Scalar


def make_plans(
    election: Election, secret: Scalar, before: EncryptedTally, shifts: Sequence[Sequence[int]]
) -> list[list[Plan]]:
    """Prepare the attack on every answer of a tally to which only the last ballot is missing."""
    return [
        [_plan(election, secret, *pair) for pair in zip(row, wanted, strict=True)]
        for row, wanted in zip(before.rows, shifts, strict=True)
    ]


def _plan(election: Election, secret: Scalar, before: Statement, shift: int) -> Plan:
    group = election.group
    w, b = group.random_scalar(), group.random_scalar()
    first = group.power_g(w)
    second = group.multiply(group.power(before.alpha, w), group.power_g(b))
    public = group.text(group.power_g(secret))
    pair = comma_joined([(group.text(first), group.text(second))])
    c = challenge(group, "decrypt", election.fingerprint, public, pair)
    return Plan(shift, w, c, group.reduce((b + shift * c) * pow(w, -1, group.order)))


def last_ballot(
    plans: Sequence[Sequence[Plan]], monkeypatch: pytest.MonkeyPatch, make: Callable[[], bytes]
) -> bytes:
    """Make a ballot, by `make`, whose ciphertexts have the randomness that was planned."""
    chosen = [plan.randomness for row in plans for plan in row]

    def seal(group: Group, key: Element, mark: int) -> object:
        randomness = chosen.pop(0)
        beta = group.multiply(group.power(key, randomness), group.power_g(group.reduce(mark)))
        return encryption._Sealed(Statement(group.power_g(randomness), beta), randomness, mark)

    with monkeypatch.context() as patched:
        patched.setattr(encryption, "_seal", seal)
        return make()


def forged_decryption(
    election: Election, secret: Scalar, tally: EncryptedTally, plans: Sequence[Sequence[Plan]]
) -> bytes:
    """Make the partial decryption that moves the counts; every proof of it holds under v1."""
    group = election.group
    factors = tuple(
        tuple(
            group.text(
                group.multiply(
                    group.power(statement.alpha, secret), group.power_g(group.reduce(-plan.shift))
                )
            )
            for statement, plan in zip(row, planned, strict=True)
        )
        for row, planned in zip(tally.rows, plans, strict=True)
    )
    proofs = tuple(
        tuple(
            write_proof(plan.challenge, group.reduce(plan.nonce - secret * plan.challenge))
            for plan in row
        )
        for row in plans
    )
    return encode(PartialDecryption(factors, proofs))
