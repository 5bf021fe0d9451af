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
from audit.papers import settle
from ballots.errors import BallotsError, Sentence
from voting.findings import Language
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services.evidence import read_log_file
from voting.services.reading import read_record

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
    if not _busy.acquire(blocking=False):
        raise VotingRefused(Refusal.DESK_BUSY)
    try:
        with tempfile.TemporaryDirectory() as folder:
            case = _case(instance, uuid, Path(folder))
            own = _lines(ballot) if ballot.strip() else None
            ruling = settle(case, _lines(paper), own)
            text = ruling_text(case, ruling, language)
    except (AuditError, BallotsError) as error:
        raise VotingRefused(Refusal.NOT_SETTLED, str(error)) from error
    finally:
        _busy.release()
    return Settled(ruling.outcome, OUTCOMES[ruling.outcome], text)


def _case(instance: Instance, uuid: str, folder: Path) -> Case:
    """Write record and log as they are public, the log last, and read them like anybody."""
    record, log = folder / "record.bel", folder / "log.tlog"
    _, pieces = read_record(instance, uuid)
    with record.open("wb") as stream:
        stream.writelines(pieces)
    with log.open("wb") as stream:
        stream.writelines(read_log_file(instance, uuid))
    return open_case(record, read_evidence(log, None, ()))


def _lines(text: str) -> bytes:
    """Return a paper with line ends and spaces as it had before a form or a messenger."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    joined = "\n".join(lines)
    return joined.encode() if joined.startswith("{") else f"{joined}\n".encode()
