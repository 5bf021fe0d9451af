"""The witnesses that a plan names: who is to cosign the log, and by which key.

[[witnesses]]
name = "Công đoàn cơ sở"
key = "doan.example+1c1d2e3f+BLk…"       # what `tinnhiem witness init` prints
url = "http://192.168.1.20:8100"         # leave it out if the witness comes for the log itself
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Final

import msgspec

from audit.errors import LogRefused
from audit.note import KeyType, parse_verification_key

MAX_WITNESSES: Final = 32
_KEYS: Final = {"name", "key", "url"}

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Witness(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Someone outside who watches the log and cosigns its checkpoints.

    key: verification key of a cosigner (C2SP tlog-cosignature, type 4). url: where the witness
    takes checkpoints (C2SP tlog-witness), None if it comes for them itself.
    """

    name: Line
    key: Line
    url: str | None = None


def read_witnesses(
    value: object, text: Callable[[object], str], address: Callable[[object], str]
) -> tuple[Witness, ...]:
    """Read the tables [[witnesses]]; raises ValueError.

    text, address: read a line of text and a web address. No two may have the same public key.
    """
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_WITNESSES:
        raise ValueError
    witnesses = tuple(_read_one(each, text, address) for each in value)
    keys = [parse_verification_key(one.key, KeyType.COSIGNATURE) for one in witnesses]
    if len({key.public_key.public_bytes_raw() for key in keys}) != len(witnesses):
        raise ValueError
    return witnesses


def _read_one(
    value: object, text: Callable[[object], str], address: Callable[[object], str]
) -> Witness:
    if not isinstance(value, Mapping) or not {"name", "key"} <= value.keys() <= _KEYS:
        raise ValueError
    try:
        key = parse_verification_key(text(value["key"]), KeyType.COSIGNATURE)
    except LogRefused as error:
        raise ValueError from error
    url = address(value["url"]) if "url" in value else None
    return Witness(name=text(value["name"]), key=str(key), url=url)
