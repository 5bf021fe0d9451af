"""Forged records that only checks 17 to 22 can find: tally, partial decryptions, result."""

import json
from dataclasses import replace

import pytest

from audit.findings import Check, Fault, State
from ballots.group import group_named
from ballots.hashing import sha256_hex
from ballots.tally import make_partial_decryption, make_result, parse_encrypted_tally
from tests.audit import points
from tests.audit.conftest import Judge, failed, states
from tests.audit.forge import Draft, Event, Json, Path, archive, chain, changed, dump, load
from tests.audit.workshop import Workshop, complete, workshop

GROUP = group_named("Ed25519")


def plus_one(text: str) -> str:
    return str(int(text) + 1)


# ---------------------------------------------------------------- 17 size


@pytest.mark.parametrize("number", [0, 2, 4, -3, 10**20])
def test_17_size_of_the_tally_by_number(judge: Judge, sound: Draft, number: int) -> None:
    (finding,) = judge.finds_only(replace(sound, num_tallied=number), Check.TALLY_SIZE)
    assert (finding.fault, finding.entry) == (Fault.NUM_TALLIED, 5)
    assert finding.values == {"said": str(number), "right": "3"}


@pytest.mark.parametrize("weight", [0, 2, 4, -3, 10**20])
def test_17_size_of_the_tally_by_weight(judge: Judge, sound: Draft, weight: int) -> None:
    (finding,) = judge.finds_only(replace(sound, total_weight=weight), Check.TALLY_SIZE)
    assert (finding.fault, finding.values["right"]) == (Fault.TOTAL_WEIGHT, "3")


def test_17_size_counts_weights_and_only_last_ballots(judge: Judge) -> None:
    for name, number, weight in (("weighted", 7, 13), ("revotes", 7, 7)):
        draft = load(name)
        assert judge.judges(draft).sound
        (finding,) = judge.finds_only(replace(draft, total_weight=weight + 1), Check.TALLY_SIZE)
        assert finding.values["right"] == str(weight)
        (finding,) = judge.finds_only(replace(draft, num_tallied=number + 1), Check.TALLY_SIZE)
        assert finding.values["right"] == str(number)


def test_17_size_in_another_form(judge: Judge, sound: Draft) -> None:
    events = sound.events()
    events[5] = replace(events[5], payload=dump(dict(reversed(json.loads(sound.sized()).items()))))
    (finding,) = judge.finds_only(archive(chain(events), 1), Check.TALLY_SIZE)
    assert (finding.code, finding.entry) == ("not_canonical", 5)


def test_17_size_is_unknown_if_a_ballot_does_not_say_whose_it_is(
    judge: Judge, sound: Draft
) -> None:
    draft = replace(sound, ballots=(*sound.ballots, b"{}"))
    judge.finds_only(draft, Check.BALLOT_FORM)
    results = {r.check: r for r in judge.judges(draft).checks}
    for check in (Check.TALLY_SIZE, Check.TALLY):
        assert results[check].state is State.NOT_RUN
        assert results[check].needs is Check.BALLOT_FORM


# ---------------------------------------------------------------- 18 tally


def test_18_tally_that_leaves_a_ballot_out(judge: Judge, shop: Workshop, sound: Draft) -> None:
    counted = [(ballot, 1) for ballot in sound.ballots[:2]]
    draft = replace(shop.tallied(sound, counted), num_tallied=3, total_weight=3)
    draft = replace(draft, result=make_result([[1, 1], [0, 2]]))
    findings = judge.finds_only(draft, Check.TALLY)
    assert [(f.entry, f.person) for f in findings] == [
        (5, "Đồng chí thứ 1"),
        (5, "Đồng chí thứ 2"),
    ]


def test_18_tally_with_a_weight_ignored(judge: Judge) -> None:
    shop = workshop(weights=[1, 2, 3])
    draft = complete(shop)
    assert judge.judges(draft).sound
    counted = [(ballot, 1) for ballot in draft.ballots]
    forged = replace(shop.tallied(draft, counted), num_tallied=3, total_weight=6)
    forged = replace(forged, result=make_result([[1, 1], [1, 2]]))
    judge.finds_only(forged, Check.TALLY)


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ([0, 0, "alpha"], points.mixed, "not_in_group"),
        ([0, 0, "alpha"], str.upper, "not_canonical"),
        ([0, 0, "by"], "x", "malformed"),
        ([0], [], "wrong_shape"),
    ],
)
def test_18_tally_in_another_form(
    judge: Judge, sound: Draft, path: Path, value: Json, expected: str
) -> None:
    draft = replace(sound, tally=changed(sound.tally or b"", path, value))
    (finding,) = judge.finds_only(draft, Check.TALLY)
    assert finding.code == expected


def test_18_tally_of_no_ballot_is_the_identity(judge: Judge, shop: Workshop) -> None:
    draft = shop.tallied(shop.draft(), [])
    assert json.loads(draft.tally or b"")[0][0] == {
        "alpha": points.IDENTITY,
        "beta": points.IDENTITY,
    }
    assert judge.judges(replace(draft, result=make_result([[0, 0], [0, 0]]))).sound


# ---------------------------------------------------------------- 19 owners


@pytest.mark.parametrize("owner", [0, 2, -1, 10**20])
def test_19_owner_who_is_no_trustee(judge: Judge, sound: Draft, owner: int) -> None:
    decryptions = ((owner, b"{}"), *sound.decryptions)
    (finding,) = judge.finds_only(replace(sound, decryptions=decryptions), Check.DECRYPTION_OWNERS)
    assert (finding.fault, finding.entry) == (Fault.OWNER, 6)
    assert finding.values == {"owner": str(owner)}


def test_19_owner_who_decrypts_twice(judge: Judge, shop: Workshop, sound: Draft) -> None:
    tally = parse_encrypted_tally(sound.tally or b"", shop.election)
    again = make_partial_decryption(tally, shop.secrets[0], shop.election)
    decryptions = (*sound.decryptions, (1, again))
    (finding,) = judge.finds_only(replace(sound, decryptions=decryptions), Check.DECRYPTION_OWNERS)
    assert (finding.fault, finding.entry) == (Fault.REPEATED_OWNER, 7)


def test_19_owner_in_another_form(judge: Judge, sound: Draft) -> None:
    (owner, decryption) = sound.decryptions[0]
    owned = dump({"payload": sha256_hex(decryption), "owner": owner})
    events = sound.events()
    events[6] = Event("PartialDecryption", owned, (decryption,))
    record = archive(chain(events), 1)
    (finding,) = judge.finds_only(record, Check.DECRYPTION_OWNERS)
    assert (finding.code, finding.entry) == ("not_canonical", 6)
    ended = states(judge.judges(record))
    assert ended[Check.ENOUGH_DECRYPTIONS] is State.NOT_RUN
    assert ended[Check.RESULT] is State.NOT_RUN


# ---------------------------------------------------------------- 20 decryption proofs


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (["decryption_proofs", 1, 0, "response"], plus_one, "invalid_proof"),
        (["decryption_proofs", 1, 0, "challenge"], plus_one, "invalid_proof"),
        (["decryption_proofs", 1, 0, "response"], lambda text: "0" + text, "not_canonical"),
        (["decryption_factors", 1, 0], points.IDENTITY, "invalid_proof"),
        (["decryption_factors", 1, 0], points.mixed, "not_in_group"),
        (["decryption_factors", 1, 0], points.ORDER_2, "not_in_group"),
        (["decryption_factors", 1, 0], str.upper, "not_canonical"),
        (["decryption_factors", 1], lambda row: row[:1], "wrong_shape"),
        (["decryption_proofs"], lambda rows: rows[:1], "wrong_shape"),
        (["by"], "x", "malformed"),
    ],
)
def test_20_decryption(judge: Judge, sound: Draft, path: Path, value: Json, expected: str) -> None:
    decryption = changed(sound.decryptions[0][1], path, value)
    draft = replace(sound, decryptions=((1, decryption),))
    (finding,) = judge.finds_only(draft, Check.DECRYPTION_PROOFS)
    assert (finding.code, finding.entry, finding.values["owner"]) == (expected, 6, "1")
    assert states(judge.judges(draft))[Check.RESULT] is State.NOT_RUN


def test_20_decryption_names_the_person(judge: Judge, sound: Draft) -> None:
    path: Path = ["decryption_proofs", 1, 0, "response"]
    draft = replace(sound, decryptions=((1, changed(sound.decryptions[0][1], path, plus_one)),))
    (finding,) = judge.finds_only(draft, Check.DECRYPTION_PROOFS)
    assert (finding.question, finding.person) == (2, "Đồng chí thứ 2")


def test_20_decryption_by_another_key(judge: Judge, sound: Draft, shop: Workshop) -> None:
    tally = parse_encrypted_tally(sound.tally or b"", shop.election)
    stranger = make_partial_decryption(tally, GROUP.random_scalar(), shop.election)
    judge.finds_only(replace(sound, decryptions=((1, stranger),)), Check.DECRYPTION_PROOFS)


def test_20_decryption_by_the_other_trustee(judge: Judge) -> None:
    draft = complete(workshop(trustees=2))
    (_, first), (_, second) = draft.decryptions
    swapped = replace(draft, decryptions=((1, second), (2, first)))
    findings = judge.finds_only(swapped, Check.DECRYPTION_PROOFS)
    assert [finding.values["owner"] for finding in findings] == ["1", "2"]


def test_20_decryption_that_is_wrong_is_found_though_nobody_needs_it(judge: Judge) -> None:
    draft = load("threshold-2-of-3")
    owners = [owner for owner, _ in draft.decryptions]
    assert len(owners) == 3
    spare = (next(o for o in (2, 3, 4) if o not in owners), draft.decryptions[2][1])
    draft = replace(draft, decryptions=(*draft.decryptions, spare))
    judge.finds_only(draft, Check.DECRYPTION_PROOFS)
    assert states(judge.judges(draft))[Check.RESULT] is State.PASSED


# ---------------------------------------------------------------- 21 enough


def test_21_enough_trustees_have_decrypted(judge: Judge) -> None:
    draft = complete(workshop(trustees=2))
    forged = replace(draft, decryptions=draft.decryptions[:1])
    (finding,) = judge.finds_only(forged, Check.ENOUGH_DECRYPTIONS)
    assert finding.entry == 7
    results = {r.check: r for r in judge.judges(forged).checks}
    assert results[Check.RESULT].needs is Check.ENOUGH_DECRYPTIONS


def test_21_enough_of_a_threshold_committee(judge: Judge) -> None:
    draft = load("threshold-2-of-3")
    forged = replace(draft, decryptions=draft.decryptions[:2])
    judge.finds_only(forged, Check.ENOUGH_DECRYPTIONS)


def test_21_enough_without_any_decryption(judge: Judge, sound: Draft) -> None:
    judge.finds_only(replace(sound, decryptions=()), Check.ENOUGH_DECRYPTIONS)


# ---------------------------------------------------------------- 22 result


@pytest.mark.parametrize(
    ("counts", "faults"),
    [
        ([[2, 0], [1, 2]], {Fault.RESULT_VALUE}),
        ([[1, 1], [2, 1]], {Fault.RESULT_VALUE}),
        ([[1, 1], [1, 4]], {Fault.RESULT_VALUE, Fault.RESULT_RANGE, Fault.RESULT_SUM}),
        ([[1, 1], [-1, 2]], {Fault.RESULT_VALUE, Fault.RESULT_RANGE}),
        ([[2, 2], [1, 2]], {Fault.RESULT_VALUE, Fault.RESULT_SUM}),
        ([[1 + GROUP.order, 1], [1, 2]], {Fault.RESULT_RANGE, Fault.RESULT_SUM}),
        ([[1, 1]], {Fault.RESULT_SHAPE}),
        ([[1, 1], [1, 2, 0]], {Fault.RESULT_SHAPE}),
        ([], {Fault.RESULT_SHAPE}),
    ],
)
def test_22_result(judge: Judge, sound: Draft, counts: list[list[int]], faults: set[Fault]) -> None:
    draft = replace(sound, result=make_result(counts))
    findings = judge.finds_only(draft, Check.RESULT)
    assert {finding.fault for finding in findings} == faults
    assert {finding.entry for finding in findings} == {7}


def test_22_result_of_thousands_of_digits_is_a_finding_too(judge: Judge, sound: Draft) -> None:
    result = b'{"result":[[' + b"9" * 4300 + b",2],[1,2]]}"
    findings = judge.finds_only(replace(sound, result=result), Check.RESULT)
    said = {finding.fault: finding.values["said"] for finding in findings}
    assert said[Fault.RESULT_SUM] == f"2^{(10**4300).bit_length()}"


def test_22_result_names_person_and_answer(judge: Judge, sound: Draft) -> None:
    draft = replace(sound, result=make_result([[1, 1], [1, 1]]))
    (finding,) = judge.finds_only(draft, Check.RESULT)
    assert (finding.question, finding.person) == (2, "Đồng chí thứ 2")
    assert finding.values == {"answer": "Tín nhiệm thấp", "said": "1"}


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (b'{"result":[[1,1],[1,2]],"by":"x"}', "malformed"),
        (b'{"result":[[1,1],[1,2.0]]}', "malformed"),
        (b'{"result":[[1,1],["1",2]]}', "malformed"),
        (b'{"result":[[1,1], [1,2]]}', "not_canonical"),
        (b'{"result":[[1,1],[1,2]]}\n', "not_canonical"),
    ],
)
def test_22_result_in_another_form(
    judge: Judge, sound: Draft, result: bytes, expected: str
) -> None:
    (finding,) = judge.finds_only(replace(sound, result=result), Check.RESULT)
    assert finding.code == expected


def test_22_result_of_a_blank_vote_counts_the_blanks(judge: Judge) -> None:
    draft = load("blank")
    counts = json.loads(draft.result or b"")["result"]
    counts[0][0] += 1
    findings = judge.finds_only(replace(draft, result=make_result(counts)), Check.RESULT)
    assert {f.values.get("answer") for f in findings} == {"∅", None}
    assert {f.fault for f in findings} == {Fault.RESULT_VALUE, Fault.RESULT_SUM}


def test_22_result_is_judged_by_itself_if_nothing_else_can_be(judge: Judge, sound: Draft) -> None:
    decryption = changed(sound.decryptions[0][1], ["decryption_proofs", 0, 0, "response"], plus_one)
    draft = replace(
        sound,
        ballots=(*sound.ballots, b"{}"),
        decryptions=((1, decryption),),
        result=make_result([[9, 1], [1, 2]]),
    )
    ended = states(judge.judges(draft))
    assert ended[Check.RESULT] is State.FAILED
    assert ended[Check.DECRYPTION_PROOFS] is State.FAILED


def test_a_result_without_a_tally_is_not_sound(judge: Judge, sound: Draft) -> None:
    verdict = judge.judges(replace(sound, tally=None, decryptions=()))
    assert failed(verdict) == {Check.ORDER, Check.ENOUGH_DECRYPTIONS}
    assert states(verdict)[Check.TALLY] is State.NOT_RUN  # and not "not reached": there is a result
