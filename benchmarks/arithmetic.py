"""Verifying ballots in one process beside the bare arithmetic of the same ballots.

While some ballots are verified, every call of the group's arithmetic is written down; then the
same calls are made again, with nothing around them. The two are measured in turn, in processor
time, so that what else the machine does touches both alike.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

from ballots.ballot import Ballot, make_ballot, parse_ballot, verify_ballots
from ballots.credentials import make_credential
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.group import Group, ed25519_by, group_named
from benchmarks.records import make_test_election, random_choices
from benchmarks.report import Report

PEOPLE: Final = (5, 19, 47, 100)
TOGETHER: Final = 16  # as in an audit; one alone, as in casting
BACKENDS: Final = ("native", "pynacl", "BELENIOS-2048")
COLUMNS: Final = (
    "backend", "people", "together", "made ms", "verified ms", "bare arithmetic ms", "ratio",
    "multiplications", "points tested", "bytes",
)  # fmt: skip

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Spent:
    """Processor milliseconds a ballot, whole and bare; operations a ballot."""

    whole: float
    bare: float
    multiplications: int
    members: int


def ballots_table(report: Report, *, repeats: int, people: Sequence[int] = PEOPLE) -> None:
    """Make and verify ballots in this process, by backend and by people."""
    title = "One ballot, processor time of one core"
    table = report.table("ballots", title, COLUMNS)
    for backend in BACKENDS:
        group = group_of(backend)
        if group is None:
            continue
        is_slow = backend == "BELENIOS-2048"
        for number in people[:2] if is_slow else people:
            election = replace(make_test_election(group, number), group=group)
            made, cost = make_some(election, 4 if is_slow else TOGETHER)
            for together in (1,) if is_slow else (TOGETHER, 1):
                rounds = 1 if is_slow else repeats
                spent = measure(election, made[:together] if is_slow else made, together, rounds)
                table.add(
                    backend, number, together, cost, spent.whole, spent.bare,
                    spent.whole / spent.bare, spent.multiplications, spent.members,
                    len(made[0].bytes),
                )  # fmt: skip


def group_of(backend: str) -> Group | None:
    """Return the group, or None if the native core is not installed."""
    if backend not in ("native", "pynacl"):
        return group_named(backend)
    try:
        return ed25519_by(backend)
    except BallotsError:
        return None


def make_some(election: Election, count: int) -> tuple[list[Ballot], float]:
    """Make ballots; return them and the processor milliseconds of one."""
    jobs = [(make_credential(), random_choices(len(election.questions))) for _ in range(count)]
    start = time.process_time()
    made = [make_ballot(election, card, rows) for card, rows in jobs]
    spent = time.process_time() - start
    return [parse_ballot(data, election) for data in made], spent * 1000 / count


def measure(election: Election, ballots: list[Ballot], together: int, repeats: int) -> Spent:
    """Verify ballots, so many together, and repeat their bare arithmetic, in turn."""
    pieces = [ballots[at : at + together] for at in range(0, len(ballots), together)]

    def verify() -> None:
        for piece in pieces:
            texts = [ballot.bytes for ballot in piece]
            parsed = [parse_ballot(text, election) for text in texts]
            if any(verify_ballots(parsed, election)):
                raise RuntimeError

    with written_down(election.group) as seen:
        verify()  # the table of the key is made here, as in any long verification
    whole = bare = 0.0
    for _ in range(repeats):
        whole += seconds(verify)
        bare += seconds(lambda: [call() for call in seen.calls])
    each = 1000 / (repeats * len(ballots))
    counted = (seen.multiplications // len(ballots), seen.members // len(ballots))
    return Spent(whole * each, bare * each, *counted)


@dataclass
class Seen:
    """The calls of the arithmetic, to be made again, and what they count."""

    calls: list[Call]
    multiplications: int = 0
    members: int = 0


@contextmanager
def written_down(group: Group) -> Iterator[Seen]:
    """Write down the calls of the arithmetic: of the native core, else of the group."""
    seen = Seen([])
    real = type(group).vartime_commitments

    def counting(self: Group, key: Any, branches: Any) -> Any:
        seen.multiplications += 2 * len(branches)
        seen.members += len({point for one in branches for point in (one.alpha, one.beta)})
        if not is_native(group):
            seen.calls.append(lambda: real(self, key, branches))
        return real(self, key, branches)

    with patch.object(type(group), "vartime_commitments", counting):
        if not is_native(group):
            yield seen
            return
        import tinnhiem_native

        with patch("ballots.native.core", recorder(tinnhiem_native, seen)):
            yield seen


def is_native(group: Group) -> bool:
    """Tell whether a group's public arithmetic is the native core's."""
    return type(group).__name__ == "NativeEd25519"


def recorder(core: Any, seen: Seen) -> SimpleNamespace:
    """Return what does as the native core does and keeps every call of its functions."""

    def kept(name: str) -> Callable[..., object]:
        real = getattr(core, name)

        def call(*given: object) -> object:
            seen.calls.append(lambda: real(*given))
            return real(*given)

        return call

    names = [name for name in dir(core) if name.startswith("vartime_")]
    return SimpleNamespace(VartimeKey=core.VartimeKey, **{name: kept(name) for name in names})


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start
