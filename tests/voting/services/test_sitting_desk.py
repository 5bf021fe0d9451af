"""A sitting beside everything else: desks, hub, database, and the verifier of each vote."""

from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from audit.findings import Check
from audit.findings import State as CheckState
from ballots.credentials import make_credential
from tests.voting.clerks import logged_in, make_account
from tests.voting.people import OPENING
from tests.voting.services.test_verified_log import Auditor
from tests.voting.sittings import Sitting, refused
from voting.instance import Instance
from voting.refusals import Refusal
from voting.roles import Role
from voting.services import card_desk
from voting.services.card_desk import Counted
from voting.services.hub import open_counted
from voting.services.scanned import wrong_cards
from voting.services.sites import add_site, give_batch
from voting.sitting_models import ReservedCard, SittingVote


@pytest.fixture
def sitting(instance: Instance) -> Sitting:
    return Sitting(instance)


def test_no_table_of_sittings_links_a_card_of_one_vote_to_one_of_another(
    sitting: Sitting,
) -> None:
    columns = {column.name for column in ReservedCard.__table__.columns}
    assert columns == {"uuid", "credential", "state"}
    assert {column.name for column in SittingVote.__table__.columns} == {
        *("sitting_id", "place", "uuid", "has_own_cards"),
    }
    if sitting.instance.database.is_sqlite:
        with sitting.instance.database.reading() as session:
            asked = text("SELECT sql FROM sqlite_master WHERE name = 'reserved_cards'")
            assert "WITHOUT ROWID" in session.execute(asked).scalar_one()


def test_the_database_itself_keeps_void_cards_void_and_sittings_as_they_were(
    sitting: Sitting,
) -> None:
    cards = sitting.prepares(False, spare=1).prints()
    sitting.opens(1, cards[0])
    for statement in (
        "UPDATE reserved_cards SET state = 'printed' WHERE state = 'void'",
        "UPDATE reserved_cards SET credential = 'x'",
        "UPDATE sittings SET name = 'x'",
        "DELETE FROM sittings",
    ):
        with (
            pytest.raises(DBAPIError, match=r"reserved_cards|sittings"),
            sitting.instance.database.writing() as session,
        ):
            session.execute(text(statement))


def test_the_record_and_log_of_every_vote_hold_by_themselves(
    sitting: Sitting, tmp_path: Path
) -> None:
    cards = sitting.prepares(False, spare=1).prints()
    for place in (1, 2):
        sitting.opens(place, cards[0])
        for card in cards[1:4]:
            sitting.delegate(place, card).casts()
        sitting.vote(place).finishes()
        verdict = Auditor(sitting.vote(place), tmp_path).verifies()
        assert verdict.sound
        not_passed = {one.check for one in verdict.checks if one.state is not CheckState.PASSED}
        assert not_passed == {Check.LOG_WITNESSES}  # these votes ask for none
        if place == 1:
            sitting.makes(2)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_desk_makes_no_card_void_that_is_good_for_further_votes(sitting: Sitting) -> None:
    card = sitting.prepares().prints()[0]
    vote, instance = sitting.vote(1), sitting.instance
    add_site(instance, vote.uuid, "Hội trường A")
    give_batch(instance, vote.uuid, 1, 5, None)
    who, _ = logged_in(instance, make_account(instance, Role.CHECKIN, site="Hội trường A"))
    card_desk.hand_out(instance, who, vote.uuid, 1, Counted(4, 0))
    public = [vote.delegate(card).public]
    for act in (card_desk.make_void, card_desk.exchange):
        found = refused(partial(act, instance, who, vote.uuid, 1, public))
        assert found[0] is Refusal.VOID_AT_OPENING
    assert card_desk.is_void_at_opening(instance, vote.uuid)
    assert sitting.opens(1, card) == 4


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_hub_opens_a_vote_by_what_is_scanned_and_voids_it_in_all_to_come(
    sitting: Sitting,
) -> None:
    cards = sitting.prepares(spare=1).prints()
    one, two, _ = (vote.uuid for vote in sitting.view.votes)

    def opens(uuid: str, left: str, counted: int) -> int:
        coming = [vote.uuid for vote in sitting.view.coming]
        lines = [f"{one} {sitting.listed([left], one)[0]}" for one in coming]
        return open_counted(
            sitting.instance, uuid, lines, counted, agreed=["attendance", "keys"], now=OPENING
        )

    wrong = refused(partial(opens, one, cards[0], 5))
    assert wrong[0] is Refusal.CARDS_UNBALANCED
    sent = partial(open_counted, sitting.instance, one, cards[:1], 4, agreed=(), now=OPENING)
    assert refused(sent)[0] is Refusal.CODES_SENT
    assert opens(one, cards[0], 4) == 4
    sitting.vote(1).closes()
    assert opens(two, cards[1], 3) == 3


def test_beside_a_wrong_card_the_others_are_right_in_votes_to_come_too(sitting: Sitting) -> None:
    left = (*sitting.prepares(spare=1).prints()[:2], make_credential())
    uuids = [vote.uuid for vote in sitting.view.votes]
    lines = {uuid: [f"{uuid} {one}" for one in sitting.listed(left, uuid)] for uuid in uuids}
    sent = [line for named in lines.values() for line in named]
    wrong = wrong_cards(sitting.instance, uuids[0], sent, is_void_wrong=False)
    assert wrong is not None and (wrong.places, wrong.total) == ((), 3)
    assert wrong.lines == tuple(named[2] for named in lines.values())
