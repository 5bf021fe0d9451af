"""Simulated delegates: real ballots are encrypted first, as phones do, and then cast at a pace.

Encrypting takes processes of this machine, which in the hall are the phones; so it is over before
the clock of the casting starts. A cast counts from the moment when it is due until its receipt is
verified, so that whoever has to queue is measured too.
"""

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from secrets import SystemRandom
from typing import Final, NamedTuple

from audit.errors import LogRefused, ReceiptRefused
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from ballots.election import Election
from ballots.errors import BallotsError
from ballots.questions import Question
from voting.booth import Address, Booth, BoothRefused
from voting.demo.delegates import Report, Task, cast_all, read_card

PHONES_AT_ONCE: Final = 32
BALLOT: Final = ".ballot"


class Cast(NamedTuple):
    """One cast: seconds from when it was due to its verified receipt, or the refusal's code."""

    seconds: float
    refusal: str


def draw_choices(questions: Sequence[Question]) -> list[int]:
    """Draw the marks of one ballot: one 0 or 1 an answer, one question after the other."""
    random, drawn = SystemRandom(), list[int]()
    for question in questions:
        count = len(question.answers)
        chosen = random.sample(range(count), random.randint(max(1, question.min), question.max))
        drawn += [int(place in chosen) for place in range(count)]
    return drawn


def encrypt_all(tasks: Sequence[Task], *, processes: int) -> Iterator[Report]:
    """Encrypt the ballot of every task beside its card. Raises DelegateFailed."""
    return cast_all(tasks, processes=processes, log_key="", levels=0, delegate=_encrypting)


def _encrypting(
    tasks: "SimpleQueue[Task | None]",
    reports: "multiprocessing.Queue[Report]",
    _log_key: str,
    _levels: int,
) -> None:
    """Encrypt until there is nothing left; the parent alone reacts to Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    booth: Booth | None = None
    while (task := tasks.get()) is not None:
        refusal = ""
        try:
            address, credential = read_card(task.card)
            booth = booth if booth is not None else Booth(address)
            choices = _by_question(booth.election(), task.marks)
            ballot_of(task.card).write_bytes(booth.make_ballot(credential, choices))
        except (BoothRefused, BallotsError, OSError) as error:
            refusal = str(error)
        reports.put(Report(task.card, "", -1, "", refusal))


def ballot_of(card: Path) -> Path:
    """Return where the encrypted ballot of a card lies."""
    return card.with_suffix(BALLOT)


def _by_question(election: Election, marks: Sequence[int | None]) -> list[list[int]]:
    rest, choices = list(marks), []
    for question in election.questions:
        count = len(question.answers)
        choices.append([mark or 0 for mark in rest[:count]])
        del rest[:count]
    return choices


def cast_paced(
    ballots: Sequence[Path],
    address: Address,
    log_key: str,
    *,
    seconds: float,
    told: Callable[[int], None],
) -> tuple[list[Cast], float]:
    """Cast ballots evenly over some seconds; return each cast, and how long all took.

    told: is called with how many are done. Interrupted, it waits only for what is on its way.
    """
    phones, stop = threading.local(), threading.Event()
    begin = time.monotonic()

    def one(number: int, ballot: Path) -> Cast:
        due = begin + seconds * number / len(ballots)
        if stop.wait(max(0.0, due - time.monotonic())):
            return Cast(0.0, "stopped")
        booth = vars(phones).setdefault("booth", Booth(address))
        try:
            made = booth.cast(ballot.read_bytes())
            verify_receipt(parse_receipt(made.receipt), parse_verification_key(log_key))
        except BoothRefused as error:
            return Cast(time.monotonic() - due, error.code)
        except (LogRefused, ReceiptRefused):
            return Cast(time.monotonic() - due, "bad_receipt")
        return Cast(time.monotonic() - due, "")

    casts = list[Cast]()
    with ThreadPoolExecutor(min(PHONES_AT_ONCE, len(ballots))) as pool:
        try:
            waiting = [pool.submit(one, *each) for each in enumerate(ballots)]
            for future in as_completed(waiting):
                casts.append(future.result())
                told(len(casts))
        except BaseException:
            stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return casts, time.monotonic() - begin
