"""The key ceremony as a whole (spec 3.1.1) and what a member keeps."""

from functools import cache

import msgspec
import pytest

from ballots import ceremony
from ballots.ceremony import (
    MemberSecret,
    make_member_file,
    open_share,
    parse_member_file,
    run_ceremony,
)
from ballots.errors import BallotsError, Refusal
from ballots.group import group_named
from ballots.polynomials import commit_to
from ballots.threshold import ThresholdParameters, verify_threshold_parameters

ED25519 = group_named("Ed25519")


@cache
def committee_of_three() -> tuple[ThresholdParameters, list[MemberSecret]]:
    return run_ceremony(ED25519, size=3, threshold=2)


def refused(member: MemberSecret) -> Refusal:
    with pytest.raises(BallotsError) as caught:
        open_share(member, committee_of_three()[0])
    return caught.value.refusal


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_ceremony_gives_every_member_the_share_of_its_key(name: str) -> None:
    group = group_named(name)
    params, members = run_ceremony(group, size=2, threshold=1)
    verify_threshold_parameters(params, group)
    assert [member.index for member in members] == [1, 2]
    for member, key in zip(members, params.verification_keys, strict=True):
        assert group.text(group.power_g(open_share(member, params))) == key.public_key


@pytest.mark.parametrize(("size", "threshold"), [(1, 0), (2, 3), (101, 2)])
def test_ceremony_with_an_impossible_threshold_is_refused(size: int, threshold: int) -> None:
    with pytest.raises(BallotsError) as caught:
        run_ceremony(ED25519, size=size, threshold=threshold)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


def test_ceremony_of_nobody_is_refused() -> None:
    with pytest.raises(BallotsError) as caught:
        run_ceremony(ED25519, size=0, threshold=0)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


def test_ceremony_stops_at_a_polynomial_that_was_not_committed_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    early = iter([b"1", b"2", b"3"])
    monkeypatch.setattr(ceremony, "commit_to", lambda polynomial: commit_to(next(early)))
    with pytest.raises(BallotsError) as caught:
        run_ceremony(ED25519, size=3, threshold=2)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES
    assert caught.value.detail == "trustee 1: polynomial changed after its commitment"


def test_two_ceremonies_share_no_key() -> None:
    (first, _), (second, _) = (run_ceremony(ED25519, size=2, threshold=2) for _ in range(2))
    keys = [key.public_key for p in (first, second) for key in p.verification_keys]
    assert len(set(keys)) == 4


def test_member_file_is_read_back() -> None:
    params, members = committee_of_three()
    for member in members:
        data = make_member_file(member)
        assert data.endswith(b"}\n")
        assert parse_member_file(data) == member
        assert open_share(parse_member_file(data), params) == open_share(member, params)


@pytest.mark.parametrize(
    ("old", "new", "refusal"),
    [
        (b"}\n", b"}\n\n", Refusal.NOT_CANONICAL),
        (b'"index":1', b'"index": 1', Refusal.NOT_CANONICAL),
        (b'"index":1', b'"note":"","index":1', Refusal.MALFORMED),
        (b'"seed"', b'"sead"', Refusal.MALFORMED),
        (b'"seed":"', b'"seed":"' + b"2" * (1 << 16), Refusal.TOO_LARGE),
    ],
)
def test_member_file_that_was_altered_is_refused(old: bytes, new: bytes, refusal: Refusal) -> None:
    data = make_member_file(committee_of_three()[1][0])
    with pytest.raises(BallotsError) as caught:
        parse_member_file(data.replace(old, new))
    assert caught.value.refusal is refusal


def test_member_secret_does_not_show_when_printed() -> None:
    member = committee_of_three()[1][0]
    assert repr(member) == "<MemberSecret>"


def test_share_opened_with_another_seed_is_refused() -> None:
    first, second, _ = committee_of_three()[1]
    assert refused(msgspec.structs.replace(first, seed=second.seed)) is Refusal.BAD_MESSAGE


def test_share_of_another_member_or_committee_is_refused() -> None:
    first, _, _ = committee_of_three()[1]
    assert refused(msgspec.structs.replace(first, index=2)) is Refusal.BAD_SHARE
    _, strangers = run_ceremony(ED25519, size=3, threshold=2)
    assert refused(strangers[0]) is Refusal.BAD_SHARE


@pytest.mark.parametrize("index", [0, 4, -1])
def test_share_of_an_index_outside_the_committee_is_refused(index: int) -> None:
    first, _, _ = committee_of_three()[1]
    assert refused(msgspec.structs.replace(first, index=index)) is Refusal.BAD_TRUSTEES


def test_share_in_an_unknown_group_is_refused() -> None:
    first, _, _ = committee_of_three()[1]
    assert refused(msgspec.structs.replace(first, group="P-256")) is Refusal.UNKNOWN_GROUP
