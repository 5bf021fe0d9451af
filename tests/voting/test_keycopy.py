"""The saved copy of a key: the vectors that Python and browser share."""

import json
from typing import Any

import pytest

from ballots.ceremony import make_member_file
from tests.voting import make_key_copies
from voting.keycopy import make_key_copy, open_key_copy, parse_key_copy
from voting.refusals import VotingRefused

CASES: list[dict[str, Any]] = json.loads(make_key_copies.FILE.read_text(encoding="utf-8"))


def restored(case: dict[str, Any]) -> str:
    copy = parse_key_copy(case["copy"].encode())
    return make_member_file(open_key_copy(copy, case["passphrase"])).decode()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_copy_opens_or_is_refused_as_its_vector_says(case: dict[str, Any]) -> None:
    if "member" in case:
        assert restored(case) == case["member"]
        return
    with pytest.raises(VotingRefused) as caught:
        restored(case)
    assert caught.value.refusal.value == case["refusal"]


def test_the_vectors_are_what_the_maker_writes() -> None:
    assert make_key_copies.text() == make_key_copies.FILE.read_text(encoding="utf-8")


def test_two_copies_of_one_key_are_not_alike_and_hide_it() -> None:
    member = make_key_copies.member()
    first, second = (
        make_key_copy(member, make_key_copies.UUID, make_key_copies.WORDS) for _ in range(2)
    )
    assert json.loads(first)["box"] != json.loads(second)["box"]
    assert member.seed.encode() not in first
    assert open_key_copy(parse_key_copy(first), make_key_copies.WORDS) == member


@pytest.mark.parametrize("passphrase", ["", "tre làng", "  mười  một  x  ", "a" * 11])
def test_a_short_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(VotingRefused) as caught:
        make_key_copy(make_key_copies.member(), make_key_copies.UUID, passphrase)
    assert caught.value.refusal.value == "weak_passphrase"
