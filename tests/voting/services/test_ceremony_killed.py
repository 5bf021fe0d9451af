"""A server killed in the middle of a ceremony: what was accepted is there, and it goes on.

SIGKILL, real processes, both kinds of database: between the rounds, and at the steps of the two
transactions that do most, the last voutput (it makes the conference) and the last decryption (it
makes the result). They are wholly done or not at all, and sending the same again does them.
"""

import json
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from typing import cast

import pytest
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from tests.voting.committee import ROUNDS, Device, Room
from tests.voting.people import HIGH, LOW, Organizer
from tests.voting.services.test_killed import doomed
from voting.config import Settings
from voting.demo.server import DemoServer
from voting.instance import Instance

STRIDE = 5  # every fifth step: each costs a process
CHOICES = ([HIGH, LOW], [HIGH, HIGH])


class Line:
    """Stands where a device has a client: speaks to whichever server runs at the moment."""

    def __init__(self, server: DemoServer) -> None:
        self.server = server

    def get(self, path: str, headers: dict[str, str]) -> Response:
        return self._ask("GET", path, headers, None)

    def post(self, path: str, data: bytes, headers: dict[str, str]) -> Response:
        return self._ask("POST", path, headers, data)

    def _ask(self, method: str, path: str, headers: dict[str, str], data: bytes | None) -> Response:
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=300)) as connection:
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            return Response(answer.read(), answer.status, answer.getheaders())

    def is_cut(self) -> None:
        """Kill the server and start it again."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.stop()
        self.server.__enter__()


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    running = DemoServer(
        instance=settings.instance, workers=1, TINNHIEM_DATABASE_URL=settings.database_url
    )
    settings.instance.mkdir(mode=0o700, exist_ok=True)
    with running:
        yield Line(running)


def test_a_killed_server_goes_on_where_everybody_was(instance: Instance, line: Line) -> None:
    room = Room(instance, cast(FlaskClient, line)).begins(2, 3)
    for step in ROUNDS:
        room.devices[0].takes_part(step)
        line.is_cut()
        again = room.devices[0].takes_part(step) if step == "polynomial" else None
        assert again is None or again.status_code == 200
        for device in room.devices[1:]:
            assert device.takes_part(step).status_code == 201
    room.drills(1, 2)
    line.is_cut()
    room.drills(3)
    ballots = room.votes(*CHOICES)
    for device in room.devices[:2]:
        assert device.sends("decryption", device.decryption(ballots)).status_code == 201
        line.is_cut()
    assert room.devices[2].gets("result")["result"] == [[2, 0, 0], [1, 0, 1]]


def dies_at_many_steps(room: Room, deed: str, device: Device, body: bytes, undone: str) -> int:
    """Kill what a device asks at later and later steps until it is done; count the vain ones."""
    order = {"deed": deed, "member": device.number, "body": body.hex()}
    with doomed(Organizer(room.instance, room.uuid)) as process:
        assert process.stdin is not None and process.stdout is not None
        for number in range(1000):
            step = 1 + number * STRIDE
            process.stdin.write(json.dumps(order | {"step": step}) + "\n")
            process.stdin.flush()
            died = json.loads(process.stdout.readline())["died"]
            if room.state()["state"] != undone:
                return number
            assert died
    raise AssertionError("never done")


@pytest.fixture
def room(instance: Instance, client: FlaskClient) -> Room:
    return Room(instance, client)


def test_the_last_voutput_makes_the_conference_or_nothing(room: Room) -> None:
    room.begins(2, 3)
    room.plays(*ROUNDS[:3])
    for device in room.devices[:2]:
        device.takes_part("voutput")
    last = room.devices[2]
    assert dies_at_many_steps(room, "voutput", last, last.answer(), "keys") > 3
    assert last.sends("voutput", last.voutput).status_code == 200
    assert room.state()["state"] == "prepared"
    room.drills(1, 2, 3)


def test_the_last_decryption_makes_the_result_or_nothing(room: Room) -> None:
    room.makes_the_key(2, 3)
    room.drills(1, 2, 3)
    ballots = room.votes(*CHOICES)
    first, last = room.devices[:2]
    first.sends("decryption", first.decryption(ballots))
    body = last.decryption(ballots)
    assert dies_at_many_steps(room, "decryption", last, body, "closed") > 3
    assert last.sends("decryption", body).status_code == 200
    assert room.state()["state"] == "tallied"
    assert first.gets("result")["result"] == [[2, 0, 0], [1, 0, 1]]
