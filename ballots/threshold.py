"""Threshold parameters: what a t-of-n committee publishes about its keys (spec 4.6.7).

`{"threshold":2,"certs":[…],"coefexps":[…],"signatures":[…],"verification_keys":[…]}`, one entry
of each list a trustee, in order. `threshold` is how many are needed, t+1 of the formulas.
"""

from collections.abc import Collection

from ballots.canonical import Message
from ballots.certificates import Certificate, naming_trustee, verify_certificates
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.keys import TrusteePublicKey, verify_trustee_public_key
from ballots.pki import SignedMessage, verify_signature
from ballots.polynomials import (
    evaluate_public,
    multiply_public,
    read_coefexps,
    verify_all_coefexps,
)
from ballots.proofs import Proof


class ThresholdParameters(Message, frozen=True, kw_only=True):
    """threshold_parameters of the specification."""

    threshold: int
    certs: tuple[SignedMessage, ...]
    coefexps: tuple[SignedMessage, ...]
    signatures: tuple[Proof, ...]
    verification_keys: tuple[TrusteePublicKey, ...]


def verify_threshold_parameters(params: ThresholdParameters, group: Group) -> None:
    """Verify every certificate, signature, polynomial and verification key.

    Raises BallotsError BAD_TRUSTEES, BAD_SIGNATURE, INVALID_PROOF, NOT_IN_GROUP, NOT_CANONICAL,
    MALFORMED; the detail names the trustee by its index in the committee.
    """
    committee = verify_certificates(params.certs, group)
    if params.threshold != committee.threshold:
        raise BallotsError(Refusal.BAD_TRUSTEES, "threshold")
    if len(params.verification_keys) != committee.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of verification keys")
    polynomials = verify_all_coefexps(params.coefexps, params.signatures, committee)
    total = multiply_public(polynomials, group)
    if total[0] == group.identity:
        raise BallotsError(Refusal.BAD_TRUSTEES, "the sub-key is the identity")
    for index, key in enumerate(params.verification_keys, start=1):
        with naming_trustee(index):
            expected = evaluate_public(total, index, group)
            verify_verification_key(key, expected, committee.member(index), group)


def verify_verification_key(
    key: TrusteePublicKey, expected: Element, owner: Certificate, group: Group
) -> None:
    """Verify one trustee's key: value, proof of knowledge, the owner's signature of its text.

    expected: g^S_j as the public polynomials give it (spec 4.6.6). What is signed is the text of
    `public_key`, with nothing before it (found from records of the reference; the specification
    only says that the key is signed). Raises BallotsError as verify_threshold_parameters.
    """
    public = verify_trustee_public_key(key, group)
    if public != expected:
        raise BallotsError(Refusal.BAD_TRUSTEES, "verification key")
    if key.signature is None:
        raise BallotsError(Refusal.BAD_SIGNATURE, "verification key not signed")
    verify_signature(group, owner.verification, key.public_key, key.signature)


def threshold_sub_key(params: ThresholdParameters, group: Group) -> Element:
    """Return the sub-key of verified parameters: the product of the A_z0 (spec 4.6.4)."""
    return group.product(
        read_coefexps(signed.message.encode(), params.threshold, group)[1][0]
        for signed in params.coefexps
    )


def lagrange(indices: Collection[int], index: int, group: Group) -> Scalar:
    """Return the Lagrange coefficient at 0 of `index` among `indices` (spec 4.21).

    The product of k / (k - index) modulo q over every other k. Raises BallotsError BAD_TRUSTEES
    unless the indices are different, positive, and `index` is one of them.
    """
    if index not in indices or len(set(indices)) != len(indices) or min(indices) < 1:
        raise BallotsError(Refusal.BAD_TRUSTEES, "indices")
    numerator, denominator = 1, 1
    for other in indices:
        if other != index:
            numerator = numerator * other % group.order
            denominator = denominator * (other - index) % group.order
    return group.reduce(numerator * pow(denominator, -1, group.order))
