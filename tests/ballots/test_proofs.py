"""Proofs: every input of their hashes matters, and forgeries fail."""

from collections.abc import Callable
from itertools import pairwise

from ballots.ed25519 import Ed25519
from ballots.errors import Refusal
from ballots.group import Element, Group, Scalar
from ballots.hashing import challenge_after, comma_joined
from ballots.proofs import (
    Case,
    Proof,
    Statement,
    blank_cases,
    disjunction_branches,
    interval_cases,
    interval_prefix,
    overall_blank_cases,
    prove_decryption,
    prove_disjunction,
    prove_knowledge,
    read_proof,
    verify_decryption,
    verify_disjunction,
    verify_knowledge,
    write_proof,
)
from tests.ballots.support import (
    ED25519,
    both_groups,
    plus_one,
    refusal_of,
)

INVALID = Refusal.INVALID_PROOF
CONTEXT = "fingerprint|credential"


SECRET = Scalar(987654321)


@both_groups
def test_a_proof_of_knowledge_fails_when_any_input_of_its_hash_changes(group: Group) -> None:
    public = group.power_g(SECRET)
    inputs = ["pok", group.name, group.text(public)]
    proof = prove_knowledge(group, SECRET, *inputs)
    verify_knowledge(group, public, proof, *inputs)
    for place in range(3):
        for other in ("", inputs[place] + " ", inputs[place] + "|"):
            changed = [*inputs[:place], other, *inputs[place + 1 :]]
            assert refusal_of(verify_knowledge, group, public, proof, *changed) is INVALID
    assert refusal_of(verify_knowledge, group, public, proof, *inputs, "") is INVALID
    other_key = group.power_g(Scalar(SECRET + 1))
    assert refusal_of(verify_knowledge, group, other_key, proof, *inputs) is INVALID
    for changed_proof in altered(proof):
        assert refusal_of(verify_knowledge, group, public, changed_proof, *inputs) is INVALID


def altered(proof: Proof) -> list[Proof]:
    """Return the proof with its challenge, its response, or both changed."""
    c, r = proof.challenge, proof.response
    more = plus_one(c), plus_one(r)
    return [Proof(more[0], r), Proof(c, more[1]), Proof(*more), Proof(r, c), Proof("0", "0")]


@both_groups
def test_a_decryption_proof_fails_when_anything_it_speaks_of_changes(group: Group) -> None:
    public, alpha = group.power_g(SECRET), group.power_g(Scalar(55))
    factor, proof = prove_decryption(group, SECRET, alpha, "fingerprint")
    assert factor == group.power(alpha, SECRET)
    verify_decryption(group, public, (alpha, factor), proof, "fingerprint")

    def refused(key: Element, pair: tuple[Element, Element], given: Proof, name: str) -> bool:
        return refusal_of(verify_decryption, group, key, pair, given, name) is INVALID

    shifted = group.multiply(factor, group.generator)
    assert refused(shifted, (alpha, factor), proof, "fingerprint")
    assert refused(public, (shifted, factor), proof, "fingerprint")
    assert refused(public, (alpha, shifted), proof, "fingerprint")
    assert refused(public, (alpha, group.identity), proof, "fingerprint")
    assert refused(public, (group.identity, factor), proof, "fingerprint")
    assert refused(public, (alpha, factor), proof, "another")
    for changed in altered(proof):
        assert refused(public, (alpha, factor), changed, "fingerprint")


def test_an_empty_tally_is_decrypted_with_a_proof() -> None:
    one = ED25519.identity
    factor, proof = prove_decryption(ED25519, SECRET, one, "fingerprint")
    assert factor == one
    verify_decryption(ED25519, ED25519.power_g(SECRET), (one, one), proof, "fingerprint")


class Sealed:
    """A ciphertext of a known message, and proofs about it."""

    def __init__(self, group: Group, message: int) -> None:
        self.group = group
        self.key = group.power_g(Scalar(31337))
        self.randomness = group.random_scalar()
        masked = group.power(self.key, self.randomness)
        beta = group.multiply(masked, group.power_g(group.reduce(message)))
        self.statement = Statement(group.power_g(self.randomness), beta)
        self.prefix = interval_prefix(group, CONTEXT, self.statement)

    def proves(self, cases: list[Case], true: int) -> list[Proof]:
        group, key = self.group, self.key
        return prove_disjunction(group, key, cases, true, self.randomness, self.prefix)

    def verifies(self, cases: list[Case], proofs: list[Proof], prefix: str | None = None) -> None:
        branches = disjunction_branches(self.group, cases, proofs)
        computed = self.group.vartime_commitments(self.key, branches)
        verify_disjunction(
            self.group, branches, computed, self.prefix if prefix is None else prefix
        )


@both_groups
def test_an_interval_is_proved_for_each_message_in_it_and_for_no_other(group: Group) -> None:
    low, high = 1, 3
    for message in range(-1, 6):
        sealed = Sealed(group, message)
        cases = interval_cases(sealed.statement, low, high)
        for claimed in range(low, high + 1):
            proofs = sealed.proves(cases, claimed - low)
            if claimed == message:
                sealed.verifies(cases, proofs)
            else:
                assert refusal_of(sealed.verifies, cases, proofs) is INVALID


def test_a_disjunction_fails_when_anything_it_speaks_of_changes() -> None:
    sealed = Sealed(ED25519, 1)
    alpha, beta = sealed.statement
    cases = interval_cases(sealed.statement, 0, 2)
    proofs = sealed.proves(cases, 1)
    sealed.verifies(cases, proofs)
    a, b = ED25519.text(alpha), ED25519.text(beta)
    for prefix in (
        "|",
        sealed.prefix[:-1],
        sealed.prefix.replace("prove", "proof"),
        sealed.prefix.replace("fingerprint", "fingerprinu"),
        sealed.prefix.replace("credential", "credentiak"),
        f"prove|{CONTEXT}|{b},{a}|",
        f"prove|{CONTEXT}|{a},{a}|",
        f"prove|{CONTEXT}|{a}|",
        f"prove|{CONTEXT}|",
    ):
        assert refusal_of(sealed.verifies, cases, proofs, prefix) is INVALID
    for others in (
        interval_cases(sealed.statement, 1, 3),
        interval_cases(Statement(beta, alpha), 0, 2),
        interval_cases(Statement(alpha, alpha), 0, 2),
        cases[::-1],
    ):
        assert refusal_of(sealed.verifies, others, proofs) is INVALID
    for left, right in pairwise(range(3)):
        swapped = [*proofs]
        swapped[left], swapped[right] = proofs[right], proofs[left]
        assert refusal_of(sealed.verifies, cases, swapped) is INVALID
    for place in range(3):
        for other in altered(proofs[place]):
            changed = [*proofs[:place], other, *proofs[place + 1 :]]
            assert refusal_of(sealed.verifies, cases, changed) is INVALID
    sealed.key = ED25519.power_g(Scalar(31338))
    assert refusal_of(sealed.verifies, cases, proofs) is INVALID


def test_a_disjunction_has_one_proof_a_case() -> None:
    sealed = Sealed(ED25519, 1)
    cases = interval_cases(sealed.statement, 0, 1)
    proofs = sealed.proves(cases, 1)
    for wrong in ([], proofs[:1], proofs + proofs[:1]):
        assert refusal_of(sealed.verifies, cases, wrong) is Refusal.WRONG_SHAPE


def test_a_statement_chosen_after_its_challenge_is_refused() -> None:
    """Bernhard, Pereira, Warinschi 2012: with commitments alone in the hash, this would pass."""
    group, key, wanted = ED25519, ED25519.power_g(Scalar(31337)), 1000

    def forged(prefix_of: Callable[[Statement], str]) -> tuple[Statement, Proof]:
        first, second = group.power_g(Scalar(111)), group.power(key, Scalar(111))
        lie = group.multiply(second, group.power_g(Scalar(222)))
        texts = comma_joined([(group.text(first), group.text(lie))])
        guess = Statement(group.generator, group.generator)
        challenge = challenge_after(group, prefix_of(guess), texts)
        root, response = Scalar(pow(challenge, -1, group.order)), Scalar(333)
        alpha = group.power(group.divide(first, group.power_g(response)), root)
        shifted = group.power(group.divide(lie, group.power(key, response)), root)
        beta = group.multiply(shifted, group.power_g(Scalar(wanted)))
        return Statement(alpha, beta), write_proof(challenge, response)

    def judged(statement: Statement, proof: Proof, prefix: str) -> None:
        branches = disjunction_branches(group, [Case(statement, wanted)], [proof])
        computed = group.vartime_commitments(key, branches)
        verify_disjunction(group, branches, computed, prefix)

    statement, proof = forged(lambda _: f"prove|{CONTEXT}|")
    judged(statement, proof, f"prove|{CONTEXT}|")  # so the forgery is right, for a weak hash
    decrypted = group.divide(statement.beta, group.power(statement.alpha, Scalar(31337)))
    assert decrypted != group.power_g(Scalar(wanted))
    strong = interval_prefix(group, CONTEXT, statement)
    assert refusal_of(judged, statement, proof, strong) is INVALID
    statement, proof = forged(lambda guess: interval_prefix(group, CONTEXT, guess))
    strong = interval_prefix(group, CONTEXT, statement)
    assert refusal_of(judged, statement, proof, strong) is INVALID


class Counting(Ed25519):
    """The group, writing down every operation that is done with a secret."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def power_g(self, exponent: Scalar) -> Element:
        self.done.append(f"power_g {exponent != 0}")
        return super().power_g(exponent)

    def power(self, base: Element, exponent: Scalar) -> Element:
        self.done.append(f"power {exponent != 0}")
        return super().power(base, exponent)

    def multiply(self, left: Element, right: Element) -> Element:
        self.done.append("multiply")
        return super().multiply(left, right)


def test_which_case_is_true_does_not_show_in_the_work() -> None:
    group, sealed = Counting(), Sealed(ED25519, 0)
    other = Sealed(ED25519, 1).statement
    for cases in (
        interval_cases(sealed.statement, 0, 1),
        interval_cases(sealed.statement, 0, 3),
        blank_cases(sealed.statement, other),
        overall_blank_cases(sealed.statement, other, 0, 2),
    ):
        work = set()
        for true in range(len(cases)):
            group.done = []
            prove_disjunction(group, sealed.key, cases, true, sealed.randomness, "x")
            work.add(tuple(sorted(group.done)))
        assert len(work) == 1


@both_groups
def test_no_randomness_is_used_twice(group: Group) -> None:
    sealed = Sealed(group, 0)
    cases = interval_cases(sealed.statement, 0, 1)
    numbers = [read_proof(proof, group) for _ in range(3) for proof in sealed.proves(cases, 0)]
    assert len({number for pair in numbers for number in pair}) == 12
    assert prove_knowledge(group, SECRET, "x") != prove_knowledge(group, SECRET, "x")
