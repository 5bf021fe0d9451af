"""A fingerprint as words that can be read out in a hall and compared.

Each byte becomes one syllable that every Vietnamese speaker can say: its first four bits choose
the beginning, the last four the rest. Eight bytes are enough to notice another definition; the
whole fingerprint stands beside it for programs.

    4e1f… → `nong huy …`
"""

from typing import Final

BEGINNINGS: Final = tuple("b h l m n r s t v x ch kh nh ph th tr".split())
ENDINGS: Final = tuple("a ai am an ang anh ao at au ay ien ieu inh oi ong uy".split())
SYLLABLES: Final = 8


def read_out(digest: str) -> str:
    """Return the first eight bytes of a digest (hexadecimal) as eight syllables."""
    first = bytes.fromhex(digest)[:SYLLABLES]
    return " ".join(BEGINNINGS[byte >> 4] + ENDINGS[byte & 15] for byte in first)
