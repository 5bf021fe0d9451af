"""Ballots: those of the other implementation, ours, and every change that must be refused."""

import hashlib
import json
import operator
from base64 import b64encode
from dataclasses import replace
from functools import reduce
from itertools import product

import pytest

from ballots.ballot import (
    make_ballot,
    max_ballot_size,
    parse_ballot,
    tracker_of,
    verify_ballot,
    verify_ballots,
)
from ballots.credentials import make_credential, parse_public_credentials, public_credential
from ballots.election import Election, parse_election
from ballots.encryption import Asked, verify_answers
from ballots.errors import BallotRefused, Refusal
from ballots.group import Group
from ballots.questions import allows_blank
from tests.ballots.support import (
    ED25519,
    NAMES,
    VECTORS,
    Json,
    Meeting,
    at,
    changed,
    dump,
    election_of,
    every_backend,
    leaves,
    plus_one,
    private_credentials,
    question,
    record,
    refusal_of,
)

MEETING = Meeting(question(2), question(2), question(2, low=1, blank=True))
BALLOT = MEETING.casts([0, 1], [1, 0], None)
OTHER = make_credential()  # of somebody else at the same meeting


@pytest.mark.parametrize("name", NAMES)
def test_every_ballot_of_every_record_verifies(name: str) -> None:
    election = election_of(name)
    credentials = parse_public_credentials(record(name).credentials, election.group)
    for data in record(name).ballots:
        ballot = parse_ballot(data, election)
        verify_ballot(ballot, election, credentials)
        assert ballot.bytes == data
        assert ballot.credential in credentials
        assert len(data) < max_ballot_size(election)


FORGED = {
    "ballot-of-unlisted-credential": Refusal.UNKNOWN_CREDENTIAL,
    "individual-proof-response-changed": Refusal.BAD_SIGNATURE,
    "individual-proof-response-changed-resigned": Refusal.INVALID_PROOF,
    "point-of-small-order-resigned": Refusal.NOT_IN_GROUP,
    "scalar-not-reduced-resigned": Refusal.NOT_CANONICAL,
}


@pytest.mark.parametrize(("name", "refusal"), FORGED.items())
def test_the_forged_ballot_of_a_record_is_refused_and_the_others_are_not(
    name: str, refusal: Refusal
) -> None:
    forged = record(f"forged/{name}")
    election = parse_election(forged.election)
    credentials = parse_public_credentials(forged.credentials, election.group)
    verdicts: list[Refusal | None] = []
    for data in forged.ballots:
        try:
            verify_ballot(parse_ballot(data, election), election, credentials)
        except BallotRefused as error:
            verdicts.append(error.refusal)
        else:
            verdicts.append(None)
    assert sorted(filter(None, verdicts)) == [refusal]
    assert len(verdicts) > 1


def judged_alone(data: bytes) -> tuple[Refusal, str] | None:
    try:
        verify_ballot(MEETING.reads(data), MEETING.election)
    except BallotRefused as error:
        return error.refusal, error.detail
    return None


@every_backend
def test_ballots_that_are_verified_together_get_the_verdicts_that_each_gets_alone(
    group: Group,
) -> None:
    other_proof = ("answers", 1, "individual_proofs", 0, 0, "challenge")
    outside = ("answers", 2, "choices", 1, "beta")
    ballots = [
        BALLOT,
        changed(BALLOT, other_proof, plus_one),
        MEETING.signs(changed(BALLOT, other_proof, plus_one)),
        MEETING.casts([0, 0], [1, 0], [0, 1], credential=OTHER),
        MEETING.signs(changed(BALLOT, outside, "ec" + "f" * 62)),
        MEETING.signs(changed(BALLOT, outside, "7" + "f" * 62 + "e")),
        MEETING.signs(changed(BALLOT, ("answers", 0, "overall_proof"), [])),
        BALLOT,
    ]
    alone = [judged_alone(data) for data in ballots]
    election = replace(MEETING.election, group=group)
    errors = verify_ballots([MEETING.reads(data) for data in ballots], election)
    assert [(error.refusal, error.detail) if error else None for error in errors] == alone
    assert [place for place, verdict in enumerate(alone) if verdict is None] == [0, 3, 7]
    assert verify_ballots([], election) == []


def test_the_only_answer_of_a_bad_ballot_is_verified_once(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, asked = Meeting(question(2)), []
    proof = ("answers", 0, "individual_proofs", 0, 0, "challenge")
    data = meeting.signs(changed(meeting.casts([0, 1]), proof, plus_one))

    def counted(given: list[Asked], election: Election) -> None:
        asked.append(len(given))
        verify_answers(given, election)

    monkeypatch.setattr("ballots.ballot.verify_answers", counted)
    [error] = verify_ballots([meeting.reads(data)], meeting.election)
    assert error is not None and error.refusal is Refusal.INVALID_PROOF
    assert error.detail.startswith("question 1") and asked == [1]


def choices_for(name: str) -> list[list[int] | None]:
    return [
        None if allows_blank(asked) and number % 2 else
        [int(i < max(asked.min, 1)) for i in range(len(asked.answers))]
        for number, asked in enumerate(election_of(name).questions)
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_we_make_ballots_for_the_elections_of_the_records(name: str) -> None:
    election = election_of(name)
    known = (VECTORS / f"{name}.credentials.json").exists()
    credential = private_credentials(name)[0] if known else make_credential()
    data = make_ballot(election, credential, choices_for(name))
    verify_ballot(parse_ballot(data, election), election)
    shape = [place for place in leaves(json.loads(data)) if place[0] != "signature"]
    cast = leaves(json.loads(record(name).ballots[0]))
    assert shape == [place for place in cast if place[0] != "signature"]
    if known:
        listed = parse_public_credentials(record(name).credentials, election.group)
        verify_ballot(parse_ballot(data, election), election, listed)


def test_the_tracker_is_the_hash_of_all_bytes() -> None:
    wanted = b64encode(hashlib.sha256(BALLOT).digest()).decode().rstrip("=")
    assert tracker_of(BALLOT) == MEETING.reads(BALLOT).tracker == wanted
    assert tracker_of(MEETING.signs(BALLOT)) != wanted


def test_the_ballot_made_here_is_accepted_and_so_is_signing_it_again() -> None:
    assert MEETING.judges(BALLOT) is None
    assert MEETING.judges(MEETING.signs(BALLOT)) is None


def test_a_copied_ballot_is_refused_under_another_credential() -> None:
    public = public_credential(OTHER, uuid=MEETING.election.uuid, group=ED25519)
    copied = changed(BALLOT, ["credential"], public)
    assert MEETING.judges(copied) is Refusal.BAD_SIGNATURE
    assert MEETING.judges(MEETING.signs(copied, OTHER)) is Refusal.INVALID_PROOF


@pytest.mark.parametrize("row", [0, 1, 2])
def test_a_copied_row_is_refused_in_the_ballot_of_another(row: int) -> None:
    own = MEETING.casts([0, 0], [0, 0], [1, 0], credential=OTHER)
    assert MEETING.judges(own) is None
    stolen = changed(own, ["answers", row], at(BALLOT, ["answers", row]))
    assert MEETING.judges(stolen) is Refusal.BAD_SIGNATURE
    assert MEETING.judges(MEETING.signs(stolen, OTHER)) is Refusal.INVALID_PROOF


def test_permuted_rows_are_refused() -> None:
    swapped = changed(BALLOT, ["answers"], lambda rows: [rows[1], rows[0], rows[2]])
    assert MEETING.judges(swapped) is Refusal.BAD_SIGNATURE
    misplaced = changed(BALLOT, ["answers"], lambda rows: [rows[2], rows[1], rows[0]])
    assert MEETING.judges(MEETING.signs(misplaced)) is Refusal.WRONG_SHAPE


def test_permuted_boxes_are_refused_even_when_signed() -> None:
    data = BALLOT
    for field in ("choices", "individual_proofs"):
        data = changed(data, ["answers", 0, field], lambda boxes: boxes[::-1])
    assert MEETING.judges(MEETING.signs(data)) is Refusal.INVALID_PROOF


def test_a_row_multiplied_with_fresh_randomness_is_refused() -> None:
    pair = at(BALLOT, ["answers", 0, "choices", 0])
    key, some = MEETING.election.public_key, ED25519.random_scalar()
    fresh = {
        "alpha": ED25519.multiply(ED25519.element(pair["alpha"]), ED25519.power_g(some)),
        "beta": ED25519.multiply(ED25519.element(pair["beta"]), ED25519.power(key, some)),
    }
    texts = {side: ED25519.text(element) for side, element in fresh.items()}
    data = changed(BALLOT, ["answers", 0, "choices", 0], texts)
    assert MEETING.judges(MEETING.signs(data)) is Refusal.INVALID_PROOF


def test_a_ballot_of_another_election_is_refused() -> None:
    stranger = Meeting(*MEETING.election.questions)
    assert stranger.judges(BALLOT) is Refusal.WRONG_ELECTION
    renamed = changed(BALLOT, ["election_uuid"], stranger.election.uuid)
    assert stranger.judges(renamed) is Refusal.WRONG_ELECTION
    moved = changed(renamed, ["election_hash"], stranger.election.fingerprint)
    assert stranger.judges(moved) is Refusal.BAD_SIGNATURE
    public = public_credential(OTHER, uuid=stranger.election.uuid, group=ED25519)
    taken = stranger.signs(changed(moved, ["credential"], public), OTHER)
    assert stranger.judges(taken) is Refusal.INVALID_PROOF


def test_a_credential_that_is_not_listed_is_refused() -> None:
    ballot = MEETING.reads(BALLOT)
    verify_ballot(ballot, MEETING.election, {ballot.credential})
    refusal = refusal_of(verify_ballot, ballot, MEETING.election, {"another": 1})
    assert refusal is Refusal.UNKNOWN_CREDENTIAL


@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_a_ballot_has_one_answer_a_question(count: int) -> None:
    short: Json = {"choices": [], "individual_proofs": [], "overall_proof": []}
    data = changed(BALLOT, ["answers"], [short] * count)
    assert MEETING.judges(MEETING.signs(data)) is Refusal.WRONG_SHAPE


def test_the_first_reason_found_is_the_cheapest() -> None:
    election, data = (
        MEETING.election,
        changed(BALLOT, ["answers", 0, "overall_proof", 0, "response"], "1"),
    )

    def reason() -> Refusal:
        return refusal_of(verify_ballot, parse_ballot(data, election), election, set())

    assert MEETING.judges(data) is Refusal.BAD_SIGNATURE
    data = changed(data, ["answers"], [])
    assert MEETING.judges(data) is Refusal.WRONG_SHAPE
    assert reason() is Refusal.UNKNOWN_CREDENTIAL
    data = changed(data, ["election_uuid"], "x")
    assert reason() is Refusal.WRONG_ELECTION
    data = data.replace(b":", b": ", 1)
    assert MEETING.judges(data) is Refusal.NOT_CANONICAL
    data = data[:-1]
    assert MEETING.judges(data) is Refusal.MALFORMED
    data = data + b" " * max_ballot_size(election)
    assert MEETING.judges(data) is Refusal.TOO_LARGE


def test_a_refusal_names_the_question_and_never_the_choice() -> None:
    place = ("answers", 1, "overall_proof", 0, "response")
    data = MEETING.signs(changed(BALLOT, place, "1"))
    with pytest.raises(BallotRefused) as caught:
        verify_ballot(MEETING.reads(data), MEETING.election)
    assert caught.value.detail == "question 2"
    data = MEETING.signs(changed(BALLOT, place, "01"))
    with pytest.raises(BallotRefused) as caught:
        verify_ballot(MEETING.reads(data), MEETING.election)
    assert caught.value.detail == "question 2: scalar with leading zero"


@pytest.mark.parametrize(
    "choices",
    [
        [], [[0, 1]], [[0, 1]] * 4, [[0, 1], [0, 1], [0, 0]], [[0, 1], [0, 1], [1, 1]],
        [None, [0, 1], None], [[0, 1, 0], [0, 1], None], [[0, 2], [0, 1], None],
    ],
)  # fmt: skip
def test_choices_that_break_the_rules_make_no_ballot(choices: list[list[int] | None]) -> None:
    with pytest.raises(BallotRefused) as caught:
        make_ballot(MEETING.election, MEETING.credential, choices)
    assert caught.value.refusal is Refusal.BAD_CHOICES


def numbers(data: bytes) -> list[str]:
    """Return the numbers of a ballot's proofs."""
    message = json.loads(data)
    places = [place for place in leaves(message) if place[-1] in ("challenge", "response")]
    return [str(reduce(operator.getitem, place, message)) for place in places]


def frame(data: bytes) -> int:
    """Return the length of a ballot without the digits of its proofs' numbers."""
    return len(data) - len("".join(numbers(data)))


def test_all_choices_make_ballots_of_one_size_but_for_the_digits_of_random_numbers() -> None:
    meeting = Meeting(question(3), question(2, low=1, high=2, blank=True))
    rows = [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
    blank: list[list[int] | None] = [[1, 0], [0, 1], [1, 1], None]
    made = [meeting.casts(*pair) for pair in product(rows, blank)]
    assert len({frame(data) for data in made}) == 1
    sizes = [len(data) for data in made]
    assert max(sizes) - min(sizes) < len(numbers(made[0]))


def test_the_largest_size_has_room_for_the_longest_numbers_and_little_more() -> None:
    for meeting in (MEETING, Meeting(question(40, high=40)), Meeting(*[question()] * 200)):
        election = meeting.election
        choices = [[1] + [0] * (len(asked.answers) - 1) for asked in election.questions]
        data = meeting.casts(*choices)
        assert (
            frame(data) + 77 * len(numbers(data))
            <= max_ballot_size(election)
            < 1.2 * len(data) + 1500
        )


def test_dump_and_sign_write_what_the_package_writes() -> None:
    assert dump(json.loads(BALLOT)) == BALLOT
