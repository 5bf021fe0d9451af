"""Ways of rounding, each against its definition in fractions."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from hypothesis import given
from hypothesis import strategies as st

from voting.tables.rounding import ROUNDINGS, Rounding, rest_of_100, rounded

DECIMAL = {
    Rounding.HALF_UP: (ROUND_HALF_UP, "0.01"),
    Rounding.HALF_EVEN: (ROUND_HALF_EVEN, "0.01"),
    Rounding.DOWN: (ROUND_DOWN, "0.01"),
    Rounding.UP: (ROUND_UP, "0.01"),
    Rounding.ONE_DECIMAL: (ROUND_HALF_UP, "0.1"),
    Rounding.WHOLE_NUMBER: (ROUND_HALF_UP, "1"),
}


@given(whole=st.integers(1, 2000), part=st.integers(0, 2000))
def test_every_rounding_agrees_with_decimal_arithmetic(whole: int, part: int) -> None:
    part = min(part, whole)
    with localcontext(prec=60):
        exact = Decimal(100) * part / whole
        for rounding, (way, step) in DECIMAL.items():
            expected = int(exact.quantize(Decimal(step), rounding=way) * 100)
            assert rounded(part, whole, rounding) == expected, rounding


def test_the_exact_half_shows_the_difference() -> None:
    assert [int(rounded(1, 800, each)) for each in (Rounding.HALF_UP, Rounding.HALF_EVEN)] == [
        13,
        12,
    ]
    assert [int(rounded(3, 800, each)) for each in (Rounding.HALF_UP, Rounding.HALF_EVEN)] == [
        38,
        38,
    ]


def test_the_rest_is_what_the_others_leave_and_every_way_has_words() -> None:
    assert rest_of_100([1, 1], 3) == 3334
    assert set(ROUNDINGS) == set(Rounding)
