"""Counts by site: in steps that tell of no ballot from where it came, shared by forked workers."""

import os
import random
from collections.abc import Callable
from ipaddress import ip_network
from itertools import pairwise
from threading import Lock

import pytest

from voting.sitecount import (
    ELSEWHERE,
    MOST_CONFERENCES,
    Places,
    SiteCounts,
    share_with_workers,
    site_counts,
)

FLOOR = 5
ONE = 1  # a conference


def cast(counts: SiteCounts, *sites: int, conference: int = ONE) -> None:
    for site in sites:
        counts.count(conference, site, floor=FLOOR)


def forked(work: Callable[[], None]) -> int:
    """Do something in a fork of this process, as the server makes its workers; return its number.

    Not by multiprocessing: what measures coverage would wake up in the fork.
    """
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    return process


def test_nothing_is_shown_between_the_steps() -> None:
    counts = site_counts()
    cast(counts, 1, 2, 1, 2, 1, 2, 1, 2, 1)
    assert counts.shown(ONE) == {}
    cast(counts, 2)
    assert counts.shown(ONE) == {1: 5, 2: 5}
    cast(counts, *[1] * 9)
    assert counts.shown(ONE) == {1: 5, 2: 5}


def test_a_site_below_the_floor_keeps_all_figures_waiting() -> None:
    counts = site_counts()
    cast(counts, *[1] * 5, *[2] * 4, 3)
    assert counts.shown(ONE) == {}
    cast(counts, *[2] * 5, *[1] * 5)
    assert counts.shown(ONE) == {}
    cast(counts, *[3] * 4, *[2] * 6)
    assert counts.shown(ONE) == {1: 10, 2: 15, 3: 5}


def test_one_site_that_votes_alone_is_not_told() -> None:
    counts = site_counts()
    cast(counts, *[1] * 40)
    assert counts.shown(ONE) == {}
    cast(counts, *[ELSEWHERE] * 10)
    assert counts.shown(ONE) == {1: 40, ELSEWHERE: 10}


def test_a_single_ballot_from_elsewhere_keeps_all_figures_waiting() -> None:
    counts = site_counts()
    cast(counts, *[1] * 9, *[2] * 10, ELSEWHERE)
    assert counts.shown(ONE) == {}
    cast(counts, *[ELSEWHERE] * 4, *[1] * 6)
    assert counts.shown(ONE) == {1: 15, 2: 10, ELSEWHERE: 5}


def test_whatever_comes_between_two_steps_no_ballot_can_be_told_by_its_site() -> None:
    draw = random.Random(7)
    for sites in (2, 3, 8):
        counts, steps = site_counts(), [(0, dict[int, int]())]
        for number in range(1, 401):
            cast(counts, draw.randrange(sites + 1))
            shown = counts.shown(ONE)
            if shown != steps[-1][1]:
                steps.append((number, shown))
        assert len(steps) > 3
        for (before, old), (after, new) in pairwise(steps):
            moved = [new.get(one, 0) - old.get(one, 0) for one in range(sites + 1)]
            assert after % (2 * FLOOR) == 0 and sum(moved) == after - before
            assert all(one == 0 or one >= FLOOR for one in moved)
            assert sum(one > 0 for one in moved) >= 2


def test_conferences_do_not_mix_and_one_too_many_is_not_counted() -> None:
    counts = site_counts()
    for conference in range(1, MOST_CONFERENCES + 2):
        cast(counts, *[conference % 3 + 1, 4] * FLOOR, conference=conference)
    assert counts.shown(2) == {3: 5, 4: 5}
    assert counts.shown(MOST_CONFERENCES) != {}
    assert counts.shown(MOST_CONFERENCES + 1) == {}


def test_who_was_killed_while_counting_stops_the_figures_and_no_ballot(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("voting.sitecount._PATIENCE", 0.01)
    lock = Lock()
    counts = SiteCounts([0] * 10_000, lock)
    assert lock.acquire()
    cast(counts, 1, 2)
    assert counts.shown(ONE) == {}


def test_forked_workers_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voting.sitecount._Shared.counts", None)
    share_with_workers()
    workers = [forked(lambda: cast(site_counts(), *[1] * 200)) for _ in "ab"]
    ended = [os.waitpid(worker, 0)[1] for worker in workers]
    assert [os.waitstatus_to_exitcode(status) for status in ended] == [0, 0]
    cast(site_counts(), *[2] * 10)
    assert site_counts().shown(ONE) == {1: 400, 2: 10}


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("10.2.255.1", 1),
        ("::ffff:10.2.0.1", 1),
        ("fd00::7", 2),
        ("10.3.0.1", ELSEWHERE),
        ("", ELSEWHERE),
        (None, ELSEWHERE),
    ],
)
def test_an_address_is_of_the_site_whose_network_has_it(address: str | None, site: int) -> None:
    networks = ((ip_network("10.2.0.0/16"), 1), (ip_network("fd00::/64"), 2))
    assert Places(ONE, FLOOR, networks).site_of(address) == site
