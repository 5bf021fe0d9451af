"""Delegates as processes: each scans a card file, encrypts a choice, casts, keeps the receipt.

The parent hands out (card file, marks) and reads one message a ballot. A delegate never learns
which ballot another one cast.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from queue import Empty
from typing import Final, NamedTuple

from audit.errors import LogRefused, ReceiptRefused
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from ballots.errors import BallotsError
from voting.booth import Address, Booth, BoothRefused, parse_card
from voting.demo.sampling import choices_of
from voting.demo.signals import undisturbed
from voting.logkey import create_secret_file

WAIT_SECONDS: Final = 300


class Task(NamedTuple):
    """One delegate's turn: the card file and the level marked for each person (None: none)."""

    card: Path
    marks: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a turn: the tracker and index, whether the receipt holds, or a refusal."""

    card: Path
    tracker: str
    index: int
    receipt: str
    refusal: str


class DelegateFailed(Exception):
    """A delegate's ballot was refused or a process ended early."""


def read_card(path: Path) -> tuple[Address, str]:
    """Read a card file: one line, the text of the QR code. Raises BoothRefused."""
    address, credential = parse_card(path.read_text(encoding="utf-8"))
    if address is None:
        raise BoothRefused("bad_address", f"{path.name} holds no address")
    return address, credential


def write_card(path: Path, text: str) -> None:
    """Write a card file that only its owner may read."""
    create_secret_file(path, f"{text}\n".encode())


def vote(task: Task, booth: Booth | None, log_key: str, levels: int) -> tuple[Report, Booth]:
    """Take one turn: scan, encrypt, cast, verify the receipt with the log's key."""
    address, credential = read_card(task.card)
    booth = booth if booth is not None else Booth(address)
    ballot = booth.make_ballot(credential, choices_of(task.marks, levels))
    cast = booth.cast(ballot)
    verify_receipt(parse_receipt(cast.receipt), parse_verification_key(log_key))
    return Report(task.card, cast.tracker, cast.index, cast.receipt, ""), booth


Delegate = Callable[["SimpleQueue[Task | None]", "multiprocessing.Queue[Report]", str, int], None]


def _delegate(
    tasks: "SimpleQueue[Task | None]",
    reports: "multiprocessing.Queue[Report]",
    log_key: str,
    levels: int,
) -> None:
    """Take turns until there are none; the parent alone reacts to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    booth: Booth | None = None
    while (task := tasks.get()) is not None:
        try:
            report, booth = vote(task, booth, log_key, levels)
        except (BoothRefused, BallotsError, LogRefused, ReceiptRefused, OSError) as error:
            report = Report(task.card, "", -1, "", str(error))
        reports.put(report)


def cast_all(
    tasks: Sequence[Task],
    *,
    processes: int,
    log_key: str,
    levels: int,
    delegate: Delegate = _delegate,
) -> Iterator[Report]:
    """Let `processes` delegates take all turns; yield what came of each, in order of arrival.

    delegate: what such a process does (without a screen, or in a browser: phones.py).
    Raises DelegateFailed at the first refusal. Every process is stopped when the caller stops.
    """
    context = multiprocessing.get_context("spawn")
    queue: SimpleQueue[Task | None] = context.SimpleQueue()
    reports: multiprocessing.Queue[Report] = context.Queue()
    workers = [
        context.Process(target=delegate, args=(queue, reports, log_key, levels), daemon=True)
        for _ in range(processes)
    ]
    try:
        with undisturbed():
            for worker in workers:
                worker.start()
        waiting = iter(tasks)
        sent = 0
        for _ in range(2 * processes):
            sent += _hand_out(waiting, queue)
        for _ in range(len(tasks)):
            report = _next(reports, workers)
            if report.refusal:
                raise DelegateFailed(f"{report.card.name}: {report.refusal}")
            sent += _hand_out(waiting, queue)
            yield report
        for _ in workers:
            queue.put(None)
        for worker in workers:
            worker.join(WAIT_SECONDS)
    finally:
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
                worker.join(5)


def _hand_out(waiting: Iterator[Task], queue: "SimpleQueue[Task | None]") -> int:
    task = next(waiting, None)
    if task is None:
        return 0
    queue.put(task)
    return 1


def _next(
    reports: "multiprocessing.Queue[Report]", workers: Sequence[multiprocessing.process.BaseProcess]
) -> Report:
    """Wait for a report; notice a process that died."""
    for _ in range(WAIT_SECONDS):
        try:
            return reports.get(timeout=1)
        except Empty:
            if any(worker.exitcode not in (None, 0) for worker in workers):
                raise DelegateFailed("a delegate process ended early") from None
    raise DelegateFailed("no delegate reported for a long time")
