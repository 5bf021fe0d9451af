"""Forged records that only checks 11 to 16 can find: every ballot, and repeats.

Each changed ballot is signed again by its own credential, unless the signature is the point.
"""

import json
import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from audit.findings import Check, Fault, State
from ballots.ballot import make_ballot, tracker_of
from ballots.credentials import make_credential
from ballots.ed25519 import Ed25519
from ballots.group import Scalar, group_named
from tests.audit import points
from tests.audit.conftest import Judge, states
from tests.audit.forge import (
    Draft,
    Event,
    Json,
    Path,
    archive,
    chain,
    changed,
    credential_of,
    dump,
    load,
    private_credentials,
    resigned,
    with_ballot,
)
from tests.audit.workshop import Workshop

GROUP = group_named("Ed25519")
FIRST: Path = ["answers", 0, "choices", 0]
PROOF: Path = ["answers", 1, "individual_proofs", 1, 0]


def plus_one(text: str) -> str:
    return str(int(text) + 1)


def forged(draft: Draft, shop: Workshop, change: Callable[[bytes], bytes]) -> Draft:
    """Change the second ballot and sign it again."""
    ballot = resigned(change(draft.ballots[1]), draft.election, shop.credentials[1])
    return with_ballot(draft, 1, ballot)


def code(judge: Judge, draft: Draft, check: Check, *, index: int = 1) -> str:
    """Return the code of the one finding, which names entry and tracker of the ballot."""
    (finding,) = judge.finds_only(draft, check)
    assert finding.entry == index + 1
    assert finding.tracker == tracker_of(draft.ballots[index])
    return finding.code


# ---------------------------------------------------------------- 11 form


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ([*FIRST, "alpha"], str.upper, "not_canonical"),
        ([*FIRST, "alpha"], lambda text: text[1:], "not_canonical"),
        ([*FIRST, "alpha"], points.NOT_REDUCED, "not_canonical"),
        ([*FIRST, "beta"], points.OFF_CURVE, "not_in_group"),
        ([*FIRST, "beta"], points.IDENTITY, "not_in_group"),
        ([*FIRST, "beta"], points.NEGATIVE_ZERO, "not_canonical"),
        ([*FIRST, "alpha"], points.ORDER_2, "not_in_group"),
        ([*FIRST, "alpha"], points.SMALL, "not_in_group"),
        ([*FIRST, "alpha"], points.mixed, "not_in_group"),
        ([*FIRST, "beta"], points.mixed, "not_in_group"),
        ([*PROOF, "challenge"], lambda text: str(int(text) + GROUP.order), "not_canonical"),
        ([*PROOF, "response"], lambda text: str(int(text) + GROUP.order), "not_canonical"),
        ([*PROOF, "response"], str(GROUP.order), "not_canonical"),
        ([*PROOF, "response"], lambda text: "0" + text, "not_canonical"),
        ([*PROOF, "response"], lambda text: "-" + text, "not_canonical"),
        ([*PROOF, "response"], lambda text: "+" + text, "not_canonical"),
        ([*PROOF, "response"], "", "not_canonical"),
        ([*PROOF, "response"], "１", "not_canonical"),
        ([*PROOF, "response"], int, "malformed"),
        (["answers", 0, "choices"], lambda row: row[:1], "wrong_shape"),
        (["answers", 0, "individual_proofs"], lambda row: row[:1], "wrong_shape"),
        (["answers", 0, "individual_proofs", 0], lambda row: row[:1], "wrong_shape"),
        (["answers", 0, "overall_proof"], lambda row: row[:1], "wrong_shape"),
        (["answers", 0, "blank_proof"], lambda row: row, "wrong_shape"),
        (["answers"], lambda rows: rows[:1], "wrong_shape"),
        (["answers"], lambda rows: rows * 2, "too_large"),
    ],
)
def test_11_form(
    judge: Judge,
    shop: Workshop,
    sound: Draft,
    path: Path,
    value: Json,
    expected: str,
) -> None:
    if path[-1] == "blank_proof":
        proofs = json.loads(sound.ballots[1])["answers"][0]["overall_proof"]
        draft = forged(sound, shop, lambda ballot: _inserted(ballot, proofs))
    else:
        draft = forged(sound, shop, lambda ballot: changed(ballot, path, value))
    assert code(judge, draft, Check.BALLOT_FORM) == expected
    assert states(judge.judges(draft))[Check.TALLY] is State.NOT_RUN


def _inserted(ballot: bytes, proofs: Json) -> bytes:
    """Add a blank proof to the first answer."""
    message = json.loads(ballot)
    message["answers"][0]["blank_proof"] = proofs
    return dump(message)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data + b" ",
        lambda data: data.replace(b'","', b'", "', 1),
        lambda data: data.replace(b"alpha", b"\\u0061lpha", 1),
        lambda data: dump(dict(reversed(json.loads(data).items()))),
    ],
)
def test_11_form_not_canonical(
    judge: Judge, sound: Draft, change: Callable[[bytes], bytes]
) -> None:
    draft = with_ballot(sound, 1, change(sound.ballots[1]))
    assert code(judge, draft, Check.BALLOT_FORM) == "not_canonical"


@pytest.mark.parametrize(
    "ballot",
    [
        lambda data: data[:-1] + b',"by":"x"}',
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: b"[" * 3000,
        lambda data: b'{"credential":"\\ud800"}',
        lambda data: data[:50] + b"\xff" + data[51:],
    ],
)
def test_11_form_malformed(judge: Judge, sound: Draft, ballot: Callable[[bytes], bytes]) -> None:
    draft = with_ballot(sound, 1, ballot(sound.ballots[1]))
    assert code(judge, draft, Check.BALLOT_FORM) == "malformed"


def test_11_form_a_field_twice(judge: Judge, sound: Draft) -> None:
    ballot = sound.ballots[1]
    twice = ballot.replace(b'{"election_uuid"', b'{"credential":"x","election_uuid"')
    assert code(judge, with_ballot(sound, 1, twice), Check.BALLOT_FORM) == "not_canonical"


def test_11_form_too_large(judge: Judge, sound: Draft) -> None:
    draft = with_ballot(sound, 1, sound.ballots[1] + b" " * 100_000)
    assert code(judge, draft, Check.BALLOT_FORM) == "too_large"


def test_11_form_names_the_person(judge: Judge, shop: Workshop, sound: Draft) -> None:
    path: Path = ["answers", 1, "choices", 0, "alpha"]
    draft = forged(sound, shop, lambda ballot: changed(ballot, path, points.mixed))
    (finding,) = judge.finds_only(draft, Check.BALLOT_FORM)
    assert (finding.question, finding.person) == (2, "Đồng chí thứ 2")


def test_11_form_a_replaced_ballot_is_not_needed_for_the_tally(
    judge: Judge, shop: Workshop, sound: Draft
) -> None:
    path: Path = [*FIRST, "alpha"]
    bad = resigned(
        changed(shop.ballot(0, [[1, 0], [0, 0]]), path, points.mixed),
        sound.election,
        shop.credentials[0],
    )
    draft = replace(sound, ballots=(bad, *sound.ballots))
    judge.finds_only(draft, Check.BALLOT_FORM)
    assert states(judge.judges(draft))[Check.TALLY] is State.PASSED


# ---------------------------------------------------------------- 12 election


@pytest.mark.parametrize(
    ("field", "value"), [("election_uuid", "8K1z3ucemDeFRB"), ("election_hash", "A" * 43)]
)
def test_12_election(judge: Judge, shop: Workshop, sound: Draft, field: str, value: str) -> None:
    draft = forged(sound, shop, lambda ballot: changed(ballot, [field], value))
    assert code(judge, draft, Check.BALLOT_ELECTION) == "wrong_election"


# ---------------------------------------------------------------- 13 credential


def test_13_credential_that_is_not_listed(judge: Judge, shop: Workshop, sound: Draft) -> None:
    ballot = make_ballot(shop.election, make_credential(), [[1, 0], [0, 0]])
    draft = replace(sound, ballots=(ballot, *sound.ballots))
    assert code(judge, draft, Check.BALLOT_CREDENTIAL, index=0) == "unlisted_credential"


# ---------------------------------------------------------------- 14 signature


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["signature", "hash"], "A" * 43),
        (["signature", "hash"], lambda text: text + "="),
        (["signature", "proof", "response"], plus_one),
        (["signature", "proof", "challenge"], plus_one),
    ],
)
def test_14_signature(judge: Judge, sound: Draft, path: Path, value: Json) -> None:
    draft = with_ballot(sound, 1, changed(sound.ballots[1], path, value))
    assert code(judge, draft, Check.BALLOT_SIGNATURE) == "bad_signature"


def test_14_signature_of_another_credential(judge: Judge, shop: Workshop, sound: Draft) -> None:
    ballot = resigned(sound.ballots[1], sound.election, shop.credentials[0])
    draft = with_ballot(sound, 1, ballot)
    assert code(judge, draft, Check.BALLOT_SIGNATURE) == "bad_signature"


def test_14_signature_missing_from_a_ballot_with_foreign_points(judge: Judge, sound: Draft) -> None:
    ballot = changed(sound.ballots[1], [*FIRST, "alpha"], points.mixed)
    draft = with_ballot(sound, 1, ballot)
    assert code(judge, draft, Check.BALLOT_SIGNATURE) == "bad_signature"
    assert states(judge.judges(draft))[Check.TALLY] is State.NOT_RUN


# ---------------------------------------------------------------- 15 proofs


@pytest.mark.parametrize(
    "path",
    [
        [*PROOF, "response"],
        [*PROOF, "challenge"],
        ["answers", 1, "overall_proof", 0, "response"],
        ["answers", 1, "overall_proof", 1, "challenge"],
    ],
)
def test_15_proofs(judge: Judge, shop: Workshop, sound: Draft, path: Path) -> None:
    draft = forged(sound, shop, lambda ballot: changed(ballot, path, plus_one))
    assert code(judge, draft, Check.BALLOT_PROOFS) == "invalid_proof"


def test_15_proofs_of_a_copied_answer_under_another_credential(
    judge: Judge, shop: Workshop, sound: Draft
) -> None:
    """Known failure 1: the proofs are bound to the credential that made them."""
    copied = json.loads(sound.ballots[0])
    copied["credential"] = json.loads(sound.ballots[1])["credential"]
    ballot = resigned(dump(copied), sound.election, shop.credentials[1])
    verdict = judge.judges(with_ballot(sound, 1, ballot))
    assert states(verdict)[Check.BALLOT_PROOFS] is State.FAILED
    assert states(verdict)[Check.REPEATS] is State.FAILED


@pytest.mark.parametrize("path", [["blank_proof", 0], ["blank_proof", 1], ["overall_proof", 0]])
def test_15_proofs_of_a_blank_vote(judge: Judge, path: Path) -> None:
    draft = load("blank")
    credential = credential_of(draft, 0, private_credentials("blank"))
    place: Path = ["answers", 2, *path, "response"]
    ballot = resigned(changed(draft.ballots[0], place, plus_one), draft.election, credential)
    (finding,) = judge.finds_only(with_ballot(draft, 0, ballot), Check.BALLOT_PROOFS)
    assert (finding.entry, finding.question) == (1, 3)


# ---------------------------------------------------------------- 16 repeats


def test_16_repeats_a_ballot_that_is_there_twice(judge: Judge, sound: Draft) -> None:
    events = sound.events()
    events.insert(4, Event("Ballot", sound.ballots[2]))
    (finding,) = judge.finds_only(archive(chain(events), 1), Check.REPEATS)
    assert (finding.fault, finding.entry) == (Fault.REPEATED_BALLOT, 4)
    assert finding.values == {"earlier": "3"}
    assert finding.tracker == tracker_of(sound.ballots[2])


class Predictable(Ed25519):
    """A group whose randomness repeats: two devices with the same bad generator."""

    def __init__(self, seed: int) -> None:
        self.generator_of_numbers = random.Random(seed)

    def random_scalar(self) -> Scalar:
        return Scalar(self.generator_of_numbers.randrange(self.order))


def test_16_repeats_a_ciphertext_in_ballots_of_two_credentials(
    judge: Judge, shop: Workshop
) -> None:
    ballots = [
        make_ballot(replace(shop.election, group=Predictable(7)), credential, [[1, 0], [0, mark]])
        for mark, credential in enumerate(shop.credentials[:2])
    ]
    draft = replace(shop.draft(), ballots=tuple(ballots))
    (finding,) = judge.finds_only(draft, Check.REPEATS)
    assert (finding.fault, finding.entry) == (Fault.REPEATED_CIPHERTEXT, 2)
    assert (finding.question, finding.person) == (1, "Đồng chí thứ 1")
    assert finding.values == {"earlier": "1"}


def test_16_repeats_in_ballots_of_one_credential_hurt_nobody(judge: Judge, shop: Workshop) -> None:
    predictable = replace(shop.election, group=Predictable(7))
    ballots = [
        make_ballot(predictable, shop.credentials[0], [[1, 0], [0, 0]]),
        make_ballot(
            replace(shop.election, group=Predictable(7)), shop.credentials[0], [[1, 0], [0, 1]]
        ),
    ]
    assert judge.judges(replace(shop.draft(), ballots=tuple(ballots))).sound


def test_16_repeats_leave_unreadable_ballots_to_check_11(
    judge: Judge, shop: Workshop, sound: Draft
) -> None:
    ballots = (*sound.ballots, b"[]", sound.ballots[0] + b" " * 100_000)
    copied = json.loads(sound.ballots[0])
    copied["credential"] = json.loads(sound.ballots[1])["credential"]
    copy = resigned(dump(copied), sound.election, shop.credentials[1])
    verdict = judge.judges(replace(sound, ballots=(*ballots, copy)))
    assert len(verdict.checks[Check.BALLOT_FORM - 1].findings) == 2
    assert [f.entry for f in verdict.checks[Check.REPEATS - 1].findings] == [6]


def test_a_revote_is_no_fault_and_the_last_counts(judge: Judge, shop: Workshop) -> None:
    first, last = (shop.ballot(0, choices) for choices in ([[1, 0], [1, 0]], [[0, 1], [0, 0]]))
    draft = shop.tallied(replace(shop.draft(), ballots=(first, last)), [(last, 1)])
    verdict = judge.judges(draft)
    assert verdict.sound
    assert (verdict.summary.ballots, verdict.summary.counted, verdict.summary.revotes) == (2, 1, 1)
    wrong = shop.tallied(replace(shop.draft(), ballots=(first, last)), [(first, 1)])
    judge.finds_only(wrong, Check.TALLY)
