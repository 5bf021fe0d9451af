"""What a screen of the stage asks for every second: the scene and its figures, nothing else.

    {"scene":"turnout","state":"open","size":12,"words":"an ban …","turnout":{"cast":7,"issued":12,
    "left":540}, …}

The figures are totals that everybody may know; the result is here once it is published. Texts and
separators are the page's, so that one answer serves every language.
"""

import msgspec

from voting.instance import Instance
from voting.services import attendance
from voting.services.ceremony_reading import CeremonyView, read_ceremony
from voting.services.reading import ConferenceView, read_conference
from voting.services.results import ConferenceResult, PersonResult, published_result
from voting.services.site_turnout import least_here
from voting.services.stage import ROWS, Choice, read_choice
from voting.stage_models import Scene


class NetworkState(msgspec.Struct, frozen=True):
    """The hall's Wi-Fi, as the welcome shows it."""

    name: str
    password: str | None


class AttendanceState(msgspec.Struct, frozen=True):
    """How many are present, of how many, how many are needed; None: not known, not asked for."""

    present: int | None
    whole: int | None
    needed: int | None
    is_reached: bool | None


class TurnoutState(msgspec.Struct, frozen=True):
    """Ballots in the box, of the cards issued. left: seconds of the countdown, if one runs.

    here: how many came from the screen's own site at least, where that may be shown.
    """

    cast: int
    issued: int
    left: int | None
    here: int | None = None


class MemberState(msgspec.Struct, frozen=True):
    """A member of the committee, and whether this member's share is ready."""

    name: str
    is_ready: bool


class CommitteeState(msgspec.Struct, frozen=True):
    """The members' shares: tried before the opening (opens False), used for the result after."""

    opens: bool
    needed: int
    members: tuple[MemberState, ...]


class PersonState(msgspec.Struct, frozen=True):
    """A person's published counts, high to low. percents: hundredths of a percent, if known."""

    name: str
    position: str
    photo: str
    counts: tuple[int, ...]
    percents: tuple[int, ...] | None
    standing: str | None


class ResultState(msgspec.Struct, frozen=True):
    """The people on a page of the result. first: the place in the list of the first of them."""

    first: int
    total: int
    page: int
    pages: int
    whole: int | None
    people: tuple[PersonState, ...]


class StageState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A scene and its figures. size, words: the mark of the ballot box."""

    scene: str
    state: str
    size: int
    words: str
    network: NetworkState | None = None
    attendance: AttendanceState | None = None
    turnout: TurnoutState | None = None
    committee: CommitteeState | None = None
    result: ResultState | None = None


def read_stage(
    instance: Instance, uuid: str, site: int, *, now: int, address: str | None = None
) -> StageState:
    """Return what a screen shows. Raises VotingRefused UNKNOWN_CONFERENCE, UNKNOWN_SITE.

    address: of who asks; only a screen in the network of its site is told of that site.
    """
    choice = read_choice(instance, uuid, site)
    view, scene = read_conference(instance, uuid), choice.scene
    network = choice.network if scene is Scene.WELCOME else None
    here = least_here(instance, uuid, site, address) if scene is Scene.TURNOUT else None
    of_result = scene in (Scene.PERSON, Scene.TABLE)
    return StageState(
        scene=scene.value,
        state=view.state.value,
        size=view.log_size,
        words=view.log_words,
        network=None if network is None else NetworkState(network.name, network.password),
        attendance=_attendance(instance, uuid) if scene is Scene.CHECKIN else None,
        turnout=_turnout(view, choice, now, here) if scene is Scene.TURNOUT else None,
        committee=_committee(read_ceremony(instance, uuid)) if scene is Scene.CEREMONY else None,
        result=_result(published_result(instance, uuid), choice) if of_result else None,
    )


def _attendance(instance: Instance, uuid: str) -> AttendanceState:
    meter = attendance.read_meter(instance, uuid)
    of_members = meter.quorum is not None and meter.quorum.of == "total_members"
    whole = meter.total_members if of_members else meter.convened
    return AttendanceState(meter.present, whole, meter.needed, meter.is_reached)


def _turnout(view: ConferenceView, choice: Choice, now: int, here: int | None) -> TurnoutState:
    left = None if choice.ends is None else max(0, choice.ends - now)
    return TurnoutState(view.turnout.cast, view.turnout.issued, left, here)


def _committee(seen: CeremonyView) -> CommitteeState:
    opens = seen.state not in ("keys", "prepared", "voting")
    return CommitteeState(
        opens=opens,
        needed=seen.threshold if opens else seen.needed_to_open,
        members=tuple(
            MemberState(one.name, one.has_decrypted if opens else one.is_drilled)
            for one in seen.members
        ),
    )


def _result(result: ConferenceResult, choice: Choice) -> ResultState:
    rows = 1 if choice.scene is Scene.PERSON else ROWS
    first = (choice.place - 1) * rows
    wholes = {one.outcome.whole for one in result.people if one.outcome is not None}
    ranking = result.ranking
    shown = result.people[first : first + rows]
    return ResultState(
        first=first + 1,
        total=len(result.people),
        page=choice.place,
        pages=choice.last,
        whole=wholes.pop() if len(wholes) == 1 else None,
        people=tuple(
            _person(one, None if ranking is None else ranking.standing_of(place).value)
            for place, one in enumerate(shown, start=first)
        ),
    )


def _person(one: PersonResult, standing: str | None) -> PersonState:
    known = one.outcome is not None
    percents = tuple(int(each.percentage) for each in one.outcome.levels) if one.outcome else ()
    person = one.person
    return PersonState(
        name=person.name,
        position=person.position,
        photo=person.photo,
        counts=one.counts,
        percents=percents if known else None,
        standing=standing,
    )
