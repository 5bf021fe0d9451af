"""The trustees structure: read to the byte, every key proved, nobody counted twice."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.errors import BallotsError, Refusal
from ballots.group import Group, Scalar
from ballots.keys import make_trustee_public_key, verify_trustee_public_key
from ballots.proofs import Proof
from ballots.trustees import make_single, make_trustees, parse_trustees
from tests.ballots.support import (
    ED25519,
    FIELD,
    NAMES,
    Json,
    at,
    both_groups,
    changed,
    dump,
    election_of,
    plus_one,
    record,
    refusal_of,
)

SHAPES = {  # threshold and number of members of each item; a single key is 1 of 1
    "threshold-2-of-3": [(1, 1), (2, 3)],
    "threshold-2-of-3-2048": [(1, 1), (2, 3)],
    "threshold-3-of-5": [(1, 1), (3, 5)],
    "two-trustees": [(1, 1), (1, 1)],
}
TWO = record("two-trustees").trustees
MIXED = record("threshold-2-of-3").trustees


def refused(data: bytes, group: Group = ED25519) -> tuple[Refusal, str]:
    with pytest.raises(BallotsError) as caught:
        parse_trustees(data, group)
    return caught.value.refusal, caught.value.detail


@pytest.mark.parametrize("name", NAMES)
def test_the_trustees_of_every_record_give_the_key_of_its_election(name: str) -> None:
    election = election_of(name)
    trustees = parse_trustees(record(name).trustees, election.group)
    assert trustees.public_key == election.public_key
    assert trustees.bytes == record(name).trustees
    shape = [(item.needed, len(item.keys)) for item in trustees.items]
    assert shape == SHAPES.get(name, [(1, 1)])
    assert trustees.count == sum(size for _, size in shape)
    assert set(record(name).partial_decryptions) <= set(range(1, trustees.count + 1))


@pytest.mark.parametrize("name", NAMES)
def test_the_trustees_of_every_record_are_made_again_to_the_byte(name: str) -> None:
    group = election_of(name).group
    trustees = parse_trustees(record(name).trustees, group)
    assert make_trustees([item.message for item in trustees.items], group) == trustees


def test_owners_are_numbered_through_all_items() -> None:
    trustees = parse_trustees(MIXED, ED25519)
    assert [list(item.owners) for item in trustees.items] == [[1], [2, 3, 4]]
    keys = at(MIXED, [1, 1, "verification_keys"])
    texts = [at(MIXED, [0, 1, "public_key"]), *(key["public_key"] for key in keys)]
    assert [ED25519.text(trustees.key_of(owner)) for owner in (1, 2, 3, 4)] == texts
    for owner in (-1, 0, 5):
        assert refusal_of(trustees.key_of, owner) is Refusal.BAD_TRUSTEES


def test_every_single_key_and_a_threshold_of_the_others_suffice() -> None:
    trustees = parse_trustees(MIXED, ED25519)
    for size in range(6):
        for owners in combinations([1, 2, 3, 4, 5], size):
            enough = 1 in owners and len({2, 3, 4} & set(owners)) >= 2
            assert trustees.suffice(owners) is enough
    assert not trustees.suffice([1, 2, 2])
    assert not parse_trustees(TWO, ED25519).suffice([1, 1])
    assert parse_trustees(TWO, ED25519).suffice([2, 1])


@both_groups
def test_a_fresh_key_is_proved_and_gives_the_key_of_the_election(group: Group) -> None:
    secret, key = make_single(group)
    assert verify_trustee_public_key(key, group) == group.power_g(secret)
    assert make_trustees([key], group).public_key == group.power_g(secret)
    assert make_single(group)[0] != secret


BAD, SHAPE, FORM = Refusal.BAD_TRUSTEES, Refusal.MALFORMED, Refusal.NOT_CANONICAL
OUTSIDE, PROOF = Refusal.NOT_IN_GROUP, Refusal.INVALID_PROOF
REENCODED = "re-encoding gives other bytes"
FIRST = at(TWO, [0, 1])
RESPONSE: list[str | int] = [0, 1, "pok", "response"]


def not_reduced(text: str) -> str:
    return str(int(text) + ED25519.order)


def led_by_zero(text: str) -> str:
    return "0" + text[1:]


CHANGES: dict[str, tuple[list[str | int], Json, Refusal, str]] = {
    "kind unknown": ([1, 0], "Double", BAD, "item 2: kind"),
    "kind in other letters": ([0, 0], "single", BAD, "item 1: kind"),
    "kind empty": ([0, 0], "", BAD, "item 1: kind"),
    "no kind": ([0], lambda item: item[1:], SHAPE, "$[0][0]"),
    "more than an item": ([0], lambda item: [*item, 1], SHAPE, "$[0]"),
    "no key": ([1, 1], None, SHAPE, "item 2: $"),
    "field of ours": ([0, 1, "ours"], 1, SHAPE, "item 1: unknown field"),
    "signature null": ([0, 1, "signature"], None, FORM, f"item 1: {REENCODED}"),
    "signed": ([1, 1, "signature"], FIRST["pok"], BAD, "item 2: signature of a single key"),
    "threshold as single": ([0, 1], at(MIXED, [1, 1]), SHAPE, "item 1: unknown field"),
    "single as threshold": ([0, 0], "Pedersen", SHAPE, "item 1: unknown field"),
    "key the identity": ([0, 1, "public_key"], "0" * 63 + "1", OUTSIDE, "item 1: identity"),
    "key of small order": ([1, 1, "public_key"], "0" * 64, OUTSIDE, "item 2"),
    "key in capitals": ([0, 1, "public_key"], str.upper, FORM, "item 1: element"),
    "key of another": ([1, 1, "public_key"], FIRST["public_key"], PROOF, "item 2"),
    "proof of another": ([1, 1, "pok"], FIRST["pok"], PROOF, "item 2"),
    "challenge changed": ([0, 1, "pok", "challenge"], plus_one, PROOF, "item 1"),
    "response changed": ([1, 1, "pok", "response"], plus_one, PROOF, "item 2"),
    "response not reduced": (RESPONSE, not_reduced, FORM, "item 1: scalar not below q"),
    "response with zero": (RESPONSE, led_by_zero, FORM, "item 1: scalar with leading zero"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "value", "refusal", "detail"), CHANGES.values(), ids=CHANGES)
def test_an_item_that_is_wrong_is_named(
    place: list[str | int], value: Json, refusal: Refusal, detail: str
) -> None:
    assert refused(changed(TWO, place, value)) == (refusal, detail)


def test_an_election_has_a_trustee() -> None:
    assert refused(b"[]") == (Refusal.BAD_TRUSTEES, "no trustee")


def test_one_person_is_not_two_trustees() -> None:
    item = at(TWO, [0])
    assert refused(dump([item, item])) == (Refusal.BAD_TRUSTEES, "item 2: key used twice")
    threshold = at(MIXED, [1])
    assert refused(dump([threshold, threshold])) == (Refusal.BAD_TRUSTEES, "item 2: key used twice")


def test_a_key_is_proved_for_its_own_group() -> None:
    assert refused(TWO, FIELD)[0] is Refusal.NOT_CANONICAL
    assert refused(record("plain-2048").trustees)[0] is Refusal.NOT_CANONICAL


def test_a_key_made_from_the_keys_of_others_cannot_be_proved() -> None:
    """Rogue key: X2 = g^k / X1 would give the election the key g^k, which one person knows."""
    first = at(TWO, [0, 1])
    known = ED25519.power_g(Scalar(42))
    rogue = ED25519.text(ED25519.divide(known, ED25519.element(first["public_key"])))
    for proof in (first["pok"], make_trustee_public_key(ED25519, Scalar(42)).pok):
        pair = proof if isinstance(proof, dict) else vars_of(proof)
        forged = [["Single", first], ["Single", {"pok": pair, "public_key": rogue}]]
        assert refused(dump(forged)) == (Refusal.INVALID_PROOF, "item 2")


def vars_of(proof: Proof) -> dict[str, str]:
    return {"challenge": proof.challenge, "response": proof.response}


def test_a_proof_made_for_another_group_or_tag_is_refused() -> None:
    other = make_trustee_public_key(FIELD, Scalar(5))
    key = make_trustee_public_key(ED25519, Scalar(5))
    mixed = dump([["Single", {"pok": vars_of(other.pok), "public_key": key.public_key}]])
    assert refused(mixed)[0] in (Refusal.INVALID_PROOF, Refusal.NOT_CANONICAL)


@given(place=st.integers(0, len(TWO) - 1), byte=st.integers(0, 255))
def test_a_changed_byte_is_never_accepted(place: int, byte: int) -> None:
    data = TWO[:place] + bytes([byte]) + TWO[place + 1 :]
    try:
        parse_trustees(data, ED25519)
    except BallotsError:
        return
    assert data == TWO


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
ITEMS = st.tuples(st.sampled_from(["Single", "Pedersen", ""]), JSON)


@given(st.binary(max_size=80) | st.lists(ITEMS).map(dump))
def test_reading_trustees_raises_nothing_but_its_own_error(data: bytes) -> None:
    assert refused(data)
