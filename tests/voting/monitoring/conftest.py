"""A log behind HTTP, and a monitor that has not looked yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.voting.monitoring.watcher import Watcher
from tests.voting.witnessing.served import Log, LogServer, entries, log_server


@pytest.fixture
def served() -> Iterator[LogServer]:
    with log_server(Log().append(*entries(5))) as made:
        yield made


@pytest.fixture
def watcher(served: LogServer, tmp_path: Path) -> Watcher:
    return Watcher(served, tmp_path / "seen")
