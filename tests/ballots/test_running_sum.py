"""Sums that go on from an encrypted tally, of ciphertexts alone: those of the whole ballots."""

import json
from dataclasses import replace

import pytest

from ballots.election import Election
from ballots.errors import Refusal
from ballots.group import Group
from ballots.tally import TallySum, sum_so_far, unpacked_points, unverified_points
from tests.ballots.support import (
    Json,
    Place,
    changed,
    dump,
    election_of,
    every_group,
    record,
    refusal_of,
)
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


def by(group: Group) -> tuple[str, Election]:
    """Return a record of a group, and its election computed by just that group."""
    name = "plain" if group.name == "Ed25519" else "plain-2048"
    return name, replace(election_of(name), group=group)


@every_group
def test_ballots_are_added_where_they_stand_with_what_was_unpacked_or_without(
    group: Group,
) -> None:
    name, election = by(group)
    ballots = [ballot.bytes for ballot, _ in counted(name)]
    unpacked = unpacked_points(ballots, election)
    assert bool(unpacked) == (type(group).__name__ == "NativeEd25519")
    for told in (unpacked, b"", bytes(len(unpacked)), unpacked[32:], unpacked[::-1]):
        total = TallySum(election)
        total.add_verified(ballots[:0], told)
        total.add_verified(ballots, told)
        assert total.encrypted_tally() == record(name).encrypted_tally
        assert total.sized() == record(name).sized_encrypted_tally


@every_group
def test_a_ballot_whose_ciphertexts_stand_elsewhere_is_judged_as_it_would_be_alone(
    group: Group,
) -> None:
    name, election = by(group)
    ballots = [ballot.bytes for ballot, _ in counted(name)]
    unpacked = unpacked_points(ballots, election)
    wrong: list[tuple[Place, Json, Refusal]] = [
        (("answers", 0, "choices"), [], Refusal.WRONG_SHAPE),
        (("answers",), [], Refusal.WRONG_SHAPE),
        (("answers",), "x", Refusal.MALFORMED),
        (("answers", 0, "choices", 0, "alpha"), "-" * 64, Refusal.NOT_CANONICAL),
    ]
    for place, lie, wanted in wrong:
        for at in (0, len(ballots) - 1):
            others = [*ballots]
            others[at] = changed(ballots[at], place, lie)
            assert unpacked_points(others, election) == b""
            for told in (unpacked, unpacked[: len(unpacked) // len(ballots) * (len(ballots) - 1)]):
                total = TallySum(election)
                assert refusal_of(total.add_verified, others, told) is wanted
                assert total.num_tallied == 0
    spaced = [ballots[0].replace(b'"choices":[', b'"choices": [')]
    total, alone = TallySum(election), TallySum(election)
    total.add_verified(spaced, unpacked[: len(unpacked) // len(ballots)])
    alone.add_together([unverified_points(ballots[0], election)])
    assert total.encrypted_tally() == alone.encrypted_tally()
