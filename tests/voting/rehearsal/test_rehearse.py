"""A rehearsal as a person runs it: real processes, one page, nothing left, never mixed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.evidence import read_evidence
from audit.receipt_verdict import Verdict
from audit.verifier import verify_record
from ballots.credentials import public_credential
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from tests.voting.desk import PLAN
from tests.voting.people import OPENING, Delegate, Organizer, definition
from voting.config import settings_from
from voting.definition import Committee
from voting.demo.server import server_environment
from voting.instance import Instance, open_instance
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.place import Place, Stage, is_one_running, only_one
from voting.rehearsal.subject import practice_of
from voting.services.evidence import read_log_file, read_policy
from voting.services.opening import open_voting
from voting.services.receipt_check import Finding, find_ballot

SMALL = ("--delegates", "6", "--minutes", "0.033")


def command(folder: Path, *more: str) -> list[str]:
    plan = folder / "plan.toml"
    plan.write_text(PLAN, encoding="utf-8")
    arguments = ["rehearse", str(plan), *SMALL, "--out", str(folder / "out"), *more]
    return [sys.executable, "-m", "voting.cli", *arguments]


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    own = server_environment(tmp_path / "instance")
    return {**os.environ, **own, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}


def servers_of(folder: Path) -> list[int]:
    """Find the processes whose installation is that of the rehearsal."""
    wanted = f"TINNHIEM_INSTANCE={folder / 'out' / 'run' / 'instance'}".encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
        except OSError:
            continue
    return found


def wait_until_gone(folder: Path) -> None:
    deadline = time.monotonic() + 300
    while servers_of(folder) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert servers_of(folder) == []


def test_a_small_rehearsal_gives_one_page_and_leaves_no_secret(
    tmp_path: Path, surroundings: dict[str, str]
) -> None:
    done = subprocess.run(
        command(tmp_path, "--by-hand", "2", "--wait", "0", "--json"),
        capture_output=True,
        text=True,
        env=surroundings,
    )
    page = json.loads(done.stdout)
    lights = {line["key"]: line["light"] for line in page["lines"]}
    assert done.returncode == int("red" in lights.values()), done.stderr
    assert lights["failures"] == lights["result"] == "green"
    assert lights["hand"] == lights["network"] == lights["committee"] == "amber"
    figures = page["figures"]
    assert (figures["cast"], figures["hand"], figures["hand_cast"]) == (6, 2, 0)
    assert 0 < figures["p50"] <= figures["p95"] <= figures["p99"]
    assert set(page["times"]) == {
        *("preparing", "encrypting", "casting", "by_hand", "decrypting", "verifying")
    }
    left = {file.name for file in (tmp_path / "out").iterdir()}
    assert left == {"report.json", "progress.json", "minutes.pdf"}
    assert (tmp_path / "out" / "minutes.pdf").read_bytes().startswith(b"%PDF")
    progress = Place(tmp_path / "out").progress()
    assert progress is not None and progress.stage is Stage.DONE
    wait_until_gone(tmp_path)


@pytest.fixture
def waiting(tmp_path: Path, surroundings: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command(tmp_path, "--by-hand", "1"),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=surroundings,
    )
    with process:
        yield process
        if process.poll() is None:
            process.kill()


def test_there_is_one_rehearsal_and_even_a_kill_leaves_no_server(
    tmp_path: Path, surroundings: dict[str, str], waiting: subprocess.Popen[str]
) -> None:
    assert waiting.stderr is not None
    for line in waiting.stderr:
        if "Waiting for the test cards" in line:
            break
    assert (tmp_path / "out" / "run" / "test-cards.pdf").read_bytes().startswith(b"%PDF")
    assert servers_of(tmp_path) != []
    assert is_one_running(tmp_path / "instance")
    second = subprocess.run(command(tmp_path), capture_output=True, text=True, env=surroundings)
    assert second.returncode == 1
    assert "A rehearsal is running on this machine." in second.stderr
    waiting.send_signal(signal.SIGKILL)
    waiting.wait(300)
    wait_until_gone(tmp_path)
    assert not is_one_running(tmp_path / "instance")
    Place(tmp_path / "out").begin()
    assert not (tmp_path / "out" / "run").exists()


def test_two_at_once_are_refused_with_their_code(tmp_path: Path) -> None:
    with only_one(tmp_path):
        with pytest.raises(VotingRefused) as caught, only_one(tmp_path):
            pytest.fail("two rehearsals at once")
        assert caught.value.refusal is Refusal.REHEARSAL_RUNNING
    with only_one(tmp_path):
        assert is_one_running(tmp_path)
    assert not is_one_running(tmp_path)


def opened(folder: Path) -> Instance:
    return open_instance(settings_from(server_environment(folder), folder))


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[tuple[Organizer, Organizer]]:
    """Give the real conference and its rehearsal, each in its own installation."""
    real, practice = (Organizer(opened(tmp_path / name)) for name in ("real", "practice"))
    planned = definition(committee=Committee(1, 2))
    real.prepares(committee=planned.committee)
    own = practice_of(planned, delegates=3, hand=2, base_url="http://127.0.0.1:1")
    practice.prepares(**{name: getattr(own, name) for name in own.__struct_fields__})
    yield real, practice
    for hall in (real, practice):
        hall.instance.close()


def verdict_of(record: Organizer, log: Organizer, policy: Organizer, folder: Path) -> bool:
    """Verify the record of one conference with the log and the policy of another."""
    bel, tlog, signers = (folder / name for name in ("one.bel", "one.tlog", "policy.txt"))
    bel.write_bytes(record.record())
    tlog.write_bytes(b"".join(read_log_file(log.instance, log.uuid)))
    signers.write_text(read_policy(policy.instance, policy.uuid), encoding="utf-8")
    return verify_record(bel, evidence=read_evidence(tlog, signers, [])).sound


def test_nothing_of_a_rehearsal_is_good_for_the_real_conference(
    halls: tuple[Organizer, Organizer], tmp_path: Path
) -> None:
    real, practice = halls
    for hall in halls:
        hall.rehearses(*hall.member_keys[:1])
    cards, foreign = real.prints(), practice.prints()
    card = foreign[0]
    as_real = public_credential(card.card, uuid=real.uuid, group=real.election.group)
    for public in (card.public, as_real):  # not even to make it void
        with pytest.raises(VotingRefused) as unknown:
            open_voting(real.instance, real.uuid, [public], now=OPENING)
        assert unknown.value.refusal is Refusal.UNKNOWN_CARD
    real.opens()
    practice.opens()
    with pytest.raises(BallotsError) as wrong:
        Delegate(real.instance, real.election, card.card).sends(card.encrypts())
    assert wrong.value.refusal is BallotRefusal.WRONG_ELECTION
    with pytest.raises(BallotsError) as nobody:
        Delegate(real.instance, real.election, card.card).casts()
    assert nobody.value.refusal is BallotRefusal.UNKNOWN_CREDENTIAL
    receipts = [delegate.casts().receipt for delegate in (*cards[:2], *foreign[:3])]
    pasted = [find_ballot(real.instance, real.uuid, receipt) for receipt in receipts]
    wrong_box = (Finding.RECEIPT_REFUSED, Verdict.OTHER_CONFERENCE)
    for found in pasted[2:]:
        assert found.judgement is not None
        assert (found.finding, found.judgement.verdict) == wrong_box
    assert [found.finding for found in pasted[:2]] == 2 * [Finding.RECEIPT_HOLDS]
    real.closes()
    practice.closes()
    is_sound = {
        (record is real, log is real, policy is real): verdict_of(record, log, policy, tmp_path)
        for record in halls
        for log in halls
        for policy in halls
    }
    assert {which for which, sound in is_sound.items() if sound} == {3 * (True,), 3 * (False,)}
    with pytest.raises(VotingRefused) as key:
        real.decrypts(practice.member_keys[0])
    assert key.value.refusal is Refusal.WRONG_KEY
    assert real.decrypts(real.member_keys[0])


def test_a_practice_says_what_it_is_and_needs_enough_ballots() -> None:
    planned = definition(minimum_ballots=5, convened=6, total_members=7)
    own = practice_of(planned, delegates=20, hand=5, base_url="http://192.168.1.10:9000")
    assert own.rehearsal
    assert (own.cards, own.present, own.convened, own.total_members) == (25, 25, 25, 25)
    assert own.address == "http://192.168.1.10:9000"
    assert own.people == planned.people
    with pytest.raises(VotingRefused) as caught:
        practice_of(planned, delegates=4, hand=5, base_url="")
    assert caught.value.refusal is Refusal.REHEARSAL_TOO_SMALL
