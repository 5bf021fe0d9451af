"""Ed25519 signatures at the edges, where implementations are known to disagree.

All but the sound one are made by somebody who holds the key, so that no verifier may be lax: what
one accepts and another refuses would split those who check.
"""

import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from nacl import bindings

SECRET = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = SECRET.public_key().public_bytes_raw()
MESSAGE = b"example\n"
Q = (1 << 252) + 27742317777372353535851937790883648493
ORDER_8 = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
IDENTITY = bytes([1]) + bytes(31)
NOT_CANONICAL = ((1 << 255) - 19 + 1).to_bytes(32, "little")  # the identity, written as p + 1


def number(value: int) -> bytes:
    return value.to_bytes(32, "little")


def secret_scalar() -> int:
    half = bytearray(hashlib.sha512(SECRET.private_bytes_raw()).digest()[:32])
    half[0] &= 248
    half[31] = half[31] & 63 | 64
    return int.from_bytes(half, "little")


def forged(commitment: bytes, nonce: int, key: bytes = KEY) -> bytes:
    """Sign with a commitment of one's own choice."""
    challenge = hashlib.sha512(commitment + key + MESSAGE).digest()
    response = (nonce + int.from_bytes(challenge, "little") * secret_scalar()) % Q
    return commitment + number(response)


def with_torsion(point: bytes) -> bytes:
    return bindings.crypto_core_ed25519_add(point, ORDER_8)


SOUND = SECRET.sign(MESSAGE)
COMMITMENT = bindings.crypto_scalarmult_ed25519_base_noclamp(number(5))
RESPONSE = int.from_bytes(SOUND[32:], "little")
SIGNATURES: dict[str, Callable[[], bytes]] = {
    "sound": lambda: SOUND,
    "own_commitment": lambda: forged(COMMITMENT, 5),
    "response_plus_q": lambda: SOUND[:32] + number(RESPONSE + Q),
    "response_of_all_ones": lambda: SOUND[:32] + b"\xff" * 32,
    "commitment_with_torsion": lambda: forged(with_torsion(COMMITMENT), 5),
    "commitment_of_order_8": lambda: forged(ORDER_8, 0),
    "commitment_is_the_identity": lambda: forged(IDENTITY, 0),
    "commitment_not_canonical": lambda: forged(NOT_CANONICAL, 0),
    "commitment_not_on_the_curve": lambda: forged(bytes([2]) + bytes(31), 0),
    "all_zero": lambda: bytes(64),
    "too_short": lambda: SOUND[:63],
    "too_long": lambda: SOUND + b"\0",
    "of_another_message": lambda: SECRET.sign(b"other\n"),
}
KEYS = {"with_torsion": with_torsion(KEY), "not_on_the_curve": bytes([2]) + bytes(31)}
