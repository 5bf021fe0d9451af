"""A backup brings everything back but what must not come back; a share of the server is drilled."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.voting.committee import Room
from tests.voting.people import HIGH, LOW, OPENING, Organizer
from voting.backup_file import Manifest, read_backup, write_backup
from voting.config import Settings
from voting.instance import Instance, open_instance
from voting.plan.steps import Light
from voting.refusals import Refusal, VotingRefused
from voting.services.backing_up import back_up, restore
from voting.services.ceremony import restart_ceremony
from voting.services.ceremony_reading import read_ceremony
from voting.services.evidence import read_checkpoint
from voting.services.hub import read_hub
from voting.services.resuming import resume_log
from voting.services.share_drill import drill_backup

WORDS = "bông lúa sông hồng cầu tre"
MANIFEST = Manifest(
    tinnhiem="backup-manifest", version=1, log_name="l", minimum_ballots=5, has_database=True
)


def refused(act: Callable[[], object]) -> Refusal:
    with pytest.raises(VotingRefused) as error:
        act()
    return error.value.refusal


def nobody(_url: str) -> None:
    """Answer nothing."""


def saved(instance: Instance, folder: Path, name: str = "one.backup") -> Path:
    """Back up what can be; on PostgreSQL the rest."""
    on_postgres = instance.settings.database_file is None
    back_up(instance, folder / name, WORDS, without_database=on_postgres)
    return folder / name


def elsewhere(folder: Path) -> Settings:
    place = folder / "other" / "instance"
    return Settings(instance=place, database_url=f"sqlite:///{place / 'tinnhiem.sqlite3'}")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_restored_installation_goes_on_once_somebody_has_checked(
    organizer: Organizer, tmp_path: Path
) -> None:
    delegates = organizer.is_open()
    delegates[0].casts(HIGH, LOW)
    backup = saved(organizer.instance, tmp_path)
    assert backup.stat().st_mode & 0o077 == 0
    place = elsewhere(tmp_path)
    restore(place, backup, WORDS)
    for file in place.instance.rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file
    assert not list(place.instance.glob("heads*")) and not list(tmp_path.glob("*/.tinnhiem-*"))
    again = open_instance(place)
    organizer.instance = again
    for one in delegates:
        one.instance = again
    assert refused(lambda: read_checkpoint(again, organizer.uuid)) is Refusal.LOG_NOT_RESUMED
    assert refused(lambda: delegates[1].casts(HIGH, LOW)) is Refusal.LOG_NOT_RESUMED
    resume_log(again, organizer.uuid, nobody, is_checked=True)
    for one in delegates[1:]:
        one.casts(LOW, LOW)
    organizer.closes()
    organizer.decrypts()
    assert organizer.counts().people[1].counts == (0, 0, 5)
    again.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_is_overwritten_and_a_bad_backup_leaves_nothing(
    instance: Instance, tmp_path: Path
) -> None:
    backup, place = saved(instance, tmp_path), elsewhere(tmp_path)
    with pytest.raises(FileExistsError):
        back_up(instance, backup, WORDS)
    assert refused(lambda: back_up(instance, tmp_path / "b", "ngắn")) is Refusal.WEAK_PASSPHRASE
    assert not (tmp_path / "b").exists()
    own = instance.settings
    assert refused(lambda: restore(own, backup, WORDS)) is Refusal.FOLDER_NOT_EMPTY
    cut = tmp_path / "cut"
    cut.write_bytes(backup.read_bytes()[:-9])
    assert refused(lambda: restore(place, cut, WORDS)) is Refusal.BACKUP_DAMAGED
    assert refused(lambda: restore(place, backup, f"{WORDS} x")) is Refusal.WRONG_PASSPHRASE
    at_postgres = replace(place, database_url="postgresql+psycopg://x@127.0.0.1/x")
    assert refused(lambda: restore(at_postgres, backup, WORDS)) is Refusal.DATABASE_DIFFERS
    assert list(place.instance.parent.iterdir()) == []


@pytest.mark.parametrize("content", [b"not a database", None], ids=["other", "broken"])
def test_a_database_that_is_not_whole_is_not_restored(
    content: bytes | None, sqlite_file: Path, tmp_path: Path
) -> None:
    database = tmp_path / "x"
    whole = sqlite_file.read_bytes()
    broken = whole[:4096] + b"\xff" * (len(whole) - 4096)
    database.write_bytes(broken if content is None else content)
    write_backup(tmp_path / "b", MANIFEST, [("tinnhiem.sqlite3", database)], WORDS)
    place = elsewhere(tmp_path)
    assert refused(lambda: restore(place, tmp_path / "b", WORDS)) is Refusal.BACKUP_DAMAGED


@pytest.mark.parametrize("name", ["../x", "/x", "keys/../x", "heads.sqlite3", "keys"])
def test_no_other_name_comes_out_of_a_backup(name: str, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.write_bytes(b"x")
    write_backup(tmp_path / "b", MANIFEST, [(name, content)], WORDS)
    folder = tmp_path / "folder"
    folder.mkdir()
    assert refused(lambda: read_backup(tmp_path / "b", folder, WORDS)) is Refusal.NOT_BACKUP
    assert [file.name for file in folder.rglob("*")] == ["manifest.json"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_is_left_to_its_own_tools_and_the_keys_are_saved(
    instance: Instance, tmp_path: Path
) -> None:
    target = tmp_path / "b"
    assert refused(lambda: back_up(instance, target, WORDS)) is Refusal.DATABASE_ELSEWHERE
    assert not back_up(instance, target, WORDS, without_database=True).has_database
    place = replace(instance.settings, instance=tmp_path / "new")
    restore(place, target, WORDS)
    assert place.log_key_file.read_bytes() == instance.settings.log_key_file.read_bytes()
    on_sqlite = elsewhere(tmp_path)
    assert refused(lambda: restore(on_sqlite, target, WORDS)) is Refusal.DATABASE_DIFFERS


def test_voting_opens_only_when_the_servers_share_came_back_from_a_backup(
    instance: Instance, client: FlaskClient, tmp_path: Path
) -> None:
    room = Room(instance, client)
    early = saved(instance, tmp_path, "early")
    room.makes_the_key(2, 3, server_share=True)
    room.drills(1, 2, 3)
    organizer = Organizer(instance, room.uuid)
    organizer.prints()
    assert refused(organizer.opens) is Refusal.SHARE_NOT_DRILLED
    keys = read_hub(instance, room.uuid, now=OPENING).states[0]
    assert keys.light is Light.AMBER and "restore --drill" in keys.sentence.en
    assert refused(lambda: drill_backup(instance, early, WORDS)) is Refusal.BACKUP_TOO_OLD
    assert refused(organizer.opens) is Refusal.SHARE_NOT_DRILLED
    late = saved(instance, tmp_path, "late")
    assert drill_backup(instance, late, WORDS) == (room.uuid,)
    assert drill_backup(instance, late, WORDS) == ()
    assert read_hub(instance, room.uuid, now=OPENING).states[0].light is Light.GREEN
    assert not list(instance.settings.instance.glob(".tinnhiem-*"))
    organizer.opens()


def test_another_key_under_the_same_name_does_not_pass_the_drill(
    instance: Instance, client: FlaskClient, tmp_path: Path
) -> None:
    room = Room(instance, client).makes_the_key(2, 3, server_share=True)
    [key] = instance.settings.key_folder.iterdir()
    content = key.read_bytes()
    key.write_bytes(content.replace(b'"secret":"', b'"secret":"1'))
    wrong = saved(instance, tmp_path)
    key.write_bytes(content)
    assert refused(lambda: drill_backup(instance, wrong, WORDS)) is Refusal.WRONG_KEY
    assert read_ceremony(instance, room.uuid).needs_share_drill


def test_a_key_made_again_has_to_be_drilled_again(
    instance: Instance, client: FlaskClient, tmp_path: Path
) -> None:
    room = Room(instance, client).makes_the_key(2, 3, server_share=True)
    backup = saved(instance, tmp_path)
    assert drill_backup(instance, backup, WORDS) == (room.uuid,)
    room.sits_down(restart_ceremony(instance, room.uuid))
    room.plays("certificate", "commitment", "polynomial", "voutput")
    assert refused(lambda: drill_backup(instance, backup, WORDS)) is Refusal.BACKUP_TOO_OLD
    assert read_ceremony(instance, room.uuid).needs_share_drill
