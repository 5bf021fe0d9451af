"""Signed notes (C2SP signed-note): texts signed by one or more Ed25519 keys.

A note is a text that ends in a newline, an empty line, and one or more signature lines
`— <key name> <Base64 of 4-byte key id and signature>`:

    a

    b

    — vote.example/c/j2Sje6ewboTnzL/log zHJEH7DuMqHGcwiy3QrZ0Erz1mdW3bWHtM8j2n8ix/FK7Ytvs+dOr…

The key id is the first four bytes of SHA-256(key name, newline, type byte, 32-byte public key).
Type 1 signs the text with its final newline; type 4 is a cosignature (`audit.cosignature`). Lines
of other keys and types are kept and mean nothing. Keys are published as *verification keys*,
`<key name>+<8 hex digits of the id>+<Base64 of type byte and public key>`:

    witness1.example+d0089c06+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from nacl.bindings import crypto_core_ed25519_is_valid_point

from audit.errors import LogFault, LogRefused
from audit.lines import parse_base64

MAX_NOTE: Final = 1 << 19  # room for every signature line of the longest assigned type
MAX_SIGNATURES: Final = 100


class KeyType(IntEnum):
    """The types of signatures that are made and verified here (section "Signature types")."""

    ED25519 = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who says to have signed, which key, the signature."""

    key_name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        """Return the line without its newline."""
        return f"— {self.key_name} {b64encode(self.key_id + self.signature).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note. Its text means nothing before a signature by a known key is verified."""

    text: str
    signatures: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A verification key as it is published: the name of its log or witness, the key, its type."""

    name: str
    public_key: Ed25519PublicKey
    type: KeyType = KeyType.ED25519

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signature lines name this key."""
        return key_id(self.name, self.public_key, self.type)

    def __str__(self) -> str:
        """Return the key in its published form."""
        raw = bytes([self.type]) + self.public_key.public_bytes_raw()
        return f"{self.name}+{self.key_id.hex()}+{b64encode(raw).decode()}"


def key_id(
    key_name: str, public_key: Ed25519PublicKey, key_type: KeyType = KeyType.ED25519
) -> bytes:
    """Return the four-byte id of a named key for one type of signatures."""
    raw = key_name.encode() + b"\n" + bytes([key_type]) + public_key.public_bytes_raw()
    return hashlib.sha256(raw).digest()[:4]


def parse_verification_key(
    text: str, key_type: KeyType | None = KeyType.ED25519
) -> VerificationKey:
    """Read a verification key (section "Verifier keys") of one type, or of any that we know.

    Raises LogRefused: KEY_MALFORMED, also if the id in it is not that of the key or if the key is
    no point of prime order; KEY_TYPE if it is of another type.
    """
    name, _, rest = text.strip(" \t\r\n").partition("+")
    identifier, _, encoded = rest.partition("+")
    check_key_name(name, LogFault.KEY_MALFORMED)
    raw = parse_base64(encoded, LogFault.KEY_MALFORMED)
    known = {kind.value: kind for kind in (KeyType if key_type is None else (key_type,))}
    if raw and raw[0] not in known:
        raise LogRefused(LogFault.KEY_TYPE, f"type {raw[0]}")
    if len(raw) != 33:
        raise LogRefused(LogFault.KEY_MALFORMED, "length")
    key = VerificationKey(name, _parse_public_key(raw[1:]), known[raw[0]])
    if identifier != key.key_id.hex():
        raise LogRefused(LogFault.KEY_MALFORMED, "key id")
    return key


def make_note(
    text: str, *, key_name: str, public_key: Ed25519PublicKey, sign: Callable[[bytes], bytes]
) -> str:
    """Sign a text. `sign` takes the bytes to sign and returns 64 bytes; keys stay outside.

    Raises LogRefused NOTE_MALFORMED if the text or the key name cannot stand in a note.
    """
    _check_text(text)
    check_key_name(key_name, LogFault.NOTE_MALFORMED)
    return f"{text}\n{NoteSignature(key_name, key_id(key_name, public_key), sign(text.encode()))}\n"


def parse_note(note: str) -> Note:
    """Read a note. Raises LogRefused NOTE_MALFORMED for whatever is not in the one form."""
    if len(note) > MAX_NOTE:
        raise LogRefused(LogFault.NOTE_MALFORMED, "too long")
    head, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n"):
        raise LogRefused(LogFault.NOTE_MALFORMED, "no signature lines")
    text = head + "\n"
    _check_text(text)
    lines = tail[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise LogRefused(LogFault.NOTE_MALFORMED, "too many signatures")
    return Note(text, tuple(parse_signature_line(line) for line in lines))


def parse_signature_line(line: str) -> NoteSignature:
    """Read one signature line, without its newline. Raises LogRefused NOTE_MALFORMED."""
    dash, _, rest = line.partition(" ")
    key_name, _, encoded = rest.partition(" ")
    if dash != "—":
        raise LogRefused(LogFault.NOTE_MALFORMED, "signature line")
    check_key_name(key_name, LogFault.NOTE_MALFORMED)
    raw = parse_base64(encoded, LogFault.NOTE_MALFORMED)
    if len(raw) < 5:
        raise LogRefused(LogFault.NOTE_MALFORMED, "signature line")
    return NoteSignature(key_name, raw[:4], raw[4:])


def add_signatures(note: str, lines: Iterable[str]) -> str:
    """Append signature lines to a note, those excepted whose key (name and id) has one there.

    Verify the lines first: nothing here can. Raises LogRefused NOTE_MALFORMED.
    """
    seen = {(line.key_name, line.key_id) for line in parse_note(note).signatures}
    for text in lines:
        line = parse_signature_line(text.removesuffix("\n"))
        if (line.key_name, line.key_id) not in seen:
            seen.add((line.key_name, line.key_id))
            note += f"{line}\n"
    parse_note(note)
    return note


def signatures_by(note: Note, key: VerificationKey) -> list[NoteSignature]:
    """Return the lines that name a key, unverified.

    Raises LogRefused WRONG_KEY if there is none: then the text has nothing to do with the key.
    """
    lines = [s for s in note.signatures if (s.key_name, s.key_id) == (key.name, key.key_id)]
    if not lines:
        raise LogRefused(LogFault.WRONG_KEY, key.name)
    return lines


def verify_note(note: Note, key: VerificationKey | Ed25519PublicKey) -> None:
    """Verify that a note carries signatures of type 1 by a key; those of others are ignored.

    key: without a name it may sign under any. Raises LogRefused: KEY_TYPE if the key is for other
    signatures, WRONG_KEY if no line names it, BAD_SIGNATURE if one that does fails, whatever the
    others say.
    """
    if isinstance(key, VerificationKey):
        if key.type is not KeyType.ED25519:
            raise LogRefused(LogFault.KEY_TYPE, key.name)
        lines, public_key = signatures_by(note, key), key.public_key
    else:
        lines, public_key = [s for s in note.signatures if s.key_id == key_id(s.key_name, key)], key
    if not lines:
        raise LogRefused(LogFault.WRONG_KEY)
    for line in lines:
        verify_bytes(note.text.encode(), line.signature, public_key, line.key_name)


def verify_bytes(
    message: bytes, signature: bytes, public_key: Ed25519PublicKey, key_name: str
) -> None:
    """Verify an Ed25519 signature (RFC 8032). Raises LogRefused BAD_SIGNATURE, naming the key."""
    try:
        public_key.verify(signature, message)
    except InvalidSignature as error:
        raise LogRefused(LogFault.BAD_SIGNATURE, key_name) from error


def check_key_name(key_name: str, fault: LogFault) -> None:
    """Refuse an empty key name, or one with a space, a plus sign or a control character."""
    if not key_name or any(c.isspace() or c == "+" or c < " " for c in key_name):
        raise LogRefused(fault, "key name")
    _check_utf8(key_name, fault)


def _check_text(text: str) -> None:
    """Refuse a text that may not stand in a note."""
    if not text.endswith("\n") or any(c < " " and c != "\n" for c in text):
        raise LogRefused(LogFault.NOTE_MALFORMED, "text")
    _check_utf8(text, LogFault.NOTE_MALFORMED)


def _check_utf8(text: str, fault: LogFault) -> None:
    """Refuse text that has no UTF-8 form (lone surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise LogRefused(fault, "not UTF-8") from error


def _parse_public_key(raw: bytes) -> Ed25519PublicKey:
    """Read a public key in its one form: a point of prime order.

    Under a point of small order one can forge, and under one of mixed order verifiers disagree.
    """
    if not crypto_core_ed25519_is_valid_point(raw):
        raise LogRefused(LogFault.KEY_MALFORMED, "public key")
    return Ed25519PublicKey.from_public_bytes(raw)
