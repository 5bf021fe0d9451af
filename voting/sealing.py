"""A file under a passphrase, sealed piece by piece, so that it may be larger than the memory.

    {"tinnhiem":"backup","version":1,"opslimit":3,"memlimit":67108864,"salt":"<32 hex>",
     "stream":"<48 hex>"}\n
    <25 bytes: the piece "tinnhiem"> <pieces of 1 MiB + 17 bytes> … <the last piece>

The key is Argon2id of the passphrase (libsodium's crypto_pwhash), as for the saved copy of a
member's key; the pieces are libsodium's secretstream (XChaCha20-Poly1305), each bound to the first
line and to all pieces before it, the last marked as such. So a wrong passphrase is seen at the
first piece, and a changed, exchanged, missing or added byte at the piece where it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, BinaryIO, Final

from msgspec import Meta
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_ABYTES as TAG_SIZE,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_pull as init_pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_init_push as init_push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_pull as pull,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_push as push,
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_state as State,  # noqa: N812 - libsodium's name
)
from nacl.bindings import (
    crypto_secretstream_xchacha20poly1305_TAG_FINAL as FINAL,
)
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.utils import random

from ballots.canonical import MEBIBYTE, Message, decode, encode
from ballots.errors import BallotsError
from voting.keycopy import MIN_PASSPHRASE, normal_passphrase
from voting.refusals import Refusal, VotingRefused

PIECE: Final = MEBIBYTE
_MESSAGE: Final = 0
_FIRST: Final = b"tinnhiem"
_MAX_LINE: Final = 1024


class Header(Message, frozen=True, kw_only=True):
    """The first line: what it is, and how the passphrase becomes the key."""

    tinnhiem: Annotated[str, Meta(pattern=r"\Abackup\Z")]
    version: Annotated[int, Meta(ge=1, le=1)]
    opslimit: Annotated[int, Meta(ge=1, le=10)]
    memlimit: Annotated[int, Meta(ge=8 << 20, le=1 << 30)]
    salt: Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}\Z")]
    stream: Annotated[str, Meta(pattern=r"\A[0-9a-f]{48}\Z")]


class SealedWriter:
    """Takes bytes of any length and writes them in sealed pieces; `end` writes the last."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        salt = random(16)
        self._file, self._state, self._rest = file, State(), bytearray()
        stream = init_push(self._state, _key(passphrase, salt, opslimit=3, memlimit=64 << 20))
        header = Header(
            tinnhiem="backup",
            version=1,
            opslimit=3,
            memlimit=64 << 20,
            salt=salt.hex(),
            stream=stream.hex(),
        )
        self._line = encode(header) + b"\n"
        file.write(self._line)
        self._push(_FIRST, _MESSAGE)

    def write(self, content: bytes) -> int:
        """Take some bytes more."""
        self._rest += content
        while len(self._rest) > PIECE:
            self._push(bytes(self._rest[:PIECE]), _MESSAGE)
            del self._rest[:PIECE]
        return len(content)

    def end(self) -> None:
        """Write the last piece; without it the file is refused as damaged."""
        self._push(bytes(self._rest), FINAL)

    def _push(self, piece: bytes, tag: int) -> None:
        self._file.write(push(self._state, piece, self._line, tag))


class SealedReader:
    """Gives back what was sealed. Raises VotingRefused BACKUP_DAMAGED where it was changed."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        """Read the beginning. Raises VotingRefused NOT_BACKUP, WRONG_PASSPHRASE."""
        self._file, self._state, self._rest = file, State(), bytearray()
        self._line = file.readline(_MAX_LINE)
        self._is_over = False
        try:
            header = decode(self._line.removesuffix(b"\n"), Header)
        except BallotsError as error:
            raise VotingRefused(Refusal.NOT_BACKUP) from error
        salt = bytes.fromhex(header.salt)
        key = _key(passphrase, salt, opslimit=header.opslimit, memlimit=header.memlimit)
        init_pull(self._state, bytes.fromhex(header.stream), key)
        try:
            self._pull(len(_FIRST))
        except VotingRefused as error:
            raise VotingRefused(Refusal.WRONG_PASSPHRASE) from error
        self._rest.clear()

    def read(self, size: int) -> bytes:
        """Return as many bytes, fewer only at the end."""
        while len(self._rest) < size and not self._is_over:
            self._pull(PIECE)
        found = bytes(self._rest[:size])
        del self._rest[:size]
        return found

    def end(self) -> None:
        """Read what is left, so that the whole file was verified up to its marked end."""
        while not self._is_over:
            self._pull(PIECE)
            self._rest.clear()

    def _pull(self, size: int) -> None:
        try:
            piece, tag = pull(self._state, self._file.read(size + TAG_SIZE), self._line)
        except CryptoError as error:
            raise VotingRefused(Refusal.BACKUP_DAMAGED) from error
        self._is_over = tag == FINAL
        if self._is_over and self._file.read(1):
            raise VotingRefused(Refusal.BACKUP_DAMAGED)
        self._rest += piece


@contextmanager
def sealed_into(file: BinaryIO, passphrase: str) -> Iterator[SealedWriter]:
    """Write a sealed file; only if nothing went wrong it gets its end.

    Raises VotingRefused WEAK_PASSPHRASE.
    """
    require_strong(passphrase)
    writer = SealedWriter(file, passphrase)
    yield writer
    writer.end()


def require_strong(passphrase: str) -> None:
    """Refuse a passphrase that is too short. Raises VotingRefused WEAK_PASSPHRASE."""
    if len(normal_passphrase(passphrase)) < MIN_PASSPHRASE:
        raise VotingRefused(Refusal.WEAK_PASSPHRASE, f"< {MIN_PASSPHRASE}")


def _key(passphrase: str, salt: bytes, *, opslimit: int, memlimit: int) -> bytes:
    secret = normal_passphrase(passphrase).encode()
    return argon2id.kdf(32, secret, salt, opslimit=opslimit, memlimit=memlimit)
