"""The demonstration's server: it finds a port, and says when it cannot have the one it must."""

import socket
from pathlib import Path

import pytest

from voting.demo import server
from voting.demo.server import DemoServer, ServerFailed, answers, free_port


def test_a_port_that_somebody_took_meanwhile_is_left_to_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        taken = somebody.getsockname()[1]
        ports = iter([taken, free_port(), free_port()])
        monkeypatch.setattr(server, "free_port", lambda: next(ports))
        with DemoServer(instance=tmp_path, workers=1) as running:
            assert running.port != taken
            assert answers(running.port)


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        port = somebody.getsockname()[1]
        with (
            pytest.raises(ServerFailed, match=r"server\.log"),
            DemoServer(instance=tmp_path, port=port, workers=1),
        ):
            pytest.fail("two servers at one port")
        with pytest.raises(ServerFailed, match="not running"):
            DemoServer(instance=tmp_path, port=port).pid  # noqa: B018  the property raises
    assert "Address already in use" in (tmp_path / "server.log").read_text()
