"""Turnout by site: from whose network a ballot comes, told while it is cast and then forgotten.

A site may have networks of its own (`10.2.0.0/16`), written before the opening. The address of a
request is compared with them and goes nowhere; the counts are in memory (`voting.sitecount`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from voting.day_models import Site
from voting.instance import Instance
from voting.models import State
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.acts import Act, note_here
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_prepared,
)
from voting.services.sessions import Who
from voting.services.sites import find_site, is_own
from voting.sitecount import ELSEWHERE, LEAST_FLOOR, Network, Places

MOST_NETWORKS: Final = 8  # of a site
_SEES_ALL: Final = (Role.ORGANIZER, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class SiteTurnout:
    """Ballots by site as somebody may see them. networks: as written, by the number of the site.

    least: how many came from the networks of a site at least; a site without a figure is not in.
    """

    networks: Mapping[int, str]
    least: Mapping[int, int]


def set_networks(instance: Instance, uuid: str, written: Mapping[int, str]) -> None:
    """Write the networks of sites, several with spaces between them; an empty text takes them off.

    Raises VotingRefused BAD_NETWORK, NETWORK_TAKEN, UNKNOWN_SITE, ALREADY_OPENED.
    """
    read = {site: _parse(text) for site, text in written.items()}
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        for number, networks in read.items():
            row = find_site(session, conference.id, number)
            row.network = " ".join(str(one) for one in networks) or None
        session.flush()
        _require_apart(_networks(session, conference.id))
        about = f"{sum(map(bool, read.values()))}"
        note_here(session, Act.SET_NETWORKS, about=about, conference_id=conference.id)


def count_ballot(instance: Instance, uuid: str, address: str | None) -> None:
    """Count a ballot that was just recorded for the site that its request came from.

    A database that is too busy to tell the networks is no reason to keep a receipt back.
    """
    try:
        places = _places(instance, uuid)
    except VotingRefused:
        return
    if places.networks:
        site = places.site_of(address)
        instance.site_counts.count(places.conference_id, site, floor=places.floor)


def read_site_turnout(instance: Instance, uuid: str, who: Who) -> SiteTurnout:
    """Return what somebody may see of the ballots by site; a desk sees its own site.

    The committee, which could lay figures beside ballots that it opens, sees none. Raises
    VotingRefused UNKNOWN_CONFERENCE.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        rows = [row for row in _rows(session, conference.id) if _sees(who, row)]
    least = instance.site_counts.shown(conference.id)
    return SiteTurnout(
        networks={row.number: row.network for row in rows if row.network},
        least={row.number: least[row.number] for row in rows if row.number in least},
    )


def least_here(instance: Instance, uuid: str, site: int, address: str | None) -> int | None:
    """Return how many ballots came from a site at least, to a screen in the network of this site.

    None to any other, and where there is no figure. Raises VotingRefused UNKNOWN_CONFERENCE.
    """
    places = _places(instance, uuid)
    if site == ELSEWHERE or places.site_of(address) != site:
        return None
    return instance.site_counts.shown(places.conference_id).get(site)


def _sees(who: Who, row: Site) -> bool:
    return who.role in _SEES_ALL or (who.role is Role.CHECKIN and is_own(who, row.name))


def _places(instance: Instance, uuid: str) -> Places:
    """Return where the sites are; read once, when the networks are fixed."""
    known = instance.places.get(uuid)
    if known is not None:
        return known
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        floor = max(LEAST_FLOOR, frozen_parts(conference).definition.fewest_ballots)
        places = Places(conference.id, floor, _networks(session, conference.id))
    if conference.state is not State.PREPARED:
        instance.places[uuid] = places
    return places


def _networks(session: Session, conference_id: int) -> tuple[tuple[Network, int], ...]:
    return tuple(
        (ip_network(one), row.number)
        for row in _rows(session, conference_id)
        for one in (row.network or "").split()
    )


def _rows(session: Session, conference_id: int) -> list[Site]:
    chosen = select(Site).where(Site.conference_id == conference_id).order_by(Site.number)
    return list(session.scalars(chosen))


def _parse(text: str) -> list[Network]:
    """Read networks. Raises VotingRefused BAD_NETWORK."""
    words = text.replace(",", " ").split()
    if len(words) > MOST_NETWORKS:
        raise VotingRefused(Refusal.BAD_NETWORK)
    try:
        return [ip_network(word, strict=False) for word in words]
    except ValueError as error:
        raise VotingRefused(Refusal.BAD_NETWORK) from error


def _require_apart(networks: tuple[tuple[Network, int], ...]) -> None:
    """Refuse an address that would be of two sites. Raises VotingRefused NETWORK_TAKEN."""
    for place, (one, site) in enumerate(networks):
        for other, neighbour in networks[:place]:
            is_same = one.version == other.version and one.overlaps(other)
            if is_same and site != neighbour:
                raise VotingRefused(Refusal.NETWORK_TAKEN)
