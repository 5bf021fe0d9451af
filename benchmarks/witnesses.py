"""Measure what witnesses cost and how soon they answer: real processes, HTTP on loopback."""

import datetime as dt
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

from ballots.ballot import make_ballot
from ballots.election import parse_election
from benchmarks.casting import cast_all
from benchmarks.records import random_choices
from benchmarks.report import Report
from voting.booth import Booth, parse_address
from voting.definition import Definition, make_people
from voting.demo.run import open_demo
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.plan.witnesses import Witness
from voting.rules.profile import load_profile
from voting.services.cards import print_cards
from voting.services.opening import open_voting
from voting.services.preparing import create_conference, rehearse_decryption
from voting.services.reading import Part, read_conference, read_part
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


def prepared(
    instance: Instance, people: int, ballots: int, witnesses: tuple[Witness, ...]
) -> tuple[str, list[bytes]]:
    """Open a conference with these witnesses, all of whom must cosign; make its ballots."""
    definition = Definition(
        name="Đo giám sát",
        body="",
        date=dt.datetime.now(dt.UTC).date(),
        profile=load_profile("CUSTOM"),
        people=make_people([(f"Đồng chí thứ {n}", "") for n in range(1, people + 1)]),
        cards=ballots,
        group="Ed25519",
        minimum_ballots=1,
        witnesses=witnesses,
        witness_quorum=len(witnesses),
    )
    uuid = create_conference(instance, definition).uuid
    rehearse_decryption(instance, uuid)
    cards = print_cards(instance, uuid)
    open_voting(instance, uuid, now=dt.datetime.now(dt.UTC))
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    return uuid, [make_ballot(election, card, random_choices(people)) for card in cards]


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
