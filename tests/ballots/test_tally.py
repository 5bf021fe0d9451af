"""The tally: summed, decrypted and combined as the other implementation did, and lies refused."""

import json
from collections.abc import Mapping
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.ballot import Ballot, parse_ballot
from ballots.canonical import decode
from ballots.credentials import PublicCredentials, make_credential, parse_public_credentials
from ballots.errors import BallotsError, Refusal
from ballots.group import Scalar
from ballots.hashing import sha256_hex
from ballots.keys import make_trustee_public_key
from ballots.tally import (
    EncryptedTally,
    Factors,
    Owned,
    SizedEncryptedTally,
    TallySum,
    combine,
    make_partial_decryption,
    make_result,
    parse_encrypted_tally,
    parse_result,
    verify_partial_decryption,
)
from ballots.trustees import Trustees, make_trustees, parse_trustees
from tests.ballots.support import (
    ED25519,
    TALLIED,
    VECTORS,
    Json,
    Meeting,
    Place,
    at,
    changed,
    dump,
    election_of,
    plus_one,
    question,
    record,
    refusal_of,
)


def counted(name: str) -> list[tuple[Ballot, int]]:
    """Return the last ballot of each credential of a record, with its weight."""
    election = election_of(name)
    listed: PublicCredentials = parse_public_credentials(record(name).credentials, election.group)
    last = {b.credential: b for b in (parse_ballot(d, election) for d in record(name).ballots)}
    return [(ballot, listed[credential]) for credential, ballot in last.items()]


def summed(name: str, *, step: int = 1) -> TallySum:
    total = TallySum(election_of(name))
    for ballot, weight in counted(name)[::step]:
        total.add(ballot, weight)
    return total


def tally_of(name: str) -> EncryptedTally:
    return parse_encrypted_tally(record(name).encrypted_tally, election_of(name))


def trustees_of(name: str) -> Trustees:
    return parse_trustees(record(name).trustees, election_of(name).group)


def factors_of(name: str) -> dict[int, Factors]:
    election, tally, trustees = election_of(name), tally_of(name), trustees_of(name)
    return {
        owner: verify_partial_decryption(data, tally, trustees.key_of(owner), election)
        for owner, data in record(name).partial_decryptions.items()
    }


@pytest.mark.parametrize("step", [1, -1])
@pytest.mark.parametrize("name", TALLIED)
def test_the_tally_of_every_record_is_summed_to_the_byte_in_any_order(name: str, step: int) -> None:
    total = summed(name, step=step)
    assert total.encrypted_tally() == record(name).encrypted_tally
    assert total.sized() == record(name).sized_encrypted_tally
    sized = decode(record(name).sized_encrypted_tally, SizedEncryptedTally)
    assert (total.num_tallied, total.total_weight) == (sized.num_tallied, sized.total_weight)
    assert sized.encrypted_tally == sha256_hex(record(name).encrypted_tally)


@pytest.mark.parametrize("name", ["plain", "revotes", "weighted"])
def test_sums_of_parts_merge_to_the_sum_of_all(name: str) -> None:
    for size in (0, 1, 3, len(counted(name))):
        left, right = TallySum(election_of(name)), TallySum(election_of(name))
        for index, (ballot, weight) in enumerate(counted(name)):
            (left if index < size else right).add(ballot, weight)
        left.merge(right)
        assert left.sized() == record(name).sized_encrypted_tally


def test_a_sum_of_many_ballots_is_the_sum_of_its_parts() -> None:
    ballot, election = counted("plain")[0][0], election_of("plain")
    many, parts = TallySum(election), TallySum(election)
    for _ in range(40):
        many.add(ballot)
        part = TallySum(election)
        part.add(ballot)
        parts.merge(part)
    weighted = TallySum(election)
    weighted.add(ballot, 40)
    assert many.encrypted_tally() == parts.encrypted_tally() == weighted.encrypted_tally()
    assert (many.num_tallied, parts.num_tallied, weighted.num_tallied) == (40, 40, 1)


@pytest.mark.parametrize("name", TALLIED)
def test_the_result_of_every_record_is_computed_to_the_byte(name: str) -> None:
    counts = combine(
        trustees_of(name),
        factors_of(name),
        tally_of(name),
        group=election_of(name).group,
        total_weight=summed(name).total_weight,
    )
    assert make_result(counts) == record(name).result
    assert counts == parse_result(record(name).result)
    assert (VECTORS / f"{name}.expected.json").read_bytes().strip() == make_result(counts)


def test_forged_tallies_and_results_are_not_what_the_ballots_give() -> None:
    plain = record("plain")
    assert record("forged/encrypted-tally-changed").encrypted_tally != plain.encrypted_tally
    moved = record("forged/result-moves-a-vote")
    assert moved.encrypted_tally == plain.encrypted_tally
    assert moved.partial_decryptions == plain.partial_decryptions
    assert moved.result != plain.result
    removed = record("forged/ballot-removed-after-tally")
    assert removed.encrypted_tally == plain.encrypted_tally
    assert summed("forged/ballot-removed-after-tally").encrypted_tally() != plain.encrypted_tally


@pytest.mark.parametrize("name", ["threshold-2-of-3", "threshold-3-of-5", "threshold-2-of-3-2048"])
def test_a_decryption_too_few_is_not_enough(name: str) -> None:
    factors = factors_of(name)
    for owner in factors:
        rest = {other: value for other, value in factors.items() if other != owner}
        assert not trustees_of(name).suffice(rest)
        refusal = refusal_of(
            combine,
            trustees_of(name),
            rest,
            tally_of(name),
            group=election_of(name).group,
            total_weight=9,
        )
        assert refusal is Refusal.TOO_FEW_DECRYPTIONS


class Committee(Meeting):
    """A meeting with a counted tally of which the test knows everything."""

    def __init__(self, *choices: list[int], weights: Mapping[int, int] | None = None) -> None:
        super().__init__(question(3), question(2, high=2))
        self.total = TallySum(self.election)
        for number, choice in enumerate(choices):
            data = self.casts(choice[:3], choice[3:], credential=make_credential())
            self.total.add(self.reads(data), (weights or {}).get(number, 1))
        self.tally = parse_encrypted_tally(self.total.encrypted_tally(), self.election)
        self.decryption = make_partial_decryption(self.tally, self.secret, self.election)

    def factors(self, data: bytes | None = None) -> Factors:
        data = self.decryption if data is None else data
        key = self.trustees.public_key
        return verify_partial_decryption(data, self.tally, key, self.election)

    def combined(self, factors: Factors, *, weight: int | None = None) -> list[list[int]]:
        weight = self.total.total_weight if weight is None else weight
        return combine(self.trustees, {1: factors}, self.tally, group=ED25519, total_weight=weight)

    def refused(self, data: bytes) -> tuple[Refusal, str]:
        with pytest.raises(BallotsError) as caught:
            self.factors(data)
        return caught.value.refusal, caught.value.detail


marks = st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 1)).map(
    lambda drawn: [*(int(drawn[0] == n) for n in (1, 2, 3)), *drawn[1:]]
)


@settings(max_examples=20)
@given(ballots=st.lists(st.tuples(marks, st.integers(1, 1000)), max_size=4))
def test_the_decrypted_tally_is_the_weighted_sum(ballots: list[tuple[list[int], int]]) -> None:
    weights = dict(enumerate(weight for _, weight in ballots))
    committee = Committee(*(choice for choice, _ in ballots), weights=weights)
    sums = [sum(choice[box] * weight for choice, weight in ballots) for box in range(5)]
    assert committee.combined(committee.factors()) == [sums[:3], sums[3:]]
    assert committee.total.num_tallied == len(ballots)
    assert committee.total.total_weight == sum(weights.values())


def test_a_tally_of_nothing_is_all_identities_and_decrypts_to_zeros() -> None:
    empty = Committee()
    identity = {"alpha": "0" * 63 + "1", "beta": "0" * 63 + "1"}
    assert json.loads(empty.total.encrypted_tally()) == [[identity] * 3, [identity] * 2]
    assert empty.combined(empty.factors()) == [[0, 0, 0], [0, 0]]
    assert at(empty.total.sized(), ["num_tallied"]) == 0


COMMITTEE = Committee([1, 0, 0, 1, 1], [0, 1, 0, 0, 1], [0, 0, 0, 1, 0])
ELEMENT = ED25519.text(ED25519.power_g(Scalar(7)))
PLACES = [(row, column) for row, size in enumerate((3, 2)) for column in range(size)]


def test_the_committee_decrypts_what_was_cast() -> None:
    assert COMMITTEE.combined(COMMITTEE.factors()) == [[1, 1, 0], [2, 2]]


@pytest.mark.parametrize(("row", "column"), PLACES)
@pytest.mark.parametrize("field", ["challenge", "response"])
def test_every_number_of_a_decryption_proof_matters(row: int, column: int, field: str) -> None:
    place: Place = ("decryption_proofs", row, column, field)
    wanted = (Refusal.INVALID_PROOF, f"question {row + 1}")
    assert COMMITTEE.refused(changed(COMMITTEE.decryption, place, plus_one)) == wanted
    for form in ("", "01", "+1", "-1", " 1", "٣", str(ED25519.order)):
        refusal, _ = COMMITTEE.refused(changed(COMMITTEE.decryption, place, form))
        assert refusal is Refusal.NOT_CANONICAL


@pytest.mark.parametrize(("row", "column"), PLACES)
def test_a_fake_decryption_factor_is_refused(row: int, column: int) -> None:
    """Dividing the factor by g would add a vote to the count."""
    place: Place = ("decryption_factors", row, column)
    old = ED25519.element(at(COMMITTEE.decryption, place))
    more = ED25519.text(ED25519.divide(old, ED25519.generator))
    wanted = (Refusal.INVALID_PROOF, f"question {row + 1}")
    for text in (more, ELEMENT, "0" * 63 + "1"):
        assert COMMITTEE.refused(changed(COMMITTEE.decryption, place, text)) == wanted
    for text, refusal in (("0" * 64, Refusal.NOT_IN_GROUP), ("x", Refusal.NOT_CANONICAL)):
        assert COMMITTEE.refused(changed(COMMITTEE.decryption, place, text))[0] is refusal


def test_a_decryption_with_another_secret_is_refused() -> None:
    other = make_partial_decryption(COMMITTEE.tally, Scalar(5), COMMITTEE.election)
    assert COMMITTEE.refused(other) == (Refusal.INVALID_PROOF, "question 1")


def test_a_decryption_of_another_tally_is_refused() -> None:
    part = TallySum(COMMITTEE.election)
    data = COMMITTEE.casts([0, 0, 1], [0, 0])
    part.add(COMMITTEE.reads(data))
    tally = parse_encrypted_tally(part.encrypted_tally(), COMMITTEE.election)
    other = make_partial_decryption(tally, COMMITTEE.secret, COMMITTEE.election)
    assert COMMITTEE.refused(other) == (Refusal.INVALID_PROOF, "question 1")


def test_a_decryption_for_another_election_is_refused() -> None:
    stranger = Meeting(*COMMITTEE.election.questions).election
    other = make_partial_decryption(COMMITTEE.tally, COMMITTEE.secret, stranger)
    assert COMMITTEE.refused(other) == (Refusal.INVALID_PROOF, "question 1")


def test_exchanged_factors_are_refused_even_with_their_proofs() -> None:
    data = COMMITTEE.decryption
    for field in ("decryption_factors", "decryption_proofs"):
        data = changed(data, [field, 1], lambda row: row[::-1])
    assert COMMITTEE.refused(data) == (Refusal.INVALID_PROOF, "question 2")


@pytest.mark.parametrize("field", ["decryption_factors", "decryption_proofs"])
def test_a_decryption_has_the_shape_of_the_tally(field: str) -> None:
    wanted = (Refusal.WRONG_SHAPE, "number of factors")
    for shape in (lambda t: [], lambda t: t[:1], lambda t: t[::-1], lambda t: [*t, t[0]]):
        assert COMMITTEE.refused(changed(COMMITTEE.decryption, [field], shape)) == wanted
    assert COMMITTEE.refused(changed(COMMITTEE.decryption, [field, 1], lambda r: r[:1])) == wanted


TALLY = COMMITTEE.tally.bytes

TALLIES: dict[str, tuple[list[str | int], Json, Refusal]] = {
    "a row less": ([], lambda t: t[:1], Refusal.WRONG_SHAPE),
    "a row more": ([], lambda t: [*t, t[0]], Refusal.WRONG_SHAPE),
    "rows exchanged": ([], lambda t: t[::-1], Refusal.WRONG_SHAPE),
    "a pair less": ([0], lambda row: row[:2], Refusal.WRONG_SHAPE),
    "no list": ([0], {}, Refusal.MALFORMED),
    "a field more": ([0, 0, "gamma"], "1", Refusal.MALFORMED),
    "a point of small order": ([1, 1, "alpha"], "0" * 64, Refusal.NOT_IN_GROUP),
    "capitals": ([0, 2, "beta"], "A" * 64, Refusal.NOT_CANONICAL),
}


@pytest.mark.parametrize(("place", "value", "refusal"), TALLIES.values(), ids=TALLIES)
def test_an_encrypted_tally_that_is_not_one_is_refused(
    place: list[str | int], value: Json, refusal: Refusal
) -> None:
    data = changed(TALLY, place, value) if place else dump(value(json.loads(TALLY)))
    assert refusal_of(parse_encrypted_tally, data, COMMITTEE.election) is refusal


def test_a_count_above_the_total_weight_is_refused() -> None:
    factors = COMMITTEE.factors()
    assert COMMITTEE.combined(factors, weight=2) == [[1, 1, 0], [2, 2]]
    refusal = refusal_of(COMMITTEE.combined, factors, weight=1)
    assert refusal is Refusal.RESULT_OUT_OF_RANGE


def test_factors_that_nobody_verified_give_no_result() -> None:
    wrong = [[ED25519.multiply(f, ED25519.generator) for f in row] for row in COMMITTEE.factors()]
    assert refusal_of(COMMITTEE.combined, wrong) is Refusal.RESULT_OUT_OF_RANGE


def test_any_single_trustee_missing_leaves_no_result() -> None:
    secrets = [Scalar(11), Scalar(22), Scalar(33)]
    keys = [make_trustee_public_key(ED25519, secret) for secret in secrets]
    trustees = make_trustees(keys, ED25519)
    tally, election = COMMITTEE.tally, COMMITTEE.election
    factors = {}
    for owner, secret in enumerate(secrets, start=1):
        data = make_partial_decryption(tally, secret, election)
        key = trustees.key_of(owner)
        factors[owner] = verify_partial_decryption(data, tally, key, election)
    for owners in combinations((1, 2, 3), 2):
        few = {owner: factors[owner] for owner in owners}
        refusal = refusal_of(combine, trustees, few, tally, group=ED25519, total_weight=3)
        assert refusal is Refusal.TOO_FEW_DECRYPTIONS


RESULTS = [b"", b"{}", b'{"result":[1]}', b'{"result":[[1.0]]}', b'{"result":[["1"]]}']


@pytest.mark.parametrize("data", RESULTS)
def test_a_result_that_is_not_one_is_refused(data: bytes) -> None:
    assert refusal_of(parse_result, data) is Refusal.MALFORMED


def test_structures_of_the_tally_are_written_as_the_specification_says() -> None:
    assert make_result([[1, 0], [2]]) == b'{"result":[[1,0],[2]]}'
    assert decode(b'{"owner":1,"payload":"x"}', Owned) == Owned(1, "x")


@given(data=st.binary(max_size=100))
def test_reading_raises_nothing_but_its_own_error_on_any_bytes(data: bytes) -> None:
    for refusal in (
        refusal_of(parse_encrypted_tally, data, COMMITTEE.election),
        refusal_of(parse_result, data),
        COMMITTEE.refused(data)[0],
    ):
        assert refusal in (Refusal.MALFORMED, Refusal.NOT_CANONICAL, Refusal.WRONG_SHAPE)
