"""Answers to homomorphic questions (spec 4.11.1): encrypt a row with its proofs, verify a row.

`{"choices":[{"alpha":"…","beta":"…"},…],"individual_proofs":[[proof,proof],…],
"overall_proof":[proof,…],"blank_proof":[proof,proof]}`, the last only when blank is allowed.

A row is independent of every other row, so that a booth can encrypt while the person is choosing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ballots.canonical import Message
from ballots.election import Election
from ballots.errors import BallotsError, Refusal
from ballots.group import Branch, Element, Group, Scalar
from ballots.proofs import (
    Proof,
    Statement,
    blank_cases,
    disjunction_branches,
    interval_cases,
    interval_prefix,
    overall_blank_cases,
    prove_disjunction,
    verify_disjunction,
)
from ballots.questions import Question, allows_blank, choice_count


class Ciphertext(Message, frozen=True):
    """An ElGamal pair, elements as texts (spec 4.3)."""

    alpha: str
    beta: str


class Answer(Message, frozen=True, kw_only=True):
    """answer_h of the specification."""

    choices: tuple[Ciphertext, ...]
    individual_proofs: tuple[tuple[Proof, ...], ...]
    overall_proof: tuple[Proof, ...]
    blank_proof: tuple[Proof, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A ciphertext with what only its maker knows, and what no traceback may show."""

    statement: Statement
    randomness: Scalar = field(repr=False)
    plaintext: int = field(repr=False)


def encrypt_answer(
    election: Election, question: Question, marks: Sequence[int], context: str
) -> Answer:
    """Encrypt the 0/1 plaintexts of one question and prove that they keep its rules.

    context: the string S0, fingerprint|public credential (spec 4.11).
    """
    group, key = election.group, election.public_key
    sealed = [_seal(group, key, mark) for mark in marks]
    choices = tuple(
        Ciphertext(alpha=group.text(s.statement.alpha), beta=group.text(s.statement.beta))
        for s in sealed
    )
    individual = tuple(_prove_bit(group, key, one, context) for one in sealed)
    whole = full_context(context, choices)
    if allows_blank(question):
        blank, overall = _prove_blank(group, key, question, sealed, whole)
        return Answer(
            choices=choices, individual_proofs=individual, overall_proof=overall, blank_proof=blank
        )
    total = _sum(group, sealed)
    cases = interval_cases(total.statement, question.min, question.max)
    prefix = interval_prefix(group, whole, total.statement)
    true = total.plaintext - question.min
    proofs = prove_disjunction(group, key, cases, true, total.randomness, prefix)
    return Answer(choices=choices, individual_proofs=individual, overall_proof=tuple(proofs))


def _seal(group: Group, key: Element, mark: int) -> _Sealed:
    randomness = group.random_scalar()
    masked = group.power(key, randomness)
    # Both branches cost the same: a mark must not show in the time.
    marked = (group.multiply(masked, group.identity), group.multiply(masked, group.generator))
    return _Sealed(Statement(group.power_g(randomness), marked[mark]), randomness, mark)


def _sum(group: Group, sealed: Sequence[_Sealed]) -> _Sealed:
    statement = Statement(
        group.product(s.statement.alpha for s in sealed),
        group.product(s.statement.beta for s in sealed),
    )
    randomness = group.reduce(sum(s.randomness for s in sealed))
    return _Sealed(statement, randomness, sum(s.plaintext for s in sealed))


def _prove_bit(group: Group, key: Element, one: _Sealed, context: str) -> tuple[Proof, ...]:
    prefix = interval_prefix(group, context, one.statement)
    cases = interval_cases(one.statement, 0, 1)
    return tuple(prove_disjunction(group, key, cases, one.plaintext, one.randomness, prefix))


def _prove_blank(
    group: Group, key: Element, question: Question, sealed: Sequence[_Sealed], whole: str
) -> tuple[tuple[Proof, ...], tuple[Proof, ...]]:
    """Return (blank proof, overall proof) of spec 4.13."""
    first, total = sealed[0], _sum(group, sealed[1:])
    is_blank = first.plaintext == 1
    cases = blank_cases(first.statement, total.statement)
    true, randomness = (1, total.randomness) if is_blank else (0, first.randomness)
    blank = prove_disjunction(group, key, cases, true, randomness, f"bproof0|{whole}|")
    cases = overall_blank_cases(first.statement, total.statement, question.min, question.max)
    true, randomness = (
        (0, first.randomness)
        if is_blank
        else (1 + total.plaintext - question.min, total.randomness)
    )
    overall = prove_disjunction(group, key, cases, true, randomness, f"bproof1|{whole}|")
    return tuple(blank), tuple(overall)


def full_context(context: str, choices: Sequence[Ciphertext]) -> str:
    """Return the string S: S0, a bar, and all ciphertexts joined by commas (spec 4.11.1)."""
    return f"{context}|" + ",".join(f"{c.alpha},{c.beta}" for c in choices)


class Claim(NamedTuple):
    """A disjunction to verify: its branches, and what its hash begins with."""

    branches: list[Branch]
    prefix: str


def read_statements(answer: Answer, question: Question, group: Group) -> list[Statement]:
    """Read the ciphertexts of an answer, group membership not yet tested.

    Raises BallotsError WRONG_SHAPE, NOT_CANONICAL.
    """
    count = choice_count(question)
    if len(answer.choices) != count or len(answer.individual_proofs) != count:
        raise BallotsError(Refusal.WRONG_SHAPE, "number of ciphertexts")
    if allows_blank(question) != (answer.blank_proof is not None):
        raise BallotsError(Refusal.WRONG_SHAPE, "blank proof")
    points = group.raw_elements([text for c in answer.choices for text in (c.alpha, c.beta)])
    return [Statement(*pair) for pair in zip(points[::2], points[1::2], strict=True)]


class Asked(NamedTuple):
    """An answer with its question and the string S0 of its ballot."""

    answer: Answer
    question: Question
    context: str


def verify_answer(answer: Answer, question: Question, election: Election, context: str) -> None:
    """Verify the individual, overall and blank proofs of one answer; as verify_answers."""
    verify_answers([Asked(answer, question, context)], election)


def verify_answers(asked: Sequence[Asked], election: Election) -> None:
    """Verify all proofs of answers, of one ballot or of many, in one batch.

    Every ciphertext is tested for group membership on the way.
    Raises BallotsError WRONG_SHAPE, NOT_CANONICAL, NOT_IN_GROUP, INVALID_PROOF.
    """
    group = election.group
    claims = _claims(asked, group)
    flat = [branch for claim in claims for branch in claim.branches]
    commitments = group.vartime_commitments(election.public_key, flat)
    start = 0
    for branches, prefix in claims:
        own = commitments[start : start + len(branches)]
        verify_disjunction(group, branches, own, prefix)
        start += len(branches)


def _claims(asked: Sequence[Asked], group: Group) -> list[Claim]:
    """Return what answers claim; their sums are made together."""
    rows = [read_statements(one.answer, one.question, group) for one in asked]
    counted = [
        row[1:] if allows_blank(one.question) else row for one, row in zip(asked, rows, strict=True)
    ]
    alphas = group.products([[s.alpha for s in row] for row in counted])
    betas = group.products([[s.beta for s in row] for row in counted])
    totals = map(Statement, alphas, betas)
    return [
        claim
        for one, row, total in zip(asked, rows, totals, strict=True)
        for claim in _claims_of(one, row, total, group)
    ]


def _claims_of(
    asked: Asked, statements: list[Statement], total: Statement, group: Group
) -> Iterator[Claim]:
    """Yield what one answer claims. total: the sum of its statements, a blank one left out."""
    answer, question, context = asked
    for statement, proofs in zip(statements, answer.individual_proofs, strict=True):
        cases = interval_cases(statement, 0, 1)
        prefix = interval_prefix(group, context, statement)
        yield Claim(disjunction_branches(group, cases, proofs), prefix)
    whole = full_context(context, answer.choices)
    if answer.blank_proof is None:
        cases = interval_cases(total, question.min, question.max)
        prefix = interval_prefix(group, whole, total)
    else:
        cases = overall_blank_cases(statements[0], total, question.min, question.max)
        prefix = f"bproof1|{whole}|"
    yield Claim(disjunction_branches(group, cases, answer.overall_proof), prefix)
    if answer.blank_proof is not None:
        cases = blank_cases(statements[0], total)
        yield Claim(disjunction_branches(group, cases, answer.blank_proof), f"bproof0|{whole}|")
