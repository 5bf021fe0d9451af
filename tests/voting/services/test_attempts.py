"""Rate limits: they slow a guesser down, in every worker alike, and lock nobody out."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.voting.test_privacy import cells
from voting.account_models import FailedLogIn
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services import attempts
from voting.services.attempts import begin_attempt, forget_attempts

NOW = 1_800_000_000
HALL, HOME = "address 192.0.2.7", "device of 1"


def fails(
    instance: Instance, times: int, place: str = HALL, name: str = "an", at: int = NOW
) -> int:
    """Try so often at one moment; return how many attempts were judged."""
    judged = 0
    for _ in range(times):
        try:
            begin_attempt(instance, name, place, now=at)
        except VotingRefused as error:
            assert error.refusal is Refusal.TRY_LATER
        else:
            judged += 1
    return judged


def test_after_a_few_failures_a_name_has_to_wait_but_never_over_a_minute(
    instance: Instance,
) -> None:
    assert fails(instance, 20) == attempts.FREE_OF_NAME
    at = NOW
    for _ in range(12):  # attempts while waiting do not prolong the wait
        assert fails(instance, 3, at=at + 1) == 0
        at += attempts.LONGEST_WAIT
        assert fails(instance, 3, at=at) == 1


def test_a_guesser_in_the_hall_does_not_lock_the_administrators_own_device_out(
    instance: Instance,
) -> None:
    fails(instance, 20)
    assert fails(instance, 1, place="address 192.0.2.8") == 1
    assert fails(instance, 1, place=HOME) == 1


def test_a_place_that_tries_many_names_has_to_wait_too(instance: Instance) -> None:
    judged = sum(fails(instance, 1, name=f"người {number}") for number in range(40))
    assert judged == attempts.FREE_OF_PLACE


def test_success_forgets_the_failures_of_the_name(instance: Instance) -> None:
    fails(instance, 5)
    with instance.database.writing() as session:
        forget_attempts(session, instance, "an", HALL)
    assert fails(instance, 9) == attempts.FREE_OF_NAME


def test_failures_are_forgotten_and_removed_after_a_while(instance: Instance) -> None:
    fails(instance, 9)
    later = NOW + attempts.FORGOTTEN_AFTER + 1
    assert fails(instance, 1, name="khác", place="address 192.0.2.9", at=later) == 1
    with instance.database.reading() as session:
        assert session.query(FailedLogIn).count() == 2


def test_attempts_at_the_same_moment_are_all_counted(instance: Instance) -> None:
    with ThreadPoolExecutor(8) as pool:
        judged = sum(pool.map(lambda _: fails(instance, 2), range(8)))
    assert judged == attempts.FREE_OF_NAME


def test_what_is_kept_names_neither_a_person_nor_a_place(instance: Instance) -> None:
    fails(instance, 2, name="nguyễn văn an")
    kept = b"\n".join(cells(instance.database))
    for word in ("nguyễn", "192.0.2.7", "address"):
        assert word.encode() not in kept


@pytest.mark.parametrize(("failures", "wait"), [(0, 0), (4, 0), (5, 2), (6, 4), (9, 32), (99, 60)])
def test_waits_double_up_to_a_minute(failures: int, wait: int) -> None:
    assert attempts.wait_after(failures, attempts.FREE_OF_NAME) == wait
