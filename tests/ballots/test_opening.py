"""Opened ballots: the verdicts that the browser shares, and what is refused."""

import json
from typing import Any

import pytest

from ballots.errors import BallotsError, Refusal
from ballots.group import group_named
from ballots.opening import LIMIT, verify_opening, verify_opening_code
from tests.ballots.support import changed
from tests.client.make_openings import TARGET, openings
from tests.client.meetings import MEETINGS, election, judged

VECTORS = json.loads(TARGET.read_bytes())
FILES: list[dict[str, Any]] = VECTORS["files"]
CODES: list[dict[str, Any]] = VECTORS["codes"]


def test_the_vectors_are_what_python_computes() -> None:
    assert TARGET.read_bytes() == openings()


@pytest.mark.parametrize("entry", FILES, ids=range(len(FILES)))
def test_a_file_opens_to_the_choices_and_the_hash_of_the_ballot(entry: dict[str, Any]) -> None:
    held, cast = MEETINGS[entry["election"]]
    found = verify_opening(entry["file"].encode(), held)
    assert found.hash == entry["hash"]
    assert [list(c) if c else c for c in found.choices] in [list(chosen) for chosen in cast]


@pytest.mark.parametrize("entry", FILES, ids=range(len(FILES)))
def test_a_changed_file_is_refused(entry: dict[str, Any]) -> None:
    held = MEETINGS[entry["election"]][0]
    refused = set()
    for change in entry["changes"]:
        data = changed(entry["file"].encode(), change["place"], change["value"])
        if change["hash"]:
            data = changed(data, ["hash"], change["hash"])
        verdict = judged(lambda data=data: verify_opening(data, held))  # type: ignore[misc]  # bound now
        assert verdict == {"refusal": change["refusal"], "detail": change["detail"]}
        refused.add(change["refusal"])
    if entry["changes"]:
        assert refused >= {"malformed", "wrong_election", "wrong_shape", "invalid_proof"}


@pytest.mark.parametrize("entry", CODES, ids=range(len(CODES)))
def test_a_code_gives_the_ballot_again_or_is_refused(entry: dict[str, Any]) -> None:
    held = MEETINGS[entry["election"]][0]
    verdict = judged(lambda: verify_opening_code(entry["code"], held))
    assert verdict == {"refusal": entry["refusal"], "detail": entry["detail"]}
    if entry["refusal"] is None:
        assert verify_opening_code(entry["code"], held).hash == entry["found"]["hash"]


def test_a_file_and_a_code_of_one_ballot_say_the_same() -> None:
    for entry in FILES:
        held = MEETINGS[entry["election"]][0]
        by_hash = {code["found"]["hash"]: code["code"] for code in CODES if code["found"]}
        code = by_hash[entry["hash"]]
        assert verify_opening(entry["file"].encode(), held) == verify_opening_code(code, held)


def test_a_blank_vote_with_a_mark_is_refused() -> None:
    held = MEETINGS["one of each kind"][0]
    code = next(c["code"] for c in CODES if c["election"] == "one of each kind" and c["found"])
    rows = code.split("/")[3].split("-")
    attempt = rows[3].split(".")[0]
    rows[3] = f"{attempt}.110"  # blank, and the first answer too
    with pytest.raises(BallotsError) as refused:
        verify_opening_code("/".join([*code.split("/")[:3], "-".join(rows)]), held)
    assert refused.value.refusal is Refusal.BAD_CHOICES
    assert refused.value.detail == "question 4: blank"


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", FILES[0]["file"].encode() + b"\n"])
def test_what_is_no_file_of_an_opened_ballot_is_refused(data: bytes) -> None:
    with pytest.raises(BallotsError) as refused:
        verify_opening(data, MEETINGS["confidence"][0])
    assert refused.value.refusal in (Refusal.MALFORMED, Refusal.NOT_CANONICAL)


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(BallotsError) as refused:
        verify_opening(bytes(LIMIT + 1), MEETINGS["confidence"][0])
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_a_code_is_only_read_for_the_group_of_browsers() -> None:
    group = group_named("BELENIOS-2048")
    other = election(*MEETINGS["confidence"][0].questions, group=group)
    with pytest.raises(BallotsError) as refused:
        verify_opening_code(CODES[0]["code"], other)
    assert refused.value.refusal is Refusal.UNKNOWN_GROUP
