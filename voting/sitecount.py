"""How many ballots came from the network of each site: in memory alone, shown in steps.

Nothing of it is ever written to a disk, because there it would stand between ballots, for ever.
A server that starts again begins at nothing; so every figure is a least one.

The figures move at every 2k-th ballot, k being the privacy floor: a moment that depends on the
number of ballots alone, which everybody sees. They move all at once, and only if since the last
step every site, and what is no site's, has k more ballots or none, and at least two of them have k
more. So of no ballot it can be said from which site it came. `docs/day.md` says what that is worth
and what it is not.
"""

import mmap
import multiprocessing
import threading
from collections.abc import MutableSequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final, Protocol

MOST_SITES: Final = 100
MOST_CONFERENCES: Final = 32  # more at once are not counted
LEAST_FLOOR: Final = 10  # k, whatever less a plan says
ELSEWHERE: Final = 0  # in the place of a site: an address of no site's network
_GROUPS: Final = MOST_SITES + 1
_ROW: Final = 2 + 2 * _GROUPS  # conference, ballots, counted by site, shown by site
_CELLS: Final = MOST_CONFERENCES * _ROW
_FREE: Final = 0  # in the place of a conference
_BYTES: Final = 8
Network = IPv4Network | IPv6Network
_PATIENCE: Final = 1.0  # seconds; whoever was killed while counting stops the figures, nothing else


class _Lock(Protocol):
    def acquire(self, block: bool = ..., timeout: float = ...) -> bool: ...
    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Places:
    """Where the sites of a conference are, and its privacy floor. networks: each with its site."""

    conference_id: int
    floor: int
    networks: tuple[tuple[Network, int], ...]

    def site_of(self, address: str | None) -> int:
        """Return the site in whose network an address is."""
        try:
            read = ip_address(address or "")
        except ValueError:
            return ELSEWHERE
        if isinstance(read, IPv6Address) and read.ipv4_mapped is not None:
            read = read.ipv4_mapped
        return next((site for network, site in self.networks if read in network), ELSEWHERE)


class SiteCounts:
    """The counts of one server, by conference; workers that were forked from it share them."""

    def __init__(self, cells: "MutableSequence[int] | memoryview[int]", lock: _Lock) -> None:
        self._cells = cells
        self._lock = lock
        self._patience = _PATIENCE

    def count(self, conference_id: int, site: int, *, floor: int) -> None:
        """Count a ballot that was just recorded. floor: k of the module, at least 1."""
        if not self._holds_lock():
            return
        try:
            start = self._row_of(conference_id)
            start = self._row_of(_FREE) if start is None else start
            if start is None or not 0 <= site < _GROUPS:
                return
            self._cells[start] = conference_id
            self._cells[start + 1] += 1
            self._cells[start + 2 + site] += 1
            if self._cells[start + 1] % (2 * floor) == 0:
                self._step(start + 2, floor)
        finally:
            self._lock.release()

    def shown(self, conference_id: int) -> dict[int, int]:
        """Return how many ballots came from each site at least; sites without a figure are not in.

        What came from elsewhere stands under ELSEWHERE.
        """
        if not self._holds_lock():
            return {}
        try:
            start = self._row_of(conference_id)
            if start is None:
                return {}
            first = start + 2 + _GROUPS
            told = enumerate(self._cells[first : first + _GROUPS])
            return {site: count for site, count in told if count}
        finally:
            self._lock.release()

    def _holds_lock(self) -> bool:
        """Take the lock, if it is free or becomes so soon; after a vain wait do not wait again."""
        if self._lock.acquire(True, self._patience):
            return True
        self._patience = 0.0
        return False

    def _row_of(self, conference_id: int) -> int | None:
        """Return where the row of a conference begins."""
        starts = range(0, _CELLS, _ROW)
        return next((one for one in starts if self._cells[one] == conference_id), None)

    def _step(self, first: int, floor: int) -> None:
        counted = list(self._cells[first : first + _GROUPS])
        shown = self._cells[first + _GROUPS : first + 2 * _GROUPS]
        moved = [now - before for now, before in zip(counted, shown, strict=True)]
        if any(0 < more < floor for more in moved):
            return
        if sum(more >= floor for more in moved) < 2:
            return
        for site, count in enumerate(counted):
            self._cells[first + _GROUPS + site] = count


class _Shared:
    """Counts that were made before the workers were forked."""

    counts: SiteCounts | None = None


def share_with_workers() -> None:
    """Make the counts that workers forked from this process from now on will share.

    Where the system starts workers afresh (macOS, Windows), each counts for itself.
    """
    if multiprocessing.get_start_method() == "fork":
        memory = mmap.mmap(-1, _CELLS * _BYTES)
        _Shared.counts = SiteCounts(memoryview(memory).cast("q"), multiprocessing.Lock())


def site_counts() -> SiteCounts:
    """Return the counts that this process shares, or else its own."""
    own = [0] * _CELLS
    return _Shared.counts or SiteCounts(own, threading.Lock())
