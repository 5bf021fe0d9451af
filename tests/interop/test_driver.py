"""What `make interop` hands to Go holds for ourselves; each change of it is one that we refuse."""

from pathlib import Path

import pytest

from audit.errors import LogRefused
from tests.interop.driver import without_go
from tests.interop.folders import make_folder, spoilt, verify_folder


def test_the_log_that_go_reads_is_sound(tmp_path: Path) -> None:
    make_folder(tmp_path)
    assert verify_folder(tmp_path).startswith("9 checkpoints, ")


def test_every_change_that_go_must_refuse_is_one_that_we_refuse(tmp_path: Path) -> None:
    make_folder(tmp_path)
    changes = []
    for change in spoilt(tmp_path):
        with pytest.raises(LogRefused):
            verify_folder(tmp_path)
        changes.append(change)
    assert len(changes) > 60
    verify_folder(tmp_path)


def test_a_machine_without_go_fails_only_in_ci(capsys: pytest.CaptureFixture[str]) -> None:
    assert without_go({"CI": "true"}) == 1
    assert without_go({}) == 0
    assert capsys.readouterr().out.splitlines()[1] == "interop: Go is not installed: left out"
