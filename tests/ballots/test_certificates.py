"""Certificates of the trustees (spec 4.6.2): one committee, or none."""

import msgspec
import pytest

from ballots.canonical import decode, encode
from ballots.certificates import (
    CertificateKeys,
    Committee,
    Context,
    make_certificate,
    parse_certificates,
    verify_certificate,
    verify_certificates,
)
from ballots.errors import BallotsError, Refusal
from ballots.group import Group, group_named
from ballots.pki import SignedMessage, derive_keys, make_signed_message

ED25519 = group_named("Ed25519")
SEEDS = ["2" * 22, "3" * 22, "4" * 22]


def context(index: int, group: Group = ED25519) -> Context:
    return Context(group=group.name, size=3, threshold=2, index=index)


def certificates(group: Group = ED25519) -> list[bytes]:
    return [
        make_certificate(seed, context(index, group)) for index, seed in enumerate(SEEDS, start=1)
    ]


def signed_certificates() -> list[SignedMessage]:
    return [decode(data, SignedMessage) for data in certificates()]


def refused(certs: list[SignedMessage]) -> tuple[Refusal, str]:
    with pytest.raises(BallotsError) as caught:
        verify_certificates(certs, ED25519)
    return caught.value.refusal, caught.value.detail


def signed_by(seed: str, message: str) -> SignedMessage:
    return make_signed_message(derive_keys(seed, ED25519), message)


def reworded(cert: SignedMessage, old: str, new: str) -> SignedMessage:
    assert old in cert.message
    return msgspec.structs.replace(cert, message=cert.message.replace(old, new))


@pytest.mark.parametrize("name", ["Ed25519", "BELENIOS-2048"])
def test_certificates_that_fit_make_a_committee(name: str) -> None:
    group = group_named(name)
    committee = parse_certificates(certificates(group), group)
    assert (committee.size, committee.threshold) == (3, 2)
    for index, seed in enumerate(SEEDS, start=1):
        keys = derive_keys(seed, group)
        assert committee.index_of(keys) == index
        assert committee.member(index).verification == keys.verification
        assert committee.member(index).encryption == keys.encryption


def test_certificate_has_the_bytes_of_the_specification() -> None:
    keys = derive_keys(SEEDS[0], ED25519)
    cert = decode(make_certificate(SEEDS[0], context(1)), SignedMessage)
    assert cert.message == (
        '{"context":{"group":"Ed25519","size":3,"threshold":2,"index":1},'
        f'"verification":"{ED25519.text(keys.verification)}",'
        f'"encryption":"{ED25519.text(keys.encryption)}"}}'
    )


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({"size": 0}, "size"),
        ({"size": 101}, "size"),
        ({"threshold": 0}, "threshold"),
        ({"threshold": -1}, "threshold"),
        ({"threshold": 4}, "threshold"),
        ({"index": 0}, "index"),
        ({"index": 4}, "index"),
    ],
)
def test_context_that_makes_no_sense_is_refused(fields: dict[str, int], detail: str) -> None:
    wrong = msgspec.structs.replace(context(1), **fields)
    with pytest.raises(BallotsError) as caught:
        make_certificate(SEEDS[0], wrong)
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BAD_TRUSTEES, detail)
    right = decode(decode(certificates()[0], SignedMessage).message.encode(), CertificateKeys)
    named = msgspec.structs.replace(right, context=wrong)
    with pytest.raises(BallotsError) as caught:
        verify_certificate(signed_by(SEEDS[0], encode(named).decode()), ED25519)
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BAD_TRUSTEES, detail)


def test_certificate_for_another_group_is_refused() -> None:
    certs = signed_certificates()
    other = reworded(certs[0], '"Ed25519"', '"BELENIOS-2048"')
    certs[0] = signed_by(SEEDS[0], other.message)
    assert refused(certs) == (Refusal.BAD_TRUSTEES, "trustee 1: group")


def test_certificate_altered_after_signing_is_refused() -> None:
    for old, new in [('"index":2', '"index":3'), ('"threshold":2', '"threshold":1')]:
        certs = signed_certificates()
        certs[1] = reworded(certs[1], old, new)
        assert refused(certs) == (Refusal.BAD_SIGNATURE, "trustee 2")


def test_certificate_with_the_encryption_key_of_another_is_refused() -> None:
    certs = signed_certificates()
    keys = [derive_keys(seed, ED25519) for seed in SEEDS]
    old, new = ED25519.text(keys[1].encryption), ED25519.text(keys[0].encryption)
    certs[1] = reworded(certs[1], old, new)
    assert refused(certs) == (Refusal.BAD_SIGNATURE, "trustee 2")
    certs[1] = signed_by(SEEDS[1], certs[1].message)
    assert refused(certs) == (Refusal.BAD_TRUSTEES, "trustee 2: key used twice")


def test_certificate_signed_by_another_key_is_refused() -> None:
    certs = signed_certificates()
    certs[2] = signed_by(SEEDS[0], certs[2].message)
    assert refused(certs) == (Refusal.BAD_SIGNATURE, "trustee 3")


def test_certificate_naming_the_identity_is_refused() -> None:
    certs = signed_certificates()
    key = ED25519.text(derive_keys(SEEDS[0], ED25519).verification)
    certs[0] = reworded(certs[0], key, ED25519.text(ED25519.identity))
    assert refused(certs) == (Refusal.NOT_IN_GROUP, "trustee 1: identity")


def test_swapped_certificates_are_refused() -> None:
    first, second, third = signed_certificates()
    assert refused([second, first, third]) == (Refusal.BAD_TRUSTEES, "trustee 1: context")
    assert refused([first, third, second]) == (Refusal.BAD_TRUSTEES, "trustee 2: context")


def test_missing_or_repeated_certificates_are_refused() -> None:
    first, second, _ = signed_certificates()
    assert refused([]) == (Refusal.BAD_TRUSTEES, "number of certificates")
    assert refused([first] * 101) == (Refusal.BAD_TRUSTEES, "number of certificates")
    assert refused([first, second]) == (Refusal.BAD_TRUSTEES, "trustee 1: context")
    assert refused([first, second, second]) == (Refusal.BAD_TRUSTEES, "trustee 3: context")


@pytest.mark.parametrize("fields", [{"threshold": 1}, {"size": 4}])
def test_certificate_for_another_committee_is_refused(fields: dict[str, int]) -> None:
    certs = signed_certificates()
    other = msgspec.structs.replace(context(3), **fields)
    certs[2] = decode(make_certificate(SEEDS[2], other), SignedMessage)
    assert refused(certs) == (Refusal.BAD_TRUSTEES, "trustee 3: context")


def test_one_person_cannot_be_two_trustees() -> None:
    certs = signed_certificates()
    certs[2] = decode(make_certificate(SEEDS[0], context(3)), SignedMessage)
    assert refused(certs) == (Refusal.BAD_TRUSTEES, "trustee 3: key used twice")


def test_certificate_with_one_key_for_both_uses_is_refused() -> None:
    certs = signed_certificates()
    keys = derive_keys(SEEDS[2], ED25519)
    old, new = ED25519.text(keys.encryption), ED25519.text(keys.verification)
    certs[2] = signed_by(SEEDS[2], reworded(certs[2], old, new).message)
    assert refused(certs) == (Refusal.BAD_TRUSTEES, "trustee 3: key used twice")


def test_certificate_whose_inner_json_is_not_canonical_is_refused() -> None:
    certs = signed_certificates()
    certs[1] = signed_by(SEEDS[1], certs[1].message.replace('"size":3', '"size": 3'))
    refusal, detail = refused(certs)
    assert (refusal, detail[:9]) == (Refusal.NOT_CANONICAL, "trustee 2")


def test_certificate_bytes_that_are_not_canonical_are_refused() -> None:
    certs = certificates()
    certs[1] += b"\n"
    with pytest.raises(BallotsError) as caught:
        parse_certificates(certs, ED25519)
    assert caught.value.refusal is Refusal.NOT_CANONICAL
    assert caught.value.detail.startswith("trustee 2: ")


def committee() -> Committee:
    return parse_certificates(certificates(), ED25519)


def test_seed_of_none_of_the_committee_is_refused() -> None:
    with pytest.raises(BallotsError) as caught:
        committee().index_of(derive_keys("5" * 22, ED25519))
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


@pytest.mark.parametrize("index", [0, 4, -1])
def test_committee_has_no_trustee_outside_its_size(index: int) -> None:
    with pytest.raises(BallotsError) as caught:
        committee().member(index)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES
