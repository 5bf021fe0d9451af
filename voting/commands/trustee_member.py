"""`tinnhiem trustee …` on a member's own machine: no server, no database, no network."""

import os
import re
from pathlib import Path

import click

from ballots.ceremony import MemberSecret
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from voting.ceremony_models import Step
from voting.commands.common import refuse_existing, say, write_secret
from voting.commands.paper import FILE, FOLDER
from voting.commands.passphrase import PASSPHRASE, known_passphrase, new_passphrase
from voting.commands.trustee import trustee
from voting.committee_files import BlameContent, Request, Stick, line
from voting.keycopy import KeyCopy, make_key_copy, open_key_copy, parse_key_copy
from voting.member_decrypting import (
    Verified,
    decrypt_drill,
    decrypt_verified,
    verify_for_decryption,
)
from voting.member_machine import MemberMachine, published_key
from voting.readout import read_out
from voting.refusals import Refusal, VotingRefused
from voting.speech import language_of

__all__ = ["trustee"]

STICK = click.argument("stick", type=click.Path(exists=True, file_okay=False, path_type=Path))
OWN = click.option(
    "--own",
    type=FOLDER,
    required=True,
    help="Thư mục riêng trên máy của mình, không phải USB · A folder of your own, not the stick.",
)
COPY = click.option(
    "--copy", "copy_file", type=FILE, required=True, help="Bản lưu khoá · The saved key."
)
_BLAMED = re.compile(r"trustee ([0-9]+)")
_NAMED_STEP = {"commitment": Step.CERTIFICATE, "polynomial": Step.COMMITMENT}


@trustee.command()
@STICK
@OWN
def answer(stick: Path, own: Path) -> None:
    """Làm bước kế tiếp của việc tạo khoá, từ USB và trở lại USB.

    Do this member's next step of the key ceremony: read STICK (from `tinnhiem trustee export`),
    verify what the others sent, write the answer there. Take it back: `tinnhiem trustee import`.
    If somebody's message is bad, the file of the answer says whose, and the ceremony stops.
    """
    machine = _machine(stick, own)
    try:
        step, content = machine.answer()
    except BallotsError as error:
        _write_blame(machine, error)
        raise
    click.echo(machine.stick.answer(machine.request, step, content))
    say(f"Xong bước {step}. Mang USB về máy chủ.", f"Step {step} is done. Bring the stick back.")


def _machine(stick: Path, own: Path) -> MemberMachine:
    found = Stick(stick)
    return MemberMachine(own, found, found.request())


def _write_blame(machine: MemberMachine, error: BallotsError) -> None:
    """Write whose message is bad, if the refusal names a member other than this one."""
    found = _BLAMED.match(error.detail)
    if found is None or int(found[1]) == machine.request.index:
        return
    step = _NAMED_STEP.get(machine.request.round, Step.POLYNOMIAL)
    blame = BlameContent(step, int(found[1]), BallotRefusal(error.refusal))
    click.echo(machine.stick.answer(machine.request, "blame", line(blame).rstrip()))


@trustee.command()
@STICK
@OWN
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Tệp bản lưu khoá · The file of the saved key.",
)
@PASSPHRASE
def copy(stick: Path, own: Path, out: Path, passphrase_file: Path | None) -> None:
    """Lưu khoá đã tạo xong vào một tệp có câu mật khẩu.

    Save the finished key under a passphrase, after checking that the published key holds it.
    Without --passphrase-file six words are proposed. Keep file and words in different places.
    """
    refuse_existing(out)
    machine = _machine(stick, own)
    member = machine.key()
    passphrase = new_passphrase(passphrase_file)
    write_secret(out, make_key_copy(member, machine.request.uuid, passphrase))
    say(
        f"Đã lưu khoá vào {out}. Hãy thử mở lại ngay: tinnhiem trustee drill.",
        f"The key is saved in {out}. Try at once to restore it: tinnhiem trustee drill.",
    )


def _restored(
    request: Request, copy_file: Path, passphrase_file: Path | None
) -> tuple[KeyCopy, MemberSecret]:
    """Open the saved key of the member who is asked. Raises VotingRefused WRONG_KEY, …"""
    sealed = parse_key_copy(copy_file.read_bytes())
    if (sealed.uuid, sealed.index) != (request.uuid, request.index):
        raise VotingRefused(Refusal.WRONG_KEY, f"{sealed.uuid}, {sealed.index}")
    return sealed, open_key_copy(sealed, known_passphrase(passphrase_file))


@trustee.command()
@STICK
@COPY
@PASSPHRASE
def drill(stick: Path, copy_file: Path, passphrase_file: Path | None) -> None:
    """Thử mở bản lưu khoá và giải mã thử; bắt buộc trước khi mở cuộc lấy phiếu.

    Restore the saved key and decrypt the rehearsal tally, which this machine makes itself.
    """
    found = Stick(stick)
    request = found.request()
    sealed, member = _restored(request, copy_file, passphrase_file)
    click.echo(found.answer(request, "drill", decrypt_drill(found, sealed, member)))
    _say_words(found)


@trustee.command()
@STICK
@COPY
@OWN
@PASSPHRASE
@click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Số tiến trình · Processes.")
@click.option(
    "--compared",
    is_flag=True,
    help="Đã so số phiếu và sáu chữ, không hỏi lại · Number and words were compared; do not ask.",
)
@click.option(
    "--unwitnessed",
    is_flag=True,
    help="Giải mã dù chưa đủ giám sát xác nhận · Decrypt though too few witnesses confirmed.",
)
def decrypt(
    stick: Path,
    copy_file: Path,
    own: Path,
    passphrase_file: Path | None,
    jobs: int,
    compared: bool,
    unwitnessed: bool,
) -> None:
    """Kiểm tra hồ sơ và hòm phiếu trên USB rồi giải mã tổng của đúng hồ sơ ấy.

    Verify the whole record on the stick and hold it against the log, whose key and beginning this
    machine kept when the key was made, and its witnesses; compute the tally, refuse a second or
    another one and fewer ballots than the plan's minimum. Then compare the number of ballots and
    the six words with the wall and the other members, and decrypt with the saved key.
    """
    found = Stick(stick)
    request = found.request()
    sealed, member = _restored(request, copy_file, passphrase_file)
    verified = verify_for_decryption(found, own, sealed, jobs=jobs)
    _say_words(found)
    _say_box(verified)
    if not (verified.is_witnessed or unwitnessed):
        raise VotingRefused(Refusal.NOT_WITNESSED)
    if not compared:
        is_vi = language_of(os.environ) == "vi"
        asked = "Đã so, đều khớp. Giải mã?" if is_vi else "All compared and the same. Decrypt?"
        click.confirm(asked, abort=True, err=True)
    content = decrypt_verified(found, own, verified, member)
    click.echo(found.answer(request, "decryption", content))


def _say_box(verified: Verified) -> None:
    """Say which ballot box this machine verified, to be compared with wall and members."""
    number, size, words = verified.number, verified.log.size, verified.log.words
    say(
        f"Hồ sơ có {number} phiếu. Hòm phiếu có {size} mục: {words}. Hãy so với màn hình hội "
        "trường và máy của các thành viên khác.",
        f"The record has {number} ballots. The log has {size} entries: {words}. Compare with the "
        "wall and the devices of the other members.",
    )


def _say_words(stick: Stick) -> None:
    """Say which election this very machine verified, to be compared with the other members."""
    words = read_out(published_key(stick).election.digest)
    say(
        f"Tám âm tiết do máy này tính: {words}. Trên máy của mọi thành viên phải là một.",
        f"Eight syllables computed here: {words}. They must be the same for every member.",
    )
