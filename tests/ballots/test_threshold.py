"""Threshold parameters (spec 4.6.7): the reference's records, and every way to be wrong."""

import tarfile
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ballots import pki
from ballots.canonical import decode, encode
from ballots.ceremony import make_threshold_parameters, open_share, run_ceremony
from ballots.certificates import Context, make_certificate, parse_certificates
from ballots.errors import BallotsError, Refusal
from ballots.group import Scalar, group_named
from ballots.keys import make_trustee_public_key
from ballots.pki import SignedMessage
from ballots.polynomials import RawCoefexps, polynomial_of
from ballots.threshold import (
    ThresholdParameters,
    lagrange,
    threshold_sub_key,
    verify_threshold_parameters,
)
from ballots.voutputs import make_vinputs, make_voutput

VECTORS = Path(__file__).parents[1] / "vectors"
ED25519 = group_named("Ed25519")
RECORDS = [
    ("threshold-2-of-3", "Ed25519", 2, 3),
    ("threshold-3-of-5", "Ed25519", 3, 5),
    ("threshold-2-of-3-2048", "BELENIOS-2048", 2, 3),
]
all_records = pytest.mark.parametrize(
    ("name", "group_name", "threshold", "size"), RECORDS, ids=[row[0] for row in RECORDS]
)


def recorded(name: str) -> bytes:
    """Return the bytes of the threshold parameters inside a record of the reference."""
    with tarfile.open(VECTORS / f"{name}.bel") as archive:
        for member in archive:
            content = archive.extractfile(member)
            data = content.read() if content else b""
            if data.startswith(b'[["Single"'):
                (_, _), (kind, parameters) = msgspec.json.decode(
                    data, type=list[tuple[str, msgspec.Raw]]
                )
                assert kind == "Pedersen"
                return bytes(parameters)
    raise LookupError(name)


@cache
def parameters() -> ThresholdParameters:
    return decode(recorded("threshold-2-of-3"), ThresholdParameters)


def refused(**fields: object) -> tuple[Refusal, str]:
    """Change some fields of a record's parameters and return how they are refused."""
    with pytest.raises(BallotsError) as caught:
        verify_threshold_parameters(msgspec.structs.replace(parameters(), **fields), ED25519)
    return caught.value.refusal, caught.value.detail


def put(name: str, index: int, **fields: object) -> tuple[Any, ...]:
    """Return one of the lists of the parameters with fields of one trustee's entry changed."""
    entries = list(getattr(parameters(), name))
    entries[index - 1] = msgspec.structs.replace(entries[index - 1], **fields)
    return tuple(entries)


@all_records
def test_parameters_of_the_reference_are_verified(
    name: str, group_name: str, threshold: int, size: int
) -> None:
    data = recorded(name)
    params = decode(data, ThresholdParameters)
    assert encode(params) == data
    assert (params.threshold, len(params.verification_keys)) == (threshold, size)
    verify_threshold_parameters(params, group_named(group_name))


@all_records
def test_sub_key_of_the_reference_is_what_its_keys_interpolate(
    name: str, group_name: str, threshold: int, size: int
) -> None:
    group = group_named(group_name)
    params = decode(recorded(name), ThresholdParameters)
    keys = [group.element(key.public_key) for key in params.verification_keys]
    for indices in combinations(range(1, size + 1), threshold):
        parts = [group.power(keys[i - 1], lagrange(indices, i, group)) for i in indices]
        assert group.product(parts) == threshold_sub_key(params, group)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
def test_exactly_the_threshold_of_members_is_enough(size: int) -> None:
    for threshold in range(1, size + 1):
        params, members = run_ceremony(ED25519, size=size, threshold=threshold)
        sub_key = threshold_sub_key(params, ED25519)
        shares = {member.index: open_share(member, params) for member in members}
        for count in range(1, size + 1):
            for indices in combinations(shares, count):
                total = sum(shares[i] * lagrange(indices, i, ED25519) for i in indices)
                is_key = ED25519.power_g(ED25519.reduce(total)) == sub_key
                assert is_key == (count >= threshold)


def test_members_of_a_committee_in_the_other_group_reconstruct() -> None:
    group = group_named("BELENIOS-2048")
    params, members = run_ceremony(group, size=3, threshold=2)
    verify_threshold_parameters(params, group)
    shares = {member.index: open_share(member, params) for member in members}
    for indices in combinations(shares, 2):
        total = group.reduce(sum(shares[i] * lagrange(indices, i, group) for i in indices))
        assert group.power_g(total) == threshold_sub_key(params, group)


def test_lagrange_coefficients_are_the_known_ones() -> None:
    assert lagrange([1], 1, ED25519) == 1
    assert lagrange([1, 2], 1, ED25519) == 2
    assert lagrange([1, 2], 2, ED25519) == ED25519.order - 1
    assert [lagrange((1, 2, 3), i, ED25519) for i in (1, 2, 3)] == [3, ED25519.order - 3, 1]


@pytest.mark.parametrize(
    ("indices", "index"), [([1, 2], 3), ([], 1), ([1, 1], 1), ([0, 1], 1), ([-1, 1], 1)]
)
def test_lagrange_refuses_indices_that_make_no_sense(indices: list[int], index: int) -> None:
    with pytest.raises(BallotsError) as caught:
        lagrange(indices, index, ED25519)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


def test_parameters_in_another_group_are_refused() -> None:
    with pytest.raises(BallotsError) as caught:
        verify_threshold_parameters(parameters(), group_named("BELENIOS-2048"))
    assert caught.value.detail.startswith("trustee 1")


@pytest.mark.parametrize("threshold", [0, 1, 3, -2])
def test_parameters_with_another_threshold_than_the_certificates_are_refused(
    threshold: int,
) -> None:
    assert refused(threshold=threshold) == (Refusal.BAD_TRUSTEES, "threshold")


@pytest.mark.parametrize("name", ["certs", "coefexps", "signatures", "verification_keys"])
def test_parameters_with_a_list_too_short_or_too_long_are_refused(name: str) -> None:
    entries = getattr(parameters(), name)
    for wrong in ((), entries[:2], (*entries, entries[0])):
        assert refused(**{name: wrong})[0] is Refusal.BAD_TRUSTEES


@pytest.mark.parametrize(
    ("name", "refusal", "detail"),
    [
        ("certs", Refusal.BAD_TRUSTEES, "trustee 1: context"),
        ("coefexps", Refusal.BAD_SIGNATURE, "trustee 1"),
        ("signatures", Refusal.BAD_SIGNATURE, "trustee 1"),
        ("verification_keys", Refusal.BAD_TRUSTEES, "trustee 1: verification key"),
    ],
)
def test_parameters_with_swapped_entries_are_refused(
    name: str, refusal: Refusal, detail: str
) -> None:
    first, second, third = getattr(parameters(), name)
    assert refused(**{name: (second, first, third)}) == (refusal, detail)


def test_parameters_with_a_tampered_certificate_are_refused() -> None:
    message = parameters().certs[1].message.replace('"threshold":2', '"threshold":3')
    verdict = refused(certs=put("certs", 2, message=message))
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 2")


def test_parameters_with_a_certificate_exchanged_afterwards_are_refused() -> None:
    """A new certificate that is right in itself: only the binding signatures can tell."""
    context = Context(group="Ed25519", size=3, threshold=2, index=3)
    certs = list(parameters().certs)
    certs[2] = decode(make_certificate(pki.make_seed(), context), SignedMessage)
    assert refused(certs=tuple(certs)) == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_parameters_with_a_tampered_coefficient_are_refused() -> None:
    message = parameters().coefexps[2].message
    texts = decode(message.encode(), RawCoefexps).coefexps
    other = encode(RawCoefexps(coefexps=(texts[1], texts[0]))).decode()
    verdict = refused(coefexps=put("coefexps", 3, message=other))
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 3")


@pytest.mark.parametrize("name", ["certs", "coefexps", "signatures"])
def test_parameters_with_a_tampered_signature_are_refused(name: str) -> None:
    wrong = pki.sign_message(pki.derive_keys("2" * 22, ED25519), "another text")
    fields: dict[str, object] = (
        {"challenge": wrong.challenge} if name == "signatures" else {"signature": wrong}
    )
    assert refused(**{name: put(name, 2, **fields)}) == (Refusal.BAD_SIGNATURE, "trustee 2")


def test_parameters_with_an_invalid_proof_of_knowledge_are_refused() -> None:
    pok = parameters().verification_keys[0].pok
    keys = put("verification_keys", 2, pok=pok)
    assert refused(verification_keys=keys) == (Refusal.INVALID_PROOF, "trustee 2")


def test_parameters_with_a_key_outside_the_group_are_refused() -> None:
    keys = put("verification_keys", 2, public_key="0" * 64)
    assert refused(verification_keys=keys) == (Refusal.NOT_IN_GROUP, "trustee 2")


def test_parameters_with_a_key_that_does_not_fit_the_polynomials_are_refused() -> None:
    other = make_trustee_public_key(ED25519, ED25519.random_scalar())
    keys = put("verification_keys", 2, pok=other.pok, public_key=other.public_key)
    verdict = refused(verification_keys=keys)
    assert verdict == (Refusal.BAD_TRUSTEES, "trustee 2: verification key")


def test_parameters_with_an_unsigned_key_are_refused() -> None:
    verdict = refused(verification_keys=put("verification_keys", 3, signature=None))
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 3: verification key not signed")


def test_parameters_with_a_key_signed_by_another_are_refused() -> None:
    signature = parameters().verification_keys[0].signature
    verdict = refused(verification_keys=put("verification_keys", 3, signature=signature))
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 3")


def test_committee_whose_polynomials_cancel_out_is_refused() -> None:
    """f1(0) + f2(0) = 0: the sub-key would be the identity and anybody could decrypt."""
    seeds = ["2" * 22, "3" * 22]
    contexts = [Context(group="Ed25519", size=2, threshold=2, index=index) for index in (1, 2)]
    certs = [make_certificate(*pair) for pair in zip(seeds, contexts, strict=True)]
    committee = parse_certificates(certs, ED25519)
    coefficients = [[Scalar(7), Scalar(5)], [ED25519.reduce(-7), Scalar(4)]]
    polynomials = [
        encode(polynomial_of(pki.derive_keys(seed, ED25519), committee, own))
        for seed, own in zip(seeds, coefficients, strict=True)
    ]
    voutputs = [
        make_voutput(seed, vinput, committee)
        for seed, vinput in zip(seeds, make_vinputs(polynomials, committee), strict=True)
    ]
    with pytest.raises(BallotsError) as caught:
        make_threshold_parameters(committee, polynomials, voutputs)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES
    assert caught.value.detail == "the sub-key is the identity"
