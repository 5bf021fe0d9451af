"""`tinnhiem conference incident, hand-count, note, addendum`: what the committee writes down."""

from collections.abc import Sequence
from pathlib import Path

import click

from audit.books import Difference
from voting.commands.common import installation, say
from voting.commands.paper import FILE
from voting.rules.words import QUANTITIES
from voting.services.books import (
    AddendumKind,
    read_books,
    record_addendum,
    record_hand_count,
    record_incident,
    record_note,
)

_COUNT = click.IntRange(min=0)


@click.command()
@click.argument("uuid")
@click.argument("text")
def incident(uuid: str, text: str) -> None:
    """Ghi một sự việc vào sổ, để vào biên bản; không nêu tên đại biểu.

    Write into the log what belongs in the minutes. No names of delegates.
    """
    with installation() as instance:
        index = record_incident(instance, uuid, text)
    _say_entry(index)


@click.command("hand-count")
@click.argument("uuid")
@click.option("--printed", type=_COUNT, required=True, help="Thẻ in ra · Cards printed.")
@click.option("--issued", type=_COUNT, required=True, help="Thẻ phát ra · Cards handed out.")
@click.option("--void", type=_COUNT, required=True, help="Thẻ còn lại, thẻ hỏng · Left or spoiled.")
def hand_count(uuid: str, printed: int, issued: int, void: int) -> None:
    """Ghi số thẻ Ban Kiểm phiếu đếm tay sau khi đóng; lần đếm cuối có giá trị.

    Write how many cards the committee counted by hand after closing. What differs from the log
    must be explained (conference note) before the result can be published.
    """
    with installation() as instance:
        index = record_hand_count(instance, uuid, printed=printed, issued=issued, void=void)
        left = read_books(instance, uuid).unexplained
    _say_entry(index)
    _say_differences(left)


@click.command()
@click.argument("uuid")
@click.option(
    "--about",
    type=click.Choice(list(QUANTITIES)),
    multiple=True,
    required=True,
    help="Số không khớp (dùng nhiều lần) · The number that does not balance; may be repeated.",
)
@click.argument("text")
def note(uuid: str, about: tuple[str, ...], text: str) -> None:
    """Ghi chú sai lệch: vì sao số thẻ không khớp.

    Explain why a number of cards does not balance.
    """
    with installation() as instance:
        index = record_note(instance, uuid, set(about), text)
        left = read_books(instance, uuid).unexplained
    _say_entry(index)
    _say_differences(left)


@click.command()
@click.argument("uuid")
@click.argument("file", type=FILE)
@click.option(
    "--kind",
    type=click.Choice([one.value for one in AddendumKind]),
    default=AddendumKind.SIGNED_MINUTES.value,
    show_default=True,
    help="Bản quét đã ký, hoặc bản đính chính · The signed scan, or a correction.",
)
@click.option("--text", required=True, help="Tệp này là gì · What the file is.")
def addendum(uuid: str, file: Path, kind: str, text: str) -> None:
    """Ghi SHA-256 của bản quét biên bản đã ký, hoặc bản đính chính, vào sổ; giữ lấy tệp.

    Join a file to the minutes after the publication, by its SHA-256. Keep the file: the log holds
    only its hash.
    """
    with installation() as instance:
        index = record_addendum(instance, uuid, AddendumKind(kind), file.read_bytes(), text)
    _say_entry(index)


def _say_entry(index: int) -> None:
    say(f"Đã ghi vào sổ, mục {index}.", f"Written into the log, entry {index}.")


def _say_differences(left: Sequence[Difference]) -> None:
    for one in left:
        what = QUANTITIES[one.what]
        say(
            f"Sai lệch chưa ghi chú: {what.vi} {one.said}, đối chiếu {one.right}.",
            f"Not explained yet: {what.en} {one.said}, against {one.right}.",
        )
