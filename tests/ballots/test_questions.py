"""Questions: which ones can be answered, and which choices answer them."""

from itertools import product

import pytest

from ballots.errors import BallotsError, Refusal
from ballots.questions import (
    MAX_ANSWERS,
    Question,
    allows_blank,
    check_question,
    choice_count,
    plaintexts,
)
from tests.ballots.support import NAMES, election_of, question, refusal_of


@pytest.mark.parametrize("name", NAMES)
def test_the_questions_of_every_record_can_be_answered(name: str) -> None:
    for number, asked in enumerate(election_of(name).questions, start=1):
        check_question(asked, number)


@pytest.mark.parametrize("blank", [None, False, True])
def test_only_a_question_that_says_so_has_a_blank_vote(blank: bool | None) -> None:
    asked = question(3, blank=blank)
    assert allows_blank(asked) is (blank is True)
    assert choice_count(asked) == (4 if blank else 3)


@pytest.mark.parametrize("answers", range(1, 5))
def test_min_and_max_make_sense_or_are_refused(answers: int) -> None:
    for low, high in product(range(-1, 7), repeat=2):
        asked = question(answers, low=low, high=high)
        if 0 <= low <= high <= answers and high >= 1:
            check_question(asked, 1)
        else:
            assert refusal_of(check_question, asked, 1) is Refusal.BAD_ELECTION


def test_a_question_has_one_to_a_hundred_answers() -> None:
    check_question(question(MAX_ANSWERS), 1)
    for answers in (0, MAX_ANSWERS + 1):
        with pytest.raises(BallotsError) as caught:
            check_question(question(answers), 7)
        assert caught.value.refusal is Refusal.BAD_ELECTION
        assert caught.value.detail == "question 7: number of answers"


@pytest.mark.parametrize(("low", "high"), [(0, 1), (1, 1), (0, 3), (2, 3), (3, 3)])
def test_exactly_the_selections_that_keep_the_rules_are_taken(low: int, high: int) -> None:
    for asked in (question(3, low=low, high=high), question(3, low=low, high=high, blank=True)):
        for marks in product((0, 1), repeat=3):
            if low <= sum(marks) <= high:
                expected = [0, *marks] if asked.blank else list(marks)
                assert plaintexts(asked, marks, 1) == expected
            else:
                assert refusal_of(plaintexts, asked, marks, 1) is Refusal.BAD_CHOICES


def test_a_blank_vote_is_taken_only_where_it_is_allowed() -> None:
    assert plaintexts(question(3, low=1, blank=True), None, 1) == [1, 0, 0, 0]
    for asked in (question(3), question(3, blank=False)):
        assert refusal_of(plaintexts, asked, None, 1) is Refusal.BAD_CHOICES


@pytest.mark.parametrize("marks", [[], [1, 0], [1, 0, 0, 0], [2, 0, 0], [-1, 1, 1], [1, 1, -1]])
def test_a_choice_is_one_zero_or_one_for_each_answer(marks: list[int]) -> None:
    assert refusal_of(plaintexts, question(3, high=3), marks, 1) is Refusal.BAD_CHOICES


@pytest.mark.parametrize("choice", [None, [1, 1, 0], [1, 0], [7, 0, 0]])
def test_the_refusal_names_the_question_and_not_the_choice(choice: list[int] | None) -> None:
    asked = Question(answers=("a", "b", "c"), min=0, max=1, question="q")
    with pytest.raises(BallotsError) as caught:
        plaintexts(asked, choice, 3)
    assert caught.value.detail.startswith("question 3: ")
    assert not any(mark in caught.value.detail for mark in ("0", "1", "7"))
