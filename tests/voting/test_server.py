"""A real server of two processes: what it accepts, what it cuts short, what it writes down."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import pytest

from ballots.ballot import max_ballot_size, tracker_of
from tests.voting.people import Delegate, Organizer
from voting.demo.server import DemoServer
from voting.services.reading import read_board


@pytest.fixture
def server(organizer: Organizer) -> Iterator[DemoServer]:
    settings = organizer.instance.settings
    with DemoServer(
        instance=settings.instance, workers=2, TINNHIEM_DATABASE_URL=settings.database_url
    ) as running:
        yield running


def post(server: DemoServer, delegate: Delegate, ballot: bytes) -> tuple[int, dict[str, str]]:
    path = f"/api/conferences/{delegate.election.uuid}/ballots"
    headers = {"User-Agent": "SecretPhone 12"}
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=300)) as connection:
        connection.request("POST", path, body=ballot, headers=headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())


def raw(server: DemoServer, head: str, body: bytes) -> str:
    """Send a request by hand and return the first line of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=300) as wire:
        try:
            wire.sendall(head.replace("\n", "\r\n").encode() + body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # cut off while we were still sending: what was wanted
        return wire.recv(200).split(b"\r\n")[0].decode()


def test_a_vote_by_many_hands_over_http(organizer: Organizer, server: DemoServer) -> None:
    delegates = organizer.is_open(cards=12, present=12, convened=12)
    pairs = [(one, one.encrypts()) for one in delegates for _ in range(2)]

    def cast(pair: tuple[Delegate, bytes]) -> tuple[int, dict[str, str]]:
        """Send a ballot; again where the other one of its card is being verified (503)."""
        answer = post(server, *pair)
        while answer[0] == 503:
            time.sleep(0.05)
            answer = post(server, *pair)
        return answer

    with ThreadPoolExecutor(8) as hands:
        answers = list(hands.map(cast, pairs))
    for first, second in zip(answers[::2], answers[1::2], strict=True):
        assert sorted((first[0], second[0])) == [201, 409]
    accepted = {answer["tracker"] for status, answer in answers if status == 201}
    board = read_board(organizer.instance, organizer.uuid)
    assert {line.tracker for line in board.lines} == accepted

    # The server wrote no address, no agent, no tracker, and not even that somebody cast.
    written = (organizer.instance.settings.instance / "server.log").read_text()
    for word in (
        "127.0.0.1:",
        "SecretPhone",
        "/ballots",
        *accepted,
        *(d.public for d in delegates),
    ):
        assert word not in written.replace(f"127.0.0.1:{server.port}", "")

    # The record comes whole, as long as it says.
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=300)) as connection:
        connection.request("GET", f"/c/{organizer.uuid}/{organizer.uuid}.bel")
        response = connection.getresponse()
        record = response.read()
    assert len(record) == int(response.headers["Content-Length"])
    assert record == organizer.record()


def test_what_is_too_large_is_cut_short(organizer: Organizer, server: DemoServer) -> None:
    delegate = organizer.is_open()[0]
    path = f"POST /api/conferences/{organizer.uuid}/ballots HTTP/1.1\nHost: x\nConnection: close\n"
    claimed = raw(server, f"{path}Content-Length: 10737418240\n\n", b"{")
    assert claimed.startswith("HTTP/1.1 413")
    limit = max_ballot_size(delegate.election)
    chunk = b"%x\r\n" % 65536 + b" " * 65536 + b"\r\n"
    chunked = raw(server, f"{path}Transfer-Encoding: chunked\n\n", chunk * (limit // 65536 + 2))
    assert chunked.startswith("HTTP/1.1 413")
    assert post(server, delegate, delegate.encrypts())[0] == 201


def test_a_ballot_sent_in_chunks_is_a_ballot(organizer: Organizer, server: DemoServer) -> None:
    delegate = organizer.is_open()[0]
    ballot = delegate.encrypts()
    path = f"/api/conferences/{organizer.uuid}/ballots"
    pieces = (ballot[start : start + 1000] for start in range(0, len(ballot), 1000))
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=300)) as connection:
        connection.request("POST", path, body=pieces, encode_chunked=True)
        response = connection.getresponse()
        answer = json.loads(response.read())
    assert (response.status, answer.get("tracker")) == (201, tracker_of(ballot))
