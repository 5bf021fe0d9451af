"""`tinnhiem conference …`: prepare and run a conference from the command line of the server."""

import os
from functools import partial
from pathlib import Path

import click

from voting.commands.books import addendum, hand_count, incident, note
from voting.commands.cards import cards, import_, posters
from voting.commands.common import (
    console,
    installation,
    result_table,
    say,
    shown_progress,
)
from voting.commands.creating import create
from voting.commands.opening import open_
from voting.commands.paper import FILE
from voting.commands.vote import vote
from voting.services.closing import close_voting
from voting.services.decrypting import decrypt
from voting.services.reading import list_conferences, read_record
from voting.services.results import compute_result, publish_result, result_for_chair
from voting.speech import language_of

UUID = click.argument("uuid")
KEYS = click.option(
    "--key",
    "keys",
    multiple=True,
    type=FILE,
    help="Tệp khoá của một thành viên (dùng nhiều lần) · A member's key file; may be repeated.",
)
adding_up = partial(shown_progress, "Đang cộng phiếu", "Adding up ballots")


@click.group()
def conference() -> None:
    """Chuẩn bị và điều hành hội nghị · Prepare and run a conference.

    The steps, in order: create, cards (or import-cards), posters, open, (delegates vote), close,
    hand-count, tally, publish, record; incident at any time, note when numbers do not balance,
    addendum when the minutes are signed. Where the plan names a committee, its members make
    the key after create, and decrypt and publish by themselves: tinnhiem trustee --help.
    """


conference.add_command(create)
conference.add_command(cards)
conference.add_command(import_)
conference.add_command(posters)


conference.add_command(open_)
conference.add_command(vote)


@conference.command()
@UUID
@click.option(
    "--discard-running-sum",
    "trusts_log",
    is_flag=True,
    help="Chỉ khi đã tìm ra vì sao khác · Only once it is known why it differs.",
)
def close(uuid: str, trusts_log: bool) -> None:
    """Đóng cuộc lấy phiếu và tính tổng mã hoá.

    Close voting and compute the encrypted tally. No ballot is opened, now or later. The sum made
    while ballots came in is compared with the sum made again from the log; where they differ
    (sum_differs) nothing is written: compare the log with the witnesses' copies, write down an
    incident, and close again with --discard-running-sum.
    """
    with installation() as instance, adding_up() as told:
        closed = close_voting(instance, uuid, trusts_log=trusts_log, told=told)
    say(f"Đã đóng. Số phiếu thu về: {closed.ballots}.", f"Closed. Collected: {closed.ballots}.")


for written in (incident, hand_count, note, addendum):
    conference.add_command(written)


@conference.command()
@UUID
@KEYS
def tally(uuid: str, keys: tuple[Path, ...]) -> None:
    """Giải mã tổng bằng khoá máy chủ và khoá thành viên, in kết quả (chưa công bố).

    Decrypt the total with the server's key and the members' key files given, and print the result
    for the chair. It stays unpublished until `publish`.
    """
    with installation() as instance, adding_up() as told:
        decrypt(instance, uuid, [path.read_bytes() for path in keys], told=told)
        result = compute_result(instance, uuid)
    console().print(result_table(result, language_of(os.environ)))


@conference.command()
@UUID
def publish(uuid: str) -> None:
    """Công bố kết quả.

    Publish the result and the complete record. Where the committee made the key on its own
    devices, the head does it on the own page, or: tinnhiem trustee publish.
    """
    with installation() as instance:
        publish_result(instance, uuid)
    say("Đã công bố.", "Published.")


@conference.command()
@UUID
def result(uuid: str) -> None:
    """In kết quả đã tính · Print the computed result."""
    with installation() as instance:
        found = result_for_chair(instance, uuid)
    console().print(result_table(found, language_of(os.environ)))


@conference.command()
@UUID
@click.option("--out", type=click.Path(path_type=Path), help="Tệp (mặc định UUID.bel) · File.")
def record(uuid: str, out: Path | None) -> None:
    """Ghi hồ sơ kiểm tra ra tệp .bel.

    Write the public record to a file, as far as it is public. Check it: tinnhiem verify FILE.
    """
    path = out or Path(f"{uuid}.bel")
    with installation() as instance:
        _, pieces = read_record(instance, uuid)
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
    click.echo(path)


@conference.command("list")
def list_() -> None:
    """Liệt kê các hội nghị · List conferences: uuid, state, cast/issued, name.

    A vote of a sitting also has the sitting's uuid and its place there.
    """
    with installation() as instance:
        for view in list_conferences(instance):
            turnout = f"{view.turnout.cast}/{view.turnout.issued}"
            line = f"{view.uuid}\t{view.state.value}\t{turnout}\t{view.definition.name}"
            found = None if view.sitting is None else view.sitting.vote(view.uuid)
            if view.sitting is not None and found is not None:
                line += f"\t{view.sitting.uuid}\t{found.place}/{len(view.sitting.votes)}"
            click.echo(line)
