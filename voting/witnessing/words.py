"""A checkpoint for eyes and voices: its size and six words of its root."""

from base64 import b64encode

from audit.words import words_of


def words_of_root(root: bytes) -> str:
    """Return the six words of a root of 32 bytes, the same everywhere that it is shown."""
    return words_of(b64encode(root).decode().rstrip("="))
