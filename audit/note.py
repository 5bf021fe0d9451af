"""Signed notes (C2SP signed-note), Ed25519 signatures only.

A note is a text that ends in a newline, an empty line, and one or more signature lines
`— <key name> <Base64 of 4-byte key id and 64-byte signature>`. The key id is the first four
bytes of SHA-256(key name, newline, byte 1, 32-byte public key); the signature is over the text
with its final newline.
"""

import binascii
import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import ReceiptFault, ReceiptRefused

MAX_NOTE: Final = 1 << 16
_MAX_SIGNATURES: Final = 16
_ED25519: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who says to have signed, which key, the signature."""

    key_name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. Its text means nothing before `verify_note` returned."""

    text: str
    signatures: tuple[NoteSignature, ...]


def key_id(key_name: str, public_key: Ed25519PublicKey) -> bytes:
    """Return the four-byte id of a named Ed25519 key."""
    raw = key_name.encode() + b"\n" + _ED25519 + public_key.public_bytes_raw()
    return hashlib.sha256(raw).digest()[:4]


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A verification key as it is published: the name of its log and the key."""

    name: str
    public_key: Ed25519PublicKey


def parse_verification_key(text: str) -> VerificationKey:
    """Read `<name>+<8 hex digits>+<Base64 of byte 1 and the public key>` (C2SP signed-note).

    Raises ReceiptRefused MALFORMED, also if the key id in it is not that of the key.
    """
    name, _, rest = text.strip().partition("+")
    identifier, _, encoded = rest.partition("+")
    _check_key_name(name)
    try:
        raw = b64decode(encoded, validate=True)
        public_key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError as error:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "verification key") from error
    is_canonical = b64encode(raw).decode() == encoded
    if raw[:1] != _ED25519 or identifier != key_id(name, public_key).hex() or not is_canonical:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "verification key")
    return VerificationKey(name, public_key)


def make_note(
    text: str, *, key_name: str, public_key: Ed25519PublicKey, sign: Callable[[bytes], bytes]
) -> str:
    """Sign a text. `sign` takes the bytes to sign and returns 64 bytes; keys stay outside.

    Raises ReceiptRefused if the text or the key name cannot stand in a note.
    """
    _check_text(text)
    _check_key_name(key_name)
    line = b64encode(key_id(key_name, public_key) + sign(text.encode())).decode()
    return f"{text}\n— {key_name} {line}\n"


def parse_note(note: str) -> Note:
    """Read a note. Raises ReceiptRefused MALFORMED for whatever is not in the one form."""
    if len(note) > MAX_NOTE:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "too long")
    head, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise ReceiptRefused(ReceiptFault.MALFORMED, "no signature lines")
    text = head + "\n"
    _check_text(text)
    lines = tail[:-1].split("\n")
    if len(lines) > _MAX_SIGNATURES:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "too many signatures")
    return Note(text, tuple(_parse_line(line) for line in lines))


def verify_note(note: Note, public_key: Ed25519PublicKey) -> None:
    """Verify that a note carries a signature by a key; signatures of other keys are ignored.

    Raises ReceiptRefused: WRONG_KEY if no line names this key, BAD_SIGNATURE if one does not hold.
    """
    lines = [s for s in note.signatures if s.key_id == key_id(s.key_name, public_key)]
    if not lines:
        raise ReceiptRefused(ReceiptFault.WRONG_KEY)
    for line in lines:
        try:
            public_key.verify(line.signature, note.text.encode())
        except InvalidSignature as error:
            raise ReceiptRefused(ReceiptFault.BAD_SIGNATURE, line.key_name) from error


def _check_text(text: str) -> None:
    """Refuse a text that may not stand in a note."""
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise ReceiptRefused(ReceiptFault.MALFORMED, "text")
    _check_utf8(text)


def _check_key_name(key_name: str) -> None:
    """Refuse an empty key name, or one with a space, a plus sign or a control character."""
    if not key_name or any(c.isspace() or c == "+" or c < " " for c in key_name):
        raise ReceiptRefused(ReceiptFault.MALFORMED, "key name")
    _check_utf8(key_name)


def _check_utf8(text: str) -> None:
    """Refuse text that has no UTF-8 form (lone surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "not UTF-8") from error


def _parse_line(line: str) -> NoteSignature:
    """Read one signature line."""
    dash, _, rest = line.partition(" ")
    key_name, _, encoded = rest.partition(" ")
    if dash != "—":
        raise ReceiptRefused(ReceiptFault.MALFORMED, "signature line")
    _check_key_name(key_name)
    try:
        raw = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "signature line") from error
    if len(raw) < 5 or b64encode(raw).decode() != encoded:
        raise ReceiptRefused(ReceiptFault.MALFORMED, "signature line")
    return NoteSignature(key_name, raw[:4], raw[4:])
