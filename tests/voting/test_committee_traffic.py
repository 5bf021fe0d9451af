"""All that passes between devices and server in a whole ceremony and count: no secret is in it."""

import logging
from collections.abc import Iterator
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from ballots.canonical import decode
from ballots.pki import derive_keys, receive
from ballots.polynomials import Polynomial, RawPolynomial
from tests.voting.committee import Device, Room
from tests.voting.people import HIGH, LOW
from voting.instance import Instance


class Tapped:
    """A client whose every address, body and answer is kept."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self.heard: list[bytes] = []

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._kept(path, b"", self._client.get(path, **more))

    def post(self, path: str, *, data: bytes, **more: Any) -> TestResponse:
        return self._kept(path, data, self._client.post(path, data=data, **more))

    def _kept(self, path: str, body: bytes, answer: TestResponse) -> TestResponse:
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
        self.heard += [path.encode(), body, headers.encode(), answer.data]
        return answer


def secrets_of(device: Device) -> Iterator[str]:
    """Give all that a member's device must keep to itself."""
    keys = derive_keys(device.seed, device.group)
    drawn = decode(device.polynomial, Polynomial)
    raw = decode(receive(keys, keys.verification, drawn.polynomial), RawPolynomial)
    _, _, share = device.secret()
    yield from (device.seed, str(keys.signing), str(keys.decryption), str(share))
    yield from raw.polynomial
    yield device.link.token


def test_no_secret_of_a_member_is_heard_on_the_line_or_logged(
    instance: Instance, client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    line = Tapped(client)
    with caplog.at_level(logging.DEBUG):
        room = Room(instance, cast(FlaskClient, line)).makes_the_key(2, 3)
        room.drills(1, 2, 3)
        ballots = room.votes([HIGH, LOW], [HIGH, HIGH])
        for device in room.devices[:2]:
            answer = device.sends("decryption", device.decryption(ballots))
            assert answer.status_code == 201
        assert room.devices[0].sends("publication", b"").status_code == 201
    heard = b"\n".join(line.heard) + caplog.text.encode()
    assert room.uuid.encode() in heard
    for device in room.devices:
        found = [hidden for hidden in secrets_of(device) if hidden.encode() in heard]
        assert not found
    assert room.devices[0].polynomial in heard, "the tap hears what is sent"


def test_a_failure_in_a_view_of_the_committee_logs_no_value(
    instance: Instance,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    room = Room(instance, client).begins(2, 3)

    def fail(*_: object) -> None:
        raise RuntimeError(room.devices[0].link.token)

    monkeypatch.setattr("voting.services.ceremony_messages.take_message", fail)
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert room.devices[0].takes_part("certificate").status_code == 500
    assert "committee.send_certificate failed with RuntimeError" in caplog.text
    assert room.devices[0].link.token not in caplog.text
