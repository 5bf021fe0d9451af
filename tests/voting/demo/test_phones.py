"""The demonstration with a browser: its delegates vote on the real pages, and nothing stays."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from audit.receipt import KIND, parse_receipt
from hatch_build import build_client
from tests.browser.chromium import find_chromium
from tests.voting.demo.test_demo import SMALL, command, processes_with, wait_until_gone
from voting.cli import main
from voting.demo import phones

ROOT = Path(__file__).parent.parent.parent.parent
MARK = "TINNHIEM_TEST_MARK"
STEP = "The last delegates voted in Chromium; the board confirmed their receipts"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    find_chromium(full=True)
    build_client(ROOT)
    file = tmp_path / "people.csv"
    file.write_text(SMALL, encoding="utf-8")
    return file


def english(mark: str = "") -> dict[str, str]:
    return {**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8", MARK: mark}


def test_the_last_delegates_vote_in_chromium_and_their_receipts_hold(
    people: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = subprocess.run(
        command(people, out, "--browser"), capture_output=True, text=True, env=english()
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert STEP in done.stdout
    assert "Every count and percentage equals the published one." in done.stdout
    head, *texts = (out / "receipts.txt").read_text(encoding="utf-8").split(KIND)
    places = [parse_receipt(KIND + text.removesuffix("\n")).index for text in texts]
    assert head == ""
    assert len(set(places)) == 8
    assert min(places[5:]) > max(places[:5])
    wait_until_gone(out)


def test_stopping_while_the_browser_votes_stops_the_browser_too(
    people: Path, tmp_path: Path
) -> None:
    mark = str(tmp_path)
    process = subprocess.Popen(
        command(people, tmp_path / "out", "--browser"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=english(mark),
    )
    with process:
        deadline = time.monotonic() + 120
        while not chromiums(mark) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert chromiums(mark)
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[0]
        assert process.returncode == 130, said
    assert "Traceback" not in said
    deadline = time.monotonic() + 30
    while processes_with(f"{MARK}={mark}") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes_with(f"{MARK}={mark}") == []


def chromiums(mark: str) -> list[int]:
    """Find the browsers of one demonstration."""
    found = []
    for one in processes_with(f"{MARK}={mark}"):
        with suppress(OSError):
            if b"--headless" in Path(f"/proc/{one}/cmdline").read_bytes():
                found.append(one)
    return found


def test_without_a_chromium_it_says_what_to_install(tmp_path: Path) -> None:
    empty = {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path), "LANG": "en_US"}
    told = [sys.executable, "-m", "voting.cli", "demo", "--browser", "--out", str(tmp_path / "o")]
    done = subprocess.run(told, capture_output=True, text=True, env=empty, cwd=ROOT)
    assert done.returncode == 2
    assert "sudo apt-get install chromium" in done.stderr
    assert not (tmp_path / "o").exists()


def test_without_playwright_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phones, "find_spec", lambda _: None)
    told = CliRunner().invoke(main, ["demo", "--browser"])
    assert told.exit_code == 2
    assert "pip install playwright" in told.stderr


def test_the_browser_encrypts_in_ed25519_only() -> None:
    told = CliRunner().invoke(main, ["demo", "--browser", "--group", "BELENIOS-2048"])
    assert told.exit_code == 2
    assert "--group Ed25519" in told.stderr
