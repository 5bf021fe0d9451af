"""Percentages: half up, from integers, printed as the tables print them."""

from decimal import ROUND_HALF_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.rules.percent import Hundredths, format_percentage, parse_percentage, percentage
from voting.rules.refusals import RulesRefusal, RulesRefused

shares = st.one_of(st.integers(1, 3000), st.integers(1, 10**9)).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)


@given(shares)
def test_half_up_equals_decimal_round_half_up(share: tuple[int, int]) -> None:
    part, whole = share
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(part) * 100 / Decimal(whole)
        expected = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert percentage(part, whole) == int(expected * 100)


@pytest.mark.parametrize(
    ("part", "whole", "value"),
    [
        (1, 20000, 1),
        (1, 20001, 0),
        (1, 8, 1250),
        (1, 3, 3333),
        (2, 3, 6667),
        (0, 5, 0),
        (5, 5, 10000),
    ],
)
def test_ties_go_up_and_ends_are_exact(part: int, whole: int, value: int) -> None:
    assert percentage(part, whole) == value


@pytest.mark.parametrize(
    ("value", "vi", "en", "short"),
    [
        (6660, "66,60", "66.60", "66,6"),
        (4000, "40,00", "40.00", "40"),
        (5, "0,05", "0.05", "0,05"),
        (0, "0,00", "0.00", "0"),
        (10000, "100,00", "100.00", "100"),
        (5319, "53,19", "53.19", "53,19"),
    ],
)
def test_percentages_print_with_a_comma_in_vietnamese_and_a_point_in_english(
    value: int, vi: str, en: str, short: str
) -> None:
    assert format_percentage(Hundredths(value)) == vi
    assert format_percentage(Hundredths(value), "en") == en
    assert format_percentage(Hundredths(value), drop_zeros=True) == short


@given(st.integers(0, 10_000), st.sampled_from(["vi", "en"]), st.booleans())
def test_a_printed_percentage_reads_back(value: int, language: str, drop: bool) -> None:
    text = format_percentage(Hundredths(value), "vi" if language == "vi" else "en", drop_zeros=drop)
    assert parse_percentage(text) == value


@pytest.mark.parametrize("text", ["", "66,", "6.666", "-1", "100,01", "1e2", "66 %", "٦٦", "1000"])
def test_parse_refuses_what_is_no_percentage(text: str) -> None:
    with pytest.raises(RulesRefused) as caught:
        parse_percentage(text)
    assert caught.value.refusal is RulesRefusal.NOT_A_PERCENTAGE


@pytest.mark.parametrize("whole", [0, -3])
def test_a_denominator_that_is_not_positive_is_refused(whole: int) -> None:
    with pytest.raises(RulesRefused) as caught:
        percentage(0, whole)
    assert caught.value.refusal is RulesRefusal.DENOMINATOR_ZERO


@pytest.mark.parametrize(("part", "whole"), [(6, 5), (-1, 5)])
def test_a_part_outside_its_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(RulesRefused) as caught:
        percentage(part, whole)
    assert caught.value.refusal is RulesRefusal.PART_OVER_WHOLE
