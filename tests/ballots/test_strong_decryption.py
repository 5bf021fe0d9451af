"""The strong proof of a decryption: it holds for the whole statement and for nothing else."""

import json

import pytest

from ballots.ballot import make_ballot
from ballots.credentials import make_credential
from ballots.election import make_election, make_uuid
from ballots.errors import Refusal
from ballots.group import Group
from ballots.proofs import Proof
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import (
    EncryptedTally,
    TallySum,
    make_partial_decryption,
    parse_encrypted_tally,
)
from tests.ballots.support import Meeting, both_groups, changed, question, refusal_of


class Counted:
    """A meeting whose ballots are summed and decrypted, with the strong proof."""

    def __init__(self, group: str = "Ed25519", ballots: int = 2) -> None:
        self.meeting = Meeting(question(), question(2), group=group)
        self.election = self.meeting.election
        total = TallySum(self.election)
        for _ in range(ballots):
            data = make_ballot(self.election, make_credential(), [[1, 0, 0], [0, 1]])
            total.add(self.meeting.reads(data))
        self.tally: EncryptedTally = parse_encrypted_tally(total.encrypted_tally(), self.election)
        self.data = make_partial_decryption(self.tally, self.meeting.secret, self.election)
        self.proof = self.proves(self.data)

    def proves(self, data: bytes) -> Proof:
        return prove_whole_decryption(data, self.tally, self.meeting.secret, self.election)

    def judges(self, **other: object) -> Refusal:
        return refusal_of(self.verifies, **other)

    def verifies(self, **other: object) -> None:
        given = {
            "proof": self.proof,
            "data": self.data,
            "tally": self.tally,
            "public_key": self.meeting.trustees.key_of(1),
            "election": self.election,
        }
        verify_whole_decryption(**(given | other))  # type: ignore[arg-type]  # one of each kind


@both_groups
@pytest.mark.parametrize("ballots", [0, 2])
def test_what_is_proved_is_verified(group: Group, ballots: int) -> None:
    Counted(group.name, ballots).verifies()


def test_two_proofs_of_one_decryption_differ() -> None:
    counted = Counted()
    assert counted.proves(counted.data) != counted.proof


def test_every_part_of_the_statement_is_bound() -> None:
    counted, other = Counted(), Counted()
    group = counted.election.group
    elsewhere = make_election(
        uuid=make_uuid(),
        name="n",
        description="",
        group=group,
        public_key=counted.election.public_key,
        questions=counted.election.questions,
    )
    assert counted.judges(election=elsewhere) is Refusal.INVALID_PROOF
    assert counted.judges(public_key=group.power_g(group.random_scalar())) is Refusal.INVALID_PROOF
    assert counted.judges(tally=other.tally) is Refusal.INVALID_PROOF
    again = make_partial_decryption(counted.tally, counted.meeting.secret, counted.election)
    assert counted.judges(data=again) is Refusal.INVALID_PROOF  # same factors, other v1 proofs
    assert counted.judges(proof=other.proof) is Refusal.INVALID_PROOF


def test_a_factor_that_is_wrong_cannot_be_proved() -> None:
    counted = Counted()
    group, path = counted.election.group, ("decryption_factors", 0, 1)
    shift = group.text(group.multiply(group.generator, group.raw_element(at_factor(counted.data))))
    lie = changed(counted.data, path, shift)
    assert counted.judges(data=lie, proof=counted.proves(lie)) is Refusal.INVALID_PROOF


def at_factor(data: bytes) -> str:
    return str(json.loads(data)["decryption_factors"][0][1])


def test_what_is_not_in_its_form_is_refused() -> None:
    counted = Counted()
    challenge, response = counted.proof.challenge, counted.proof.response
    zeroed = Proof(challenge="0" + challenge, response=response)
    assert counted.judges(proof=zeroed) is Refusal.NOT_CANONICAL
    short = json.loads(counted.data)
    short["decryption_factors"][0].pop()
    data = json.dumps(short, separators=(",", ":")).encode()
    assert counted.judges(data=data) is Refusal.WRONG_SHAPE
    assert counted.judges(data=b"{}") is Refusal.MALFORMED
    outside = changed(counted.data, ("decryption_factors", 0, 0), "00" * 32)
    assert counted.judges(data=outside) is Refusal.NOT_IN_GROUP
