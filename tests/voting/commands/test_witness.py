"""`tinnhiem witness` at a terminal, with real processes."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from audit.note import KeyType, parse_verification_key
from tests.voting.desk import Desk
from tests.voting.witnessing.served import KEY, Log, LogServer, entries, log_server
from voting.witnessing.web import Site

COMMAND = [sys.executable, "-m", "voting.cli", "witness"]


@pytest.fixture
def served() -> Iterator[LogServer]:
    with log_server(Log().append(*entries(5))) as made:
        yield made


def test_init_prints_a_key_for_the_plan_and_never_overwrites(desk: Desk) -> None:
    said = desk.types("witness", "init", "--name", "doan.example")
    key = parse_verification_key(said.stdout, KeyType.COSIGNATURE)
    assert key.name == "doan.example"
    again = desk.types("witness", "init", "--name", "doan.example", exits=1)
    assert "[witness_exists]" in again.stderr
    assert (
        "[key_malformed]"
        in desk.types("witness", "init", "--name", "a b", "--dir", "other", exits=1).stderr
    )


def test_follow_shows_the_words_to_compare_and_show_what_was_cosigned(
    desk: Desk, served: LogServer
) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    said = desk.types("witness", "follow", served.conference)
    assert str(KEY) in said.stdout
    shown = re.search(r"Compare with the wall of the hall: 5 entries · (.+)\n", said.stderr)
    assert shown is not None
    pulled = desk.types("witness", "pull")
    assert pulled.stdout == f"{KEY.name}  5  {shown[1]}\n"
    assert desk.types("witness", "show").stdout.splitlines()[1] == pulled.stdout.rstrip()
    assert len(served.sent) == 1


def test_a_key_can_be_followed_without_an_address_but_not_pulled(desk: Desk) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    desk.types("witness", "follow", str(KEY))
    assert "[nothing_followed]" in desk.types("witness", "pull", exits=1).stderr
    assert f"{KEY.name}  –" in desk.types("witness", "show").stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["follow", "http://127.0.0.1:9/c/j2Sje6ewboTnzL/"], "watch_no_answer"),
        (["follow", "http://127.0.0.1:9/"], "watch_bad_address"),
        (["follow", "nonsense"], "key_malformed"),
        (["follow", str(KEY), "--url", "ftp://x/"], "watch_bad_address"),
        (["pull", "--dir", "nowhere"], "no_witness_here"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_code(desk: Desk, words: list[str], code: str) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    assert f"[{code}]" in desk.types("witness", *words, exits=1).stderr


def test_pull_ends_with_status_1_and_shouts_in_both_languages(
    desk: Desk, served: LogServer
) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    desk.types("witness", "follow", served.conference)
    desk.types("witness", "pull")
    served.log = Log().append(*entries(6, 0, "other"))
    said = desk.types("witness", "pull", "--every", "0.1", exits=1)  # no sound log is left
    assert "TWO DIFFERENT LOGS" in said.stderr and "HAI HÒM PHIẾU KHÁC NHAU" in said.stderr
    [kept] = (desk.folder / "witness" / "evidence").iterdir()
    assert str(kept.relative_to(desk.folder)) in said.stderr
    assert len(served.sent) == 1


def test_a_server_that_is_away_is_status_1_without_an_alarm(desk: Desk, served: LogServer) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    desk.types("witness", "follow", str(KEY), "--url", served.address)
    desk.types("witness", "follow", str(KEY), "--url", served.address)
    served.policy = ""
    served.log = Log()
    served.spoil = lambda _path, _content: None
    said = desk.types("witness", "pull", exits=1)
    assert "[watch_bad_answer]" in said.stderr and "!!!" not in said.stderr


def test_serve_answers_and_stops_at_an_interrupt(desk: Desk, tmp_path: Path) -> None:
    desk.types("witness", "init", "--name", "doan.example")
    desk.types("witness", "follow", str(KEY))
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--dir", str(tmp_path / "witness")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=Path(__file__).parents[3],
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with Site(url) as site:
        log = Log().append(*entries(3))
        assert site.post("add-checkpoint", log.request(0)).status == 200
        assert site.post("add-checkpoint", log.request(0)).status == 409
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=300)
    assert (process.returncode, errors) == (0, "")
