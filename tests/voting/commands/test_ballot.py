"""`tinnhiem ballot check`: an opened ballot at the terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ballots.errors import Refusal
from tests.client.meetings import MEETINGS
from voting.cli import main

VECTORS = json.loads(
    (Path(__file__).parent.parent.parent / "vectors" / "openings.json").read_bytes()
)
OPENED = VECTORS["files"][1]  # row 1: the second level; row 2: not marked
CODE = VECTORS["codes"][1]
KINDS = next(one for one in VECTORS["files"] if None in one["choices"])
ROWS = ["   1. Đồng chí A: Tín nhiệm", "   2. Đồng chí B: không đánh dấu"]


@pytest.fixture
def election(tmp_path: Path) -> Path:
    file = tmp_path / "election.json"
    file.write_bytes(MEETINGS["confidence"][0].bytes)
    return file


def check(text: str, election: Path | str, *more: str, language: str = "vi_VN") -> Result:
    words = ["ballot", "check", "-", "--election", str(election), *more]
    environment = {"LC_ALL": f"{language}.UTF-8"}
    return CliRunner().invoke(main, words, input=text.encode(), env=environment)


@pytest.mark.parametrize("text", [OPENED["file"], CODE["code"], CODE["code"] + "\r\n"])
def test_a_file_and_a_code_are_read_out_as_names_and_levels(text: str, election: Path) -> None:
    said = check(text, election)
    assert said.exit_code == 0, said.output
    lines = said.stdout.splitlines()
    assert [line for line in lines if line.startswith("   ")] == ROWS
    assert CODE["found"]["hash"] in said.stdout or OPENED["hash"] in said.stdout
    assert "so với dấu" in said.stdout


def test_the_check_speaks_english(election: Path) -> None:
    said = check(OPENED["file"], election, language="en_US")
    assert "The opened ballot encrypts just these choices" in said.stdout
    assert "2. Đồng chí B: not marked" in said.stdout


def test_a_blank_vote_is_said(tmp_path: Path) -> None:
    file = tmp_path / "election.json"
    file.write_bytes(MEETINGS["one of each kind"][0].bytes)
    assert "phiếu trắng" in check(KINDS["file"], file).stdout


def test_the_mark_that_was_shown_is_compared(election: Path) -> None:
    same = check(OPENED["file"], election, "--hash", OPENED["hash"])
    assert (same.exit_code, "trùng khớp" in same.stdout) == (0, True)
    other = check(OPENED["file"], election, "--hash", OPENED["hash"][::-1])
    assert other.exit_code == 1
    assert "KHÁC" in other.stderr


def test_another_election_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "election.json"
    file.write_bytes(MEETINGS["one of each kind"][0].bytes)
    said = check(OPENED["file"], file)
    assert said.exit_code == 1
    assert f"[{Refusal.WRONG_ELECTION}]" in said.stderr


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "malformed"), ("{}", "malformed"), (OPENED["file"] + " ", "not_canonical")],
)
def test_what_is_no_opened_ballot_is_refused(text: str, code: str, election: Path) -> None:
    said = check(text, election)
    assert said.exit_code == 1
    assert f"[{code}]" in said.stderr
    assert "Traceback" not in said.output


def test_a_ballot_that_encrypts_something_else_is_refused(election: Path) -> None:
    message = json.loads(OPENED["file"])
    message["rows"][0]["plaintexts"] = [1, 0, 0]
    said = check(json.dumps(message, separators=(",", ":")), election)
    assert said.exit_code == 1
    assert "[invalid_proof]" in said.stderr


def test_an_election_that_is_not_there_is_named(tmp_path: Path) -> None:
    said = check(OPENED["file"], tmp_path / "nothing.json")
    assert said.exit_code == 2
    assert "nothing.json" in said.stderr


def test_an_address_of_no_conference_is_refused() -> None:
    said = check(OPENED["file"], "http://127.0.0.1:1/elsewhere")
    assert said.exit_code == 1
    assert "[bad_address]" in said.stderr
