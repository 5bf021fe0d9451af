"""Settle a dispute at the desk, by the log and the record that everybody else gets, too.

The same code as `tinnhiem dispute` rules on them, on files, so that the server's own opinion of a
ballot never enters. One at a time: reading a whole record is heavy, and casting comes first.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

from audit.dispute import Case, Outcome, open_case
from audit.dispute_report import OUTCOMES, ruling_text
from audit.errors import AuditError
from audit.evidence import read_evidence
from audit.note import parse_verification_key
from audit.papers import settle
from audit.receipt import parse_receipt, verify_receipt
from audit.statement import KIND as STATEMENT_KIND
from audit.statement import parse_statement, verify_statement
from ballots.ballot import parse_ballot
from ballots.errors import BallotsError, Sentence
from voting.findings import Language
from voting.instance import Instance
from voting.log import log_size
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.services.evidence import read_log_file
from voting.store import public_place, record_pieces

_busy: Final = Lock()


@dataclass(frozen=True, slots=True)
class Settled:
    """A verdict: which of the six, and all that shows it, as text in a language."""

    outcome: Outcome
    title: Sentence
    text: str


def settle_dispute(
    instance: Instance, uuid: str, paper: str, ballot: str, language: Language
) -> Settled:
    """Rule on a receipt, a signed refusal or a ballot, as somebody pasted it.

    ballot: the ballot that a refusal is about, or nothing.
    Raises VotingRefused UNKNOWN_CONFERENCE, NO_RECORD_YET, DESK_BUSY; NOT_SETTLED with the reason
    for what is no such paper, or is not of this conference.
    """
    pasted = _lines(paper)
    _require_paper(instance, uuid, pasted)
    if not _busy.acquire(blocking=False):
        raise VotingRefused(Refusal.DESK_BUSY)
    try:
        with tempfile.TemporaryDirectory() as folder:
            case = _case(instance, uuid, Path(folder))
            own = _lines(ballot) if ballot.strip() else None
            ruling = settle(case, pasted, own)
            text = ruling_text(case, ruling, language)
    except (AuditError, BallotsError) as error:
        raise VotingRefused(Refusal.NOT_SETTLED, str(error)) from error
    finally:
        _busy.release()
    return Settled(ruling.outcome, OUTCOMES[ruling.outcome], text)


def _require_paper(instance: Instance, uuid: str, paper: bytes) -> None:
    """Refuse cheaply what is no paper of this log, before the record is read.

    Raises VotingRefused UNKNOWN_CONFERENCE, NO_RECORD_YET, NOT_SETTLED.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if public_place(session, conference) is None:
            raise VotingRefused(Refusal.NO_RECORD_YET)
    key = parse_verification_key(conference.log_key)
    text = paper.decode()
    try:
        if text.startswith("{"):
            parse_ballot(paper, frozen_parts(conference).election)
        elif text.startswith(STATEMENT_KIND):
            verify_statement(parse_statement(text), key)
        else:
            verify_receipt(parse_receipt(text), key)
    except (AuditError, BallotsError) as error:
        raise VotingRefused(Refusal.NOT_SETTLED, str(error)) from error


def _case(instance: Instance, uuid: str, folder: Path) -> Case:
    """Write record and log as they are public, the log last, and read them like anybody."""
    record, log = folder / "record.bel", folder / "log.tlog"
    with instance.database.reading() as session:  # both as they are at one moment
        conference = find_conference(session, uuid)
        place, size = public_place(session, conference), log_size(session, conference.id)
    if place is None:
        raise VotingRefused(Refusal.NO_RECORD_YET)
    with record.open("wb") as stream:
        stream.writelines(record_pieces(instance.database, place))
    with log.open("wb") as stream:
        stream.writelines(read_log_file(instance, uuid, size))
    return open_case(record, read_evidence(log, None, ()))


def _lines(text: str) -> bytes:
    """Return a paper with line ends and spaces as it had before a form or a messenger."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    joined = "\n".join(lines)
    return joined.encode() if joined.startswith("{") else f"{joined}\n".encode()
