"""What is verified beside the record: log, policy, checkpoints and receipts that people kept.

The policy says whose signatures count, so it must come from elsewhere than the log. If none is
given, that of the log's first entry is taken, and the report says that this trusts the server about
itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audit.checkpoint import SignedCheckpoint, parse_checkpoint
from audit.entries import DefinitionEntry
from audit.errors import LogRefused, ReceiptRefused, RecordUnreadable, Unreadable
from audit.logfile import LogFile, read_log
from audit.note import MAX_NOTE
from audit.policy import MAX_POLICY, Policy, parse_policy
from audit.proof import KIND as PROOF_KIND
from audit.receipt import Receipt, parse_receipt

_MAX_FILE = 4 * MAX_NOTE


@dataclass(frozen=True, slots=True)
class Earlier:
    """A checkpoint that somebody kept; receipt: where it is the receipt of a ballot."""

    path: Path
    signed: SignedCheckpoint
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that checks 24 to 34 read beside the record.

    policy: None if none was given and the log names none that can be read. is_given: whether the
    policy came from outside the log.
    """

    log: LogFile
    policy: Policy | None
    is_given: bool
    earlier: tuple[Earlier, ...] = ()


def read_evidence(log: Path, policy: Path | None, earlier: Sequence[Path]) -> Evidence:
    """Read the files. Raises RecordUnreadable, naming the file that cannot be read."""
    found = read_log(log)
    given = None if policy is None else read_policy(policy)
    kept = tuple(read_earlier(path) for path in earlier)
    return Evidence(found, given or policy_in(found), given is not None, kept)


def read_policy(path: Path) -> Policy:
    """Read a policy from a file. Raises RecordUnreadable NO_FILE, BAD_POLICY."""
    content = _content(path, MAX_POLICY + 1)
    try:
        return parse_policy(content)
    except LogRefused as error:
        detail = f"{error.code.value}: {error.detail}"
        raise RecordUnreadable(Unreadable.BAD_POLICY, detail=detail, path=path) from error


def policy_in(log: LogFile) -> Policy | None:
    """Return the policy that the log itself names, if it names one."""
    first = log.lines[0].entry if log.lines else None
    if not isinstance(first, DefinitionEntry):
        return None
    try:
        return parse_policy(first.policy.encode())
    except LogRefused:
        return None


def read_earlier(path: Path) -> Earlier:
    """Read a checkpoint or a receipt. Raises RecordUnreadable NO_FILE, BAD_EVIDENCE."""
    try:
        text = _content(path, _MAX_FILE).decode()
        if text.startswith(PROOF_KIND):
            receipt = parse_receipt(text)
            return Earlier(path, receipt.proof.signed, receipt)
        return Earlier(path, parse_checkpoint(text))
    except (LogRefused, ReceiptRefused) as error:
        detail = error.code.value
        raise RecordUnreadable(Unreadable.BAD_EVIDENCE, detail=detail, path=path) from error
    except UnicodeDecodeError as error:
        raise RecordUnreadable(Unreadable.BAD_EVIDENCE, detail="UTF-8", path=path) from error


def _content(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limit)
    except OSError as error:
        raise RecordUnreadable(
            Unreadable.NO_FILE, detail=error.strerror or "", path=path
        ) from error
