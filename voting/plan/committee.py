"""The counting committee that a plan names: whose devices make the key.

trustees = "3/5"
[[committee]]
name = "Nguyễn Thị An"
head = true                   # exactly one
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Final

import msgspec

_KEYS: Final = {"name", "head"}

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of the counting committee; the head publishes the result."""

    name: Line
    is_head: bool = False


def read_committee(value: object, text: Callable[[object], str]) -> tuple[Member, ...]:
    """Read the tables [[committee]]; raises ValueError.

    text: reads a line of text. No two have the same name, exactly one is the head.
    """
    if not isinstance(value, list):
        raise ValueError
    members = tuple(_read_one(each, text) for each in value)
    if len({member.name for member in members}) != len(members):
        raise ValueError
    if sum(member.is_head for member in members) != 1:
        raise ValueError
    return members


def _read_one(value: object, text: Callable[[object], str]) -> Member:
    if not isinstance(value, Mapping) or not {"name"} <= value.keys() <= _KEYS:
        raise ValueError
    is_head = value.get("head", False)
    if not isinstance(is_head, bool):
        raise ValueError
    return Member(name=text(value["name"]), is_head=is_head)
