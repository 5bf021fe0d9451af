"""`tinnhiem conference cards, posters, import-cards`: paper, and the cards that others made."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import click

from voting.commands.common import installation, say, write_secret
from voting.commands.paper import (
    BASE_URL,
    FILE,
    LANGUAGE,
    LOCAL,
    OUT,
    CardFiles,
    card_options,
    warn_if_local,
)
from voting.documents.cards import CardSheet, card_url
from voting.documents.posters import PosterPaper, Wifi, conference_url, posters_pdf
from voting.findings import Language
from voting.readout import read_out
from voting.services.cards import import_cards, print_cards
from voting.services.sitting_cards import import_sitting_cards, print_sitting_cards
from voting.services.sittings import find_sitting, votes_on_card, what_cards_are_for


@click.command("cards")
@click.argument("uuid")
@card_options
@BASE_URL
def cards(
    uuid: str,
    out: Path,
    count: int | None,
    base_url: str | None,
    paper: str,
    language: str,
    void_sheets: bool,
) -> None:
    """In thẻ phiếu: cards-a4.pdf hoặc cards-a6.pdf, và credentials.txt, chỉ chủ đọc được.

    Make the cards: OUT/cards-a4.pdf (8 a sheet, with cut marks) or cards-a6.pdf, and
    OUT/credentials.txt, one card a line in no order, for tests; all mode 0600. The server makes
    the credentials here and forgets them; whoever holds these files can vote. Print the PDF, then
    delete everything. UUID may be that of a sitting: then each card is good for all its votes but
    those with new cards. So that the server never knows a credential, name a credential_authority
    in the plan and let them run: tinnhiem cards generate. See docs/cards.md.
    """
    files = CardFiles(out, paper, "credentials.txt")
    with installation() as instance:
        sitting, definition = what_cards_are_for(instance, uuid)
        base = base_url or definition.address or LOCAL
        votes = () if sitting is None else votes_on_card(sitting)

        def deliver(private: Sequence[str]) -> None:
            spoken = cast(Language, language)
            sheet = CardSheet(uuid, definition, base, private, spoken, votes, void_sheets)
            files.write_cards(sheet)
            # Sorted: the lines do not tell which serial is on which card.
            lines = "".join(card_url(base, uuid, one) + "\n" for one in sorted(private))
            files.write("credentials.txt", lines.encode())

        with files.kept_if_done():
            make = print_cards if sitting is None else print_sitting_cards
            made = len(make(instance, uuid, count, deliver=deliver))
    warn_if_local(base)
    say(
        f"Đã làm {made} thẻ trong {out}. Máy chủ này đã biết mã của mọi thẻ trong lúc làm, và các "
        "tệp này bỏ phiếu được: in xong hãy xoá hết. Muốn máy chủ không bao giờ biết mã thẻ: "
        "tinnhiem cards generate (docs/cards.md).",
        f"{made} cards in {out}. This server knew every credential while it made them, and these "
        "files can vote: delete them all when they are printed. For a server that never knows a "
        "credential: tinnhiem cards generate (docs/cards.md).",
    )


@click.command("import-cards")
@click.argument("uuid")
@click.argument("file", type=FILE)
def import_(uuid: str, file: Path) -> None:
    """Nhận danh sách thẻ do nơi khác làm (tệp public-credentials.json).

    Hand the server the cards that the committee made: FILE is the public-credentials.json of
    `tinnhiem cards generate`. It holds no private credential. All of it is accepted or nothing.
    """
    data = file.read_bytes()
    with installation() as instance:
        sitting = find_sitting(instance, uuid)
        take = import_cards if sitting is None else import_sitting_cards
        count = take(instance, uuid, data)
    say(f"Đã nhận {count} thẻ.", f"{count} cards handed in.")
    say_fingerprint(data)


@click.command()
@click.argument("uuid")
@OUT
@BASE_URL
@click.option("--wifi", help="Tên mạng Wi-Fi của hội trường (SSID) · The hall's network.")
@click.option(
    "--wifi-password-file",
    type=FILE,
    help="Tệp có mật khẩu Wi-Fi ở dòng đầu · File whose first line is the password "
    "(default: an open network).",
)
@click.option(
    "--paper",
    type=click.Choice([one.value for one in PosterPaper]),
    default="a4",
    show_default=True,
    help="Khổ giấy · Size of the paper.",
)
@LANGUAGE
def posters(
    uuid: str,
    out: Path,
    base_url: str | None,
    wifi: str | None,
    wifi_password_file: Path | None,
    paper: str,
    language: str,
) -> None:
    """Làm bảng chỉ dẫn: Wi-Fi, trang của hội nghị, cách bỏ phiếu.

    Make OUT/posters-a4.pdf (or -a3): the Wi-Fi if --wifi names one, the page of the conference,
    how to vote. The password is read from a file, so that it stands in no list of processes.
    """
    if wifi_password_file is not None and wifi is None:
        raise click.UsageError("--wifi-password-file: --wifi SSID is needed")
    network = None if wifi is None else Wifi(wifi, first_line(wifi_password_file))
    with installation() as instance:
        _, definition = what_cards_are_for(instance, uuid)
    base = base_url or definition.address or LOCAL
    pdf = posters_pdf(
        definition,
        url=conference_url(base, uuid),
        paper=PosterPaper(paper),
        wifi=network,
        language=cast(Language, language),
    )
    path = out / f"posters-{paper}.pdf"
    write_secret(path, pdf)
    warn_if_local(base)
    click.echo(path)


def first_line(file: Path | None) -> str | None:
    """Return the first line of a file, or None without a file."""
    if file is None:
        return None
    return file.read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")


def say_fingerprint(data: bytes) -> None:
    """Say the fingerprint of a list of cards, to be compared by those who made it."""
    words = read_out(hashlib.sha256(data).hexdigest())
    say(f"Dấu vân danh sách thẻ: {words}", f"Fingerprint of the list of cards: {words}")
