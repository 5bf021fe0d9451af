"""What lines of the log's formats hold: Base64, hashes, sizes, each in its one form.

mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=     a hash: Base64 (RFC 4648 section 4)
1234067                                          a size: decimal without leading zeros
"""

import re
from base64 import b64decode, b64encode
from typing import Final

from audit.errors import LogFault, LogRefused
from audit.merkle import HASH_BYTES, MAX_SIZE

_DECIMAL: Final = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)


def parse_base64(text: str, fault: LogFault) -> bytes:
    """Read Base64, padded and with unused bits zero. Raises LogRefused with `fault`."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError as error:
        raise LogRefused(fault, "Base64") from error
    if b64encode(raw).decode() != text:
        raise LogRefused(fault, "Base64")
    return raw


def parse_hash(text: str, fault: LogFault) -> bytes:
    """Read the Base64 of 32 bytes. Raises LogRefused with `fault`."""
    raw = parse_base64(text, fault)
    if len(raw) != HASH_BYTES:
        raise LogRefused(fault, "hash")
    return raw


def parse_number(text: str, fault: LogFault) -> int:
    """Read a size or an index, 0 to 2^62. Raises LogRefused with `fault`."""
    if _DECIMAL.fullmatch(text) is None or int(text) > MAX_SIZE:
        raise LogRefused(fault, "number")
    return int(text)


def hash_line(value: bytes) -> str:
    """Return the line of a hash, with its newline."""
    return b64encode(value).decode() + "\n"
