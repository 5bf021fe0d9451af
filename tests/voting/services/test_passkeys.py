"""Passkeys: what a browser is asked, and which answers are refused (a real one: tests/browser)."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import bytes_to_base64url, encode_cbor

from tests.voting.clerks import logged_in, make_account
from voting.account_models import PasskeyChallenge
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.roles import Role
from voting.services import passkeys
from voting.services.passkeys import Browser
from voting.services.sessions import Who, end_all

NOW = 1_800_000_000
HERE = Browser("https://vote.example", "vote.example", "a" * 64, "address 192.0.2.7")
MALFORMED: list[dict[str, Any]] = [
    {},
    {"id": 1},
    {"id": "a", "rawId": "!", "type": "public-key", "response": {}},
    {"id": "YQ", "rawId": "YQ", "type": "public-key", "response": []},
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {"attestationObject": "oA", "clientDataJSON": "e30"},
    },
    {
        "id": "YQ",
        "rawId": "YQ",
        "type": "public-key",
        "response": {"attestationObject": "gA", "clientDataJSON": "W10"},
    },
]


@pytest.fixture
def who(instance: Instance) -> Who:
    return logged_in(instance, make_account(instance, Role.CHAIR), at=NOW)[0]


def test_options_ask_for_a_discoverable_key_that_knows_its_user(
    instance: Instance, who: Who
) -> None:
    asked = json.loads(passkeys.ask_to_add(instance, who, HERE, now=NOW))
    assert asked["rp"]["id"] == "vote.example"
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert asked["attestation"] == "none"
    entering = json.loads(passkeys.ask_to_enter(instance, HERE, now=NOW))
    assert not entering.get("allowCredentials")
    assert entering["challenge"] != asked["challenge"]


@pytest.mark.parametrize("credential", MALFORMED)
def test_what_no_device_sent_is_refused(
    credential: dict[str, Any], instance: Instance, who: Who
) -> None:
    passkeys.ask_to_add(instance, who, HERE, now=NOW)
    with pytest.raises(VotingRefused) as refused:
        passkeys.add_passkey(instance, who, HERE, credential, "x", now=NOW)
    assert refused.value.refusal is Refusal.PASSKEY_REFUSED
    passkeys.ask_to_enter(instance, HERE, now=NOW)
    with pytest.raises(VotingRefused, match="passkey_refused"):
        passkeys.enter(instance, HERE, credential, now=NOW)
    assert passkeys.list_passkeys(instance, who) == []


def test_a_challenge_is_for_one_browser_and_one_answer_within_minutes(
    instance: Instance, who: Who
) -> None:
    def challenges() -> int:
        with instance.database.reading() as session:
            return session.query(PasskeyChallenge).count()

    def answers(browser: Browser, now: int) -> None:
        with pytest.raises(VotingRefused, match="passkey_refused"):
            passkeys.add_passkey(instance, who, browser, {}, "x", now=now)

    passkeys.ask_to_add(instance, who, HERE, now=NOW)
    passkeys.ask_to_add(instance, who, HERE, now=NOW)
    assert challenges() == 1
    answers(replace(HERE, forms="b" * 64), NOW)
    answers(HERE, NOW + passkeys.LASTS)
    assert challenges() == 1
    answers(HERE, NOW)
    assert challenges() == 0


def made_by_a_device(options: str) -> dict[str, Any]:
    """Answer as a device that makes a P-256 key and attests nothing (WebAuthn, 6.5.4)."""
    point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    public = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
    name = b"a passkey of one"
    data = hashlib.sha256(HERE.host.encode()).digest() + b"\x45" + bytes(4)
    data += bytes(16) + len(name).to_bytes(2) + name + encode_cbor(public)
    client = {
        "type": "webauthn.create",
        "challenge": json.loads(options)["challenge"],
        "origin": HERE.origin,
    }
    attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
    return {
        "id": bytes_to_base64url(name),
        "rawId": bytes_to_base64url(name),
        "type": "public-key",
        "response": {
            "attestationObject": bytes_to_base64url(attestation),
            "clientDataJSON": bytes_to_base64url(json.dumps(client).encode()),
        },
    }


def test_a_session_that_was_ended_meanwhile_adds_no_passkey(instance: Instance, who: Who) -> None:
    made = made_by_a_device(passkeys.ask_to_add(instance, who, HERE, now=NOW))
    with instance.database.writing() as session:
        end_all(session, who.id)
    with pytest.raises(VotingRefused, match="log_in_needed"):
        passkeys.add_passkey(instance, who, HERE, made, "Điện thoại", now=NOW)
    assert passkeys.list_passkeys(instance, who) == []


def test_a_session_that_lasts_adds_the_passkey_that_a_device_made(
    instance: Instance, who: Who
) -> None:
    made = made_by_a_device(passkeys.ask_to_add(instance, who, HERE, now=NOW))
    passkeys.add_passkey(instance, who, HERE, made, "Điện thoại", now=NOW)
    assert [one.label for one in passkeys.list_passkeys(instance, who)] == ["Điện thoại"]


def test_asking_for_a_passkey_without_end_has_to_wait(instance: Instance) -> None:
    with pytest.raises(VotingRefused, match="try_later"):
        for _ in range(9):
            passkeys.ask_to_enter(instance, HERE, now=NOW)


def test_nobody_removes_a_passkey_that_is_not_theirs(instance: Instance, who: Who) -> None:
    with pytest.raises(VotingRefused, match="not_found"):
        passkeys.remove_passkey(instance, who, "0" * 16, now=NOW)
