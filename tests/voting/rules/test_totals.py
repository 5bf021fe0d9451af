"""What must hold between the totals of a conference."""

import pytest

from voting.rules.refusals import RulesRefusal, RulesRefused
from voting.rules.totals import Totals, total_findings, verify_totals, whole_for
from voting.rules.words import Denominator

SOUND = Totals(
    total_members=497, convened=490, present=486, issued=486, exchanged=1, collected=485, invalid=2
)


def test_totals_that_balance_have_no_findings() -> None:
    assert total_findings(SOUND) == ()
    verify_totals(SOUND)
    assert (SOUND.absent, SOUND.not_collected, SOUND.valid) == (4, 1, 483)


def test_totals_that_are_not_known_are_not_compared() -> None:
    assert total_findings(Totals(convened=3, collected=99)) == ()
    assert (Totals().absent, Totals().not_collected, Totals().valid) == (None, None, None)


@pytest.mark.parametrize(
    ("totals", "code", "numbers"),
    [
        (Totals(convened=5, present=6), RulesRefusal.PRESENT_OVER_CONVENED, ("6", "5")),
        (Totals(present=5, issued=6), RulesRefusal.ISSUED_OVER_PRESENT, ("6", "5 + 0")),
        (Totals(issued=5, collected=6), RulesRefusal.COLLECTED_OVER_ISSUED, ("6", "5")),
        (Totals(collected=5, invalid=6), RulesRefusal.INVALID_OVER_COLLECTED, ("6", "5")),
        (Totals(present=-1), RulesRefusal.NEGATIVE_NUMBER, ("-1",)),
    ],
)
def test_each_imbalance_is_its_own_finding_with_both_numbers(
    totals: Totals, code: RulesRefusal, numbers: tuple[str, ...]
) -> None:
    (found,) = total_findings(totals)
    assert found.code is code
    for number in numbers:
        assert number in found.sentence("vi") and number in found.sentence("en")


def test_an_exchanged_ballot_may_be_issued_beyond_those_present() -> None:
    assert total_findings(Totals(present=5, issued=6, exchanged=1)) == ()


def test_every_imbalance_is_refused_at_once() -> None:
    with pytest.raises(RulesRefused) as caught:
        verify_totals(Totals(convened=1, present=2, issued=3, collected=4))
    assert len(caught.value.findings) == 3


@pytest.mark.parametrize(
    ("denominator", "whole"),
    [
        ("total_members", 497),
        ("convened", 490),
        ("present", 486),
        ("issued", 486),
        ("collected", 485),
        ("valid", 46),
    ],
)
def test_each_denominator_is_its_own_number(denominator: str, whole: int) -> None:
    assert whole_for(Denominator(denominator), SOUND, marked=46) == whole


@pytest.mark.parametrize("denominator", [each for each in Denominator if each != "valid"])
def test_an_unknown_denominator_is_refused(denominator: Denominator) -> None:
    with pytest.raises(RulesRefused) as caught:
        whole_for(denominator, Totals(), marked=3)
    assert caught.value.refusal is RulesRefusal.DENOMINATOR_UNKNOWN


@pytest.mark.parametrize("denominator", Denominator)
def test_a_denominator_of_zero_is_refused(denominator: Denominator) -> None:
    totals = Totals(total_members=0, convened=0, present=0, issued=0, collected=0)
    with pytest.raises(RulesRefused) as caught:
        whole_for(denominator, totals, marked=0)
    assert caught.value.refusal is RulesRefusal.DENOMINATOR_ZERO
