"""`tinnhiem conference open`: open voting; the cards that stayed at the desk become void."""

from datetime import UTC, datetime
from pathlib import Path

import click

from ballots.election import parse_election
from voting.commands.common import installation, say
from voting.commands.leftover import named_cards
from voting.commands.paper import FILE
from voting.instance import Instance
from voting.services.opening import open_voting
from voting.services.reading import Part, read_conference, read_part


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
        named = {} if left_over is None else left_over_cards(instance, uuid, left_over)
        left = named.get(uuid, [])
        void = None if keep_for_later else named
        issued = open_voting(instance, uuid, left, now=datetime.now(UTC), void=void)
    say(f"Đã mở. Số phiếu phát ra: {issued}.", f"Open. Cards issued: {issued}.")


def left_over_cards(instance: Instance, uuid: str, path: Path) -> dict[str, list[str]]:
    """Return the public credentials of the cards in a file: for this vote, and those to come."""
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    sitting = read_conference(instance, uuid).sitting
    place = None if sitting is None else sitting.vote(uuid)
    coming = [] if sitting is None or place is None or place.has_own_cards else sitting.coming
    others = [vote.uuid for vote in coming if vote.uuid != uuid]
    return named_cards(path, uuids=[uuid, *others], group=election.group)
