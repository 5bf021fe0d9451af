"""Last steps of the key ceremony: from received secrets to a key share (spec 4.6.5, 4.6.6).

Trustee j gets `{"polynomial":"…","secrets":["…",…],"coefexps":[…],"signatures":[…]}`, verifies
every part, adds up what it received, and answers with its share sealed for itself and its signed
verification key: `{"private_key":"…","public_key":{"pok":…,"public_key":"…","signature":…}}`.
"""

from collections.abc import Sequence

import msgspec

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.certificates import Committee, naming_trustee
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.keys import TrusteePublicKey, make_trustee_public_key
from ballots.pki import (
    PrivateKeys,
    SecretMessage,
    SignedMessage,
    derive_keys,
    parse_encrypted,
    receive,
    send,
    sign_message,
)
from ballots.polynomials import (
    Coefexps,
    Polynomial,
    RawPolynomial,
    Secret,
    evaluate_public,
    multiply_public,
    verify_all_coefexps,
    verify_polynomial,
)
from ballots.proofs import Proof
from ballots.threshold import verify_verification_key


class Vinput(Message, frozen=True):
    """vinput of the specification."""

    polynomial: str
    secrets: tuple[str, ...]
    coefexps: tuple[SignedMessage, ...]
    signatures: tuple[Proof, ...]


class DecryptionKey(SecretMessage, frozen=True):
    """What is sealed in `private_key`, as the reference writes it (the specification does not)."""

    decryption_key: str


class Voutput(Message, frozen=True):
    """voutput of the specification."""

    private_key: str
    public_key: TrusteePublicKey


def make_vinputs(polynomials: Sequence[bytes], committee: Committee) -> list[bytes]:
    """Verify all polynomials and route their secrets: one vinput a trustee, in order.

    Raises BallotsError BAD_TRUSTEES if some are missing, and as verify_polynomial.
    """
    if len(polynomials) != committee.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of polynomials")
    messages: list[Polynomial] = [
        verify_polynomial(data, index, committee) for index, data in enumerate(polynomials, start=1)
    ]
    coefexps = tuple(message.coefexps for message in messages)
    signatures = tuple(message.signature for message in messages)
    return [
        encode(
            Vinput(
                polynomial=own.polynomial,
                secrets=tuple(message.secrets[place] for message in messages),
                coefexps=coefexps,
                signatures=signatures,
            )
        )
        for place, own in enumerate(messages)
    ]


def make_voutput(seed: str, vinput: bytes, committee: Committee) -> bytes:
    """Verify what all trustees sent us and make our key share (spec 4.6.5, 4.6.6).

    Raises BallotsError: as `decode`, verify_all_coefexps, receive; BAD_SHARE naming the trustee
    whose secret does not fit its public polynomial: the ceremony stops there, and the committee
    starts again without that trustee or with other devices (the specification has no complaints).
    """
    group = committee.group
    keys = derive_keys(seed, group)
    own = committee.index_of(keys)
    message = decode(vinput, Vinput, limit=16 * MEBIBYTE)
    if len(message.secrets) != committee.size:
        raise BallotsError(Refusal.BAD_TRUSTEES, "number of secrets")
    polynomials = verify_all_coefexps(message.coefexps, message.signatures, committee)
    with naming_trustee(own):
        _verify_own_polynomial(keys, message.polynomial, polynomials[own - 1])
    total = 0
    for index, sealed in enumerate(message.secrets, start=1):
        with naming_trustee(index):
            sender = committee.member(index).verification
            total += _open_secret(keys, sender, sealed, polynomials[index - 1], own)
    return encode(_voutput_of(keys, group.reduce(total)))


def _verify_own_polynomial(keys: PrivateKeys, sealed: str, coefexps: Coefexps) -> None:
    """Verify that the public polynomial under our name is the one that we drew."""
    raw = decode(receive(keys, keys.verification, sealed), RawPolynomial)
    group = keys.group
    if tuple(group.power_g(group.scalar(a)) for a in raw.polynomial) != coefexps:
        raise BallotsError(Refusal.BAD_SHARE, "own polynomial")


def _open_secret(
    keys: PrivateKeys, sender: Element, sealed: str, coefexps: Coefexps, own: int
) -> Scalar:
    group = keys.group
    share = group.scalar(decode(receive(keys, sender, sealed), Secret).secret)
    if group.power_g(share) != evaluate_public(coefexps, own, group):
        raise BallotsError(Refusal.BAD_SHARE, "secret")
    return share


def _voutput_of(keys: PrivateKeys, share: Scalar) -> Voutput:
    key = make_trustee_public_key(keys.group, share)
    secret = DecryptionKey(decryption_key=str(share))
    return Voutput(
        private_key=send(keys, keys.encryption, encode(secret).decode()),
        public_key=msgspec.structs.replace(key, signature=sign_message(keys, key.public_key)),
    )


def verify_voutput(
    data: bytes, index: int, committee: Committee, polynomials: Sequence[Coefexps]
) -> Voutput:
    """Verify a trustee's answer against the public polynomials of all (spec 4.6.6).

    polynomials: from verify_all_coefexps. Raises as verify_verification_key and parse_encrypted;
    the detail names the trustee.
    """
    group = committee.group
    with naming_trustee(index):
        message = decode(data, Voutput)
        parse_encrypted(message.private_key, group)
        expected = evaluate_public(multiply_public(polynomials, group), index, group)
        verify_verification_key(message.public_key, expected, committee.member(index), group)
    return message


def decrypt_share(seed: str, private_key: str, group: Group) -> Scalar:
    """Open the `private_key` of a voutput with its owner's seed.

    Raises BallotsError as receive.
    """
    keys = derive_keys(seed, group)
    opened = decode(receive(keys, keys.verification, private_key), DecryptionKey)
    return group.scalar(opened.decryption_key)
