"""The plan of several votes: what is common stands above, each vote's table lays over it."""

from pathlib import Path

import pytest

from voting.plan.plan_file import Plan
from voting.plan.refusals import PlanRefused
from voting.plan.sitting_plan import SittingPlan, parse_plans, read_plans, read_single_plan

COMMON = """
name = "Kỳ họp thứ tám"
body = "Hội đồng nhân dân"
date = 2026-12-08
profile = "NQ96-2023"
convened = 6
present = 6
cards = 6
people = [{ name = "Nguyễn Văn An", position = "Chủ tịch" }]
"""
VOTES = """
spare = 1
[rules]
denominator = "issued"
[[votes]]
name = "Lấy phiếu tín nhiệm"
[[votes]]
name = "Thăm dò"
profile = "THAMDO"
people = [{ name = "Trần Thị Bình", position = "Phó Chủ tịch" }]
[[votes]]
name = "Xếp loại"
profile = "XEPLOAI-4"
new_cards = true
cards = 8
"""


def parsed(text: str) -> Plan | SittingPlan:
    return parse_plans(text.encode(), read=lambda name: b"")


def refused(text: str) -> list[tuple[str, str]]:
    with pytest.raises(PlanRefused) as error:
        parsed(text)
    for found in error.value.findings:
        assert found.text.vi != found.text.en
    return [(found.code.value, found.text.en) for found in error.value.findings]


def test_each_vote_lays_over_what_is_common() -> None:
    plan = parsed(COMMON + VOTES)
    assert isinstance(plan, SittingPlan)
    names = [one.plan.name for one in plan.votes]
    assert names == ["Lấy phiếu tín nhiệm", "Thăm dò", "Xếp loại"]
    assert [one.plan.profile.id for one in plan.votes] == ["NQ96-2023", "THAMDO", "XEPLOAI-4"]
    assert [one.plan.people[0].name for one in plan.votes[:2]] == ["Nguyễn Văn An", "Trần Thị Bình"]
    assert [one.plan.cards for one in plan.votes] == [6, 6, 8]
    assert [one.has_own_cards for one in plan.votes] == [False, False, True]
    assert (plan.name, plan.spare, plan.shared_places) == ("Kỳ họp thứ tám", 1, [1, 2, 4])
    assert (plan.shared.name, plan.shared.cards) == ("Kỳ họp thứ tám", 6)


def test_the_rules_above_are_those_of_the_votes_that_keep_the_profile() -> None:
    plan = parsed(COMMON + VOTES)
    assert isinstance(plan, SittingPlan)
    assert plan.votes[0].plan.profile.denominator == "issued"
    assert plan.votes[1].plan.profile.denominator == "collected"
    single = parsed(COMMON)
    assert isinstance(single, Plan)
    assert single.profile.denominator == "collected"


def test_a_plan_of_one_vote_stays_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(COMMON, encoding="utf-8")
    assert read_plans(path) == read_single_plan(path) == parsed(COMMON)
    path.write_text(COMMON + VOTES, encoding="utf-8")
    with pytest.raises(PlanRefused) as error:
        read_single_plan(path)
    assert error.value.refusal.value == "several_votes"


@pytest.mark.parametrize(
    ("votes", "code", "says"),
    [
        ("votes = []", "bad_value", "votes"),
        ("spare = 2", "bad_value", "votes"),
        ('votes = "hai"', "bad_value", "votes"),
        ('spare = -1\n[[votes]]\nname = "A"', "bad_value", "spare"),
        ("[[votes]]\nprofile = 'THAMDO'", "missing_key", "Vote 1: "),
        ('[[votes]]\nname = "A"\ncards = 9', "shared_by_votes", "Vote 1: “cards”"),
        ('[[votes]]\nname = "A"\nnew_cards = 1', "bad_value", "Vote 1: "),
        ('[[votes]]\nname = "A"\nchiar = "B"', "unknown_key", "Vote 1: "),
        ('[[votes]]\nname = "A"\n[[votes]]\nname = "A"', "alike_votes", "“A”"),
    ],
)
def test_what_is_wrong_with_the_votes_is_named(votes: str, code: str, says: str) -> None:
    found = refused(COMMON + votes)
    assert found[0][0] == code and says in found[0][1]
    assert len(found) == 1


def test_the_vote_that_is_wrong_is_named_and_what_all_have_wrong_is_said_once() -> None:
    votes = '[[votes]]\nname = "A"\n[[votes]]\nname = "B"\nprofile = "NQ1"'
    assert [text[:8] for _, text in refused(COMMON + votes)] == ["Vote 2: "]
    without = COMMON.replace("cards = 6", "")
    [(code, text)] = refused(without + votes.replace("NQ1", "THAMDO"))
    assert code == "missing_key" and not text.startswith("Vote")


@pytest.mark.parametrize(("name", "code"), [("", "missing_key"), ("name = 3", "bad_value")])
def test_a_sitting_has_a_name(name: str, code: str) -> None:
    text = COMMON.replace('name = "Kỳ họp thứ tám"', name, 1) + '[[votes]]\nname = "A"'
    assert [found for found, _ in refused(text)] == [code]
