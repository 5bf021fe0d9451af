"""The committee's page as the server gives it: a shell that knows no member and no secret."""

import re

import pytest
from flask.testing import FlaskClient

from tests.voting.committee import NAMES, Room
from voting.definition import REHEARSAL
from voting.instance import Instance


@pytest.fixture
def room(instance: Instance, client: FlaskClient) -> Room:
    return Room(instance, client)


def test_the_shell_runs_one_script_with_its_integrity_and_workers_of_its_own(
    room: Room, client: FlaskClient
) -> None:
    room.begins()
    answer = client.get(f"/c/{room.uuid}/committee")
    assert answer.status_code == 200
    [script] = re.findall(r"<script ([^>]*)></script>", answer.text)
    assert 'integrity="sha256-' in script
    policy = answer.headers["Content-Security-Policy"]
    assert "worker-src blob:" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe-inline" not in policy and "'unsafe-eval'" not in policy
    assert answer.headers["Permissions-Policy"].startswith("camera=(self),")
    assert answer.headers["Cache-Control"] == "no-store"


def test_whoever_has_no_link_learns_no_name_from_the_shell(room: Room, client: FlaskClient) -> None:
    room.begins()
    text = client.get(f"/c/{room.uuid}/committee").text
    assert not any(name in text for name in NAMES)
    assert not any(device.link.token in text for device in room.devices)


def test_the_shell_names_no_floor_devices_read_the_frozen_one(
    room: Room, client: FlaskClient
) -> None:
    room.begins(minimum_ballots=7)
    shell = client.get(f"/c/{room.uuid}/committee").text
    assert "fewest" not in re.sub(r"<p data-say.*?</p>", "", shell, flags=re.DOTALL)
    assert f'data-definition="/api/conferences/{room.uuid}/definition"' in shell


def test_the_shell_is_there_before_the_key_and_after(room: Room, client: FlaskClient) -> None:
    room.makes_the_key(2, 3)
    assert client.get(f"/c/{room.uuid}/committee").status_code == 200
    assert client.get("/c/11111111111111/committee").status_code == 404


def test_a_rehearsal_says_that_it_does_not_count(room: Room, client: FlaskClient) -> None:
    room.begins(rehearsal=True)
    assert REHEARSAL.vi in client.get(f"/c/{room.uuid}/committee").text
    assert REHEARSAL.en in client.get(f"/c/{room.uuid}/committee?lang=en").text


def test_every_refusal_that_a_device_may_find_has_a_sentence(
    room: Room, client: FlaskClient
) -> None:
    room.begins()
    text = client.get(f"/c/{room.uuid}/committee?lang=en").text
    for code in ("bad_share", "bad_message", "invalid_proof", "wrong_passphrase", "copy_damaged"):
        assert re.search(f'<p data-say="refusal_{code}">[^<]+</p>', text)
