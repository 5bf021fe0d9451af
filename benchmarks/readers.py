"""Readers beside casting: phones that look at the board again and again while ballots come in.

Each reader keeps its connection and asks for a page every few seconds, in turn the conference's
page, the board, the events and the newest checkpoint. They run in a process of their own.
"""

import asyncio
import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from queue import Empty
from urllib.parse import urlsplit

PAGES = ("", "board", "log", "log/checkpoint")


@dataclass(frozen=True, slots=True)
class Read:
    """What the readers saw: answers a second, latency in ms (median, 95 %, 99 %), failures."""

    rate: float
    median: float
    p95: float
    p99: float
    failures: int


@contextmanager
def reading(url: str, *, readers: int, every: float) -> Iterator[list[Read]]:
    """Let `readers` read the conference at `url` every so many seconds; then tell what they saw."""
    context = multiprocessing.get_context("spawn")
    stop, ready = context.Event(), context.Event()
    answers: multiprocessing.Queue[tuple[float, list[float], int]] = context.Queue()
    arguments = (url, readers, every, stop, ready, answers)
    process = context.Process(target=_readers, args=arguments, daemon=True)
    process.start()
    ready.wait(60)
    seen: list[Read] = []
    try:
        yield seen
    finally:
        stop.set()
        try:
            seen.append(_summary(*answers.get(timeout=60)))
        except Empty:
            process.terminate()
        process.join(60)


def _summary(seconds: float, times: list[float], failures: int) -> Read:
    ordered = sorted(times) or [0.0]

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000

    return Read(len(times) / seconds, at(0.5), at(0.95), at(0.99), failures)


def _readers(
    url: str,
    readers: int,
    every: float,
    stop: Event,
    ready: Event,
    answers: "multiprocessing.Queue[tuple[float, list[float], int]]",
) -> None:
    asyncio.run(_read_all(url, readers, every, stop, ready, answers))


async def _read_all(
    url: str,
    readers: int,
    every: float,
    stop: Event,
    ready: Event,
    answers: "multiprocessing.Queue[tuple[float, list[float], int]]",
) -> None:
    times: list[float] = []
    failures = [0]
    tasks = [asyncio.create_task(_one(url, every, times, failures)) for _ in range(readers)]
    await asyncio.sleep(every)  # every reader has asked once
    times.clear()
    start = time.perf_counter()
    ready.set()
    while not stop.is_set():
        await asyncio.sleep(0.05)
    spent = time.perf_counter() - start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    answers.put((spent, times, failures[0]))


async def _one(url: str, every: float, times: list[float], failures: list[int]) -> None:
    """One phone: read, wait, read; connect again if the connection was lost."""
    place = urlsplit(url)
    await asyncio.sleep(random.random() * every)
    while True:
        try:
            reader, writer = await asyncio.open_connection(place.hostname, place.port)
            while True:
                path = f"{place.path}{random.choice(PAGES)}"
                start = time.perf_counter()
                await _get(reader, writer, place.netloc, path)
                times.append(time.perf_counter() - start)
                await asyncio.sleep(every)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            failures[0] += 1
            await asyncio.sleep(every)


async def _get(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str, path: str
) -> None:
    """Ask for a page and read all of it. Raises ValueError if it is not answered 200."""
    writer.write(
        f"GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: gzip\r\n"
        "Accept-Language: vi\r\n\r\n".encode()
    )
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if " 200 " not in head.split("\r\n", 1)[0]:
        raise ValueError(head.split("\r\n", 1)[0])
    length = next(line for line in head.split("\r\n") if line.startswith("content-length:"))
    await reader.readexactly(int(length.split(":")[1]))
