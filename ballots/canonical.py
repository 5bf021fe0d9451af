"""The only encoder between bytes and objects: compact JSON, fields in the specified order.

Spec 4.1: "data must be in compact form, and order of fields must be respected". The reference
accepts more than it writes; we accept only what we would write, so that one object has one
sequence of bytes. Decoding re-encodes and refuses any difference (spaces, order, escapes).

Example: `{"challenge":"12","response":"7"}` is canonical, `{"response":"7","challenge":"12"}` not.
"""

import re
from threading import Lock
from typing import Any, TypeVar

import msgspec

from ballots.errors import BallotsError, Refusal

T = TypeVar("T")

MEBIBYTE = 1 << 20
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}
_making = Lock()
_PATH = re.compile(r" - at `(\$[\w.\[\]]*)`\Z", re.ASCII)


class Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of every structure of the specification: frozen, no unknown field, None omitted."""


def encode(value: object) -> bytes:
    """Encode a message as canonical JSON bytes (UTF-8, no final newline).

    Raises BallotsError MALFORMED: a text holds half of a surrogate pair, which UTF-8 cannot write.
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise BallotsError(Refusal.MALFORMED, "text that is not Unicode") from error


def decode(data: bytes, kind: type[T], *, limit: int = MEBIBYTE) -> T:
    """Decode canonical JSON bytes into a message of the given kind.

    limit: size cap in bytes, tested before anything is parsed.
    Raises BallotsError: TOO_LARGE, MALFORMED (not JSON, wrong or unknown fields), NOT_CANONICAL.
    """
    if len(data) > limit:
        raise BallotsError(Refusal.TOO_LARGE, f"{len(data)} > {limit} bytes")
    try:
        value: T = decoder_of(kind).decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BallotsError(Refusal.MALFORMED, _where(error)) from error
    if msgspec.json.encode(value) != data:
        raise BallotsError(Refusal.NOT_CANONICAL, "re-encoding gives other bytes")
    return value


def decoder_of(kind: type[T]) -> msgspec.json.Decoder[T]:
    """Return the decoder of a kind, made once and by one thread at a time.

    msgspec 0.22 learns the fields of a structure when it first decodes one, and two threads that
    do so at once can end the process (a null pointer in its C code).
    """
    decoder = _decoders.get(kind)
    if decoder is None:
        with _making:
            decoder = _decoders.setdefault(kind, msgspec.json.Decoder(kind))
    return decoder


def _where(error: Exception) -> str:
    """Say where a structure is wrong, without repeating any value that was sent."""
    if not isinstance(error, msgspec.ValidationError):
        return "not valid JSON"
    text = str(error)
    if text.startswith("Object contains unknown field"):
        return "unknown field"
    path = _PATH.search(text)
    return path[1] if path else "$"
