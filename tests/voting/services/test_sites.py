"""Sites and the cards that their desks were given, by count and by serials of the paper."""

import pytest

from tests.voting.clerks import logged_in, make_account
from tests.voting.people import Organizer
from voting.draft_models import Draft, DraftVersion
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services.documents import document_bytes
from voting.services.sharing_out import give_planned, planned_batches
from voting.services.sites import (
    add_site,
    give_batch,
    is_own,
    list_sites,
    take_batch,
)

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def prepared(organizer: Organizer) -> str:
    """Give a conference with five printed cards and one site."""
    organizer.prepares().rehearses()
    organizer.prints()
    add_site(organizer.instance, organizer.uuid, "Hội trường A")
    return organizer.uuid


def refused(refusal: Refusal, instance: Instance, uuid: str, *batch: int | None) -> None:
    with pytest.raises(VotingRefused) as error:
        give_batch(instance, uuid, *batch)  # type: ignore[arg-type]  # site, count, first
    assert error.value.refusal is refusal


@ON_SQLITE
def test_sites_are_numbered_in_the_order_given(prepared: str, instance: Instance) -> None:
    assert add_site(instance, prepared, " Hội trường  B ") == 2
    assert [(one.number, one.name) for one in list_sites(instance, prepared)] == [
        (1, "Hội trường A"),
        (2, "Hội trường B"),
    ]


@ON_SQLITE
def test_the_sites_of_the_definition_are_there_from_the_beginning(organizer: Organizer) -> None:
    organizer.prepares(sites=("Hội trường A", "B", "hội trường a", "C" * 500))
    instance, uuid = organizer.instance, organizer.uuid
    assert [one.name for one in list_sites(instance, uuid)] == ["Hội trường A", "B", "C" * 100]
    assert add_site(instance, uuid, "Hội trường D") == 4


@ON_SQLITE
def test_a_site_is_not_added_twice(prepared: str, instance: Instance) -> None:
    with pytest.raises(VotingRefused) as error:
        add_site(instance, prepared, "hội trường A")
    assert error.value.refusal is Refusal.SITE_EXISTS


def planned(organizer: Organizer, *cards: int | None) -> Organizer:
    """Prepare a conference with five cards whose plan shares them out like this."""
    names = [f"Hội trường {number}" for number in range(1, len(cards) + 1)]
    organizer.prepares(sites=tuple(names)).rehearses()
    is_planned(organizer, [{"name": n, "cards": m} for n, m in zip(names, cards, strict=True)])
    return organizer


def is_planned(organizer: Organizer, rows: list[dict[str, object]]) -> None:
    """Keep a plan that shares the cards of a conference out like this."""
    draft = Draft(version=1, uuid=organizer.uuid, source_id=None)
    with organizer.instance.database.writing() as session:
        session.add(draft)
        session.flush()
        whole = document_bytes({"sites": rows})
        key = {"draft_id": draft.id, "version": 1, "account_id": None}
        session.add(DraftVersion(**key, document=whole, step="begun", minute=0))


@ON_SQLITE
def test_the_cards_are_shared_out_as_planned_once_they_are_made(organizer: Organizer) -> None:
    instance, uuid = planned(organizer, 3, None, 2).instance, organizer.uuid
    for refusal in (Refusal.MORE_THAN_PRINTED, None, Refusal.NOTHING_PLANNED):
        if refusal is None:
            organizer.prints()
            give_planned(instance, uuid)
            continue
        with pytest.raises(VotingRefused) as error:
            give_planned(instance, uuid)
        assert error.value.refusal is refusal
    assert [site.received for site in list_sites(instance, uuid)] == [3, 0, 2]
    take_batch(instance, uuid, 1)
    assert planned_batches(instance, uuid) == []  # what is given by hand is not doubled


@ON_SQLITE
def test_a_plan_that_names_no_numbers_shares_out_nothing(organizer: Organizer) -> None:
    instance = planned(organizer, None).instance
    assert planned_batches(instance, organizer.uuid) == []


@ON_SQLITE
def test_there_are_at_most_100_sites(
    prepared: str, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("voting.services.sites.MOST_SITES", 1)
    with pytest.raises(VotingRefused) as error:
        add_site(instance, prepared, "Hội trường B")
    assert error.value.refusal is Refusal.TOO_MANY_SITES


def test_batches_are_refused_that_cannot_be(prepared: str, instance: Instance) -> None:
    refused(Refusal.UNKNOWN_SITE, instance, prepared, 2, 1, None)
    refused(Refusal.BAD_COUNT, instance, prepared, 1, 0, None)
    refused(Refusal.BAD_COUNT, instance, prepared, 1, 1, 0)
    refused(Refusal.MORE_THAN_PRINTED, instance, prepared, 1, 6, None)
    give_batch(instance, prepared, 1, 3, 2)  # 2, 3, 4
    for first in (1, 2, 4):
        refused(Refusal.BATCH_OVERLAPS, instance, prepared, 1, 2, first)
    give_batch(instance, prepared, 1, 1, 1)
    give_batch(instance, prepared, 1, 1, 5)
    refused(Refusal.MORE_THAN_PRINTED, instance, prepared, 1, 1, None)


@ON_SQLITE
def test_a_batch_goes_back_once_and_only_whole(prepared: str, instance: Instance) -> None:
    give_batch(instance, prepared, 1, 5, 1)
    [site] = list_sites(instance, prepared)
    assert (site.received, site.at_desk) == (5, 5)
    assert (site.batches[0].first, site.batches[0].last) == (1, 5)
    take_batch(instance, prepared, 1)
    assert list_sites(instance, prepared)[0].received == 0
    with pytest.raises(VotingRefused) as error:
        take_batch(instance, prepared, 1)
    assert error.value.refusal is Refusal.NO_SUCH_BATCH


@ON_SQLITE
def test_batches_do_not_move_after_the_opening(organizer: Organizer, prepared: str) -> None:
    organizer.opens()
    refused(Refusal.ALREADY_OPENED, organizer.instance, prepared, 1, 1, None)


@ON_SQLITE
def test_a_desk_is_of_its_own_site_whatever_the_case(prepared: str, instance: Instance) -> None:
    desk, _ = logged_in(instance, make_account(instance, Role.CHECKIN, site="hội trường a"))
    organizer, _ = logged_in(instance, make_account(instance, Role.ORGANIZER))
    assert is_own(desk, "Hội trường A")
    assert not is_own(desk, "Hội trường B")
    assert is_own(organizer, "Hội trường B")
