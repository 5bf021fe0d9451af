"""Preparations: changed, taken back, cloned, frozen into the same conference as a plan's."""

import hashlib
from typing import Any

import pytest
from sqlalchemy import select

from tests.voting.clerks import logged_in, make_account
from tests.voting.people import definition
from tests.voting.plan.test_steps import DOCUMENT
from voting.delegate_models import Delegate
from voting.draft_models import DraftVersion
from voting.instance import Instance
from voting.models import Photo, State
from voting.plan.steps import KEYS_OF, Step, plan_of
from voting.planning import definition_of
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services import drafts, freezing
from voting.services.acts import Act, read_acts
from voting.services.ceremony import restart_ceremony
from voting.services.discarding import throw_away
from voting.services.documents import cloned, document_of, mark_of
from voting.services.preparing import create_conference
from voting.services.reading import read_conference
from voting.services.sessions import Who
from voting.services.sites import list_sites

NOW = 1_796_700_000
SERVER_ONLY = {
    key: value
    for key, value in DOCUMENT.items()
    if key not in ("trustees", "committee", "witnesses", "witness_quorum")
}


@pytest.fixture
def clerk(instance: Instance) -> Who:
    return logged_in(instance, make_account(instance, Role.ORGANIZER))[0]


def fill(instance: Instance, clerk: Who, number: int, document: dict[str, Any]) -> int:
    for step, keys in KEYS_OF.items():
        values = {key: document[key] for key in keys if key in document}
        drafts.change_draft(instance, clerk, number, step, values, now=NOW)
    return number


def filled(instance: Instance, clerk: Who, document: dict[str, Any]) -> int:
    return fill(instance, clerk, drafts.begin_draft(instance, clerk, now=NOW), document)


def refusal(caught: pytest.ExceptionInfo[VotingRefused]) -> Refusal:
    return caught.value.refusal


def test_a_change_is_kept_undone_done_again_and_never_lost(instance: Instance, clerk: Who) -> None:
    number = drafts.begin_draft(instance, clerk, now=NOW)
    for name in ("Một", "Hai", "Ba"):
        drafts.change_draft(instance, clerk, number, Step.SESSION, {"name": name}, now=NOW)
    for by, name in ((-1, "Hai"), (-1, "Một"), (1, "Hai")):
        drafts.step_back(instance, number, by)
        assert drafts.read_draft(instance, number).name == name
    drafts.change_draft(instance, clerk, number, Step.SESSION, {"name": "Bốn"}, now=NOW)
    view = drafts.read_draft(instance, number)
    assert (view.name, view.can_undo, view.can_redo) == ("Bốn", True, False)
    with pytest.raises(VotingRefused) as caught:
        drafts.step_back(instance, number, 1)
    assert refusal(caught) is Refusal.NOTHING_TO_UNDO
    assert [(one.step, one.name, one.is_now) for one in drafts.read_history(instance, number)] == [
        ("session", clerk.name, True),
        *[("session", clerk.name, False)] * 2,
        ("begun", clerk.name, False),
    ]


def test_two_clerks_do_not_overwrite_each_other_at_one_step(instance: Instance, clerk: Who) -> None:
    number = drafts.begin_draft(instance, clerk, now=NOW)
    seen = mark_of(drafts.read_draft(instance, number).document, Step.SESSION)
    change = drafts.change_draft
    change(instance, clerk, number, Step.CARDS, {"cards": 5}, mark=None, now=NOW)
    change(instance, clerk, number, Step.SESSION, {"name": "Một"}, mark=seen, now=NOW)
    with pytest.raises(VotingRefused) as caught:
        change(instance, clerk, number, Step.SESSION, {"name": "Hai"}, mark=seen, now=NOW)
    assert refusal(caught) is Refusal.DRAFT_CHANGED
    assert drafts.read_draft(instance, number).document == {"cards": 5, "name": "Một"}


@pytest.mark.parametrize("values", [{"cards": 0}, {"name": "Một"}])
def test_a_step_takes_only_its_own_keys_and_values_that_a_plan_takes(
    instance: Instance, clerk: Who, values: dict[str, Any]
) -> None:
    number = drafts.begin_draft(instance, clerk, now=NOW)
    with pytest.raises(VotingRefused) as caught:
        drafts.change_draft(instance, clerk, number, Step.CARDS, values, now=NOW)
    assert refusal(caught) is Refusal.BAD_REQUEST


def test_a_draft_gives_the_same_definition_as_its_plan_and_keeps_its_delegates(
    instance: Instance, clerk: Who
) -> None:
    delegates = [{"name": "Trần Bình", "unit": "Đoàn 1", "badge": "01"}, {"name": "Lê Cường"}]
    number = filled(instance, clerk, {**SERVER_ONLY, "delegates": delegates})
    frozen = freezing.freeze_draft(instance, clerk, number, now=NOW)
    view = read_conference(instance, frozen.uuid)
    assert view.definition == definition_of(plan_of(SERVER_ONLY), 5)
    assert view.definition.sites == ("Hội trường A",)
    assert (view.state, view.words, frozen.links) == (State.PREPARED, frozen.words, ())
    with instance.database.reading() as session:
        kept = session.scalars(select(Delegate).order_by(Delegate.number)).all()
        assert [(one.name, one.unit, one.badge) for one in kept] == [
            ("Trần Bình", "Đoàn 1", "01"),
            ("Lê Cường", "", ""),
        ]
    assert [site.name for site in list_sites(instance, frozen.uuid)] == ["Hội trường A"]
    assert "Trần Bình".encode() not in definition_bytes_of(instance, frozen.uuid)
    assert [one.act for one in read_acts(instance)][-2:] == [Act.FROZE_DRAFT, Act.BEGAN_DRAFT]


def definition_bytes_of(instance: Instance, uuid: str) -> bytes:
    from voting.services.reading import Part, read_part

    return read_part(instance, uuid, Part.DEFINITION)


def test_a_frozen_draft_cannot_change_but_can_be_cloned(instance: Instance, clerk: Who) -> None:
    number = filled(instance, clerk, SERVER_ONLY)
    freezing.freeze_draft(instance, clerk, number, now=NOW)
    for attempt in (
        lambda: drafts.change_draft(instance, clerk, number, Step.CARDS, {"cards": 6}, now=NOW),
        lambda: drafts.step_back(instance, number, -1),
        lambda: freezing.freeze_draft(instance, clerk, number, now=NOW),
    ):
        with pytest.raises(VotingRefused) as caught:
            attempt()
        assert refusal(caught) is Refusal.DRAFT_FROZEN
    copy = drafts.read_draft(instance, drafts.clone_draft(instance, clerk, number, now=NOW))
    assert copy.document == cloned(SERVER_ONLY)
    assert "date" not in copy.document


def test_what_is_missing_or_wrong_is_not_frozen(instance: Instance, clerk: Who) -> None:
    number = filled(instance, clerk, {**SERVER_ONLY, "cards": 4, "sites": [{"name": "Điểm B"}]})
    with pytest.raises(VotingRefused) as caught:
        freezing.freeze_draft(instance, clerk, number, now=NOW)
    assert refusal(caught) is Refusal.DRAFT_NOT_READY
    with pytest.raises(VotingRefused) as caught:
        drafts.read_draft(instance, number + 1)
    assert refusal(caught) is Refusal.UNKNOWN_DRAFT


def test_a_committee_gets_its_links_and_the_draft_follows_a_new_beginning(
    instance: Instance, clerk: Who
) -> None:
    document = {**SERVER_ONLY, "trustees": "2/3", "committee": DOCUMENT["committee"]}
    number = filled(instance, clerk, document)
    frozen = freezing.freeze_draft(instance, clerk, number, now=NOW)
    assert [link.name for link in frozen.links] == ["An", "Bình", "Cường"]
    assert frozen.words is None
    assert drafts.read_draft(instance, number).uuid == frozen.uuid
    restart_ceremony(instance, frozen.uuid)
    found = drafts.find_draft_of(instance, frozen.uuid)
    assert found is not None and found.number == number


def test_a_rehearsal_is_a_draft_of_its_own_and_turns_the_light_green(
    instance: Instance, clerk: Who
) -> None:
    number = filled(instance, clerk, SERVER_ONLY)
    test = drafts.clone_draft(instance, clerk, number, is_rehearsal=True, now=NOW)
    assert not drafts.read_draft(instance, number).is_rehearsed
    frozen = freezing.freeze_draft(instance, clerk, test, now=NOW)
    assert frozen.definition.rehearsal
    assert drafts.read_draft(instance, number).is_rehearsed


def test_a_photo_is_frozen_with_its_person(instance: Instance, clerk: Who) -> None:
    photo = b"a small picture"
    digest = hashlib.sha256(photo).hexdigest()
    number = filled(instance, clerk, SERVER_ONLY)
    people = [{"name": "An", "position": "Chủ tịch", "photo": digest}]
    drafts.change_draft(
        instance, clerk, number, Step.PEOPLE, {"people": people}, photos={digest: photo}, now=NOW
    )
    frozen = freezing.freeze_draft(instance, clerk, number, now=NOW)
    assert frozen.definition.people[0].photo == digest


def photographed(instance: Instance, clerk: Who, *photos: bytes) -> int:
    number = filled(instance, clerk, SERVER_ONLY)
    given = {hashlib.sha256(photo).hexdigest(): photo for photo in photos}
    people = [
        {"name": f"An {place}", "position": "Chủ tịch", "photo": digest}
        for place, digest in enumerate(given)
    ]
    drafts.change_draft(
        instance, clerk, number, Step.PEOPLE, {"people": people}, photos=given, now=NOW
    )
    drafts.change_draft(instance, clerk, number, Step.PEOPLE, {"people": None}, now=NOW)
    return number


def test_a_draft_is_thrown_away_with_its_lists_and_photos_and_its_number(
    instance: Instance, clerk: Who
) -> None:
    photographed(instance, clerk, b"needed")
    number = photographed(instance, clerk, b"needed", b"of nobody else")
    with pytest.raises(VotingRefused) as caught:
        throw_away(instance, clerk, number, is_confirmed=False, now=NOW)
    assert refusal(caught) is Refusal.NOT_CONFIRMED
    drafts.step_back(instance, number, -1)
    throw_away(instance, clerk, number, is_confirmed=True, now=NOW)
    with instance.database.reading() as session:
        assert session.scalars(select(Photo.content)).all() == [b"needed"]
        assert not session.scalars(
            select(DraftVersion).where(DraftVersion.draft_id == number)
        ).all()
    assert number not in [one.number for one in drafts.list_drafts(instance)]
    for attempt in (
        lambda: drafts.read_draft(instance, number),
        lambda: drafts.change_draft(instance, clerk, number, Step.CARDS, {"cards": 6}, now=NOW),
        lambda: throw_away(instance, clerk, number, is_confirmed=True, now=NOW),
    ):
        with pytest.raises(VotingRefused) as caught:
            attempt()
        assert refusal(caught) is Refusal.UNKNOWN_DRAFT
    assert drafts.begin_draft(instance, clerk, now=NOW) == number + 1
    line = read_acts(instance)[1]
    assert (line.act, line.about) == (Act.THREW_AWAY_DRAFT, SERVER_ONLY["name"])


def test_a_frozen_draft_is_not_thrown_away(instance: Instance, clerk: Who) -> None:
    number = filled(instance, clerk, SERVER_ONLY)
    freezing.freeze_draft(instance, clerk, number, now=NOW)
    with pytest.raises(VotingRefused) as caught:
        throw_away(instance, clerk, number, is_confirmed=True, now=NOW)
    assert refusal(caught) is Refusal.DRAFT_FROZEN
    assert drafts.read_draft(instance, number).uuid is not None


def test_an_earlier_conference_is_cloned_without_its_day(instance: Instance, clerk: Who) -> None:
    uuid = create_conference(instance, definition()).uuid
    number = drafts.clone_conference(instance, clerk, uuid, now=NOW)
    document = drafts.read_draft(instance, number).document
    assert "date" not in document and "present" not in document
    again = definition_of(plan_of({**document, "date": "2026-12-08", "present": 5}), 2)
    assert again == definition(sites=("Hội trường",))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"rehearsal": True},
        {"rules": {"denominator": "issued", "quorum": "none"}},
        {"trustees": "2/3", "committee": DOCUMENT["committee"], "server_share": True},
        {"group": "BELENIOS-2048", "minimum_ballots": 7, "languages": ["vi", "en"]},
    ],
)
def test_a_plan_is_the_same_again_from_its_document(changes: dict[str, Any]) -> None:
    plan = plan_of({**SERVER_ONLY, **changes})
    assert plan_of(document_of(plan)) == plan
