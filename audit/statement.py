"""A refusal of a well-formed ballot, signed by the log: what a delegate can hold up in a dispute.

    tinnhiem/refusal/v1
    vote.example/log/j2Sje6ewboTnzL
    RvrvjhDhWNPYn8Fmft3GVTQ1IECYdiE+FZFURRidRm0
    voting_closed
    138
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — vote.example/log/j2Sje6ewboTnzL NnugSzTjtVAewIS+…

A signed note (C2SP signed-note) by the log's key over the lines: kind; origin of the log; tracker
of the ballot, the Base64 of its SHA-256 without padding; why it was refused; size and root of the
log *in the transaction that refused*, so that nobody can say later that voting had ended earlier.
Kind and key name keep it apart from checkpoints, whose first line is the origin.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NoReturn

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from audit.errors import LogFault, LogRefused
from audit.lines import parse_hash, parse_number
from audit.note import Note, VerificationKey, make_note, parse_note, verify_note

KIND: Final = "tinnhiem/refusal/v1"
_TRACKER = re.compile(r"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]", re.ASCII)


class RefusalCode(StrEnum):
    """Why a well-formed ballot was refused: the codes of the casting service that are signed."""

    CARD_VOID = "card_void"
    CREDENTIAL_USED = "credential_used"
    VOTING_CLOSED = "voting_closed"
    VOTING_NOT_OPEN = "voting_not_open"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a refusal says. size, root: of the log when the ballot was refused; root: 32 bytes."""

    origin: str
    tracker: str
    code: RefusalCode
    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """A parsed refusal with its signatures; it counts only after `verify_statement`."""

    statement: Statement
    note: Note


def make_statement(
    statement: Statement, *, public_key: Ed25519PublicKey, sign: Callable[[bytes], bytes]
) -> str:
    """Return the signed note of a refusal; the name of the key is the origin.

    Raises LogRefused STATEMENT_MALFORMED, and NOTE_MALFORMED for an origin that cannot name a key.
    """
    lines = [KIND, statement.origin, statement.tracker, statement.code.value, str(statement.size)]
    text = "".join(f"{line}\n" for line in [*lines, b64encode(statement.root).decode()])
    _parse_text(text)
    return make_note(text, key_name=statement.origin, public_key=public_key, sign=sign)


def parse_statement(text: str) -> SignedStatement:
    """Read a signed refusal. Raises LogRefused NOTE_MALFORMED or STATEMENT_MALFORMED."""
    note = parse_note(text)
    return SignedStatement(_parse_text(note.text), note)


def verify_statement(signed: SignedStatement, log_key: VerificationKey) -> None:
    """Verify that the log refused this ballot.

    Raises LogRefused: WRONG_ORIGIN if it is another log's, WRONG_KEY, BAD_SIGNATURE.
    """
    if signed.statement.origin != log_key.name:
        raise LogRefused(LogFault.WRONG_ORIGIN, signed.statement.origin)
    verify_note(signed.note, log_key)


def _parse_text(text: str) -> Statement:
    """Read the six lines."""
    lines = text.split("\n")
    if len(lines) != 7 or lines[0] != KIND or not lines[1]:
        _refuse("lines")
    if _TRACKER.fullmatch(lines[2]) is None:
        _refuse("tracker")
    if lines[3] not in set(RefusalCode):
        _refuse("code")
    return Statement(
        origin=lines[1],
        tracker=lines[2],
        code=RefusalCode(lines[3]),
        size=parse_number(lines[4], LogFault.STATEMENT_MALFORMED),
        root=parse_hash(lines[5], LogFault.STATEMENT_MALFORMED),
    )


def _refuse(detail: str) -> NoReturn:
    raise LogRefused(LogFault.STATEMENT_MALFORMED, detail)
