"""The verifier as a whole: every check, many processes, stages, nothing ever accepted by chance."""

import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit import verifier
from audit.errors import RecordUnreadable, Unreadable
from audit.findings import Check, State
from audit.log_verifier import LOG_CHECKS
from audit.pool import Workers
from audit.reading import Structures, read_structures
from audit.record import Record
from audit.verifier import CHECKS, Stage, verify_record
from ballots.hashing import sha256_hex
from tests.audit.conftest import Judge, failed, states
from tests.audit.forge import (
    VECTORS,
    Draft,
    archive,
    credential_of,
    load,
    private_credentials,
    rechained,
    resigned,
    with_ballot,
)
from tests.audit.workshop import Workshop, complete, workshop

MANY = settings().max_examples * 3 // 2  # 150; few under tests/client/keeping.py


def test_every_numbered_check_is_run_in_order() -> None:
    assert [*CHECKS, Check.EARLIER, *LOG_CHECKS, Check.LOG_EARLIER] == list(Check)
    assert [check.value for check in Check] == list(range(1, 35))


def test_many_processes_find_what_one_finds(judge: Judge) -> None:
    draft = load("revotes")
    ballots = [draft.ballots[0][:-1], *draft.ballots[1:], draft.ballots[3]]
    path = judge.writes(replace(draft, ballots=tuple(ballots)))
    seen: list[tuple[int, int]] = []
    with Workers(2) as workers:
        many = verify_record(
            path, progress=lambda done, total: seen.append((done, total)), workers=workers
        )
    assert many.checks == verify_record(path, jobs=1).checks
    assert failed(many) == {Check.BALLOT_FORM, Check.REPEATS}
    assert seen == sorted(seen)
    assert seen[-1] == (12, 12)


def test_more_processes_than_ballots_are_no_harm() -> None:
    assert verify_record(VECTORS / "two-trustees.bel", jobs=64).sound


def test_the_same_processes_verify_one_record_after_another(judge: Judge) -> None:
    cut = judge.writes((VECTORS / "blank.bel").read_bytes()[:-512])
    with Workers(2) as workers:
        blank = verify_record(VECTORS / "blank.bel", workers=workers)
        with pytest.raises(RecordUnreadable):
            verify_record(cut, workers=workers)
        revotes = verify_record(VECTORS / "revotes.bel", workers=workers)
    assert (blank.sound, blank.summary.weight) == (True, 8)
    assert (revotes.sound, revotes.summary.revotes) == (True, 4)


def test_a_ballot_that_stands_after_its_event_is_verified_in_its_turn(judge: Judge) -> None:
    draft = load("revotes")
    wrong = replace(draft, ballots=tuple(ballot[:-1] for ballot in draft.ballots))
    members = wrong.members()
    ballots = [place for place, (_, data) in enumerate(members) if b'"answers":[{' in data[:400]]
    first = members.pop(ballots[0])
    verdict = judge.judges(archive([*members, first], draft.timestamp))
    form = next(result for result in verdict.checks if result.check is Check.BALLOT_FORM)
    assert [finding.entry for finding in form.findings] == list(range(1, 12))


def test_the_last_ballot_of_a_card_counts_though_an_earlier_one_stands_at_the_end(
    judge: Judge,
) -> None:
    draft = load("revotes")
    members = draft.members()
    names = [f"{sha256_hex(ballot)}.data.json" for ballot in draft.ballots]
    late = [member for member in members if member[0] in names]
    rest = [member for member in members if member[0] not in names]
    summary = judge.judges(archive([*rest, *late], draft.timestamp)).summary
    assert (summary.counted, summary.revotes) == (7, 4)
    verdict = judge.judges(archive([*rest, *late], draft.timestamp))
    assert failed(verdict) == {Check.REFERENCES}  # the sum is right


@pytest.mark.parametrize(
    ("change", "stage", "reached"),
    [
        ({}, Stage.RESULT, 22),
        ({"result": None}, Stage.DECRYPTING, 20),
        ({"result": None, "decryptions": ()}, Stage.TALLIED, 18),
        ({"result": None, "decryptions": (), "tally": None}, Stage.CLOSED, 16),
        (
            {"result": None, "decryptions": (), "tally": None, "ended": False},
            Stage.OPEN,
            16,
        ),
    ],
)
def test_a_record_is_sound_as_far_as_it_goes(
    judge: Judge, sound: Draft, change: dict[str, None], stage: Stage, reached: int
) -> None:
    verdict = judge.judges(replace(sound, **change))  # type: ignore[arg-type]  # fields to None
    assert verdict.sound
    assert verdict.summary.stage is stage
    passed = [check.value for check, state in states(verdict).items() if state is State.PASSED]
    assert passed == list(range(1, reached + 1))


def test_a_summary_counts(judge: Judge) -> None:
    summary = judge.judges(load("revotes")).summary
    assert (summary.entries, summary.ballots, summary.counted, summary.revotes) == (16, 11, 7, 4)
    assert (summary.credentials, summary.trustees, summary.weight) == (8, 1, 7)


def test_an_unreadable_election_leaves_only_the_chain_to_check(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(replace(sound, election=b"{}"))
    assert failed(verdict) == {Check.ELECTION}
    ended = states(verdict)
    assert all(ended[check] is State.PASSED for check in Check if check <= Check.SETUP)
    assert ended[Check.BALLOT_FORM] is State.NOT_RUN
    assert verdict.summary.election is None
    assert verdict.summary.counted is None
    assert verdict.summary.result == [[1, 1], [1, 2]]


def test_all_that_is_wrong_is_found_at_once(judge: Judge, sound: Draft) -> None:
    wrong = with_ballot(sound, 0, b"{}")
    wrong = replace(wrong, num_tallied=9, result=b'{"result":[[9,9],[1,2]]}')
    verdict = judge.judges(wrong)
    assert failed(verdict) == {Check.BALLOT_FORM, Check.RESULT}
    verdict = judge.judges(replace(wrong, credentials=b"[]"))
    assert failed(verdict) >= {Check.BALLOT_FORM, Check.BALLOT_CREDENTIAL, Check.RESULT}


def test_a_file_that_changes_under_the_workers_is_unreadable(
    judge: Judge, sound: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = judge.writes(sound)

    def and_then_change(record: Record) -> Structures:
        structures = read_structures(record)
        path.write_bytes(sound.archive().replace(b'"answers"', b'"Answers"'))
        return structures

    monkeypatch.setattr(verifier, "read_structures", and_then_change)
    with pytest.raises(RecordUnreadable) as caught:
        verify_record(path)
    assert caught.value.code is Unreadable.CHANGED_WHILE_READ


@pytest.fixture(scope="module")
def small() -> tuple[Workshop, Draft]:
    shop = workshop(voters=1)
    return shop, complete(shop)


@given(st.data())
@settings(max_examples=MANY)
def test_a_flipped_bit_is_never_accepted(
    small: tuple[Workshop, Draft], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    raw = bytearray(small[1].archive())
    place = data.draw(st.integers(min_value=0, max_value=8 * len(raw) - 1))
    raw[place // 8] ^= 1 << place % 8
    path = tmp_path_factory.getbasetemp() / "flipped.bel"
    path.write_bytes(raw)
    try:
        verdict = verify_record(path)
    except RecordUnreadable:
        return
    assert not verdict.sound


@given(st.data())
@settings(max_examples=MANY)
def test_a_flipped_bit_is_never_accepted_though_all_hashes_are_mended(
    small: tuple[Workshop, Draft], tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Every structure is bound by a proof, a signature or a sum, not only by its hash."""
    draft = small[1]
    field = data.draw(
        st.sampled_from(
            ["election", "trustees", "credentials", "ballots", "tally", "decryptions", "result"]
        )
    )
    value = getattr(draft, field)
    whole = value if isinstance(value, bytes) else (value[0] if field == "ballots" else value[0][1])
    raw = bytearray(whole)
    place = data.draw(st.integers(min_value=0, max_value=8 * len(raw) - 1))
    raw[place // 8] ^= 1 << place % 8
    flipped: object = bytes(raw)
    if field == "ballots":
        flipped = (flipped,)
    if field == "decryptions":
        flipped = ((1, flipped),)
    path = tmp_path_factory.getbasetemp() / "mended.bel"
    path.write_bytes(replace(draft, **{field: flipped}).archive())  # type: ignore[arg-type]  # any
    assert not verify_record(path).sound


@given(st.integers(min_value=0, max_value=8 * 300), st.integers(min_value=0, max_value=16))
def test_no_flipped_bit_makes_the_verifier_fail_in_another_way(
    tmp_path_factory: pytest.TempPathFactory, place: int, number: int
) -> None:
    members = load("two-trustees").members()
    name, content = members[number]
    raw = bytearray(content)
    raw[place // 8 % len(raw)] ^= 1 << place % 8
    members[number] = (name, bytes(raw))
    path = tmp_path_factory.getbasetemp() / "any.bel"
    path.write_bytes(archive(members, 1))
    assert not verify_record(path).sound


def test_rechained_members_of_a_sound_record_are_themselves(sound: Draft) -> None:
    assert rechained(sound.members()) == sound.members()


def peak_of(path: Path) -> int:
    """Return how much memory verifying a record takes at most, in bytes."""
    tracemalloc.start()
    verify_record(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_memory_does_not_hold_the_ballots(judge: Judge) -> None:
    draft = load("blank")
    credential = credential_of(draft, 0, private_credentials("blank"))
    again = [resigned(draft.ballots[0], draft.election, credential) for _ in range(70)]
    few, many = (
        judge.writes(replace(load("blank"), ballots=tuple(again[:count])), f"{count}.bel")
        for count in (20, 70)  # both are more than are verified together
    )
    peak_of(many)  # what is made once: tables of the key
    growth = peak_of(many) - peak_of(few)
    assert growth < 50 * len(again[0]) / 3
