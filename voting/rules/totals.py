"""The totals of a conference and what must hold between them (domain notes, section 6)."""

import msgspec

from voting.findings import Finding
from voting.rules.refusals import RulesRefusal, RulesRefused, finding, refused
from voting.rules.words import NUMBERS, Denominator

_R = RulesRefusal


class Totals(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many there were of each; None = not known.

    exchanged: spoiled ballots given back for new ones. invalid: collected sheets that are void as
    a whole (none in an electronic vote: a void sheet is refused when it is cast).
    """

    total_members: int | None = None
    convened: int | None = None
    present: int | None = None
    issued: int | None = None
    exchanged: int = 0
    collected: int | None = None
    invalid: int = 0

    @property
    def absent(self) -> int | None:
        """Return convened less present, if both are known."""
        return _difference(self.convened, self.present)

    @property
    def not_collected(self) -> int | None:
        """Return issued less collected, if both are known."""
        return _difference(self.issued, self.collected)

    @property
    def valid(self) -> int | None:
        """Return the collected sheets that are valid as a whole."""
        return _difference(self.collected, self.invalid)


def total_findings(totals: Totals) -> tuple[Finding, ...]:
    """Return everything that cannot be true of the totals; empty if they balance."""
    found = [
        finding(_R.NEGATIVE_NUMBER, what=NUMBERS[name], value=value)
        for name, value in msgspec.structs.asdict(totals).items()
        if value is not None and value < 0
    ]
    rules = (
        (_R.PRESENT_OVER_CONVENED, totals.present, totals.convened),
        (_R.ISSUED_OVER_PRESENT, totals.issued, _sum(totals.present, totals.exchanged)),
        (_R.COLLECTED_OVER_ISSUED, totals.collected, totals.issued),
        (_R.INVALID_OVER_COLLECTED, totals.invalid, totals.collected),
    )
    values = msgspec.structs.asdict(totals)
    found.extend(
        finding(code, **values)
        for code, smaller, larger in rules
        if smaller is not None and larger is not None and smaller > larger
    )
    return tuple(found)


def verify_totals(totals: Totals) -> None:
    """Verify that the totals balance; raises RulesRefused with all that do not."""
    found = total_findings(totals)
    if found:
        raise RulesRefused(found)


def whole_for(denominator: Denominator, totals: Totals, *, marked: int) -> int:
    """Return the number that percentages of one person are taken of.

    marked: the sum of that person's levels (their valid rows). Raises RulesRefused if the number
    is not known or is zero.
    """
    values = {
        Denominator.TOTAL_MEMBERS: totals.total_members,
        Denominator.CONVENED: totals.convened,
        Denominator.PRESENT: totals.present,
        Denominator.ISSUED: totals.issued,
        Denominator.COLLECTED: totals.collected,
        Denominator.VALID: marked,
    }
    whole = values[denominator]
    what = NUMBERS[denominator.value]
    if whole is None:
        raise refused(_R.DENOMINATOR_UNKNOWN, what=what)
    if whole <= 0:
        raise refused(_R.DENOMINATOR_ZERO, what=what)
    return whole


def _difference(larger: int | None, smaller: int | None) -> int | None:
    return None if larger is None or smaller is None else larger - smaller


def _sum(first: int | None, second: int) -> int | None:
    return None if first is None else first + second
