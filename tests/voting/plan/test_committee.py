"""The counting committee of a plan: as many names as shares, one head, a floor of ballots."""

import pytest

from tests.voting.plan.test_plan_file import PLAN, codes, parsed
from voting.plan.committee import Member
from voting.planning import definition_of

SHARED = f'trustees = "2/3"\n{PLAN}'


def table(*names: str, head: str = "") -> str:
    return "".join(
        f'\n[[committee]]\nname = "{name}"\n{"head = true" if name == head else ""}\n'
        for name in names
    )


def test_the_committee_reaches_the_definition_without_a_server_share() -> None:
    committee = definition_of(parsed(SHARED + table("An", "Bình", "Cúc", head="Bình")), 5).committee
    assert committee is not None
    assert committee.members == (Member("An"), Member("Bình", is_head=True), Member("Cúc"))
    assert (committee.threshold, committee.size, committee.server_share) == (2, 3, False)


def test_a_server_share_is_there_if_the_plan_asks_for_it() -> None:
    committee = definition_of(parsed(f"server_share = true\n{SHARED}"), 5).committee
    assert committee is not None and committee.server_share and committee.members == ()


def test_the_floor_of_ballots_can_be_raised_and_not_lowered() -> None:
    assert definition_of(parsed(PLAN), 5).minimum_ballots == 5
    assert definition_of(parsed(f"minimum_ballots = 9\n{PLAN}"), 5).minimum_ballots == 9
    assert definition_of(parsed(f"minimum_ballots = 1\n{PLAN}"), 5).minimum_ballots == 5


@pytest.mark.parametrize("plan", [SHARED, PLAN], ids=["two-of-three", "server"])
def test_other_than_as_many_members_as_shares_is_refused(plan: str) -> None:
    assert codes(plan + table("An", "Bình", head="An")) == ["wrong_committee"]


@pytest.mark.parametrize(
    "tables",
    [
        table("An", "Bình", "Cúc"),
        table("An", "Bình", "Bình", head="An"),
        table("An", "Bình", "Cúc", head="An") + "head = true\n",
        table("An", "Bình", "", head="An"),
        table("An", "Bình", "Cúc", head="An") + 'token = "x"\n',
        table("An", "Bình", "Cúc", head="An") + "head = 1\n",
        "\n[[committee]]\nhead = true\n",
        "\n[committee]\nname = 'An'\n",
    ],
    ids=["headless", "twins", "two-heads", "nameless", "unknown", "number", "no-name", "no-list"],
)
def test_a_committee_that_cannot_be_is_refused(tables: str) -> None:
    assert codes(SHARED + tables) == ["bad_value"]
