"""Credentials (spec 4.8): the secret on a card, the key derived from it, the public list.

A private credential is `XXXXX-XXXXXX-XXXXX-XXXXXX`, 22 base58 characters (about 129 bits).
Its public credential is g^x with x = SHA-256(derive_credential|uuid|0|c) ‖ SHA-256(…|1|c) mod q.
The list in the record is `["<public>","<public>"]`, or `["<public>,2",…]` with weights.
"""

import secrets
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ballots.canonical import MEBIBYTE, decode, encode
from ballots.election import BASE58
from ballots.errors import BallotsError, CredentialRefused, Refusal
from ballots.group import Group, Scalar
from ballots.hashing import sha256_hex

GROUP_SIZES = (5, 6, 5, 6)
LENGTH = sum(GROUP_SIZES)
MAX_CREDENTIALS = 200_000
MAX_WEIGHT = 1_000_000
_DASHES = "-‐‑‒–—−_.·"  # what phones and word processors make of a dash


def make_credential() -> str:
    """Draw a private credential with the operating system's generator."""
    return _grouped("".join(secrets.choice(BASE58) for _ in range(LENGTH)))


def parse_credential(typed: str) -> str:
    """Read what a person typed: spaces, missing or other dashes and full-width forms are forgiven.

    Case matters in base58, and 0, O, I, l are never in a credential: such a character is named by
    its place. Raises CredentialRefused BAD_CREDENTIAL; the detail never repeats the credential.
    """
    if len(typed) > 200:
        raise CredentialRefused(Refusal.BAD_CREDENTIAL, "length")
    plain = unicodedata.normalize("NFKC", typed)
    letters = [c for c in plain if not c.isspace() and c not in _DASHES and c.isprintable()]
    for place, letter in enumerate(letters, start=1):
        if letter not in BASE58:
            raise CredentialRefused(Refusal.BAD_CREDENTIAL, f"character {place}")
    if len(letters) != LENGTH:
        raise CredentialRefused(Refusal.BAD_CREDENTIAL, f"{len(letters)} of {LENGTH} characters")
    return _grouped("".join(letters))


def _grouped(letters: str) -> str:
    parts, start = [], 0
    for size in GROUP_SIZES:
        parts.append(letters[start : start + size])
        start += size
    return "-".join(parts)


def secret_exponent(credential: str, *, uuid: str, group: Group) -> Scalar:
    """Derive the secret exponent x of a private credential for one election (spec 4.8)."""
    halves = (
        sha256_hex(f"derive_credential|{uuid}|{index}|{credential}".encode()) for index in (0, 1)
    )
    return group.reduce(int("".join(halves), 16))


def public_credential(credential: str, *, uuid: str, group: Group) -> str:
    """Return the public credential g^x as the specification writes it."""
    return group.text(group.power_g(secret_exponent(credential, uuid=uuid, group=group)))


@dataclass(frozen=True, slots=True)
class PublicCredentials(Mapping[str, int]):
    """The list of public credentials: public credential → weight, and its exact bytes."""

    bytes: bytes
    weights: dict[str, int]
    weighted: bool

    def __getitem__(self, credential: str) -> int:
        """Return the weight of a public credential."""
        return self.weights[credential]

    def __iter__(self) -> Iterator[str]:
        """Go through the public credentials in the order of the list."""
        return iter(self.weights)

    def __len__(self) -> int:
        """Return the number of credentials."""
        return len(self.weights)


def make_public_credentials(
    credentials: Iterable[str], group: Group, *, weights: Mapping[str, int] | None = None
) -> PublicCredentials:
    """Make the list; with `weights`, every entry carries its weight.

    Raises BallotsError DUPLICATE_CREDENTIAL, BAD_WEIGHT, NOT_CANONICAL, NOT_IN_GROUP.
    """
    listed = list(credentials)
    entries = listed if weights is None else [f"{c},{weights[c]}" for c in listed]
    return parse_public_credentials(encode(entries), group)


def parse_public_credentials(data: bytes, group: Group) -> PublicCredentials:
    """Read the list and test every entry. Detail: the entry's number, from 1."""
    entries = decode(data, list[str], limit=256 * MEBIBYTE)
    if len(entries) > MAX_CREDENTIALS:
        raise BallotsError(Refusal.TOO_LARGE, f"{len(entries)} credentials")
    weighted = any("," in entry for entry in entries)
    together = _are_elements([entry.partition(",")[0] for entry in entries], group)
    found: dict[str, int] = {}
    for number, entry in enumerate(entries, start=1):
        text, _, weight = entry.partition(",")
        if not together:
            _test_entry(text, group, number)
        if text in found:
            raise BallotsError(Refusal.DUPLICATE_CREDENTIAL, f"entry {number}")
        found[text] = _weight(weight, number) if weighted else 1
    return PublicCredentials(bytes=data, weights=found, weighted=weighted)


def _are_elements(texts: list[str], group: Group) -> bool:
    """Test all entries together; who is told no tests them one by one and learns which and why."""
    try:
        elements = [group.raw_element(text) for text in texts]
    except BallotsError:
        return False
    return group.identity not in elements and group.vartime_are_members(elements)


def _test_entry(text: str, group: Group, number: int) -> None:
    try:
        group.element(text)
    except BallotsError as error:
        raise BallotsError(error.refusal, f"entry {number}") from error


def _weight(text: str, number: int) -> int:
    if not (text.isascii() and text.isdigit()) or text[0] == "0" or len(text) > 7:
        raise BallotsError(Refusal.BAD_WEIGHT, f"entry {number}")
    weight = int(text)
    if weight > MAX_WEIGHT:
        raise BallotsError(Refusal.BAD_WEIGHT, f"entry {number}")
    return weight
