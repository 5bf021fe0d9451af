"""Keys for one purpose each, derived from the installation's own (HKDF, RFC 5869).

Every worker and every server of an installation derives the same, and none has to be kept.
"""

from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voting.instance import Instance

SIZE: Final = 32


def derived_key(instance: Instance, purpose: str) -> bytes:
    """Return 32 secret bytes for a purpose; another purpose gives others."""
    secret = instance.log_key.secret.private_bytes_raw()
    info = f"tinnhiem {purpose}".encode()
    return HKDF(algorithm=SHA256(), length=SIZE, salt=None, info=info).derive(secret)
