"""The counting committee: what the page of a member, or any other program, exchanges.

Every request carries the member's token; docs/committee.md tells the order of the steps.
"""

from typing import Annotated, Any

import msgspec
from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from ballots.canonical import encode
from ballots.errors import Refusal as BallotRefusal
from voting import access
from voting.ceremony_models import Step
from voting.language import language
from voting.services import ceremony_messages, ceremony_reading
from voting.services.ceremony import CommitteeMember
from voting.services.ceremony_reading import CeremonyView, FaultView, MemberView
from voting.views.common import exact, exact_body, instance, read_body

committee = Blueprint("committee", __name__, url_prefix="/api/conferences/<conference:uuid>")


class Blame(msgspec.Struct, forbid_unknown_fields=True):
    """What a member's device found: a message of another that is not sound."""

    round: Step
    index: Annotated[int, msgspec.Meta(ge=1, le=100)]
    refusal: BallotRefusal


@committee.get("/committee")
@access.member
def state(uuid: str) -> ResponseReturnValue:
    """Tell how far the committee is."""
    view = ceremony_reading.read_ceremony(instance(), uuid)
    return _state(view, access.current_member())


@committee.get("/committee/certificates")
@access.member
def certificates(uuid: str) -> ResponseReturnValue:
    """Give the certificates of all members."""
    return _messages(uuid, Step.CERTIFICATE)


@committee.get("/committee/commitments")
@access.member
def commitments(uuid: str) -> ResponseReturnValue:
    """Give the commitments of all members."""
    return _messages(uuid, Step.COMMITMENT)


@committee.get("/committee/polynomials")
@access.member
def polynomials(uuid: str) -> ResponseReturnValue:
    """Give the polynomials of all members, once all are there."""
    return _messages(uuid, Step.POLYNOMIAL)


@committee.get("/committee/vinput")
@access.member
def vinput(uuid: str) -> ResponseReturnValue:
    """Give what the others sent to this member."""
    number = access.current_member().number
    return exact(ceremony_messages.read_vinput(instance(), uuid, number))


@committee.get("/committee/voutputs")
@access.member
def voutputs(uuid: str) -> ResponseReturnValue:
    """Give the voutputs of all members."""
    return _messages(uuid, Step.VOUTPUT)


@committee.post("/committee/certificate")
@access.member
def send_certificate(uuid: str) -> ResponseReturnValue:
    """Take this member's certificate."""
    return _take(uuid, Step.CERTIFICATE)


@committee.post("/committee/commitment")
@access.member
def send_commitment(uuid: str) -> ResponseReturnValue:
    """Take this member's commitment to a polynomial."""
    return _take(uuid, Step.COMMITMENT)


@committee.post("/committee/polynomial")
@access.member
def send_polynomial(uuid: str) -> ResponseReturnValue:
    """Take this member's polynomial."""
    return _take(uuid, Step.POLYNOMIAL)


@committee.post("/committee/voutput")
@access.member
def send_voutput(uuid: str) -> ResponseReturnValue:
    """Take this member's voutput; the last one makes the key."""
    return _take(uuid, Step.VOUTPUT)


@committee.post("/committee/blame")
@access.member
def blame(uuid: str) -> ResponseReturnValue:
    """Stop the ceremony: this member's device found another's message bad."""
    found = read_body(Blame)
    who = access.current_member().number
    ceremony_messages.blame(
        instance(), uuid, who, step=found.round, number=found.index, refusal=found.refusal
    )
    return state(uuid)


def _take(uuid: str, step: Step) -> ResponseReturnValue:
    who = access.current_member().number
    is_new = ceremony_messages.take_message(instance(), uuid, who, step, exact_body())
    return {"step": step.value}, 201 if is_new else 200


def _messages(uuid: str, step: Step) -> Response:
    return exact(encode(ceremony_messages.read_messages(instance(), uuid, step)))


def _state(view: CeremonyView, you: CommitteeMember) -> dict[str, Any]:
    return {
        "uuid": view.uuid,
        "name": view.name,
        "group": view.group,
        "size": view.size,
        "threshold": view.threshold,
        "server_share": view.server_share,
        "attempt": view.attempt,
        "round": view.round,
        "state": view.state,
        "you": {"index": you.number, "name": you.name, "is_head": you.is_head},
        "members": [_member(member) for member in view.members],
        "can_decrypt": view.can_decrypt,
        "needed": view.threshold,
        "needed_to_open": view.needed_to_open,
        "stopped": view.is_stopped,
        "replaced_by": view.replaced_by,
    }


def _member(member: MemberView) -> dict[str, Any]:
    return {
        "index": member.number,
        "name": member.name,
        "is_head": member.is_head,
        "sent": member.sent,
        "fault": member.fault and _fault(member.fault),
        "drilled": member.is_drilled,
        "decrypted": member.has_decrypted,
        "renewals": member.renewals,
    }


def _fault(fault: FaultView) -> dict[str, Any]:
    return {
        "refusal": fault.refusal,
        "message": fault.sentence.en if language() == "en" else fault.sentence.vi,
        "round": fault.step,
        "by": fault.by,
    }
