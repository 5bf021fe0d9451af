"""The catalogue of refusals: every code has two sentences and a status; no secret gets in."""

import unicodedata

import pytest

from ballots.errors import BallotsError, Sentence
from ballots.errors import Refusal as BallotRefusal
from voting.refusals import SENTENCES, Refusal, VotingRefused, answer_to


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_speaks_both_languages_and_has_a_status(refusal: Refusal) -> None:
    answer = answer_to(VotingRefused(refusal))
    assert answer.code == refusal.value
    assert 400 <= answer.status < 600
    for text in (answer.message("vi"), answer.message("en")):
        assert text.endswith(".")
        assert "{" not in text
        assert unicodedata.is_normalized("NFC", text)
    assert answer.message("vi") != answer.message("en")
    assert answer.message("fr") == answer.message("vi")


@pytest.mark.parametrize("refusal", BallotRefusal)
def test_what_the_mathematics_refuses_is_answered_too(refusal: BallotRefusal) -> None:
    answer = answer_to(BallotsError(refusal))
    assert answer.code == refusal.value
    assert answer.status in (400, 403, 413)


def test_the_catalogue_holds_exactly_the_closed_list() -> None:
    assert set(SENTENCES) == set(Refusal)


def test_a_used_card_is_explained_in_the_delegates_own_address() -> None:
    answer = answer_to(VotingRefused(Refusal.CREDENTIAL_USED, address="đồng chí"))
    assert answer.message("vi") == (
        "Phiếu này đã được sử dụng lúc bỏ phiếu. "
        "Nếu không phải do đồng chí, hãy báo ngay Ban Kiểm phiếu."
    )


def test_a_reason_stands_after_the_sentence() -> None:
    error = VotingRefused(Refusal.QUORUM_MISSING, reason=Sentence("Có mặt 3 trên 6.", "3 of 6."))
    assert answer_to(error).message("vi").endswith("chưa được mở. Có mặt 3 trên 6.")
