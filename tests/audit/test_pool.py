"""Worker processes: in order, or not at all; what goes wrong in one of them is told."""

import os
import pickle
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from audit.errors import RecordUnreadable, Unreadable
from audit.pool import Workers, start_workers
from ballots.errors import BallotsError, Refusal


def doubled(setting: int, task: int) -> int:
    if task < 0:
        raise BallotsError(Refusal.BAD_SHARE)
    return setting * task


def ended(setting: int, task: int) -> int:
    os._exit(1)


def all_doubled(workers: Workers, tasks: Iterable[int], setting: int = 2) -> list[int]:
    job = workers.job(doubled, setting)
    return [answer.result() for answer in [job.ask(task) for task in tasks]]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_task_is_answered_with_the_setting_of_its_job(jobs: int) -> None:
    with Workers(jobs) as workers:
        assert all_doubled(workers, range(20)) == list(range(0, 40, 2))
        assert all_doubled(workers, range(3), setting=3) == [0, 3, 6]
        with pytest.raises(BallotsError):
            all_doubled(workers, [1, -1, 3])


def test_a_process_that_dies_is_told_now_and_whenever_it_is_asked_again() -> None:
    with Workers(2) as workers:
        job = workers.job(ended, 2)
        for task in (1, 2):
            with pytest.raises(RecordUnreadable) as caught:
                job.ask(task).result()
            assert caught.value.code is Unreadable.WORKER_LOST


@pytest.mark.parametrize("jobs", [1, 2])
def test_nobody_waits_for_tasks_that_nobody_wants(jobs: int) -> None:
    with Workers(jobs) as workers:
        job = workers.job(doubled, 1)
        answers = [job.ask(task) for task in range(1000)]
        assert answers[0].result() == 0
        for answer in answers:
            answer.cancel()


def test_an_error_ends_the_processes_in_the_middle_of_their_work() -> None:
    with pytest.raises(KeyboardInterrupt), Workers(2) as workers:
        workers.job(doubled, 1).ask(1).result()
        raise KeyboardInterrupt
    assert not any(child.is_alive() for child in workers._own)


def test_workers_can_be_started_from_another_thread() -> None:
    answers: list[int] = []

    def work() -> None:
        with Workers(2) as workers:
            answers.extend(all_doubled(workers, [1, 2, 3]))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers == [2, 4, 6]


def test_small_records_are_worth_no_processes(tmp_path: Path) -> None:
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(bytes(1000))
    large.write_bytes(bytes(300_000))
    for paths, jobs in (([small], 1), ([tmp_path / "nowhere"], 1), ([small, large], 2)):
        with start_workers(64, paths) as workers:
            assert workers.jobs == jobs


def test_the_error_of_a_worker_keeps_its_place() -> None:
    error = RecordUnreadable(Unreadable.TRUNCATED, offset=7, detail="x")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (again.code, again.offset, again.detail) == (Unreadable.TRUNCATED, 7, "x")
