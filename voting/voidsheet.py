"""A void sheet: paper that lies with a stack of cards and makes a run of their serials void.

Its code is all digits behind three letters: no input method changes them, no keyboard types others.

    TNH 1 14 1818…03 000041 40 171819202122232 … 22334455

Version 1; the uuid of the conference: how many letters, and each as its place in base58, from 00;
the first serial; how many cards; for each, in the order of the serials, the first six bytes of its
public credential as a number of 15 digits; a check number, modulo the largest prime of 8 digits.

A sheet with a name twice is not read; by chance that is one in 10^11.

It holds no code that votes, and exists on paper alone: it ties serials to public credentials, so
no file, no table and no request may ever hold all of it. Read by voting/client/voidsheet.js.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ballots.credentials import public_credential
from ballots.ed25519 import Ed25519
from ballots.election import BASE58
from ballots.group import Group

MOST: Final = 40  # cards of one sheet
SHORT: Final = 12  # hexadecimal digits of a short name
_CHECK: Final = 99_999_989
_SHEET: Final = re.compile(r"TNH1\d{20}", re.ASCII | re.IGNORECASE)
_SHORT_NAME: Final = re.compile(f"[0-9a-f]{{{SHORT}}}")


@dataclass(frozen=True, slots=True)
class VoidSheet:
    """One sheet: its serials, from `first` to `last`, and the text of its code."""

    first: int
    last: int
    text: str = field(repr=False)


def has_void_sheets(group: str) -> bool:
    """Tell whether cards of a group can have void sheets: those that the desk's page can scan."""
    return group == Ed25519.name


def short_name(credential: str) -> str:
    """Return the short name of a public credential."""
    return credential[:SHORT]


def is_short_name(text: str) -> bool:
    """Tell whether a text is a short name: no code that votes looks like one."""
    return _SHORT_NAME.fullmatch(text) is not None


def is_void_sheet(text: str) -> bool:
    """Tell whether the code of a void sheet stands in a text, or enough of it to be no badge."""
    return _SHEET.search("".join(text.split())) is not None


def make_void_sheets(credentials: Sequence[str], *, uuid: str, group: Group) -> Iterator[VoidSheet]:
    """Make the sheets of cards. credentials: private, in the order of their serials, from 1."""
    for start in range(0, len(credentials), MOST):
        run = credentials[start : start + MOST]
        public = [public_credential(one, uuid=uuid, group=group) for one in run]
        yield VoidSheet(start + 1, start + len(run), sheet_text(uuid, start + 1, public))


def sheet_text(uuid: str, first: int, public: Sequence[str]) -> str:
    """Return the text of a sheet's code. public: the cards', in the order of their serials."""
    letters = "".join(f"{BASE58.index(letter):02d}" for letter in uuid)
    names = "".join(f"{int(short_name(one), 16):015d}" for one in public)
    digits = f"1{len(uuid):02d}{letters}{first:06d}{len(public):02d}{names}"
    return f"TNH{digits}{int(digits) % _CHECK:08d}"
