"""The saved copy of a member's key: one line of JSON, in a file and in the QR codes of a sheet.

    {"tinnhiem":"key-copy","version":1,"uuid":"…","index":2,"opslimit":3,"memlimit":67108864,
     "salt":"<32 hex>","nonce":"<48 hex>","box":"<Base64>","sum":"<16 hex>"}

box: the member file (`ballots.ceremony`) under XChaCha20-Poly1305 (IETF); its key is Argon2id of
the passphrase, as libsodium's crypto_pwhash; what is authenticated beside it is this object with
box and sum empty. sum: the beginning of SHA-256 of this object with sum empty, so that a damaged
copy is not mistaken for a wrong passphrase. A passphrase is lower-cased, NFC, single-spaced.
"""

import binascii
import hashlib
import re
import unicodedata
from base64 import b64decode, b64encode
from typing import Annotated, Final

from msgspec import Meta, structs
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_ABYTES as TAG_SIZE,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt as open_box,
)
from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_encrypt as close_box,
)
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.utils import random

from ballots.canonical import Message, decode, encode
from ballots.ceremony import MemberSecret, make_member_file, parse_member_file
from ballots.errors import BallotsError
from voting.refusals import Refusal, VotingRefused

MIN_PASSPHRASE: Final = 12
MAX_COPY: Final = 1 << 16
_SPACES: Final = re.compile("[ \t\r\n\u00a0]+")
_SUM_DIGITS: Final = 16


class KeyCopy(Message, frozen=True, kw_only=True):
    """A member's key under a passphrase."""

    tinnhiem: Annotated[str, Meta(pattern=r"\Akey-copy\Z")]
    version: Annotated[int, Meta(ge=1, le=1)]
    uuid: Annotated[str, Meta(pattern=r"\A[1-9A-HJ-NP-Za-km-z]{14,64}\Z")]
    index: Annotated[int, Meta(ge=1, le=100)]
    opslimit: Annotated[int, Meta(ge=1, le=10)]
    memlimit: Annotated[int, Meta(ge=8 << 20, le=1 << 30)]
    salt: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    nonce: Annotated[str, Meta(pattern=r"\A[0-9a-f]{48}\Z")]
    box: str
    sum: str


def make_key_copy(member: MemberSecret, uuid: str, passphrase: str) -> bytes:
    """Seal what a member keeps under a passphrase. Raises VotingRefused WEAK_PASSPHRASE."""
    if len(normal_passphrase(passphrase)) < MIN_PASSPHRASE:
        raise VotingRefused(Refusal.WEAK_PASSPHRASE, f"< {MIN_PASSPHRASE}")
    empty = KeyCopy(
        tinnhiem="key-copy",
        version=1,
        uuid=uuid,
        index=member.index,
        opslimit=3,
        memlimit=64 << 20,
        salt=random(16).hex(),
        nonce=random(24).hex(),
        box="",
        sum="",
    )
    return seal_copy(empty, make_member_file(member), passphrase)


def seal_copy(empty: KeyCopy, content: bytes, passphrase: str) -> bytes:
    """Fill the box of a copy that has its randomness and limits."""
    nonce = bytes.fromhex(empty.nonce)
    box = close_box(content, encode(empty), nonce, _key(empty, passphrase))
    full = structs.replace(empty, box=b64encode(box).decode())
    return encode(structs.replace(full, sum=_sum(full))) + b"\n"


def parse_key_copy(data: bytes) -> KeyCopy:
    """Read a saved copy, still sealed.

    Raises VotingRefused NOT_KEY_COPY if it is something else, COPY_DAMAGED.
    """
    try:
        copy = decode(data.removesuffix(b"\n"), KeyCopy, limit=MAX_COPY)
    except BallotsError as error:
        raise VotingRefused(Refusal.NOT_KEY_COPY) from error
    if copy.sum != _sum(copy):
        raise VotingRefused(Refusal.COPY_DAMAGED)
    _box_of(copy)
    return copy


def open_key_copy(copy: KeyCopy, passphrase: str) -> MemberSecret:
    """Open a saved copy. Raises VotingRefused WRONG_PASSPHRASE, NOT_KEY_COPY."""
    bound = encode(structs.replace(copy, box="", sum=""))
    try:
        content = open_box(_box_of(copy), bound, bytes.fromhex(copy.nonce), _key(copy, passphrase))
    except CryptoError as error:
        raise VotingRefused(Refusal.WRONG_PASSPHRASE) from error
    try:
        member = parse_member_file(content)
    except BallotsError as error:
        raise VotingRefused(Refusal.NOT_KEY_COPY) from error
    if member.index != copy.index:
        raise VotingRefused(Refusal.NOT_KEY_COPY)
    return member


def normal_passphrase(text: str) -> str:
    """Return a passphrase as it is hashed: a phone's capital or a doubled space does not matter."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text.lower())).strip(" ")


def _box_of(copy: KeyCopy) -> bytes:
    try:
        box = b64decode(copy.box, validate=True)
    except (binascii.Error, ValueError) as error:
        raise VotingRefused(Refusal.COPY_DAMAGED) from error
    if len(box) <= TAG_SIZE or b64encode(box).decode() != copy.box:
        raise VotingRefused(Refusal.COPY_DAMAGED)
    return box


def _sum(copy: KeyCopy) -> str:
    rest = encode(structs.replace(copy, sum=""))
    return hashlib.sha256(rest).hexdigest()[:_SUM_DIGITS]


def _key(copy: KeyCopy, passphrase: str) -> bytes:
    return argon2id.kdf(
        32,
        normal_passphrase(passphrase).encode(),
        bytes.fromhex(copy.salt),
        opslimit=copy.opslimit,
        memlimit=copy.memlimit,
    )
