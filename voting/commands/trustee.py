"""`tinnhiem trustee …` on the server: the members' links, who has done what, files for a stick."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from voting.commands.common import console, installation, result_table, say
from voting.commands.paper import BASE_URL, FILE, FOLDER, LOCAL
from voting.commands.stick import export_files, import_file
from voting.definition import Definition, parse_definition
from voting.refusals import SENTENCES, Refusal, VotingRefused
from voting.services.ceremony import (
    TOKEN,
    MemberLink,
    find_member,
    renew_link,
    restart_ceremony,
)
from voting.services.ceremony_progress import progress_of
from voting.services.ceremony_reading import MemberView, read_ceremony
from voting.services.results import publish_result
from voting.speech import language_of, spoken

UUID = click.argument("uuid")
NUMBER = click.argument("number", type=click.IntRange(1, 100))


@click.group()
def trustee() -> None:
    """Ban Kiểm phiếu và khoá của mình · The counting committee and its keys.

    On the server: status, link, restart, export, import, publish. On a member's own machine, with
    files on a stick and without network: answer, copy, drill, decrypt. See docs/committee.md.
    """


@trustee.command()
@UUID
def status(uuid: str) -> None:
    """Ai đã làm đến đâu · Who has done what, and how many can decrypt."""
    with installation() as instance:
        view = read_ceremony(instance, uuid)
    for member in view.members:
        click.echo(_line(member))
    click.echo(f"{view.state}\t{view.round}\t{view.attempt}\t{view.replaced_by or '–'}")
    say(
        f"{view.can_decrypt}/{view.size} người giải mã được; cần {view.threshold}, "
        f"mở được khi có {view.needed_to_open}.",
        f"{view.can_decrypt} of {view.size} can decrypt; {view.threshold} are needed, voting can "
        f"be opened with {view.needed_to_open}.",
    )
    if view.needs_share_drill:
        click.echo(spoken(SENTENCES[Refusal.SHARE_NOT_DRILLED]), err=True)


def _line(member: MemberView) -> str:
    """Return one member's line: number, name, what was done, what stands against the member."""
    done = [*member.sent]
    done += ["drill"] if member.is_drilled else []
    done += ["decryption"] if member.has_decrypted else []
    against = "" if member.fault is None else spoken(member.fault.sentence)
    head = "*" if member.is_head else ""
    return f"{member.number}{head}\t{member.name}\t{','.join(done) or '–'}\t{against}".rstrip()


@trustee.command()
@UUID
@NUMBER
@BASE_URL
def link(uuid: str, number: int, base_url: str | None) -> None:
    """Cấp đường dẫn mới cho thành viên NUMBER; đường dẫn cũ hết hiệu lực ngay.

    Give member NUMBER a new link and print it; the old one opens nothing any more.
    """
    with installation() as instance:
        made = renew_link(instance, uuid, number)
        with instance.database.reading() as session:
            definition = parse_definition(progress_of(session, uuid).ceremony.definition)
    print_links(uuid, [made], base_url or definition.address)


@trustee.command()
@UUID
@BASE_URL
def restart(uuid: str, base_url: str | None) -> None:
    """Làm lại việc tạo khoá từ đầu; được đến khi mở cuộc lấy phiếu.

    Begin the key ceremony again, until voting is opened. The links stay as they are; but if the
    keys were ready already, another conference takes this one's place: its uuid and new links are
    printed, and cards that were made for the old uuid are worthless; in a sitting they stay good
    if a spare vote could take its place.
    """
    with installation() as instance:
        begun = restart_ceremony(instance, uuid)
        with instance.database.reading() as session:
            definition = parse_definition(progress_of(session, uuid).ceremony.definition)
    click.echo(begun.uuid)
    print_links(begun.uuid, begun.links, base_url or definition.address)
    say("Đã bắt đầu lại; các bước làm lại từ đầu.", "Begun again; every step is done anew.")


@trustee.command()
@UUID
@NUMBER
@click.option("--out", type=FOLDER, required=True, help="Thư mục trên USB · Folder on the stick.")
def export(uuid: str, number: int, out: Path) -> None:
    """Ghi ra USB những gì thành viên NUMBER cần cho bước kế tiếp.

    Write what member NUMBER needs for the next step, for a machine without network: there
    `tinnhiem trustee answer`, `copy`, `drill` or `decrypt`. Nothing in it is secret.
    """
    with installation() as instance:
        for path in export_files(instance, uuid, number, out):
            click.echo(path)


@trustee.command("import")
@click.argument("files", type=FILE, nargs=-1, required=True)
def import_(files: tuple[Path, ...]) -> None:
    """Nhận các tệp trả lời từ USB · Take the answers of members from their sticks.

    What is wrong is refused with the name of the member whose file it is; nothing else is lost.
    """
    with installation() as instance:
        for path in files:
            answer, is_new = import_file(instance, path)
            step = f"{path}\t{answer.index}\t{answer.step}"
            click.echo(step if is_new else f"{step}\t=")


@trustee.command()
@UUID
@click.option(
    "--link",
    "link_file",
    type=FILE,
    required=True,
    help="Tệp chứa đường dẫn của Trưởng ban · File with the link of the head.",
)
def publish(uuid: str, link_file: Path) -> None:
    """Trưởng ban công bố kết quả, khi không dùng trang của mình.

    The head of the committee publishes the result without the own page. The link is read from a
    file, never from the command line, which others on the machine can see.
    """
    found = TOKEN.search(link_file.read_text(encoding="utf-8").rpartition("#")[2])
    with installation() as instance:
        member = find_member(instance, uuid, found[0] if found else "")
        if not member.is_head:
            raise VotingRefused(Refusal.HEAD_ONLY)
        result = publish_result(instance, uuid, by_head=True)
    console().print(result_table(result, language_of(os.environ)))
    say("Đã công bố.", "Published.")


def print_links(uuid: str, links: Sequence[MemberLink], base_url: str | None) -> None:
    """Print each member's number, name and link; each link is that member's secret."""
    for one in links:
        address = f"{base_url or LOCAL}/c/{uuid}/committee#{one.token}"
        click.echo(f"{one.number}\t{one.name}\t{address}")
    if links:
        say(
            "Mỗi đường dẫn là bí mật của một thành viên: giao tận tay, không gửi chung một nơi.",
            "Each link is the secret of one member: hand it over in person, not all in one place.",
        )


def warn_of_keys(definition: Definition) -> None:
    """Say in red what a single key on the server costs, or a threshold that two groups reach."""
    committee, is_vi = definition.committee, language_of(os.environ) == "vi"
    if committee is None:
        vi = (
            "CHÚ Ý: chỉ một khoá, nằm trên máy chủ. Ai có máy chủ này mở được từng lá phiếu, và "
            "mất khoá là mất kết quả. Chỉ dùng để trình diễn."
        )
        en = (
            "WARNING: a single key, and it lies on the server. Who has this server can open every "
            "single ballot, and if the key is lost, so is the result. For demonstrations only."
        )
    elif 2 * committee.threshold <= committee.size:
        vi = (
            f"CHÚ Ý: {committee.threshold}/{committee.size}: hai nhóm thành viên khác nhau cùng "
            "giải mã được, mỗi nhóm có thể bị đưa cho một hòm phiếu khác nhau. Nên cần quá nửa số "
            "thành viên."
        )
        en = (
            f"WARNING: {committee.threshold}/{committee.size}: two groups without a common member "
            "can each decrypt, and could be shown two different records. Ask for more than half "
            "of the members."
        )
    else:
        return
    click.secho(vi if is_vi else en, fg="red", bold=True, err=True)
