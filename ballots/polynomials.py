"""Polynomials of the key ceremony (spec 4.6.4), and the commitment that fixes them.

Trustee i draws f_i of degree t = threshold - 1 and sends
`{"polynomial":"…","secrets":["…",…],"coefexps":{"message":"…","signature":…},"signature":…}`:
the coefficients sealed for itself, f_i(j) sealed for every trustee j, the signed A_ik = g^a_ik
(`{"coefexps":["…",…]}`), and a signature of all certificates with those A_ik
(`certs_sig|{"certs":[…],"coefexps":[…]}`).

Whoever speaks last could choose a polynomial that gives the sum a wanted form (Gennaro et al.
1999), and the specification lets it. So every trustee first sends `commit_to` of its polynomial,
and polynomials are shown only when all commitments are in. The record stays as specified. A member
who does not trust the server runs `verify_commitments` (and `make_vinputs`) on its own device.
"""

import hashlib
from collections.abc import Sequence

from ballots.canonical import Message, decode, encode
from ballots.certificates import Certificate, Committee, naming_trustee
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.pki import (
    PrivateKeys,
    SecretMessage,
    SignedMessage,
    derive_keys,
    make_signed_message,
    parse_encrypted,
    send,
    sign_message,
    verify_signature,
    verify_signed_message,
)
from ballots.proofs import Proof

Coefexps = tuple[Element, ...]


class RawPolynomial(SecretMessage, frozen=True):
    """raw_polynomial of the specification."""

    polynomial: tuple[str, ...]


class Secret(SecretMessage, frozen=True):
    """secret of the specification."""

    secret: str


class RawCoefexps(Message, frozen=True):
    """raw_coefexps of the specification."""

    coefexps: tuple[str, ...]


class BoundCoefexps(Message, frozen=True):
    """certs of the specification: what a trustee signs to bind certificates and polynomial."""

    certs: tuple[SignedMessage, ...]
    coefexps: tuple[str, ...]


class Polynomial(Message, frozen=True):
    """polynomial of the specification."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: SignedMessage
    signature: Proof


def evaluate(coefficients: Sequence[Scalar], x: int, group: Group) -> Scalar:
    """Return f(x) modulo q."""
    value = Scalar(0)
    for coefficient in reversed(coefficients):
        value = group.reduce(value * x + coefficient)
    return value


def evaluate_public(coefexps: Sequence[Element], x: int, group: Group) -> Element:
    """Return g^f(x), the product of A_k^(x^k), from the public A_k."""
    value = group.identity
    for coefexp in reversed(coefexps):
        value = group.multiply(group.power(value, group.reduce(x)), coefexp)
    return value


def multiply_public(polynomials: Sequence[Coefexps], group: Group) -> Coefexps:
    """Return the A_k of the sum of all trustees' polynomials."""
    return tuple(group.product(column) for column in zip(*polynomials, strict=True))


def make_polynomial(seed: str, committee: Committee) -> bytes:
    """Draw this trustee's polynomial and make its message.

    Raises BallotsError BAD_TRUSTEES if the seed is of none of the committee.
    """
    keys = derive_keys(seed, committee.group)
    coefficients = [committee.group.random_scalar() for _ in range(committee.threshold)]
    return encode(polynomial_of(keys, committee, coefficients))


def polynomial_of(
    keys: PrivateKeys, committee: Committee, coefficients: Sequence[Scalar]
) -> Polynomial:
    """Make the message of given secret coefficients a_i0 to a_it."""
    group = committee.group
    committee.index_of(keys)
    raw = RawPolynomial(polynomial=tuple(str(a) for a in coefficients))
    shares = [
        Secret(secret=str(evaluate(coefficients, index, group)))
        for index in range(1, committee.size + 1)
    ]
    public = RawCoefexps(coefexps=tuple(group.text(group.power_g(a)) for a in coefficients))
    return Polynomial(
        polynomial=send(keys, keys.encryption, encode(raw).decode()),
        secrets=tuple(
            send(keys, member.encryption, encode(share).decode())
            for member, share in zip(committee.members, shares, strict=True)
        ),
        coefexps=make_signed_message(keys, encode(public).decode()),
        signature=sign_message(keys, _binding(committee, public)),
    )


def _binding(committee: Committee, public: RawCoefexps) -> str:
    bound = BoundCoefexps(certs=committee.certs, coefexps=public.coefexps)
    return "certs_sig|" + encode(bound).decode()


def read_coefexps(data: bytes, threshold: int, group: Group) -> tuple[RawCoefexps, Coefexps]:
    """Read the A_ik: as many as the threshold, each in the group, none the identity.

    Raises BallotsError: as `decode`; BAD_TRUSTEES, NOT_CANONICAL, NOT_IN_GROUP.
    """
    raw = decode(data, RawCoefexps)
    if len(raw.coefexps) != threshold:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of coefficients")
    return raw, tuple(group.element(text) for text in raw.coefexps)


def verify_coefexps(
    signed: SignedMessage, signature: Proof, member: Certificate, committee: Committee
) -> Coefexps:
    """Verify one trustee's signed A_ik and the signature that binds them to all certificates.

    Raises BallotsError BAD_SIGNATURE, and as read_coefexps.
    """
    group = committee.group
    data = verify_signed_message(group, member.verification, signed)
    raw, coefexps = read_coefexps(data, committee.threshold, group)
    verify_signature(group, member.verification, _binding(committee, raw), signature)
    return coefexps


def verify_all_coefexps(
    coefexps: Sequence[SignedMessage], signatures: Sequence[Proof], committee: Committee
) -> tuple[Coefexps, ...]:
    """Verify the public polynomials of all trustees; refusals name the trustee."""
    if not len(coefexps) == len(signatures) == committee.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of polynomials")
    verified: list[Coefexps] = []
    for index, (signed, signature) in enumerate(zip(coefexps, signatures, strict=True), start=1):
        with naming_trustee(index):
            member = committee.member(index)
            verified.append(verify_coefexps(signed, signature, member, committee))
    return tuple(verified)


def verify_polynomial(data: bytes, index: int, committee: Committee) -> Polynomial:
    """Verify all of a trustee's polynomial that can be seen without a private key.

    The secrets inside are verified by the trustees who can open them (make_voutput).
    Raises BallotsError: as `decode`, parse_encrypted, verify_coefexps; the detail names the
    trustee.
    """
    with naming_trustee(index):
        message = decode(data, Polynomial)
        if len(message.secrets) != committee.size:
            raise BallotsError(Refusal.BAD_TRUSTEES, "number of secrets")
        for sealed in (message.polynomial, *message.secrets):
            parse_encrypted(sealed, committee.group)
        member = committee.member(index)
        verify_coefexps(message.coefexps, message.signature, member, committee)
    return message


def commit_to(polynomial: bytes) -> str:
    """Return the commitment to a polynomial message, 64 hexadecimal digits."""
    return hashlib.sha256(b"polynomial|" + polynomial).hexdigest()


def verify_commitment(commitment: str, polynomial: bytes) -> None:
    """Verify that a polynomial is the one committed to. Raises BallotsError BAD_TRUSTEES."""
    if commitment != commit_to(polynomial):
        raise BallotsError(Refusal.BAD_TRUSTEES, "polynomial changed after its commitment")


def verify_commitments(commitments: Sequence[str], polynomials: Sequence[bytes]) -> None:
    """Verify every trustee's polynomial against its commitment; refusals name the trustee."""
    if len(commitments) != len(polynomials):
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of commitments")
    if len(set(commitments)) != len(commitments):
        raise BallotsError(Refusal.BAD_TRUSTEES, "a commitment appears twice")
    for index, pair in enumerate(zip(commitments, polynomials, strict=True), start=1):
        with naming_trustee(index):
            verify_commitment(*pair)
