"""`tinnhiem receipt verify`: what a delegate checks, or who helps one."""

import os
import sys
from pathlib import Path

import click

from audit.errors import LogFault, LogRefused
from audit.note import VerificationKey, parse_verification_key
from audit.policy import Policy, parse_policy
from audit.receipt import parse_receipt
from audit.receipt_verdict import Verdict, judge_receipt, normal_receipt
from audit.receipt_words import said
from audit.record import EventType, open_record
from audit.words import words_of_hash
from ballots.canonical import MEBIBYTE
from ballots.errors import Sentence
from ballots.hashing import sha256_b64
from voting.speech import language_of, spoken

_BOX_MARK = Sentence(
    "Dấu hòm phiếu ghi trong biên nhận: {size} mục  {words}",
    "Mark of the ballot box in the receipt: {size} entries  {words}",
)
_IN_RECORD = Sentence(
    "Phiếu có mã này nằm trong hồ sơ, ở vị trí {index}.",
    "The ballot with this tracker is in the record, at index {index}.",
)
_NOT_IN_RECORD = Sentence(
    "Phiếu có mã này KHÔNG nằm trong hồ sơ ở vị trí ghi trên biên nhận. Hãy báo Ban Kiểm phiếu.",
    "The ballot with this tracker is NOT in the record at that index. Tell the committee.",
)


@click.group()
def receipt() -> None:
    """Biên nhận · Receipts."""


@receipt.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--log-key",
    metavar="KEY",
    help="Khoá của hòm phiếu, NAME+HASH+BASE64 · The log's verification key.",
)
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Khoá và các giám sát (tlog-policy) · The log's key and the witnesses, as a file.",
)
@click.option(
    "--record",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Hồ sơ để tìm phiếu trong đó · A record to look the ballot up in.",
)
def verify_one(file: Path, log_key: str | None, policy: Path | None, record: Path | None) -> None:
    """Kiểm tra một biên nhận bằng khoá của hòm phiếu, và các giám sát nếu có chính sách.

    Verify a receipt FILE with the log's verification key (as shown on the conference page and at
    GET /api/conferences/UUID) or with a policy (GET /c/UUID/log/policy), which also says whether
    enough witnesses confirmed it; and, with --record, that the ballot lies at its index.
    """
    language = language_of(os.environ)
    text = file.read_bytes()[:MEBIBYTE].decode("utf-8", errors="replace")
    found = judge_receipt(text, *_trusted(log_key, policy))
    click.echo("\n".join(said(found, language)), err=not found.is_sound)
    if found.is_sound:
        words = words_of_hash(found.root)
        click.echo(spoken(_BOX_MARK, language).format(size=found.size, words=words))
    if found.verdict is not Verdict.HOLDS:
        sys.exit(1)
    if record is not None:
        height = parse_receipt(normal_receipt(text)).event.height
        is_there = _tracker_at(record, height) == found.tracker
        answer = spoken(_IN_RECORD if is_there else _NOT_IN_RECORD, language)
        click.echo(answer.format(index=found.index), err=not is_there)
        sys.exit(0 if is_there else 1)


def _trusted(log_key: str | None, file: Path | None) -> tuple[VerificationKey, Policy | None]:
    """Return what a receipt is judged by: the key given, else the log's of the policy."""
    policy = None if file is None else parse_policy(file.read_bytes())
    if log_key is not None:
        return parse_verification_key(log_key), policy
    if policy is None:
        raise click.UsageError("--log-key or --policy")
    if not policy.logs:
        raise LogRefused(LogFault.POLICY_MALFORMED, "no log")
    return policy.logs[0].key, policy


def _tracker_at(path: Path, height: int) -> str | None:
    """Return the tracker of the ballot at a height of a record, or None."""
    record = open_record(path)
    for entry, member in record.ballots:
        if entry.index == height and entry.type is EventType.BALLOT:
            return sha256_b64(record.content(member))
    return None
