"""Passphrases: hashing never takes more than a few threads from ballots and pages."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from threading import Barrier, Event

import pytest

from tests.voting.clerks import PHRASE
from voting.account_models import FailedLogIn
from voting.instance import Instance
from voting.proofgate import AT_ONCE, WAITING
from voting.refusals import Refusal, VotingRefused
from voting.services import entering
from voting.services.passphrases import PLACES, make_hash, place_to_hash, verify_passphrase
from voting.serving import THREADS

NOW = 1_800_000_000


def with_every_place_taken(act: Callable[[], object]) -> None:
    """Do something while other threads have all the places."""
    taken, leave = Barrier(PLACES + 1), Event()

    def holds() -> None:
        with place_to_hash():
            taken.wait(60)
            assert leave.wait(60)

    with ThreadPoolExecutor(PLACES) as pool:
        holding = [pool.submit(holds) for _ in range(PLACES)]
        try:
            taken.wait(60)
            act()
        finally:
            leave.set()
        for one in holding:
            one.result(60)


def test_hashing_and_comparing_at_once_turn_away_who_finds_no_place() -> None:
    kept = make_hash(PHRASE, "Nguyễn Văn An")

    def turned_away() -> None:
        for call in (
            lambda: make_hash(PHRASE, "Nguyễn Văn An"),
            lambda: verify_passphrase(PHRASE, kept),
            lambda: verify_passphrase(PHRASE, None),
        ):
            with pytest.raises(VotingRefused) as refused:
                call()
            assert refused.value.refusal is Refusal.TRY_LATER

    with_every_place_taken(turned_away)
    verify_passphrase(PHRASE, kept)


def test_of_a_crowd_as_many_are_heard_as_there_are_places() -> None:
    crowd, leave = Barrier(PLACES + 4), Event()

    def comes() -> None:
        crowd.wait(60)
        with place_to_hash(), place_to_hash():
            assert leave.wait(60)

    with ThreadPoolExecutor(PLACES + 4) as pool:
        waiting = {pool.submit(comes) for _ in range(PLACES + 4)}
        turned_away = 0
        while turned_away < 4:
            done, waiting = wait(waiting, 60, FIRST_COMPLETED)
            assert done
            for one in done:
                assert isinstance(error := one.exception(), VotingRefused)
                assert error.refusal is Refusal.TRY_LATER
            turned_away += len(done)
        leave.set()
        assert len(waiting) == PLACES
        for one in waiting:
            one.result(60)


def test_who_is_turned_away_has_not_tried(instance: Instance) -> None:
    def tries() -> None:
        with pytest.raises(VotingRefused, match="try_later"):
            entering.log_in(instance, "Nguyễn Văn An", PHRASE, place="x", now=NOW)

    with_every_place_taken(tries)
    with instance.database.reading() as session:
        assert session.query(FailedLogIn).count() == 0


def test_a_wrong_passphrase_gives_its_place_back() -> None:
    for _ in range(PLACES + 1):
        with pytest.raises(VotingRefused, match="wrong_name_or_passphrase"):
            verify_passphrase(PHRASE, None)


def test_proofs_and_passphrases_together_leave_threads_for_reading() -> None:
    assert THREADS > AT_ONCE + WAITING + PLACES
