"""The command: exit status, languages, several records, progress, Ctrl-C, no traceback ever."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audit.__main__ import main
from tests.audit.conftest import Judge
from tests.audit.forge import VECTORS, Draft, with_field

PLAIN = str(VECTORS / "plain.bel")
START = (VECTORS / "plain.bel").read_bytes()[:4096]
FORGED = str(VECTORS / "forged" / "result-moves-a-vote.bel")


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "audit", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parent.parent.parent,
        env={**os.environ, "LC_ALL": "en_US.UTF-8", **variables},
        check=False,
    )


def test_a_sound_record_gives_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([PLAIN, "--lang", "en", "--jobs", "1"]) == 0
    assert "SOUND" in capsys.readouterr().out


def test_findings_give_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([FORGED, "--lang", "vi", "--jobs", "1"]) == 1
    assert "HỒ SƠ SAI: 2 điểm sai." in capsys.readouterr().out


def test_the_worst_of_several_records_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([PLAIN, FORGED, "--json", "--jobs", "1"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["outcome"] for line in lines] == ["sound", "findings"]
    assert main(["/nowhere", FORGED, PLAIN, "--jobs", "1"]) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty", b"", "The file is empty"),
        ("random", random.Random(1).randbytes(5000), "does not begin with BELENIOS"),
        ("cut", (VECTORS / "plain.bel").read_bytes()[:20_000], "ends in the middle"),
        ("zeros", (VECTORS / "plain.bel").read_bytes() + bytes(1024), "no end blocks"),
        ("ten-gigabytes", with_field(START, 124, b"112402762000", member=1024), "(size)"),
        ("eight-gigabytes", with_field(START, 124, b"77777777777\0", member=1024), "(8589934591)"),
    ],
)
def test_what_is_no_record_gives_2_and_a_clear_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    outcome = run(str(path))
    assert outcome.returncode == 2
    assert outcome.stdout == ""
    assert "Traceback" not in outcome.stderr
    assert outcome.stderr.startswith("UNREADABLE: ") and words in outcome.stderr
    assert json.loads(run("--json", str(path)).stdout)["outcome"] == "unreadable"


def test_a_sparse_file_of_ten_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge.bel"
    with path.open("wb") as stream:
        stream.write((VECTORS / "open.bel").read_bytes())
        stream.truncate(10 * 2**30)
    outcome = run(str(path))
    assert outcome.returncode == 2
    assert "no end blocks" in outcome.stderr


@pytest.mark.parametrize("path", ["nowhere.bel", "."])
def test_what_cannot_be_opened_gives_2(path: str) -> None:
    outcome = run(path)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "The file cannot be opened" in outcome.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [PLAIN, "--jobs", "0"],
        [PLAIN, "--jobs", "x"],
        [PLAIN, "--lang", "fr"],
        [PLAIN, PLAIN, "--earlier", PLAIN],
        [PLAIN, PLAIN, "--log", PLAIN],
        [PLAIN, "--policy", PLAIN],
        [PLAIN, "--earlier-checkpoint", PLAIN],
    ],
)
def test_a_wrong_command_line_gives_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_the_program_is_named_as_it_was_called(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"], prog="tinnhiem verify")
    assert caught.value.code == 0
    assert "usage: tinnhiem verify" in capsys.readouterr().out


def test_an_earlier_copy_is_compared(judge: Judge, sound: Draft) -> None:
    now = str(judge.writes(sound))
    assert main([now, "--earlier", now, "--jobs", "1"]) == 0
    assert main([PLAIN, "--earlier", now, "--jobs", "1"]) == 1
    assert main([now, "--earlier", "/nowhere", "--jobs", "1"]) == 2


def test_a_plain_terminal_can_print_everything() -> None:
    outcome = run(PLAIN, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert outcome.returncode == 0
    assert "HỒ SƠ ĐÚNG" in outcome.stdout


@pytest.mark.parametrize("module", ["audit.__main__", "voting.cli, voting.commands.verifying"])
def test_the_command_imports_little_before_it_starts_its_processes(module: str) -> None:
    heavy = "{'audit.verifier', 'ballots.group', 'cryptography', 'nacl', 'sqlalchemy', 'flask'}"
    program = f"import sys, {module}; print(sorted(set(sys.modules) & {heavy}))"
    outcome = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        check=True,
    )
    assert outcome.stdout.strip() == "[]"


def test_a_reader_that_goes_away_is_no_traceback() -> None:
    program = f"{sys.executable} -m audit {PLAIN} {PLAIN} --lang en | head -c 10"
    outcome = subprocess.run(
        ["/bin/sh", "-c", program],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        check=False,
    )
    assert "Traceback" not in outcome.stderr
    assert "BrokenPipe" not in outcome.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_stops_cleanly(tmp_path: Path, jobs: str) -> None:
    records = [str(VECTORS / "revotes.bel")] * 400
    with subprocess.Popen(
        [sys.executable, "-m", "audit", "--jobs", jobs, "--lang", "en", *records],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent.parent,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 130
    assert errors.strip() == "stopped"
