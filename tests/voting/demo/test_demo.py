"""The demonstration as a person runs it: real processes, real figures, nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.receipt import KIND

HEADING = (
    "name,position,high,medium,low,high_pct,medium_pct,low_pct,ballots_issued,ballots_collected"
)
SMALL = f"""{HEADING}
Nguyễn Thị An,Chủ tịch,5,2,1,62.5,25,12.5,8,8
Trần Văn Bình,Phó Chủ tịch,0,3,4,,,,8,8
"""
WRONG = SMALL.replace("62.5", "62.51")


def command(people: Path, out: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "voting.cli",
        "demo",
        "--people",
        str(people),
        "--out",
        str(out),
        *more,
    ]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    file.write_text(SMALL, encoding="utf-8")
    return file


def processes_of(out: Path) -> list[int]:
    """Find the processes that belong to a demonstration by the folder in their environment."""
    return processes_with(f"TINNHIEM_INSTANCE={out / 'instance'}")


def processes_with(setting: str) -> list[int]:
    wanted = setting.encode()
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
        except OSError:
            continue
    return found


def wait_until_gone(out: Path) -> None:
    deadline = time.monotonic() + 300
    while processes_of(out) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_of(out) == []


@pytest.fixture
def english() -> dict[str, str]:
    return {**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}


def test_a_committee_vote_is_played_to_a_verified_record(
    people: Path, tmp_path: Path, english: dict[str, str]
) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        command(people, out, "--trustees", "2/3"), capture_output=True, text=True, env=english
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Every count and percentage equals the published one." in done.stdout
    assert "62.50" in done.stdout
    (record,) = out.glob("*.bel")
    kept = ["--policy", str(out / "policy.txt")]
    kept += ["--earlier-checkpoint", str(out / "checkpoint-at-opening.txt")]
    log = str(record.with_suffix(".tlog"))
    verified = subprocess.run(
        [sys.executable, "-m", "voting.cli", "verify", str(record), "--log", log, *kept, "--json"],
        capture_output=True,
        env=english,
    )
    assert verified.returncode == 0
    answers = [one["answer"] for one in json.loads(verified.stdout)["questions"]]
    assert answers == ["yes"] * 6 + ["unchecked"] + ["yes"] * 2  # nobody was named as a witness
    assert (out / "receipts.txt").read_text().count(KIND) == 8
    assert {file.name for file in out.glob("member-*.key")} == {
        "member-1.key",
        "member-2.key",
        "member-3.key",
    }
    assert not [*out.glob("instance/keys/*")]  # the server holds no share
    secret = [*out.glob("member-*.key"), *out.glob("cards/*.txt")]
    assert len(secret) == 3 + 8
    assert all(file.stat().st_mode & 0o077 == 0 for file in secret)
    wait_until_gone(out)


def test_a_published_figure_that_differs_fails_the_demonstration(
    tmp_path: Path, english: dict[str, str]
) -> None:
    people = tmp_path / "people.csv"
    people.write_text(WRONG, encoding="utf-8")
    out = tmp_path / "out"
    done = subprocess.run(command(people, out), capture_output=True, text=True, env=english)
    assert done.returncode == 1
    assert "Nguyễn Thị An" in done.stdout
    assert "published 6251" in done.stdout
    wait_until_gone(out)


@pytest.fixture
def started(
    people: Path, tmp_path: Path, english: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command(people, tmp_path / "out", "--serve"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**english, "PYTHONUNBUFFERED": "1"},
    )
    with process:
        yield process
        if process.poll() is None:
            process.kill()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", ["Conference prepared", "Cards printed", "Ctrl-C stops it"])
def test_stopping_at_any_moment_stops_every_process(
    started: subprocess.Popen[str], tmp_path: Path, moment: str, sent: signal.Signals
) -> None:
    assert started.stdout is not None
    for line in started.stdout:
        if moment in line:
            break
    started.send_signal(sent)
    rest = started.stdout.read()
    assert started.wait(300) == 130, rest
    assert "Traceback" not in rest
    wait_until_gone(tmp_path / "out")


def test_a_folder_that_is_not_empty_is_refused(people: Path, tmp_path: Path) -> None:
    done = subprocess.run(command(people, tmp_path), capture_output=True, text=True)
    assert done.returncode == 1
    assert "the folder is not empty" in done.stderr
