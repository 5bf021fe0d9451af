"""`tinnhiem backup` and `tinnhiem restore`: the whole installation in one sealed file, and back."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import select

from voting.backup_file import Manifest
from voting.commands.common import installation, refuse_existing, say
from voting.commands.paper import FILE
from voting.commands.passphrase import PASSPHRASE, known_passphrase, new_passphrase
from voting.config import settings_from
from voting.models import Conference
from voting.sealing import require_strong
from voting.services.backing_up import back_up
from voting.services.backing_up import restore as restore_into
from voting.services.share_drill import drill_backup


@click.command()
@click.argument("target", metavar="DIR|FILE", type=click.Path(path_type=Path))
@PASSPHRASE
@click.option(
    "--without-database",
    is_flag=True,
    help="PostgreSQL đã được pg_dump sao lưu · PostgreSQL was backed up by pg_dump.",
)
def backup(target: Path, passphrase_file: Path | None, without_database: bool) -> None:
    """Sao lưu cơ sở dữ liệu và các khoá vào một tệp có câu mật khẩu.

    Back the installation up into one file under a passphrase, while the server works on: the
    database (SQLite), the key of the logs, the server's parts of keys, the settings. Not in it:
    heads.sqlite3, which must never come from a backup. In a folder the file gets a name with the
    time. Keep file and words in different places, away from this machine. See docs/backup.md.
    """
    if target.is_dir():
        target /= f"tinnhiem-{datetime.now(UTC):%Y%m%d-%H%M%S}.backup"
    refuse_existing(target)
    with installation() as instance:
        passphrase = new_passphrase(passphrase_file)
        require_strong(passphrase)
        made = back_up(instance, target, passphrase, without_database=without_database)
    click.echo(target)
    if not made.has_database:
        say(
            "KHÔNG có cơ sở dữ liệu trong tệp này: giữ nó cùng với bản pg_dump.",
            "The database is NOT in this file: keep it together with what pg_dump wrote.",
        )
    say(
        "Hãy thử khôi phục ngay: tinnhiem restore --drill.",
        "Try at once to restore it: tinnhiem restore --drill.",
    )


@click.command()
@click.argument("file", type=FILE)
@PASSPHRASE
@click.option(
    "--drill",
    is_flag=True,
    help="Chỉ thử, trong một thư mục tạm; ghi vào hòm phiếu · A trial beside, told in the log.",
)
def restore(file: Path, passphrase_file: Path | None, drill: bool) -> None:
    """Khôi phục từ bản sao lưu vào một thư mục trống.

    Restore a backup into the empty folder that TINNHIEM_INSTANCE names (default: ./instance).
    Nothing is signed afterwards before `tinnhiem log resume` has been told how far each log was.
    With --drill nothing is changed: the backup is restored beside the running installation, the
    server's parts of keys in it decrypt a rehearsal total, and the log says so; without that a
    conference with `server_share = true` is not opened.
    """
    if drill:
        _try(file, known_passphrase(passphrase_file))
        return
    settings = settings_from(os.environ, Path.cwd())
    manifest = restore_into(settings, file, known_passphrase(passphrase_file))
    click.echo(settings.instance)
    _say_settings(manifest)
    if manifest.has_database:
        _say_what_to_resume()


def _try(file: Path, passphrase: str) -> None:
    with installation() as instance:
        drilled = drill_backup(instance, file, passphrase)
    for uuid in drilled:
        click.echo(uuid)
    say(
        f"Bản sao lưu khôi phục được. Phần khoá của máy chủ đã giải mã thử: {len(drilled)}.",
        f"The backup can be restored. Parts of keys that decrypted the rehearsal: {len(drilled)}.",
    )


def _say_settings(manifest: Manifest) -> None:
    say(
        f"Trên máy cũ: TINNHIEM_LOG_NAME={manifest.log_name}, "
        f"TINNHIEM_MINIMUM_BALLOTS={manifest.minimum_ballots}. Hãy đặt đúng như vậy.",
        f"On the old machine: TINNHIEM_LOG_NAME={manifest.log_name}, "
        f"TINNHIEM_MINIMUM_BALLOTS={manifest.minimum_ballots}. Set them so here.",
    )


def _say_what_to_resume() -> None:
    """Name the logs that are not signed before somebody has checked them."""
    with installation() as instance, instance.database.reading() as session:
        uuids = session.scalars(select(Conference.uuid).order_by(Conference.id)).all()
    for uuid in uuids:
        click.echo(f"tinnhiem log resume {uuid}")
    say(
        "Trước khi ký tiếp, hãy chạy các lệnh trên: có thể đã có điều mới hơn bản sao lưu này.",
        "Run these before anything is signed: there may be more than this backup knows.",
    )
