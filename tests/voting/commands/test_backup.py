"""`tinnhiem backup` and `restore`: a vote with a share of the server, moved to another machine."""

import pytest

from tests.voting.commands.members import Members
from tests.voting.desk import Desk

OPTION = "server_share = true\n"


def test_a_vote_with_a_share_of_the_server_opens_after_the_drill_and_moves_to_another_machine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    members = Members(desk, option=OPTION)
    members.ready()
    words = ("--passphrase-file", members.passphrase)
    status = desk.types("trustee", "status", members.uuid)
    assert "no backup of it has been tried" in status.stderr
    refused = desk.types("conference", "open", members.uuid, exits=1)
    assert "[share_not_drilled]" in refused.stderr
    (desk.folder / "stick").mkdir()
    made = desk.types("backup", "stick", *words).stdout.strip()
    assert made.startswith("stick/tinnhiem-") and made.endswith(".backup")
    assert "not overwritten" in desk.types("backup", made, *words, exits=1).stderr
    assert desk.types("restore", made, "--drill", *words).stdout == f"{members.uuid}\n"
    assert "tried" not in desk.types("trustee", "status", members.uuid).stderr
    assert "[folder_not_empty]" in desk.types("restore", made, *words, exits=1).stderr
    desk.types("backup", "second.backup", *words)
    monkeypatch.setenv("TINNHIEM_INSTANCE", str(desk.folder / "new"))
    restored = desk.types("restore", "second.backup", *words)
    assert f"tinnhiem log resume {members.uuid}\n" in restored.stdout
    assert "TINNHIEM_LOG_NAME=tinnhiem/log" in restored.stderr
    opening = ("conference", "open", members.uuid)
    assert "[log_not_resumed]" in desk.types(*opening, exits=1).stderr
    desk.types("log", "resume", members.uuid, "--i-have-checked")
    assert "[no_cards]" in desk.types(*opening, exits=1).stderr  # the share holds nothing up
