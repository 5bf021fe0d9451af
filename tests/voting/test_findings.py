"""Findings: two languages, values shown safely, catalogues complete."""

import pickle
import string
import unicodedata
from enum import StrEnum

import pytest

from ballots.errors import Sentence
from voting.findings import FindingsError, fill, nearest, nearest_hint, quoted
from voting.plan import refusals as plan_refusals
from voting.rules import refusals as rules_refusals

CATALOGUES: list[tuple[type[StrEnum], dict[StrEnum, Sentence]]] = [
    (plan_refusals.PlanRefusal, dict(plan_refusals.SENTENCES.items())),
    (rules_refusals.RulesRefusal, dict(rules_refusals.SENTENCES.items())),
]


def places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize(("codes", "sentences"), CATALOGUES)
def test_every_code_has_a_sentence_in_both_languages_with_the_same_places(
    codes: type[StrEnum], sentences: dict[StrEnum, Sentence]
) -> None:
    assert set(sentences) == set(codes)
    for sentence in sentences.values():
        assert places(sentence.vi) == places(sentence.en)
        assert unicodedata.is_normalized("NFC", sentence.vi)
        assert sentence.vi.endswith((".", "?")) and sentence.en.endswith((".", "?"))


def test_codes_of_the_two_catalogues_are_lower_case_and_their_own() -> None:
    codes = [code for codes, _ in CATALOGUES for code in codes]
    assert all(code.value == code.name.lower() for code in codes)
    assert len({code.value for code in codes}) == len(codes)


def test_quoted_shows_controls_and_direction_marks_as_code_points_and_cuts() -> None:
    assert quoted("a\x1b[2Jb\u202ec") == "“aU+001B[2JbU+202Ec”"
    assert quoted("x" * 1000) == f"“{'x' * 60}…”"


def test_fill_gives_each_language_its_own_value() -> None:
    template = Sentence("vi {what} {n}", "en {what} {n}")
    assert fill(template, {"what": Sentence("một", "one"), "n": 3}) == Sentence(
        "vi một 3", "en one 3"
    )


def test_fill_leaves_braces_in_a_value_alone() -> None:
    assert fill(Sentence("{v}", "{v}"), {"v": "{0.__class__}"}).vi == "{0.__class__}"


def test_nearest_finds_a_slip_whatever_its_case_and_nothing_for_a_stranger() -> None:
    assert nearest("nq96-2032", ["NQ96-2023", "CUSTOM"]) == "NQ96-2023"
    assert nearest("zzz", ["NQ96-2023"]) is None
    assert nearest_hint("zzz", ["NQ96-2023"]) == Sentence("", "")


def test_an_error_carries_every_finding_and_survives_a_worker_process() -> None:
    error = plan_refusals.PlanRefused(
        [
            plan_refusals.finding(plan_refusals.PlanRefusal.EMPTY_POSITION, row=7, column="Khối"),
            plan_refusals.finding(plan_refusals.PlanRefusal.TOO_FEW_PEOPLE, limit=60),
        ]
    )
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert isinstance(again, FindingsError)
    assert again.findings == error.findings
    assert (again.findings[0].row, again.findings[0].column) == (7, "Khối")
    assert again.refusal is plan_refusals.PlanRefusal.EMPTY_POSITION
    assert [text[:6] for text in again.sentences("vi")] == ["Dòng 7", "Danh s"]
    assert [text[:5] for text in again.sentences("en")] == ["Row 7", "The l"]
