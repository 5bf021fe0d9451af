"""A second proof of decryption whose challenge hashes the whole statement.

The proof of the specification (4.20) hashes neither the ciphertext nor the factor; a trustee who
also casts the last ballot can use that to move counts (tests/ballots/test_known_limits.py shows
it). Belenios v1's bytes admit no change, so this proof stands beside the record, in our log:

    {"challenge":"…","response":"…"}

It is the textbook proof that many discrete logarithms are equal (Chaum, Pedersen 1992; Camenisch,
Stadler 1997, section 3) made non-interactive by hashing the statement too (Bernhard, Pereira,
Warinschi 2012). For X = g^x and factor_i = alpha_i^x, with one nonce w: A = g^w, B_i = alpha_i^w,

    challenge = SHA-256(strongdecrypt|φ|X|τ|δ|A,B_1,…,B_n) mod q,  response = w - x * challenge

φ: the election's fingerprint, which fixes the group; τ, δ: SHA-256, in hexadecimal, of the exact
bytes of the encrypted tally and of the partial decryption, which hold all alpha_i and factor_i.
"""

from itertools import chain

from ballots.canonical import MEBIBYTE, decode
from ballots.election import Election
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Scalar
from ballots.hashing import challenge, sha256_hex
from ballots.proofs import Proof, read_proof, write_proof
from ballots.tally import EncryptedTally, PartialDecryption


def prove_whole_decryption(
    data: bytes, tally: EncryptedTally, secret: Scalar, election: Election
) -> Proof:
    """Prove that one secret made all factors of `data`, the partial decryption of this tally."""
    group = election.group
    nonce = group.random_scalar()
    commitments = [group.power_g(nonce)]
    commitments += [group.power(statement.alpha, nonce) for statement in chain(*tally.rows)]
    value = _challenge(data, tally, group.power_g(secret), election, commitments)
    return write_proof(value, group.reduce(nonce - secret * value))


def verify_whole_decryption(
    proof: Proof, data: bytes, tally: EncryptedTally, public_key: Element, election: Election
) -> None:
    """Verify that `data` opens this tally with the secret of `public_key`.

    Raises BallotsError: as `decode`; WRONG_SHAPE, NOT_IN_GROUP; NOT_CANONICAL, INVALID_PROOF.
    """
    group = election.group
    claimed, response = read_proof(proof, group)
    table = decode(data, PartialDecryption, limit=16 * MEBIBYTE).decryption_factors
    if [len(row) for row in table] != [len(row) for row in tally.rows]:
        raise BallotsError(Refusal.WRONG_SHAPE, "number of factors")
    commitments = [group.vartime_commitment(public_key, claimed, response)]
    for statement, text in zip(chain(*tally.rows), chain(*table), strict=True):
        factor = group.element_or_identity(text)
        pair = group.vartime_powers([(statement.alpha, response), (factor, claimed)])
        commitments.append(pair)
    if _challenge(data, tally, public_key, election, commitments) != claimed:
        raise BallotsError(Refusal.INVALID_PROOF)


def _challenge(
    data: bytes,
    tally: EncryptedTally,
    public_key: Element,
    election: Election,
    commitments: list[Element],
) -> Scalar:
    """Hash the statement and the commitments."""
    group = election.group
    return challenge(
        group,
        "strongdecrypt",
        election.fingerprint,
        group.text(public_key),
        sha256_hex(tally.bytes),
        sha256_hex(data),
        ",".join(group.text(element) for element in commitments),
    )
