"""Turnout by site: what each may see, what is counted, and that no table has it."""

from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.voting.clerks import logged_in, make_account
from tests.voting.people import Delegate, Organizer
from voting.day_models import Site
from voting.instance import Instance
from voting.models import Base
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.sessions import Who
from voting.services.site_turnout import read_site_turnout, set_networks
from voting.services.stage import show_scene
from voting.sitecount import LEAST_FLOOR
from voting.stage_models import Scene

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
A, B = "10.1.0.0/16", "10.2.0.0/16"
FROM = {1: "10.1.0.9", 2: "10.2.0.9", 0: "192.0.2.1"}


@pytest.fixture
def two_sites(client: FlaskClient) -> tuple[Organizer, list[Delegate]]:
    """Open a conference of two sites, from each of which eight ballots seem to have come."""
    organizer = Organizer(client.application.extensions["tinnhiem"])
    names = ("Hội trường A", "Hội trường B")
    organizer.prepares(sites=names, minimum_ballots=2, convened=6, present=6).rehearses()
    set_networks(organizer.instance, organizer.uuid, {1: A, 2: B})
    delegates = organizer.prints(6)
    organizer.opens()
    for site in (1, 2) * 8:
        organizer.instance.site_counts.count(1, site, floor=LEAST_FLOOR)
    return organizer, delegates


def cast(client: FlaskClient, delegates: list[Delegate], sites: Sequence[int]) -> None:
    for site in sites:
        delegate = delegates.pop()
        ballot, place = delegate.encrypts(), {"REMOTE_ADDR": FROM[site]}
        assert delegate.posts(client, ballot, environ_overrides=place).status_code == 201
        assert delegate.posts(client, ballot, environ_overrides=place).status_code == 200


def who(instance: Instance, role: Role, site: str | None = None) -> Who:
    return logged_in(instance, make_account(instance, role, f"{role.value} {site}", site=site))[0]


def test_ballots_are_counted_once_and_each_sees_what_it_may(
    two_sites: tuple[Organizer, list[Delegate]], client: FlaskClient
) -> None:
    organizer, delegates = two_sites
    cast(client, delegates, (1, 2, 2, 1, 2))
    instance, uuid = organizer.instance, organizer.uuid
    for role, site, seen in (
        (Role.ORGANIZER, None, {1: 10, 2: 10}),
        (Role.AUDITOR, None, {1: 10, 2: 10}),
        (Role.CHECKIN, "Hội trường B", {2: 10}),
        (Role.CHECKIN, "Hội trường C", {}),
        (Role.COMMITTEE, None, {}),
        (Role.CHAIR, None, {}),
    ):
        assert read_site_turnout(instance, uuid, who(instance, role, site)).least == seen


def test_only_the_screen_that_stands_at_a_site_is_told_of_it(
    two_sites: tuple[Organizer, list[Delegate]], client: FlaskClient
) -> None:
    organizer, delegates = two_sites
    show_scene(organizer.instance, organizer.uuid, Scene.TURNOUT)
    cast(client, delegates, (1, 2, 2, 1))
    for site, asker, here in ((1, 1, 10), (2, 1, None), (2, 0, None), (0, 1, None)):
        answer = client.get(
            f"/c/{organizer.uuid}/stage/state?site={site}",
            environ_overrides={"REMOTE_ADDR": FROM[asker]},
        )
        told = answer.get_json()["turnout"]
        assert (told["cast"], told.get("here")) == (4, here)
        assert ("no-store" in answer.headers["Cache-Control"]) is (site != 0)


def rows(instance: Instance) -> dict[str, list[object]]:
    """Return every row of every table, except where ballots come to stand."""
    with instance.database.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Base.metadata.sorted_tables
            if table.name != "cards" and not table.name.startswith("log_")
        }


def test_no_table_learns_where_a_ballot_came_from(
    two_sites: tuple[Organizer, list[Delegate]], client: FlaskClient
) -> None:
    organizer, delegates = two_sites
    before = rows(organizer.instance)
    cast(client, delegates, (1, 2, 2, 1))
    assert organizer.instance.site_counts.shown(1) == {1: 10, 2: 10}
    assert rows(organizer.instance) == before
    assert {"sites", "stage_screens", "desk_acts"} <= before.keys()


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ({1: "hội trường"}, Refusal.BAD_NETWORK),
        ({1: " ".join(f"10.{one}.0.0/16" for one in range(9))}, Refusal.BAD_NETWORK),
        ({1: "10.0.0.0/8", 2: "10.2.0.0/16"}, Refusal.NETWORK_TAKEN),
        ({3: A}, Refusal.UNKNOWN_SITE),
    ],
)
def test_a_network_that_cannot_be_used_is_refused(
    organizer: Organizer, written: dict[int, str], refusal: Refusal
) -> None:
    organizer.prepares(sites=("A", "B"))
    with pytest.raises(VotingRefused) as error:
        set_networks(organizer.instance, organizer.uuid, written)
    assert error.value.refusal is refusal
    assert networks(organizer) == [None, None]


def networks(organizer: Organizer) -> list[str | None]:
    with organizer.instance.database.reading() as session:
        return list(session.scalars(select(Site.network).order_by(Site.number)))


def test_networks_are_written_before_the_opening_only(organizer: Organizer) -> None:
    instance, uuid = organizer.is_open()[0].instance, organizer.uuid
    with pytest.raises(VotingRefused) as error:
        set_networks(instance, uuid, {1: A})
    assert error.value.refusal is Refusal.ALREADY_OPENED


def test_a_site_has_several_networks_or_none(organizer: Organizer) -> None:
    organizer.prepares(sites=("A", "B"))
    set_networks(organizer.instance, organizer.uuid, {1: "10.2.7.1/16, fd00::/64", 2: ""})
    assert networks(organizer) == ["10.2.0.0/16 fd00::/64", None]
    set_networks(organizer.instance, organizer.uuid, {1: "", 2: B})
    assert networks(organizer) == [None, B]
