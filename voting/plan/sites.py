"""The sites of a conference: where there is a desk that hands out cards.

[[sites]]
name = "Hội trường A"
cards = 300                   # of those printed, how many go there; leave it out if not settled
screen = true                 # a screen or projector shows the stage pages there
"""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Final

import msgspec

MAX_SITES: Final = 50
MIN_NAME, MAX_NAME = 2, 100  # as the names of the desk, of which the site of a log-in is one
_KEYS: Final = {"name", "cards", "screen"}


class Site(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place with its own desk. cards: how many it is to get, None if not settled."""

    name: Annotated[str, msgspec.Meta(min_length=MIN_NAME, max_length=MAX_NAME)]
    cards: int | None = None
    screen: bool = False


def read_sites(
    value: object, text: Callable[[object], str], count: Callable[[object], int]
) -> tuple[Site, ...]:
    """Read the tables [[sites]]; raises ValueError. No two have the same name."""
    if not isinstance(value, list) or not 1 <= len(value) <= MAX_SITES:
        raise ValueError
    sites = tuple(_read_one(each, text, count) for each in value)
    if len({unicodedata.normalize("NFC", site.name.casefold()) for site in sites}) != len(sites):
        raise ValueError
    return sites


def _read_one(value: object, text: Callable[[object], str], count: Callable[[object], int]) -> Site:
    if not isinstance(value, Mapping) or not {"name"} <= value.keys() <= _KEYS:
        raise ValueError
    name, screen = text(value["name"]), value.get("screen", False)
    if not MIN_NAME <= len(name) <= MAX_NAME or not name.isprintable():
        raise ValueError
    if not isinstance(screen, bool):
        raise ValueError
    cards = count(value["cards"]) if "cards" in value else None
    return Site(name=name, cards=cards, screen=screen)
