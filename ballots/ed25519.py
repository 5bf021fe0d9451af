"""The group Ed25519 (spec 5.2.1) by libsodium.

libsodium's scalar multiplication tests its point itself: canonical encoding, on the curve, in the
prime-order subgroup, not of small order. So a point that is multiplied is a point that is checked,
and verification never pays for the test twice. Inside, an Element is libsodium's 32 little-endian
bytes; the specification writes the same number most significant digit first.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from ballots.edwards import VartimeFixedBase
from ballots.errors import BallotsError, Refusal
from ballots.group import Branch, Element, Group, Scalar

_TEXT = re.compile(r"[0-9a-f]{64}", re.ASCII)
_IDENTITY = Element(b"\x01" + bytes(31))
_TABLE_AFTER = 400  # the table costs about as much as 400 powers without it
_ORDER = 2**252 + 27742317777372353535851937790883648493
_P = 2**255 - 19
_DIGITS = 64
_EDGES = (bytes(30), b"\xff" * 30)  # within whatever is not below p, or a zero with a sign
_Y = 2**255 - 1
_SIGNED_ZEROS = frozenset({2**255 + 1, 2**255 + _P - 1})  # x = 0 written as negative
# g times the point of order 2: libsodium took it for a member until CVE-2025-69277 was mended.
_MIXED_ORDER = Element(bytes.fromhex("95" + "99" * 31))


class Ed25519(Group):
    """The prime-order subgroup of edwards25519."""

    name = "Ed25519"
    order = _ORDER
    generator = Element(bytes.fromhex("58" + "66" * 31))
    identity = _IDENTITY

    def __init__(self) -> None:
        """Make the group. Raises BallotsError UNSAFE_LIBRARY: libsodium's test is too weak."""
        if Ed25519.is_member(self, _MIXED_ORDER):  # of libsodium, whoever overrides it
            raise BallotsError(Refusal.UNSAFE_LIBRARY, "libsodium")
        self._uses: dict[Element, int] = {}

    def raw_element(self, text: str) -> Element:
        """Read 64 lower-case hexadecimal digits (group membership not yet tested).

        y must be below p, and x = 0 has no sign: libsodium would refuse to multiply such a point,
        but adds it and so makes it canonical.
        """
        if not _TEXT.fullmatch(text):
            raise BallotsError(Refusal.NOT_CANONICAL, "element")
        number = int(text, 16)
        if number & _Y >= _P or number in _SIGNED_ZEROS:
            raise BallotsError(Refusal.NOT_CANONICAL, "element")
        return Element(number.to_bytes(32, "little"))

    def raw_elements(self, texts: Sequence[str]) -> list[Element]:
        """Read many elements at once; what could be refused is judged one by one."""
        joined = "".join(texts)
        try:
            last_first = bytes.fromhex(joined)[::-1]
        except ValueError:
            return super().raw_elements(texts)
        is_plain = last_first[::-1].hex() == joined and {_DIGITS} == set(map(len, texts))
        if not is_plain or any(edge in last_first for edge in _EDGES):
            return super().raw_elements(texts)
        places = range(len(last_first) - 32, -1, -32)
        return [Element(last_first[place : place + 32]) for place in places]

    def is_member(self, element: Element) -> bool:
        """Test canonical encoding, curve and prime-order subgroup (identity is a member)."""
        return element == _IDENTITY or sodium.crypto_core_ed25519_is_valid_point(element)

    def text(self, element: Element) -> str:
        """Write the compressed point as 64 hexadecimal digits, most significant first."""
        return element[::-1].hex()

    def power_g(self, exponent: Scalar) -> Element:
        """Return g^exponent in constant time."""
        if exponent == 0:
            return _IDENTITY
        return Element(sodium.crypto_scalarmult_ed25519_base_noclamp(_bytes(exponent)))

    def power(self, base: Element, exponent: Scalar) -> Element:
        """Return base^exponent in constant time; the base is tested by libsodium."""
        if base == _IDENTITY:
            return _IDENTITY
        if exponent == 0:
            if not self.is_member(base):
                raise BallotsError(Refusal.NOT_IN_GROUP)
            return _IDENTITY
        try:
            return Element(sodium.crypto_scalarmult_ed25519_noclamp(_bytes(exponent), base))
        except CryptoError as error:
            raise BallotsError(Refusal.NOT_IN_GROUP) from error

    def multiply(self, left: Element, right: Element) -> Element:
        """Add two points."""
        try:
            return Element(sodium.crypto_core_ed25519_add(left, right))
        except CryptoError as error:
            raise BallotsError(Refusal.NOT_IN_GROUP) from error

    def divide(self, left: Element, right: Element) -> Element:
        """Subtract two points."""
        try:
            return Element(sodium.crypto_core_ed25519_sub(left, right))
        except CryptoError as error:
            raise BallotsError(Refusal.NOT_IN_GROUP) from error

    def vartime_commitments(
        self, key: Element, branches: Sequence[Branch]
    ) -> list[tuple[Element, Element]]:
        """Recompute (A, B) of each branch; see Group."""
        shifted: dict[tuple[Element, int], Element] = {}
        commitments = []
        for alpha, beta, message, challenge, response in branches:
            if alpha == _IDENTITY or beta == _IDENTITY:
                raise BallotsError(Refusal.NOT_IN_GROUP, "identity")
            first = self.vartime_commitment(alpha, challenge, response)
            if message and (beta, message) not in shifted:
                shifted[beta, message] = self.divide(beta, _marker(self, message))
            base = shifted[beta, message] if message else beta
            power = self.power(base, challenge)
            second = self.multiply(self._vartime_key_power(key, response), power)
            commitments.append((first, second))
        return commitments

    def _vartime_key_power(self, key: Element, exponent: Scalar) -> Element:
        """Return key^exponent from the key's table, made once the key is used often."""
        uses = self._uses.get(key, 0) + 1
        if uses >= _TABLE_AFTER:
            return Element(_table(key).vartime_power(exponent))
        power = self.power(key, exponent)
        self._uses[key] = uses  # counts only what libsodium accepted
        return power

    def vartime_commitment(self, base: Element, challenge: Scalar, response: Scalar) -> Element:
        """Return g^response × base^challenge."""
        return self.multiply(self.power_g(response), self.power(base, challenge))


@lru_cache(maxsize=128)
def _marker(group: Ed25519, message: int) -> Element:
    """Return g^message for the small messages of proofs."""
    return group.power_g(group.reduce(message))


@lru_cache(maxsize=4)
def _table(key: Element) -> VartimeFixedBase:
    """Return the table of a key that libsodium has accepted many times already."""
    return VartimeFixedBase(key)


def _bytes(scalar: Scalar) -> bytes:
    """Encode a scalar as libsodium's 32 little-endian bytes."""
    return scalar.to_bytes(32, "little")
