"""Closing, decrypting, the result: only the tally of the log, each trustee once, enough ballots."""

from itertools import pairwise

import pytest
from sqlalchemy import text

from audit.record import EventType
from ballots.ceremony import open_share, parse_member_file
from ballots.errors import BallotsError
from ballots.errors import Refusal as BallotRefusal
from ballots.proofs import Proof
from ballots.strong_decryption import prove_whole_decryption
from ballots.tally import make_partial_decryption, make_result, parse_encrypted_tally
from ballots.threshold import ThresholdParameters
from ballots.trustees import parse_trustees
from tests.voting.people import HIGH, LOW, MEDIUM, UNMARKED, Delegate, Organizer
from voting.models import Conference, LogEntry, State
from voting.refusals import Refusal, VotingRefused
from voting.rules.profile import load_profile
from voting.services import closing
from voting.services.common import find_conference
from voting.services.decrypting import accept_partial_decryption
from voting.services.reading import Part, read_conference, read_part
from voting.services.results import published_result
from voting.services.summing import sum_of_log
from voting.store import data_of, entry_of_kind


def closed(organizer: Organizer, **changes: object) -> list[Delegate]:
    """Let five delegates vote and close."""
    delegates = organizer.is_open(**changes)
    for delegate in delegates:
        delegate.casts(MEDIUM, HIGH)
    organizer.closes()
    return delegates


def made_elsewhere(organizer: Organizer, owner: int) -> tuple[bytes, Proof]:
    """Decrypt on a member's own device, from what is public."""
    instance, uuid, election = organizer.instance, organizer.uuid, organizer.election
    trustees = parse_trustees(read_part(instance, uuid, Part.TRUSTEES), election.group)
    parameters = trustees.items[1].message
    assert isinstance(parameters, ThresholdParameters)
    secret = open_share(parse_member_file(organizer.member_keys[owner - 2]), parameters)
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        entry = entry_of_kind(session, conference.id, EventType.ENCRYPTED_TALLY)
        assert entry is not None
        tally = parse_encrypted_tally(data_of(session, entry, 0), election)
    data = make_partial_decryption(tally, secret, election)
    return data, prove_whole_decryption(data, tally, secret, election)


def test_closing_goes_on_after_it_was_interrupted(organizer: Organizer) -> None:
    delegates = organizer.is_open()
    delegates[0].casts()
    closing._end_ballots(organizer.instance, organizer.uuid, None)
    view = read_conference(organizer.instance, organizer.uuid)
    assert view.state is State.CLOSING
    with pytest.raises(VotingRefused) as error:
        delegates[1].casts()
    assert error.value.refusal is Refusal.VOTING_CLOSED
    with pytest.raises(VotingRefused) as early:
        organizer.decrypts()
    assert early.value.refusal is Refusal.VOTING_STILL_OPEN
    assert organizer.closes() == 1
    assert read_conference(organizer.instance, organizer.uuid).state is State.CLOSED


def test_two_closings_at_once_write_one_tally(
    organizer: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    organizer.is_open()[0].casts()

    def overtaken(*arguments: object, **named: object) -> object:
        monkeypatch.setattr(closing, "sum_of_log", sum_of_log)
        organizer.closes()
        return sum_of_log(*arguments, **named)  # type: ignore[arg-type]  # as they came

    monkeypatch.setattr(closing, "sum_of_log", overtaken)
    assert organizer.closes() == 1
    assert organizer.record().count(b'"type":"EncryptedTally"') == 1


def test_a_vote_without_ballots_closes_and_stays_sealed(organizer: Organizer) -> None:
    organizer.is_open()
    assert organizer.closes() == 0
    with pytest.raises(VotingRefused) as error:
        organizer.decrypts()
    assert error.value.refusal is Refusal.TOO_FEW_BALLOTS


def test_fewer_ballots_than_the_minimum_stay_sealed_for_everybody(organizer: Organizer) -> None:
    delegates = organizer.is_open(minimum_ballots=3)
    for delegate in delegates[:2]:
        delegate.casts()
    organizer.closes()
    for move in (
        organizer.decrypts,
        organizer.counts,
        lambda: accept_partial_decryption(
            organizer.instance, organizer.uuid, 1, b"{}", Proof("0", "0")
        ),
    ):
        with pytest.raises(VotingRefused) as error:
            move()
        assert error.value.refusal is Refusal.TOO_FEW_BALLOTS


@pytest.mark.parametrize("cast", [0, 1])
def test_the_choice_of_one_delegate_stays_sealed_whatever_the_definition_says(
    cast: int, organizer: Organizer
) -> None:
    for delegate in organizer.is_open(minimum_ballots=1)[:cast]:
        delegate.casts()
    organizer.closes()
    with pytest.raises(VotingRefused, match=f"{cast} < 2") as error:
        organizer.decrypts()
    assert error.value.refusal is Refusal.TOO_FEW_BALLOTS


def test_exactly_the_minimum_is_enough(organizer: Organizer) -> None:
    closed(organizer, minimum_ballots=5)
    assert organizer.decrypts() == (1,)


def test_any_two_of_three_members_decrypt_with_the_server(organizer: Organizer) -> None:
    organizer.prepares_with_committee(2, 3)
    organizer.rehearses(*organizer.member_keys[1:])
    for delegate in organizer.prints():
        organizer.cards.append(delegate.card)
    organizer.opens()
    for card in organizer.cards[:3]:
        organizer.delegate(card).casts(LOW, UNMARKED)
    organizer.closes()
    assert organizer.decrypts(organizer.member_keys[2], organizer.member_keys[0]) == (1, 4, 2)
    assert [one.counts for one in organizer.counts().people] == [(0, 0, 3), (0, 0, 0)]


def test_members_may_come_one_by_one_and_from_elsewhere(organizer: Organizer) -> None:
    delegates = open_with_committee(organizer)
    for delegate in delegates:
        delegate.casts(MEDIUM, HIGH)
    organizer.closes()
    assert organizer.decrypts() == (1,)
    with pytest.raises(BallotsError) as early:
        organizer.counts()
    assert early.value.refusal is BallotRefusal.TOO_FEW_DECRYPTIONS
    assert organizer.decrypts(organizer.member_keys[1]) == (3,)
    with pytest.raises(VotingRefused) as twice:
        organizer.decrypts(organizer.member_keys[1])
    assert twice.value.refusal is Refusal.ALREADY_DECRYPTED
    accept_partial_decryption(organizer.instance, organizer.uuid, 2, *made_elsewhere(organizer, 2))
    with pytest.raises(VotingRefused) as enough:
        organizer.decrypts(organizer.member_keys[2])
    assert enough.value.refusal is Refusal.ENOUGH_DECRYPTIONS
    organizer.counts()
    assert [one.counts for one in organizer.publishes().people] == [(0, 5, 0), (5, 0, 0)]


def open_with_committee(organizer: Organizer) -> list[Delegate]:
    organizer.prepares_with_committee(2, 3)
    organizer.rehearses(*organizer.member_keys[:2])
    delegates = organizer.prints()
    organizer.opens()
    return delegates


def test_a_decryption_from_elsewhere_is_verified_for_its_owner(organizer: Organizer) -> None:
    for delegate in open_with_committee(organizer):
        delegate.casts()
    organizer.closes()
    instance, uuid = organizer.instance, organizer.uuid
    data = made_elsewhere(organizer, 2)
    weak = (data[0], Proof(data[1].response, data[1].challenge))
    with pytest.raises(BallotsError) as strong:
        accept_partial_decryption(instance, uuid, 2, *weak)
    assert strong.value.refusal is BallotRefusal.INVALID_PROOF
    with pytest.raises(BallotsError) as other:
        accept_partial_decryption(instance, uuid, 3, *data)
    assert other.value.refusal is BallotRefusal.INVALID_PROOF
    for owner in (0, 5, -1):
        with pytest.raises(VotingRefused) as nobody:
            accept_partial_decryption(instance, uuid, owner, *data)
        assert nobody.value.refusal is Refusal.WRONG_KEY
    accept_partial_decryption(instance, uuid, 2, *data)
    with pytest.raises(VotingRefused) as twice:
        accept_partial_decryption(instance, uuid, 2, *made_elsewhere(organizer, 2))
    assert twice.value.refusal is Refusal.ALREADY_DECRYPTED


def test_nothing_is_decrypted_if_somebody_changed_the_log_behind_our_back(
    organizer: Organizer,
) -> None:
    """An insider with the database removes a ballot after the tally: the sums differ."""
    closed(organizer)
    database = organizer.instance.database
    for table in ("log_entries", "log_data", "log_leaves"):
        drop = f"DROP TRIGGER {table}_append_only" + ("_delete" if database.is_sqlite else "")
        drop += "" if database.is_sqlite else f" ON {table}"
        with database.writing() as session:
            session.execute(text(drop))
    with database.writing() as session:
        session.execute(text("DELETE FROM log_data WHERE height = 5"))
        session.execute(text("DELETE FROM log_leaves WHERE height = 5"))
        session.execute(text("DELETE FROM log_entries WHERE height = 5"))
    with pytest.raises(VotingRefused) as error:
        organizer.decrypts()
    assert error.value.refusal is Refusal.TALLY_DIFFERS


def test_the_record_reveals_no_result_before_the_publication(organizer: Organizer) -> None:
    closed(organizer)
    sealed = organizer.record()
    organizer.decrypts()
    assert organizer.record() == sealed
    organizer.counts()
    assert organizer.record() == sealed
    organizer.publishes()
    published = organizer.record()
    assert published.startswith(sealed)
    assert make_result([[0, 5, 0], [5, 0, 0]]) in published
    assert b'"type":"PartialDecryption"' not in sealed


def test_the_record_only_ever_grows(organizer: Organizer) -> None:
    delegates = organizer.is_open()
    seen = [organizer.record()]
    for delegate in delegates:
        delegate.casts()
        seen.append(organizer.record())
    organizer.closes()
    seen.append(organizer.record())
    for earlier, later in pairwise(seen):
        assert later.startswith(earlier)
        assert len(later) > len(earlier)


def test_counts_stand_where_the_rules_lack_a_number(organizer: Organizer) -> None:
    closed(organizer, profile=load_profile("NQ85-2014"), total_members=None)
    organizer.decrypts()
    organizer.counts()
    organizer.publishes()
    result = published_result(organizer.instance, organizer.uuid)
    assert [one.counts for one in result.people] == [(0, 5, 0), (5, 0, 0)]
    assert [one.outcome for one in result.people] == [None, None]


def test_the_rules_are_applied_to_the_counts(organizer: Organizer) -> None:
    delegates = organizer.is_open()
    for delegate in delegates[:3]:
        delegate.casts(LOW, HIGH)
    for delegate in delegates[3:]:
        delegate.casts(HIGH, UNMARKED)
    organizer.closes()
    organizer.decrypts()
    first, second = organizer.counts().people
    assert first.outcome is not None
    assert second.outcome is not None
    assert [one.percentage for one in first.outcome.levels] == [4000, 0, 6000]
    assert first.outcome.reached is not None
    assert second.outcome.unmarked == 2
    assert second.outcome.reached is None


def test_a_conference_without_its_tally_is_still_open_to_the_committee(
    organizer: Organizer,
) -> None:
    """A database that says `closed` but has no tally entry is not believed."""
    organizer.is_open()
    with organizer.instance.database.writing() as session:
        conference = session.query(Conference).one()
        conference.state = State.CLOSED
        assert session.query(LogEntry).count() == 1
    with pytest.raises(VotingRefused) as error:
        organizer.decrypts()
    assert error.value.refusal is Refusal.VOTING_STILL_OPEN
