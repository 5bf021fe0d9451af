"""Multiplication from a table gives what libsodium gives, for every window and both signs of x."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.edwards import VartimeFixedBase
from ballots.group import Element, Scalar
from tests.ballots.support import ED25519

Q = ED25519.order
POINTS = [ED25519.power_g(Scalar(number % Q)) for number in (1, -1, 2, -2, 12345, -12345)]
TABLES = [(point, VartimeFixedBase(point)) for point in POINTS]
EDGES = [
    *(0, 1, 2, Q - 1, Q - 2, 2**252 - 1, 2**252),
    *(digit << (8 * window) for window in range(31) for digit in (1, 127, 128, 129, 255)),
    *(int.from_bytes(bytes([digit]) * 31, "big") for digit in (1, 127, 128, 129, 254, 255)),
]


@pytest.mark.parametrize(("point", "table"), TABLES, ids=["g", "-g", "2g", "-2g", "ng", "-ng"])
def test_every_window_and_every_carry_is_right(point: Element, table: VartimeFixedBase) -> None:
    for exponent in EDGES:
        assert table.vartime_power(exponent) == ED25519.power(point, Scalar(exponent))


@settings(max_examples=200)
@given(which=st.integers(0, len(TABLES) - 1), exponent=st.integers(0, Q - 1))
def test_any_exponent_is_right(which: int, exponent: int) -> None:
    point, table = TABLES[which]
    assert table.vartime_power(exponent) == ED25519.power(point, Scalar(exponent))
