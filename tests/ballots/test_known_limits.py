"""Weaknesses of Belenios v1 that its bytes do not let us mend, shown so that nobody forgets them.

H_decrypt (spec 4.20) hashes the fingerprint, X, A and B, but neither alpha nor the factor (weak
Fiat-Shamir: Bernhard, Pereira, Warinschi 2012; known failures 2 and 9). A corrupt trustee who also
casts the last ballot can therefore move counts: fix A = g^w and B = alpha_others^w g^b, learn the
challenge c, and only then choose the ballot's randomness r = (b + kc)/w. docs/limitations.md says
so. The remedy goes around it: the strong proof that our log holds beside each decryption, and that
nobody can make for this one.
"""

import pytest

from ballots import encryption
from ballots.ballot import make_ballot, parse_ballot, verify_ballot
from ballots.canonical import encode
from ballots.credentials import make_credential
from ballots.election import Election, make_election, make_uuid
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar, group_named
from ballots.hashing import challenge, comma_joined
from ballots.proofs import Statement, write_proof
from ballots.questions import Question
from ballots.strong_decryption import prove_whole_decryption, verify_whole_decryption
from ballots.tally import (
    PartialDecryption,
    TallySum,
    combine,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.trustees import make_single, make_trustees

SHIFT = (-3, 3)  # move three marks from the first answer to the second


def plan(
    group: Group, election: Election, secret: Scalar, before: Statement, shift: int
) -> tuple[Scalar, Scalar, Scalar]:
    """Return nonce, challenge and the randomness that the last ballot must have."""
    w, b = group.random_scalar(), group.random_scalar()
    first = group.power_g(w)
    second = group.multiply(group.power(before.alpha, w), group.power_g(b))
    public = group.text(group.power_g(secret))
    pair = comma_joined([(group.text(first), group.text(second))])
    c = challenge(group, "decrypt", election.fingerprint, public, pair)
    return w, c, group.reduce((b + shift * c) * pow(w, -1, group.order))


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
    before = parse_encrypted_tally(total.encrypted_tally(), election).rows[0]
    plans = [
        plan(group, election, secret, statement, shift)
        for statement, shift in zip(before, SHIFT, strict=True)
    ]
    chosen = [randomness for _, _, randomness in plans]

    def seal(group: Group, key: Element, mark: int) -> object:
        randomness = chosen.pop(0)
        beta = group.power(key, randomness)
        statement = Statement(group.power_g(randomness), beta)
        return encryption._Sealed(statement, randomness, mark)

    with monkeypatch.context() as patched:
        patched.setattr(encryption, "_seal", seal)
        last = parse_ballot(make_ballot(election, make_credential(), [[0, 0]]), election)
    verify_ballot(last, election)
    total.add(last)
    tally = parse_encrypted_tally(total.encrypted_tally(), election)
    factors = [
        group.multiply(group.power(s.alpha, secret), group.power_g(group.reduce(-shift)))
        for s, shift in zip(tally.rows[0], SHIFT, strict=True)
    ]
    proofs = tuple(write_proof(c, group.reduce(w - secret * c)) for w, c, _ in plans)
    forged = encode(PartialDecryption((tuple(map(group.text, factors)),), (proofs,)))
    accepted = verify_partial_decryption(forged, tally, trustees.key_of(1), election)
    counts = combine(trustees, {1: accepted}, tally, group=group, total_weight=total.total_weight)
    assert counts == [[0, 4]]  # truly [[3, 1]]
    key_of_trustee = trustees.key_of(1)
    proof = prove_whole_decryption(forged, tally, secret, election)  # the best that it can do
    with pytest.raises(BallotsError) as refused:
        verify_whole_decryption(proof, forged, tally, key_of_trustee, election)
    assert refused.value.refusal is Refusal.INVALID_PROOF
