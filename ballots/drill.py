"""The rehearsal tally that a committee decrypts before the opening, to show that its keys work.

Every ciphertext is derived from the election's fingerprint, so that everybody can make it again
and a device can refuse any other: who could choose what a member decrypts "as a rehearsal" could
have single ballots opened. For question i and choice j, both counted from 0,

    r = SHA-256(drill|<fingerprint>|<i>,<j>) mod q,  alpha = g^r,  beta = g^m * y^r

with m = 2 for j = i mod (number of choices), else 0: as if two ballots chose so. All know r, so the
factor alpha^x is the public key's power and tells nothing; only its proof needs the secret.
"""

from ballots.canonical import encode
from ballots.election import Election
from ballots.encryption import Ciphertext
from ballots.group import Scalar
from ballots.hashing import challenge
from ballots.questions import choice_count
from ballots.tally import EncryptedTally, parse_encrypted_tally

BALLOTS = 2


def drill_counts(election: Election) -> list[list[int]]:
    """Return the counts that the rehearsal tally gives."""
    return [
        [BALLOTS * (place == number % count) for place in range(count)]
        for number, count in enumerate(map(choice_count, election.questions))
    ]


def make_drill_tally(election: Election) -> EncryptedTally:
    """Make the rehearsal tally of an election; always the same bytes."""
    rows = [
        [_ciphertext(election, number, place, mark) for place, mark in enumerate(row)]
        for number, row in enumerate(drill_counts(election))
    ]
    return parse_encrypted_tally(encode(rows), election)


def _ciphertext(election: Election, number: int, place: int, mark: int) -> Ciphertext:
    group = election.group
    known = challenge(group, "drill", election.fingerprint, f"{number},{place}")
    hidden = group.power(election.public_key, known)
    beta = group.multiply(group.power_g(Scalar(mark)), hidden)
    return Ciphertext(alpha=group.text(group.power_g(known)), beta=group.text(beta))
