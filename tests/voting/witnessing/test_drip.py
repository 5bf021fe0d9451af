"""Who sends a byte now and then holds nobody up: neither our clients nor our witness.

`Site` is the client of feeder, witness, monitor and `tinnhiem log resume`.
"""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

import pytest

from tests.voting.witnessing.served import Log, WitnessBox, entries
from voting.commands.log import fetch
from voting.witnessing import web
from voting.witnessing.connections import Places
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.server import WitnessHandler
from voting.witnessing.web import Site

DROP = 0.05  # seconds between two bytes
LONG = 90.0  # a client that waits for the whole answer has to wait so long
CONTENT = b"x" * int(LONG / DROP)
ANSWERS = {
    "status": b"HTTP/1.1 " + b"0" * len(CONTENT),
    "headers": b"HTTP/1.1 200 OK\r\nX: " + CONTENT,
    "body": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(CONTENT) + CONTENT,
    "body of no length": b"HTTP/1.0 200 OK\r\n\r\n" + CONTENT,
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 400,
}


@contextmanager
def dripping(answer: bytes) -> Iterator[str]:
    """Serve an answer to every connection: its head up to where it drips, then byte by byte."""
    stop = Event()
    head = answer[: max(9, answer.rfind(b"\r\n\r\n", 0, 100) + 4)]

    def drips(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.sendall(head)
            for byte in answer[len(head) :]:
                if stop.wait(DROP):
                    return
                connection.sendall(bytes([byte]))

    def listens(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                Thread(target=drips, args=(listener.accept()[0],), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        Thread(target=listens, args=(listener,), daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        stop.set()


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_a_dripping_answer_is_cut_and_never_taken_for_a_whole_one(answer: bytes) -> None:
    with dripping(answer) as url, Site(url, timeout=0.3) as site:
        for body in (None, b"x"):
            with pytest.raises(WatchRefused) as refused:
                site.get("checkpoint") if body is None else site.post("add-checkpoint", body)
            assert refused.value.refusal is WatchRefusal.NO_ANSWER


def test_an_answer_that_ends_too_early_is_none() -> None:
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort"
    with dripping(whole) as url, Site(url) as site, pytest.raises(WatchRefused) as refused:
        site.get("checkpoint")
    assert refused.value.refusal is WatchRefusal.NO_ANSWER


def test_a_witness_that_drips_does_not_hold_up_the_resuming_of_a_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(web, "PATIENCE", 0.03)  # of ten seconds
    with dripping(ANSWERS["body"]) as url:
        assert fetch(f"{url}/abc/checkpoint") is None


# ---------------------------------------------------------------- our witness is dripped at


def connected(box: WitnessBox) -> socket.socket:
    host, _, port = box.url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=LONG)


def ended(connection: socket.socket) -> bool:
    """Tell whether the other side ends a connection at last."""
    with suppress(ConnectionError):
        return connection.recv(1) == b""
    return True


@pytest.mark.parametrize(
    "head",
    [b"", b"POST /add-checkpoint HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n"],
)
def test_a_dripping_request_is_ended(
    box: WitnessBox, head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WitnessHandler, "whole", 0.5)
    with connected(box) as connection, suppress(OSError):
        connection.sendall(head)
        connection.settimeout(DROP)
        deadline = time.monotonic() + LONG
        while time.monotonic() < deadline:
            connection.sendall(b"X")
            with suppress(TimeoutError):
                assert connection.recv(1) == b""
                return
        pytest.fail("it was held")


def test_a_connection_may_wait_longer_between_requests_than_within_one(
    box: WitnessBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WitnessHandler, "whole", 0.2)
    request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    with connected(box) as connection:
        for _ in range(2):
            connection.sendall(request)
            assert b"200 OK" in connection.recv(4096)
            time.sleep(0.5)
        connection.sendall(request)
        assert b"200 OK" in connection.recv(4096)


def test_a_silent_connection_is_ended(box: WitnessBox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WitnessHandler, "timeout", 0.2)
    with connected(box) as connection:
        assert ended(connection)


def test_where_all_places_are_taken_who_waits_longest_makes_room(
    box: WitnessBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(3)
    monkeypatch.setattr(box.server, "places", places)
    silent = [connected(box) for _ in range(3)]
    log = Log().append(*entries(5))
    with Site(box.url) as site:
        assert site.post("add-checkpoint", log.request(0)).status == 200
        assert any(ended(one) for one in silent[:1])
    for one in silent:
        one.close()


def test_who_is_at_work_is_not_sent_away() -> None:
    one, two, three = (socket.socket() for _ in range(3))
    places = Places(2)
    assert places.take(one) and places.take(two)
    places.waits(one, False)
    places.waits(two, False)
    assert not places.take(three)
    places.leave(one)
    assert places.take(three)
    for each in (one, two, three):
        each.close()
