"""The plan of a sitting: several votes one after another, in one TOML file.

What stands above the first [[votes]] is common; a vote's own table lays over it.

name = "Đại hội nhiệm kỳ 2025–2030"    # of the sitting
cards = 200                            # the same cards for every vote
spare = 1                              # the cards are good for one vote more
[[votes]]
name = "Lấy phiếu tín nhiệm"
profile = "NQ96-2023"
people = "leaders.xlsx"
[[votes]]
name = "Thăm dò"
profile = "THAMDO"
people = "candidates.xlsx"
new_cards = true                       # not the cards of the sitting: its own
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from ballots.errors import Sentence
from voting.findings import Finding, quoted
from voting.plan.keys import KEYS
from voting.plan.plan_file import Plan, ReadFile, plan_from, read_file, tables_of
from voting.plan.refusals import PlanRefusal, PlanRefused, finding, refused

MAX_SPARE: Final = 10
MOST_VOTES: Final = 10
SHARED: Final = ("cards", "group", "credential_authority", "address")
_RIGHT_VOTES = Sentence(
    f"từ 1 đến {MOST_VOTES} bảng [[votes]], mỗi bảng có name",
    f"1 to {MOST_VOTES} tables [[votes]], each with a name",
)
_RIGHT_SPARE = Sentence(f"số nguyên từ 0 đến {MAX_SPARE}", f"a whole number from 0 to {MAX_SPARE}")
_RIGHT_SWITCH = Sentence("true hoặc false", "true or false")


class PlannedVote(msgspec.Struct, frozen=True):
    """A vote of a sitting; has_own_cards: the cards of the others are not good for it."""

    plan: Plan
    has_own_cards: bool


class SittingPlan(msgspec.Struct, frozen=True):
    """A sitting that is sound. spare: for how many votes more the cards are good."""

    name: str
    votes: tuple[PlannedVote, ...]
    spare: int

    @property
    def shared(self) -> Plan:
        """A plan with what the votes that share the cards have in common, and the sitting's name.

        If every vote has its own cards, the first vote's.
        """
        found = next((one for one in self.votes if not one.has_own_cards), self.votes[0])
        return msgspec.structs.replace(found.plan, name=self.name)

    @property
    def shared_places(self) -> list[int]:
        """The places, from 1, of the votes and spare votes that share the cards."""
        last = len(self.votes)
        named = [n for n, one in enumerate(self.votes, start=1) if not one.has_own_cards]
        return [*named, *range(last + 1, last + self.spare + 1)]


def read_plans(path: Path) -> Plan | SittingPlan:
    """Read a plan file of one vote or of several; raises PlanRefused with all that is wrong."""

    def read_beside(name: str) -> bytes:
        return read_file(path.parent / name)

    return parse_plans(read_file(path), read=read_beside, filename=path.name)


def read_single_plan(path: Path) -> Plan:
    """Read the plan of one vote. Raises PlanRefused; SEVERAL_VOTES."""
    found = read_plans(path)
    if isinstance(found, SittingPlan):
        raise refused(PlanRefusal.SEVERAL_VOTES, file=quoted(path.name))
    return found


def parse_plans(data: bytes, *, read: ReadFile, filename: str = "plan.toml") -> Plan | SittingPlan:
    """Parse the bytes of a plan file. Raises PlanRefused with all that is wrong."""
    tables = tables_of(data, filename=filename)
    if "votes" not in tables and "spare" not in tables:
        return plan_from(tables, read=read)
    votes, spare = tables.pop("votes", []), tables.pop("spare", 0)
    found = _shape_findings(tables, votes, spare)
    if found:
        raise PlanRefused(found)
    return _sitting(tables, votes, spare, read)


def _shape_findings(tables: Mapping[str, Any], votes: object, spare: object) -> list[Finding]:
    found = []
    if not (
        isinstance(votes, list)
        and 1 <= len(votes) <= MOST_VOTES
        and all(isinstance(vote, Mapping) for vote in votes)
    ):
        shown = str(len(votes)) if isinstance(votes, list) else quoted(votes)
        found.append(_bad("votes", shown, _RIGHT_VOTES))
    if not isinstance(spare, int) or isinstance(spare, bool) or not 0 <= spare <= MAX_SPARE:
        found.append(_bad("spare", quoted(spare), _RIGHT_SPARE))
    right = KEYS["name"].right
    if "name" not in tables:
        return [*found, finding(PlanRefusal.MISSING_KEY, key="name", right=right)]
    try:
        KEYS["name"].read(tables["name"])
    except ValueError:
        found.append(_bad("name", quoted(tables["name"]), right))
    return found


def _bad(key: str, value: str, right: Sentence) -> Finding:
    return finding(PlanRefusal.BAD_VALUE, key=key, value=value, right=right)


def _sitting(
    tables: Mapping[str, Any], votes: Sequence[Mapping[str, Any]], spare: int, read: ReadFile
) -> SittingPlan:
    """Make each vote's plan of the common keys and its own; name the vote that is wrong."""
    made: list[PlannedVote] = []
    found: list[list[Finding]] = []
    for vote in votes:
        wrong = _vote_findings(vote)
        try:
            plan = plan_from(_merged(tables, vote), read=read)
            made.append(PlannedVote(plan, bool(vote.get("new_cards", False))))
        except PlanRefused as error:
            wrong += error.findings
        found.append(wrong)
    said = _said(found)
    if not said:
        names = [one.plan.name for one in made]
        alike = sorted({name for name in names if names.count(name) > 1})
        said = [finding(PlanRefusal.ALIKE_VOTES, value=quoted(name)) for name in alike]
    if said:
        raise PlanRefused(said)
    name = KEYS["name"].read(tables["name"])
    return SittingPlan(str(name), tuple(made), spare)


def _merged(tables: Mapping[str, Any], vote: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a vote's table over what is common; a profile of its own brings rules of its own."""
    common = dict(tables)
    if "profile" in vote:
        common.pop("rules", None)
    return {**common, **{key: value for key, value in vote.items() if key != "new_cards"}}


def _vote_findings(vote: Mapping[str, Any]) -> list[Finding]:
    found = []
    own = vote.get("new_cards", False)
    if not isinstance(own, bool):
        found.append(_bad("new_cards", quoted(own), _RIGHT_SWITCH))
    if "name" not in vote:
        found.append(finding(PlanRefusal.MISSING_KEY, key="name", right=KEYS["name"].right))
    if own is not True:
        shared = [key for key in SHARED if key in vote]
        found += [finding(PlanRefusal.SHARED_BY_VOTES, key=key) for key in shared]
    return found


def _said(found: Sequence[Sequence[Finding]]) -> list[Finding]:
    """Name the vote that a finding is about; what is wrong in all of them is said once."""
    everywhere = [one for one in found[0] if len(found) > 1 and all(one in all_ for all_ in found)]
    return [
        *everywhere,
        *(
            _of_vote(number, one)
            for number, wrong in enumerate(found, start=1)
            for one in wrong
            if one not in everywhere
        ),
    ]


def _of_vote(number: int, one: Finding) -> Finding:
    text = Sentence(f"Cuộc {number}: {one.text.vi}", f"Vote {number}: {one.text.en}")
    return Finding(one.code, text, row=one.row, column=one.column)
