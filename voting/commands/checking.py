"""`tinnhiem verify` and `tinnhiem receipt verify`: what an auditor or a delegate checks."""

import os
import sys
from pathlib import Path

import click

from audit.__main__ import main as audit_main
from audit.note import parse_verification_key
from audit.receipt import parse_receipt, verify_receipt
from audit.record import EventType, open_record
from ballots.canonical import MEBIBYTE
from ballots.errors import Sentence
from ballots.hashing import sha256_b64
from voting.speech import language_of, spoken

_HOLDS = Sentence(
    "Biên nhận đúng: mã xác nhận {tracker}, vị trí {index}.",
    "The receipt holds: tracker {tracker}, index {index}.",
)
_IN_RECORD = Sentence(
    "Phiếu có mã này nằm trong hồ sơ, ở vị trí {index}.",
    "The ballot with this tracker is in the record, at index {index}.",
)
_NOT_IN_RECORD = Sentence(
    "Phiếu có mã này KHÔNG nằm trong hồ sơ ở vị trí ghi trên biên nhận. Hãy báo Ban Kiểm phiếu.",
    "The ballot with this tracker is NOT in the record at that index. Tell the committee.",
)


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def verify(arguments: tuple[str, ...]) -> None:
    """Kiểm tra hồ sơ RECORD.bel · Verify a record (see: tinnhiem verify --help)."""
    sys.exit(audit_main(list(arguments), prog="tinnhiem verify"))


@click.group()
def receipt() -> None:
    """Biên nhận · Receipts."""


@receipt.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--log-key",
    required=True,
    metavar="KEY",
    help="Khoá của hòm phiếu, NAME+HASH+BASE64 · The log's verification key.",
)
@click.option(
    "--record",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Hồ sơ để tìm phiếu trong đó · A record to look the ballot up in.",
)
def verify_one(file: Path, log_key: str, record: Path | None) -> None:
    """Kiểm tra một biên nhận bằng khoá của hòm phiếu.

    Verify a receipt FILE with the log's verification key (as shown on the conference page and at
    GET /api/conferences/UUID), and, with --record, that the ballot lies at its index.
    """
    text = file.read_bytes()[:MEBIBYTE].decode("utf-8", errors="replace")
    found = parse_receipt(text)
    verify_receipt(found, parse_verification_key(log_key))
    language = language_of(os.environ)
    click.echo(spoken(_HOLDS, language).format(tracker=found.tracker, index=found.index))
    if record is not None:
        is_there = _tracker_at(record, found.event.height) == found.tracker
        said = spoken(_IN_RECORD if is_there else _NOT_IN_RECORD, language)
        click.echo(said.format(index=found.index), err=not is_there)
        sys.exit(0 if is_there else 1)


def _tracker_at(path: Path, height: int) -> str | None:
    """Return the tracker of the ballot at a height of a record, or None."""
    record = open_record(path)
    for entry, member in record.ballots:
        if entry.index == height and entry.type is EventType.BALLOT:
            return sha256_b64(record.content(member))
    return None
