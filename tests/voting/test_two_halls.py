"""A lying server shows two halls two logs: a witness catches it, and then a receipt holder.

The organizer copies the installation after two ballots and serves hall A from one copy, hall B
from the other: one log key, two logs, each honest in itself. In hall A, Mai votes; in hall B, Nam.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.note import parse_verification_key
from tests.voting.desk import Desk
from tests.voting.halls import copied, hall, seated, settled
from tests.voting.people import Organizer
from tests.voting.witnessing.served import WitnessBox, witness_box
from tests.voting.witnessing.test_feeder import feeding, named, until
from voting.config import Settings
from voting.instance import Instance, open_instance
from voting.refusals import Refusal, VotingRefused
from voting.services import evidence
from voting.services.evidence import read_log_file
from voting.services.reading import read_conference
from voting.services.witnesses import list_witnesses


@dataclass
class Hall:
    """What people in one hall see and hold."""

    instance: Instance
    url: str
    uuid: str
    receipt: str

    @property
    def conference(self) -> str:
        return f"{self.url}/c/{self.uuid}/"

    @property
    def checkpoint(self) -> SignedCheckpoint:
        return parse_checkpoint(evidence.read_checkpoint(self.instance, self.uuid))

    @property
    def log_key(self) -> str:
        return read_conference(self.instance, self.uuid).log_key


@pytest.fixture
def box(tmp_path: Path) -> Iterator[WitnessBox]:
    with witness_box(tmp_path / "union") as made:
        yield made


@pytest.fixture
def halls(tmp_path: Path, box: WitnessBox) -> Iterator[tuple[Hall, Hall, Organizer]]:
    """Take one vote into two halls, each with one more ballot than the other knows of."""
    folder = tmp_path / "server"
    first = Settings(instance=folder, database_url=f"sqlite:///{folder}/tinnhiem.sqlite3")
    organizer = Organizer(open_instance(first))
    delegates = organizer.is_open(witnesses=named(box), witness_quorum=1)
    for delegate in delegates[:2]:
        delegate.casts()
    settings = settled(organizer)
    second = copied(settings, tmp_path / "other")
    with hall(settings) as (in_a, url_a), hall(second) as (in_b, url_b):
        mai, nam = seated(delegates[2], in_a), seated(delegates[3], in_b)
        organizer.instance = in_a
        yield (
            Hall(in_a, url_a, organizer.uuid, mai.casts().receipt),
            Hall(in_b, url_b, organizer.uuid, nam.casts().receipt),
            organizer,
        )


def test_a_witness_catches_the_lie_and_a_receipt_says_who_saw_it(
    halls: tuple[Hall, Hall, Organizer], box: WitnessBox, desk: Desk
) -> None:
    hall_a, hall_b, _ = halls

    # Each hall alone looks right: one key, one size, each receipt holds by the log's signature.
    assert hall_a.log_key == hall_b.log_key
    assert hall_a.checkpoint.checkpoint.size == hall_b.checkpoint.checkpoint.size
    assert hall_a.checkpoint.checkpoint.root != hall_b.checkpoint.checkpoint.root
    mai = desk.writes("mai.txt", hall_a.receipt)
    nam = desk.writes("nam.txt", hall_b.receipt)
    for receipt in (mai, nam):
        desk.types("receipt", "verify", receipt, "--log-key", hall_a.log_key)

    # The union's witness saw hall A. It then comes to hall B, on its own feet.
    folder = str(box.folder)
    desk.types("witness", "follow", hall_a.conference, "--dir", folder)
    desk.types("witness", "pull", "--dir", folder)
    desk.types("witness", "follow", hall_b.conference, "--dir", folder)
    caught = desk.types("witness", "pull", "--dir", folder, exits=1)
    assert "HAI HÒM PHIẾU KHÁC NHAU" in caught.stderr

    # It cosigned nothing of hall B, and keeps both signatures: nobody else can have made them.
    assert hall_b.checkpoint.note.signatures[1:] == ()
    [kept] = (box.folder / "evidence").iterdir()
    key = parse_verification_key(hall_a.log_key)
    held, shown = (
        parse_checkpoint((kept / name).read_text()) for name in ("held.txt", "shown.txt")
    )
    for signed in (held, shown):
        verify_checkpoint(signed, key)
    assert held.checkpoint == hall_a.checkpoint.checkpoint
    assert shown.checkpoint == hall_b.checkpoint.checkpoint

    # Nam sees at once that his receipt has no witness, while Mai's has.
    policy = desk.writes("policy.txt", evidence.read_policy(hall_a.instance, hall_a.uuid))
    index = hall_a.checkpoint.checkpoint.size - 1
    with_witness = desk.writes(
        "mai-later.txt", evidence.read_receipt(hall_a.instance, hall_a.uuid, index)
    )
    confirmed = desk.types("receipt", "verify", with_witness, "--policy", policy)
    assert "doan.example" in confirmed.output and "That is enough" in confirmed.output
    alone = desk.types("receipt", "verify", nam, "--policy", policy, exits=1)
    assert "0 of 1 witnesses have confirmed it" in alone.output


def test_a_receipt_holder_catches_the_lie_during_the_vote_and_after_it(
    halls: tuple[Hall, Hall, Organizer], box: WitnessBox, desk: Desk
) -> None:
    hall_a, hall_b, organizer = halls
    folder = str(box.folder)
    policy = desk.writes("policy.txt", evidence.read_policy(hall_a.instance, hall_a.uuid))
    mai = desk.writes("mai.txt", hall_a.receipt)
    nam = desk.writes("nam.txt", hall_b.receipt)

    # Nam compares his receipt with the log of the other hall while the vote goes on.
    desk.types("witness", "follow", hall_a.conference, "--dir", folder)
    desk.types("witness", "pull", "--dir", folder)
    desk.types("monitor", hall_a.conference, "--once", "--dir", "m1", "--seen", mai)
    seen = desk.types("monitor", hall_a.conference, "--once", "--dir", "m2", "--seen", nam, exits=1)
    assert "TWO DIFFERENT LOGS" in seen.stderr

    # And after it, with the record, on a machine that is not connected to anything.
    organizer.finishes()
    desk.types("witness", "follow", hall_a.conference, "--dir", folder)
    desk.types("witness", "pull", "--dir", folder)
    record = desk.folder / "record.bel"
    record.write_bytes(organizer.record())
    log = desk.folder / "record.tlog"
    log.write_bytes(b"".join(read_log_file(hall_a.instance, hall_a.uuid)))
    verify = ("verify", str(record), "--log", str(log), "--policy", policy)
    desk.types(*verify, "--earlier-checkpoint", mai)
    wrong = desk.types(*verify, "--earlier-checkpoint", nam, exits=1)
    failed = [line for line in wrong.output.splitlines() if line.startswith("✗")]
    assert len(failed) == 1 and failed[0].startswith("✗ 34 ")


def test_the_second_hall_that_asks_the_witness_itself_is_stopped(
    halls: tuple[Hall, Hall, Organizer], box: WitnessBox
) -> None:
    hall_a, hall_b, organizer = halls
    box.cosigner.follow(parse_verification_key(hall_a.log_key), None)

    def sizes(one: Hall) -> list[int | None]:
        return [witness.size for witness in list_witnesses(one.instance, one.uuid)]

    with feeding(hall_a.instance) as said:
        until(lambda: sizes(hall_a) == [hall_a.checkpoint.checkpoint.size])
    assert said == []
    with feeding(hall_b.instance) as said:
        until(lambda: len(said) == 1)
    assert said[0].vi.startswith("!!!") and len(box.heard.alarms) == 1
    with pytest.raises(VotingRefused) as caught:
        evidence.read_checkpoint(hall_b.instance, hall_b.uuid)
    assert caught.value.refusal is Refusal.LOG_FORKED
    assert sizes(hall_b) == [None]
    organizer.finishes()  # hall A goes on
