"""Votes that really took place, shipped with the package: a plan beside its published result."""

import datetime as dt
from importlib import resources
from pathlib import Path

import msgspec

from voting.findings import nearest_hint, quoted
from voting.plan.plan_file import Plan, parse_plan, read_file, verify_numbers
from voting.plan.refusals import PlanRefusal, refused
from voting.plan.results import Published, SampleRow, parse_results
from voting.rules.profile import load_profile
from voting.rules.totals import Totals

SAMPLES = ("hcmc-2023", "na-2018")

FOLDER = "samples"


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """A published vote to be played again: the plan, the published rows, the published totals."""

    plan: Plan
    rows: tuple[SampleRow, ...]
    totals: Totals


def sample(name: str) -> Sample:
    """Load a shipped sample: "hcmc-2023" or "na-2018"; raises PlanRefused if there is none."""
    if name not in SAMPLES:
        raise refused(
            PlanRefusal.UNKNOWN_SAMPLE,
            value=quoted(name),
            hint=nearest_hint(name, SAMPLES),
            known=", ".join(SAMPLES),
        )
    folder = resources.files("voting") / FOLDER
    listed: dict[str, bytes] = {}

    def read(filename: str) -> bytes:
        listed[filename] = (folder / filename).read_bytes()
        return listed[filename]

    plan = parse_plan((folder / f"{name}.toml").read_bytes(), read=read)
    ((filename, data),) = listed.items()
    return _joined(plan, parse_results(data, filename=filename))


def read_sample(path: Path, *, body: str, date: dt.date, profile: str = "NQ96-2023") -> Sample:
    """Read a published result of one's own, and make a plan for it: one card a ballot issued.

    Raises PlanRefused if the table states no ballots collected or issued, or lacks the total that
    the profile takes percentages of.
    """
    published = parse_results(read_file(path), filename=path.name)
    rules = load_profile(profile)
    totals = published.totals
    issued = totals.collected if totals.issued is None else totals.issued
    if not issued:
        raise refused(PlanRefusal.NUMBER_NEEDED, key="ballots_collected", profile=rules.id)
    collected = issued if totals.collected is None else totals.collected
    totals = msgspec.structs.replace(totals, issued=issued, collected=collected)
    verify_numbers(rules, known={"total_members"} if totals.total_members else set())
    plan = Plan(
        name=f"Lấy phiếu tín nhiệm: {path.stem}",
        body=body,
        date=date,
        profile=rules,
        people=tuple(row.person for row in published.rows),
        cards=issued,
        total_members=totals.total_members,
    )
    return _joined(plan, msgspec.structs.replace(published, totals=totals))


def _joined(plan: Plan, published: Published) -> Sample:
    return Sample(plan=plan, rows=published.rows, totals=published.totals)
