"""Weaknesses of Belenios v1 that its bytes do not let us mend, shown so that nobody forgets them.

A corrupt trustee who also casts the last ballot can move counts (tests/ballots/weak_decryption.py).
docs/limitations.md says so. The remedy goes around it: the strong proof that our log holds beside
each decryption, and that nobody can make for this one.
"""

import pytest

from ballots.ballot import make_ballot, parse_ballot, verify_ballot
from ballots.credentials import make_credential
from ballots.election import make_election, make_uuid
from ballots.errors import BallotsError, Refusal
from ballots.group import group_named
from ballots.questions import Question
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import TallySum, combine, parse_encrypted_tally, verify_partial_decryption
from ballots.trustees import make_single, make_trustees
from tests.ballots.weak_decryption import forged_decryption, last_ballot, make_plans

SHIFT = (-3, 3)  # move three marks from the first answer to the second


def test_a_trustee_who_casts_the_last_ballot_can_forge_a_count_under_v1_but_no_strong_proof(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    group = group_named("Ed25519")
    secret, key = make_single(group)
    trustees = make_trustees([key], group)
    question = Question(answers=("high", "low"), min=0, max=1, question="q")
    election = make_election(
        uuid=make_uuid(),
        name="n",
        description="",
        group=group,
        public_key=trustees.public_key,
        questions=[question],
    )
    total = TallySum(election)
    for choice in ([1, 0], [1, 0], [1, 0], [0, 1]):
        ballot = parse_ballot(make_ballot(election, make_credential(), [choice]), election)
        total.add(ballot)
    before = parse_encrypted_tally(total.encrypted_tally(), election)
    plans = make_plans(election, secret, before, [SHIFT])
    data = last_ballot(
        plans, monkeypatch, lambda: make_ballot(election, make_credential(), [[0, 0]])
    )
    last = parse_ballot(data, election)
    verify_ballot(last, election)
    total.add(last)
    tally = parse_encrypted_tally(total.encrypted_tally(), election)
    forged = forged_decryption(election, secret, tally, plans)
    accepted = verify_partial_decryption(forged, tally, trustees.key_of(1), election)
    counts = combine(trustees, {1: accepted}, tally, group=group, total_weight=total.total_weight)
    assert counts == [[0, 4]]  # truly [[3, 1]]
    key_of_trustee = trustees.key_of(1)
    proof = prove_whole_decryption(forged, tally, secret, election)  # the best that it can do
    with pytest.raises(BallotsError) as refused:
        verify_whole_decryption(proof, forged, tally, key_of_trustee, election)
    assert refused.value.refusal is Refusal.INVALID_PROOF
