"""The error family of `audit`: why a file cannot be read at all (closed list).

What a readable record does wrong is no error but a finding (`audit.findings`). The sentences of
both lie in `audit.catalogue`.
"""

from enum import StrEnum
from pathlib import Path


class Unreadable(StrEnum):
    """Why a file is not a record, log, policy or checkpoint that can be judged (exit status 2)."""

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
    NOT_A_LOG = "not_a_log"
    ENTRY_TOO_LONG = "entry_too_long"
    LOG_TOO_LARGE = "log_too_large"
    BAD_CHECKPOINT = "bad_checkpoint"
    BAD_POLICY = "bad_policy"
    BAD_EVIDENCE = "bad_evidence"


class ReceiptFault(StrEnum):
    """Why a receipt was refused."""

    NOT_A_BALLOT = "receipt_not_a_ballot"


class LogFault(StrEnum):
    """Why bytes of a log, or of those who watch it, were refused."""

    NOTE_MALFORMED = "note_malformed"
    KEY_MALFORMED = "key_malformed"
    KEY_TYPE = "key_type"
    WRONG_KEY = "log_wrong_key"
    BAD_SIGNATURE = "log_bad_signature"
    CHECKPOINT_MALFORMED = "checkpoint_malformed"
    WRONG_ORIGIN = "log_wrong_origin"
    OUT_OF_TREE = "out_of_tree"
    BAD_INCLUSION = "bad_inclusion"
    BAD_CONSISTENCY = "bad_consistency"
    PROOF_MALFORMED = "log_proof_malformed"
    TILE_MALFORMED = "tile_malformed"
    TILE_MISSING = "tile_missing"
    TILE_WRONG = "tile_wrong"
    ENTRY_TOO_LONG = "log_entry_too_long"
    ENTRY_WRONG = "log_entry_wrong"
    BAD_TIME = "cosignature_time"
    POLICY_MALFORMED = "policy_malformed"
    POLICY_NAME = "policy_name"
    POLICY_DUPLICATE = "policy_duplicate"
    POLICY_THRESHOLD = "policy_threshold"
    POLICY_QUORUM = "policy_quorum"
    POLICY_TOO_LARGE = "policy_too_large"
    NO_QUORUM = "no_quorum"
    REQUEST_MALFORMED = "witness_request_malformed"
    UNKNOWN_LOG = "witness_unknown_log"
    OLD_SIZE_ABOVE = "witness_old_size_above"
    OLD_SIZE_DIFFERS = "witness_old_size_differs"
    RESPONSE_MALFORMED = "witness_response_malformed"
    STATEMENT_MALFORMED = "refusal_malformed"


class DisputeFault(StrEnum):
    """Why a dispute cannot be settled with what was given."""

    NOT_A_PAPER = "not_a_paper"
    OTHER_BALLOT = "other_ballot"
    LOG_TOO_SHORT = "log_too_short"
    UNSOUND = "unsound"


class AuditError(Exception):
    """Root of every error that `audit` raises."""


class RecordUnreadable(AuditError):
    """A file is not a record in its one form; `offset` is the byte where that shows.

    code: the closed reason. detail: the field, name or size concerned. path: the file, where it is
    not the record itself but what came with it (log, policy, earlier checkpoint).
    """

    def __init__(
        self, code: Unreadable, *, offset: int = 0, detail: str = "", path: Path | None = None
    ) -> None:
        super().__init__(f"{code.value} at byte {offset}: {detail}")
        self.code = code
        self.offset = offset
        self.detail = detail
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        """Let a worker process hand the error over unchanged."""
        return _unreadable, (self.code, self.offset, self.detail, self.path)


class ReceiptRefused(AuditError):
    """A proof is sound in form, but is no receipt of a ballot."""

    def __init__(self, code: ReceiptFault, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


class DisputeRefused(AuditError):
    """A dispute cannot be settled. detail: the check, size or tracker concerned."""

    def __init__(self, code: DisputeFault, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


class LogRefused(AuditError):
    """Bytes of a log are not in their one form, or do not hold what they must.

    code: the closed reason. detail: the line, field or name concerned.
    """

    def __init__(self, code: LogFault, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail


def _unreadable(code: Unreadable, offset: int, detail: str, path: Path | None) -> RecordUnreadable:
    """Rebuild a RecordUnreadable from its parts (unpickling)."""
    return RecordUnreadable(code, offset=offset, detail=detail, path=path)
