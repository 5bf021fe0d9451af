"""From received secrets to a key share (spec 4.6.5, 4.6.6): what a trustee refuses."""

import json
from functools import cache
from typing import NamedTuple

import msgspec
import pytest

from ballots import pki
from ballots.canonical import decode, encode
from ballots.certificates import Committee, Context, make_certificate, parse_certificates
from ballots.errors import BallotsError, Refusal
from ballots.group import Element, Group, Scalar, group_named
from ballots.polynomials import (
    Polynomial,
    Secret,
    make_polynomial,
    polynomial_of,
    verify_all_coefexps,
)
from ballots.voutputs import (
    DecryptionKey,
    Vinput,
    Voutput,
    decrypt_share,
    make_vinputs,
    make_voutput,
    verify_voutput,
)

ED25519 = group_named("Ed25519")
GROUPS = [ED25519, group_named("BELENIOS-2048")]
SEEDS = ["2" * 22, "3" * 22, "4" * 22]


class Ceremony(NamedTuple):
    """A ceremony of three, two needed, as far as the voutputs."""

    committee: Committee
    polynomials: list[bytes]
    vinputs: list[bytes]
    coefexps: tuple[tuple[Element, ...], ...]


@cache
def ceremony_in(group: Group) -> Ceremony:
    contexts = [Context(group=group.name, size=3, threshold=2, index=i) for i in (1, 2, 3)]
    certs = [make_certificate(*pair) for pair in zip(SEEDS, contexts, strict=True)]
    committee = parse_certificates(certs, group)
    polynomials = [make_polynomial(seed, committee) for seed in SEEDS]
    vinputs = make_vinputs(polynomials, committee)
    vinput = decode(vinputs[0], Vinput)
    coefexps = verify_all_coefexps(vinput.coefexps, vinput.signatures, committee)
    return Ceremony(committee, polynomials, vinputs, coefexps)


def vinput_of(index: int) -> Vinput:
    return decode(ceremony_in(ED25519).vinputs[index - 1], Vinput)


def refused(vinput: Vinput, seed: str = SEEDS[1]) -> tuple[Refusal, str]:
    """Give trustee 2 a vinput that it must refuse."""
    with pytest.raises(BallotsError) as caught:
        make_voutput(seed, encode(vinput), ceremony_in(ED25519).committee)
    return caught.value.refusal, caught.value.detail


def with_secret(vinput: Vinput, index: int, sealed: str) -> Vinput:
    secrets = list(vinput.secrets)
    secrets[index - 1] = sealed
    return msgspec.structs.replace(vinput, secrets=tuple(secrets))


def keys_of(index: int, group: Group = ED25519) -> pki.PrivateKeys:
    return pki.derive_keys(SEEDS[index - 1], group)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_voutput_holds_the_share_that_the_polynomials_give(group: Group) -> None:
    ceremony = ceremony_in(group)
    for index, seed in enumerate(SEEDS, start=1):
        data = make_voutput(seed, ceremony.vinputs[index - 1], ceremony.committee)
        voutput = verify_voutput(data, index, ceremony.committee, ceremony.coefexps)
        share = decrypt_share(seed, voutput.private_key, group)
        assert group.text(group.power_g(share)) == voutput.public_key.public_key


def test_vinputs_route_every_secret_to_its_trustee() -> None:
    ceremony = ceremony_in(ED25519)
    sent = [decode(data, Polynomial) for data in ceremony.polynomials]
    for place, data in enumerate(ceremony.vinputs):
        vinput = decode(data, Vinput)
        assert vinput.polynomial == sent[place].polynomial
        assert vinput.secrets == tuple(message.secrets[place] for message in sent)
        assert vinput.coefexps == tuple(message.coefexps for message in sent)
        assert vinput.signatures == tuple(message.signature for message in sent)


def test_vinputs_need_every_polynomial() -> None:
    ceremony = ceremony_in(ED25519)
    with pytest.raises(BallotsError) as caught:
        make_vinputs(ceremony.polynomials[:2], ceremony.committee)
    assert caught.value.refusal is Refusal.BAD_TRUSTEES


def test_vinputs_of_swapped_polynomials_are_refused() -> None:
    first, second, third = ceremony_in(ED25519).polynomials
    with pytest.raises(BallotsError) as caught:
        make_vinputs([second, first, third], ceremony_in(ED25519).committee)
    assert caught.value.refusal is Refusal.BAD_SIGNATURE
    assert caught.value.detail == "trustee 1"


def test_secret_that_does_not_fit_its_polynomial_names_its_sender() -> None:
    secret = encode(Secret(secret="12345")).decode()
    sealed = pki.send(keys_of(3), keys_of(2).encryption, secret)
    wrong = with_secret(vinput_of(2), 3, sealed)
    assert refused(wrong) == (Refusal.BAD_SHARE, "trustee 3: secret")


def test_trustee_who_deals_shares_of_another_polynomial_is_named() -> None:
    """The complaint path: every honest receiver stops and names the same dealer."""
    ceremony = ceremony_in(ED25519)
    public = polynomial_of(keys_of(3), ceremony.committee, [Scalar(1), Scalar(2)])
    hidden = polynomial_of(keys_of(3), ceremony.committee, [Scalar(1), Scalar(3)])
    dealt = encode(msgspec.structs.replace(public, secrets=hidden.secrets))
    vinputs = make_vinputs([*ceremony.polynomials[:2], dealt], ceremony.committee)
    for place in (0, 1):
        verdict = refused(decode(vinputs[place], Vinput), SEEDS[place])
        assert verdict == (Refusal.BAD_SHARE, "trustee 3: secret")


def test_secret_for_another_recipient_is_refused() -> None:
    wrong = with_secret(vinput_of(2), 1, vinput_of(3).secrets[0])
    assert refused(wrong) == (Refusal.BAD_MESSAGE, "trustee 1: not for this key, or altered")
    signed = pki.decrypt_message(keys_of(3), vinput_of(3).secrets[0]).decode()
    passed_on = pki.encrypt_message(ED25519, keys_of(2).encryption, signed)
    wrong = with_secret(vinput_of(2), 1, passed_on)
    assert refused(wrong) == (Refusal.BAD_MESSAGE, "trustee 1: recipient")


def test_secret_from_another_sender_is_refused() -> None:
    wrong = with_secret(vinput_of(2), 1, vinput_of(2).secrets[2])
    assert refused(wrong) == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_secret_with_a_flipped_bit_is_refused() -> None:
    sealed = json.loads(vinput_of(2).secrets[0])
    sealed["data"] = f"{int(sealed['data'][0], 16) ^ 1:x}{sealed['data'][1:]}"
    wrong = with_secret(vinput_of(2), 1, json.dumps(sealed, separators=(",", ":")))
    assert refused(wrong) == (Refusal.BAD_MESSAGE, "trustee 1: not for this key, or altered")


@pytest.mark.parametrize(
    ("secret", "refusal"),
    [
        ('{"secret": "1"}', Refusal.NOT_CANONICAL),
        ('{"secret":"01"}', Refusal.NOT_CANONICAL),
        (f'{{"secret":"{ED25519.order}"}}', Refusal.NOT_CANONICAL),
        ('{"secret":"1","note":"x"}', Refusal.MALFORMED),
        ('{"polynomial":["1","2"]}', Refusal.MALFORMED),
    ],
)
def test_secret_that_is_not_written_canonically_is_refused(secret: str, refusal: Refusal) -> None:
    sealed = pki.send(keys_of(1), keys_of(2).encryption, secret)
    assert refused(with_secret(vinput_of(2), 1, sealed))[0] is refusal


def test_vinput_with_too_few_secrets_is_refused() -> None:
    wrong = msgspec.structs.replace(vinput_of(2), secrets=vinput_of(2).secrets[:2])
    assert refused(wrong) == (Refusal.BAD_TRUSTEES, "number of secrets")


@pytest.mark.parametrize("name", ["coefexps", "signatures"])
def test_vinput_with_too_few_polynomials_is_refused(name: str) -> None:
    vinput = vinput_of(2)
    wrong = msgspec.structs.replace(vinput, **{name: getattr(vinput, name)[:2]})
    assert refused(wrong) == (Refusal.BAD_TRUSTEES, "number of polynomials")


@pytest.mark.parametrize("name", ["coefexps", "signatures"])
def test_vinput_with_swapped_polynomials_is_refused(name: str) -> None:
    vinput = vinput_of(2)
    first, second, third = getattr(vinput, name)
    wrong = msgspec.structs.replace(vinput, **{name: (first, third, second)})
    assert refused(wrong) == (Refusal.BAD_SIGNATURE, "trustee 2")


def test_vinput_with_another_polynomial_under_our_name_is_refused() -> None:
    ceremony = ceremony_in(ED25519)
    again = decode(make_polynomial(SEEDS[1], ceremony.committee), Polynomial)
    wrong = msgspec.structs.replace(vinput_of(2), polynomial=again.polynomial)
    assert refused(wrong) == (Refusal.BAD_SHARE, "trustee 2: own polynomial")


def test_vinput_of_another_trustee_is_refused() -> None:
    assert refused(vinput_of(3))[0] is Refusal.BAD_MESSAGE


def test_vinput_for_a_seed_outside_the_committee_is_refused() -> None:
    verdict = refused(vinput_of(2), "5" * 22)
    assert verdict == (Refusal.BAD_TRUSTEES, "no certificate of this seed")


def voutput_of(index: int) -> Voutput:
    ceremony = ceremony_in(ED25519)
    vinput = ceremony.vinputs[index - 1]
    return decode(make_voutput(SEEDS[index - 1], vinput, ceremony.committee), Voutput)


def answer_refused(voutput: Voutput, index: int) -> tuple[Refusal, str]:
    ceremony = ceremony_in(ED25519)
    with pytest.raises(BallotsError) as caught:
        verify_voutput(encode(voutput), index, ceremony.committee, ceremony.coefexps)
    return caught.value.refusal, caught.value.detail


def test_voutput_of_another_trustee_is_refused() -> None:
    verdict = answer_refused(voutput_of(1), 2)
    assert verdict == (Refusal.BAD_TRUSTEES, "trustee 2: verification key")


def test_voutput_without_signature_is_refused() -> None:
    voutput = voutput_of(1)
    key = msgspec.structs.replace(voutput.public_key, signature=None)
    verdict = answer_refused(msgspec.structs.replace(voutput, public_key=key), 1)
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 1: verification key not signed")


def test_voutput_signed_by_another_is_refused() -> None:
    voutput = voutput_of(1)
    signature = pki.sign_message(keys_of(2), voutput.public_key.public_key)
    key = msgspec.structs.replace(voutput.public_key, signature=signature)
    verdict = answer_refused(msgspec.structs.replace(voutput, public_key=key), 1)
    assert verdict == (Refusal.BAD_SIGNATURE, "trustee 1")


def test_voutput_whose_private_key_cannot_be_opened_is_refused() -> None:
    wrong = msgspec.structs.replace(voutput_of(1), private_key="{}")
    assert answer_refused(wrong, 1)[0] is Refusal.MALFORMED


def test_share_is_opened_by_its_own_seed_only() -> None:
    with pytest.raises(BallotsError) as caught:
        decrypt_share(SEEDS[1], voutput_of(1).private_key, ED25519)
    assert caught.value.refusal is Refusal.BAD_MESSAGE


def test_share_sealed_by_another_is_refused() -> None:
    planted = pki.send(
        keys_of(2), keys_of(1).encryption, encode(DecryptionKey(decryption_key="7")).decode()
    )
    with pytest.raises(BallotsError) as caught:
        decrypt_share(SEEDS[0], planted, ED25519)
    assert caught.value.refusal is Refusal.BAD_SIGNATURE
