"""Names that people log in with: how they are written, and when two are the same."""

import unicodedata
from typing import Final

from voting.refusals import Refusal, VotingRefused

SHORTEST: Final = 2  # characters
LONGEST: Final = 100
_LONGEST_KEY: Final = 240


def name_key_of(name: str) -> str:
    """Return a name as it is compared: NFC, one space between words, no difference of case."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    return unicodedata.normalize("NFC", plain.casefold())


def checked_name(name: str) -> str:
    """Return a name as it is kept. Raises VotingRefused POOR_NAME."""
    plain = " ".join(unicodedata.normalize("NFC", name).split())
    too_long = len(plain) > LONGEST or len(name_key_of(plain)) > _LONGEST_KEY
    if len(plain) < SHORTEST or too_long or not plain.isprintable():
        raise VotingRefused(Refusal.POOR_NAME)
    return plain
