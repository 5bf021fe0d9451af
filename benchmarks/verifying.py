"""Whole records verified in fresh processes: by ballots, by people, by cores, by backend.

Processor time is that of all processes together, their start included; it is set against the bare
arithmetic of as many ballots, which is measured in the same run (`benchmarks.arithmetic`).

    python -m benchmarks.verifying [--ballots 475] [--people 19] [--runs 5] [--folder FOLDER]

prints, for `tinnhiem verify` of a council's record with its log, the seconds of each number of
processes from 1 to the cores, the least of some runs made in turn, and how much faster it is.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

from audit.reading import read_structures
from audit.record import open_record
from ballots.group import BACKEND
from benchmarks.arithmetic import TOGETHER, group_of, make_some, measure
from benchmarks.records import make_test_election, write_record
from benchmarks.report import Report, Table, python

CORES: Final = os.cpu_count() or 1
COLUMNS: Final = (
    "by", "group", "verifier", "backend", "jobs", "ballots", "people", "MB", "seconds",
    "processor s", "ms a ballot", "ratio", "peak MB",
)  # fmt: skip

_RUN: Final = (
    "import resource, subprocess, sys, time\n"
    "start = time.perf_counter()\n"
    "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
    " stderr=subprocess.DEVNULL)\n"
    "spent = time.perf_counter() - start\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(spent, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)\n"
)


@dataclass(frozen=True, slots=True)
class Sizes:
    """What is verified: numbers of ballots for `people`, other numbers of people for `ballots`."""

    people: int = 47
    by_ballots: Sequence[int] = (100, 200, 475)
    by_people: Sequence[int] = (5, 19)
    slow: tuple[int, int] = (20, 5)  # ballots and people of BELENIOS-2048


@dataclass(frozen=True, slots=True)
class Ran:
    """Seconds on the clock, processor seconds of all processes, peak MB of the largest."""

    clock: float
    processor: float
    peak: float


def verify_table(report: Report, sizes: Sizes) -> None:
    """Verify records of several shapes."""
    table = report.table("verify", "Whole records, fresh processes", COLUMNS)
    most = max(sizes.by_ballots)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for ballots in sizes.by_ballots:
            one = record(folder, "Ed25519", ballots, sizes.people)
            _ours(table, "ballots", one, ballots, sizes.people, "native", CORES)
            if ballots == most:
                for jobs in range(1, CORES):
                    _ours(table, "cores", one, ballots, sizes.people, "native", jobs)
            if ballots == min(sizes.by_ballots):
                _ours(table, "backend", one, ballots, sizes.people, "pynacl", CORES)
            one.unlink()
        for people in sizes.by_people:
            one = record(folder, "Ed25519", most, people)
            _ours(table, "people", one, most, people, "native", CORES)
            one.unlink()
        _peers(table, folder, sizes)


def record(folder: Path, group: str, ballots: int, people: int) -> Path:
    """Write a record of a shape."""
    path = folder / f"{group}-{ballots}-{people}.bel"
    return write_record(path, group_name=group, people=people, ballots=ballots, jobs=CORES)


def _ours(
    table: Table, by: str, path: Path, ballots: int, people: int, backend: str, jobs: int
) -> None:
    """Verify with our verifier and one backend, if it is here."""
    if group_of(backend) is None:
        return
    group = "Ed25519" if backend in ("native", "pynacl") else backend
    asked = {} if group == backend else {BACKEND: backend}
    command = python("-m", "audit", str(path), "--jobs", str(jobs), "--json")
    ran = run(command, asked)
    ratio = ran.processor * 1000 / ballots / bare(backend, people)
    _add(table, by, (group, "tinnhiem", backend, jobs), path, (ballots, people), ran, ratio)


def _peers(table: Table, folder: Path, sizes: Sizes) -> None:
    """Verify a record of the slow group with our verifier and with belenios-tool, if it is here."""
    ballots, people = sizes.slow
    slow = "BELENIOS-2048"
    path = record(folder, slow, ballots, people)
    _ours(table, "peers", path, ballots, people, slow, 1)
    tool = shutil.which("belenios-tool")
    if tool is not None:
        place = as_the_tool_wants(path)
        ran = run([tool, "election", "verify", "--dir", str(place)])
        _add(table, "peers", (slow, "belenios-tool", None, 1), path, (ballots, people), ran, None)


def _add(
    table: Table,
    by: str,
    who: tuple[str, str, str | None, int],
    path: Path,
    shape: tuple[int, int],
    ran: Ran,
    ratio: float | None,
) -> None:
    each = ran.processor * 1000 / shape[0]
    size = path.stat().st_size / 1e6
    table.add(by, *who, *shape, size, ran.clock, ran.processor, each, ratio, ran.peak)


@cache
def bare(backend: str, people: int) -> float:
    """Return the bare arithmetic of a ballot, in processor milliseconds, sixteen together."""
    group = group_of(backend)
    if group is None:
        raise ValueError(backend)
    count = 1 if backend == "BELENIOS-2048" else TOGETHER
    election = replace(make_test_election(group, people), group=group)
    made, _ = make_some(election, count)
    return measure(election, made, count, repeats=3).bare


def as_the_tool_wants(path: Path) -> Path:
    """Put a record where belenios-tool looks for it: DIR/<uuid>.bel."""
    election = read_structures(open_record(path)).election.get()
    place = path.parent / election.uuid
    place.mkdir()
    shutil.copy(path, place / f"{election.uuid}.bel")
    return place


def run(command: list[str], asked: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end, in an environment of its own, and measure it."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *command],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **(asked or {})},
    )
    return Ran(*map(float, done.stdout.split()))


def by_jobs(files: Sequence[Path], runs: int) -> dict[int, Ran]:
    """Verify a record, its log and policy with 1 to CORES processes; the least of some runs."""
    record_, log, policy = map(str, files)
    script = str(Path(sys.executable).with_name("tinnhiem"))
    command = [script, "verify", record_, "--log", log, "--policy", policy, "--json"]
    best: dict[int, Ran] = {}
    for _ in range(runs):
        for jobs in range(1, CORES + 1):
            ran = run([*command, "--jobs", str(jobs)])
            old = best.get(jobs, ran)
            best[jobs] = Ran(
                min(old.clock, ran.clock),
                min(old.processor, ran.processor),
                max(old.peak, ran.peak),
            )
    return best


def main() -> None:
    """Print seconds by processes."""
    from benchmarks.browser_verify import council

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--ballots", type=int, default=475)
    parser.add_argument("--people", type=int, default=19)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--folder", type=Path, help="keeps the record, or has one already")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.folder or Path(name)
        files = [folder / one for one in ("council.bel", "council.tlog", "policy.txt")]
        if not all(file.is_file() for file in files):
            files = council(folder, asked.ballots, asked.people)
        best = by_jobs(files, asked.runs)
    lines = ["jobs  seconds  faster  processor s  largest process MB"]
    lines += [
        f"{jobs:4}  {ran.clock:7.2f}  {best[1].clock / ran.clock:6.2f}  {ran.processor:11.2f}  "
        f"{ran.peak:18.0f}"
        for jobs, ran in best.items()
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
