"""The steps of a key ceremony in Python, as ceremony_steps.js has them; and in Node."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ballots.canonical import decode, encode
from ballots.ceremony import (
    MemberSecret,
    make_member_file,
    make_threshold_parameters,
    open_share,
    parse_member_file,
)
from ballots.certificates import Context, make_certificate, parse_certificates
from ballots.election import Election, parse_election
from ballots.errors import BallotsError
from ballots.group import group_named
from ballots.pki import derive_keys, make_seed, receive
from ballots.polynomials import (
    commit_to,
    make_polynomial,
    verify_all_coefexps,
    verify_commitments,
)
from ballots.proofs import Proof
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import (
    make_partial_decryption,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.threshold import ThresholdParameters
from ballots.trustees import parse_trustees
from ballots.voutputs import Vinput, make_vinputs, make_voutput, verify_voutput
from tests.client.agreement import node_program
from tests.client.conftest import ROOT

Json = Any
GROUP = group_named("Ed25519")


def committee(certificates: list[str]) -> Json:
    return parse_certificates([text.encode() for text in certificates], GROUP)


def data(texts: list[str]) -> list[bytes]:
    return [text.encode() for text in texts]


def parameters_of(trustees: str) -> ThresholdParameters:
    message = parse_trustees(trustees.encode(), GROUP).items[0].message
    assert isinstance(message, ThresholdParameters)
    return message


@dataclass(frozen=True)
class PythonSteps:
    """What can be asked; a refusal is raised."""

    def seed(self) -> str:
        return make_seed()

    def certificate(self, seed: str, size: int, threshold: int, index: int) -> str:
        context = Context(group="Ed25519", size=size, threshold=threshold, index=index)
        return make_certificate(seed, context).decode()

    def certificates(self, certificates: list[str]) -> int:
        size: int = committee(certificates).size
        return size

    def polynomial(self, seed: str, certificates: list[str]) -> str:
        return make_polynomial(seed, committee(certificates)).decode()

    def commitment(self, polynomial: str) -> str:
        return commit_to(polynomial.encode())

    def commitments(self, commitments: list[str], polynomials: list[str]) -> None:
        verify_commitments(commitments, data(polynomials))

    def vinputs(self, certificates: list[str], polynomials: list[str]) -> list[str]:
        made = make_vinputs(data(polynomials), committee(certificates))
        return [vinput.decode() for vinput in made]

    def voutput(self, seed: str, vinput: str, certificates: list[str]) -> str:
        return make_voutput(seed, vinput.encode(), committee(certificates)).decode()

    def answer(self, voutput: str, index: int, certificates: list[str], vinput: str) -> None:
        read, members = decode(vinput.encode(), Vinput), committee(certificates)
        found = verify_all_coefexps(read.coefexps, read.signatures, members)
        verify_voutput(voutput.encode(), index, members, found)

    def letter(self, seed: str, sender: str, sealed: str) -> str:
        keys = derive_keys(seed, GROUP)
        return receive(keys, GROUP.raw_element(sender), sealed).decode()

    def parameters(
        self, certificates: list[str], polynomials: list[str], voutputs: list[str]
    ) -> list[str]:
        made = make_threshold_parameters(committee(certificates), data(polynomials), data(voutputs))
        return [key.public_key for key in made.verification_keys]

    def member(self, seed: str, index: int, private_key: str) -> str:
        member = MemberSecret(group="Ed25519", index=index, seed=seed, private_key=private_key)
        return make_member_file(member).decode()

    def decryption(self, member: str, trustees: str, election: str, tally: str) -> Json:
        read = parse_election(election.encode())
        share = open_share(parse_member_file(member.encode()), parameters_of(trustees))
        encrypted = parse_encrypted_tally(tally.encode(), read)
        partial = make_partial_decryption(encrypted, share, read)
        proof = prove_whole_decryption(partial, encrypted, share, read)
        return {"partial": partial.decode(), "proof": encode(proof).decode()}

    def judge_decryption(
        self, partial: str, proof: str, key: str, tally: str, election: str
    ) -> None:
        read: Election = parse_election(election.encode())
        encrypted = parse_encrypted_tally(tally.encode(), read)
        public = GROUP.raw_element(key)
        verify_partial_decryption(partial.encode(), encrypted, public, read)
        verify_whole_decryption(
            decode(proof.encode(), Proof), partial.encode(), encrypted, public, read
        )


def in_python(*steps: Json) -> list[Json]:
    """Do steps in Python; each gives its answer or what was refused."""
    answers: list[Json] = []
    for step in steps:
        asked = dict(step)
        work: Callable[..., Json] = getattr(PythonSteps(), asked.pop("step"))
        try:
            answers.append({"answer": work(**asked), "refusal": None, "detail": None})
        except BallotsError as error:
            verdict = {"refusal": error.refusal.value, "detail": error.detail}
            answers.append({"answer": None, **verdict})
    return answers


def in_node(*steps: Json) -> list[Json]:
    """Do steps in the browser's code, under Node."""
    outcome = subprocess.run(
        [node_program(), str(ROOT / "tests/client/ceremony_exchange.mjs")],
        input=json.dumps(steps),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    answers: list[Json] = json.loads(outcome.stdout)
    return answers


def answers(found: list[Json]) -> list[Json]:
    """Return the answers; nothing may have been refused."""
    assert [one["refusal"] for one in found] == [None] * len(found), found
    return [one["answer"] for one in found]
