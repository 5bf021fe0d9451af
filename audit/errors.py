"""The error family of `audit`: why a file cannot be read at all (closed list).

What a readable record does wrong is no error but a finding (`audit.findings`). The sentences of
both lie in `audit.catalogue`.
"""

from enum import StrEnum


class Unreadable(StrEnum):
    """Why a file is not a record that can be judged (exit status 2)."""

    NO_FILE = "no_file"
    EMPTY = "empty"
    NOT_A_RECORD = "not_a_record"
    TRUNCATED = "truncated"
    BAD_CHECKSUM = "bad_checksum"
    BAD_FIELD = "bad_field"
    BAD_NAME = "bad_name"
    BAD_PADDING = "bad_padding"
    END_BLOCK = "end_block"
    MEMBER_TOO_LARGE = "member_too_large"
    TOO_MANY_MEMBERS = "too_many_members"
    CHANGED_WHILE_READ = "changed_while_read"
    WORKER_LOST = "worker_lost"


class ReceiptFault(StrEnum):
    """Why a receipt was refused."""

    MALFORMED = "receipt_malformed"
    WRONG_KEY = "receipt_wrong_key"
    BAD_SIGNATURE = "receipt_bad_signature"


class AuditError(Exception):
    """Root of every error that `audit` raises."""


class RecordUnreadable(AuditError):
    """A file is not a record in its one form; `offset` is the byte where that shows.

    code: the closed reason. detail: the field, name or size concerned.
    """

    def __init__(self, code: Unreadable, *, offset: int = 0, detail: str = "") -> None:
        super().__init__(f"{code.value} at byte {offset}: {detail}")
        self.code = code
        self.offset = offset
        self.detail = detail

    def __reduce__(self) -> tuple[object, ...]:
        """Let a worker process hand the error over unchanged."""
        return _unreadable, (self.code, self.offset, self.detail)


class ReceiptRefused(AuditError):
    """A receipt is not in its one form, or its signature is not by the expected key."""

    def __init__(self, code: ReceiptFault, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


def _unreadable(code: Unreadable, offset: int, detail: str) -> RecordUnreadable:
    """Rebuild a RecordUnreadable from its parts (unpickling)."""
    return RecordUnreadable(code, offset=offset, detail=detail)
