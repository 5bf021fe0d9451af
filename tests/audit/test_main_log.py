"""The command with a log: --log, --policy, --earlier-checkpoint."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from audit.__main__ import main
from tests.audit.conftest import Judge, LogJudge
from tests.audit.forge import Draft
from tests.audit.forge_log import log_of
from tests.audit.logs import OTHER
from tests.audit.workshop import Workshop


@pytest.fixture
def files(judge: Judge, sound: Draft, shop: Workshop) -> dict[str, str]:
    """Record, log, policy, two earlier checkpoints that hold, one that does not."""
    log = log_of(sound, shop)
    record, tlog, policy = LogJudge(judge, sound, log.policy).files(log)
    ballot = log.index("Ballot")
    kept = {
        "checkpoint": log.checkpoint(4),
        "receipt": log.receipt(ballot),
        "foreign": replace(log, key=OTHER).checkpoint(4),
    }
    paths = {name: judge.writes(text.encode(), name) for name, text in kept.items()}
    paths |= {"record": record, "log": tlog, "policy": policy}
    return {name: str(path) for name, path in paths.items()}


def test_everything_together_gives_0(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["--log", files["log"], "--policy", files["policy"], "--jobs", "1"]
    kept = ["--earlier-checkpoint", files["checkpoint"], "--earlier-checkpoint", files["receipt"]]
    assert main([files["record"], *given, *kept, "--json"]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert (whole["outcome"], whole["policy"]) == ("sound", "given")
    assert {one["answer"] for one in whole["questions"]} == {"yes"}
    assert [one["number"] for one in whole["checks"]] == [*range(1, 23), *range(24, 35)]


def test_without_a_policy_the_report_says_whose_word_it_takes(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([files["record"], "--log", files["log"], "--jobs", "1", "--lang", "vi"]) == 0
    assert "tin lời máy chủ về chính nó" in capsys.readouterr().out


def test_a_finding_in_the_log_gives_1(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ["--earlier-checkpoint", files["foreign"]]
    command = [files["record"], "--log", files["log"], *kept, "--jobs", "1", "--lang", "en"]
    assert main(command) == 1
    assert "No signature is by this key. (foreign: vote.example" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["log", "policy", "earlier-checkpoint"])
def test_what_cannot_be_read_gives_2_and_is_named(
    files: dict[str, str], wrong: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(b"x\n")
    given = {"log": files["log"], "policy": files["policy"], wrong: str(bad)}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    assert main([files["record"], *options, "--jobs", "1", "--lang", "en"]) == 2
    assert f"UNREADABLE: {bad}" in capsys.readouterr().err
    assert main([files["record"], *options, "--jobs", "1", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["record"] == str(bad)
