"""Forged records that only checks 6 to 10 can find: setup, election, trustees, credentials."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from audit.findings import Check, State
from ballots.group import group_named
from ballots.trustees import make_single, make_trustees
from tests.audit.conftest import Judge, states
from tests.audit.forge import Draft, Event, Json, Path, archive, chain, changed, dump, load
from tests.audit.workshop import Workshop, workshop

GROUP = group_named("Ed25519")
IDENTITY = "0" * 63 + "1"
SMALL_ORDER = "7f" + "ff" * 30 + "ec"  # the point (0, -1), of order 2


def reversed_fields(data: bytes) -> bytes:
    return dump(dict(reversed(json.loads(data).items())))


def code(judge: Judge, record: Draft | bytes, check: Check) -> str:
    findings = judge.finds_only(record, check)
    assert [finding.entry for finding in findings] == [0]
    return findings[0].code


# ---------------------------------------------------------------- 6 setup data


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (reversed_fields, "not_canonical"),
        (lambda data: data + b"\n", "not_canonical"),
        (lambda data: changed(data, ["election"], str.upper), "malformed"),
        (lambda data: data[:-1] + b',"by":"x"}', "malformed"),
        (lambda data: b"[]", "malformed"),
    ],
)
def test_6_setup(
    judge: Judge, sound: Draft, change: Callable[[bytes], bytes], expected: str
) -> None:
    events = sound.events()
    events[0] = Event("Setup", change(sound.setup()), events[0].before)
    assert code(judge, archive(chain(events), 1), Check.SETUP) == expected
    verdict = judge.judges(archive(chain(events), 1))
    assert states(verdict)[Check.ELECTION] is State.NOT_RUN


# ---------------------------------------------------------------- 7 election


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (["version"], 2, "bad_election"),
        (["uuid"], "short", "bad_election"),
        (["uuid"], "0" * 14, "bad_election"),
        (["questions"], [], "bad_election"),
        (["questions", 0, "min"], 2, "bad_election"),
        (["questions", 0, "min"], -1, "bad_election"),
        (["questions", 1, "max"], 3, "bad_election"),
        (["questions", 0, "answers"], [], "bad_election"),
        (["group"], "Curve448", "unknown_group"),
        (["public_key"], str.upper, "not_canonical"),
        (["public_key"], SMALL_ORDER, "not_in_group"),
        (["public_key"], IDENTITY, "not_in_group"),
        (["questions", 0, "shown"], True, "malformed"),
        (["administrator"], None, "not_canonical"),
        (
            ["questions", 0],
            {"type": "NonHomomorphic", "value": {"answers": ["a"], "question": "b"}},
            "unsupported_question",
        ),
    ],
)
def test_7_election(judge: Judge, sound: Draft, path: Path, value: Json, expected: str) -> None:
    forged = replace(sound, election=changed(sound.election, path, value))
    assert code(judge, forged, Check.ELECTION) == expected


def test_7_election_reordered_fields(judge: Judge, sound: Draft) -> None:
    forged = replace(sound, election=reversed_fields(sound.election))
    assert code(judge, forged, Check.ELECTION) == "not_canonical"


# ---------------------------------------------------------------- 8 trustees


def plus_one(text: str) -> str:
    return str(int(text) + 1)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ([0, 1, "pok", "response"], plus_one, "invalid_proof"),
        ([0, 1, "pok", "challenge"], plus_one, "invalid_proof"),
        ([0, 1, "pok", "response"], lambda text: "0" + text, "not_canonical"),
        ([0, 1, "pok", "response"], lambda text: str(int(text) + GROUP.order), "not_canonical"),
        ([0, 1, "public_key"], str.upper, "not_canonical"),
        ([0, 1, "public_key"], SMALL_ORDER, "not_in_group"),
        ([0, 1, "public_key"], IDENTITY, "not_in_group"),
        ([0, 0], "Sole", "bad_trustees"),
        ([0, 1, "by"], "x", "malformed"),
    ],
)
def test_8_trustees(judge: Judge, sound: Draft, path: Path, value: Json, expected: str) -> None:
    forged = replace(sound, trustees=changed(sound.trustees, path, value))
    assert code(judge, forged, Check.TRUSTEES) == expected


def test_8_trustees_nobody(judge: Judge, sound: Draft) -> None:
    assert code(judge, replace(sound, trustees=b"[]"), Check.TRUSTEES) == "bad_trustees"


@pytest.mark.parametrize(
    "path",
    [
        ["certs", 0, "signature", "response"],
        ["coefexps", 1, "signature", "response"],
        ["signatures", 2, "response"],
        ["verification_keys", 0, "pok", "response"],
        ["verification_keys", 1, "signature", "response"],
    ],
)
def test_8_trustees_each_part_of_a_threshold_committee(judge: Judge, path: Path) -> None:
    draft = load("threshold-2-of-3")
    forged = replace(draft, trustees=changed(draft.trustees, [1, 1, *path], plus_one))
    assert code(judge, forged, Check.TRUSTEES) in ("invalid_proof", "bad_signature")


def test_8_trustees_a_lower_threshold(judge: Judge) -> None:
    draft = load("threshold-3-of-5")
    forged = replace(draft, trustees=changed(draft.trustees, [1, 1, "threshold"], 2))
    assert code(judge, forged, Check.TRUSTEES) == "bad_trustees"


# ---------------------------------------------------------------- 9 election key


def test_9_election_key_of_other_trustees(judge: Judge, shop: Workshop) -> None:
    _, stranger = make_single(GROUP)
    others = make_trustees([stranger], GROUP).bytes
    ballot = shop.ballot(0, [[1, 0], [0, 0]])
    forged = replace(shop.draft(), trustees=others, ballots=(ballot,))
    assert code(judge, forged, Check.ELECTION_KEY) == "election_key"


def test_9_election_key_without_one_trustee(judge: Judge) -> None:
    two = workshop(trustees=2)
    forged = replace(two.draft(), trustees=dump(json.loads(two.trustees)[:1]))
    assert code(judge, forged, Check.ELECTION_KEY) == "election_key"


# ---------------------------------------------------------------- 10 credentials


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda entries: [*entries, entries[0]], "duplicate_credential"),
        (lambda entries: [entries[0] + ",1", *entries[1:]], "bad_weight"),
        (lambda entries: [one + ",0" for one in entries], "bad_weight"),
        (lambda entries: [one + ",01" for one in entries], "bad_weight"),
        (lambda entries: [one + ",-1" for one in entries], "bad_weight"),
        (lambda entries: [one + "," for one in entries], "bad_weight"),
        (lambda entries: [entries[0].upper(), *entries[1:]], "not_canonical"),
        (lambda entries: [*entries, SMALL_ORDER], "not_in_group"),
        (lambda entries: [*entries, IDENTITY], "not_in_group"),
        (lambda entries: [*entries, "f" * 64], "not_canonical"),
        (lambda entries: [*entries, 1], "malformed"),
        (lambda entries: {"credentials": entries}, "malformed"),
    ],
)
def test_10_credentials(
    judge: Judge, sound: Draft, change: Callable[[Json], Json], expected: str
) -> None:
    forged = replace(sound, credentials=dump(change(json.loads(sound.credentials))))
    assert code(judge, forged, Check.CREDENTIALS) == expected


def test_10_credentials_with_spaces(judge: Judge, sound: Draft) -> None:
    forged = replace(sound, credentials=sound.credentials.replace(b",", b", "))
    assert code(judge, forged, Check.CREDENTIALS) == "not_canonical"
