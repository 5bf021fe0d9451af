"""Go on with a log on a machine that does not know how far it was signed.

After a restore, or on a new machine, `voting.heads` knows nothing. The newest checkpoint that
anybody holds is then asked of the witnesses; or an operator answers for having asked them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.errors import LogRefused
from audit.note import KeyType, parse_verification_key
from audit.witness import checkpoint_path
from voting.instance import Instance
from voting.log import Head, head_at, log_size
from voting.models import Conference
from voting.plan.witnesses import Witness
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.signing import key_of, verify_continues

Fetch = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Resumed:
    """From which head the log goes on, and the names of the witnesses who answered."""

    head: Head
    witnesses: tuple[str, ...]


def resume_log(instance: Instance, uuid: str, fetch: Fetch, *, is_checked: bool = False) -> Resumed:
    """Let the log be signed again from here, if nothing newer or other is known.

    fetch: returns the text at an address, or None if nobody answers. is_checked: an operator has
    compared size and words with the witnesses, so that their silence does not matter.
    Raises VotingRefused UNKNOWN_CONFERENCE, LOG_KEY_CHANGED; LOG_WENT_BACK, LOG_FORKED if a
    witness holds more or something else; LOG_NOT_CONFIRMED if so few answered that a quorum
    may hold more, and nobody checked.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        origin = key_of(instance, conference).name
        known = instance.heads.newest(origin)
        if known is not None:
            verify_continues(session, conference, known)
        answered = _asked(session, conference, fetch)
        if not is_checked and known is None:
            missing = _needed(conference) - len(answered)
            if missing > 0:
                raise VotingRefused(Refusal.LOG_NOT_CONFIRMED, f"{missing}")
        head = head_at(session, conference.id, log_size(session, conference.id))
    instance.heads.advance(origin, head)
    return Resumed(head, tuple(answered))


def _needed(conference: Conference) -> int:
    """Return how many witnesses must answer so that no quorum can hold more than they do."""
    definition = frozen_parts(conference).definition
    others = len(definition.witnesses) - definition.witness_quorum
    return max(1, others + 1 if definition.witness_quorum else len(definition.witnesses))


def _asked(session: Session, conference: Conference, fetch: Fetch) -> Sequence[str]:
    """Ask every witness that can be reached; return who answered. Raises as `resume_log`."""
    answered = []
    for witness in frozen_parts(conference).definition.witnesses:
        if witness.url is None:
            continue
        head = _seen_by(conference, witness, fetch)
        if head is not None:
            verify_continues(session, conference, head)
            answered.append(witness.name)
    return answered


def _seen_by(conference: Conference, witness: Witness, fetch: Fetch) -> Head | None:
    """Return the newest head that a witness cosigned; an answer that is not signed is none."""
    log_key = parse_verification_key(conference.log_key)
    text = fetch(f"{witness.url}/{checkpoint_path(log_key.name)}")
    if text is None:
        return None
    try:
        signed = parse_checkpoint(text)
        verify_checkpoint(signed, log_key)
        verify_cosignature(signed, parse_verification_key(witness.key, KeyType.COSIGNATURE))
    except LogRefused:
        return None
    return Head(signed.checkpoint.size, signed.checkpoint.root)
