"""Real processes at the same instant: one card, one ballot; accepted = logged = counted."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

from audit.verifier import verify_record
from ballots.errors import BallotsError
from tests.voting.people import FIRST, Delegate, Organizer
from tests.voting.processes import processes
from voting.config import Settings
from voting.instance import Instance, open_instance
from voting.refusals import VotingRefused
from voting.services.casting import cast_ballot
from voting.services.reading import read_board, read_conference

PATIENCE = 600  # seconds; only a test that fails waits so long

# What happened to one ballot: ("accepted" or the refusal, index, receipt, is it new).
Outcome = tuple[str, int, str, bool]


class Signals:
    """What the processes of one test share; each gets it when it starts."""

    start: Barrier
    enough: Event


def share(start: Barrier, enough: Event) -> None:
    Signals.start, Signals.enough = start, enough


def cast_all(settings: Settings, uuid: str, bodies: Sequence[bytes]) -> list[Outcome]:
    """Cast ballots in a process of its own; for each ballot all processes start together."""
    instance = open_instance(settings)
    outcomes = []
    for body in bodies:
        Signals.start.wait(PATIENCE)
        outcomes.append(cast_one(instance, uuid, body))
        if len(outcomes) == 3:
            Signals.enough.set()
    instance.close()
    return outcomes


def cast_one(instance: Instance, uuid: str, body: bytes) -> Outcome:
    try:
        recorded = cast_ballot(instance, uuid, body)
    except (VotingRefused, BallotsError) as error:
        return error.refusal.value, 0, "", False
    return "accepted", recorded.index, recorded.receipt, recorded.is_new


def together(
    organizer: Organizer, parts: Sequence[Sequence[bytes]], *, closing: bool = False
) -> list[list[Outcome]]:
    """Cast each part in its own process, ballot by ballot at the same instant."""
    signals = (processes.Barrier(len(parts)), processes.Event())
    settings, uuid = organizer.instance.settings, organizer.uuid
    with ProcessPoolExecutor(len(parts), processes, share, signals) as pool:
        running = [pool.submit(cast_all, settings, uuid, part) for part in parts]
        if closing:
            assert signals[1].wait(PATIENCE)
            organizer.closes()
        return [one.result(PATIENCE) for one in running]


def test_two_ballots_of_one_card_at_one_instant_one_is_accepted(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    rounds = [(one.encrypts(), one.encrypts()) for one in delegates]
    first, second = together(organizer, [[a for a, _ in rounds], [b for _, b in rounds]])
    for one, other in zip(first, second, strict=True):
        assert {one[0], other[0]} == {"accepted", "credential_used"}
    board = read_board(organizer.instance, organizer.uuid)
    assert [line.index for line in board.lines] == [FIRST + place for place in range(5)]
    assert read_conference(organizer.instance, organizer.uuid).turnout.cast == 5


def test_the_same_ballot_at_one_instant_gets_one_place_and_one_receipt(
    organizer: Organizer, delegates: list[Delegate]
) -> None:
    bodies = [one.encrypts() for one in delegates]
    first, second = together(organizer, [bodies, bodies])
    for one, other in zip(first, second, strict=True):
        assert one[:3] == other[:3]
        assert {one[3], other[3]} == {True, False}
    assert read_board(organizer.instance, organizer.uuid).total == 5


def test_twenty_ballots_by_four_processes_make_one_chain(
    organizer: Organizer, tmp_path: Path
) -> None:
    delegates = organizer.is_open(cards=20, present=20, convened=20)
    bodies = [one.encrypts() for one in delegates]
    outcomes = together(organizer, [bodies[part::4] for part in range(4)])
    flat = [outcome for part in outcomes for outcome in part]
    assert {outcome[0] for outcome in flat} == {"accepted"}
    assert sorted(outcome[1] for outcome in flat) == list(range(FIRST, FIRST + 20))
    file = tmp_path / "record.bel"
    file.write_bytes(organizer.record())
    assert verify_record(file).sound


def test_closing_while_ballots_come_in_counts_every_accepted_one(
    organizer: Organizer, tmp_path: Path
) -> None:
    delegates = organizer.is_open(cards=36, present=36, convened=36)
    bodies = [one.encrypts() for one in delegates]
    outcomes = together(organizer, [bodies[part::3] for part in range(3)], closing=True)
    flat = [outcome for part in outcomes for outcome in part]
    assert {outcome[0] for outcome in flat} <= {"accepted", "voting_closed"}
    accepted = sum(outcome[0] == "accepted" for outcome in flat)
    assert 0 < accepted
    assert read_board(organizer.instance, organizer.uuid).total == accepted
    organizer.decrypts()
    assert organizer.counts().people[0].counts == (accepted, 0, 0)
    organizer.publishes()
    file = tmp_path / "record.bel"
    file.write_bytes(organizer.record())
    assert verify_record(file).sound
