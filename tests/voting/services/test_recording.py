"""Ballots that wait together are verified and recorded together, and judged each by itself."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import Any

from sqlalchemy import event

from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from audit.statement import parse_statement, verify_statement
from ballots.ballot import parse_ballot
from ballots.errors import BallotRefused
from tests.voting.people import FIRST, Delegate, Organizer
from tests.voting.services.test_casting import changed, with_other_proof
from voting.instance import Instance
from voting.proofgate import ProofGate
from voting.recorded import CastBallot
from voting.refusals import Refusal, VotingRefused
from voting.services.casting import cast_ballot
from voting.services.evidence import read_receipt
from voting.services.reading import read_conference
from voting.services.recording import record_ballots

PATIENCE = 300  # seconds; only a test that fails waits so long


@contextmanager
def appends(instance: Instance) -> Iterator[list[int]]:
    """Count the ballots of each append."""
    counts: list[int] = []

    def seen(_connection: Any, _cursor: Any, statement: str, rows: Any, *_more: Any) -> None:
        if statement.startswith("INSERT INTO log_entries"):
            counts.append(len(rows) if isinstance(rows, list) else 1)

    event.listen(instance.database.engine, "before_cursor_execute", seen)
    yield counts
    event.remove(instance.database.engine, "before_cursor_execute", seen)


def cast_together(
    instance: Instance, uuid: str, bodies: Sequence[bytes]
) -> list["Future[CastBallot]"]:
    """Cast ballots that all wait while another conference has the only turn."""
    busy = replace(instance, proofs=ProofGate(at_once=1))
    began, go_on = Event(), Event()

    def works(_: object, turn: object) -> list[Any]:
        began.set()
        assert go_on.wait(PATIENCE)
        return [None]

    with ThreadPoolExecutor(len(bodies) + 1) as pool:
        another: Any = None
        pool.submit(busy.proofs.turns.do, "another", another, works)
        assert began.wait(PATIENCE)
        cast = [pool.submit(cast_ballot, busy, uuid, body) for body in bodies]
        while busy.proofs.turns.waiting < len(bodies):
            Event().wait(0.01)
        go_on.set()
    return cast


def check_receipts(organizer: Organizer, cast: Sequence[CastBallot]) -> None:
    """Each receipt holds by itself, and is the one that the ballot gets for ever."""
    key = parse_verification_key(read_conference(organizer.instance, organizer.uuid).log_key)
    for one in cast:
        receipt = parse_receipt(one.receipt)
        verify_receipt(receipt, key)
        assert (receipt.index, receipt.tracker) == (one.index, one.tracker)
        assert receipt.proof.signed.checkpoint.size == one.index + 1
        newest = parse_receipt(read_receipt(organizer.instance, organizer.uuid, one.index))
        assert newest.entry == receipt.entry


def test_what_waits_is_recorded_at_once_and_a_bad_ballot_refuses_no_other(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    bad = changed(delegates[2], with_other_proof)
    bodies = [one.encrypts() for one in delegates]
    with appends(organizer.instance) as counts:
        bodies[2] = bad
        outcomes = cast_together(organizer.instance, organizer.uuid, bodies)
    error = outcomes.pop(2).exception()
    assert isinstance(error, BallotRefused)
    assert (error.refusal.value, error.detail) == ("invalid_proof", "question 1")
    cast = [one.result() for one in outcomes]
    assert counts == [4]
    assert all(one.is_new for one in cast)
    assert sorted(one.index for one in cast) == [FIRST + place for place in range(4)]
    check_receipts(organizer, cast)
    del bodies[2]
    for body, one in zip(bodies, cast, strict=True):
        again = cast_ballot(organizer.instance, organizer.uuid, body)
        assert (again.is_new, again.receipt) == (False, one.receipt)
    assert delegates[2].casts().index == FIRST + 4


def test_in_one_transaction_each_ballot_gets_its_own_refusal_and_the_others_their_receipts(
    organizer: Organizer,
) -> None:
    organizer.prepares()
    organizer.rehearses()
    void, used, there, new, other = organizer.prints()
    organizer.opens(void)
    used.casts()
    known = there.encrypts()
    first = there.sends(known)
    bodies = [void.encrypts(), new.encrypts(), used.encrypts(), known, other.encrypts()]
    ballots = [parse_ballot(body, organizer.election) for body in bodies]
    outcomes = record_ballots(organizer.instance, organizer.uuid, ballots)
    refused = {0: Refusal.CARD_VOID, 2: Refusal.CREDENTIAL_USED}
    key = parse_verification_key(read_conference(organizer.instance, organizer.uuid).log_key)
    for place, refusal in refused.items():
        error = outcomes[place]
        assert isinstance(error, VotingRefused) and error.refusal is refusal
        signed = parse_statement(error.statement or "")
        verify_statement(signed, key)
        assert signed.statement.tracker == ballots[place].tracker
        assert signed.statement.size == FIRST + 2  # what was there before the group
    assert outcomes[3] == 2  # its height
    assert there.sends(known).receipt == first.receipt
    cast = [one for one in outcomes if isinstance(one, CastBallot)]
    assert [one.tracker for one in cast] == [ballots[1].tracker, ballots[4].tracker]
    assert sorted(one.index for one in cast) == [FIRST + 2, FIRST + 3]
    check_receipts(organizer, cast)


def test_the_order_of_those_recorded_together_is_drawn(organizer: Organizer) -> None:
    """Ten in the order in which they came: once in 3.6 million times."""
    delegates = organizer.is_open(cards=10, present=10, convened=10)
    ballots = [parse_ballot(one.encrypts(), organizer.election) for one in delegates]
    cast = record_ballots(organizer.instance, organizer.uuid, ballots)
    order = [one.index for one in cast if isinstance(one, CastBallot)]
    assert sorted(order) == [FIRST + place for place in range(10)] != order
