"""Proofs wait for each other and never take the last thread from who reads."""

import secrets
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from threading import Barrier, Event

import pytest
from flask.testing import FlaskClient

from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from tests.voting.people import Delegate, Organizer
from voting.application import make_application
from voting.config import Settings
from voting.proofgate import AT_ONCE, REMEMBERED, WAITING, ProofGate
from voting.refusals import Refusal, VotingRefused
from voting.serving import THREADS


def test_some_pass_some_wait_and_the_next_is_told_to_come_again() -> None:
    gate = ProofGate(at_once=2, waiting=3)
    both_inside, leave = Barrier(3), Event()

    def passes(first: bool) -> None:
        with gate.passing(secrets.token_hex(8)):
            if first:
                both_inside.wait(60)
            assert leave.wait(60)

    with ThreadPoolExecutor(6) as pool:
        inside = [pool.submit(passes, True) for _ in range(2)]
        both_inside.wait(60)
        waiting = [pool.submit(passes, False) for _ in range(4)]
        one_too_many = next(as_completed(waiting, timeout=60))
        error = one_too_many.exception()
        assert isinstance(error, VotingRefused)
        assert error.refusal is Refusal.CASTING_BUSY
        leave.set()
        for done in (*inside, *waiting):
            assert done is one_too_many or done.exception() is None


def test_a_ballot_that_fails_gives_its_place_back() -> None:
    gate = ProofGate(at_once=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.passing("a"):
            raise ZeroDivisionError


def test_one_card_has_one_place_and_others_have_theirs() -> None:
    gate = ProofGate(at_once=3, waiting=0)
    with gate.passing("mine"):
        with pytest.raises(VotingRefused) as refused, gate.passing("mine"):
            pass
        assert refused.value.refusal is Refusal.CASTING_BUSY
        with gate.passing("another's"):
            pass
    with gate.passing("mine"):
        pass


def test_a_second_ballot_of_a_card_is_busy_and_the_same_one_gets_its_receipt_afterwards(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    mine, other = delegates[:2]
    ballot = mine.encrypts()
    with organizer.instance.proofs.passing(mine.public):
        for sent in (ballot, mine.encrypts()):
            with pytest.raises(VotingRefused) as refused:
                mine.sends(sent)
            assert refused.value.refusal is Refusal.CASTING_BUSY
        assert other.casts().is_new
    first, again = mine.sends(ballot), mine.sends(ballot)
    assert (first.is_new, again.is_new) == (True, False)
    assert (first.index, first.receipt) == (again.index, again.receipt)


def test_only_who_has_the_card_can_keep_its_place(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    mine = delegates[0]
    ballot, other = mine.encrypts(), mine.encrypts()
    forged = ballot[: ballot.rindex(b'"proof"')] + other[other.rindex(b'"proof"') :]
    with organizer.instance.proofs.passing(mine.public), pytest.raises(BallotsError) as refused:
        mine.sends(forged)
    assert refused.value.refusal is BallotRefusal.BAD_SIGNATURE


def test_a_nervous_phone_ends_with_one_receipt(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    ballot, together = delegates[0].encrypts(), Barrier(6)

    def sends_until_it_is_there(_: int) -> tuple[str, bool]:
        together.wait(60)
        while True:
            try:
                cast = delegates[0].sends(ballot)
            except VotingRefused as error:
                assert error.refusal is Refusal.CASTING_BUSY
                time.sleep(0.05)
            else:
                return cast.receipt, cast.is_new

    with ThreadPoolExecutor(6) as pool:
        receipts = list(pool.map(sends_until_it_is_there, range(6)))
    assert len({receipt for receipt, _ in receipts}) == 1
    assert [is_new for _, is_new in receipts].count(True) == 1


def test_threads_are_left_for_reading_when_every_place_at_the_gate_is_taken() -> None:
    assert THREADS > AT_ONCE + WAITING


def test_a_busy_server_records_nothing_says_when_to_come_again_and_still_reads(
    settings: Settings, organizer: Organizer, delegates: list[Delegate]
) -> None:
    application = make_application(settings)
    gate = ProofGate(at_once=1, waiting=0)
    busy = replace(application.extensions["tinnhiem"], proofs=gate)
    application.extensions["tinnhiem"] = busy
    client: FlaskClient = application.test_client()
    api = f"/api/conferences/{organizer.uuid}"
    ballot = delegates[0].encrypts()
    with gate.passing("another's"):
        answer = client.post(f"{api}/ballots", data=ballot)
        said = (answer.status_code, answer.get_json()["refusal"], answer.headers["Retry-After"])
        assert said == (503, "casting_busy", "2")
        for path in ("", "board", "log", "log/checkpoint", "receipt"):
            assert client.get(f"/c/{organizer.uuid}/{path}").status_code == 200
        assert client.get(api).get_json()["cast"] == 0
    first = client.post(f"{api}/ballots", data=ballot)
    assert first.status_code == 201
    with gate.passing("another's"):  # what is in the log already needs no proof
        again = client.post(f"{api}/ballots", data=ballot)
        assert (again.status_code, again.get_json()) == (200, first.get_json())
    busy.close()


def test_only_the_last_cards_with_a_false_proof_are_remembered() -> None:
    gate = ProofGate()
    for number in range(REMEMBERED + 1):
        gate.remember(str(number))
        gate.remember(str(number))
    lied = [gate.has_lied(str(number)) for number in range(REMEMBERED + 1)]
    assert lied == [False, *[True] * REMEMBERED]
