"""Measure what witnesses cost and how soon they answer: real processes, HTTP on loopback."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.casting import cast_all
from benchmarks.load import prepared
from benchmarks.report import Report
from voting.booth import Booth, parse_address
from voting.demo.run import open_demo
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.plan.witnesses import Witness
from voting.services.reading import read_conference
from voting.services.witnesses import list_witnesses
from voting.witnessing.cosigner import init_witness

COMMAND = [sys.executable, "-m", "voting.cli", "witness"]


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds from sending a ballot to its receipt; seconds from there to all cosignatures."""

    appended: list[float]
    cosigned: list[float]
    rate: float


def measure_witnesses(people: int, ballots: int, witnesses: int) -> Measured:
    """Cast one after the other, each after the one before is cosigned; then all that is left."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        named = [stack.enter_context(witness(folder / f"w{n}")) for n in range(witnesses)]
        instance = open_demo(folder)
        stack.callback(instance.close)
        uuid, made = prepared(instance, people, ballots, tuple(named))
        for number in range(witnesses):
            key = read_conference(instance, uuid).log_key
            home = ["--dir", str(folder / f"w{number}")]
            subprocess.run([*COMMAND, "follow", key, *home], check=True)
        server = stack.enter_context(DemoServer(instance=folder / "instance"))
        url = f"{server.url}/c/{uuid}/"
        half = ballots // 2
        appended, cosigned = one_by_one(instance, url, made[:half])
        return Measured(appended, cosigned, (ballots - half) / cast_all(url, made[half:]))


@contextmanager
def witness(folder: Path) -> Iterator[Witness]:
    """Run `tinnhiem witness serve` in a process of its own."""
    folder.mkdir()
    key = init_witness(folder, f"{folder.name}.example")
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--dir", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            yield Witness(folder.name, str(key), url)
        finally:
            process.terminate()


def one_by_one(
    instance: Instance, url: str, ballots: list[bytes]
) -> tuple[list[float], list[float]]:
    """Cast each ballot when the one before is cosigned by all; return both times."""
    appended, cosigned = [], []
    booth = Booth(parse_address(url))
    booth.election()
    uuid = booth.address.uuid
    for ballot in ballots:
        start = time.perf_counter()
        cast = booth.cast(ballot)
        sent = time.perf_counter()
        appended.append(1000 * (sent - start))
        while any((one.size or 0) <= cast.index for one in list_witnesses(instance, uuid)):
            time.sleep(0.01)
        cosigned.append(time.perf_counter() - sent)
    booth.close()
    return appended, cosigned


def witnesses_table(report: Report, ballots: int) -> None:
    """Measure without witnesses, with two, with five."""
    columns = (
        "people", "witnesses", "receipt ms median", "receipt ms max", "cosigned s median",
        "cosigned s max", "cast /s",
    )  # fmt: skip
    table = report.table("witnesses", "Casting with witnesses", columns)
    for number in (0, 2, 5):
        found = measure_witnesses(19, ballots, number)
        seen = (median(found.cosigned), max(found.cosigned)) if number else (None, None)
        table.add(19, number, median(found.appended), max(found.appended), *seen, found.rate)
