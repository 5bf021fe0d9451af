"""Zero-knowledge proofs of the specification: interval membership, blank votes, keys, equality.

Each `prove_x` stands above its `verify_x`. All of them are Schnorr proofs written as
`{"challenge":"…","response":"…"}` (two numbers below q in base 10); a disjunction is a list of
such pairs, one a branch, whose challenges add up to the hash.

Spec 4.12 (interval), 4.13 (blank), 4.5 (knowledge of a key), 4.20 (decryption).
"""

from collections.abc import Sequence
from typing import NamedTuple

from ballots.canonical import Message
from ballots.errors import BallotsError, Refusal
from ballots.group import Branch, Element, Group, Scalar
from ballots.hashing import challenge, challenge_after, comma_joined


class Proof(Message, frozen=True):
    """A challenge and a response, numbers below q in base 10 (spec 4.3)."""

    challenge: str
    response: str


class Statement(NamedTuple):
    """(alpha, beta), claimed to encrypt one of several messages under a key."""

    alpha: Element
    beta: Element


class Case(NamedTuple):
    """One branch to be proved: the statement and the message that it would encrypt."""

    statement: Statement
    message: int


def write_proof(challenge_: Scalar, response: Scalar) -> Proof:
    """Write a challenge and a response as the specification does."""
    return Proof(challenge=str(challenge_), response=str(response))


def read_proof(proof: Proof, group: Group) -> tuple[Scalar, Scalar]:
    """Read a proof's two numbers. Raises BallotsError NOT_CANONICAL."""
    return group.scalar(proof.challenge), group.scalar(proof.response)


def prove_disjunction(
    group: Group, key: Element, cases: Sequence[Case], true: int, randomness: Scalar, prefix: str
) -> list[Proof]:
    """Prove that at least the case of index `true` holds, without telling which.

    randomness: the r of the true case's ciphertext (g^r, key^r g^m). prefix: everything hashed
    before the commitments, final vertical bar included. Spec 4.12 steps 1-2, 4.13.
    """
    simulated = [(group.random_scalar(), group.random_scalar()) for _ in cases]
    commitments: list[tuple[Element, Element]] = []
    nonce = group.random_scalar()
    for index, case in enumerate(cases):
        if index == true:
            commitments.append((group.power_g(nonce), group.power(key, nonce)))
        else:
            commitments.append(_simulate(group, key, case, *simulated[index]))
    total = _hash_commitments(group, prefix, commitments)
    others = sum(pair[0] for index, pair in enumerate(simulated) if index != true)
    own = group.reduce(total - others)
    simulated[true] = (own, group.reduce(nonce - randomness * own))
    return [write_proof(*pair) for pair in simulated]


def _simulate(
    group: Group, key: Element, case: Case, challenge_: Scalar, response: Scalar
) -> tuple[Element, Element]:
    """Compute the commitments of a case that is not the true one, in constant time.

    (beta / g^m)^c = beta^c g^(-mc): which branch is simulated must not show in the time, so that
    m = 0 costs the shift too, although it is then thrown away.
    """
    alpha, beta = case.statement
    first = group.multiply(group.power_g(response), group.power(alpha, challenge_))
    second = group.multiply(group.power(key, response), group.power(beta, challenge_))
    shift = group.power_g(group.reduce(-(case.message or 1) * challenge_))
    return first, (second, group.multiply(second, shift))[case.message != 0]


def disjunction_branches(
    group: Group, cases: Sequence[Case], proofs: Sequence[Proof]
) -> list[Branch]:
    """Pair each case with its proof. Raises BallotsError WRONG_SHAPE, NOT_CANONICAL."""
    if len(proofs) != len(cases):
        raise BallotsError(Refusal.WRONG_SHAPE, "number of proofs")
    return [
        Branch(case.statement.alpha, case.statement.beta, case.message, *read_proof(proof, group))
        for case, proof in zip(cases, proofs, strict=True)
    ]


def verify_disjunction(
    group: Group,
    branches: Sequence[Branch],
    commitments: Sequence[tuple[Element, Element]],
    prefix: str,
) -> None:
    """Verify that the challenges add up to the hash of the recomputed commitments.

    Raises BallotsError INVALID_PROOF.
    """
    total = group.reduce(sum(branch.challenge for branch in branches))
    if _hash_commitments(group, prefix, commitments) != total:
        raise BallotsError(Refusal.INVALID_PROOF)


def _hash_commitments(
    group: Group, prefix: str, commitments: Sequence[tuple[Element, Element]]
) -> Scalar:
    texts = comma_joined((group.text(first), group.text(second)) for first, second in commitments)
    return challenge_after(group, prefix, texts)


def interval_prefix(group: Group, context: str, statement: Statement) -> str:
    """Return what H_iprove hashes before the commitments: `prove|S|alpha,beta|` (spec 4.12)."""
    alpha, beta = statement
    return f"prove|{context}|{group.text(alpha)},{group.text(beta)}|"


def interval_cases(statement: Statement, low: int, high: int) -> list[Case]:
    """Return the branches of `the plaintext lies in [low, high]`."""
    return [Case(statement, message) for message in range(low, high + 1)]


def blank_cases(blank: Statement, total: Statement) -> list[Case]:
    """Return the branches of the blank proof, m0 = 0 or the sum is 0 (spec 4.13)."""
    return [Case(blank, 0), Case(total, 0)]


def overall_blank_cases(blank: Statement, total: Statement, low: int, high: int) -> list[Case]:
    """Return the branches of the overall proof when blank is allowed (spec 4.13)."""
    return [Case(blank, 1), *interval_cases(total, low, high)]


def prove_knowledge(group: Group, secret: Scalar, *hashed: str) -> Proof:
    """Prove knowledge of x with X = g^x; `hashed` is what precedes A in the challenge.

    The tag comes first, e.g. ("pok", group name, X) or ("sig", hash of the ballot).
    """
    nonce = group.random_scalar()
    value = challenge(group, *hashed, group.text(group.power_g(nonce)))
    return write_proof(value, group.reduce(nonce - secret * value))


def verify_knowledge(group: Group, public: Element, proof: Proof, *hashed: str) -> None:
    """Verify a proof of knowledge. Raises BallotsError INVALID_PROOF, NOT_CANONICAL."""
    claimed, response = read_proof(proof, group)
    commitment = group.vartime_commitment(public, claimed, response)
    if challenge(group, *hashed, group.text(commitment)) != claimed:
        raise BallotsError(Refusal.INVALID_PROOF)


def prove_decryption(
    group: Group, secret: Scalar, alpha: Element, fingerprint: str
) -> tuple[Element, Proof]:
    """Return alpha^x and the proof that x is the secret of X = g^x (spec 4.20)."""
    factor = group.power(alpha, secret)
    nonce = group.random_scalar()
    commitments = comma_joined(
        [(group.text(group.power_g(nonce)), group.text(group.power(alpha, nonce)))]
    )
    public = group.text(group.power_g(secret))
    value = challenge(group, "decrypt", fingerprint, public, commitments)
    return factor, write_proof(value, group.reduce(nonce - secret * value))


def verify_decryption(
    group: Group, public: Element, statement: tuple[Element, Element], proof: Proof, print_: str
) -> None:
    """Verify that factor = alpha^x for X = g^x; statement is (alpha, factor).

    print_: the election's fingerprint. Raises BallotsError INVALID_PROOF.
    """
    alpha, factor = statement
    claimed, response = read_proof(proof, group)
    first = group.vartime_commitment(public, claimed, response)
    second = group.vartime_powers([(alpha, response), (factor, claimed)])
    commitments = comma_joined([(group.text(first), group.text(second))])
    if challenge(group, "decrypt", print_, group.text(public), commitments) != claimed:
        raise BallotsError(Refusal.INVALID_PROOF)
