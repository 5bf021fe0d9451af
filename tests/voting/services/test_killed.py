"""A server killed at every step of an append: the log is what its last checkpoint says.

The ballots that were appended together are wholly there (then sending one again gives its receipt)
or not at all (then sending it again casts it). SIGKILL, real processes, both kinds of database.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Thread

from sqlalchemy import select

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.merkle import leaf_hash, root_of, verify_consistency
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from ballots.ballot import tracker_of
from tests.voting.people import Delegate, Organizer
from voting.demo.server import DemoServer
from voting.instance import Instance, open_instance
from voting.log import entries_of, log_size
from voting.models import Card, CardState, LogEntry
from voting.services import evidence
from voting.services.casting import cast_ballot
from voting.services.common import find_conference
from voting.services.reading import read_conference
from voting.signing import key_of

ROOT = Path(__file__).parents[3]
CARDS = 100  # two a step, more than an append has
NOT_THERE = (
    "before INSERT INTO log_leaves",
    "after INSERT INTO log_leaves",
    "after INSERT INTO log_nodes",
    "after INSERT INTO log_entries",
    "after INSERT INTO log_data",
    "after UPDATE cards SET",
)
THERE = ("before the heads advance", "after the heads advanced", "before the answer")


@contextmanager
def doomed(organizer: Organizer) -> Iterator["subprocess.Popen[str]"]:
    """Run the program that kills its children."""
    settings = organizer.instance.settings
    words = [str(settings.instance), settings.database_url, organizer.uuid]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.voting.killed", *words],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process


def order(process: "subprocess.Popen[str]", step: int, bodies: Sequence[bytes]) -> tuple[bool, str]:
    """Have ballots cast by a child that dies at a step; say whether it did, and where."""
    assert process.stdin is not None and process.stdout is not None
    sent = {"step": step, "bodies": [body.hex() for body in bodies]}
    process.stdin.write(json.dumps(sent) + "\n")
    process.stdin.flush()
    outcome = json.loads(process.stdout.readline())
    return outcome["died"], outcome["at"]


class Restarted:
    """The server after the kill: the same files, opened anew."""

    def __init__(self, organizer: Organizer, earlier: str) -> None:
        self.uuid = organizer.uuid
        self.instance = open_instance(organizer.instance.settings)
        self.earlier = earlier

    def close(self) -> None:
        self.instance.close()

    def checkpoint(self) -> str:
        """Sign a checkpoint, which continues the earlier one and describes the entries."""
        note = evidence.read_checkpoint(self.instance, self.uuid)
        new, old = parse_checkpoint(note).checkpoint, parse_checkpoint(self.earlier).checkpoint
        path = evidence.consistency_for(self.instance, self.uuid, old.size, new.size)
        verify_consistency(old.size, old.root, new.size, new.root, path)
        with self.instance.database.reading() as session:
            conference = find_conference(session, self.uuid)
            entries = entries_of(session, conference.id, 0, new.size + 1)
            newest = self.instance.heads.newest(key_of(self.instance, conference).name)
        assert len(entries) == new.size
        assert root_of([leaf_hash(entry) for entry in entries]) == new.root
        assert newest is not None and newest.size <= new.size
        assert root_of([leaf_hash(entry) for entry in entries[: newest.size]]) == newest.root
        return note

    def are_there(self, delegates: Sequence[Delegate], bodies: Sequence[bytes]) -> bool:
        """Say whether the ballots of a group are wholly there; otherwise nothing of them is."""
        with self.instance.database.reading() as session:
            conference = find_conference(session, self.uuid)
            cards = {session.get_one(Card, (conference.id, one.public)).state for one in delegates}
            trackers = LogEntry.tracker.in_([tracker_of(body) for body in bodies])
            entries = session.scalars(select(LogEntry.height).where(trackers)).all()
            size = log_size(session, conference.id)
        before = parse_checkpoint(self.earlier).checkpoint.size
        outcome = (cards, len(entries), size - before)
        assert outcome in (({CardState.ISSUED}, 0, 0), ({CardState.USED}, 2, 2))
        return bool(entries)

    def sends_again(self, body: bytes, *, was_there: bool) -> None:
        """Send the ballot again: it gets the receipt that it had, or would have had."""
        cast = cast_ballot(self.instance, self.uuid, body)
        assert cast.is_new is not was_there
        assert cast_ballot(self.instance, self.uuid, body).index == cast.index
        receipt = parse_receipt(cast.receipt)
        key = parse_verification_key(read_conference(self.instance, self.uuid).log_key)
        verify_receipt(receipt, key)
        assert receipt.tracker == tracker_of(body)


def test_a_server_killed_at_any_step_of_an_append_loses_nothing_and_lies_to_nobody(
    organizer: Organizer,
) -> None:
    delegates = organizer.is_open(cards=CARDS, present=CARDS, convened=CARDS)
    earlier = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    outcomes: dict[str, set[bool]] = {}
    last, *others = zip(delegates[::2], delegates[1::2], strict=True)
    with doomed(organizer) as process:

        def survives(step: int, pair: Sequence[Delegate], earlier: str) -> tuple[bool, str]:
            """Kill at a step, look at what is left, send the ballots again."""
            bodies = [delegate.encrypts() for delegate in pair]
            died, at = order(process, step, bodies)
            with closing(Restarted(organizer, earlier)) as restarted:
                restarted.checkpoint()
                was_there = restarted.are_there(pair, bodies)
                for body in bodies:
                    restarted.sends_again(body, was_there=was_there)
                if died:
                    outcomes.setdefault(at, set()).add(was_there)
                return died, restarted.checkpoint()

        for step, pair in enumerate(others, start=1):
            died, earlier = survives(step, pair, earlier)
            if not died:
                break
        assert not died, "more steps than cards"
        survives(0, last, earlier)
    assert set(outcomes) >= {*NOT_THERE, *THERE}
    assert all(outcomes[at] == {False} for at in NOT_THERE)
    assert all(outcomes[at] == {True} for at in THERE)


def test_what_was_answered_before_the_kill_is_there_after_it(organizer: Organizer) -> None:
    delegates = organizer.is_open(cards=16, present=16, convened=16)
    bodies = [delegate.encrypts() for delegate in delegates]
    settings = organizer.instance.settings
    earlier = evidence.read_checkpoint(organizer.instance, organizer.uuid)
    answered: list[tuple[bytes, str]] = []
    with DemoServer(
        instance=settings.instance, workers=2, TINNHIEM_DATABASE_URL=settings.database_url
    ) as server:
        path = f"/api/conferences/{organizer.uuid}/ballots"

        def send(body: bytes) -> None:
            try:
                with closing(HTTPConnection("127.0.0.1", server.port, timeout=300)) as connection:
                    connection.request("POST", path, body=body)
                    response = connection.getresponse()
                    content = json.loads(response.read())
            except (OSError, HTTPException):
                return  # killed before it answered
            assert response.status == 201
            answered.append((body, content["receipt"]))
            if len(answered) == 5:
                os.killpg(server.pid, signal.SIGKILL)  # main process and workers, at once

        hands = [Thread(target=send, args=(body,)) for body in bodies]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()
    assert len(answered) >= 5
    with closing(Restarted(organizer, earlier)) as restarted:
        check_answered(restarted.instance, organizer.uuid, answered)
        restarted.earlier = restarted.checkpoint()
        for body in bodies:
            cast_ballot(restarted.instance, organizer.uuid, body)
        restarted.checkpoint()
    assert read_conference(organizer.instance, organizer.uuid).turnout.cast == 16


def check_answered(instance: Instance, uuid: str, answered: list[tuple[bytes, str]]) -> None:
    """Each receipt that somebody got still holds, and the log still contains its checkpoint."""
    key = parse_verification_key(read_conference(instance, uuid).log_key)
    newest = parse_checkpoint(evidence.read_checkpoint(instance, uuid)).checkpoint
    for body, text in answered:
        receipt = parse_receipt(text)
        verify_receipt(receipt, key)
        held = receipt.proof.signed.checkpoint
        verify_checkpoint(receipt.proof.signed, key)
        path = evidence.consistency_for(instance, uuid, held.size, newest.size)
        verify_consistency(held.size, held.root, newest.size, newest.root, path)
        assert not cast_ballot(instance, uuid, body).is_new
