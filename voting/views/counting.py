"""The counting committee after the key is made: the drill, the decryption, the publication."""

import msgspec
from flask import Blueprint
from flask.typing import ResponseReturnValue

from voting import access
from voting.services import committee_decrypting, drilling, results
from voting.views.api import result_as_json
from voting.views.common import exact, exact_body, instance, read_body

counting = Blueprint("counting", __name__, url_prefix="/api/conferences/<conference:uuid>")


class Decryption(msgspec.Struct, forbid_unknown_fields=True):
    """A partial decryption and the strong proof, each as exact text."""

    partial: str
    proof: str


@counting.get("/committee/drill")
@access.member
def drill(uuid: str) -> ResponseReturnValue:
    """Give the rehearsal tally with what is needed to decrypt it."""
    found = drilling.read_drill(instance(), uuid)
    return {
        "election": found.election.decode(),
        "trustees": found.trustees.decode(),
        "encrypted_tally": found.encrypted_tally.decode(),
    }


@counting.get("/committee/drill/own")
@access.member
def own_drill(uuid: str) -> ResponseReturnValue:
    """Give what this member sent in the drill."""
    who = access.current_member().number
    return exact(drilling.read_own_drill(instance(), uuid, who))


@counting.post("/committee/drill")
@access.member
def send_drill(uuid: str) -> ResponseReturnValue:
    """Take this member's decryption of the rehearsal tally."""
    who = access.current_member().number
    is_new = drilling.take_drill(instance(), uuid, who, exact_body())
    return {"step": "drill"}, 201 if is_new else 200


@counting.get("/committee/tally")
@access.member
def tally(uuid: str) -> ResponseReturnValue:
    """Give the encrypted tally of the closed vote."""
    found = committee_decrypting.read_tally(instance(), uuid)
    return {"encrypted_tally": found.encrypted_tally.decode(), "number": found.number}


@counting.post("/committee/decryption")
@access.member
def send_decryption(uuid: str) -> ResponseReturnValue:
    """Take this member's partial decryption."""
    who, sent = access.current_member().number, read_body(Decryption)
    is_new = committee_decrypting.take_decryption(
        instance(), uuid, who, sent.partial.encode(), sent.proof.encode()
    )
    return {"step": "decryption"}, 201 if is_new else 200


@counting.get("/committee/result")
@access.member
def result(uuid: str) -> ResponseReturnValue:
    """Give the result to the committee, also before it is published."""
    return result_as_json(results.result_for_chair(instance(), uuid))


@counting.post("/committee/publication")
@access.head
def publish(uuid: str) -> ResponseReturnValue:
    """Publish the result: the act of the head of the committee."""
    return result_as_json(results.publish_result(instance(), uuid, by_head=True)), 201
