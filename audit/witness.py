"""What a witness is asked and answers (C2SP tlog-witness), without network, clock or store.

    old 6
    YcoROfaBWEHVuvLQ0tm9nf7pfImN1ve6DAqpQe5sAes=

    vote.example/c/j2Sje6ewboTnzL/log
    7
    …

`POST <prefix>/add-checkpoint` with: the size that the witness last cosigned, a proof of consistency
from there, an empty line, the signed checkpoint. The answer is `200` and its cosignature lines, or

    400  not in this form; the old size is above the new one
    403  not signed by a key of this log, or signed wrongly
    404  a log that the witness does not follow
    409  the witness stands at another size, which is the answer: decimal, newline
    422  the proof does not hold

A witness parses, and then in one transaction reads its last checkpoint of that log, judges, stores
the new one, and only then answers with `make_cosignature`. Two sizes at once would go back.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from audit.checkpoint import Checkpoint, SignedCheckpoint, parse_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogFault, LogRefused
from audit.lines import hash_line, parse_hash, parse_number
from audit.merkle import EMPTY_ROOT, MAX_PATH, verify_consistency
from audit.note import MAX_NOTE, Note, VerificationKey, parse_signature_line, verify_note

MAX_REQUEST: Final = MAX_NOTE + 4096  # bytes; the path takes less than 3,000
PLAIN: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"


class Status(IntEnum):
    """The HTTP status of each verdict."""

    COSIGNED = 200
    BAD_REQUEST = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    CONFLICT = 409
    UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    """A parsed request: the tree of `old` is to begin that of the checkpoint."""

    old: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to answer. If `status` is COSIGNED, store the checkpoint and answer by cosigning it.

    fault: why not. last_size: with CONFLICT, where the witness stands.
    """

    status: Status
    fault: LogFault | None = None
    last_size: int = 0

    @property
    def body(self) -> str:
        """The body of a refusal: the size with CONFLICT, else the closed reason."""
        if self.status is Status.CONFLICT:
            return f"{self.last_size}\n"
        return f"{self.fault}\n" if self.fault else ""

    @property
    def content_type(self) -> str:
        """The media type of the body."""
        return SIZE if self.status is Status.CONFLICT else PLAIN


def make_request(*, old: int, path: Sequence[bytes], checkpoint: str) -> bytes:
    """Make the body of add-checkpoint. Raises LogRefused as `parse_request`."""
    body = f"old {old}\n{''.join(map(hash_line, path))}\n{checkpoint}".encode()
    parse_request(body)
    return body


def parse_request(body: bytes) -> AddCheckpoint:
    """Read the body of add-checkpoint; a refusal is answered with status 400.

    Raises LogRefused REQUEST_MALFORMED, NOTE_MALFORMED or CHECKPOINT_MALFORMED.
    """
    if len(body) > MAX_REQUEST:
        raise LogRefused(LogFault.REQUEST_MALFORMED, "too long")
    head, separator, checkpoint = _decode(body, LogFault.REQUEST_MALFORMED).partition("\n\n")
    first, *lines = head.split("\n")
    if not separator or not first.startswith("old ") or len(lines) > MAX_PATH:
        raise LogRefused(LogFault.REQUEST_MALFORMED, "lines")
    return AddCheckpoint(
        old=parse_number(first.removeprefix("old "), LogFault.REQUEST_MALFORMED),
        path=tuple(parse_hash(line, LogFault.REQUEST_MALFORMED) for line in lines),
        signed=parse_checkpoint(checkpoint),
    )


def judge(
    request: AddCheckpoint,
    known_logs: Mapping[str, Sequence[VerificationKey]],
    last: Checkpoint | None,
) -> Verdict:
    """Judge a request in the order of section "add-checkpoint".

    known_logs: the keys trusted for each origin. last: what the witness cosigned last for this
    origin, None if nothing.
    """
    new = request.signed.checkpoint
    if new.origin not in known_logs:
        return Verdict(Status.NOT_FOUND, LogFault.UNKNOWN_LOG)
    try:
        _verify_log(request.signed, known_logs[new.origin])
    except LogRefused as error:
        return Verdict(Status.FORBIDDEN, error.code)
    if request.old > new.size:
        return Verdict(Status.BAD_REQUEST, LogFault.OLD_SIZE_ABOVE)
    size, root = (last.size, last.root) if last else (0, EMPTY_ROOT)
    if request.old != size:
        return Verdict(Status.CONFLICT, LogFault.OLD_SIZE_DIFFERS, last_size=size)
    try:
        verify_consistency(size, root, new.size, new.root, request.path)
    except LogRefused as error:
        return Verdict(Status.UNPROCESSABLE, error.code)
    return Verdict(Status.COSIGNED)


def parse_response(
    body: bytes, signed: SignedCheckpoint, keys: Sequence[VerificationKey]
) -> list[tuple[str, int]]:
    """Read the answer to add-checkpoint: the lines (with newline) of witnesses with these keys.

    Returns each verified line with its time, in seconds since 1970; lines of others are left out.
    Raises LogRefused: RESPONSE_MALFORMED, NOTE_MALFORMED, BAD_SIGNATURE, BAD_TIME (also if 0).
    """
    text = _decode(body, LogFault.RESPONSE_MALFORMED)
    if len(body) > MAX_NOTE or not text.endswith("\n"):
        raise LogRefused(LogFault.RESPONSE_MALFORMED, "lines")
    found = []
    for line in map(parse_signature_line, text[:-1].split("\n")):
        for key in keys:
            if (line.key_name, line.key_id) == (key.name, key.key_id):
                alone = SignedCheckpoint(signed.checkpoint, Note(signed.note.text, (line,)))
                found.append((f"{line}\n", verify_cosignature(alone, key)))
    if any(time == 0 for _, time in found):
        raise LogRefused(LogFault.BAD_TIME, "0")
    return found


def parse_conflict(body: bytes) -> int:
    """Read the body of status 409: where the witness stands. Raises RESPONSE_MALFORMED."""
    text = _decode(body, LogFault.RESPONSE_MALFORMED)
    if not text.endswith("\n"):
        raise LogRefused(LogFault.RESPONSE_MALFORMED, "size")
    return parse_number(text[:-1], LogFault.RESPONSE_MALFORMED)


def checkpoint_path(origin: str) -> str:
    """Return where below its monitoring prefix a witness serves its last checkpoint of a log."""
    return f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint"


def _verify_log(signed: SignedCheckpoint, keys: Sequence[VerificationKey]) -> None:
    """Verify the signatures by the keys trusted for a log: one at least, and each that is there."""
    named = {(line.key_name, line.key_id) for line in signed.note.signatures}
    signing = [key for key in keys if (key.name, key.key_id) in named]
    if not signing:
        raise LogRefused(LogFault.WRONG_KEY, signed.checkpoint.origin)
    for key in signing:
        verify_note(signed.note, key)


def _decode(body: bytes, fault: LogFault) -> str:
    """Read UTF-8."""
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise LogRefused(fault, "not UTF-8") from error
