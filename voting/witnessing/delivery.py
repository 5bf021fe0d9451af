"""Bring one checkpoint to one witness (C2SP tlog-witness, the client's side).

`POST …/add-checkpoint` with the proof from where the witness stands; it says so by status 409 if
we did not know. Its cosignature is verified by its key and stored before this returns.
"""

from typing import Final

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.cosignature import verify_cosignature
from audit.note import VerificationKey, add_signatures, parse_verification_key
from audit.witness import (
    Status,
    checkpoint_path,
    make_request,
    parse_conflict,
    parse_response,
)
from voting.instance import Instance
from voting.log import Head
from voting.refusals import Refusal, VotingRefused
from voting.services.evidence import consistency_for, read_log_signed
from voting.services.reading import read_conference
from voting.services.witnesses import accept_cosignatures, verify_head
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.source import log_signed
from voting.witnessing.web import Answer, Site

ATTEMPTS: Final = 4  # of them one to learn where the witness stands; the log may grow meanwhile
_AGAINST_US: Final = (Refusal.LOG_WENT_BACK, Refusal.LOG_FORKED)


class Contradicted(Exception):
    """A witness holds a checkpoint with our signature that our log does not contain."""


def deliver(
    instance: Instance, uuid: str, key: VerificationKey, site: Site, old: int, size: int
) -> int:
    """Have a witness cosign the checkpoint of `size`; return the size that it cosigned.

    old: where it stands as far as we know. Raises Contradicted, after everything has been
    stopped; WatchRefused NO_ANSWER, BAD_ANSWER; LogRefused if its answer does not hold;
    VotingRefused if our log cannot be signed.
    """
    for _ in range(ATTEMPTS):
        note = read_log_signed(instance, uuid, size)
        path = consistency_for(instance, uuid, old, size)
        body = make_request(old=old, path=path, checkpoint=note)
        answer = site.post("add-checkpoint", body)
        if answer.status == Status.COSIGNED:
            _store(instance, uuid, key, note, answer)
            return size
        if answer.status == Status.CONFLICT:
            old = parse_conflict(answer.body)
            size = max(size, parse_checkpoint(read_log_signed(instance, uuid)).checkpoint.size)
        if answer.status == Status.UNPROCESSABLE or old > size:
            _compare(instance, uuid, key, site)
        if answer.status != Status.CONFLICT or old > size:
            break
    raise WatchRefused(WatchRefusal.BAD_ANSWER, f"{site.url}: {answer.status}")


def _store(instance: Instance, uuid: str, key: VerificationKey, note: str, answer: Answer) -> None:
    """Verify and store the cosignatures of an answer."""
    signed = parse_checkpoint(note)
    lines = parse_response(answer.body, signed, [key])
    if not lines:
        raise WatchRefused(WatchRefusal.BAD_ANSWER, "no line of its key")
    text = add_signatures(log_signed(signed), [line for line, _ in lines])
    accept_cosignatures(instance, uuid, text)


def _compare(instance: Instance, uuid: str, key: VerificationKey, site: Site) -> None:
    """Fetch what a witness holds; if our log signed it and does not contain it, stop signing.

    A witness that merely says so, without our signature, changes nothing.
    """
    log_key = parse_verification_key(read_conference(instance, uuid).log_key)
    signed = parse_checkpoint(site.text(checkpoint_path(log_key.name)))
    verify_checkpoint(signed, log_key)
    verify_cosignature(signed, key)
    head = Head(signed.checkpoint.size, signed.checkpoint.root)
    try:
        verify_head(instance, uuid, head)
    except VotingRefused as error:
        if error.refusal in _AGAINST_US:
            instance.heads.contradict(log_key.name, head)
            raise Contradicted from error
        raise
