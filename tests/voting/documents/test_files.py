"""The account from public files: what is missing or of another conference is refused."""

from pathlib import Path

import pytest

from tests.voting.people import Organizer
from voting.documents.files import DEFINITION, account_from
from voting.refusals import Refusal, VotingRefused
from voting.services.evidence import read_log_file
from voting.services.minutes import read_account
from voting.services.reading import Part, read_part


def fetched(organizer: Organizer, folder: Path) -> Path:
    """Fetch the public files as they are now."""
    instance, uuid = organizer.instance, organizer.uuid
    (folder / f"{uuid}.bel").write_bytes(organizer.record())
    (folder / f"{uuid}.tlog").write_bytes(b"".join(read_log_file(instance, uuid)))
    (folder / DEFINITION).write_bytes(read_part(instance, uuid, Part.DEFINITION))
    return folder


def refusal_of(folder: Path, uuid: str, checkpoint: Path | None = None) -> Refusal:
    with pytest.raises(VotingRefused) as refused:
        account_from(folder, uuid, checkpoint)
    return refused.value.refusal


def test_files_give_the_account_of_the_server(organizer: Organizer, tmp_path: Path) -> None:
    for delegate in organizer.is_open()[:3]:
        delegate.casts()
    assert refusal_of(fetched(organizer, tmp_path), organizer.uuid) is Refusal.RESULT_NOT_PUBLISHED
    organizer.finishes()
    folder = fetched(organizer, tmp_path)
    assert account_from(folder, organizer.uuid) == read_account(organizer.instance, organizer.uuid)
    strange = tmp_path / "strange.txt"
    strange.write_bytes(b"\xff")
    assert refusal_of(folder, organizer.uuid, strange) is Refusal.NOT_OF_THIS_LOG
    (folder / DEFINITION).write_bytes(b"{}")
    assert refusal_of(folder, organizer.uuid) is Refusal.NOT_OF_THIS_LOG


def test_what_is_missing_is_refused(tmp_path: Path) -> None:
    assert refusal_of(tmp_path, "JFhMBfmAp5jNJh") is Refusal.NOT_OF_THIS_LOG
