"""A tracker as six Vietnamese words, for eyes and voices: shown beside the tracker, never for it.

    d2WXUG/xkBdkHylW9XPlNU1iIh9Yk8+UiFwDVIfXLq8 → `…`

The first 66 bits of the ballot's SHA-256, six times eleven, each choose one of the 2,048 syllables
of `words.txt`. docs/words.md says how the list was made and what it promises; it never changes,
for receipts that were written down must stay readable.
"""

import re
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Final

COUNT: Final = 6
BITS: Final = 11
_TRACKER = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]", re.ASCII)


class NoTracker(ValueError):
    """A text is not a tracker: 43 characters, the Base64 of 32 bytes without padding."""


@cache
def words() -> tuple[str, ...]:
    """Return the list: 2,048 syllables in NFC, in the order of their code points."""
    return tuple(Path(__file__).with_name("words.txt").read_text(encoding="utf-8").split())


def words_of(tracker: str) -> str:
    """Return the six words of a tracker, a space between them. Raises NoTracker."""
    if _TRACKER.fullmatch(tracker) is None:
        raise NoTracker
    return words_of_hash(b64decode(tracker + "="))


def words_of_hash(value: bytes) -> str:
    """Return the six words of 32 bytes: of a ballot's SHA-256, or of the root of a log."""
    first = int.from_bytes(value, "big") >> (256 - COUNT * BITS)
    places = [first >> BITS * place & (1 << BITS) - 1 for place in reversed(range(COUNT))]
    return " ".join(words()[place] for place in places)
