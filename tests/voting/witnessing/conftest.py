"""A witness and a log, each with a server on loopback."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.voting.witnessing.served import (
    KEY,
    Log,
    LogServer,
    WitnessBox,
    entries,
    log_server,
    witness_box,
)


@pytest.fixture
def box(tmp_path: Path) -> Iterator[WitnessBox]:
    """Give a witness that follows the log."""
    with witness_box(tmp_path / "witness") as made:
        made.cosigner.follow(KEY, None)
        yield made


@pytest.fixture
def served() -> Iterator[LogServer]:
    """Give a log of five entries behind HTTP."""
    with log_server(Log().append(*entries(5))) as made:
        yield made
