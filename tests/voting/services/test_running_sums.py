"""The sum that grows while ballots come in: the log's, in coarse steps; a difference is loud."""

from threading import Event

import pytest
from sqlalchemy import delete, select, text

from ballots.ed25519 import Ed25519
from ballots.errors import Sentence
from ballots.tally import TallySum
from tests.voting.people import HIGH, LOW, Delegate, Organizer
from voting.following import Follower
from voting.models import Conference, RunningSum, State, UnpackedPoints
from voting.refusals import Refusal, VotingRefused
from voting.services import running_sums, summing, unpacking
from voting.services.common import find_conference, frozen_parts
from voting.services.reading import read_conference
from voting.services.running_sums import STEP, Followed, follow, grow, step_of
from voting.services.summing import read_piece, sum_of, sum_of_log


def conference(organizer: Organizer) -> Conference:
    with organizer.instance.database.reading() as session:
        return find_conference(session, organizer.uuid)


def row_of(organizer: Organizer) -> RunningSum | None:
    with organizer.instance.database.reading() as session:
        return session.get(RunningSum, conference(organizer).id)


def followed_by(organizer: Organizer) -> Followed:
    with organizer.instance.database.reading() as session:
        return follow(session, conference(organizer))


def whole(organizer: Organizer) -> TallySum:
    return sum_of_log(organizer.instance, conference(organizer).id, organizer.election)


def keeps_sum(organizer: Organizer, **changes: object) -> None:
    """Store a running sum of the first two ballots, with some fields that are not theirs."""
    database, about = organizer.instance.database, conference(organizer)
    part = sum_of(read_piece(database, about.id, 0, 2), 0, organizer.election)
    row = {"height": 2, "ballots": part.num_tallied, "tally": part.encrypted_tally()}
    with database.writing() as session:
        session.add(RunningSum(conference_id=about.id, **(row | changes)))


def forgets_sum(organizer: Organizer) -> None:
    with organizer.instance.database.writing() as session:
        session.delete(session.get_one(RunningSum, conference(organizer).id))


def unpacked(organizer: Organizer) -> list[tuple[int, bytes]]:
    """Return the blocks that make adding up again fast."""
    with organizer.instance.database.reading() as session:
        rows = session.scalars(select(UnpackedPoints).order_by(UnpackedPoints.after))
        return [(row.after, row.content) for row in rows]


def keeps_unpacked(organizer: Organizer, blocks: list[tuple[int, bytes]]) -> None:
    """Store other blocks instead."""
    about = conference(organizer).id
    with organizer.instance.database.writing() as session:
        session.execute(delete(UnpackedPoints))
        for after, content in blocks:
            session.add(UnpackedPoints(conference_id=about, after=after, content=content))


def alters_log_data(organizer: Organizer, statement: str, kind: str = "update") -> None:
    """Change what the database holds of the ballots, behind our back."""
    database = organizer.instance.database
    where = f"_{kind}" if database.is_sqlite else ""
    on = "" if database.is_sqlite else " ON log_data"
    with database.writing() as session:
        session.execute(text(f"DROP TRIGGER log_data_append_only{where}{on}"))
        session.execute(text(statement))


def alters_ballot(organizer: Organizer) -> None:
    other = "(SELECT content FROM log_data WHERE height = 2)"
    alters_log_data(organizer, f"UPDATE log_data SET content = {other} WHERE height = 1")  # noqa: S608


def vote(delegates: list[Delegate]) -> None:
    for delegate in delegates:
        delegate.casts(HIGH, LOW)


def refused_at_close(organizer: Organizer) -> Refusal:
    """Fail to close; nothing is written, and nothing can be decrypted."""
    with pytest.raises(VotingRefused) as error:
        organizer.closes()
    assert read_conference(organizer.instance, organizer.uuid).state is State.CLOSING
    assert b'"type":"EncryptedTally"' not in organizer.record()
    with pytest.raises(VotingRefused) as early:
        organizer.decrypts()
    assert early.value.refusal is Refusal.VOTING_STILL_OPEN
    return error.value.refusal


def test_the_sum_grows_in_coarse_steps_goes_on_after_a_restart_and_is_the_logs(
    organizer: Organizer,
) -> None:
    people = organizer.is_open(cards=2 * STEP + 3, present=None, convened=None)
    followed = followed_by(organizer)
    vote(people[: STEP - 1])
    assert not grow(organizer.instance, followed)
    assert row_of(organizer) is None
    vote(people[STEP - 1 : STEP])
    assert grow(organizer.instance, followed)
    first = row_of(organizer)
    assert first is not None
    assert (first.ballots, first.height) == (STEP, STEP)
    assert first.tally == whole(organizer).encrypted_tally()
    first_tally = first.tally
    vote(people[STEP : 2 * STEP - 1])
    for still in (followed, followed_by(organizer)):
        assert not grow(organizer.instance, still)
    vote(people[2 * STEP - 1 : 2 * STEP + 1])
    restarted = followed_by(organizer)
    assert restarted.total.encrypted_tally() == first_tally
    assert grow(organizer.instance, restarted)
    second = row_of(organizer)
    assert second is not None
    assert (second.ballots, second.height) == (2 * STEP, 2 * STEP)
    # Deleted and made again, it is the same: nothing between two versions is smaller than a step.
    forgets_sum(organizer)
    assert grow(organizer.instance, followed_by(organizer))
    again = row_of(organizer)
    assert again is not None and again.tally == second.tally
    # The one that was overtaken takes up what is there.
    assert not grow(organizer.instance, followed)
    assert followed.height == second.height
    vote(people[2 * STEP + 1 :])
    heard: list[tuple[int, int]] = []
    total = sum_of_log(
        organizer.instance,
        conference(organizer).id,
        organizer.election,
        told=lambda *now: heard.append(now),
    )
    assert heard[-1] == (total.num_tallied, 2 * STEP + 3)
    assert organizer.closes() == 2 * STEP + 3
    assert row_of(organizer) is None
    assert not grow(organizer.instance, restarted)
    assert row_of(organizer) is None
    organizer.decrypts()
    assert organizer.counts().people[0].counts[0] == 2 * STEP + 3


def test_what_was_unpacked_on_the_way_changes_no_sum_whatever_it_is(
    organizer: Organizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (summing, running_sums):
        monkeypatch.setattr(module, "AT_ONCE", STEP)
    monkeypatch.setattr(unpacking, "BLOCK", STEP)
    people = organizer.is_open(cards=2 * STEP + 3, present=None, convened=None)
    followed = followed_by(organizer)
    for part in (people[:STEP], people[STEP : 2 * STEP]):
        vote(part)
        assert grow(organizer.instance, followed)
    vote(people[2 * STEP :])
    made, places = unpacked(organizer), [0, STEP]
    is_native = type(organizer.election.group) is not Ed25519
    assert [after for after, _ in made] == (places if is_native else [])
    first, second = [content for _, content in made] or [bytes(32 * STEP)] * 2
    assert len(first) == len(second) and len(first) % (32 * STEP) == 0
    wanted = whole(organizer)
    wrong = bytes(len(first))
    for blocks in (
        [],
        [(STEP, second)],
        [(0, second), (STEP, first)],
        [(0, wrong), (STEP, first[:-32] + b"x")],
        [(3, first), (2 * STEP, second)],
        [(0, first + second), (STEP, first[:32]), (2 * STEP, b"")],
    ):
        keeps_unpacked(organizer, blocks)
        assert whole(organizer).sized() == wanted.sized()
    # Taken up from nothing, all are made again. They serve until the tally is decrypted.
    forgets_sum(organizer)
    followed = followed_by(organizer)
    assert grow(organizer.instance, followed) and grow(organizer.instance, followed)
    assert unpacked(organizer) == made
    assert organizer.closes() == 2 * STEP + 3
    assert unpacked(organizer) == made
    organizer.decrypts()
    organizer.counts()
    assert unpacked(organizer) == []


def test_a_ballot_whose_bytes_are_gone_or_stand_twice_is_noticed(organizer: Organizer) -> None:
    vote(organizer.is_open())
    alters_log_data(organizer, "DELETE FROM log_data WHERE height = 2", "delete")
    with pytest.raises(VotingRefused) as error:
        whole(organizer)
    assert error.value.refusal is Refusal.BALLOT_ALTERED
    twice = (
        "INSERT INTO log_data SELECT conference_id, height, 7, 'x', content FROM log_data "
        "WHERE height = 1"
    )
    with organizer.instance.database.writing() as session:
        session.execute(text(twice))
    assert refused_at_close(organizer) is Refusal.BALLOT_ALTERED


def test_to_write_a_block_locks_no_conference() -> None:
    # On PostgreSQL a foreign key would: every cast would wait for it, and the close could deadlock.
    assert not UnpackedPoints.__table__.foreign_keys


def test_no_step_is_smaller_than_what_may_be_decrypted(organizer: Organizer) -> None:
    organizer.prepares(minimum_ballots=40)
    definition = frozen_parts(conference(organizer)).definition
    assert step_of(definition) == 40


def test_a_running_sum_is_completed_at_the_close(organizer: Organizer) -> None:
    vote(organizer.is_open())
    keeps_sum(organizer)
    assert organizer.closes() == 5


def test_a_sum_that_is_not_the_logs_stops_the_close_until_people_say_so(
    organizer: Organizer,
) -> None:
    vote(organizer.is_open())
    other = whole(organizer).encrypted_tally()
    no_point = other.replace(other[12:76], b"02".ljust(64, b"0"))
    lies: list[dict[str, object]] = [
        {"ballots": 1},
        {"tally": other},
        {"tally": b"["},
        {"tally": no_point},
        {"height": 3},
    ]
    for lie in lies:
        keeps_sum(organizer, **lie)
        assert refused_at_close(organizer) is Refusal.SUM_DIFFERS
        forgets_sum(organizer)
    keeps_sum(organizer, **lies[0])
    assert organizer.closes(trusts_log=True) == 5
    organizer.decrypts()
    assert organizer.counts().people[0].counts[0] == 5


def test_a_ballot_that_is_no_longer_what_the_log_names_is_never_added_up(
    organizer: Organizer,
) -> None:
    vote(organizer.is_open())
    alters_ballot(organizer)
    assert refused_at_close(organizer) is Refusal.BALLOT_ALTERED
    with pytest.raises(VotingRefused) as error:
        organizer.closes(trusts_log=True)
    assert error.value.refusal is Refusal.BALLOT_ALTERED


def test_the_follower_adds_up_open_votes_and_tells_what_is_wrong_once(
    organizer: Organizer,
) -> None:
    vote(organizer.is_open(cards=STEP, present=None, convened=None))
    said: list[Sentence] = []
    follower, never = Follower(organizer.instance, say=said.append), Event()
    follower.round(never)
    row = row_of(organizer)
    assert row is not None and row.ballots == STEP
    alters_ballot(organizer)
    forgets_sum(organizer)
    restarted = Follower(organizer.instance, say=said.append)
    for _ in range(3):
        restarted.round(never)
    assert len(said) == 1 and organizer.uuid in said[0].vi
    assert row_of(organizer) is None
