"""Passphrases at the terminal: from a file, or typed without being shown."""

import os
import secrets
from pathlib import Path

import click

from audit.words import words_of_hash
from voting.commands.paper import FILE
from voting.speech import language_of

PASSPHRASE = click.option(
    "--passphrase-file",
    type=FILE,
    help="Tệp chứa câu mật khẩu, thay cho gõ · A file with the passphrase, instead of typing it.",
)


def new_passphrase(file: Path | None) -> str:
    """Return a passphrase to be used from now on: of the file, typed, or the six words offered."""
    if file is not None:
        return file.read_text(encoding="utf-8")
    proposed = words_of_hash(secrets.token_bytes(32))
    is_vi = language_of(os.environ) == "vi"
    about = "Sáu chữ đề nghị" if is_vi else "Six words are proposed"
    click.echo(f"{about}: {proposed}", err=True)
    asked = "Câu mật khẩu (Enter: sáu chữ trên)" if is_vi else "Passphrase (Enter: these words)"
    typed: str = click.prompt(asked, default="", show_default=False, hide_input=True, err=True)
    return typed or proposed


def known_passphrase(file: Path | None) -> str:
    """Return a passphrase that was chosen earlier: of the file, or typed."""
    if file is not None:
        return file.read_text(encoding="utf-8")
    asked = "Câu mật khẩu" if language_of(os.environ) == "vi" else "Passphrase"
    typed: str = click.prompt(asked, hide_input=True, err=True)
    return typed
