"""The catalogue of refusals: closed, complete, in two languages."""

import pickle
import re
import unicodedata
from pathlib import Path

import pytest

from ballots.errors import (
    SENTENCES,
    BallotRefused,
    BallotsError,
    CredentialRefused,
    Refusal,
)

TESTS = Path(__file__).parent


def test_every_refusal_has_a_sentence_and_no_sentence_is_left_over() -> None:
    assert set(SENTENCES) == set(Refusal)


@pytest.mark.parametrize("refusal", Refusal)
def test_a_sentence_exists_in_both_languages(refusal: Refusal) -> None:
    sentence = SENTENCES[refusal]
    assert sentence.vi.strip() == sentence.vi != ""
    assert sentence.en.strip() == sentence.en != ""
    assert sentence.vi != sentence.en
    assert sentence.en.isascii()
    assert not sentence.vi.isascii()
    assert unicodedata.is_normalized("NFC", sentence.vi)
    assert sentence.vi.endswith(".")
    assert sentence.en.endswith(".")


def test_no_two_refusals_say_the_same() -> None:
    assert len({sentence.vi for sentence in SENTENCES.values()}) == len(Refusal)
    assert len({sentence.en for sentence in SENTENCES.values()}) == len(Refusal)


def test_a_code_is_its_name_in_lower_case() -> None:
    assert all(refusal.value == refusal.name.lower() for refusal in Refusal)


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_is_raised_by_a_test(refusal: Refusal) -> None:
    named = re.compile(rf"\bRefusal\.{refusal.name}\b")
    tests = [path for path in TESTS.glob("test_*.py") if path != Path(__file__)]
    assert any(named.search(path.read_text(encoding="utf-8")) for path in tests)


@pytest.mark.parametrize("kind", [BallotsError, BallotRefused, CredentialRefused])
@pytest.mark.parametrize("detail", ["", "question 3"])
def test_an_error_survives_the_way_back_from_a_worker(
    kind: type[BallotsError], detail: str
) -> None:
    error = pickle.loads(pickle.dumps(kind(Refusal.INVALID_PROOF, detail)))  # noqa: S301
    assert type(error) is kind
    assert (error.refusal, error.detail) == (Refusal.INVALID_PROOF, detail)


def test_an_error_reads_as_code_and_place() -> None:
    assert str(BallotRefused(Refusal.INVALID_PROOF, "question 3")) == "invalid_proof: question 3"
    assert str(BallotRefused(Refusal.WRONG_ELECTION)) == "wrong_election"
