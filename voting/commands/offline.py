"""`tinnhiem cards …`: make cards on a laptop of the committee's own, without server or database."""

from pathlib import Path
from typing import cast

import click

from ballots.election import is_uuid
from ballots.group import group_named
from voting.cardbatch import SERVER, card_list_bytes, make_batch
from voting.commands.cards import public_of, say_fingerprint
from voting.commands.common import say, write_secret
from voting.commands.paper import FILE, CardFiles, WebAddress, card_options
from voting.documents.cards import CardSheet
from voting.findings import Language
from voting.plan.plan_file import read_plan
from voting.refusals import Refusal, VotingRefused

LIST = "public-credentials.json"


class Uuid(click.ParamType[str]):
    """The value of --uuid."""

    name = "UUID"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Read the value: base58, 14 characters or more."""
        if isinstance(value, str) and is_uuid(value):
            return value
        self.fail("mã hội nghị chưa đúng · not the uuid of a conference", param, ctx)


UUID = click.option(
    "--uuid", type=Uuid(), required=True, help="Mã hội nghị · The conference's uuid."
)
PLAN = click.argument("plan", type=FILE)


@click.group("cards")
def offline() -> None:
    """Làm thẻ ngoài máy chủ · Make cards away from the server.

    On a laptop of the committee's own, without network. The server never sees a private
    credential. See docs/cards.md.
    """


@offline.command()
@PLAN
@UUID
@click.option(
    "--base-url",
    type=WebAddress(),
    help="Địa chỉ máy chủ trong mã QR · The server's address (default: that of the plan).",
)
@card_options
def generate(
    plan: Path,
    uuid: str,
    base_url: str | None,
    out: Path,
    count: int | None,
    paper: str,
    language: str,
) -> None:
    """Làm thẻ theo kế hoạch PLAN: tệp PDF để in, và danh sách để nộp cho máy chủ.

    Make the cards of the conference that was created from PLAN: OUT/cards-a4.pdf to print here,
    and OUT/public-credentials.json for `tinnhiem conference import-cards` on the server, which
    holds no private credential. No other file is written; nothing is sent anywhere.
    """
    organized = read_plan(plan)
    if (organized.credential_authority or SERVER) == SERVER:
        raise VotingRefused(Refusal.CARDS_MADE_HERE)
    base = base_url or organized.address
    if base is None:
        raise click.UsageError("--base-url URL is needed: the plan names no address")
    files = CardFiles(out, paper, LIST)
    group = group_named(organized.group)
    batch = make_batch(organized.cards if count is None else count, uuid=uuid, group=group)
    listed = card_list_bytes(batch, uuid=uuid, group=group)
    with files.kept_if_done():
        sheet = CardSheet(uuid, organized, base, batch.private, cast(Language, language))
        files.write_cards(sheet)
        files.write(LIST, listed)
    say(
        f"Đã làm {len(batch.private)} thẻ trong {out}. Chỉ {LIST} được đưa sang máy chủ. Tệp PDF "
        "bỏ phiếu được: in tại đây, rồi xoá.",
        f"{len(batch.private)} cards in {out}. Only {LIST} goes to the server. The PDF can vote: "
        "print it here, then delete it.",
    )
    say_fingerprint(listed)


@offline.command("left-over")
@PLAN
@click.argument("scanned", type=FILE)
@UUID
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Tệp để đưa cho lệnh open · The file for `open`.",
)
def left_over(plan: Path, scanned: Path, uuid: str, out: Path) -> None:
    """Đổi các thẻ chưa phát đã quét thành tệp cho conference open --left-over.

    SCANNED has one card a line, as a scanner types it. OUT names the same cards without their
    private credentials, in no order: the server voids them and never sees a credential.
    """
    public = public_of(scanned, uuid=uuid, group=group_named(read_plan(plan).group))
    write_secret(out, "".join(f"{one}\n" for one in sorted(set(public))).encode())
    say(f"{len(set(public))} thẻ chưa phát.", f"{len(set(public))} cards left over.")
