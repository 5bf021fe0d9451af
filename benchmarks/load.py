"""Casting under load: ballots that come at a rate, whatever the server does, and all at once.

Every ballot has a phone of its own, with a connection of its own, and a moment at which it is
sent; the time to the receipt counts from that moment, so that no ballot waits unseen for the one
before it. Who is told to come again (503) does so, as the booth does. The phones are tasks of one
process, their ballots made before. Server and phones share the machine, so the processor time of
each is told: what they use together is what bounds a machine without other work.
"""

import asyncio
import datetime as dt
import multiprocessing
import os
import re
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from ballots.ballot import make_ballot
from ballots.election import parse_election
from benchmarks.arithmetic import group_of, make_some, measure
from benchmarks.records import make_test_election, random_choices
from benchmarks.report import Report
from voting.definition import Definition, make_people
from voting.demo.run import open_demo
from voting.demo.server import DemoServer
from voting.instance import Instance
from voting.plan.witnesses import Witness
from voting.rules.profile import load_profile
from voting.services.cards import print_cards
from voting.services.opening import open_voting
from voting.services.preparing import create_conference, rehearse_decryption
from voting.services.reading import Part, read_part

COLUMNS: Final = (
    "people", "asked /s", "ballots", "cast /s", "p50 ms", "p95 ms", "p99 ms", "told to come again",
    "server's processor ms a ballot", "ratio", "phones' processor ms a ballot",
)  # fmt: skip
AT_ONCE: Final = "all at once"
_AGAIN: Final = re.compile(rb"retry-after: *([0-9.]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the phones saw: seconds to the receipt of each, how often one was told to come again.

    processor: seconds that the phones themselves used.
    """

    spent: float
    latencies: list[float]
    busy: int
    processor: float

    def at(self, share: float) -> float:
        """Return the milliseconds within which such a share of the ballots had a receipt."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def load_table(
    report: Report, *, people: int, rates: Sequence[float], seconds: float, burst: int
) -> None:
    """Cast at each rate for some seconds, then so many ballots at once."""
    table = report.table("load", f"Casting under load, {people} people, durable commits", COLUMNS)
    loads = [(rate, max(4, int(rate * seconds))) for rate in rates] + [(0.0, burst)]
    bare = bare_cast(people)
    with tempfile.TemporaryDirectory() as folder:
        instance = open_demo(Path(folder))
        try:
            uuid, made = prepared(instance, people, sum(count for _, count in loads))
            with DemoServer(
                instance=Path(folder) / "instance", workers=os.cpu_count() or 1
            ) as server:
                url = f"{server.url}/api/conferences/{uuid}/ballots"
                for rate, count in loads:
                    share, made = made[:count], made[count:]
                    before = processor_of(server.pid)
                    seen = in_a_process(url, share, rate)
                    used = (processor_of(server.pid) - before) * 1000 / count
                    table.add(
                        people, rate or AT_ONCE, count, count / seen.spent,
                        seen.at(0.5), seen.at(0.95), seen.at(0.99), seen.busy,
                        used or None, used / bare if used else None,
                        seen.processor * 1000 / count,
                    )  # fmt: skip
        finally:
            instance.close()


def bare_cast(people: int) -> float:
    """Return the bare arithmetic of one ballot alone, in processor milliseconds."""
    group = group_of("native") or group_of("pynacl")
    if group is None:
        raise RuntimeError
    made, _ = make_some(election := make_test_election(group, people), 4)
    return measure(election, made, 1, repeats=5).bare


def prepared(
    instance: Instance, people: int, ballots: int, witnesses: tuple[Witness, ...] = ()
) -> tuple[str, list[bytes]]:
    """Open a conference; make a ballot for each of its cards, on all cores.

    witnesses: all of them must cosign.
    """
    definition = Definition(
        name="Đo tải",
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
    election = read_part(instance, uuid, Part.ELECTION)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        return uuid, list(pool.map(_ballot, [election] * ballots, cards, chunksize=4))


def _ballot(data: bytes, card: str) -> bytes:
    election = parse_election(data)
    return make_ballot(election, card, random_choices(len(election.questions)))


def processor_of(pid: int) -> float:
    """Return the processor seconds of a process and its children (Linux; elsewhere 0)."""
    ticks = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(file.parent.name) == pid or int(fields[1]) == pid:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


def in_a_process(url: str, ballots: list[bytes], rate: float) -> Seen:
    """Send ballots from a process of its own. rate: a second; 0: all at once."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_send_all, url, ballots, rate).result()


def _send_all(url: str, ballots: list[bytes], rate: float) -> Seen:
    return asyncio.run(_phones(url, ballots, rate))


async def _phones(url: str, ballots: list[bytes], rate: float) -> Seen:
    place = urlsplit(url)
    requests = [_request(place, one) for one in ballots]
    before, start = time.process_time(), time.perf_counter() + 0.2
    moments = [start + (number / rate if rate else 0) for number in range(len(ballots))]
    tasks = [_phone(place, one, at) for one, at in zip(requests, moments, strict=True)]
    answers = await asyncio.gather(*tasks)
    latencies = [latency for latency, _ in answers]
    ended = max(at + latency for at, latency in zip(moments, latencies, strict=True))
    processor = time.process_time() - before
    return Seen(ended - start, latencies, sum(busy for _, busy in answers), processor)


def _request(place: SplitResult, ballot: bytes) -> bytes:
    """Return the bytes that send a ballot on a connection of its own."""
    return (
        f"POST {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(ballot)}\r\n\r\n".encode()
        + ballot
    )


async def _phone(place: SplitResult, request: bytes, moment: float) -> tuple[float, int]:
    """Send one ballot at its moment; return the seconds from then to its receipt."""
    await asyncio.sleep(moment - time.perf_counter())
    busy = 0
    while True:
        status, after = await _post(place, request)
        if status == 201:
            return time.perf_counter() - moment, busy
        if status != 503:
            raise RuntimeError(status)
        busy += 1
        await asyncio.sleep(after)


async def _post(place: SplitResult, request: bytes) -> tuple[int, float]:
    """Send a ballot on a fresh connection; return the status and when to come again."""
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    after = _AGAIN.search(answer)
    return int(answer.split(b" ", 2)[1]), float(after[1]) if after else 0.0
