"""Polynomials of the key ceremony (spec 4.6.4) and the commitments before them."""

import json
from functools import cache

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots import pki, polynomials
from ballots.canonical import decode, encode
from ballots.certificates import Committee, Context, make_certificate, parse_certificates
from ballots.errors import BallotsError, Refusal
from ballots.group import Group, Scalar, group_named
from ballots.polynomials import Polynomial, RawCoefexps, RawPolynomial, Secret

ED25519 = group_named("Ed25519")
GROUPS = [ED25519, group_named("BELENIOS-2048")]
SEEDS = ["2" * 22, "3" * 22, "4" * 22]

scalars = st.integers(0, ED25519.order - 1).map(Scalar)


@cache
def committee_of(group: Group, threshold: int = 2) -> Committee:
    contexts = [
        Context(group=group.name, size=3, threshold=threshold, index=index) for index in (1, 2, 3)
    ]
    certs = [make_certificate(*pair) for pair in zip(SEEDS, contexts, strict=True)]
    return parse_certificates(certs, group)


def first_polynomial() -> Polynomial:
    return decode(polynomials.make_polynomial(SEEDS[0], committee_of(ED25519)), Polynomial)


def refused(message: Polynomial, index: int = 1) -> tuple[Refusal, str]:
    with pytest.raises(BallotsError) as caught:
        polynomials.verify_polynomial(encode(message), index, committee_of(ED25519))
    return caught.value.refusal, caught.value.detail


@given(st.lists(scalars, min_size=1, max_size=5), st.integers(1, 100))
def test_evaluation_in_public_is_that_of_the_secret_polynomial(
    coefficients: list[Scalar], x: int
) -> None:
    value = polynomials.evaluate(coefficients, x, ED25519)
    assert value == sum(a * x**k for k, a in enumerate(coefficients)) % ED25519.order
    coefexps = [ED25519.power_g(a) for a in coefficients]
    assert polynomials.evaluate_public(coefexps, x, ED25519) == ED25519.power_g(value)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
@pytest.mark.parametrize("threshold", [1, 2, 3])
def test_polynomial_holds_what_the_specification_says(group: Group, threshold: int) -> None:
    committee = committee_of(group, threshold)
    data = polynomials.make_polynomial(SEEDS[1], committee)
    message = polynomials.verify_polynomial(data, 2, committee)
    keys = [pki.derive_keys(seed, group) for seed in SEEDS]
    sender = keys[1].verification
    raw = decode(pki.receive(keys[1], sender, message.polynomial), RawPolynomial)
    coefficients = [group.scalar(text) for text in raw.polynomial]
    assert len(coefficients) == threshold
    public = decode(message.coefexps.message.encode(), RawCoefexps)
    assert public.coefexps == tuple(group.text(group.power_g(a)) for a in coefficients)
    for index, (own, sealed) in enumerate(zip(keys, message.secrets, strict=True), start=1):
        secret = decode(pki.receive(own, sender, sealed), Secret).secret
        assert group.scalar(secret) == polynomials.evaluate(coefficients, index, group)


def test_polynomial_of_a_seed_outside_the_committee_is_refused() -> None:
    with pytest.raises(BallotsError) as caught:
        polynomials.make_polynomial("5" * 22, committee_of(ED25519))
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


def test_polynomial_of_another_trustee_is_refused() -> None:
    assert refused(first_polynomial(), 2) == (Refusal.BAD_SIGNATURE, "trustee 2")
    assert refused(first_polynomial(), 4) == (Refusal.BAD_TRUSTEES, "trustee 4: no trustee 4")


def test_polynomial_with_too_few_secrets_is_refused() -> None:
    message = first_polynomial()
    short = msgspec.structs.replace(message, secrets=message.secrets[:2])
    assert refused(short) == (Refusal.BAD_TRUSTEES, "trustee 1: number of secrets")


def test_polynomial_with_a_secret_that_nobody_can_open_is_refused() -> None:
    message = first_polynomial()
    sealed = json.dumps(json.loads(message.secrets[1]) | {"algorithm": "none"})
    canonical = json.dumps(json.loads(sealed), separators=(",", ":"))
    for wrong, refusal in [(sealed, Refusal.NOT_CANONICAL), (canonical, Refusal.BAD_MESSAGE)]:
        secrets = (message.secrets[0], wrong, message.secrets[2])
        assert refused(msgspec.structs.replace(message, secrets=secrets))[0] is refusal


def resigned(message: Polynomial, coefexps: str) -> Polynomial:
    keys = pki.derive_keys(SEEDS[0], ED25519)
    return msgspec.structs.replace(message, coefexps=pki.make_signed_message(keys, coefexps))


def test_polynomial_with_unsigned_coefficients_is_refused() -> None:
    message, other = first_polynomial(), first_polynomial()
    mixed = msgspec.structs.replace(message.coefexps, message=other.coefexps.message)
    wrong = msgspec.structs.replace(message, coefexps=mixed)
    assert refused(wrong) == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_polynomial_of_another_degree_is_refused() -> None:
    message = first_polynomial()
    texts = json.loads(message.coefexps.message)["coefexps"]
    for wrong in ([], texts[:1], [*texts, texts[0]]):
        changed = resigned(message, encode(RawCoefexps(coefexps=tuple(wrong))).decode())
        assert refused(changed) == (Refusal.BAD_TRUSTEES, "trustee 1: number of coefficients")


def test_polynomial_with_a_coefficient_outside_the_group_is_refused() -> None:
    message = first_polynomial()
    texts = json.loads(message.coefexps.message)["coefexps"]
    for wrong in ("0" * 64, ED25519.text(ED25519.identity)):
        changed = resigned(message, encode(RawCoefexps(coefexps=(texts[0], wrong))).decode())
        assert refused(changed)[0] is Refusal.NOT_IN_GROUP


def test_polynomial_whose_inner_json_is_not_canonical_is_refused() -> None:
    message = first_polynomial()
    changed = resigned(message, message.coefexps.message.replace(",", ", "))
    assert refused(changed)[0] is Refusal.NOT_CANONICAL


def test_polynomial_not_bound_to_these_certificates_is_refused() -> None:
    other = decode(polynomials.make_polynomial(SEEDS[0], committee_of(ED25519, 3)), Polynomial)
    message = first_polynomial()
    wrong = msgspec.structs.replace(message, signature=other.signature)
    assert refused(wrong) == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_polynomial_not_bound_to_its_own_coefficients_is_refused() -> None:
    message, other = first_polynomial(), first_polynomial()
    wrong = msgspec.structs.replace(message, coefexps=other.coefexps)
    assert refused(wrong) == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_commitment_is_to_the_exact_bytes() -> None:
    data = polynomials.make_polynomial(SEEDS[0], committee_of(ED25519))
    commitment = polynomials.commit_to(data)
    assert len(commitment) == 64
    polynomials.verify_commitment(commitment, data)
    for wrong in (data + b"\n", data[:-1], b""):
        with pytest.raises(BallotsError) as caught:
            polynomials.verify_commitment(commitment, wrong)
        assert caught.value.refusal is Refusal.BAD_TRUSTEES


@pytest.mark.parametrize(
    ("commitments", "detail"),
    [
        (["a", "b"], "number of commitments"),
        (["a", "b", "b"], "a commitment appears twice"),
        (["a", "b", "c"], "trustee 1: polynomial changed after its commitment"),
    ],
)
def test_commitments_that_do_not_fit_are_refused(commitments: list[str], detail: str) -> None:
    with pytest.raises(BallotsError) as caught:
        polynomials.verify_commitments(commitments, [b"1", b"2", b"3"])
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BAD_TRUSTEES, detail)


def sub_key_text(sent: list[bytes]) -> str:
    signed = [decode(data, Polynomial).coefexps.message for data in sent]
    first = [ED25519.element(json.loads(message)["coefexps"][0]) for message in signed]
    return ED25519.text(ED25519.product(first))


def test_rushing_trustee_who_biases_the_key_is_caught() -> None:
    """The last to speak draws again until the key begins with 0 (Gennaro et al. 1999)."""
    committee = committee_of(ED25519)
    honest = [polynomials.make_polynomial(seed, committee) for seed in SEEDS[:2]]
    first_draw = polynomials.make_polynomial(SEEDS[2], committee)
    commitments = [polynomials.commit_to(data) for data in [*honest, first_draw]]
    biased = first_draw
    while biased == first_draw or not sub_key_text([*honest, biased]).startswith("0"):
        biased = polynomials.make_polynomial(SEEDS[2], committee)

    # Nothing in the specified messages tells: without commitments the bias would stand.
    polynomials.verify_polynomial(biased, 3, committee)
    polynomials.verify_commitments(commitments, [*honest, first_draw])
    with pytest.raises(BallotsError) as caught:
        polynomials.verify_commitments(commitments, [*honest, biased])
    assert caught.value.refusal is Refusal.BAD_TRUSTEES
    assert caught.value.detail.startswith("trustee 3: ")
