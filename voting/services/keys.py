"""The keys of a conference: who decrypts, the server's key file, the keys given to a rehearsal.

The server's key is a file `keys/<uuid>.json` of mode 0600, `{"owner":1,"secret":"<number>"}`.
A committee member keeps the file that the key ceremony made (`ballots.ceremony`); it is handed
to the caller once and never stored here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from ballots.canonical import decode, encode
from ballots.ceremony import (
    MemberSecret,
    make_member_file,
    open_share,
    parse_member_file,
    run_ceremony,
)
from ballots.errors import BallotsError
from ballots.group import Group, Scalar
from ballots.keys import TrusteePublicKey
from ballots.threshold import ThresholdParameters
from ballots.trustees import Trustees, make_single, make_trustees
from voting.config import Settings
from voting.definition import Committee
from voting.logkey import KeyFileRefused, create_secret_file, read_secret_file
from voting.refusals import Refusal, VotingRefused

SERVER_OWNER = 1


class _ServerKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    owner: int
    secret: str


@dataclass(frozen=True, slots=True)
class MemberKey:
    """What one committee member is given: the member's number, the content of the key file."""

    number: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Fresh keys: the public structure, the server's secret if any, what the members are given."""

    trustees: Trustees
    server_secret: Scalar | None = field(repr=False)
    members: tuple[MemberKey, ...]


@dataclass(frozen=True, slots=True)
class SecretKey:
    """A trustee's number and secret, opened and found to fit the published verification key."""

    owner: int
    secret: Scalar = field(repr=False)


def make_keys(group: Group, committee: Committee | None) -> NewKeys:
    """Make all keys on this machine: the committee's, the server's, or both.

    Raises BallotsError BAD_TRUSTEES if the committee's numbers cannot be.
    """
    if committee is None:
        secret, single = make_single(group)
        return NewKeys(make_trustees([single], group), secret, ())
    parameters, secrets = run_ceremony(group, size=committee.size, threshold=committee.threshold)
    members = tuple(MemberKey(member.index, make_member_file(member)) for member in secrets)
    if not committee.server_share:
        return NewKeys(make_trustees([parameters], group), None, members)
    secret, single = make_single(group)
    return NewKeys(make_trustees([single, parameters], group), secret, members)


def has_server_share(trustees: Trustees) -> bool:
    """Tell whether the server's own key is among the trustees (it stands first)."""
    return isinstance(trustees.items[0].message, TrusteePublicKey)


def server_key_file(settings: Settings, uuid: str) -> Path:
    """Return where the server's key for a conference lies."""
    return settings.key_folder / f"{uuid}.json"


def store_server_key(settings: Settings, uuid: str, secret: Scalar) -> Path:
    """Write the server's key file (mode 0600) and return its place.

    Raises VotingRefused SERVER_KEY_THERE: what lies there may be the only key of a vote.
    """
    file = server_key_file(settings, uuid)
    if not create_secret_file(file, encode(_ServerKey(SERVER_OWNER, str(secret)))):
        raise VotingRefused(Refusal.SERVER_KEY_THERE, uuid)
    return file


def load_server_key(settings: Settings, uuid: str, trustees: Trustees, group: Group) -> SecretKey:
    """Read the server's key file.

    Raises VotingRefused SERVER_KEY_MISSING, WRONG_KEY if it is not the key of this conference.
    """
    try:
        data = read_secret_file(server_key_file(settings, uuid))
    except (OSError, KeyFileRefused) as error:
        raise VotingRefused(Refusal.SERVER_KEY_MISSING) from error
    try:
        key = decode(data, _ServerKey)
        secret = group.scalar(key.secret)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_KEY, "server") from error
    return _fitting(key.owner, secret, trustees, group)


def open_member_key(content: bytes, trustees: Trustees, group: Group) -> SecretKey:
    """Open the key file of a committee member. Raises VotingRefused WRONG_KEY."""
    try:
        member = parse_member_file(content)
        parameters, first = _committee_of(trustees, member)
        secret = open_share(member, parameters)
    except BallotsError as error:
        raise VotingRefused(Refusal.WRONG_KEY) from error
    return _fitting(first + member.index - 1, secret, trustees, group)


def open_keys(
    settings: Settings, uuid: str, trustees: Trustees, group: Group, members: Sequence[bytes]
) -> list[SecretKey]:
    """Open the server's key, if it has one, and the members' key files.

    Raises VotingRefused as those do.
    """
    opened = [open_member_key(content, trustees, group) for content in members]
    if has_server_share(trustees):
        return [load_server_key(settings, uuid, trustees, group), *opened]
    return opened


def _committee_of(trustees: Trustees, member: MemberSecret) -> tuple[ThresholdParameters, int]:
    """Return the parameters that a member's key belongs to, and the number of its first owner."""
    for item in trustees.items:
        if isinstance(item.message, ThresholdParameters) and member.index <= len(item.owners):
            return item.message, item.owners.start
    raise VotingRefused(Refusal.WRONG_KEY, "no committee")


def _fitting(owner: int, secret: Scalar, trustees: Trustees, group: Group) -> SecretKey:
    """Return the key if its public half is the one that the record names."""
    if not 1 <= owner <= trustees.count or group.power_g(secret) != trustees.key_of(owner):
        raise VotingRefused(Refusal.WRONG_KEY, f"trustee {owner}")
    return SecretKey(owner, secret)
