"""Preparations frozen together: the same sitting that a plan with [[votes]] makes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.voting.clerks import logged_in, make_account
from tests.voting.people import OPENING
from tests.voting.plan.test_steps import DOCUMENT
from tests.voting.services.test_drafts import NOW, SERVER_ONLY, filled
from voting.instance import Instance
from voting.plan.steps import plan_of
from voting.planning import definition_of
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services import drafts
from voting.services.ceremony import find_member
from voting.services.discarding import throw_away
from voting.services.freezing import Frozen, freeze_ready
from voting.services.hub import read_hub
from voting.services.keys import server_key_file
from voting.services.preparing import rehearse_decryption
from voting.services.reading import read_conference
from voting.services.sessions import Who
from voting.services.sitting_cards import print_sitting_cards
from voting.services.sitting_drafts import (
    ChosenVote,
    begin_next_vote,
    freeze_as_spare,
    freeze_sitting,
    sittings_with_spare,
)
from voting.services.sittings import find_sitting

SECOND = {**SERVER_ONLY, "name": "Thăm dò", "profile": "THAMDO"}


@pytest.fixture
def clerk(instance: Instance) -> Who:
    return logged_in(instance, make_account(instance, Role.ORGANIZER))[0]


def shared(*numbers: int) -> list[ChosenVote]:
    return [ChosenVote(number, has_own_cards=False) for number in numbers]


def test_drafts_become_a_sitting_whose_votes_lead_to_each_other(
    instance: Instance, clerk: Who
) -> None:
    first = filled(instance, clerk, SERVER_ONLY)
    second, third = (
        filled(instance, clerk, {**SECOND, "name": name}) for name in ("Thăm dò", "Xếp loại")
    )
    votes = [*shared(first, second), ChosenVote(third, has_own_cards=True)]
    made, frozen, _ = freeze_sitting(instance, clerk, "Kỳ họp thứ tám", votes, 1, now=NOW)
    sitting = find_sitting(instance, made.uuid)
    assert sitting is not None and sitting.name == "Kỳ họp thứ tám"
    places = [(one.uuid, one.name, one.has_own_cards) for one in sitting.votes[:3]]
    names = (str(SERVER_ONLY["name"]), "Thăm dò", "Xếp loại")
    own = (False, False, True)
    assert places == list(zip((one.uuid for one in frozen), names, own, strict=True))
    assert sitting.votes[3].name is None
    assert read_conference(instance, frozen[1].uuid).definition == definition_of(plan_of(SECOND), 5)
    assert [drafts.read_draft(instance, one).uuid for one in (first, second, third)] == [
        one.uuid for one in frozen
    ]
    for one in frozen:
        hub = read_hub(instance, one.uuid, now=OPENING)
        assert hub.sitting is not None and hub.sitting.uuid == made.uuid
    assert len(print_sitting_cards(instance, made.uuid, 5)) == 5
    assert [read_conference(instance, one.uuid).turnout.printed for one in frozen] == [5, 5, 0]


def test_a_later_preparation_takes_the_spare_vote_and_its_cards(
    instance: Instance, clerk: Who
) -> None:
    made, *_ = freeze_sitting(
        instance, clerk, "Phiên", shared(filled(instance, clerk, SERVER_ONLY)), 1, now=NOW
    )
    print_sitting_cards(instance, made.uuid, 5)
    assert [one.uuid for one in sittings_with_spare(instance)] == [made.uuid]
    later = filled(instance, clerk, {**SECOND, "group": "Ed25519"})
    frozen = freeze_as_spare(instance, clerk, later, made.uuid, now=NOW)
    assert frozen.uuid == made.votes[1].uuid
    assert read_conference(instance, frozen.uuid).turnout.printed == 5
    assert sittings_with_spare(instance) == []
    another = filled(instance, clerk, SECOND)
    with pytest.raises(VotingRefused) as caught:
        freeze_as_spare(instance, clerk, another, made.uuid, now=NOW)
    assert caught.value.refusal is Refusal.NO_SPARE_VOTE


def test_two_presses_at_the_same_moment_freeze_one_vote_whose_key_stays(
    instance: Instance, clerk: Who
) -> None:
    made, *_ = freeze_sitting(
        instance, clerk, "Phiên", shared(filled(instance, clerk, SERVER_ONLY)), 1, now=NOW
    )
    both = [filled(instance, clerk, {**SECOND, "name": name}) for name in ("Thăm dò", "Xếp loại")]

    def press(number: int) -> str:
        try:
            return freeze_as_spare(instance, clerk, number, made.uuid, now=NOW).uuid
        except VotingRefused as error:
            return error.refusal

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(press, both * 2))
    spare = made.votes[1].uuid
    assert answers.count(spare) == 1
    assert set(answers) <= {spare, Refusal.NO_SPARE_VOTE, Refusal.DRAFT_FROZEN}
    assert rehearse_decryption(instance, spare) == (1,)  # with the key file, against the database


def test_a_key_file_that_lies_there_is_neither_written_over_nor_taken_away(
    instance: Instance, clerk: Who
) -> None:
    made, *_ = freeze_sitting(
        instance, clerk, "Phiên", shared(filled(instance, clerk, SERVER_ONLY)), 1, now=NOW
    )
    file = server_key_file(instance.settings, made.votes[1].uuid)
    file.write_bytes(b"of another attempt")
    number = filled(instance, clerk, SECOND)
    with pytest.raises(VotingRefused) as caught:
        freeze_as_spare(instance, clerk, number, made.uuid, now=NOW)
    assert caught.value.refusal is Refusal.SERVER_KEY_THERE
    assert file.read_bytes() == b"of another attempt"
    assert drafts.read_draft(instance, number).uuid is None
    file.unlink()
    assert freeze_as_spare(instance, clerk, number, made.uuid, now=NOW).uuid == made.votes[1].uuid


@pytest.mark.parametrize(
    ("changes", "name", "spare", "said"),
    [
        ({"cards": 6}, "Phiên", 0, "Cards to print"),
        ({"address": "http://192.0.2.7:8000"}, "Phiên", 0, "must agree in"),
        ({"name": SERVER_ONLY["name"]}, "Phiên", 0, "the same name"),
        ({"rehearsal": True}, "Phiên", 0, "does not go with a real vote"),
        ({}, "", 0, "Give the sitting a name"),
        ({}, "Phiên", 11, "at most 10"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_frozen(
    instance: Instance, clerk: Who, changes: dict[str, Any], name: str, spare: int, said: str
) -> None:
    numbers = [filled(instance, clerk, one) for one in (SERVER_ONLY, {**SECOND, **changes})]
    with pytest.raises(VotingRefused) as caught:
        freeze_sitting(instance, clerk, name, shared(*numbers), spare, now=NOW)
    assert caught.value.refusal is Refusal.VOTES_DO_NOT_FIT
    assert caught.value.reason is not None and said in caught.value.reason.en
    assert [drafts.read_draft(instance, number).uuid for number in numbers] == [None, None]
    assert sittings_with_spare(instance) == []


def test_one_vote_alone_is_no_sitting_and_a_draft_that_is_not_ready_no_vote(
    instance: Instance, clerk: Who
) -> None:
    number = filled(instance, clerk, SERVER_ONLY)
    empty = drafts.begin_draft(instance, clerk, now=NOW)
    for votes, refusal in (
        (shared(number), Refusal.VOTES_DO_NOT_FIT),
        ([], Refusal.VOTES_DO_NOT_FIT),
        (shared(number, empty), Refusal.DRAFT_NOT_READY),
    ):
        with pytest.raises(VotingRefused) as caught:
            freeze_sitting(instance, clerk, "Phiên", votes, 0, now=NOW)
        assert caught.value.refusal is refusal


def test_the_next_vote_begins_with_all_but_its_name_and_people(
    instance: Instance, clerk: Who
) -> None:
    document = {**SERVER_ONLY, "trustees": "2/3", "committee": DOCUMENT["committee"]}
    number = begin_next_vote(instance, clerk, filled(instance, clerk, document), now=NOW)
    kept = drafts.read_draft(instance, number).document
    assert kept == {key: one for key, one in document.items() if key not in ("name", "people")}


def test_links_of_what_was_frozen_are_given_though_a_later_vote_is_refused(
    instance: Instance, clerk: Who, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = {"trustees": "2/3", "committee": DOCUMENT["committee"]}
    first, second = (filled(instance, clerk, {**one, **named}) for one in (SERVER_ONLY, SECOND))

    def thrown_away_after_the_first(*given: Any, **more: Any) -> Frozen:
        frozen = freeze_ready(*given, **more)
        throw_away(instance, clerk, second, is_confirmed=True, now=NOW)
        return frozen

    with monkeypatch.context() as patch:
        patch.setattr("voting.services.sitting_drafts.freeze_ready", thrown_away_after_the_first)
        made = freeze_sitting(instance, clerk, "Phiên", shared(first, second), 0, now=NOW)
    assert made.refused is not None and made.refused.refusal is Refusal.UNKNOWN_DRAFT
    [frozen] = made.frozen
    assert len(frozen.links) == 3
    assert find_member(instance, frozen.uuid, frozen.links[0].token).number == 1
    sitting = find_sitting(instance, made.sitting.uuid)
    assert sitting is not None and [vote.name is None for vote in sitting.votes] == [False, True]
