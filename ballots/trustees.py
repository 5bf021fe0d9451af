"""The trustees structure (spec 4.7): who must take part to decrypt, and the election key.

`[["Single",{"pok":…,"public_key":"…"}],["Pedersen",{"threshold":2,"certs":[…],…}]]`

Every Single item is mandatory; of a Pedersen item, `threshold` members are enough. The election
key is the product of the items' sub-keys. Owners are numbered from 1 through all items in order.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import msgspec

from ballots.canonical import MEBIBYTE, decode, encode
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar
from ballots.keys import TrusteePublicKey, make_trustee_public_key, verify_trustee_public_key
from ballots.threshold import (
    ThresholdParameters,
    threshold_sub_key,
    verify_threshold_parameters,
)

TrusteeMessage = TrusteePublicKey | ThresholdParameters


@dataclass(frozen=True, slots=True)
class TrusteeItem:
    """One item: its owners' numbers and keys, how many of them are needed, its sub-key."""

    message: TrusteeMessage
    owners: range
    keys: tuple[Element, ...]
    needed: int
    sub_key: Element


@dataclass(frozen=True, slots=True)
class Trustees:
    """The checked structure and its exact bytes."""

    bytes: bytes
    items: tuple[TrusteeItem, ...]
    public_key: Element

    @property
    def count(self) -> int:
        """Return how many trustees there are, all items together."""
        return sum(len(item.owners) for item in self.items)

    def key_of(self, owner: int) -> Element:
        """Return the verification key of an owner (1 to count). Raises BAD_TRUSTEES."""
        for item in self.items:
            if owner in item.owners:
                return item.keys[owner - item.owners.start]
        raise BallotsError(Refusal.BAD_TRUSTEES, f"owner {owner}")

    def suffice(self, owners: Collection[int]) -> bool:
        """Tell whether the partial decryptions of these owners are enough to decrypt."""
        return all(
            sum(owner in item.owners for owner in set(owners)) >= item.needed for item in self.items
        )


def make_single(group: Group) -> tuple[Scalar, TrusteePublicKey]:
    """Make a fresh secret key and its verification key (spec 3.1.1, "Single" protocol)."""
    secret = group.random_scalar()
    return secret, make_trustee_public_key(group, secret)


def make_trustees(items: Sequence[TrusteeMessage], group: Group) -> Trustees:
    """Assemble and check the structure. Raises BallotsError as parse_trustees does."""
    tagged = [
        ("Single" if isinstance(item, TrusteePublicKey) else "Pedersen", item) for item in items
    ]
    return parse_trustees(encode(tagged), group)


def parse_trustees(data: bytes, group: Group) -> Trustees:
    """Read the structure and verify every key, proof and signature in it.

    Raises BallotsError: as `decode`; BAD_TRUSTEES, BAD_SIGNATURE, INVALID_PROOF, NOT_IN_GROUP,
    the detail naming the item by number.
    """
    pairs = decode(data, list[tuple[str, msgspec.Raw]], limit=16 * MEBIBYTE)
    if not pairs:
        raise BallotsError(Refusal.BAD_TRUSTEES, "no trustee")
    items: list[TrusteeItem] = []
    used: set[Element] = set()
    first_owner = 1
    for number, (kind, raw) in enumerate(pairs, start=1):
        try:
            item = _read_item(kind, bytes(raw), first_owner, group)
        except BallotsError as error:
            detail = f"item {number}: {error.detail}" if error.detail else f"item {number}"
            raise BallotsError(error.refusal, detail) from error
        if any(key in used for key in item.keys):
            raise BallotsError(Refusal.BAD_TRUSTEES, f"item {number}: key used twice")
        used.update(item.keys)
        items.append(item)
        first_owner = item.owners.stop
    return Trustees(
        bytes=data,
        items=tuple(items),
        public_key=group.product(item.sub_key for item in items),
    )


def _read_item(kind: str, data: bytes, first_owner: int, group: Group) -> TrusteeItem:
    if kind == "Single":
        key = decode(data, TrusteePublicKey)
        if key.signature is not None:
            raise BallotsError(Refusal.BAD_TRUSTEES, "signature of a single key")
        public = verify_trustee_public_key(key, group)
        return TrusteeItem(key, range(first_owner, first_owner + 1), (public,), 1, public)
    if kind == "Pedersen":
        parameters = decode(data, ThresholdParameters, limit=16 * MEBIBYTE)
        verify_threshold_parameters(parameters, group)
        keys = tuple(group.element(key.public_key) for key in parameters.verification_keys)
        return TrusteeItem(
            message=parameters,
            owners=range(first_owner, first_owner + len(keys)),
            keys=keys,
            needed=parameters.threshold,
            sub_key=threshold_sub_key(parameters, group),
        )
    raise BallotsError(Refusal.BAD_TRUSTEES, "kind")
