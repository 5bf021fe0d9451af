"""The log never goes back: after a restore nothing is signed that contradicts what was."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from audit.witness import checkpoint_path
from tests.voting.people import Organizer
from tests.voting.services.test_witnesses import PRESS, UNION
from voting.config import Settings
from voting.heads import SignedHeads
from voting.instance import Instance, open_instance
from voting.log import Head
from voting.plan.witnesses import Witness
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence
from voting.services.resuming import resume_log

URL = "http://192.0.2.7:8100"
NAMED = (Witness("Công đoàn", str(UNION.key), URL),)
BOTH = (*NAMED, Witness("Báo", str(PRESS.key)))


def nobody(_url: str) -> None:
    """Answer nothing."""


class Machine:
    """A server on SQLite whose disk can be copied and put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(
            instance=folder / "instance",
            database_url=f"sqlite:///{folder / 'instance' / 'tinnhiem.sqlite3'}",
        )
        self.organizer = Organizer(self.starts())

    def starts(self) -> Instance:
        self.instance = open_instance(self.settings)
        return self.instance

    def copies_database(self) -> Path:
        copy = self.folder / f"copy-{len(list(self.folder.glob('copy-*')))}.sqlite3"
        source = sqlite3.connect(self.settings.instance / "tinnhiem.sqlite3")
        target = sqlite3.connect(copy)
        source.backup(target)
        source.close()
        target.close()
        return copy

    def restores(self, copy: Path, *, heads: bool = True) -> None:
        """Put the database back as it was; heads: whether the file of signed heads survived."""
        self.instance.close()
        for file in self.settings.instance.glob("tinnhiem.sqlite3*"):
            file.unlink()
        shutil.copy(copy, self.settings.instance / "tinnhiem.sqlite3")
        if not heads:
            for file in self.settings.instance.glob("heads.sqlite3*"):
                file.unlink()
        self.organizer.instance = self.starts()

    def refuses(self) -> Refusal:
        """Say why neither a ballot is taken nor a checkpoint signed: both for one reason."""
        organizer, reasons = self.organizer, set()
        ballot = organizer.delegate(organizer.cards[3])
        uuid = organizer.uuid
        for act in (lambda: evidence.read_checkpoint(self.instance, uuid), ballot.casts):
            with pytest.raises(VotingRefused) as refused:
                act()
            reasons.add(refused.value.refusal)
        (reason,) = reasons
        return reason

    def resumes(self, fetch: object = nobody, *, is_checked: bool = False) -> int:
        assert callable(fetch)
        uuid = self.organizer.uuid
        return resume_log(self.instance, uuid, fetch, is_checked=is_checked).head.size

    def is_not_resumed(self, fetch: object = nobody, *, is_checked: bool = False) -> Refusal:
        with pytest.raises(VotingRefused) as refused:
            self.resumes(fetch, is_checked=is_checked)
        return refused.value.refusal


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    made.organizer.is_open(witnesses=NAMED, witness_quorum=1)
    made.organizer.delegate(made.organizer.cards[0]).casts()
    return made


def witness_that_saw(note: str, machine: Machine) -> object:
    origin = machine.instance.log_key.of_conference(machine.organizer.uuid).name
    return {f"{URL}/{checkpoint_path(origin)}": UNION.cosigns(note)}.get


def test_an_older_database_is_not_signed_for(machine: Machine) -> None:
    copy = machine.copies_database()
    machine.organizer.delegate(machine.organizer.cards[1]).casts()
    machine.restores(copy)
    assert machine.refuses() is Refusal.LOG_WENT_BACK
    assert machine.is_not_resumed(is_checked=True) is Refusal.LOG_WENT_BACK


def test_a_log_that_grew_differently_is_not_signed_for(machine: Machine) -> None:
    copy = machine.copies_database()
    machine.organizer.delegate(machine.organizer.cards[1]).casts()
    machine.restores(copy, heads=False)
    machine.resumes(is_checked=True)  # a careless operator
    machine.organizer.delegate(machine.organizer.cards[2]).casts()
    forked = machine.copies_database()
    machine.restores(forked, heads=False)
    seen = witness_that_saw(note_of_other_branch(machine, copy), machine)
    assert machine.is_not_resumed(seen, is_checked=True) is Refusal.LOG_FORKED


def note_of_other_branch(machine: Machine, copy: Path) -> str:
    """Let the same installation sign another seventh entry, as if it had never gone on here."""
    other = Machine.__new__(Machine)
    other.folder = machine.folder / "other"
    shutil.copytree(machine.settings.instance, other.folder / "instance")
    other.settings = Settings(
        instance=other.folder / "instance",
        database_url=f"sqlite:///{other.folder / 'instance' / 'tinnhiem.sqlite3'}",
    )
    other.organizer = Organizer(other.starts(), machine.organizer.uuid)
    other.organizer.cards = machine.organizer.cards
    other.restores(copy, heads=False)
    other.resumes(is_checked=True)
    other.organizer.delegate(other.organizer.cards[3]).casts()
    note = evidence.read_checkpoint(other.instance, other.organizer.uuid)
    other.instance.close()
    return note


def test_a_machine_that_does_not_know_asks_the_witnesses(machine: Machine) -> None:
    copy = machine.copies_database()
    note = evidence.read_checkpoint(machine.instance, machine.organizer.uuid)
    machine.restores(copy, heads=False)
    assert machine.refuses() is Refusal.LOG_NOT_RESUMED
    assert machine.is_not_resumed() is Refusal.LOG_NOT_CONFIRMED
    unsigned = {f"{URL}/x": "rubbish"}.get
    assert machine.is_not_resumed(unsigned) is Refusal.LOG_NOT_CONFIRMED
    assert machine.resumes(witness_that_saw(note, machine)) == 6
    machine.organizer.delegate(machine.organizer.cards[1]).casts()


def test_a_witness_that_saw_more_stops_the_log_for_good(machine: Machine) -> None:
    copy = machine.copies_database()
    machine.organizer.delegate(machine.organizer.cards[1]).casts()
    note = evidence.read_checkpoint(machine.instance, machine.organizer.uuid)
    machine.restores(copy, heads=False)
    seen = witness_that_saw(note, machine)
    assert machine.is_not_resumed(seen, is_checked=True) is Refusal.LOG_WENT_BACK
    assert machine.refuses() is Refusal.LOG_NOT_RESUMED


def test_an_answer_that_the_witness_did_not_sign_is_no_answer(machine: Machine) -> None:
    copy = machine.copies_database()
    note = evidence.read_checkpoint(machine.instance, machine.organizer.uuid)
    machine.restores(copy, heads=False)
    origin = machine.instance.log_key.of_conference(machine.organizer.uuid).name
    lies = {f"{URL}/{checkpoint_path(origin)}": PRESS.cosigns(note)}.get
    assert machine.is_not_resumed(lies) is Refusal.LOG_NOT_CONFIRMED


def test_one_witness_of_two_is_not_enough_where_the_other_may_have_seen_more(
    tmp_path: Path,
) -> None:
    machine = Machine(tmp_path)
    machine.organizer.is_open(witnesses=BOTH, witness_quorum=1)
    note = evidence.read_checkpoint(machine.instance, machine.organizer.uuid)
    machine.restores(machine.copies_database(), heads=False)
    seen = witness_that_saw(note, machine)
    assert machine.is_not_resumed(seen) is Refusal.LOG_NOT_CONFIRMED
    assert machine.resumes(seen, is_checked=True) == 5


def test_a_database_that_goes_back_under_a_running_server_is_noticed(machine: Machine) -> None:
    evidence.read_checkpoint(machine.instance, machine.organizer.uuid)
    with machine.instance.database.writing() as session:
        for statement in (
            "DROP TRIGGER log_nodes_append_only_delete",
            "DROP TRIGGER log_leaves_append_only_delete",
            "DELETE FROM log_leaves WHERE place = 5",
            "DELETE FROM log_nodes WHERE (position + 1) << level > 5",
        ):
            session.execute(text(statement))
    assert machine.refuses() is Refusal.LOG_WENT_BACK


def test_two_trees_of_one_size_are_never_both_signed(tmp_path: Path) -> None:
    heads = SignedHeads(tmp_path / "heads.sqlite3")
    assert heads.advance("log/x", Head(5, bytes(32)))
    assert heads.advance("log/x", Head(5, bytes(32)))
    assert not heads.advance("log/x", Head(4, b"y" * 32))
    with pytest.raises(VotingRefused) as refused:
        heads.advance("log/x", Head(5, b"z" * 32))
    assert refused.value.refusal is Refusal.LOG_FORKED
    assert heads.newest("log/x") == Head(5, bytes(32))
    heads.close()


def test_a_log_that_was_stopped_stays_so_whatever_is_being_signed(tmp_path: Path) -> None:
    heads = SignedHeads(tmp_path / "heads.sqlite3")
    heads.advance("log/x", Head(100, bytes(32)))
    heads.contradict("log/x", Head(50, b"z" * 32))
    with pytest.raises(VotingRefused) as refused:
        heads.advance("log/x", Head(101, bytes(32)))
    assert refused.value.refusal is Refusal.LOG_FORKED
    assert heads.newest("log/x") == Head(50, b"z" * 32)
    heads.close()


def test_an_operator_may_answer_for_having_checked(machine: Machine) -> None:
    machine.restores(machine.copies_database(), heads=False)
    assert machine.resumes(is_checked=True) == 6
    assert machine.organizer.delegate(machine.organizer.cards[1]).casts().index == 6


def test_a_machine_that_knows_goes_on_without_asking(machine: Machine) -> None:
    machine.restores(machine.copies_database())
    assert machine.organizer.delegate(machine.organizer.cards[1]).casts().index == 6
    assert machine.resumes() == 7
