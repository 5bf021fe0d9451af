"""The key of the logs: Ed25519, made at the first start, mode 0600, never logged or shown.

Each conference has a log of its own, whose origin and key name are `<log name>/<uuid>`. What
everybody may know is its verification key in the form of C2SP signed-note:
`<origin>+<8 hex digits>+<Base64 of byte 1 and the public key>`.
"""

import os
import secrets
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from audit.note import key_id, make_note


class KeyFileRefused(Exception):
    """A key file cannot be used; the text says why and names the file, never its content."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key that signs checkpoints, with the name of the installation or of one log."""

    name: str
    secret: Ed25519PrivateKey = field(repr=False)

    @property
    def verification_key(self) -> str:
        """The public half as text, for whoever checks receipts."""
        public = self.secret.public_key()
        encoded = b64encode(b"\x01" + public.public_bytes_raw()).decode()
        return f"{self.name}+{key_id(self.name, public).hex()}+{encoded}"

    def of_conference(self, uuid: str) -> "LogKey":
        """Return the same key under the origin of one conference's log."""
        return LogKey(f"{self.name}/{uuid}", self.secret)

    def signed(self, text: str) -> str:
        """Return the text as a note with this key's signature; always the same for one text."""
        return make_note(
            text,
            key_name=self.name,
            public_key=self.secret.public_key(),
            sign=self.secret.sign,
        )


def load_log_key(file: Path, name: str) -> LogKey:
    """Load the key of the log, making it first if there is none yet.

    Raises KeyFileRefused if the file is not such a key, or if others than its owner can read it.
    """
    if not file.exists():
        key = Ed25519PrivateKey.generate()
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        create_secret_file(file, pem)
    try:
        secret = load_pem_private_key(read_secret_file(file), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyFileRefused(f"{file} is not a key file") from error
    if not isinstance(secret, Ed25519PrivateKey):
        raise KeyFileRefused(f"{file} is not an Ed25519 key")
    return LogKey(name=name, secret=secret)


def create_secret_file(file: Path, content: bytes) -> bool:
    """Write a new file of mode 0600, whole or not at all; return False if it was there already.

    Two processes may do this at once: the first wins, both go on with its file.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def read_secret_file(file: Path) -> bytes:
    """Read a file that only its owner may read. Raises KeyFileRefused if others may, too."""
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise KeyFileRefused(f"{file} can be read by others: chmod 600 it")
    return file.read_bytes()
