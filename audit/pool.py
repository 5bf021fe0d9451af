"""Run tasks in worker processes, in order, with a bounded queue; or here, for a single job.

Workers are started afresh (`spawn`) and ignore Ctrl-C: the parent answers it and ends them.
"""

import multiprocessing
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from audit.errors import RecordUnreadable, Unreadable

S = TypeVar("S")
A = TypeVar("A")
R = TypeVar("R")

_WAITING_PER_JOB: Final = 3
_prepared: list[Callable[[Any], Any]] = []  # one function, put here once in each worker process


def run_tasks(
    work: Callable[[S, A], R], setting: S, tasks: Sequence[A], jobs: int
) -> Generator[R, None, None]:
    """Yield `work(setting, task)` of every task, in order.

    jobs: number of processes; 1 works in this one. Raises whatever `work` raises, and
    RecordUnreadable WORKER_LOST if a process died.
    """
    jobs = min(jobs, len(tasks))
    if jobs <= 1:
        yield from (work(setting, task) for task in tasks)
        return
    others = set(multiprocessing.active_children())
    context = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(
        jobs, mp_context=context, initializer=_prepare, initargs=(work, setting)
    )
    try:
        yield from _drain(executor, tasks, jobs * _WAITING_PER_JOB)
    except BrokenProcessPool as error:
        raise RecordUnreadable(Unreadable.WORKER_LOST) from error
    except BaseException:  # Ctrl-C, or nobody listens any more: do not wait for the tasks
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        raise
    finally:
        executor.shutdown(cancel_futures=True)


def _drain(executor: ProcessPoolExecutor, tasks: Sequence[A], waiting: int) -> Iterator[Any]:
    """Keep a bounded number of tasks under way and yield their results in order."""
    under_way: deque[Future[Any]] = deque()
    for task in tasks:
        with _interrupt_kept_from_children():
            under_way.append(executor.submit(_work, task))
        if len(under_way) >= waiting:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


@contextmanager
def _interrupt_kept_from_children() -> Iterator[None]:
    """Let processes that start inside never see Ctrl-C; here it waits until the end."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(work: Callable[[S, A], R], setting: S) -> None:
    """Prepare a worker process: keep the work and its setting for every task to come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _prepared[:] = [lambda task: work(setting, task)]


def _work(task: object) -> object:
    """Do one task in a worker process."""
    return _prepared[0](task)
