"""The plan of a conference: one TOML file, and the list of people beside it.

name = "Lấy phiếu tín nhiệm giữa nhiệm kỳ"
body = "Hội đồng nhân dân thành phố"
date = 2026-07-30
profile = "NQ96-2023"
people = "people.xlsx"        # relative to the plan; or [[people]] tables with name, position
convened = 95
present = 81
cards = 85
trustees = "3/5"
[rules]
denominator = "issued"
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ballots.errors import Sentence
from voting.findings import Finding, FindingsError, nearest_hint, quoted
from voting.plan.committee import Member
from voting.plan.delegates import Delegate, inline_delegates, parse_delegates
from voting.plan.keys import KEYS, TrusteeRule
from voting.plan.people import PeopleList, Person, inline_people, parse_people
from voting.plan.photos import take_photos
from voting.plan.refusals import PlanRefusal, PlanRefused, finding, refused
from voting.plan.sites import Site
from voting.plan.table import MAX_FILE, verify_size
from voting.plan.witnesses import Witness
from voting.rules.overrides import apply_overrides
from voting.rules.profile import Profile, load_profile
from voting.rules.totals import Totals, total_findings
from voting.rules.words import Denominator

ReadFile = Callable[[str], bytes]
T = TypeVar("T")

_WHERE = re.compile(r"\(at (?:line (\d+), column (\d+)|end of document)\)")


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """A plan that is sound. A number that is not known yet (check-in will tell) is None.

    profile: the rules with the plan's own settings laid over. address: the web address that cards
    point to. committee: whose devices make the key; server_share: the server holds a further key
    that is needed too. minimum_ballots: no tally of fewer is decrypted. chair, place, superior: who
    presides, where, the body above; for the documents. rehearsal: a test, nothing counts.
    seats: in an election (bầu cử), how many are to be elected.
    witness_quorum: how many witnesses must cosign; None: more than half. delegates: for attendance,
    and in no definition. sites: none means one. languages: of the papers. ignored_columns: headings
    of the list that mean nothing here, to be shown.
    """

    name: str
    body: str
    date: dt.date
    profile: Profile
    people: tuple[Person, ...]
    cards: int
    total_members: int | None = None
    convened: int | None = None
    present: int | None = None
    group: str = "Ed25519"
    trustees: TrusteeRule = TrusteeRule()
    committee: tuple[Member, ...] = ()
    server_share: bool = False
    minimum_ballots: int | None = None
    chair: str | None = None
    place: str | None = None
    superior: str | None = None
    administrator: str | None = None
    credential_authority: str | None = None
    address: str | None = None
    rehearsal: bool = False
    witnesses: tuple[Witness, ...] = ()
    witness_quorum: int | None = None
    seats: int | None = None
    delegates: tuple[Delegate, ...] = ()
    sites: tuple[Site, ...] = ()
    languages: tuple[str, ...] = ("vi",)
    ignored_columns: tuple[str, ...] = ()

    @property
    def totals(self) -> Totals:
        """Return what the plan knows of the totals; ballots are counted later."""
        return Totals(
            total_members=self.total_members, convened=self.convened, present=self.present
        )


def read_plan(path: Path) -> Plan:
    """Read a plan file and its list of people; raises PlanRefused with all that is wrong."""

    def read_beside(name: str) -> bytes:
        return read_file(path.parent / name)

    return parse_plan(read_file(path), read=read_beside, filename=path.name)


def with_photos(plan: Plan, folder: Path) -> tuple[Plan, dict[str, bytes]]:
    """Take the photos that the list of people names, from beside the plan; by their SHA-256.

    Raises PlanRefused with every photo that cannot be taken.
    """
    people, photos = take_photos(plan.people, lambda name: read_file(folder / name))
    return msgspec.structs.replace(plan, people=people), photos


def read_file(path: Path) -> bytes:
    """Read a file that is not too large; raises PlanRefused."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:
        raise refused(PlanRefusal.FILE_MISSING, file=quoted(path.name)) from error
    verify_size(data, filename=path.name)
    return data


def parse_plan(data: bytes, *, read: ReadFile, filename: str = "plan.toml") -> Plan:
    """Parse the bytes of a plan; `read` returns the bytes of the list of people it names.

    Raises PlanRefused with all that is wrong in the plan and in the list.
    """
    return plan_from(tables_of(data, filename=filename), read=read)


def plan_from(tables: Mapping[str, Any], *, read: ReadFile) -> Plan:
    """Read the tables of a plan, be it a file or a draft: the one place that says what it may be.

    Raises PlanRefused with all that is wrong.
    """
    found: list[Finding] = []
    values = _values(tables, found)
    listed = _attempt(lambda: _people(values["people"], read), found, given="people" in values)
    expected = _attempt(
        lambda: _delegates(values["delegates"], read), found, given="delegates" in values
    )
    profile = _attempt(lambda: _profile(values), found, given="profile" in values)
    found.extend(_number_findings(values, profile))
    if profile is not None:
        found.extend(_seat_findings(profile, values.get("seats"), listed))
    if found or listed is None or profile is None:
        raise PlanRefused(found)
    values.pop("rules", None)
    return Plan(
        **{
            **values,
            "profile": profile,
            "people": listed.people,
            "delegates": expected or (),
            "ignored_columns": listed.ignored_columns,
        }
    )


def verify_numbers(profile: Profile, *, known: Iterable[str]) -> None:
    """Verify that the numbers that a profile takes shares of are known; raises PlanRefused."""
    found = _needed_findings(profile, known)
    if found:
        raise PlanRefused(found)


def tables_of(data: bytes, *, filename: str) -> dict[str, Any]:
    """Read the TOML of a plan file. Raises PlanRefused."""
    verify_size(data, filename=filename)
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refused(PlanRefusal.NOT_UTF8, file=quoted(filename)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise refused(PlanRefusal.PLAN_NOT_TOML, where=_where(str(error))) from error


def _where(message: str) -> Sentence:
    """Return the place that a TOML error names; its reason exists in English only."""
    match = _WHERE.search(message)
    if match is None or match[1] is None:
        return Sentence("ở cuối tệp", message)
    return Sentence(f"dòng {match[1]}, cột {match[2]}", message)


def _values(tables: Mapping[str, Any], found: list[Finding]) -> dict[str, Any]:
    """Return the values that can be read, and report each key that is unknown, wrong or missing."""
    values: dict[str, Any] = {}
    for key, value in tables.items():
        known = KEYS.get(key)
        if known is None:
            hint = nearest_hint(key, KEYS)
            found.append(
                finding(PlanRefusal.UNKNOWN_KEY, key=quoted(key), hint=hint, known=", ".join(KEYS))
            )
            continue
        try:
            values[key] = known.read(value)
        except ValueError:
            found.append(
                finding(PlanRefusal.BAD_VALUE, key=key, value=quoted(value), right=known.right)
            )
    found.extend(
        finding(PlanRefusal.MISSING_KEY, key=key, right=each.right)
        for key, each in KEYS.items()
        if each.required and key not in tables
    )
    return values


def _people(value: Any, read: ReadFile) -> PeopleList:
    if isinstance(value, str):
        return parse_people(read(value), filename=value)
    return inline_people(value)


def _delegates(value: Any, read: ReadFile) -> tuple[Delegate, ...]:
    if isinstance(value, str):
        return parse_delegates(read(value), filename=value)
    return inline_delegates(value)


def _profile(values: Mapping[str, Any]) -> Profile:
    return apply_overrides(load_profile(values["profile"]), values.get("rules", {}))


def _attempt(make: Callable[[], T], found: list[Finding], *, given: bool) -> T | None:
    """Make a part of the plan; what is wrong with it joins what was found."""
    if not given:
        return None
    try:
        return make()
    except FindingsError as error:
        found.extend(error.findings)
        return None


def _number_findings(values: Mapping[str, Any], profile: Profile | None) -> list[Finding]:
    cards, present = values.get("cards"), values.get("present")
    members, convened = values.get("total_members"), values.get("convened")
    totals = Totals(total_members=members, convened=convened, present=present)
    found = list(total_findings(totals))
    quorum, named = values.get("witness_quorum"), len(values.get("witnesses", ()))
    if quorum is not None and quorum > named:
        found.append(finding(PlanRefusal.TOO_FEW_WITNESSES, quorum=quorum, named=named))
    trustees, committee = values.get("trustees", TrusteeRule()), values.get("committee", ())
    if committee and len(committee) != trustees.members:
        wrong = {"named": len(committee), "trustees": str(trustees)}
        found.append(finding(PlanRefusal.WRONG_COMMITTEE, **wrong))
    if cards is not None and present is not None and cards < present:
        found.append(finding(PlanRefusal.TOO_FEW_CARDS, cards=cards, present=present))
    given = sum(site.cards or 0 for site in values.get("sites", ()))
    if cards is not None and given > cards:
        found.append(finding(PlanRefusal.SITES_OVER_CARDS, sites=given, cards=cards))
    return found if profile is None else [*found, *_needed_findings(profile, values.keys())]


def _seat_findings(
    profile: Profile, seats: int | None, listed: PeopleList | None
) -> Iterable[Finding]:
    """Compare the seats with the kind of ballot, and with the list, which must be longer."""
    if profile.contest is None:
        if seats is not None:
            yield finding(PlanRefusal.SEATS_OF_NO_ELECTION, profile=profile.id)
    elif seats is None:
        yield finding(PlanRefusal.SEATS_NEEDED, profile=profile.id)
    elif listed is not None and seats >= len(listed.people):
        yield finding(PlanRefusal.NO_SURPLUS, seats=seats, people=len(listed.people))


def _needed_findings(profile: Profile, known: Iterable[str]) -> list[Finding]:
    """Return a finding for each number that the rules take a share of and that is not known."""
    needed: set[str] = {profile.quorum.of} if profile.quorum else set()
    if profile.denominator in (Denominator.TOTAL_MEMBERS, Denominator.CONVENED):
        needed.add(profile.denominator.value)
    return [
        finding(PlanRefusal.NUMBER_NEEDED, key=name, profile=profile.id)
        for name in sorted(needed.difference(known))
    ]
