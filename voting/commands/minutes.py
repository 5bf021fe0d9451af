"""`tinnhiem minutes`: every document of a published conference."""

import os
from pathlib import Path
from typing import Literal, cast

import click

from voting.commands.common import installation, say
from voting.commands.paper import FILE, FOLDER
from voting.documents.account import Account
from voting.documents.files import account_from
from voting.documents.papers import every_paper
from voting.findings import Language
from voting.language import LANGUAGES
from voting.services.minutes import read_account

_BOTH: Literal["both"] = "both"


@click.command()
@click.argument("uuid")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Thư mục ghi các văn bản · Folder for the documents.",
)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES, _BOTH]),
    default="vi",
    show_default=True,
    help="Ngôn ngữ · Language.",
)
@click.option(
    "--files",
    type=FOLDER,
    help="Thư mục có UUID.bel, UUID.tlog, definition.json: lập từ các tệp ấy, không cần máy chủ · "
    "Make them from these files, without the server.",
)
@click.option(
    "--checkpoint",
    type=FILE,
    help="Tệp chứa nội dung ô mã QR của biên bản · File with the text of the minutes' QR code.",
)
def minutes(
    uuid: str, out: Path, language: str, files: Path | None, checkpoint: Path | None
) -> None:
    """Lập biên bản kiểm phiếu và các văn bản đi kèm, chỉ từ sổ.

    Make the minutes of the count (PDF and DOCX, for signing), the summary (PDF, XLSX, CSV), the
    draft of the confirming resolution (DOCX), the sheet for reading aloud (PDF), and in
    OUT/phieu-bao one sealed slip per person rated (PDF): hand each only to its person. All come
    from the log up to the publication alone; made again, they are the same bytes.
    """
    languages = LANGUAGES if language == _BOTH else (language,)
    account = _account(uuid, files, checkpoint)
    count = 0
    for each in languages:
        for file in every_paper(account, cast(Language, each)):
            _write(out / file.name, file.content)
            count += 1
    say(f"Đã lập {count} văn bản trong {out}.", f"{count} documents in {out}.")


def _account(uuid: str, files: Path | None, checkpoint: Path | None) -> Account:
    if files is not None:
        return account_from(files, uuid, checkpoint)
    if checkpoint is not None:
        raise click.UsageError("--checkpoint: --files FOLDER is needed")
    with installation() as instance:
        return read_account(instance, uuid)


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner reads, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.part")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
