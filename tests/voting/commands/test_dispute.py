"""`tinnhiem dispute`: the verdict, its proof, the exit status."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.audit.conftest import Judge, LogJudge
from tests.audit.forge_log import log_of
from tests.audit.logs import OTHER
from tests.audit.workshop import complete, workshop
from voting.cli import main


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A record with its log and policy; papers that hold, convict, and mean nothing."""
    judge = Judge(tmp_path_factory.mktemp("dispute"))
    shop = workshop()
    record = complete(shop)
    log = log_of(record, shop)
    bel, tlog, policy = LogJudge(judge, record, log.policy).files(log)
    index = log.index("Ballot")
    fork = log.with_entry("cards", log.entries[2])
    papers = {
        "receipt": log.receipt(index).encode(),
        "fork": fork.receipt(index).encode(),
        "foreign": replace(log, key=OTHER).receipt(index).encode(),
        "ballot": record.ballots[0],
        "other": b"hello\n",
        "late": shop.ballot(1, [[0, 0], [0, 0]]),
    }
    found = {name: judge.writes(content, name) for name, content in papers.items()}
    found |= {"record": bel, "log": tlog, "policy": policy}
    return {name: str(path) for name, path in found.items()}


def dispute(files: dict[str, str], paper: str, *more: str, **other: str) -> Result:
    given = {name: other.get(name, files[name]) for name in ("record", "log", "policy")}
    options = [part for name, path in given.items() for part in (f"--{name}", path)]
    return CliRunner().invoke(main, ["dispute", files[paper], *options, *more])


@pytest.mark.parametrize("paper", ["receipt", "ballot"])
def test_a_ballot_that_counts_gives_0(files: dict[str, str], paper: str) -> None:
    done = dispute(files, paper, "--lang", "en")
    assert done.exit_code == 0
    assert done.output.startswith("Verdict: COUNTED\n")
    assert '"type":"Ballot"' in done.output


def test_a_ballot_of_a_used_card_gives_0_in_json(files: dict[str, str]) -> None:
    done = dispute(files, "late", "--json")
    assert done.exit_code == 0
    assert json.loads(done.output)["verdict"] == "replaced"


def test_a_server_at_fault_gives_1(files: dict[str, str]) -> None:
    done = dispute(files, "fork", "--lang", "vi")
    assert done.exit_code == 1
    assert done.output.startswith("Kết luận: LỖI CỦA MÁY CHỦ\n")


@pytest.mark.parametrize(
    ("paper", "code"), [("foreign", "log_wrong_key"), ("other", "not_a_paper")]
)
def test_what_settles_nothing_gives_2(files: dict[str, str], paper: str, code: str) -> None:
    done = dispute(files, paper, "--ballot", files["ballot"])
    assert done.exit_code == 2
    assert f"[{code}]" in done.stderr


def test_files_that_cannot_be_read_or_do_not_hold_give_2(
    files: dict[str, str], tmp_path: Path
) -> None:
    done = dispute(files, "receipt", "--lang", "en", log=files["other"])
    assert done.exit_code == 2
    assert done.stderr.startswith(f"UNREADABLE: {files['other']}")
    cut = tmp_path / "cut.tlog"
    lines = Path(files["log"]).read_bytes().split(b"\n")
    cut.write_bytes(b"\n".join([*lines[:2], *lines[3:]]))
    done = dispute(files, "receipt", "--lang", "en", log=str(cut))
    assert done.exit_code == 2
    assert "check 25: log_size" in done.stderr and "[unsound]" in done.stderr
