"""Elections (bầu cử): who is elected by the counts, and how long the list is against the rules."""

from voting.definition import Counted, Definition
from voting.rules.ranking import Ranking, Surplus, rank
from voting.rules.refusals import RulesRefused
from voting.rules.totals import Totals, whole_for


def ranking_of(about: Definition, counted: Counted, totals: Totals) -> Ranking | None:
    """Return the order of votes and who is elected.

    None where the ballot elects nobody, or what the bar is a share of is not known.
    """
    if about.seats is None or not about.profile.thresholds:
        return None
    votes = [row[0] for row in counted.rows]
    try:
        whole = whole_for(about.profile.denominator, totals, marked=0)
    except RulesRefused:
        return None
    return rank(votes, seats=about.seats, whole=whole, bar=about.profile.thresholds[0])


def surplus_of(about: Definition) -> Surplus | None:
    """Return by how many the list is longer than the seats; None where nobody is elected."""
    if about.seats is None or about.profile.contest is None:
        return None
    return Surplus(about.seats, len(about.people) - about.seats, about.profile.contest)
