"""Witnesses: who was named, who joined, and the cosignatures that they send."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from audit.checkpoint import SignedCheckpoint, parse_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogRefused
from audit.note import KeyType, VerificationKey, parse_signature_line, parse_verification_key
from voting.instance import Instance
from voting.log import Head
from voting.models import Conference, Cosignature, JoinedWitness
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.signing import key_of, verify_continues

MAX_JOINED: Final = 64
MAX_KEY_NAME: Final = 100


@dataclass(frozen=True, slots=True)
class WitnessView:
    """A witness and the last checkpoint that it cosigned: its size and time (Unix seconds).

    name: the plan's, or that of its key. is_named: whether the plan's policy counts it.
    """

    name: str
    key: str
    is_named: bool
    size: int | None = None
    time: int | None = None


def accept_cosignatures(instance: Instance, uuid: str, text: str) -> int:
    """Store the cosignatures of known witnesses under a checkpoint of ours; return how many.

    text: the checkpoint with signature lines. Those of unknown keys are passed over.
    Raises VotingRefused UNKNOWN_CONFERENCE; COSIGNATURE_REFUSED for another log's checkpoint or
    a line that does not hold; UNKNOWN_WITNESS if no line is by a known key; LOG_WENT_BACK and
    LOG_FORKED if the checkpoint is not one of this log.
    """
    try:
        signed = parse_checkpoint(text)
    except LogRefused as error:
        raise VotingRefused(Refusal.COSIGNATURE_REFUSED, error.code.value) from error
    checkpoint = signed.checkpoint
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        if checkpoint.origin != key_of(instance, conference).name or checkpoint.extensions:
            raise VotingRefused(Refusal.COSIGNATURE_REFUSED, "origin")
        verify_continues(session, conference, Head(checkpoint.size, checkpoint.root))
        known = [*_named(conference), *_joined(session, conference)]
    lines = _verified_lines(signed, known)
    if not lines:
        raise VotingRefused(Refusal.UNKNOWN_WITNESS)
    named = {key.key_id.hex() for key in _named(conference)}
    with instance.database.writing() as session:
        for key_id, line in lines.items():
            _store(session, conference.id, checkpoint.size, key_id, line)
            if key_id not in named:  # of a volunteer only the last sight is kept
                _forget_others(session, conference.id, checkpoint.size, key_id)
    return len(lines)


def _store(session: Session, conference_id: int, size: int, key_id: str, line: str) -> None:
    """Keep the newest line of a witness under a checkpoint; an older one changes nothing."""
    known = session.get(Cosignature, (conference_id, size, key_id))
    if known is None:
        session.add(Cosignature(conference_id=conference_id, size=size, key_id=key_id, line=line))
    elif _time_in(line) > _time_in(known.line):
        known.line = line


def _forget_others(session: Session, conference_id: int, size: int, key_id: str) -> None:
    session.execute(
        delete(Cosignature).where(
            Cosignature.conference_id == conference_id,
            Cosignature.key_id == key_id,
            Cosignature.size != size,
        )
    )


def _verified_lines(signed: SignedCheckpoint, known: list[VerificationKey]) -> dict[str, str]:
    """Return the lines of known witnesses, one each, verified, by the id of the key."""
    keys = {(key.name, key.key_id): key for key in known}
    lines: dict[str, str] = {}
    for line in signed.note.signatures:
        key = keys.get((line.key_name, line.key_id))
        if key is None:
            continue
        if key.key_id.hex() in lines:
            raise VotingRefused(Refusal.COSIGNATURE_REFUSED, "two lines of one key")
        lines[key.key_id.hex()] = str(line)
    for key in (keys[one] for one in keys if one[1].hex() in lines):
        try:
            verify_cosignature(signed, key)
        except LogRefused as error:
            raise VotingRefused(Refusal.COSIGNATURE_REFUSED, error.code.value) from error
    return lines


def join(instance: Instance, uuid: str, text: str) -> WitnessView:
    """Take up a witness whom the plan did not name; it counts for no policy.

    text: its verification key (type 4). Raises VotingRefused UNKNOWN_CONFERENCE,
    COSIGNATURE_REFUSED for what is no such key, TOO_MANY_WITNESSES.
    """
    try:
        key = parse_verification_key(text, KeyType.COSIGNATURE)
    except LogRefused as error:
        raise VotingRefused(Refusal.COSIGNATURE_REFUSED, error.code.value) from error
    if len(key.name) > MAX_KEY_NAME or not key.name.isprintable():
        raise VotingRefused(Refusal.COSIGNATURE_REFUSED, "key name")
    with instance.database.writing() as session:
        conference = find_conference(session, uuid)
        own = JoinedWitness.conference_id == conference.id
        identifier = key.key_id.hex()
        known = [*_named(conference), *_joined(session, conference)]
        taken = {one.key_id for one in known} | {one.name for one in _named(conference)}
        if str(key) not in {str(one) for one in known}:
            if key.key_id in taken or key.name in taken:  # never in the place of another
                raise VotingRefused(Refusal.COSIGNATURE_REFUSED, "key name")
            if session.scalars(select(func.count()).where(own)).one() >= MAX_JOINED:
                raise VotingRefused(Refusal.TOO_MANY_WITNESSES, f"{MAX_JOINED}")
            session.add(JoinedWitness(conference_id=conference.id, key_id=identifier, key=str(key)))
    return WitnessView(name=key.name, key=str(key), is_named=False)


def list_witnesses(instance: Instance, uuid: str) -> list[WitnessView]:
    """Return the witnesses, those of the plan first, each with its last sight of the log."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        names = {one.key: one.name for one in frozen_parts(conference).definition.witnesses}
        keys = [(key, True) for key in _named(conference)]
        keys += [(key, False) for key in _joined(session, conference)]
        return [
            _seen_by(session, conference, key, names.get(str(key), key.name), is_named=is_named)
            for key, is_named in keys
        ]


def _seen_by(
    session: Session, conference: Conference, key: VerificationKey, name: str, *, is_named: bool
) -> WitnessView:
    last = session.execute(
        select(Cosignature.size, Cosignature.line)
        .where(Cosignature.conference_id == conference.id, Cosignature.key_id == key.key_id.hex())
        .order_by(Cosignature.size.desc())
        .limit(1)
    ).first()
    if last is None:
        return WitnessView(name, str(key), is_named)
    return WitnessView(name, str(key), is_named, last.size, _time_in(last.line))


def _time_in(line: str) -> int:
    """Return the time in a stored signature line, which was verified when it came."""
    return int.from_bytes(parse_signature_line(line).signature[:8], "big")


def named_witnesses(
    conference: Conference,
) -> list[tuple[str, VerificationKey, str | None]]:
    """Return the witnesses of the plan: name, key, where they take checkpoints (None: nowhere)."""
    return [
        (one.name, parse_verification_key(one.key, KeyType.COSIGNATURE), one.url)
        for one in frozen_parts(conference).definition.witnesses
    ]


def verify_head(instance: Instance, uuid: str, head: Head) -> None:
    """Verify that a head lies in the log of a conference as the database has it now.

    Raises VotingRefused UNKNOWN_CONFERENCE, LOG_WENT_BACK, LOG_FORKED.
    """
    with instance.database.reading() as session:
        verify_continues(session, find_conference(session, uuid), head)


def _named(conference: Conference) -> list[VerificationKey]:
    return [key for _, key, _ in named_witnesses(conference)]


def _joined(session: Session, conference: Conference) -> list[VerificationKey]:
    found = select(JoinedWitness.key).where(JoinedWitness.conference_id == conference.id)
    return [
        parse_verification_key(text, KeyType.COSIGNATURE)
        for text in session.scalars(found.order_by(JoinedWitness.key_id))
    ]
