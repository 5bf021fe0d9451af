"""Hashes of the specification: tagged challenges, fingerprints, names.

Every challenge is SHA-256 of a tag, a vertical bar and the statement, read as a 256-bit
big-endian number and reduced modulo q (spec 4.5 to 4.20), e.g.
`prove|<S>|<alpha>,<beta>|<A0>,<B0>,<A1>,<B1>`.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterable

from ballots.group import Group, Scalar


def sha256_hex(data: bytes) -> str:
    """Return SHA-256 of bytes as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_b64(data: bytes) -> str:
    """Return SHA-256 of bytes in Base64 without padding, 43 characters (spec 4.17)."""
    return b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def challenge(group: Group, tag: str, *parts: str) -> Scalar:
    """Hash `tag|part|part…` to a challenge modulo q."""
    return challenge_after(group, f"{tag}|", "|".join(parts))


def challenge_after(group: Group, prefix: str, rest: str) -> Scalar:
    """Hash a ready prefix and the rest to a challenge modulo q."""
    digest = hashlib.sha256(prefix.encode())
    digest.update(rest.encode())
    return group.scalar_from_hash(digest.digest())


def comma_joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Join pairs of element texts as `A0,B0,A1,B1` (the form inside the challenges)."""
    return ",".join(f"{first},{second}" for first, second in pairs)
