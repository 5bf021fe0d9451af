"""Worker processes that do some work on many tasks; or none, and all is done here.

Workers are started afresh (`spawn`) and at once, before there is anything to do, so that what they
import is there when work comes. They ignore Ctrl-C: the parent answers it and ends them.
"""

import multiprocessing
import pickle
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Final, Generic, Protocol, Self, TypeVar

from audit.errors import RecordUnreadable, Unreadable

S = TypeVar("S")
A = TypeVar("A")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


_BYTES_PER_JOB: Final = 1 << 17  # of records for which a process is worth starting

_imported: list[ModuleType] = []  # what a worker process has ready


class Answer(Protocol[R_co]):
    """What a task will give."""

    def done(self) -> bool:
        """Tell whether the answer is there."""

    def result(self) -> R_co:
        """Wait for the answer.

        Raises whatever the work raises, and RecordUnreadable WORKER_LOST if a process died.
        """

    def cancel(self) -> None:
        """Do without the answer, if nobody has begun with it."""


class Workers:
    """Processes that wait for work; they end with the `with` statement that has begun them.

    jobs: number of processes; 1 for none.
    """

    def __init__(self, jobs: int) -> None:
        """Start the processes."""
        self.jobs = jobs
        self._executor: ProcessPoolExecutor | None = None
        others = set(multiprocessing.active_children())
        if jobs > 1:
            context = multiprocessing.get_context("spawn")
            self._executor = ProcessPoolExecutor(jobs, mp_context=context, initializer=_prepare)
            with _interrupt_kept_from_children():
                for _ in range(jobs):  # each starts a process, as none is idle yet
                    self._executor.submit(_nothing)
        self._own = set(multiprocessing.active_children()) - others

    def job(self, work: Callable[[S, A], R], setting: S) -> "Job[A, R]":
        """Prepare some work with what all its tasks have in common."""
        if self._executor is None:
            return Job(lambda task: _Later(work, setting, task))
        executor, packed = self._executor, pickle.dumps((work, setting))
        return Job(lambda task: _Coming(_submit(executor, packed, task)))

    def __enter__(self) -> Self:
        """Return the workers."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the processes; after Ctrl-C or an error, in the middle of their work."""
        if self._executor is None:
            return
        if kind is not None:
            for child in self._own:
                child.terminate()
        self._executor.shutdown(cancel_futures=True)


def start_workers(jobs: int, paths: Iterable[Path]) -> Workers:
    """Start up to so many processes, fewer if the records in these files are small."""
    size = 0
    for path in paths:
        with suppress(OSError):  # told by who reads the file
            size += path.stat().st_size
    return Workers(max(1, min(jobs, size // _BYTES_PER_JOB)))


class Job(Generic[A, R]):
    """Some work with its setting."""

    def __init__(self, ask: Callable[[A], Answer[R]]) -> None:
        """Keep how it is asked for."""
        self._ask = ask

    def ask(self, task: A) -> Answer[R]:
        """Have `work(setting, task)` done. Raises RecordUnreadable WORKER_LOST."""
        return self._ask(task)


class _Later(Generic[R]):
    """A task that is done here, when its answer is wanted."""

    def __init__(self, work: Callable[[S, A], R], setting: S, task: A) -> None:
        self._do: Callable[[], R] = lambda: work(setting, task)

    def done(self) -> bool:
        return False

    def result(self) -> R:
        return self._do()

    def cancel(self) -> None:
        pass


class _Coming:
    """A task in the hands of a worker process."""

    def __init__(self, future: Future[Any]) -> None:
        self._future = future

    def done(self) -> bool:
        return self._future.done()

    def result(self) -> Any:
        try:
            return self._future.result()
        except BrokenProcessPool as error:
            raise RecordUnreadable(Unreadable.WORKER_LOST) from error

    def cancel(self) -> None:
        self._future.cancel()


def _submit(executor: ProcessPoolExecutor, packed: bytes, task: object) -> Future[Any]:
    try:
        with _interrupt_kept_from_children():
            return executor.submit(_work, packed, task)
    except BrokenProcessPool as error:
        raise RecordUnreadable(Unreadable.WORKER_LOST) from error


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


def _prepare() -> None:
    """Prepare a worker process: import what it will need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from audit import piece

    _imported.append(piece)


def _nothing() -> None:
    """Be a task, so that a process is started."""


@lru_cache(maxsize=1)
def _unpacked(packed: bytes) -> tuple[Callable[[Any, Any], Any], Any]:
    """Read the work and its setting, once for all tasks that have them in common."""
    work, setting = pickle.loads(packed)  # noqa: S301  # from the process that started this one
    return work, setting


def _work(packed: bytes, task: object) -> object:
    """Do one task in a worker process."""
    work, setting = _unpacked(packed)
    return work(setting, task)
