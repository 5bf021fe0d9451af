"""Forged records that only checks 1 to 5 can find: archive, chain, order, references."""

import json
from dataclasses import replace

import pytest

from audit.archive import archive_member
from audit.findings import Check, Fault, State
from audit.record import event_bytes, header_bytes, name_of_data, name_of_event
from ballots.hashing import sha256_hex
from tests.audit.conftest import Judge, states
from tests.audit.forge import Draft, Event, MemberBytes, archive, chain, rechained
from tests.audit.workshop import Workshop

TIME = 1795302820


def faults(judge: Judge, record: Draft | bytes, check: Check) -> list[str]:
    return [finding.code for finding in judge.finds_only(record, check)]


def with_header(draft: Draft, header: bytes) -> bytes:
    members = [("BELENIOS", header), *draft.members()]
    return b"".join(archive_member(name, content, TIME) for name, content in members)


def last_event_changed(draft: Draft, change: dict[str, object]) -> list[MemberBytes]:
    """Change the result's event, which no other event names."""
    members = draft.members()
    event = {**json.loads(members[-1][1]), **change}
    content = json.dumps(event, separators=(",", ":")).encode()
    return [*members[:-1], (name_of_event(content), content)]


def test_the_record_itself_is_sound(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(sound)
    assert verdict.sound
    assert set(states(verdict).values()) == {State.PASSED}


# ---------------------------------------------------------------- 1 header


@pytest.mark.parametrize(
    ("header", "code"),
    [
        (b'{"version":2,"timestamp":"1795302820"}', "timestamp"),
        (b'{"timestamp":"1795302820","version":1}', "not_canonical"),
        (b'{"version":1,"timestamp":"1795302820"} ', "not_canonical"),
        (b'{"version":1,"timestamp":1795302820}', "malformed"),
        (b'{"version":1,"timestamp":"01795302820"}', "malformed"),
        (b'{"version":1,"timestamp":"1795302820","by":"x"}', "malformed"),
        (b'{"version":1}', "malformed"),
        (b"\xff", "malformed"),
        (b"", "malformed"),
    ],
)
def test_1_header(judge: Judge, sound: Draft, header: bytes, code: str) -> None:
    assert faults(judge, with_header(sound, header), Check.HEADER) == [code]


def test_1_header_time_beyond_what_a_member_can_carry(judge: Judge, sound: Draft) -> None:
    found = faults(judge, with_header(sound, header_bytes(9_999_999_999)), Check.HEADER)
    assert found[0] == "timestamp"


def test_1_header_a_member_with_a_time_of_its_own(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    last = archive_member(*members[-1], TIME + 1)
    findings = judge.finds_only(archive(members[:-1], TIME) + last, Check.HEADER)
    assert [f.fault for f in findings] == [Fault.MEMBER_TIME]
    assert findings[0].values["name"] == members[-1][0]


# ---------------------------------------------------------------- 2 names


def test_2_names_a_name_that_is_not_the_hash(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    members[-1] = ("0" * 64 + ".event.json", members[-1][1])
    findings = judge.finds_only(archive(members, TIME), Check.NAMES)
    assert [f.fault for f in findings] == [Fault.NAME]


def test_2_names_a_member_that_is_there_twice(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    members.insert(6, members[5])
    assert faults(judge, archive(members, TIME), Check.NAMES) == ["repeated_member"]


# ---------------------------------------------------------------- 3 chain


def test_3_chain_a_parent_that_is_not_the_entry_before(judge: Judge, sound: Draft) -> None:
    members = last_event_changed(sound, {"parent": "0" * 64})
    findings = judge.finds_only(archive(members, TIME), Check.CHAIN)
    assert [(f.fault, f.entry) for f in findings] == [(Fault.PARENT, 7)]


def test_3_chain_a_first_entry_with_a_parent(judge: Judge, shop: Workshop) -> None:
    draft = shop.draft()
    members = draft.members()
    payload = sha256_hex(draft.setup())
    content = event_bytes(parent="0" * 64, height=0, type="Setup", payload=payload)
    members[-1] = (name_of_event(content), content)
    assert faults(judge, archive(members, TIME), Check.CHAIN) == ["parent"]


@pytest.mark.parametrize("height", [6, 8, -1, 10**30])
def test_3_chain_a_height_out_of_turn(judge: Judge, sound: Draft, height: int) -> None:
    members = last_event_changed(sound, {"height": height})
    assert faults(judge, archive(members, TIME), Check.CHAIN) == ["height"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": "x"}, "malformed"),
        ({"type": "Recount"}, "malformed"),
        ({"payload": "F" * 64}, "malformed"),
        ({"payload": "f" * 63}, "malformed"),
        ({"payload": "f" * 64 + "\n"}, "malformed"),
        ({"payload": None}, "not_canonical"),
        ({"height": "7"}, "malformed"),
        ({"height": 7.0}, "malformed"),
    ],
)
def test_3_chain_an_event_in_another_form(
    judge: Judge, sound: Draft, change: dict[str, object], code: str
) -> None:
    members = last_event_changed(sound, change)
    findings = judge.finds_only(archive(members, TIME), Check.CHAIN)
    assert [(f.code, f.entry) for f in findings] == [(code, 7)]


def test_3_chain_reordered_fields(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    event = dict(reversed(json.loads(members[-1][1]).items()))
    content = json.dumps(event, separators=(",", ":")).encode()
    members[-1] = (name_of_event(content), content)
    assert faults(judge, archive(members, TIME), Check.CHAIN) == ["not_canonical"]


# ---------------------------------------------------------------- 4 order


def test_4_order_a_second_setup(judge: Judge, sound: Draft) -> None:
    events = [*sound.events(), Event("Setup", sound.setup())]
    assert faults(judge, archive(chain(events), TIME), Check.ORDER) == ["after_result"]


def test_4_order_a_ballot_after_the_end(judge: Judge, sound: Draft) -> None:
    events = sound.events()
    events[3], events[4] = events[4], events[3]
    findings = judge.finds_only(archive(chain(events), TIME), Check.ORDER)
    assert [(f.fault, f.entry) for f in findings] == [(Fault.OUT_OF_ORDER, 4)]


@pytest.mark.parametrize("place", [1, 4, 5, 6, 7])
def test_4_order_shuffles_have_no_place(judge: Judge, sound: Draft, place: int) -> None:
    events = sound.events()
    events.insert(place, Event("EndShuffles"))
    assert faults(judge, archive(chain(events), TIME), Check.ORDER) == ["out_of_order"]


@pytest.mark.parametrize("kind", ["EndBallots", "EndShuffles"])
def test_4_order_nothing_after_the_result(judge: Judge, sound: Draft, kind: str) -> None:
    events = [*sound.events(), Event(kind)]
    findings = judge.finds_only(archive(chain(events), TIME), Check.ORDER)
    assert [(f.fault, f.entry) for f in findings] == [(Fault.AFTER_RESULT, 8)]


def test_4_order_the_end_left_out(judge: Judge, sound: Draft) -> None:
    found = faults(judge, replace(sound, ended=False), Check.ORDER)
    assert found == ["out_of_order"]


def test_4_order_a_ballot_first(judge: Judge, sound: Draft) -> None:
    events = sound.events()
    events[0], events[1] = events[1], replace(events[0])
    verdict = judge.judges(archive(chain(events), TIME))
    assert [f.entry for f in verdict.checks[3].findings] == [0, 1]


def test_4_order_no_event_at_all(judge: Judge) -> None:
    verdict = judge.judges(archive([], TIME))
    assert states(verdict)[Check.ORDER] is State.FAILED
    assert states(verdict)[Check.ELECTION] is State.NOT_RUN
    assert not verdict.sound


# ---------------------------------------------------------------- 5 references


def test_5_references_data_that_no_event_names(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    members.insert(5, (name_of_data(b"{}"), b"{}"))
    findings = judge.finds_only(archive(members, TIME), Check.REFERENCES)
    assert [f.fault for f in findings] == [Fault.UNREFERENCED]


def test_5_references_data_left_at_the_end(judge: Judge, sound: Draft) -> None:
    members = [*sound.members(), (name_of_data(b"{}"), b"{}")]
    assert faults(judge, archive(members, TIME), Check.REFERENCES) == ["unreferenced"]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 5, 12, 13, 15, 16, 18])
def test_5_references_data_after_its_event(judge: Judge, sound: Draft, place: int) -> None:
    members = sound.members()
    late = members.pop(place)
    assert late[0].endswith(".data.json")
    members.append(late)
    assert faults(judge, archive(members, TIME), Check.REFERENCES) == ["payload_late"]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 5, 12, 13, 15, 16, 18])
def test_5_references_data_that_is_missing(judge: Judge, sound: Draft, place: int) -> None:
    members = sound.members()
    members.pop(place)
    found = faults(judge, archive(members, TIME), Check.REFERENCES)
    assert found[0] == "payload_missing"


def test_5_references_an_end_with_a_payload(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    name, content = members[11]
    event = {**json.loads(content), "payload": sha256_hex(sound.setup())}
    members[11] = (name, json.dumps(event, separators=(",", ":")).encode())
    record = archive(rechained(members), TIME)
    assert faults(judge, record, Check.REFERENCES) == ["payload_unexpected"]


def test_5_references_a_ballot_event_without_a_payload(judge: Judge, sound: Draft) -> None:
    members = sound.members()
    name, content = members[6]
    event = json.loads(content)
    del event["payload"]
    members[6] = (name, json.dumps(event, separators=(",", ":")).encode())
    found = faults(judge, archive(rechained(members), TIME), Check.REFERENCES)
    assert sorted(found) == ["payload_missing", "unreferenced"]
