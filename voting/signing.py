"""Signing the log: only what continues everything that was signed before.

Before an entry is appended and before a checkpoint is signed, the newest head that was ever signed
(`voting.heads`) must lie in the log as the database has it; otherwise the database went back or was
changed, and nothing is written or signed.
"""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from audit.statement import RefusalCode, Statement, make_statement
from voting.fixed import Fixed
from voting.instance import Instance
from voting.log import Edge, Head, head_at, log_size, read_edge, text_of
from voting.logkey import LogKey
from voting.models import Conference
from voting.refusals import Refusal, VotingRefused


def key_of(instance: Instance, conference: Conference | Fixed) -> LogKey:
    """Return the key of a conference's log; its name is the log's origin.

    Raises VotingRefused LOG_KEY_CHANGED if it is not the one that was announced.
    """
    key = instance.log_key.of_conference(conference.uuid)
    if conference.log_key != key.verification_key:
        raise VotingRefused(Refusal.LOG_KEY_CHANGED)
    return key


def require_continuous(instance: Instance, session: Session, conference: Conference) -> Edge:
    """Refuse to go on with a log that has forgotten or changed what was signed; return its edge.

    Raises VotingRefused LOG_KEY_CHANGED, LOG_NOT_RESUMED, LOG_WENT_BACK, LOG_FORKED.
    """
    origin = key_of(instance, conference).name
    signed = instance.heads.newest(origin)
    if signed is None:
        raise VotingRefused(Refusal.LOG_NOT_RESUMED)
    edge = read_edge(session, conference.id)
    if signed.size == edge.size:
        _require_same(edge.head, signed)
    elif signed.size < edge.size:
        verify_continues(session, conference, signed)
    else:  # perhaps appended and signed by another process after this session began to read
        with instance.database.reading() as newer:
            verify_continues(newer, conference, signed)
    return edge


def verify_continues(session: Session, conference: Conference, head: Head) -> None:
    """Verify that a head lies in the log. Raises VotingRefused LOG_WENT_BACK, LOG_FORKED."""
    size = log_size(session, conference.id)
    if head.size > size:
        raise VotingRefused(Refusal.LOG_WENT_BACK, f"{size} < {head.size}")
    _require_same(head_at(session, conference.id, head.size), head)


def _require_same(head: Head, signed: Head) -> None:
    if head != signed:
        raise VotingRefused(Refusal.LOG_FORKED, f"at {signed.size}")


def sign_refusal(
    instance: Instance, conference: Conference, head: Head, tracker: str, code: RefusalCode
) -> str:
    """Sign that a sound ballot was refused, and why, against the log of this very transaction.

    head: of the log; the caller holds the lock of the conference. tracker: of the ballot.
    """
    key = key_of(instance, conference)
    instance.heads.advance(key.name, head)
    statement = Statement(key.name, tracker, code, head.size, head.root)
    return make_statement(statement, public_key=key.secret.public_key(), sign=key.secret.sign)


def sign_checkpoint(
    instance: Instance, session: Session, conference: Conference, size: int | None = None
) -> str:
    """Sign the checkpoint of a size that was committed, the newest if None; always the same text.

    Raises VotingRefused as require_continuous; NO_SUCH_ENTRY if the log is not that long.
    """
    edge = require_continuous(instance, session, conference)
    newest = edge.size
    if size is not None and not 1 <= size <= newest:
        raise VotingRefused(Refusal.NO_SUCH_ENTRY, f"{size} of {newest}")
    key = key_of(instance, conference)
    head = edge.head if size in (None, newest) else head_at(session, conference.id, size or newest)
    instance.heads.advance(key.name, head)
    return key.signed(text_of(key.name, head))


def sign_appended(instance: Instance, conference: Conference, heads: Sequence[Head]) -> list[str]:
    """Sign the checkpoints of entries that were just committed together.

    heads: of the trees that they completed, one after the other, as the append made them; it found
    the newest signed head in the log, under its lock. So only the biggest is remembered: the others
    are its beginnings. The log is read again only if a bigger one was signed meanwhile.
    Raises VotingRefused as `require_continuous`.
    """
    key = key_of(instance, conference)
    newest = heads[-1]
    if not instance.heads.advance(key.name, newest):
        with instance.database.reading() as session:
            require_continuous(instance, session, conference)
            verify_continues(session, conference, newest)
        instance.heads.advance(key.name, newest)  # unless the log was stopped just now
    return [key.signed(text_of(key.name, head)) for head in heads]
