"""`tinnhiem conference …`: prepare and run a conference from the command line of the server."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from ballots.election import parse_election
from voting.commands.books import addendum, hand_count, incident, note
from voting.commands.cards import cards, import_, posters, public_of
from voting.commands.common import (
    console,
    installation,
    result_table,
    say,
    warn_of_surplus,
    write_secret,
)
from voting.commands.paper import BASE_URL, FILE, FOLDER
from voting.commands.trustee import print_links, warn_of_keys
from voting.commands.vote import vote
from voting.instance import Instance
from voting.plan.plan_file import read_plan, with_photos
from voting.planning import definition_of
from voting.services.ceremony import begin_ceremony
from voting.services.closing import close_voting
from voting.services.decrypting import decrypt
from voting.services.opening import open_voting
from voting.services.preparing import create_conference, rehearse_decryption
from voting.services.reading import Part, list_conferences, read_part, read_record
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


@click.group()
def conference() -> None:
    """Chuẩn bị và điều hành hội nghị · Prepare and run a conference.

    The steps, in order: create, cards (or import-cards), posters, open, (delegates vote), close,
    hand-count, tally, publish, record; incident at any time, note when numbers do not balance,
    addendum when the minutes are signed. Where the plan names a committee, its members make
    the key after create, and decrypt and publish by themselves: tinnhiem trustee --help.
    """


@conference.command()
@click.argument("plan", type=FILE)
@click.option(
    "--keys",
    type=FOLDER,
    help="Tạo mọi khoá trên máy này, vào thư mục này · Make all keys here, into this folder.",
)
@BASE_URL
def create(plan: Path, keys: Path | None, base_url: str | None) -> None:
    """Tạo hội nghị từ kế hoạch PLAN (TOML), in ra mã (uuid).

    Create a conference from PLAN and print its uuid. With trustees = "T/N" and [[committee]] in
    the plan, each member of the committee makes a key share on an own device: one secret link a
    member is printed; docs/committee.md tells what follows. With --keys the keys of all members are
    made on this machine instead and rehearsed here, one file a member (mode 0600): hand each to
    its member and delete it. See docs/plan.md for the plan file.
    """
    with installation() as instance:
        organized, photos = with_photos(read_plan(plan), plan.parent)
        definition = definition_of(organized, instance.settings.minimum_ballots)
        if organized.ignored_columns:
            unused = ", ".join(organized.ignored_columns)
            say(f"Cột không dùng đến: {unused}", f"Columns that were not used: {unused}")
        warn_of_surplus(definition)
        warn_of_keys(definition)
        if definition.committee is not None and keys is None:
            begun = begin_ceremony(instance, definition, photos)
            click.echo(begun.uuid)
            print_links(begun.uuid, begun.links, base_url or definition.address)
            return
        created = create_conference(instance, definition, photos)
        for member in created.members:
            if keys is not None:
                write_secret(keys / f"{created.uuid}-member-{member.number}.key", member.content)
        needed = 0 if definition.committee is None else definition.committee.threshold
        rehearse_decryption(
            instance, created.uuid, [member.content for member in created.members[:needed]]
        )
    say(f"Dấu vân: {created.words}", f"Fingerprint: {created.words}")
    say(created.fingerprint, created.fingerprint)
    click.echo(created.uuid)


conference.add_command(cards)
conference.add_command(import_)
conference.add_command(posters)


@conference.command("open")
@UUID
@click.option(
    "--left-over",
    type=FILE,
    help="Tệp các thẻ chưa phát, mỗi dòng một thẻ; chúng bị huỷ · Cards not handed out; void.",
)
def open_(uuid: str, left_over: Path | None) -> None:
    """Mở cuộc lấy phiếu; thẻ chưa phát bị huỷ.

    Open voting. --left-over names a file with one card a line (what a scanner types from the QR
    code, the code on the card, or a line of `tinnhiem cards left-over`); these cards become void,
    all others count as issued.
    """
    with installation() as instance:
        left = () if left_over is None else left_over_cards(instance, uuid, left_over)
        issued = open_voting(instance, uuid, left, now=datetime.now(UTC))
    say(f"Đã mở. Số phiếu phát ra: {issued}.", f"Open. Cards issued: {issued}.")


def left_over_cards(instance: Instance, uuid: str, path: Path) -> list[str]:
    """Return the public credentials of the cards in a file."""
    election = parse_election(read_part(instance, uuid, Part.ELECTION))
    return public_of(path, uuid=uuid, group=election.group)


conference.add_command(vote)


@conference.command()
@UUID
def close(uuid: str) -> None:
    """Đóng cuộc lấy phiếu và tính tổng mã hoá.

    Close voting and compute the encrypted tally. No ballot is opened, now or later.
    """
    with installation() as instance:
        closed = close_voting(instance, uuid)
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
    with installation() as instance:
        decrypt(instance, uuid, [path.read_bytes() for path in keys])
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
    """Liệt kê các hội nghị · List conferences: uuid, state, cast/issued, name."""
    with installation() as instance:
        for view in list_conferences(instance):
            turnout = f"{view.turnout.cast}/{view.turnout.issued}"
            click.echo(f"{view.uuid}\t{view.state.value}\t{turnout}\t{view.definition.name}")
