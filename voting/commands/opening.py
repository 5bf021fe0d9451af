"""`tinnhiem conference open`: open voting; the cards that stayed at the desk become void."""

from datetime import UTC, datetime
from pathlib import Path

import click

from voting.commands.common import installation, say
from voting.commands.paper import FILE
from voting.services.hub import left_over_cards
from voting.services.opening import open_voting


@click.command("open")
@click.argument("uuid")
@click.option(
    "--left-over",
    type=FILE,
    help="Tệp các thẻ chưa phát, mỗi dòng một thẻ; chúng bị huỷ · Cards not handed out; void.",
)
@click.option(
    "--keep-for-later",
    is_flag=True,
    help="Chỉ huỷ cho cuộc này; các cuộc sau của phiên còn phát được · Void for this vote only: "
    "they can still be handed out for later votes of the sitting.",
)
def open_(uuid: str, left_over: Path | None, keep_for_later: bool) -> None:
    """Mở cuộc lấy phiếu; thẻ chưa phát bị huỷ.

    Open voting. --left-over names a file with one card a line (what a scanner types from the QR
    code, the code on the card, or a line of `tinnhiem cards left-over`); these cards become void,
    all others count as issued. In a sitting they become void in every vote that is still to come.
    """
    with installation() as instance:
        lines = [] if left_over is None else left_over.read_text(encoding="utf-8-sig").split("\n")
        named = left_over_cards(instance, uuid, lines)
        left = named.get(uuid, [])
        void = None if keep_for_later else named
        issued = open_voting(instance, uuid, left, now=datetime.now(UTC), void=void)
    say(f"Đã mở. Số phiếu phát ra: {issued}.", f"Open. Cards issued: {issued}.")
