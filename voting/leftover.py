"""Cards that stayed at the desk, as they are read: from a scanner, typed, or from a list."""

from collections.abc import Iterable
from typing import Final

from ballots.credentials import public_credential
from ballots.group import Group
from voting.booth import parse_card

LONGEST_CREDENTIAL: Final = 40  # with any dashes and spaces; a public credential is longer


def public_of_lines(lines: Iterable[str], *, uuid: str, group: Group) -> list[str]:
    """Return the public credentials of cards, one a line; empty lines do not count.

    A line is what a scanner types from a QR code, the code on the card, or already a public
    credential (of `tinnhiem cards left-over`). Raises BoothRefused, BallotsError.
    """
    return [_public(line.strip(), uuid, group) for line in lines if line.strip()]


def _public(line: str, uuid: str, group: Group) -> str:
    if "#" not in line and len(line) > LONGEST_CREDENTIAL:
        return group.text(group.element(line))
    return public_credential(parse_card(line)[1], uuid=uuid, group=group)
