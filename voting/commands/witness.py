"""`tinnhiem witness`: be a witness of conferences' logs, without their databases."""

import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click

from audit.checkpoint import SignedCheckpoint
from audit.note import VerificationKey, parse_verification_key
from audit.words import words_of_hash
from voting.commands.common import say
from voting.findings import Language
from voting.speech import language_of, refusal_lines
from voting.witnessing.alarms import Alarm
from voting.witnessing.cosigner import Cosigner, init_witness
from voting.witnessing.pull import Puller
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.server import WitnessServer
from voting.witnessing.source import LogSource, fetch_log_key, parse_conference

FOLDER = click.option(
    "--dir",
    "folder",
    default="witness",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Thư mục của giám sát · The witness's folder.",
)


@click.group()
def witness() -> None:
    """Giám sát: ký xác nhận hòm phiếu chỉ được thêm, không bị sửa.

    Be a witness (C2SP tlog-witness): cosign the checkpoints of conferences' logs as long as they
    only ever grow. No database of a conference is needed.
    """


@witness.command()
@click.option("--name", required=True, help="Tên khoá, ví dụ doan.example · Name of the key.")
@FOLDER
def init(name: str, folder: Path) -> None:
    """Tạo khoá giám sát; in khoá công khai để ghi vào kế hoạch hội nghị.

    Make a witness: its key (mode 0600) and folder. Prints the verification key that the plan of
    a conference names under [[witnesses]].
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    click.echo(str(init_witness(folder, name)))


@witness.command()
@click.argument("log")
@click.option("--url", help="Địa chỉ của hòm phiếu · Where it is served: http://HOST/c/UUID/log")
@FOLDER
def follow(log: str, url: str | None, folder: Path) -> None:
    """Theo dõi một hòm phiếu.

    Follow a LOG: its verification key as the conference's page and papers show it, or the
    conference's address http://HOST/c/UUID/, which is then asked for the key: compare the key and
    the words with what is on the wall before you trust them.
    """
    if log.startswith(("http://", "https://")):
        address = parse_conference(log)
        key, url = fetch_log_key(address), address.log
    else:
        key = parse_verification_key(log)
    if url is not None:
        with LogSource(url, str(key)) as source:
            _show(key, source.checkpoint())
    with Cosigner(folder, clock=time.time, shout=shout) as cosigner:
        cosigner.follow(key, url)


@witness.command()
@FOLDER
@click.option("--address", default="127.0.0.1", show_default=True, help="Địa chỉ · Bind.")
@click.option("--port", default=8100, show_default=True, type=click.IntRange(0, 65535))
def serve(folder: Path, address: str, port: int) -> None:
    """Nhận điểm chốt của các hòm phiếu và ký xác nhận (dừng bằng Ctrl-C).

    Answer add-checkpoint for the logs that are followed; Ctrl-C stops it. Several processes may
    serve one folder. Port 0 takes any free one; the address is printed.
    """
    with (
        Cosigner(folder, clock=time.time, shout=shout) as cosigner,
        WitnessServer(cosigner, address, port) as server,
    ):
        click.echo(server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return


@witness.command()
@FOLDER
@click.option(
    "--every",
    type=click.FloatRange(min=0.1),
    help="Giây giữa hai lần; bỏ trống: một lần · Seconds between rounds; without it, one round.",
)
def pull(folder: Path, every: float | None) -> None:
    """Tự đến lấy điểm chốt, kiểm tra, ký và gửi lại chữ ký.

    Fetch the checkpoints of the followed logs that have an address, verify by their tiles that
    they only grew, cosign them and send the cosignatures back. For a witness that the server
    cannot reach. Exit status 1 if a log showed what it cannot have signed honestly: the evidence
    is kept in the folder `evidence`, and the rounds end when no sound log is left.
    """
    with Cosigner(folder, clock=time.time, shout=shout) as cosigner:
        logs = [log for log in cosigner.followed() if log.url]
        if not logs:
            raise WatchRefused(WatchRefusal.NOTHING_FOLLOWED, str(folder))
        pullers = [Puller(cosigner, log, shout=lambda alarm: shout(alarm, None)) for log in logs]
        try:
            reached = _rounds(pullers, every, language_of(os.environ))
        except KeyboardInterrupt:
            reached = True
        finally:
            for puller in pullers:
                puller.close()
    sys.exit(0 if reached and all(puller.is_sound for puller in pullers) else 1)


@witness.command()
@FOLDER
def show(folder: Path) -> None:
    """Cho xem khoá và điểm chốt mới nhất của từng hòm phiếu.

    Show the key, and of each log the size and six words last cosigned.
    """
    with Cosigner(folder, clock=time.time, shout=shout) as cosigner:
        click.echo(str(cosigner.key.public))
        for log in cosigner.followed():
            held = cosigner.held(log.origin)
            said = f"{held.size}  {words_of_hash(held.root)}" if held else "–"
            click.echo(f"{log.origin}  {said}")


def shout(alarm: Alarm, kept: Path | None) -> None:
    """Say loudly what is wrong, in both languages, and where the evidence lies."""
    for language in _both():
        click.secho(alarm.text(language), fg="red", bold=True, err=True)
    if kept is not None:
        say(f"Bằng chứng giữ tại {kept}", f"The evidence is kept in {kept}")


def _both() -> tuple[Language, Language]:
    """Return both languages, the terminal's first."""
    return ("vi", "en") if language_of(os.environ) == "vi" else ("en", "vi")


def _rounds(pullers: list[Puller], every: float | None, language: Language) -> bool:
    """Look once, or for ever while a sound log is left; say whether the last round reached all."""
    with ThreadPoolExecutor(min(16, len(pullers))) as hands:
        while True:
            sound = [puller for puller in pullers if puller.is_sound]
            reached = all(list(hands.map(lambda one: _round(one, language), sound)))
            if every is None or not any(puller.is_sound for puller in pullers):
                return reached
            time.sleep(every)


def _round(puller: Puller, language: Language) -> bool:
    """Look once and say what was cosigned; False if the log could not be reached."""
    try:
        held = puller.round()
    except WatchRefused as error:
        for line in refusal_lines(error, language):
            click.echo(f"{puller.origin}: {line}", err=True)
        return False
    if held is not None:
        click.echo(f"{puller.origin}  {held.size}  {words_of_hash(held.root)}")
    return True


def _show(key: VerificationKey, signed: SignedCheckpoint) -> None:
    """Show what is to be compared with the wall."""
    size, words = signed.checkpoint.size, words_of_hash(signed.checkpoint.root)
    click.echo(str(key))
    say(
        f"Hãy so với màn hình hội trường: {size} mục · {words}",
        f"Compare with the wall of the hall: {size} entries · {words}",
    )
