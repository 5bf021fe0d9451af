"""Sums that go on from an encrypted tally, of ciphertexts alone: those of the whole ballots."""

import json

import pytest

from ballots.errors import Refusal
from ballots.tally import TallySum, sum_so_far, unverified_points
from tests.ballots.support import Json, Place, changed, dump, election_of, record, refusal_of
from tests.ballots.test_tally import counted


@pytest.mark.parametrize("name", ["plain", "blank", "plain-2048"])
def test_a_sum_made_of_ciphertexts_alone_and_in_two_parts_is_that_of_the_record(name: str) -> None:
    election = election_of(name)
    points = [unverified_points(ballot.bytes, election) for ballot, _ in counted(name)]
    before = TallySum(election)
    before.add_together(points[:1])
    total = sum_so_far(before.encrypted_tally(), before.num_tallied, election)
    total.add_together(points[1:2])
    total.add_together(points[2:])
    assert total.encrypted_tally() == record(name).encrypted_tally
    assert total.sized() == record(name).sized_encrypted_tally


def test_of_a_ballot_that_was_verified_only_the_ciphertexts_are_read_and_those_strictly() -> None:
    ballot, election = counted("plain")[0][0], election_of("plain")
    wrong: list[tuple[Place, Json, Refusal]] = [
        (("answers", 0, "choices"), [], Refusal.WRONG_SHAPE),
        (("answers",), [], Refusal.WRONG_SHAPE),
        (("answers",), "x", Refusal.MALFORMED),
        (("answers", 0, "choices", 0, "alpha"), "A" * 64, Refusal.NOT_CANONICAL),
    ]
    for place, lie, wanted in wrong:
        data = changed(ballot.bytes, place, lie)
        assert refusal_of(unverified_points, data, election) is wanted
    assert refusal_of(unverified_points, b'"\xff', election) is Refusal.MALFORMED
    rows = json.loads(ballot.bytes)["answers"]
    bare = {"answers": [{"choices": row["choices"]} for row in rows]}
    assert unverified_points(dump(bare), election) == unverified_points(ballot.bytes, election)


def test_a_sum_so_far_of_another_shape_is_refused() -> None:
    election = election_of("plain")
    assert refusal_of(sum_so_far, b"[]", 1, election) is Refusal.WRONG_SHAPE
    assert refusal_of(sum_so_far, b"[", 1, election) is Refusal.MALFORMED
