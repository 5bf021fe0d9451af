"""Homomorphic questions (spec 4.9.1): choose between min and max of the answers, or blank.

`{"answers":["Tín nhiệm cao","Tín nhiệm","Tín nhiệm thấp"],"min":0,"max":1,"question":"…"}`
A person to be rated is one such question. Other kinds of the specification are refused.
"""

from collections.abc import Sequence

from ballots.canonical import Message
from ballots.errors import BallotsError, Refusal

MAX_QUESTIONS = 500
MAX_ANSWERS = 100


class Question(Message, frozen=True, kw_only=True):
    """question_h of the specification, fields in its order."""

    answers: tuple[str, ...]
    blank: bool | None = None
    min: int
    max: int
    question: str


def allows_blank(question: Question) -> bool:
    """Tell whether a blank vote is allowed."""
    return question.blank is True


def choice_count(question: Question) -> int:
    """Return how many ciphertexts an answer has (one more when blank is allowed)."""
    return len(question.answers) + allows_blank(question)


def check_question(question: Question, number: int) -> None:
    """Refuse a question nobody could answer. Raises BallotsError BAD_ELECTION."""
    count = len(question.answers)
    if not 1 <= count <= MAX_ANSWERS:
        raise BallotsError(Refusal.BAD_ELECTION, f"question {number}: number of answers")
    if not 0 <= question.min <= question.max <= count or question.max == 0:
        raise BallotsError(Refusal.BAD_ELECTION, f"question {number}: min and max")


def plaintexts(question: Question, choice: Sequence[int] | None, number: int) -> list[int]:
    """Turn a choice (one 0 or 1 an answer, None for blank) into what is encrypted.

    Raises BallotsError BAD_CHOICES naming the question, never the choice.
    """
    if choice is None:
        if not allows_blank(question):
            raise BallotsError(Refusal.BAD_CHOICES, f"question {number}: blank")
        return [1, *(0 for _ in question.answers)]
    marks = list(choice)
    if len(marks) != len(question.answers) or any(mark not in (0, 1) for mark in marks):
        raise BallotsError(Refusal.BAD_CHOICES, f"question {number}: one mark an answer")
    if not question.min <= sum(marks) <= question.max:
        raise BallotsError(Refusal.BAD_CHOICES, f"question {number}: how many are chosen")
    return [0, *marks] if allows_blank(question) else marks
