"""The stage: the desk chooses what the screens of the hall show, and when.

A screen of a site follows the screen of all until it is given a scene of its own. Nothing of the
result can be chosen before the publication.
"""

from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voting.ceremony_models import Ceremony
from voting.day_models import Site
from voting.definition import Definition
from voting.instance import Instance
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference, frozen_parts
from voting.services.sites import MOST_SITES
from voting.stage_models import ALL_SITES, Scene, StageScreen

ROWS: Final = 6  # people on a page of the table
MOST_MINUTES: Final = 600
_NAME_BYTES: Final = 32  # IEEE 802.11
_PASSWORD: Final = range(8, 64)  # characters of a WPA passphrase
_OF_RESULT: Final = (Scene.PERSON, Scene.TABLE)


@dataclass(frozen=True, slots=True)
class Network:
    """The hall's Wi-Fi; password None: an open one."""

    name: str
    password: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a screen shows. follows: as the screen of all. last: the highest `place` there is.

    ends: until when ballots are awaited, Unix seconds.
    """

    site: int
    scene: Scene
    place: int
    last: int
    follows: bool
    ends: int | None
    network: Network | None


def read_choice(instance: Instance, uuid: str, site: int = ALL_SITES) -> Choice:
    """Return what a screen shows. Raises VotingRefused UNKNOWN_CONFERENCE, UNKNOWN_SITE."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        _require_site(session, conference, site)
        own, common = _row(session, conference, site), _row(session, conference, ALL_SITES)
        definition = frozen_parts(conference).definition
    follows = own is None or own.scene is None
    shown = common if follows else own
    scene = Scene.WELCOME if shown is None or shown.scene is None else shown.scene
    last = last_place(definition, scene)
    return Choice(
        site=site,
        scene=scene,
        place=1 if shown is None else min(shown.place, last),
        last=last,
        follows=follows and site != ALL_SITES,
        ends=None if common is None else common.ends,
        network=_network(own) or _network(common),
    )


def last_place(definition: Definition, scene: Scene) -> int:
    """Return how many people or pages a scene has; 1 where it has neither."""
    people = len(definition.people)
    if scene is Scene.PERSON:
        return people
    return -(-people // ROWS) if scene is Scene.TABLE else 1


def show_scene(
    instance: Instance, uuid: str, scene: Scene, *, place: int = 1, site: int = ALL_SITES
) -> None:
    """Let a screen show a scene.

    Raises VotingRefused UNKNOWN_SITE, BAD_REQUEST (no such place), RESULT_NOT_PUBLISHED,
    NO_MEMBERS.
    """
    with instance.database.writing() as session:
        conference = _locked(session, uuid, site)
        if scene in _OF_RESULT and conference.state is not State.PUBLISHED:
            raise VotingRefused(Refusal.RESULT_NOT_PUBLISHED)
        if scene is Scene.CEREMONY and not has_committee(session, uuid):
            raise VotingRefused(Refusal.NO_MEMBERS)
        if not 1 <= place <= last_place(frozen_parts(conference).definition, scene):
            raise VotingRefused(Refusal.BAD_REQUEST)
        row = _made(session, conference, site)
        row.scene, row.place = scene, place


def follow_all(instance: Instance, uuid: str, site: int) -> None:
    """Let the screen of a site show again what the screen of all shows.

    Raises VotingRefused UNKNOWN_SITE.
    """
    with instance.database.writing() as session:
        _made(session, _locked(session, uuid, site), site).scene = None


def count_down(instance: Instance, uuid: str, minutes: int | None, *, now: int) -> None:
    """Show for how many minutes ballots are still awaited; None: no longer. It closes nothing.

    Raises VotingRefused BAD_COUNT.
    """
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise VotingRefused(Refusal.BAD_COUNT)
    with instance.database.writing() as session:
        row = _made(session, _locked(session, uuid, ALL_SITES), ALL_SITES)
        row.ends = None if minutes is None else now + 60 * minutes


def set_network(
    instance: Instance, uuid: str, network: Network | None, *, site: int = ALL_SITES
) -> None:
    """Keep the Wi-Fi that the welcome shows, or forget it.

    Raises VotingRefused UNKNOWN_SITE, BAD_WIFI.
    """
    if network is not None:
        _require_usable(network)
    with instance.database.writing() as session:
        row = _made(session, _locked(session, uuid, site), site)
        row.wifi_name = None if network is None else network.name
        row.wifi_password = None if network is None else network.password


def is_with_committee(instance: Instance, uuid: str) -> bool:
    """Tell whether the scene of the committee can be shown."""
    with instance.database.reading() as session:
        return has_committee(session, uuid)


def has_committee(session: Session, uuid: str) -> bool:
    """Tell whether the members of a committee made the key on devices of their own."""
    return session.scalar(select(Ceremony.id).where(Ceremony.uuid == uuid)) is not None


def _network(row: StageScreen | None) -> Network | None:
    return Network(row.wifi_name, row.wifi_password) if row is not None and row.wifi_name else None


def _require_usable(network: Network) -> None:
    name, password = network.name, network.password
    is_named = name.isprintable() and 1 <= len(name.encode()) <= _NAME_BYTES
    is_known = password is None or (
        len(password) in _PASSWORD and password.isascii() and password.isprintable()
    )
    if not (is_named and is_known):
        raise VotingRefused(Refusal.BAD_WIFI)


def _locked(session: Session, uuid: str, site: int) -> Conference:
    """Return a conference; whoever else changes its screens waits."""
    conference = find_conference(session, uuid)
    session.scalars(
        select(Conference.id).where(Conference.id == conference.id).with_for_update()
    ).one()
    _require_site(session, conference, site)
    return conference


def _require_site(session: Session, conference: Conference, site: int) -> None:
    if site == ALL_SITES:
        return
    if not 0 < site <= MOST_SITES or session.get(Site, (conference.id, site)) is None:
        raise VotingRefused(Refusal.UNKNOWN_SITE)


def _row(session: Session, conference: Conference, site: int) -> StageScreen | None:
    return session.get(StageScreen, (conference.id, site))


def _made(session: Session, conference: Conference, site: int) -> StageScreen:
    row = _row(session, conference, site)
    if row is None:
        row = StageScreen(conference_id=conference.id, site=site, place=1)
        session.add(row)
    return row
