"""The group Ed25519 with its public, batched work done by the native core (native/).

What touches a secret stays with libsodium, whose operations take constant time; what is said of
public values takes variable time and is done here. Both give the same values and the same
refusals: whatever the native core refuses is judged again by the code on libsodium, which is the
reference and says why.
"""

import secrets
import struct
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Final

import tinnhiem_native as core

from ballots.ed25519 import Ed25519
from ballots.errors import BallotsError, Refusal
from ballots.group import Branch, Element, Scalar, Standing

VERSION: Final = "0.2.0"  # of the native core that this module knows
if core.VERSION != VERSION:
    raise ImportError(f"tinnhiem-native {core.VERSION} is not {VERSION}")
_COINS: Final = 16  # bytes of randomness a point, for an error of at most 2^-128


class NativeEd25519(Ed25519):
    """The prime-order subgroup of edwards25519, batches by curve25519-dalek."""

    def is_member(self, element: Element) -> bool:
        """Test canonical encoding, curve and prime-order subgroup (identity is a member)."""
        return len(element) == len(self.identity) and core.vartime_are_members(element, 1) == b"\1"

    def vartime_are_members(self, elements: Sequence[Element]) -> bool:
        """Test many points together; see Group."""
        try:
            found = core.vartime_first_outside(b"".join(elements), _coins(len(elements)), 1)
        except ValueError:
            return False
        return found is None

    def product(self, elements: Iterable[Element]) -> Element:
        """Add up points; see Group."""
        return self.products([list(elements)])[0]

    def products(self, runs: Sequence[Sequence[Element]]) -> list[Element]:
        """Add up the points of each run; see Group."""
        points = b"".join(chain.from_iterable(runs))
        try:
            return _elements(core.vartime_sums(points, _numbers([len(run) for run in runs])))
        except ValueError:
            return [super(NativeEd25519, self).product(run) for run in runs]

    def vartime_unpack(self, standing: Standing, texts: Sequence[bytes]) -> bytes | None:
        """Find x of every point in the texts, 32 bytes each; see Group."""
        try:
            return core.vartime_unpack(texts, *standing)
        except ValueError:
            return None

    def vartime_unpacked_sums(
        self, standing: Standing, texts: Sequence[bytes], unpacked: bytes
    ) -> list[Element] | None:
        """Add up points whose x is known; see Group."""
        try:
            return _elements(core.vartime_unpacked_sums(texts, *standing, unpacked))
        except ValueError:
            return None

    def vartime_commitments(
        self, key: Element, branches: Sequence[Branch]
    ) -> list[tuple[Element, Element]]:
        """Recompute (A, B) of each branch; see Group. Members are tested together."""
        places: dict[Element, int] = {}
        for branch in branches:
            places.setdefault(branch.alpha, len(places))
            places.setdefault(branch.beta, len(places))
        if self.identity not in places:
            try:
                return _commitments(key, branches, places)
            except ValueError:
                super().vartime_commitments(key, branches)  # refuses as the reference does
                raise BallotsError(Refusal.NOT_IN_GROUP) from None  # two that differ: no
        return super().vartime_commitments(key, branches)

    def vartime_commitment(self, base: Element, challenge: Scalar, response: Scalar) -> Element:
        """Return g^response × base^challenge; the base is tested."""
        try:
            return Element(core.vartime_with_base(base, _bytes(response), _bytes(challenge), 1))
        except ValueError as error:
            raise BallotsError(Refusal.NOT_IN_GROUP) from error

    def vartime_powers(self, pairs: Iterable[tuple[Element, Scalar]]) -> Element:
        """Return the product of powers; see Group."""
        terms = list(pairs)
        points = b"".join(base for base, _ in terms)
        try:
            return Element(core.vartime_multiscalar(points, b"".join(_bytes(e) for _, e in terms)))
        except ValueError as error:
            raise BallotsError(Refusal.NOT_IN_GROUP) from error


def _commitments(
    key: Element, branches: Sequence[Branch], places: dict[Element, int]
) -> list[tuple[Element, Element]]:
    """Recompute (A, B) of each branch. Raises ValueError for whatever is not in the group."""
    triples = [n for b in branches for n in (places[b.alpha], places[b.beta], b.message)]
    points = b"".join(places)
    pairs = core.vartime_commitments(
        _key(key),
        points,
        _coins(len(places)),
        _numbers(triples),
        b"".join([branch.challenge.to_bytes(32, "little") for branch in branches]),
        b"".join([branch.response.to_bytes(32, "little") for branch in branches]),
        1,
    )
    elements = _elements(pairs)
    return list(zip(elements[::2], elements[1::2], strict=True))


def _elements(points: bytes) -> list[Element]:
    return [Element(points[start : start + 32]) for start in range(0, len(points), 32)]


@lru_cache(maxsize=16)
def _key(point: Element) -> core.VartimeKey:
    """Return the tables of an election's key. Raises ValueError if it is not in the group."""
    return core.VartimeKey(point)


def _coins(count: int) -> bytes:
    """Draw what the test of so many points needs; the points are fixed by now."""
    return secrets.token_bytes(_COINS * count)


def _bytes(scalar: Scalar) -> bytes:
    return scalar.to_bytes(32, "little")


def _numbers(numbers: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)
