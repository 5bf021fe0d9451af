"""What a rehearsal leaves: one page of lights with figures, kept as JSON; it holds no secret.

{"uuid":"…","of":"…","name":"…","finished":1765152000,"times":{…},"figures":{…},"lines":[
 {"key":"casts","light":"green","figure":{"vi":"…","en":"…"},"limit":{…},"todo":{…}}, …]}
"""

from collections.abc import Sequence
from enum import StrEnum
from math import ceil

import msgspec

from ballots.errors import Sentence
from voting.plan.steps import Light

_ORDER = (Light.GREEN, Light.AMBER, Light.RED)


class Key(StrEnum):
    """What a line is about, in the order of the page (closed list)."""

    CASTS = "casts"
    LATENCY = "latency"
    FAILURES = "failures"
    RESULT = "result"
    HAND = "hand"
    NETWORK = "network"
    TLS = "tls"
    DISK = "disk"
    MEMORY = "memory"
    CLOCK = "clock"
    BATTERY = "battery"
    COMMITTEE = "committee"
    PRINTER = "printer"


class Line(msgspec.Struct, frozen=True):
    """One light: the figure, the limit it is held against, and what to do (empty where green)."""

    key: Key
    light: Light
    figure: Sentence
    limit: Sentence
    todo: Sentence


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured while simulated delegates cast. Seconds; span: planned for all."""

    delegates: int
    cast: int
    span: float
    spent: float
    p50: float
    p95: float
    p99: float
    failures: dict[str, int]
    hand: int
    hand_cast: int

    @property
    def rate(self) -> float:
        """Casts a second."""
        return self.cast / self.spent if self.spent else 0.0

    @property
    def need(self) -> float:
        """Casts a second that were planned."""
        return self.delegates / self.span


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The page. uuid: of the rehearsal's own election.

    of: the uuid of the conference, the name of a draft, or None for a plan.
    finished: Unix seconds.
    """

    uuid: str
    of: str | None
    name: str
    finished: int
    times: dict[str, float]
    figures: Figures
    lines: tuple[Line, ...]

    @property
    def light(self) -> Light:
        """The worst of all lights."""
        return max((line.light for line in self.lines), key=_ORDER.index)

    def count(self, light: Light) -> int:
        """Return how many lines have this light."""
        return sum(line.light is light for line in self.lines)


def percentile(values: Sequence[float], part: float) -> float:
    """Return the smallest value that `part` (0 to 1) of the values do not exceed; 0 of none."""
    ordered = sorted(values)
    return ordered[max(0, ceil(part * len(ordered)) - 1)] if ordered else 0.0
