"""Cards that stayed at the desk, as they are read: from a scanner, typed, or from a list.

A line is what a scanner types from a QR code, the code on the card, or already a public credential,
in a sitting behind the uuid of the vote that lists it (`tinnhiem cards left-over`).
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from ballots.credentials import public_credential
from ballots.election import is_uuid
from ballots.group import Group
from voting.booth import parse_card
from voting.refusals import Refusal, VotingRefused
from voting.voidsheet import is_short_name, is_void_sheet

LONGEST_CREDENTIAL: Final = 40  # with any dashes and spaces; a public credential is longer
_HEX: Final = re.compile("[0-9a-f]*")  # decimal digits, too: other groups write those


def named_cards(
    lines: Iterable[str], *, uuids: Sequence[str], group: Group
) -> dict[str, list[str]]:
    """Return the public credentials of cards, one a line, for each vote; empty lines do not count.

    uuids: of the votes; a public credential without a uuid is of the first.
    Raises VotingRefused VOID_SHEET_SENT, BoothRefused, BallotsError.
    """
    named: dict[str, list[str]] = {uuid: [] for uuid in uuids}
    for line in lines:
        first, _, rest = line.strip().partition(" ")
        if is_void_sheet(line):
            raise VotingRefused(Refusal.VOID_SHEET_SENT)
        if is_uuid(first) and len(rest) > LONGEST_CREDENTIAL:
            named.setdefault(first, []).append(group.text(group.element(rest.strip())))
        elif "#" not in line and len(first) > LONGEST_CREDENTIAL:
            named[uuids[0]].append(group.text(group.element(first)))
        elif first:
            card = parse_card(line)[1]
            for uuid in uuids:
                named[uuid].append(public_credential(card, uuid=uuid, group=group))
    return named


def is_public(line: str, votes: Collection[str]) -> bool:
    """Tell whether a line is empty or names a card by its public credential: no code that votes.

    It may be shortened, as void sheets do. votes: the uuids of which one may stand before it;
    beside it nothing else may stand, so that what is shown again is nothing but this.
    """
    *before, named = line.split() or [""]
    is_long = len(named) > LONGEST_CREDENTIAL and _HEX.fullmatch(named) is not None
    is_alone = not before or (len(before) == 1 and before[0] in votes)
    return is_alone and (not named or is_long or is_short_name(named))


def named_in(line: str) -> tuple[str, str]:
    """Return the uuid that a line begins with, or an empty text, and what stands behind it."""
    first, _, rest = line.strip().partition(" ")
    return (first, rest.strip()) if is_uuid(first) and rest else ("", first)


def lines_of(named: dict[str, list[str]], *, with_uuid: bool) -> bytes:
    """Write the cards without their private credentials, sorted: in no order that tells anything.

    with_uuid: in a sitting, each behind the vote that lists it.
    """
    lines = {
        f"{uuid} {one}\n" if with_uuid else f"{one}\n"
        for uuid, all_ in named.items()
        for one in all_
    }
    return "".join(sorted(lines)).encode()
