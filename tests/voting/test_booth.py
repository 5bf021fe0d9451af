"""The booth on the command line reads cards and addresses forgivingly and refuses clearly."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import pytest

from ballots.errors import CredentialRefused
from voting.booth import Booth, BoothRefused, parse_address, parse_card

UUID = "JFhMBfmAp5jNJh"
CREDENTIAL = "KodCn-t1kX1R-NziiH-gWDDDk"


@pytest.mark.parametrize(
    "url",
    [
        f"http://127.0.0.1:8000/c/{UUID}",
        f"http://127.0.0.1:8000/c/{UUID}/",
        f"http://127.0.0.1:8000/c/{UUID}/vote",
        f"  http://127.0.0.1:8000/c/{UUID}/vote#{CREDENTIAL}\n",
    ],
)
def test_every_form_of_the_address_is_read(url: str) -> None:
    address = parse_address(url)
    assert (address.host, address.port, address.uuid) == ("127.0.0.1", 8000, UUID)
    assert address.api("election") == f"/api/conferences/{UUID}/election"


def test_an_address_below_a_prefix_keeps_the_prefix() -> None:
    address = parse_address(f"https://vote.example/hall/c/{UUID}/")
    assert address.api("") == f"/hall/api/conferences/{UUID}"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "vote",
        "ftp://h/c/" + UUID,
        f"http:///c/{UUID}",
        "http://h/",
        "http://h/c/0OIl0OIl0OIl0O/",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(BoothRefused) as refused:
        parse_address(url)
    assert refused.value.code == "bad_address"


def test_a_card_is_an_address_and_a_credential_or_a_credential_alone() -> None:
    place, credential = parse_card(f"http://h:1/c/{UUID}/vote#{CREDENTIAL}\n")
    assert place is not None and place.uuid == UUID
    assert credential == CREDENTIAL
    assert parse_card(" KodCn t1kX1R NziiH gWDDDk ") == (None, CREDENTIAL)


def test_a_bad_credential_is_refused_without_repeating_it() -> None:
    with pytest.raises(CredentialRefused) as refused:
        parse_card(f"http://h:1/c/{UUID}/vote#KodCn-t1kX1R-NziiH-gWDDDl")
    assert "gWDDD" not in str(refused.value)
    assert "22" in refused.value.detail


@contextmanager
def answering(body: bytes) -> Iterator[int]:
    """Run a server that gives every connection the same answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def run() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection, suppress(OSError):
                    connection.recv(1 << 16)
                    connection.sendall(body)
                    connection.shutdown(socket.SHUT_WR)
                    while connection.recv(1 << 16):  # closing now would cut the answer off
                        pass

        threading.Thread(target=run, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def answer(status: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def cast_at(port: int) -> None:
    with closing(Booth(parse_address(f"http://127.0.0.1:{port}/c/{UUID}/"))) as booth:
        booth.cast(b"{}")


def test_an_answer_that_is_no_refusal_is_called_so() -> None:
    with answering(answer("500 Oops", b"<html>")) as port, pytest.raises(BoothRefused) as refused:
        cast_at(port)
    assert refused.value.code == "bad_answer"


def test_a_receipt_of_another_ballot_is_refused() -> None:
    receipt = f"tinnhiem/receipt/v1\\n{UUID}\\n1\\n{'A' * 43}\\n\\n— log {'A' * 91}=\\n"
    body = f'{{"tracker":"{"A" * 43}","index":1,"receipt":"{receipt}"}}'.encode()
    with answering(answer("201 Created", body)) as port, pytest.raises(BoothRefused) as refused:
        cast_at(port)
    assert refused.value.code == "bad_receipt"


def test_a_receipt_that_cannot_be_read_is_refused() -> None:
    body = b'{"tracker":"x","index":1,"receipt":"thanks"}'
    with answering(answer("201 Created", body)) as port, pytest.raises(BoothRefused) as refused:
        cast_at(port)
    assert refused.value.code == "bad_receipt"


def test_a_server_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    with pytest.raises(BoothRefused) as refused, answering(b"") as port:
        cast_at(port)
    assert refused.value.code == "no_connection"


def test_a_busy_server_is_asked_again_when_it_says_and_given_up_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    monkeypatch.setattr("voting.booth.BUSY_ATTEMPTS", 3)
    busy = answer("503 Busy\r\nRetry-After: 2", b'{"refusal":"casting_busy","message":"x"}')
    with answering(busy) as port, pytest.raises(BoothRefused) as refused:
        cast_at(port)
    assert refused.value.code == "casting_busy"
    assert [wait for wait in waits if wait == 2] == [2, 2, 2]
