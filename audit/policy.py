"""Witness policies (C2SP tlog-policy): which logs count, and which witnesses must have cosigned.

    log vote.example/c/j2Sje6ewboTnzL/log+cc72441f+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQS…
    witness union witness1.example+d0089c06+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c
    witness press witness2.example+4d93fe04+BIE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU
    group either any union press
    quorum either

A checkpoint satisfies a policy if one of its logs signed it (any log, if it lists none) and its
quorum holds: the witness cosigned, or at least k members of the group hold; `none` always does.
Each name is defined once, above the lines that use it, and is the member of one group at most.
Names and comments are bytes to the policy; here bytes that are no UTF-8 become lone surrogates.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NoReturn

from audit.errors import LogFault, LogRefused
from audit.note import KeyType, VerificationKey, parse_verification_key

MAX_POLICY: Final = 1 << 18
NO_WITNESS: Final = "none"
_SPACES = re.compile(rb"[ \t]+")
_NOT_ALLOWED = re.compile(rb"[^\t\n\x20-\x7e\x80-\xff]")
_THRESHOLD = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PolicyKey:
    """A log or a witness of a policy: its key, and where to reach it if the policy says so."""

    key: VerificationKey
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A group holds if at least `threshold` of its members do."""

    threshold: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy. Groups stand in an order in which each names only witnesses and earlier groups."""

    logs: tuple[PolicyKey, ...]
    witnesses: Mapping[str, PolicyKey]
    groups: Mapping[str, Group]
    quorum: str


def parse_policy(content: bytes) -> Policy:
    """Read a policy. The detail of a refusal begins with the number of the line.

    Raises LogRefused: POLICY_TOO_LARGE, POLICY_MALFORMED, POLICY_NAME (not defined above),
    POLICY_DUPLICATE, POLICY_THRESHOLD, POLICY_QUORUM (none, or two), KEY_MALFORMED, KEY_TYPE.
    """
    if len(content) > MAX_POLICY:
        raise LogRefused(LogFault.POLICY_TOO_LARGE, f"{len(content)} bytes")
    reading = _Reading()
    for number, items in _lines(content):
        try:
            reading.read(items)
        except LogRefused as error:
            raise LogRefused(error.code, f"line {number}: {error.detail}") from error
    return reading.policy()


def make_policy(policy: Policy) -> bytes:
    """Write a policy: logs, witnesses, groups, quorum. Raises LogRefused as `parse_policy`."""
    lines = [f"log {log.key} {log.url}" for log in policy.logs]
    lines += [f"witness {name} {one.key} {one.url}" for name, one in policy.witnesses.items()]
    lines += [
        f"group {name} {group.threshold} {' '.join(group.members)}"
        for name, group in policy.groups.items()
    ]
    lines.append(f"quorum {policy.quorum}")
    content = "".join(f"{line.rstrip(' ')}\n" for line in lines).encode(errors="surrogateescape")
    if parse_policy(content) != policy:
        raise LogRefused(LogFault.POLICY_MALFORMED, "space in a name")
    return content


# ---------------------------------------------------------------- lines


@dataclass(slots=True)
class _Reading:
    """What the lines so far have defined."""

    logs: list[PolicyKey] = field(default_factory=list)
    witnesses: dict[str, PolicyKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    quorum: str | None = None

    def read(self, items: list[str]) -> None:
        """Read the items of one line."""
        readers = {
            "log": self.read_log,
            "witness": self.read_witness,
            "group": self.read_group,
            "quorum": self.read_quorum,
        }
        keyword, *rest = items
        if keyword not in readers:
            _refuse(LogFault.POLICY_MALFORMED, "first word")
        readers[keyword](*rest)

    def read_log(self, *items: str) -> None:
        """Read `<vkey> [<url>]` (section "Defining a log")."""
        self.logs.append(_parse_key(items, KeyType.ED25519, self.logs))

    def read_witness(self, *items: str) -> None:
        """Read `<name> <vkey> [<url>]` (section "Defining a witness")."""
        name, *rest = items or ("",)
        self.define(name)
        known = self.witnesses.values()
        self.witnesses[name] = _parse_key(rest, KeyType.COSIGNATURE, known)

    def read_group(self, *items: str) -> None:
        """Read `<name> <all|any|k> <name>...` (section "Defining a witness group")."""
        if len(items) < 3:
            _refuse(LogFault.POLICY_MALFORMED, "too few words")
        name, threshold, *members = items
        self.define(name)
        for member in members:
            self.resolve(member)
            if member in self.members:
                _refuse(LogFault.POLICY_DUPLICATE, f"member {printable(member)}")
            self.members.add(member)
        self.groups[name] = Group(_parse_threshold(threshold, len(members)), tuple(members))

    def read_quorum(self, *items: str) -> None:
        """Read `<name>`, once in a policy (section "Defining the quorum")."""
        if len(items) != 1:
            _refuse(LogFault.POLICY_MALFORMED, "one name")
        if self.quorum is not None:
            _refuse(LogFault.POLICY_QUORUM, "a second one")
        if items[0] != NO_WITNESS:
            self.resolve(items[0])
        self.quorum = items[0]

    def define(self, name: str) -> None:
        """Refuse a name that cannot be given to a witness or group."""
        if name in {"", NO_WITNESS}:
            _refuse(LogFault.POLICY_MALFORMED, "name")
        if name in self.witnesses or name in self.groups:
            _refuse(LogFault.POLICY_DUPLICATE, printable(name))

    def resolve(self, name: str) -> None:
        """Refuse a name that no line above defines."""
        if name not in self.witnesses and name not in self.groups:
            _refuse(LogFault.POLICY_NAME, printable(name))

    def policy(self) -> Policy:
        """Return the policy after its last line."""
        if self.quorum is None:
            _refuse(LogFault.POLICY_QUORUM, "none")
        return Policy(tuple(self.logs), self.witnesses, self.groups, self.quorum)


def printable(name: str) -> str:
    """Return a name of a policy as text that can be shown, whatever bytes it is made of."""
    return name.encode(errors="surrogateescape").decode(errors="replace")


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the items of each line that says something."""
    if content and not content.endswith(b"\n"):
        _refuse(LogFault.POLICY_MALFORMED, "last line without its newline")
    for number, line in enumerate(content.split(b"\n"), start=1):
        if _NOT_ALLOWED.search(line):
            _refuse(LogFault.POLICY_MALFORMED, f"line {number}: control character")
        items = [item.decode(errors="surrogateescape") for item in _SPACES.split(line) if item]
        if items and not items[0].startswith("#"):
            yield number, items


def _parse_key(items: Sequence[str], key_type: KeyType, known: Iterable[PolicyKey]) -> PolicyKey:
    """Read `<vkey> [<url>]`; no two of a kind may wrap the same public key."""
    if len(items) not in (1, 2):
        _refuse(LogFault.POLICY_MALFORMED, "number of words")
    key = parse_verification_key(items[0], key_type)
    if any(other.key.public_key == key.public_key for other in known):
        _refuse(LogFault.POLICY_DUPLICATE, f"key of {key.name}")
    return PolicyKey(key, *items[1:])


def _parse_threshold(text: str, members: int) -> int:
    """Read `all`, `any` or a number from 1 to the number of members."""
    if text in ("all", "any"):
        return members if text == "all" else 1
    if _THRESHOLD.fullmatch(text) is None or int(text) > members:
        _refuse(LogFault.POLICY_THRESHOLD, f"{printable(text)} of {members}")
    return int(text)


def _refuse(code: LogFault, detail: str) -> NoReturn:
    raise LogRefused(code, detail)
