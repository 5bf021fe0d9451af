"""Speed and size of the mathematics, the server and the verifier, on the machine at hand.

    make bench                      about ten minutes on two cores
    make bench ARGS="--quick"       small numbers, to see that it runs
    make bench ARGS="--ballots 5000 --only verify"

Every figure is measured, in this run, with the code as it is. Nothing here can fail a build.
"""

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ballots.ballot import make_ballot, parse_ballot, verify_ballot
from ballots.credentials import make_credential
from ballots.group import group_named
from benchmarks.booth import booth_table
from benchmarks.browser_verify import COUNCILS, QUICK, browser_table
from benchmarks.casting import measure_casting
from benchmarks.receipts import receipts_table
from benchmarks.records import make_test_election, random_choices, write_record
from benchmarks.witnesses import witnesses_table

GROUPS = ("Ed25519", "BELENIOS-2048")
PEOPLE = (5, 19, 47)
KINDS = ("ballots", "cast", "readers", "witnesses", "receipts", "booth", "verify", "browser-verify")


def main() -> None:
    """Measure what is asked for and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers")
    parser.add_argument("--only", choices=KINDS, help="one table alone")
    parser.add_argument("--ballots", type=int, default=500, help="ballots of the record")
    parser.add_argument("--people", type=int, default=47, help="people of the record")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    if options.only in (None, "ballots"):
        ballots_table(repeats=3 if options.quick else 20)
    if options.only in (None, "cast"):
        cast_table(ballots=10 if options.quick else 60)
    if options.only in (None, "readers"):
        readers_table(ballots=20 if options.quick else 200)
    if options.only in (None, "witnesses"):
        witnesses_table(ballots=20 if options.quick else 80)
    if options.only in (None, "receipts"):
        receipts_table(repeats=20 if options.quick else 400)
    if options.only in (None, "booth"):
        booth_table(repeats=2 if options.quick else 7)
    if options.only in (None, "browser-verify"):
        councils = QUICK if options.quick else COUNCILS
        browser_table(repeats=1 if options.quick else 3, councils=councils)
    if options.only in (None, "verify"):
        size = (20, 5) if options.quick else (options.ballots, options.people)
        verify_table(size[0], size[1], groups=GROUPS if options.ballots <= 500 else GROUPS[:1])


def ballots_table(repeats: int) -> None:
    """Make and verify ballots in this process."""
    print("| group | people | made /s | verified /s | ms a ballot | bytes a ballot | peak MB |")
    print("|---|---|---|---|---|---|---|")
    for name in GROUPS:
        for people in PEOPLE:
            runs = repeats if name == "Ed25519" else max(2, repeats // 5)
            made, checked, size = measure_ballots(name, people, runs)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"| {name} | {people} | {1 / made:.1f} | {1 / checked:.1f} "
                f"| {checked * 1000:.1f} | {size} | {peak} |",
                flush=True,
            )
    print()


def measure_ballots(group_name: str, people: int, repeats: int) -> tuple[float, float, int]:
    """Return seconds to make one, seconds to verify one, and bytes of one (mean)."""
    election = make_test_election(group_named(group_name), people)
    jobs = [(make_credential(), random_choices(people)) for _ in range(repeats)]
    made: list[bytes] = []
    spent = seconds(lambda: made.extend(make_ballot(election, card, rows) for card, rows in jobs))

    def verify_all() -> None:
        for data in made:
            verify_ballot(parse_ballot(data, election), election)

    verify_all()  # the table of the key is made here, as in any long verification
    checked = seconds(verify_all)
    return spent / repeats, checked / repeats, sum(map(len, made)) // repeats


def cast_table(ballots: int) -> None:
    """Cast ready-made ballots at a real server over HTTP."""
    print("| group | people | ballots | cast /s | server peak MB |")
    print("|---|---|---|---|---|")
    for name in GROUPS:
        for people in PEOPLE:
            count = ballots if name == "Ed25519" else max(4, ballots // 5)
            rate, peak, _ = measure_casting(name, people, count)
            print(f"| {name} | {people} | {count} | {rate:.1f} | {peak} |", flush=True)
    print()


def readers_table(ballots: int) -> None:
    """Cast while nobody and while 1,000 phones read the board, each every five seconds."""
    print("| group | people | readers | cast /s | pages /s | ms median | 95 % | 99 % | failures |")
    print("|---|---|---|---|---|---|---|---|---|")
    for readers in (0, 1000):
        rate, _, read = measure_casting("Ed25519", 19, ballots, readers=readers)
        seen = (
            f"{read.rate:.0f} | {read.median:.0f} | {read.p95:.0f} | {read.p99:.0f} "
            f"| {read.failures}"
            if read
            else "– | – | – | – | –"
        )
        print(f"| Ed25519 | 19 | {readers} | {rate:.1f} | {seen} |", flush=True)
    print()


def verify_table(ballots: int, people: int, groups: tuple[str, ...]) -> None:
    """Verify a whole record in fresh processes, with our verifier and with another."""
    print(f"record of {ballots} ballots of {people} people\n")
    print("| group | verifier | MB | seconds | ms a ballot | peak MB a process |")
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in groups:
            path = Path(folder) / f"{name}.bel"
            write_record(
                path, group_name=name, people=people, ballots=ballots, jobs=os.cpu_count() or 1
            )
            size = path.stat().st_size / 1e6
            for jobs in (1, 2):
                command = [sys.executable, "-m", "audit", str(path), "--jobs", str(jobs), "--json"]
                spent, peak = run_measured(command)
                row(name, f"tinnhiem verify --jobs {jobs}", size, spent, ballots, peak)
            tool = shutil.which("belenios-tool")
            if tool is not None and name == "BELENIOS-2048":
                version = subprocess.run([tool, "--version"], capture_output=True, text=True)
                place = as_the_tool_wants(path)
                spent, peak = run_measured([tool, "election", "verify", "--dir", str(place)])
                label = f"belenios-tool {version.stdout.strip()}"
                row(name, label, size, spent, ballots, peak)
    print()


def as_the_tool_wants(path: Path) -> Path:
    """Put a record where belenios-tool looks for it: DIR/<uuid>.bel."""
    from audit.reading import read_structures
    from audit.record import open_record

    election = read_structures(open_record(path)).election.get()
    place = path.parent / election.uuid
    place.mkdir()
    shutil.copy(path, place / f"{election.uuid}.bel")
    return place


def row(name: str, label: str, size: float, spent: float, ballots: int, peak: int) -> None:
    """Print one line of the verification table."""
    print(
        f"| {name} | {label} | {size:.1f} | {spent:.1f} | {spent * 1000 / ballots:.1f} | {peak} |",
        flush=True,
    )


def run_measured(command: list[str]) -> tuple[float, int]:
    """Run a command to its end; return seconds and the peak MB of its largest process."""
    code = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL,"
        " stderr=subprocess.DEVNULL)\n"
        "spent = time.perf_counter() - start\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024\n"
        "print(spent, peak)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], capture_output=True, text=True, check=True
    )
    spent, peak = done.stdout.split()
    return float(spent), int(peak)


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes on the wall."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
