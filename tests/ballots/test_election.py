"""The election structure: read to the byte, made to the byte, refused field by field."""

import hashlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.election import BASE58, is_uuid, make_election, make_uuid, parse_election
from ballots.errors import BallotsError, Refusal
from ballots.group import Element
from ballots.questions import MAX_QUESTIONS
from tests.ballots.support import (
    ED25519,
    NAMES,
    Json,
    Meeting,
    at,
    changed,
    dump,
    election_of,
    question,
    record,
    refusal_of,
)

PLAIN = record("plain").election
IDENTITY = "0" * 63 + "1"


def refused(data: bytes) -> tuple[Refusal, str]:
    with pytest.raises(BallotsError) as caught:
        parse_election(data)
    return caught.value.refusal, caught.value.detail


@pytest.mark.parametrize("name", NAMES)
def test_the_election_of_every_record_is_made_again_to_the_byte(name: str) -> None:
    election = election_of(name)
    message = election.message
    made = make_election(
        uuid=election.uuid,
        name=election.name,
        description=election.description,
        group=election.group,
        public_key=election.public_key,
        questions=election.questions,
        administrator=message.administrator,
        credential_authority=message.credential_authority,
    )
    assert made == election
    assert made.bytes == record(name).election


@pytest.mark.parametrize("name", NAMES)
def test_the_ballots_of_every_record_name_our_fingerprint(name: str) -> None:
    election = election_of(name)
    digest = hashlib.sha256(record(name).election).digest()
    assert election.digest == digest.hex()
    assert election.fingerprint == b64encode(digest).decode().rstrip("=")
    for ballot in record(name).ballots:
        assert at(ballot, ["election_hash"]) == election.fingerprint
        assert at(ballot, ["election_uuid"]) == election.uuid


def test_an_election_without_organizers_names_leaves_the_fields_out() -> None:
    assert b"administrator" not in Meeting().election.bytes
    assert b"credential_authority" not in Meeting().election.bytes


@pytest.mark.parametrize("count", [1, 2, MAX_QUESTIONS])
def test_an_election_has_one_to_five_hundred_questions(count: int) -> None:
    assert len(Meeting(*[question()] * count).election.questions) == count


BAD, SHAPE, FORM = Refusal.BAD_ELECTION, Refusal.MALFORMED, Refusal.NOT_CANONICAL
OUTSIDE, GROUP = Refusal.NOT_IN_GROUP, Refusal.UNKNOWN_GROUP
REENCODED = "re-encoding gives other bytes"
CHANGES: dict[str, tuple[list[str | int], Json, Refusal, str]] = {
    "version 0": (["version"], 0, BAD, "version"),
    "version 2": (["version"], 2, BAD, "version"),
    "version 2^64": (["version"], 2**64, BAD, "version"),
    "version true": (["version"], True, SHAPE, "$.version"),
    "version 1.0": (["version"], 1.0, SHAPE, "$.version"),
    "short uuid": (["uuid"], "1" * 13, BAD, "uuid"),
    "endless uuid": (["uuid"], "1" * 65, BAD, "uuid"),
    "uuid with a bar": (["uuid"], "JFhMBfmAp5jNJ|", BAD, "uuid"),
    "uuid with 0": (["uuid"], "JFhMBfmAp5jNJ0", BAD, "uuid"),
    "uuid of a path": (["uuid"], "../../../../etc", BAD, "uuid"),
    "no question": (["questions"], [], BAD, "number of questions"),
    "501 questions": (["questions"], lambda q: q[:1] * 501, BAD, "number of questions"),
    "no answer": (["questions", 1, "answers"], [], BAD, "question 2: number of answers"),
    "min above max": (["questions", 0, "min"], 2, BAD, "question 1: min and max"),
    "min negative": (["questions", 0, "min"], -1, BAD, "question 1: min and max"),
    "max above all": (["questions", 0, "max"], 4, BAD, "question 1: min and max"),
    "max 2^64": (["questions", 0, "max"], 2**64, BAD, "question 1: min and max"),
    "max 0": (["questions", 0, "max"], 0, BAD, "question 1: min and max"),
    "max as text": (["questions", 0, "max"], "1", SHAPE, "$.questions[0].max"),
    "name not text": (["name"], 1, SHAPE, "$.name"),
    "administrator null": (["administrator"], None, FORM, REENCODED),
    "field of ours": (["ours"], 1, SHAPE, "unknown field"),
    "no such group": (["group"], "P-256", GROUP, "group"),
    "group for mixing": (["group"], "RFC-3526-2048", GROUP, "group"),
    "key the identity": (["public_key"], IDENTITY, OUTSIDE, "identity"),
    "key of small order": (["public_key"], "0" * 64, OUTSIDE, ""),
    "key in capitals": (["public_key"], str.upper, FORM, "element"),
}  # fmt: skip


@pytest.mark.parametrize(("path", "value", "refusal", "detail"), CHANGES.values(), ids=CHANGES)
def test_a_field_that_is_wrong_is_named(
    path: list[str | int], value: Json, refusal: Refusal, detail: str
) -> None:
    assert refused(changed(PLAIN, path, value)) == (refusal, detail)


KINDS = {
    "not homomorphic": {"type": "NonHomomorphic", "value": {"answers": ["a"], "question": "q"}},
    "lists": {"type": "Lists", "value": {"answers": [["a"]], "question": "q"}},
    "with extra": {"type": "NonHomomorphic", "value": {}, "extra": {"type": "ScoreVoting"}},
}


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_other_kinds_of_questions_are_named_as_unsupported(kind: Json) -> None:
    data = changed(PLAIN, ["questions", 0], kind)
    assert refusal_of(parse_election, data) is Refusal.UNSUPPORTED_QUESTION


def test_the_word_type_in_a_text_is_no_kind_of_question() -> None:
    data = changed(PLAIN, ["name"], '"type":"Lists"')
    assert parse_election(data).name == '"type":"Lists"'
    assert refused(changed(data, ["ours"], 1)) == (Refusal.MALFORMED, "unknown field")


def made(uuid: str = "1" * 14, name: str = "n", public_key: Element = ED25519.generator) -> str:
    return make_election(
        uuid=uuid,
        name=name,
        description="",
        group=ED25519,
        public_key=public_key,
        questions=[question()],
    ).name


def test_making_an_election_refuses_as_reading_one() -> None:
    assert made() == "n"
    assert refusal_of(made, public_key=ED25519.identity) is Refusal.NOT_IN_GROUP
    assert refusal_of(made, uuid="x") is Refusal.BAD_ELECTION
    assert refusal_of(made, name="\ud800") is Refusal.MALFORMED


def test_an_election_has_a_largest_size() -> None:
    assert refusal_of(parse_election, b" " * (4 << 20) + PLAIN) is Refusal.TOO_LARGE


def test_identifiers_are_14_base58_characters_and_differ() -> None:
    made = {make_uuid() for _ in range(100)}
    assert len(made) == 100
    assert all(len(uuid) == 14 and is_uuid(uuid) and set(uuid) <= set(BASE58) for uuid in made)


@given(st.text(max_size=70))
def test_an_identifier_is_base58_and_14_to_64_long(text: str) -> None:
    assert is_uuid(text) is (14 <= len(text) <= 64 and set(text) <= set(BASE58))


@given(at_byte=st.integers(0, len(PLAIN) - 1), byte=st.integers(0, 255))
def test_one_changed_byte_is_refused_or_another_election(at_byte: int, byte: int) -> None:
    data = PLAIN[:at_byte] + bytes([byte]) + PLAIN[at_byte + 1 :]
    try:
        election = parse_election(data)
    except BallotsError:
        return
    assert election.bytes == data
    assert (election.fingerprint == election_of("plain").fingerprint) is (data == PLAIN)


@given(name=st.text(max_size=20), description=st.text(max_size=20))
def test_names_are_kept_letter_by_letter(name: str, description: str) -> None:
    data = changed(changed(PLAIN, ["name"], name), ["description"], description)
    election = parse_election(data)
    assert (election.name, election.description) == (name, description)
    assert dump(at(data, [])) == election.bytes
