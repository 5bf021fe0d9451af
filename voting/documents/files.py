"""The account of a conference from its public files alone, without the server or its database.

UUID.bel          the record
UUID.tlog         the log
definition.json   GET /api/conferences/UUID/definition
"""

import hashlib
from itertools import takewhile
from pathlib import Path
from typing import Final

from audit.entries import PublicationEntry, entry_bytes
from audit.errors import RecordUnreadable
from audit.logfile import LogFile, read_log
from audit.record import EventType, open_record
from voting.documents.account import Account, make_account
from voting.refusals import Refusal, VotingRefused

DEFINITION: Final = "definition.json"


def account_from(folder: Path, uuid: str, checkpoint: Path | None = None) -> Account:
    """Return the account of a published conference from files in a folder.

    checkpoint: a file with the text of the QR code of the minutes; None: the log's own, while
    nothing has joined it since the publication. Who signed is not judged here: verify the files
    before. Raises VotingRefused RESULT_NOT_PUBLISHED, NOT_OF_THIS_LOG.
    """
    try:
        log = read_log(folder / f"{uuid}.tlog")
        result, digest = _record(folder / f"{uuid}.bel")
        signed = str(log.signed) if checkpoint is None else checkpoint.read_text(encoding="utf-8")
        definition = (folder / DEFINITION).read_bytes()
    except (RecordUnreadable, OSError, UnicodeDecodeError) as error:
        raise VotingRefused(Refusal.NOT_OF_THIS_LOG, str(error)) from error
    return make_account(
        definition=definition,
        entries=_until_publication(log),
        result=result,
        record_digest=digest,
        checkpoint=signed.replace("\r\n", "\n"),
    )


def _record(path: Path) -> tuple[bytes, str]:
    """Return the result and the SHA-256 of a whole record."""
    record = open_record(path)
    results = record.of_type(EventType.RESULT)
    member = record.data(results[0].event.payload) if results and results[0].event else None
    if member is None:
        raise VotingRefused(Refusal.RESULT_NOT_PUBLISHED)
    with path.open("rb") as file:
        return record.content(member), hashlib.file_digest(file, "sha256").hexdigest()


def _until_publication(log: LogFile) -> list[bytes]:
    """Return the entries up to the publication, or all of them if there is none."""
    entries = [line.entry for line in log.lines if line.entry is not None]
    before = [*takewhile(lambda entry: not isinstance(entry, PublicationEntry), entries)]
    return [entry_bytes(entry) for entry in entries[: len(before) + 1]]
