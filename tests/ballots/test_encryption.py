"""Encrypted answers: every selection comes back, every breach of a question's rules is refused."""

from collections.abc import Sequence
from itertools import product

import msgspec
import pytest

from ballots import encryption
from ballots.election import Election
from ballots.encryption import Answer, encrypt_answer, full_context, verify_answer
from ballots.errors import Refusal
from ballots.group import Element, Scalar
from ballots.proofs import (
    Case,
    Proof,
    Statement,
    blank_cases,
    interval_cases,
    interval_prefix,
    overall_blank_cases,
    prove_disjunction,
)
from ballots.questions import Question, plaintexts
from tests.ballots.support import ED25519, Meeting, question, refusal_of

CONTEXT = "fingerprint|credential"
INVALID = Refusal.INVALID_PROOF

SMALL = [
    question(answers, low=low, high=high, blank=blank)
    for answers in (1, 2, 3)
    for low in range(answers + 1)
    for high in range(max(low, 1), answers + 1)
    for blank in (None, True)
]


def described(asked: Question) -> str:
    blank = " or blank" if asked.blank else ""
    return f"{asked.min} to {asked.max} of {len(asked.answers)}{blank}"


def selections(asked: Question) -> list[Sequence[int] | None]:
    """Return everything that a question allows."""
    marks: list[Sequence[int] | None] = [
        choice
        for choice in product((0, 1), repeat=len(asked.answers))
        if asked.min <= sum(choice) <= asked.max
    ]
    return [*marks, None] if asked.blank else marks


def decrypted(answer: Answer, meeting: Meeting) -> list[int]:
    group = meeting.election.group
    small = {group.power_g(Scalar(n)): n for n in range(-3, 4) if n >= 0}
    powers = [
        group.divide(group.element(c.beta), group.power(group.element(c.alpha), meeting.secret))
        for c in answer.choices
    ]
    return [small[power] for power in powers]


@pytest.mark.parametrize("asked", SMALL, ids=described)
def test_every_selection_of_a_small_question_is_encrypted_verified_and_decrypted(
    asked: Question,
) -> None:
    meeting = Meeting(asked)
    for choice in selections(asked):
        marks = plaintexts(asked, choice, 1)
        answer = encrypt_answer(meeting.election, asked, marks, CONTEXT)
        verify_answer(answer, asked, meeting.election, CONTEXT)
        assert decrypted(answer, meeting) == marks


@pytest.mark.parametrize("asked", [question(2, low=1), question(2, blank=True)], ids=described)
def test_the_field_encrypts_verifies_and_decrypts_too(asked: Question) -> None:
    meeting = Meeting(asked, group="BELENIOS-2048")
    for choice in selections(asked):
        marks = plaintexts(asked, choice, 1)
        answer = encrypt_answer(meeting.election, asked, marks, CONTEXT)
        verify_answer(answer, asked, meeting.election, CONTEXT)
        assert decrypted(answer, meeting) == marks


def test_one_choice_is_never_encrypted_twice_alike() -> None:
    meeting = Meeting()
    answers = [encrypt_answer(meeting.election, question(), [0, 1, 0], CONTEXT) for _ in range(9)]
    texts = [t for answer in answers for c in answer.choices for t in (c.alpha, c.beta)]
    assert len(set(texts)) == 9 * 3 * 2


def bit_cases(statement: Statement) -> list[Case]:
    return interval_cases(statement, 0, 1)


class Forger(Meeting):
    """A voter who computes everything by hand, and may lie at every step."""

    def __init__(self, asked: Question) -> None:
        super().__init__(asked)
        self.asked = asked

    def refused(self, answer: Answer, context: str = CONTEXT) -> Refusal:
        return refusal_of(verify_answer, answer, self.asked, self.election, context)

    def encrypts(
        self, marks: Sequence[int], randomness: Sequence[int] | None = None, *, lies: bool = False
    ) -> Answer:
        """Encrypt any plaintexts; where one is not what a proof says, prove the nearest case."""
        group, key, asked = self.election.group, self.election.public_key, self.asked
        drawn = [Scalar(r) for r in randomness or [group.random_scalar() for _ in marks]]
        pairs = [
            Statement(group.power_g(r), self.hides(r, mark))
            for r, mark in zip(drawn, marks, strict=True)
        ]
        choices = tuple(encryption.Ciphertext(group.text(a), group.text(b)) for a, b in pairs)
        individual = tuple(
            self.proves(bit_cases(s), int(mark == 1), r, interval_prefix(group, CONTEXT, s))
            for s, mark, r in zip(pairs, marks, drawn, strict=True)
        )
        total = Statement(group.product(a for a, _ in pairs), group.product(b for _, b in pairs))
        cases = interval_cases(total, asked.min, asked.max)
        true = min(max(sum(marks), asked.min), asked.max) - asked.min
        prefix = interval_prefix(group, full_context(CONTEXT, choices), total)
        overall = prove_disjunction(group, key, cases, true, group.reduce(sum(drawn)), prefix)
        assert lies or asked.min <= sum(marks) <= asked.max
        return Answer(choices=choices, individual_proofs=individual, overall_proof=tuple(overall))

    def hides(self, randomness: Scalar, mark: int) -> Element:
        group = self.election.group
        masked = group.power(self.election.public_key, randomness)
        return group.multiply(masked, group.power_g(group.reduce(mark)))

    def proves(
        self, cases: list[Case], true: int, randomness: Scalar, prefix: str
    ) -> tuple[Proof, ...]:
        group, key = self.election.group, self.election.public_key
        return tuple(prove_disjunction(group, key, cases, true, randomness, prefix))


def test_what_the_forger_does_honestly_is_accepted() -> None:
    forger = Forger(question(3, low=1, high=2))
    for marks in ([1, 0, 0], [0, 1, 1]):
        answer = forger.encrypts(marks)
        verify_answer(answer, forger.asked, forger.election, CONTEXT)
        assert decrypted(answer, forger) == marks


@pytest.mark.parametrize(
    "marks", [[2, 0, 0], [0, -1, 1], [1000, 0, 0], [-1, 0, 1], [0, 0, 0], [1, 1, 1], [2, -1, 0]]
)
def test_plaintexts_that_break_the_rules_are_refused(marks: list[int]) -> None:
    forger = Forger(question(3, low=1, high=2))
    assert forger.refused(forger.encrypts(marks, lies=True)) is INVALID


def test_too_many_ones_are_caught_by_the_overall_proof_alone() -> None:
    forger = Forger(question(3, high=1))
    generous = forger.encrypts([1, 1, 0], lies=True)
    honest = Forger(question(3, high=2))
    honest.election = forger.election
    part = msgspec.structs.replace(honest.encrypts([1, 1, 0]), overall_proof=generous.overall_proof)
    assert forger.refused(part) is INVALID
    verify_answer(honest.encrypts([1, 1, 0]), honest.asked, honest.election, CONTEXT)


@pytest.mark.parametrize("marks", [[1, 1, 0], [1, 0, 1], [0, 1, 1], [0, 0, 0]])
def test_blank_and_marked_or_neither_is_refused(marks: list[int]) -> None:
    """Of a question `exactly one of two, or blank`: the plaintexts are (blank, first, second)."""
    asked = question(2, low=1, blank=True)
    forger = Forger(question(3, low=0, high=3))
    answer = forger.encrypts(marks)
    group, whole = ED25519, full_context(CONTEXT, answer.choices)
    pairs = [Statement(group.element(c.alpha), group.element(c.beta)) for c in answer.choices]
    total = Statement(
        group.multiply(pairs[1].alpha, pairs[2].alpha), group.multiply(pairs[1].beta, pairs[2].beta)
    )
    one = group.random_scalar()
    blank = forger.proves(blank_cases(pairs[0], total), 0, one, f"bproof0|{whole}|")
    cases = overall_blank_cases(pairs[0], total, 1, 1)
    overall = forger.proves(cases, 1, one, f"bproof1|{whole}|")
    forger.asked = asked
    forged = msgspec.structs.replace(answer, overall_proof=overall, blank_proof=blank)
    assert forger.refused(forged) is INVALID


def test_a_blank_proof_where_no_blank_is_allowed_lets_nobody_choose_too_many() -> None:
    """`The first box is marked, or the sum keeps the rules` would be true for two marks of one."""
    forger = Forger(question(3, high=3))
    answer, group = forger.encrypts([1, 1, 0], [5, 6, 7]), ED25519
    whole = full_context(CONTEXT, answer.choices)
    pairs = [Statement(group.element(c.alpha), group.element(c.beta)) for c in answer.choices]
    total = Statement(group.product(a for a, _ in pairs), group.product(b for _, b in pairs))
    cases = overall_blank_cases(pairs[0], total, 0, 1)
    overall = forger.proves(cases, 0, Scalar(5), f"bproof1|{whole}|")
    blank = forger.proves(blank_cases(pairs[0], total), 0, Scalar(5), f"bproof0|{whole}|")
    forger.asked = question(3, high=1)
    forged = msgspec.structs.replace(answer, overall_proof=overall, blank_proof=blank)
    assert forger.refused(forged) is Refusal.WRONG_SHAPE


def test_leaving_the_blank_proof_out_lets_nobody_vote_blank_and_otherwise() -> None:
    forger = Forger(question(3, high=3))
    answer, group = forger.encrypts([1, 1, 0], [5, 6, 7]), ED25519
    pairs = [Statement(group.element(c.alpha), group.element(c.beta)) for c in answer.choices[1:]]
    total = Statement(group.product(a for a, _ in pairs), group.product(b for _, b in pairs))
    prefix = interval_prefix(group, full_context(CONTEXT, answer.choices), total)
    overall = forger.proves(interval_cases(total, 0, 1), 1, Scalar(13), prefix)
    forger.asked = question(2, blank=True)
    forged = msgspec.structs.replace(answer, overall_proof=overall)
    assert forger.refused(forged) is Refusal.WRONG_SHAPE


def test_randomness_that_adds_up_to_nothing_is_refused() -> None:
    """The sum would be the identity: the reference has no use for it, and neither have we."""
    forger = Forger(question(2, high=2))
    q = forger.election.group.order
    assert forger.refused(forger.encrypts([1, 0], [5, q - 5])) is Refusal.NOT_IN_GROUP
    assert forger.refused(forger.encrypts([1, 0], [0, 5])) is Refusal.NOT_IN_GROUP
    verify_answer(forger.encrypts([1, 0], [5, 6]), forger.asked, forger.election, CONTEXT)


def test_a_beta_that_is_the_identity_is_refused() -> None:
    forger = Forger(question(1))
    randomness = -pow(forger.secret, -1, ED25519.order) % ED25519.order  # y^r = g^-1
    assert forger.refused(forger.encrypts([1], [randomness])) is Refusal.NOT_IN_GROUP


def sealed(asked: Question) -> tuple[Forger, Answer]:
    forger = Forger(asked)
    marks = plaintexts(asked, [1, *[0] * (len(asked.answers) - 1)], 1)
    return forger, encrypt_answer(forger.election, asked, marks, CONTEXT)


ASKED = [question(3), question(3, low=1, blank=True), question(3, blank=False)]


@pytest.mark.parametrize("asked", ASKED, ids=described)
def test_proofs_hold_in_their_own_context_only(asked: Question) -> None:
    forger, answer = sealed(asked)
    verify_answer(answer, asked, forger.election, CONTEXT)
    for context in ("", "fingerprint|other", "other|credential", CONTEXT + "|", CONTEXT + "x"):
        assert forger.refused(answer, context) is INVALID
    stranger: Election = Meeting(asked).election
    assert refusal_of(verify_answer, answer, asked, stranger, CONTEXT) is INVALID


@pytest.mark.parametrize("asked", ASKED, ids=described)
def test_ciphertexts_in_another_order_are_refused_even_with_their_own_proofs(
    asked: Question,
) -> None:
    forger, answer = sealed(asked)
    last = len(answer.choices) - 1
    for order in ([last, *range(last)], [0, *range(last, 0, -1)]):
        moved = msgspec.structs.replace(
            answer,
            choices=tuple(answer.choices[i] for i in order),
            individual_proofs=tuple(answer.individual_proofs[i] for i in order),
        )
        assert forger.refused(moved) is INVALID


@pytest.mark.parametrize("asked", ASKED, ids=described)
def test_lists_of_other_lengths_are_refused(asked: Question) -> None:
    forger, answer = sealed(asked)
    bits, overall = answer.individual_proofs, answer.overall_proof
    pair = answer.blank_proof or overall[:2]
    shapes: list[dict[str, object]] = [
        {"choices": ()},
        {"choices": answer.choices[1:]},
        {"choices": answer.choices + answer.choices[:1]},
        {"choices": answer.choices[1:], "individual_proofs": bits[1:]},
        {"individual_proofs": ()},
        {"individual_proofs": bits[1:]},
        {"individual_proofs": bits + bits[:1]},
        {"individual_proofs": (bits[0][:1], *bits[1:])},
        {"individual_proofs": (bits[0] + bits[0], *bits[1:])},
        {"individual_proofs": ((), *bits[1:])},
        {"overall_proof": ()},
        {"overall_proof": overall[1:]},
        {"overall_proof": overall + overall[:1]},
        {"blank_proof": () if asked.blank else pair},
        {"blank_proof": None if asked.blank else ()},
        {"blank_proof": pair[:1] if asked.blank else overall},
        {"blank_proof": pair + pair},
    ]
    for shape in shapes:
        assert forger.refused(msgspec.structs.replace(answer, **shape)) is Refusal.WRONG_SHAPE


def test_what_only_the_maker_knows_shows_in_no_traceback() -> None:
    secret = encryption._seal(ED25519, ED25519.generator, 1)
    assert str(secret.randomness) not in repr(secret)
    assert "plaintext" not in repr(secret)
