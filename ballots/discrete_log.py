"""Bounded discrete logarithms by baby-step giant-step (Shanks), for counts of ballots.

The counts are small (0 to the total weight), so g^n is turned back into n with about
2·sqrt(bound × lookups) group operations for all lookups together. Public values only.
"""

from math import isqrt

from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group

MAX_STEPS = 1 << 20  # about 200 MB; more memory would only help absurd weights


class DiscreteLog:
    """A table of baby steps for exponents from 0 to `bound`."""

    def __init__(self, group: Group, *, bound: int, lookups: int = 1) -> None:
        """Build the table. bound ≥ 0; lookups: how many logarithms will be asked for."""
        self._group = group
        self._bound = bound
        self._size = min(bound + 1, isqrt((bound + 1) * max(1, lookups)) + 1, MAX_STEPS)
        self._steps: dict[Element, int] = {}
        power = group.identity
        for exponent in range(self._size):
            self._steps[power] = exponent
            power = group.multiply(power, group.generator)
        self._giant = power

    def of(self, power: Element) -> int:
        """Return n with g^n = power and 0 ≤ n ≤ bound. Raises RESULT_OUT_OF_RANGE."""
        for giant in range(self._bound // self._size + 1):
            baby = self._steps.get(power)
            if baby is not None:
                exponent = giant * self._size + baby
                if exponent <= self._bound:
                    return exponent
                break
            power = self._group.divide(power, self._giant)
        raise BallotsError(Refusal.RESULT_OUT_OF_RANGE)
