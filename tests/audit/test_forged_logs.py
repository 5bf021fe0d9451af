"""Forged logs that only one of checks 24 to 29 can find; everything is signed again."""

import json
from dataclasses import replace

import pytest

from audit.entries import (
    IncidentEntry,
    entry_bytes,
)
from audit.errors import LogFault
from audit.findings import Check, Fault, State
from audit.policy import make_policy
from audit.receipt_words import clock_time
from audit.verifier import verify_record
from tests.audit.conftest import Judge, LogJudge, failed, states
from tests.audit.forge import Draft, dump
from tests.audit.forge_log import LogDraft, log_of, policy_for
from tests.audit.logs import OTHER, cosigned
from tests.audit.workshop import Workshop


def incident(text: str = "Mất điện 5 phút") -> bytes:
    return entry_bytes(IncidentEntry(text=text))


# ---------------------------------------------------------------- sound


def test_a_sound_log_passes_every_check(court: LogJudge, log: LogDraft) -> None:
    verdict = court.judges(log)
    assert verdict.sound
    assert set(states(verdict).values()) == {State.PASSED}
    assert [result.check for result in verdict.checks] == [
        check for check in Check if check not in (Check.EARLIER, Check.LOG_EARLIER)
    ]


def test_a_log_is_sound_at_every_stage(court: LogJudge, sound: Draft, shop: Workshop) -> None:
    opened = replace(sound, ballots=(), ended=False, tally=None, decryptions=(), result=None)
    voting = replace(opened, ballots=sound.ballots[:2])
    closed = replace(sound, tally=None, decryptions=(), result=None)
    tallied = replace(sound, decryptions=(), result=None)
    for draft in (opened, voting, closed, tallied):
        verdict = court.judges(log_of(draft, shop), draft)
        assert verdict.sound
        ended = states(verdict)
        assert ended[Check.LOG_DECRYPTIONS] is ended[Check.LOG_PUBLICATION] is State.NOT_REACHED
        closed_ = draft.ended
        assert ended[Check.LOG_CARDS] is (State.PASSED if closed_ else State.NOT_REACHED)


def test_what_is_not_yet_published_may_be_missing_from_the_record(
    court: LogJudge, sound: Draft, shop: Workshop
) -> None:
    log = log_of(replace(sound, result=None), shop)
    record = replace(sound, decryptions=(), result=None)
    assert court.judges(log, record).sound


def test_incidents_may_stand_between_acts(court: LogJudge, log: LogDraft) -> None:
    acts = ("definition", "cards", "rehearsal", "Setup", "Ballot", "closing", "EncryptedTally")
    for act in (*acts, "PartialDecryption", "publication"):
        index = log.index(act)
        assert court.judges(log.with_entry(index, log.entries[index], incident())).sound


# ---------------------------------------------------------------- 24 form


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b'{"text": "x","act":"incident"}', "not_canonical"),
        (b'{"act":"party","text":"x"}', "malformed"),
        (b'{"act":"incident","text":"x","at":1}', "malformed"),
        (b'{"act":"incident","text":""}', "malformed"),
        (b"\xff\xfe", "malformed"),
    ],
)
def test_24_form(court: LogJudge, log: LogDraft, content: bytes, code: str) -> None:
    forged = replace(log, entries=(*log.entries, content))
    (finding,) = court.finds_only(forged, Check.LOG_FORM)
    assert (finding.code, finding.entry) == (code, len(log.entries))
    ended = states(court.judges(forged))
    assert ended[Check.LOG_ORDER] is ended[Check.LOG_CARDS] is State.NOT_RUN


def test_24_form_of_the_definition(court: LogJudge, log: LogDraft) -> None:
    verdict = court.judges(log.with_entry(0, b"{}"), own=True)
    assert failed(verdict) == {Check.LOG_FORM}
    ended = states(verdict)
    assert ended[Check.LOG_DEFINITION] is ended[Check.LOG_SIGNATURE] is State.NOT_RUN


# ---------------------------------------------------------------- 25 tree


def test_25_tree_of_another_root(court: LogJudge, log: LogDraft) -> None:
    (finding,) = court.finds_only(replace(log, root=bytes(32)), Check.LOG_TREE)
    assert finding.fault is Fault.LOG_ROOT


@pytest.mark.parametrize("more", [-1, 1])
def test_25_tree_of_another_size(court: LogJudge, log: LogDraft, more: int) -> None:
    size = len(log.entries) + more
    (finding,) = court.finds_only(replace(log, size=size), Check.LOG_TREE)
    assert finding.fault is Fault.LOG_SIZE
    assert finding.values == {"said": str(size), "right": str(len(log.entries))}


# ---------------------------------------------------------------- 26 signature


def test_26_signature_by_another_key(court: LogJudge, log: LogDraft) -> None:
    (finding,) = court.finds_only(replace(log, key=OTHER), Check.LOG_SIGNATURE)
    assert finding.code == LogFault.WRONG_KEY


def test_26_signature_that_is_wrong(judge: Judge, court: LogJudge, log: LogDraft) -> None:
    text = log.archive()
    line = next(one for one in text.split(b"\n") if one.startswith("— vote".encode()))
    broken = line[:-8] + (b"AAAA" if line[-8:-4] != b"AAAA" else b"BBBB") + line[-4:]
    bel, tlog, policy = court.files(text.replace(line, broken))
    verdict = verify_record(bel, evidence=court.evidence(tlog, policy))
    assert failed(verdict) == {Check.LOG_SIGNATURE}
    (finding,) = [f for r in verdict.checks for f in r.findings]
    assert finding.code == LogFault.BAD_SIGNATURE


def test_26_signature_of_another_log(court: LogJudge, log: LogDraft) -> None:
    origin = "vote.example/log/AAAAAAAAAAAAAA"
    (finding,) = court.finds_only(replace(log, origin=origin), Check.LOG_SIGNATURE)
    assert (finding.fault, finding.values) == (Fault.LOG_ORIGIN, {"origin": origin})


def test_26_signature_needs_a_key(court: LogJudge, log: LogDraft) -> None:
    verdict = replace(court, policy=replace(log.policy, logs=())).judges(log)
    assert failed(verdict) == {Check.LOG_SIGNATURE, Check.LOG_DEFINITION}


# ---------------------------------------------------------------- 27 witnesses


@pytest.mark.parametrize("witnesses", [(), (3,)])
def test_27_witnesses_who_are_too_few(
    court: LogJudge, log: LogDraft, witnesses: tuple[int, ...]
) -> None:
    (finding,) = court.finds_only(replace(log, witnesses=witnesses), Check.LOG_WITNESSES)
    assert finding.code == LogFault.NO_QUORUM


def test_27_witnesses_say_since_when_they_are_missing(court: LogJudge, log: LogDraft) -> None:
    kept = {f"{size}.txt": seen(log, size) for size in (2, 4)}
    kept |= {"5.txt": log.checkpoint(5), "3.txt": cosigned(log.checkpoint(3), 3)}
    found = replace(court, earlier=kept).finds_only(replace(log, witnesses=()), Check.LOG_WITNESSES)
    assert [(one.code, one.entry, one.values.get("size")) for one in found] == [
        ("no_quorum", None, None),
        ("witnesses_up_to", 4, "4"),
    ]


def test_27_a_kept_receipt_says_since_when_and_at_what_time(court: LogJudge, log: LogDraft) -> None:
    place = log.index("Ballot")
    kept = {"receipt.txt": log.receipt(place, held=log.held(place, place + 1, 1, 2))}
    found = replace(court, earlier=kept).finds_only(replace(log, witnesses=()), Check.LOG_WITNESSES)
    assert [(one.code, one.entry) for one in found][1:] == [("witnesses_up_to", place)]
    assert found[1].values["time"] == clock_time(1_795_302_822)


@pytest.mark.parametrize("size", [None, 4])
def test_27_witnesses_of_another_log_say_nothing(
    size: int | None, court: LogJudge, log: LogDraft
) -> None:
    other = replace(log, root=bytes(32)) if size else replace(log, size=len(log.entries) + 1)
    kept = {"other.txt": seen(other, size) if size else other.checkpoint()}
    verdict = replace(court, earlier=kept).judges(replace(log, witnesses=()))
    assert failed(verdict) == {Check.LOG_WITNESSES, Check.LOG_EARLIER}
    codes = {one.code for result in verdict.checks for one in result.findings}
    assert "witnesses_up_to" not in codes


def test_27_a_kept_checkpoint_with_a_false_cosignature_says_nothing(
    court: LogJudge, log: LogDraft
) -> None:
    false = seen(log, 4).replace(log.checkpoint(4), log.checkpoint(3))
    verdict = replace(court, earlier={"4.txt": false}).judges(replace(log, witnesses=()))
    (finding,) = [one for result in verdict.checks for one in result.findings]
    assert finding.code == LogFault.NO_QUORUM


def seen(log: LogDraft, size: int) -> str:
    """Return a checkpoint of an earlier size with the cosignatures of two witnesses."""
    return cosigned(log.checkpoint(size), 1, 2)


def test_27_witnesses_who_are_not_named_do_not_count(court: LogJudge, log: LogDraft) -> None:
    court.finds_only(replace(log, witnesses=(1, 9)), Check.LOG_WITNESSES)


def test_27_witnesses_are_not_reached_where_nobody_asks_for_them(
    judge: Judge, sound: Draft, shop: Workshop, log: LogDraft
) -> None:
    policy = policy_for(log.origin, quorum=0)
    alone = replace(log_of(sound, shop, policy=policy), witnesses=())
    verdict = LogJudge(judge, sound, policy).judges(alone)
    assert verdict.sound
    assert states(verdict)[Check.LOG_WITNESSES] is State.NOT_REACHED


# ---------------------------------------------------------------- 28 definition


def test_28_definition_must_come_first(court: LogJudge, log: LogDraft) -> None:
    forged = replace(log, entries=log.entries[1:])
    (finding,) = court.finds_only(forged, Check.LOG_DEFINITION)
    assert finding.fault is Fault.NO_DEFINITION


def test_28_definition_only_once(court: LogJudge, log: LogDraft) -> None:
    forged = log.with_entry(2, log.entries[2], log.entries[0])
    (finding,) = court.finds_only(forged, Check.LOG_DEFINITION)
    assert (finding.fault, finding.entry) == (Fault.SECOND_DEFINITION, 3)


@pytest.mark.parametrize(
    ("name", "value"),
    [("uuid", "AAAAAAAAAAAAAA"), ("election", "0" * 64), ("trustees", "0" * 64)],
)
def test_28_definition_of_another_record(
    court: LogJudge, log: LogDraft, name: str, value: str
) -> None:
    (finding,) = court.finds_only(log.changed("definition", **{name: value}), Check.LOG_DEFINITION)
    assert (finding.fault, finding.values) == (Fault.DEFINITION_DIFFERS, {"what": name})


def test_28_definition_that_the_election_does_not_name(court: LogJudge, log: LogDraft) -> None:
    forged = log.changed("definition", definition="1" * 64)
    (finding,) = court.finds_only(forged, Check.LOG_DEFINITION)
    assert finding.fault is Fault.DEFINITION_UNNAMED


def test_28_definition_with_other_witnesses(court: LogJudge, log: LogDraft) -> None:
    fewer = policy_for(log.origin)
    fewer = replace(fewer, witnesses={"w9": next(iter(fewer.witnesses.values()))}, groups={})
    text = make_policy(replace(fewer, quorum="none")).decode()
    (finding,) = court.finds_only(log.changed("definition", policy=text), Check.LOG_DEFINITION)
    assert (finding.fault, finding.values) == (Fault.POLICY_DIFFERS, {"what": "witness"})


def test_28_definition_with_another_log_key(court: LogJudge, log: LogDraft) -> None:
    text = make_policy(policy_for(log.origin, key=OTHER)).decode()
    (finding,) = court.finds_only(log.changed("definition", policy=text), Check.LOG_DEFINITION)
    assert (finding.fault, finding.values) == (Fault.POLICY_DIFFERS, {"what": "log"})


def test_28_definition_with_a_policy_that_is_none(court: LogJudge, log: LogDraft) -> None:
    forged = log.changed("definition", policy="quorum nobody\n")
    (finding,) = court.finds_only(forged, Check.LOG_DEFINITION)
    assert finding.code == LogFault.POLICY_NAME
    assert states(court.judges(forged, own=True))[Check.LOG_SIGNATURE] is State.NOT_RUN


# ---------------------------------------------------------------- 29 events


def test_29_events_changed(court: LogJudge, log: LogDraft) -> None:
    index = log.index("Ballot")
    event = json.loads(log.entries[index])
    event["event"]["payload"] = "0" * 64
    (finding,) = court.finds_only(log.with_entry(index, dump(event)), Check.LOG_EVENTS)
    assert (finding.fault, finding.entry) == (Fault.EVENT_CHANGED, index)


def test_29_events_that_only_the_log_has(court: LogJudge, sound: Draft, shop: Workshop) -> None:
    opened = replace(sound, ended=False, tally=None, decryptions=(), result=None)
    fewer = replace(opened, ballots=sound.ballots[:2])
    (finding,) = court.finds_only(log_of(opened, shop), Check.LOG_EVENTS, fewer)
    assert finding.fault is Fault.EVENT_NOT_IN_RECORD
    assert finding.values == {"height": "3", "type": "Ballot"}


def test_29_events_that_only_the_record_has(court: LogJudge, sound: Draft, shop: Workshop) -> None:
    opened = replace(sound, ended=False, tally=None, decryptions=(), result=None)
    fewer = replace(opened, ballots=sound.ballots[:2])
    (finding,) = court.finds_only(log_of(fewer, shop), Check.LOG_EVENTS, opened)
    assert (finding.fault, finding.values) == (Fault.EVENT_NOT_IN_LOG, {"height": "3"})


def test_29_events_after_the_publication_are_all_public(
    court: LogJudge, log: LogDraft, sound: Draft
) -> None:
    hidden = replace(sound, result=None)
    verdict = court.judges(log, hidden)
    assert failed(verdict) == {Check.LOG_EVENTS}
    assert states(verdict)[Check.LOG_PUBLICATION] is State.NOT_RUN
    hidden = replace(hidden, decryptions=())
    verdict = court.judges(log, hidden)
    assert failed(verdict) == {Check.LOG_EVENTS}
    assert states(verdict)[Check.LOG_DECRYPTIONS] is State.NOT_RUN
