"""The definition: one sequence of bytes, fixed by the election that delegates encrypt for."""

import hashlib

import msgspec
import pytest

from ballots.errors import BallotsError, Refusal
from tests.voting.people import Organizer, definition
from voting.definition import definition_bytes, make_people, normal, parse_definition
from voting.rules.profile import load_profile


def test_a_definition_is_read_back_as_it_was() -> None:
    plain = definition()
    assert parse_definition(definition_bytes(plain)) == plain


def test_other_bytes_for_the_same_definition_are_refused() -> None:
    data = definition_bytes(definition())
    with pytest.raises(BallotsError) as refused:
        parse_definition(data.replace(b'"cards":5', b'"cards": 5'))
    assert refused.value.refusal is Refusal.NOT_CANONICAL


@pytest.mark.parametrize(
    "changes", [{"people": ()}, {"cards": 0}, {"minimum_ballots": 0}, {"name": ""}, {"present": -1}]
)
def test_an_impossible_definition_is_not_read(changes: dict[str, object]) -> None:
    data = definition_bytes(msgspec.structs.replace(definition(), **changes))
    with pytest.raises(BallotsError):
        parse_definition(data)


def test_the_election_fixes_the_whole_definition(organizer: Organizer) -> None:
    organizer.prepares()
    election = organizer.election
    digest = hashlib.sha256(definition_bytes(definition())).hexdigest()
    assert election.description.endswith(f"SHA-256: {digest}")
    assert "Hội đồng nhân dân tỉnh, 08/12/2026" in election.description


def test_questions_name_the_person_and_the_post_and_keep_the_rules() -> None:
    question = definition().questions()[0]
    assert question.question == "Nguyễn Văn An, Chủ tịch"
    assert question.answers == ("Tín nhiệm cao", "Tín nhiệm", "Tín nhiệm thấp")
    assert (question.min, question.max) == (0, 1)


def test_rules_that_want_every_row_marked_make_the_question_want_it() -> None:
    strict = load_profile("QD262-2014")
    assert definition(profile=strict).questions()[0].min == strict.minimum


def test_names_are_kept_in_one_form() -> None:
    decomposed = "Nguye\u0302\u0303n  Va\u0306n \tAn "
    assert normal(decomposed) == "Nguyễn Văn An"
    assert make_people([(decomposed, "")])[0].question == "Nguyễn Văn An"
