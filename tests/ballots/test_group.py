"""Groups: membership, texts and arithmetic, with the Ed25519 edge cases shared with the browser."""

import json
import re
import sys
from typing import NamedTuple

import gmpy2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.ed25519 import Ed25519
from ballots.errors import BallotsError, Refusal
from ballots.field2048 import _P as FIELD_MODULUS
from ballots.group import Branch, Element, Group, Scalar, ed25519_by, group_named
from tests.ballots.support import (
    BACKENDS,
    ED25519,
    FIELD,
    NAMES,
    VECTORS,
    every_backend,
    every_group,
    refusal_of,
)
from tests.ballots.support import election_of as read_election

EDGES = json.loads((VECTORS / "ed25519-edge-cases.json").read_text(encoding="utf-8"))


class Edge(NamedTuple):
    """A text, the verdict that every implementation must give, and why."""

    text: str
    verdict: str
    why: str


ELEMENTS = [Edge(**edge) for edge in EDGES["elements"]]
SCALARS = [Edge(**edge) for edge in EDGES["scalars"]]
BAD = [edge for edge in ELEMENTS if edge.verdict in ("not_canonical", "not_in_group")]

every_element = pytest.mark.parametrize("edge", ELEMENTS, ids=lambda edge: edge.why)
every_scalar = pytest.mark.parametrize("edge", SCALARS, ids=lambda edge: edge.why)
small = st.integers(0, 1000)
exponents = st.integers(0, ED25519.order - 1).map(Scalar)

FIELD_P = int(FIELD_MODULUS)

# Another implementation of the curve, from the specification (5.2.1) and RFC 8032 alone.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
Point = tuple[int, int]


def add(left: Point, right: Point) -> Point:
    (a, b), (c, d) = left, right
    t = D * a * b * c * d % P
    return (a * d + b * c) * pow(1 + t, -1, P) % P, (b * d + a * c) * pow(1 - t, -1, P) % P


def times(number: int, point: Point) -> Point:
    total = (0, 1)
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


def judge(text: str) -> str:
    """Give the verdict that the specification and strict decoding give."""
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        return "not_canonical"
    negative, y = divmod(int(text, 16), 2**255)
    if y >= P:
        return "not_canonical"
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if x * x % P == square else x * pow(2, (P - 1) // 4, P) % P
    if x * x % P != square:
        return "not_in_group"
    if x == 0 and negative:
        return "not_canonical"
    x = x if x & 1 == negative else P - x
    if (x, y) == (0, 1):
        return "identity"
    return "member" if times(Q, (x, y)) == (0, 1) else "not_in_group"


def verdict(text: str, group: Group) -> str:
    try:
        element = group.element_or_identity(text)
    except BallotsError as error:
        return error.refusal.value
    return "identity" if element == group.identity else "member"


@every_backend
@every_element
def test_an_edge_case_of_ed25519_gets_the_verdict_that_mathematics_gives(
    edge: Edge, group: Group
) -> None:
    assert verdict(edge.text, group) == edge.verdict == judge(edge.text)


@pytest.mark.parametrize("name", NAMES)
def test_the_public_key_of_every_record_is_a_member_and_is_written_as_it_was(name: str) -> None:
    election = read_election(name)
    assert election.group.text(election.public_key) == election.message.public_key


@every_backend
@every_element
def test_the_identity_is_no_element_where_a_key_or_a_ciphertext_stands(
    edge: Edge, group: Group
) -> None:
    if edge.verdict == "member":
        assert group.text(group.element(edge.text)) == edge.text
    else:
        wanted = "not_in_group" if edge.verdict == "identity" else edge.verdict
        assert refusal_of(group.element, edge.text).value == wanted


@every_backend
@pytest.mark.parametrize("exponent", [0, 1, 2, 8, Q - 1])
@pytest.mark.parametrize("edge", BAD, ids=lambda edge: edge.why)
def test_nothing_computes_with_a_point_outside_the_group(
    edge: Edge, exponent: int, group: Group
) -> None:
    if not re.fullmatch(r"[0-9a-f]{64}", edge.text):
        assert refusal_of(group.raw_element, edge.text) is Refusal.NOT_CANONICAL
        return
    bad = Element(bytes.fromhex(edge.text)[::-1])
    scalar, other = Scalar(exponent), Scalar(5)
    outside = Refusal.NOT_IN_GROUP
    assert not group.is_member(bad)
    assert refusal_of(group.power, bad, scalar) is outside
    assert refusal_of(group.vartime_commitment, bad, scalar, other) is outside
    assert refusal_of(group.vartime_commitment, bad, scalar, Scalar(0)) is outside
    if edge.verdict == "not_canonical":
        assert refusal_of(group.raw_element, edge.text) is Refusal.NOT_CANONICAL
        return
    key = group.power_g(Scalar(3))
    for message in (0, 1, 2):
        for pair in ((bad, key), (key, bad)):
            branch = Branch(*pair, message, scalar, other)
            assert refusal_of(group.vartime_commitments, key, [branch]) is outside


@pytest.mark.parametrize("message", [0, 1])
@pytest.mark.parametrize("challenge", [0, 1, 7])
@every_group
def test_commitments_refuse_the_identity(group: Group, challenge: int, message: int) -> None:
    key = group.power_g(Scalar(3))
    for pair in ((group.identity, key), (key, group.identity)):
        branch = Branch(*pair, message, Scalar(challenge), Scalar(2))
        assert refusal_of(group.vartime_commitments, key, [branch]) is Refusal.NOT_IN_GROUP


@every_group
def test_commitments_are_those_of_the_formulas_with_zeros_too(group: Group) -> None:
    key, alpha, beta = (group.power_g(Scalar(n)) for n in (3, 5, 8))
    branches = [
        Branch(alpha, beta, message, Scalar(challenge), Scalar(response))
        for message in (0, 1, 2, 8)
        for challenge in (0, 1, group.order - 1)
        for response in (0, 1, group.order - 1)
    ]
    for branch, (first, second) in zip(
        branches, group.vartime_commitments(key, branches), strict=True
    ):
        _, _, m, c, r = branch
        assert first == group.power_g(group.reduce(r + 5 * c))
        assert second == group.power_g(group.reduce(3 * r + (8 - m) * c))
        assert group.vartime_commitment(alpha, c, r) == first


def test_a_key_that_is_used_often_gives_the_same_commitments_from_its_table() -> None:
    group = Ed25519()
    key = group.power_g(Scalar(12345))
    for number in range(450):
        response = group.reduce(7**number * 2**200)
        branch = Branch(group.generator, group.generator, 0, Scalar(0), response)
        assert group.vartime_commitments(key, [branch])[0][1] == group.power(key, response)


def test_a_library_that_takes_mixed_order_for_membership_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nacl.bindings.crypto_core_ed25519_is_valid_point", lambda point: True)
    assert refusal_of(Ed25519) is Refusal.UNSAFE_LIBRARY


@every_scalar
@every_group
def test_a_scalar_is_read_in_one_form_only(group: Group, edge: Edge) -> None:
    number = re.fullmatch(r"0|[1-9][0-9]{0,99}", edge.text) and int(edge.text) < group.order
    assert group is FIELD or bool(number) == (edge.verdict == "scalar")
    if number:
        assert group.scalar(edge.text) == int(edge.text)
    else:
        assert refusal_of(group.scalar, edge.text) is Refusal.NOT_CANONICAL


@every_group
def test_scalars_end_below_the_order(group: Group) -> None:
    assert group.scalar(str(group.order - 1)) == group.order - 1
    for value in (group.order, group.order + 1, 2 * group.order):
        assert refusal_of(group.scalar, str(value)) is Refusal.NOT_CANONICAL


@pytest.mark.parametrize(
    "text",
    [
        *("", "0", "01", "+1", "-1", " 1", "1 ", "1\n", "1e3", "0x1", "1_0", "a", "١", "１", "²"),
        *("9" * 617, "1" * 618, "9" * 5000),
    ],
)
def test_an_element_of_the_field_is_read_in_one_form_only(text: str) -> None:
    assert refusal_of(FIELD.element, text) is Refusal.NOT_CANONICAL


def test_the_field_is_a_subgroup_of_prime_order() -> None:
    assert gmpy2.is_prime(FIELD_P)
    assert gmpy2.is_prime(FIELD.order)
    assert FIELD_P.bit_length() == 2048
    assert FIELD.order.bit_length() == 256
    assert (FIELD_P - 1) % FIELD.order == 0


def test_the_field_refuses_numbers_from_p_up_and_elements_of_other_orders() -> None:
    g = int(FIELD.text(FIELD.generator))
    for number in (0, FIELD_P, FIELD_P + 1, FIELD_P + g):
        assert refusal_of(FIELD.element, str(number)) is Refusal.NOT_CANONICAL
    for number in (1, 2, 3, g + 1, FIELD_P - 1, FIELD_P - g):
        assert refusal_of(FIELD.element, str(number)) is Refusal.NOT_IN_GROUP
    assert FIELD.element_or_identity("1") == FIELD.identity


@pytest.mark.parametrize("number", [1, 2, FIELD_P - 1])
def test_the_field_verifies_nothing_about_elements_outside_the_group(number: int) -> None:
    bad = FIELD.raw_element(str(number))
    for pair in ((bad, FIELD.generator), (FIELD.generator, bad)):
        branch = Branch(*pair, 0, Scalar(1), Scalar(1))
        refusal = refusal_of(FIELD.vartime_commitments, FIELD.generator, [branch])
        assert refusal is Refusal.NOT_IN_GROUP
    if number != 1:
        refusal = refusal_of(FIELD.vartime_commitment, bad, Scalar(0), Scalar(1))
        assert refusal is Refusal.NOT_IN_GROUP


@every_group
def test_the_group_has_the_order_that_it_says(group: Group) -> None:
    assert group.is_member(group.generator)
    below = group.power_g(Scalar(group.order - 1))
    assert group.multiply(below, group.generator) == group.identity
    assert group.power(group.generator, Scalar(group.order - 1)) == below


@given(a=exponents, b=exponents)
def test_exponents_add_up_when_elements_are_multiplied(a: Scalar, b: Scalar) -> None:
    group = ED25519
    left, right = group.power_g(a), group.power_g(b)
    assert group.multiply(left, right) == group.power_g(group.reduce(a + b))
    assert group.divide(left, right) == group.power_g(group.reduce(a - b))
    assert group.power(left, b) == group.power_g(group.reduce(a * b))
    assert group.element_or_identity(group.text(left)) == left


@every_group
def test_small_powers_agree_with_repeated_multiplication(group: Group) -> None:
    running = group.identity
    for exponent in range(20):
        assert group.power_g(Scalar(exponent)) == running
        assert group.power(group.generator, Scalar(exponent)) == running
        assert group.product([group.generator] * exponent) == running
        assert group.power(group.identity, Scalar(exponent)) == group.identity
        running = group.multiply(running, group.generator)


@given(st.text(max_size=70))
def test_reading_an_element_raises_nothing_but_its_own_error(text: str) -> None:
    for group in (ED25519, FIELD):
        for read in (group.element, group.scalar):
            try:
                read(text)
            except BallotsError as error:
                assert error.refusal in (Refusal.NOT_CANONICAL, Refusal.NOT_IN_GROUP)


@given(st.binary(min_size=32, max_size=32))
def test_any_256_bits_get_the_verdict_that_mathematics_gives(data: bytes) -> None:
    assert {verdict(data.hex(), group) for group in BACKENDS} == {judge(data.hex())}


@every_group
def test_a_digest_is_a_big_endian_number(group: Group) -> None:
    assert group.scalar_from_hash(bytes(31) + b"\x05") == 5
    assert group.scalar_from_hash(b"\xff" * 32) == (2**256 - 1) % group.order


@every_group
def test_random_scalars_differ_and_are_in_range(group: Group) -> None:
    drawn = {group.random_scalar() for _ in range(100)}
    assert len(drawn) == 100
    assert all(0 <= scalar < group.order for scalar in drawn)
    assert max(drawn) > group.order // 2 > min(drawn)


@pytest.mark.parametrize("name", ["", "ed25519", "Ed25519 ", "RFC-3526-2048", "BELENIOS-1024"])
def test_any_other_group_is_unknown(name: str) -> None:
    assert refusal_of(group_named, name) is Refusal.UNKNOWN_GROUP


@every_backend
def test_elements_out_of_shape_are_refused_by_multiplication(group: Group) -> None:
    off_curve = Element(bytes([2]) + bytes(31))
    for combine in (group.multiply, group.divide):
        assert refusal_of(combine, off_curve, group.generator) is Refusal.NOT_IN_GROUP
    assert refusal_of(group.product, [off_curve, group.generator]) is Refusal.NOT_IN_GROUP


@pytest.mark.parametrize("backend", ["", "PyNaCl", "native ", "dalek"])
def test_a_backend_of_another_name_is_refused(backend: str) -> None:
    assert refusal_of(ed25519_by, backend) is Refusal.NO_BACKEND


def test_without_the_native_core_pynacl_is_used_and_to_ask_for_the_core_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tinnhiem_native", None)
    monkeypatch.delitem(sys.modules, "ballots.native", raising=False)
    assert type(ed25519_by(None)) is Ed25519
    assert refusal_of(ed25519_by, "native") is Refusal.NO_BACKEND
    assert type(ed25519_by("pynacl")) is Ed25519
