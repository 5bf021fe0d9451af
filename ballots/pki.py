"""Keys of a trustee and letters between trustees (spec 4.6.1 and 4.6.3).

Everything follows from one seed of 22 base58 characters: a signing key SHA-256(sk|seed) and a
decryption key SHA-256(dk|seed), both modulo q. A letter is signed, then encrypted:
`{"algorithm":"AES-GCM","alpha":"…","beta":"…","data":"<hexadecimal ciphertext and tag>"}` hides
`{"message":"{\"recipient\":\"…\",\"message\":\"…\"}","signature":{"challenge":"…","response":"…"}}`

The algorithm is always written; a letter without it is the older AES-CCM form and is refused.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ballots.canonical import Message, decode, encode
from ballots.election import BASE58
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.proofs import Proof, prove_knowledge, verify_knowledge

SEED_LENGTH = 22
ALGORITHM = "AES-GCM"
_HEX = re.compile(r"(?:[0-9a-f]{2})+", re.ASCII)


class SignedMessage(Message, frozen=True):
    """signed_msg of the specification."""

    message: str
    signature: Proof


class EncryptedMessage(Message, frozen=True):
    """encrypted_msg of the specification; `data` is the ciphertext with its 16-byte tag."""

    algorithm: str
    alpha: str
    beta: str
    data: str


class ChannelMessage(Message, frozen=True):
    """channel_msg of the specification."""

    recipient: str
    message: str


class SecretMessage(Message, frozen=True):
    """Base of every structure that holds a secret: printing it does not show it."""

    def __repr__(self) -> str:
        """Name the structure only."""
        return f"<{type(self).__name__}>"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """Show no field in a rich traceback either."""
        return []


@dataclass(frozen=True, slots=True)
class PrivateKeys:
    """The four keys that a seed gives in one group."""

    group: Group
    signing: Scalar = field(repr=False)
    decryption: Scalar = field(repr=False)
    verification: Element
    encryption: Element


def make_seed() -> str:
    """Draw a seed with the operating system's generator (about 129 bits)."""
    return "".join(secrets.choice(BASE58) for _ in range(SEED_LENGTH))


def derive_keys(seed: str, group: Group) -> PrivateKeys:
    """Derive a trustee's keys from the seed.

    Raises BallotsError MALFORMED naming the length or the character's place, never the seed.
    """
    if len(seed) != SEED_LENGTH:
        raise BallotsError(Refusal.MALFORMED, f"seed: {len(seed)} of {SEED_LENGTH} characters")
    for place, letter in enumerate(seed, start=1):
        if letter not in BASE58:
            raise BallotsError(Refusal.MALFORMED, f"seed: character {place}")
    signing = group.scalar_from_hash(_digest("sk", seed))
    decryption = group.scalar_from_hash(_digest("dk", seed))
    return PrivateKeys(
        group=group,
        signing=signing,
        decryption=decryption,
        verification=group.power_g(signing),
        encryption=group.power_g(decryption),
    )


def _digest(tag: str, text: str) -> bytes:
    return hashlib.sha256(f"{tag}|{text}".encode()).digest()


def sign_message(keys: PrivateKeys, message: str) -> Proof:
    """Sign a text: a proof of knowledge of the signing key over `sigmsg|M|A`."""
    return prove_knowledge(keys.group, keys.signing, "sigmsg", message)


def verify_signature(group: Group, key: Element, message: str, signature: Proof) -> None:
    """Verify a signature. Raises BallotsError BAD_SIGNATURE, NOT_CANONICAL."""
    try:
        verify_knowledge(group, key, signature, "sigmsg", message)
    except BallotsError as error:
        if error.refusal is Refusal.INVALID_PROOF:
            raise BallotsError(Refusal.BAD_SIGNATURE) from error
        raise


def make_signed_message(keys: PrivateKeys, message: str) -> SignedMessage:
    """Sign a text and keep it with its signature."""
    return SignedMessage(message=message, signature=sign_message(keys, message))


def verify_signed_message(group: Group, key: Element, signed: SignedMessage) -> bytes:
    """Verify a signed text and return its bytes. Raises as verify_signature."""
    verify_signature(group, key, signed.message, signed.signature)
    return signed.message.encode()


def encrypt_message(group: Group, recipient: Element, message: str) -> str:
    """Encrypt a text to an encryption key: ElGamal hides g^s, whose hash is the AES key."""
    nonce, hidden = group.random_scalar(), group.power_g(group.random_scalar())
    alpha = group.text(group.power_g(nonce))
    beta = group.text(group.multiply(group.power(recipient, nonce), hidden))
    data = _cipher(group, hidden).encrypt(_digest("iv", alpha), message.encode(), None)
    sealed = EncryptedMessage(algorithm=ALGORITHM, alpha=alpha, beta=beta, data=data.hex())
    return encode(sealed).decode()


def _cipher(group: Group, hidden: Element) -> AESGCM:
    return AESGCM(_digest("key", group.text(hidden)))


def parse_encrypted(sealed: str, group: Group) -> tuple[Element, Element, bytes]:
    """Read an encrypted message without opening it: alpha, beta, ciphertext with tag.

    Raises BallotsError: as `decode`; BAD_MESSAGE (algorithm), NOT_CANONICAL, NOT_IN_GROUP.
    """
    message = decode(sealed.encode(), EncryptedMessage)
    if message.algorithm != ALGORITHM:
        raise BallotsError(Refusal.BAD_MESSAGE, "algorithm")
    if not _HEX.fullmatch(message.data):
        raise BallotsError(Refusal.NOT_CANONICAL, "data")
    alpha, beta = group.element(message.alpha), group.element(message.beta)
    return alpha, beta, bytes.fromhex(message.data)


def decrypt_message(keys: PrivateKeys, sealed: str) -> bytes:
    """Open an encrypted message. Raises as parse_encrypted, and BAD_MESSAGE if it is not ours."""
    group = keys.group
    alpha, beta, data = parse_encrypted(sealed, group)
    hidden = group.divide(beta, group.power(alpha, keys.decryption))
    try:
        return _cipher(group, hidden).decrypt(_digest("iv", group.text(alpha)), data, None)
    except InvalidTag as error:
        raise BallotsError(Refusal.BAD_MESSAGE, "not for this key, or altered") from error


def send(keys: PrivateKeys, recipient: Element, message: str) -> str:
    """Sign a text for one recipient and encrypt it to that recipient."""
    letter = ChannelMessage(recipient=keys.group.text(recipient), message=message)
    signed = make_signed_message(keys, encode(letter).decode())
    return encrypt_message(keys.group, recipient, encode(signed).decode())


def receive(keys: PrivateKeys, sender: Element, sealed: str) -> bytes:
    """Open a letter, verify that `sender` signed it for us, and return its text as bytes.

    Raises BallotsError: as decrypt_message; BAD_SIGNATURE; BAD_MESSAGE if it was signed for
    another recipient (a letter that somebody opened and encrypted again to us).
    """
    group = keys.group
    signed = decode(decrypt_message(keys, sealed), SignedMessage)
    letter = decode(verify_signed_message(group, sender, signed), ChannelMessage)
    if letter.recipient != group.text(keys.encryption):
        raise BallotsError(Refusal.BAD_MESSAGE, "recipient")
    return letter.message.encode()
