"""Measure casting: ready-made ballots, a real server with its database, HTTP on loopback."""

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from ballots.ballot import make_ballot
from ballots.election import parse_election
from benchmarks.readers import Read, reading
from benchmarks.records import random_choices
from benchmarks.report import Report
from voting.booth import Booth, parse_address
from voting.definition import Definition, make_people
from voting.demo.run import open_demo
from voting.demo.server import DemoServer
from voting.rules.profile import load_profile
from voting.services.cards import print_cards
from voting.services.opening import open_voting
from voting.services.preparing import create_conference, rehearse_decryption
from voting.services.reading import Part, read_part

CLIENTS = 4
GROUPS = ("Ed25519", "BELENIOS-2048")
PEOPLE = (5, 19, 47)


def cast_table(report: Report, ballots: int) -> None:
    """Cast ready-made ballots at a real server over HTTP, each client one after the other."""
    columns = ("group", "people", "ballots", "cast /s", "server peak MB")
    table = report.table("cast", "Casting by four clients that wait for each receipt", columns)
    for name in GROUPS:
        for people in PEOPLE:
            count = ballots if name == "Ed25519" else max(4, ballots // 5)
            rate, peak, _ = measure_casting(name, people, count)
            table.add(name, people, count, rate, peak)


def readers_table(report: Report, ballots: int) -> None:
    """Cast while nobody and while 1,000 phones read the board, each every five seconds."""
    columns = (
        "people", "readers", "cast /s", "pages /s", "p50 ms", "p95 ms", "p99 ms", "failures",
    )  # fmt: skip
    table = report.table("readers", "Reading while ballots come in", columns)
    for readers in (0, 1000):
        rate, _, read = measure_casting("Ed25519", 19, ballots, readers=readers)
        seen = (read.rate, read.median, read.p95, read.p99, read.failures) if read else (None,) * 5
        table.add(19, readers, rate, *seen)


def measure_casting(
    group_name: str, people: int, ballots: int, *, readers: int = 0, every: float = 5.0
) -> tuple[float, int, Read | None]:
    """Return ballots cast a second by four clients, and the server's peak MB (all processes).

    readers: phones that read the board meanwhile, each every so many seconds; what they saw is
    returned too.
    """
    with tempfile.TemporaryDirectory() as folder:
        instance = open_demo(Path(folder))
        try:
            definition = Definition(
                name="Đo tốc độ",
                body="",
                date=dt.datetime.now(dt.UTC).date(),
                profile=load_profile("CUSTOM"),
                people=make_people([(f"Đồng chí thứ {n}", "") for n in range(1, people + 1)]),
                cards=ballots,
                group=group_name,
                minimum_ballots=1,
            )
            uuid = create_conference(instance, definition).uuid
            rehearse_decryption(instance, uuid)
            cards = print_cards(instance, uuid)
            open_voting(instance, uuid, now=dt.datetime.now(dt.UTC))
            election = parse_election(read_part(instance, uuid, Part.ELECTION))
            made = [make_ballot(election, card, random_choices(people)) for card in cards]
            with DemoServer(instance=Path(folder) / "instance") as server:
                url = f"{server.url}/c/{uuid}/"
                with reading(url, readers=readers, every=every) if readers else nothing() as seen:
                    spent = cast_all(url, made)
                return ballots / spent, peak_megabytes(server.pid), next(iter(seen), None)
        finally:
            instance.close()


@contextmanager
def nothing() -> Iterator[list[Read]]:
    """Read nothing."""
    yield []


def cast_all(url: str, ballots: list[bytes]) -> float:
    """Cast all ballots from a few clients; return seconds."""

    def client(share: list[bytes]) -> None:
        booth = Booth(parse_address(url))
        for ballot in share:
            booth.cast(ballot)
        booth.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(client, [ballots[n::CLIENTS] for n in range(CLIENTS)]))
    return time.perf_counter() - start


def peak_megabytes(pid: int) -> int:
    """Return the largest peak memory of a process and its children (Linux), in MB."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except OSError:
            continue
        own = int(fields.get("Pid", "0")) == pid or int(fields.get("PPid", "0")) == pid
        if own and "VmHWM" in fields:
            peaks.append(int(fields["VmHWM"].split()[0]) // 1024)
    return max(peaks)
