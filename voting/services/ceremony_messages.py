"""The messages of the key ceremony: each verified, kept and shown to the others, or blamed.

A message is verified against a snapshot without a lock; then, in one short transaction, it is
kept if the snapshot is still true. With the last voutput the same transaction makes the
conference. What is refused is noted under the name of its sender, who may send it again.
"""

import re
from typing import Final

from sqlalchemy.orm import Session

from ballots.canonical import decode
from ballots.ceremony import make_threshold_parameters
from ballots.certificates import CertificateKeys, Context, naming_trustee, verify_certificate
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.keys import TrusteePublicKey
from ballots.pki import SignedMessage
from ballots.polynomials import Polynomial, verify_all_coefexps, verify_commitment
from ballots.polynomials import verify_polynomial as verify_whole_polynomial
from ballots.threshold import ThresholdParameters
from ballots.trustees import Trustees, make_trustees
from ballots.voutputs import make_vinputs, verify_voutput
from voting.ceremony_models import CeremonyFault, CeremonyMessage, Step
from voting.instance import Instance
from voting.refusals import MessageRefused, Refusal, VotingRefused
from voting.services.ceremony import lock_ceremony
from voting.services.ceremony_progress import ROUNDS, SERVER, Progress, member, progress_of
from voting.services.preparing import election_of, store_conference

_COMMITMENT: Final = re.compile(rb"[0-9a-f]{64}")


def take_message(instance: Instance, uuid: str, number: int, step: Step, data: bytes) -> bool:
    """Verify a member's message of a round and keep it; False if it was there already.

    Raises VotingRefused: UNKNOWN_CONFERENCE, ALREADY_SENT, WRONG_ROUND, CEREMONY_STOPPED.
    MessageRefused, after the fault was noted.
    """
    while True:
        with instance.database.reading() as session:
            seen = progress_of(session, uuid)
        known = seen.sent.get((step, number))
        if known is not None:
            _require_same(known, data)
            return False
        _require_turn(seen, step)
        try:
            trustees = _verified(seen, number, step, data)
        except BallotsError as error:
            note_fault(instance, uuid, step, number, error.refusal)
            raise MessageRefused(error, number, member(seen, number).name) from error
        if _keep(instance, seen, number, step, data, trustees):
            return True


def _require_same(known: bytes, data: bytes) -> None:
    if known != data:
        raise VotingRefused(Refusal.ALREADY_SENT)


def _require_turn(seen: Progress, step: Step) -> None:
    if seen.is_stopped:
        raise VotingRefused(Refusal.CEREMONY_STOPPED)
    if seen.ceremony.replaced_by is not None or seen.round is not step:
        raise VotingRefused(Refusal.WRONG_ROUND, step.value)


def _verified(seen: Progress, number: int, step: Step, data: bytes) -> Trustees | None:
    """Verify a message; with the last voutput, return the trustees that it completes."""
    if step is Step.CERTIFICATE:
        _verify_certificate(seen, number, data)
    elif step is Step.COMMITMENT:
        _verify_commitment(seen, number, data)
    elif step is Step.POLYNOMIAL:
        with naming_trustee(number):
            verify_commitment(seen.sent[Step.COMMITMENT, number].decode(), data)
        verify_whole_polynomial(data, number, seen.certified())
    else:
        return _verify_voutput(seen, number, data)
    return None


def _verify_certificate(seen: Progress, number: int, data: bytes) -> None:
    with naming_trustee(number):
        certificate = verify_certificate(decode(data, SignedMessage), seen.group)
        wanted = Context(
            group=seen.group.name,
            size=seen.committee.size,
            threshold=seen.committee.threshold,
            index=number,
        )
        if certificate.context != wanted:
            raise BallotsError(BallotRefusal.BAD_TRUSTEES, "context")
        own = {seen.group.text(certificate.verification), seen.group.text(certificate.encryption)}
        if len(own) != 2 or own & _used_keys(seen):
            raise BallotsError(BallotRefusal.BAD_TRUSTEES, "key used twice")


def _used_keys(seen: Progress) -> set[str]:
    """Return the keys in the certificates that are there, which were verified."""
    used: set[str] = set()
    for data in _sent(seen, Step.CERTIFICATE).values():
        signed = decode(data, SignedMessage)
        named = decode(signed.message.encode(), CertificateKeys)
        used |= {named.verification, named.encryption}
    return used


def _verify_commitment(seen: Progress, number: int, data: bytes) -> None:
    with naming_trustee(number):
        if not _COMMITMENT.fullmatch(data):
            raise BallotsError(BallotRefusal.MALFORMED, "commitment")
        if data in _sent(seen, Step.COMMITMENT).values():
            raise BallotsError(BallotRefusal.BAD_TRUSTEES, "a commitment appears twice")


def _verify_voutput(seen: Progress, number: int, data: bytes) -> Trustees | None:
    committee, polynomials = seen.certified(), seen.messages(Step.POLYNOMIAL)
    sent = [decode(polynomial, Polynomial) for polynomial in polynomials]
    coefexps = verify_all_coefexps(
        [message.coefexps for message in sent], [message.signature for message in sent], committee
    )
    verify_voutput(data, number, committee, coefexps)
    voutputs = {**_sent(seen, Step.VOUTPUT), number: data}
    if len(voutputs) < seen.committee.size:
        return None
    in_order = [voutputs[each] for each in seen.numbers]
    parameters = make_threshold_parameters(committee, polynomials, in_order)
    return make_trustees(_items(seen, parameters), seen.group)


def _sent(seen: Progress, step: Step) -> dict[int, bytes]:
    return {number: seen.sent[step, number] for number in seen.who_sent(step)}


def _items(
    seen: Progress, parameters: ThresholdParameters
) -> list[TrusteePublicKey | ThresholdParameters]:
    if seen.ceremony.server_key is None:
        return [parameters]
    return [decode(seen.ceremony.server_key, TrusteePublicKey), parameters]


def _keep(
    instance: Instance,
    seen: Progress,
    number: int,
    step: Step,
    data: bytes,
    trustees: Trustees | None,
) -> bool:
    """Keep a verified message; False if something has changed since it was verified."""
    uuid = seen.ceremony.uuid
    with instance.database.writing() as session:
        ceremony = lock_ceremony(session, uuid)
        if progress_of(session, uuid).stamp != seen.stamp:
            return False
        session.add(
            CeremonyMessage(
                ceremony_id=ceremony.id,
                attempt=ceremony.attempt,
                step=step,
                number=number,
                content=data,
            )
        )
        if trustees is not None:
            election = election_of(seen.definition, uuid, trustees)
            store_conference(instance, session, seen.definition, election, trustees)
    return True


def note_fault(
    instance: Instance,
    uuid: str,
    step: Step,
    number: int,
    refusal: BallotRefusal,
    *,
    reporter: int = SERVER,
) -> None:
    """Note that a message of a member was refused; of one reporter and step, the newest."""
    with instance.database.writing() as session:
        _note(session, uuid, step, number, refusal, reporter)


def _note(
    session: Session, uuid: str, step: Step, number: int, refusal: BallotRefusal, reporter: int
) -> None:
    ceremony = lock_ceremony(session, uuid)
    place = (ceremony.id, ceremony.attempt, step, number, reporter)
    known = session.get(CeremonyFault, place)
    if known is not None:
        known.refusal = refusal.value
        return
    session.add(
        CeremonyFault(
            ceremony_id=ceremony.id,
            attempt=ceremony.attempt,
            step=step,
            number=number,
            reporter=reporter,
            refusal=refusal.value,
        )
    )


def blame(
    instance: Instance,
    uuid: str,
    reporter: int,
    *,
    step: Step,
    number: int,
    refusal: BallotRefusal,
) -> None:
    """Stop the ceremony: a member's device found another's message bad. All see who and why.

    Only a message that is there can be blamed. Raises VotingRefused: WRONG_ROUND (the keys are
    made, or there is no such message), CEREMONY_STOPPED.
    """
    with instance.database.writing() as session:
        lock_ceremony(session, uuid)
        seen = progress_of(session, uuid)
        if seen.is_stopped:
            raise VotingRefused(Refusal.CEREMONY_STOPPED)
        if seen.round is None or step not in ROUNDS or (step, number) not in seen.sent:
            raise VotingRefused(Refusal.WRONG_ROUND, step.value)
        _note(session, uuid, step, number, refusal, reporter)


def read_messages(instance: Instance, uuid: str, step: Step) -> list[str]:
    """Return what all members sent in a round. Raises VotingRefused ROUND_NOT_COMPLETE."""
    with instance.database.reading() as session:
        return [data.decode() for data in progress_of(session, uuid).messages(step)]


def read_vinput(instance: Instance, uuid: str, number: int) -> bytes:
    """Return a member's vinput, as the server routes it. Raises VotingRefused ROUND_NOT_COMPLETE.

    A member's device can make it from the polynomials too, and compare.
    """
    with instance.database.reading() as session:
        seen = progress_of(session, uuid)
    polynomials = seen.messages(Step.POLYNOMIAL)
    return make_vinputs(polynomials, seen.certified())[number - 1]
