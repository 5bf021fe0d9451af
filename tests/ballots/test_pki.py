"""Keys of a trustee, signatures, encrypted letters (spec 4.6.1, 4.6.3)."""

import hashlib
import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from ballots import pki
from ballots.canonical import encode
from ballots.errors import BallotsError, Refusal
from ballots.group import Group, group_named
from ballots.proofs import Proof

ED25519 = group_named("Ed25519")
GROUPS = [ED25519, group_named("BELENIOS-2048")]
ALICE, BOB, CAROL = ("2" * 22, "3" * 22, "4" * 22)

both_groups = pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)


def refusal_of(function: Callable[..., object], *arguments: object) -> Refusal:
    with pytest.raises(BallotsError) as caught:
        function(*arguments)
    return caught.value.refusal


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def changed(sealed: str, **fields: str) -> str:
    return json.dumps(json.loads(sealed) | fields, separators=(",", ":"))


def test_seeds_are_22_base58_characters_and_differ() -> None:
    seeds = {pki.make_seed() for _ in range(50)}
    assert len(seeds) == 50
    assert all(len(seed) == 22 and not set(seed) & set("0OIl+/") for seed in seeds)


@both_groups
def test_keys_are_the_tagged_hashes_of_the_seed(group: Group) -> None:
    keys = pki.derive_keys(ALICE, group)
    assert keys.signing == int.from_bytes(digest(f"sk|{ALICE}"), "big") % group.order
    assert keys.decryption == int.from_bytes(digest(f"dk|{ALICE}"), "big") % group.order
    assert keys.verification == group.power_g(keys.signing)
    assert keys.encryption == group.power_g(keys.decryption)


@pytest.mark.parametrize(
    ("seed", "detail"),
    [
        ("2" * 21, "seed: 21 of 22 characters"),
        ("2" * 23, "seed: 23 of 22 characters"),
        ("2222O" + "2" * 17, "seed: character 5"),
        ("２" + "2" * 21, "seed: character 1"),
    ],
)
def test_seed_that_is_not_one_is_refused_without_repeating_it(seed: str, detail: str) -> None:
    with pytest.raises(BallotsError) as caught:
        pki.derive_keys(seed, ED25519)
    assert caught.value.refusal is Refusal.MALFORMED
    assert caught.value.detail == detail


def test_private_keys_do_not_show_when_printed() -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    assert str(keys.signing) not in repr(keys)
    assert str(keys.decryption) not in repr(keys)


def test_secret_message_does_not_show_when_printed() -> None:
    class Diary(pki.SecretMessage, frozen=True):
        entry: str

    diary = Diary(entry="confession")
    assert repr(diary) == str(diary) == "<Diary>"
    assert diary.__rich_repr__() == []


@both_groups
def test_signature_is_the_one_of_the_specification(group: Group) -> None:
    keys = pki.derive_keys(ALICE, group)
    signature = pki.sign_message(keys, "xin chào|")
    challenge, response = int(signature.challenge), int(signature.response)
    commitment = group.multiply(
        group.power_g(group.reduce(response)),
        group.power(keys.verification, group.reduce(challenge)),
    )
    hashed = digest(f"sigmsg|xin chào||{group.text(commitment)}")
    assert challenge == int.from_bytes(hashed, "big") % group.order
    pki.verify_signature(group, keys.verification, "xin chào|", signature)


@both_groups
def test_signature_of_another_text_or_key_is_refused(group: Group) -> None:
    keys, other = pki.derive_keys(ALICE, group), pki.derive_keys(BOB, group)
    signature = pki.sign_message(keys, "a")
    for key, text in [(keys.verification, "b"), (other.verification, "a"), (keys.encryption, "a")]:
        assert (
            refusal_of(pki.verify_signature, group, key, text, signature) is Refusal.BAD_SIGNATURE
        )


def test_signature_with_an_unreduced_number_is_refused() -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    signature = pki.sign_message(keys, "a")
    longer = Proof(
        challenge=signature.challenge, response=str(int(signature.response) + ED25519.order)
    )
    assert (
        refusal_of(pki.verify_signature, ED25519, keys.verification, "a", longer)
        is Refusal.NOT_CANONICAL
    )


@both_groups
def test_encryption_is_the_one_of_the_specification(group: Group) -> None:
    keys = pki.derive_keys(ALICE, group)
    sealed = json.loads(pki.encrypt_message(group, keys.encryption, "phần khoá"))
    assert list(sealed) == ["algorithm", "alpha", "beta", "data"]
    assert sealed["algorithm"] == "AES-GCM"
    shared = group.power(group.element(sealed["alpha"]), keys.decryption)
    hidden = group.text(group.divide(group.element(sealed["beta"]), shared))
    cipher = AESGCM(digest(f"key|{hidden}"))
    opened = cipher.decrypt(digest(f"iv|{sealed['alpha']}"), bytes.fromhex(sealed["data"]), None)
    assert opened.decode() == "phần khoá"


@given(st.text(max_size=200))
def test_decrypting_gives_back_what_was_encrypted(text: str) -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    sealed = pki.encrypt_message(ED25519, keys.encryption, text)
    assert pki.decrypt_message(keys, sealed) == text.encode()


def test_the_same_text_is_encrypted_differently_every_time() -> None:
    key = pki.derive_keys(ALICE, ED25519).encryption
    sealed = [json.loads(pki.encrypt_message(ED25519, key, "a")) for _ in range(2)]
    assert all(sealed[0][name] != sealed[1][name] for name in ("alpha", "beta", "data"))


@both_groups
def test_message_for_another_key_is_refused(group: Group) -> None:
    sealed = pki.encrypt_message(group, pki.derive_keys(ALICE, group).encryption, "a")
    bob = pki.derive_keys(BOB, group)
    assert refusal_of(pki.decrypt_message, bob, sealed) is Refusal.BAD_MESSAGE


def test_every_flipped_ciphertext_bit_is_refused() -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    sealed = pki.encrypt_message(ED25519, keys.encryption, "ab")
    data = bytes.fromhex(json.loads(sealed)["data"])
    assert len(data) == 2 + 16
    for place in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        wrong = changed(sealed, data=flipped.hex())
        assert refusal_of(pki.decrypt_message, keys, wrong) is Refusal.BAD_MESSAGE


def bad_seals() -> list[tuple[str, dict[str, str], Refusal]]:
    identity = ED25519.text(ED25519.identity)
    return [
        ("another algorithm", {"algorithm": "AES-CCM"}, Refusal.BAD_MESSAGE),
        ("lower-case algorithm", {"algorithm": "aes-gcm"}, Refusal.BAD_MESSAGE),
        ("upper-case data", {"data": "AB" * 20}, Refusal.NOT_CANONICAL),
        ("odd data", {"data": "abc"}, Refusal.NOT_CANONICAL),
        ("no data", {"data": ""}, Refusal.NOT_CANONICAL),
        ("data shorter than a tag", {"data": "ab"}, Refusal.BAD_MESSAGE),
        ("alpha of small order", {"alpha": "0" * 64}, Refusal.NOT_IN_GROUP),
        ("beta the identity", {"beta": identity}, Refusal.NOT_IN_GROUP),
        ("another alpha", {"alpha": ED25519.text(ED25519.generator)}, Refusal.BAD_MESSAGE),
        ("another beta", {"beta": ED25519.text(ED25519.generator)}, Refusal.BAD_MESSAGE),
        ("unknown field", {"note": ""}, Refusal.MALFORMED),
    ]


@pytest.mark.parametrize(
    ("fields", "refusal"), [case[1:] for case in bad_seals()], ids=[c[0] for c in bad_seals()]
)
def test_encrypted_message_is_refused_with(fields: dict[str, str], refusal: Refusal) -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    wrong = changed(pki.encrypt_message(ED25519, keys.encryption, "a"), **fields)
    assert refusal_of(pki.decrypt_message, keys, wrong) is refusal


def test_encrypted_message_without_algorithm_is_refused() -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    sealed = pki.encrypt_message(ED25519, keys.encryption, "a")
    wrong = sealed.replace('"algorithm":"AES-GCM",', "")
    assert refusal_of(pki.decrypt_message, keys, wrong) is Refusal.MALFORMED


def test_encrypted_message_that_is_not_canonical_is_refused() -> None:
    keys = pki.derive_keys(ALICE, ED25519)
    sealed = pki.encrypt_message(ED25519, keys.encryption, "a")
    reordered = json.dumps(dict(reversed(json.loads(sealed).items())), separators=(",", ":"))
    for wrong in (sealed + "\n", sealed.replace(":", ": "), reordered):
        assert refusal_of(pki.decrypt_message, keys, wrong) is Refusal.NOT_CANONICAL


@both_groups
def test_letter_arrives(group: Group) -> None:
    alice, bob = pki.derive_keys(ALICE, group), pki.derive_keys(BOB, group)
    sealed = pki.send(alice, bob.encryption, "phần khoá")
    assert pki.receive(bob, alice.verification, sealed).decode() == "phần khoá"


def test_letter_from_another_sender_is_refused() -> None:
    alice, bob, carol = (pki.derive_keys(seed, ED25519) for seed in (ALICE, BOB, CAROL))
    sealed = pki.send(alice, bob.encryption, "a")
    assert refusal_of(pki.receive, bob, carol.verification, sealed) is Refusal.BAD_SIGNATURE


def test_letter_that_its_recipient_passes_on_is_refused() -> None:
    alice, bob, carol = (pki.derive_keys(seed, ED25519) for seed in (ALICE, BOB, CAROL))
    signed = pki.decrypt_message(bob, pki.send(alice, bob.encryption, "a"))
    passed_on = pki.encrypt_message(ED25519, carol.encryption, signed.decode())
    with pytest.raises(BallotsError) as caught:
        pki.receive(carol, alice.verification, passed_on)
    assert (caught.value.refusal, caught.value.detail) == (Refusal.BAD_MESSAGE, "recipient")


def test_letter_whose_inner_json_is_not_canonical_is_refused() -> None:
    alice, bob = pki.derive_keys(ALICE, ED25519), pki.derive_keys(BOB, ED25519)
    letter = encode(
        pki.ChannelMessage(recipient=ED25519.text(bob.encryption), message="a")
    ).decode()
    outer = encode(pki.make_signed_message(alice, letter)).decode().replace('","sig', '", "sig')
    inner = encode(pki.make_signed_message(alice, letter.replace(":", ": "))).decode()
    for signed in (outer, inner):
        sealed = pki.encrypt_message(ED25519, bob.encryption, signed)
        assert refusal_of(pki.receive, bob, alice.verification, sealed) is Refusal.NOT_CANONICAL


@pytest.mark.parametrize("plain", [b"\xff\xfe", b"", b"[]", b'"\\ud800"'])
def test_letter_that_is_not_a_signed_message_is_refused(
    plain: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, bob = pki.derive_keys(ALICE, ED25519), pki.derive_keys(BOB, ED25519)
    monkeypatch.setattr(pki, "decrypt_message", lambda keys, sealed: plain)
    assert refusal_of(pki.receive, bob, alice.verification, "") is Refusal.MALFORMED
