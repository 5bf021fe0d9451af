"""Bounded discrete logarithms: every exponent in the bound, none outside, few group operations."""

from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import discrete_log
from ballots.discrete_log import DiscreteLog
from ballots.ed25519 import Ed25519
from ballots.errors import Refusal
from ballots.group import Element, Group, Scalar
from tests.ballots.support import ED25519, both_groups, refusal_of


class Counting(Ed25519):
    """The group, counting its multiplications and divisions."""

    operations = 0

    def multiply(self, left: Element, right: Element) -> Element:
        self.operations += 1
        return super().multiply(left, right)

    def divide(self, left: Element, right: Element) -> Element:
        self.operations += 1
        return super().divide(left, right)


@both_groups
@pytest.mark.parametrize("bound", [*range(12), 30])
def test_every_exponent_up_to_the_bound_is_found_and_no_other(group: Group, bound: int) -> None:
    log = DiscreteLog(group, bound=bound)
    for exponent in range(bound + 1):
        assert log.of(group.power_g(Scalar(exponent))) == exponent
    for exponent in (bound + 1, bound + 2, 2 * bound + 5, group.order - 1):
        power = group.power_g(Scalar(exponent))
        assert refusal_of(log.of, power) is Refusal.RESULT_OUT_OF_RANGE


@given(data=st.data(), bound=st.integers(0, 3000), lookups=st.integers(0, 300))
def test_the_number_of_lookups_changes_no_logarithm(
    data: st.DataObject, bound: int, lookups: int
) -> None:
    exponent = data.draw(st.integers(0, bound))
    log = DiscreteLog(ED25519, bound=bound, lookups=lookups)
    assert log.of(ED25519.power_g(Scalar(exponent))) == exponent


@pytest.mark.parametrize("exponent", [0, 1, 315, 316, 317, 318, 99_999, 100_000])
def test_a_hundred_thousand_votes_take_a_few_hundred_operations(exponent: int) -> None:
    group = Counting()
    log = DiscreteLog(group, bound=100_000)
    assert group.operations <= isqrt(100_001) + 1
    assert log.of(group.power_g(Scalar(exponent))) == exponent
    assert group.operations <= 2 * isqrt(100_001) + 2


def test_a_wrong_power_is_given_up_after_as_few_operations() -> None:
    group = Counting()
    log = DiscreteLog(group, bound=100_000)
    assert refusal_of(log.of, group.power_g(Scalar(100_001))) is Refusal.RESULT_OUT_OF_RANGE
    assert group.operations <= 2 * isqrt(100_001) + 3


def test_many_lookups_share_a_larger_table() -> None:
    group, lookups = Counting(), 1500
    log = DiscreteLog(group, bound=100_000, lookups=lookups)
    for number in range(lookups):
        assert log.of(group.power_g(Scalar(100_000 - 60 * number))) == 100_000 - 60 * number
    assert group.operations <= 2 * isqrt(100_001 * lookups) + 2 + lookups


def test_the_table_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discrete_log, "MAX_STEPS", 16)
    group = Counting()
    log = DiscreteLog(group, bound=10**12)
    assert group.operations == 16
    assert log.of(group.power_g(Scalar(1000))) == 1000
