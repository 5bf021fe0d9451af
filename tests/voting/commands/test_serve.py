"""Real processes: the server, or `tinnhiem log feed` beside it, and two witnesses on loopback."""

import inspect
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from granian import Granian

from audit.checkpoint import parse_checkpoint
from audit.errors import LogRefused
from audit.policy import parse_policy
from audit.quorum import evaluate_policy
from tests.voting.people import Delegate, Organizer
from tests.voting.witnessing.served import WitnessBox, witness_box
from tests.voting.witnessing.test_feeder import until, watched
from voting.demo.server import DemoServer, answers
from voting.refusals import VotingRefused
from voting.services import evidence
from voting.serving import is_news
from voting.witnessing.web import Site

ROOT = Path(__file__).parents[3]


@pytest.fixture
def boxes(tmp_path: Path) -> Iterator[list[WitnessBox]]:
    with ExitStack() as stack:
        names = ("doan.example", "bao.example")
        yield [stack.enter_context(witness_box(tmp_path / name, name)) for name in names]


def covered(organizer: Organizer) -> int:
    """Return how far both witnesses have cosigned, 0 if nowhere."""
    policy = parse_policy(evidence.read_policy(organizer.instance, organizer.uuid).encode())
    try:
        signed = parse_checkpoint(evidence.read_cosigned(organizer.instance, organizer.uuid))
        return signed.checkpoint.size if evaluate_policy(policy, signed).is_reached else 0
    except (VotingRefused, LogRefused):
        return 0


def test_the_server_has_every_ballot_cosigned_by_both_witnesses(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, *boxes, quorum=2)
    settings = organizer.instance.settings
    with DemoServer(
        instance=settings.instance, workers=2, TINNHIEM_DATABASE_URL=settings.database_url
    ) as server:
        for delegate in delegates[:2]:
            size = casts(server, organizer, delegate)
            until(lambda size=size: covered(organizer) == size)  # type: ignore[misc]
        process = server._process
        assert process is not None
        os.kill(server.pid, signal.SIGTERM)  # the main process alone: it ends its workers
        process.wait(300)
    written = (settings.instance / "server.log").read_text()
    assert "Traceback" not in written and "!!!" not in written
    assert "Python threads" not in written  # what granian thinks of their number is no news


def test_only_the_foreseen_message_of_granian_is_left_out() -> None:
    def record(text: str) -> logging.LogRecord:
        return logging.LogRecord("_granian", logging.WARNING, "mp.py", 1, text, None, None)

    told = inspect.getsource(Granian.serve)
    assert "Configuration allows spawning up to {" in told  # a newer granian may say it otherwise
    assert not is_news(record("Configuration allows spawning up to 56 Python threads"))
    assert is_news(record("Unexpected exit from worker-1"))


def casts(server: DemoServer, organizer: Organizer, delegate: Delegate) -> int:
    """Send a ballot over HTTP; return the size that the log has then."""
    with Site(server.url, timeout=300) as site:
        answer = site.post(f"api/conferences/{organizer.uuid}/ballots", delegate.encrypts())
    assert answer.status == 201
    return int(json.loads(answer.body)["index"]) + 1


def children(process: int) -> set[str]:
    """Return the processes that a process has started."""
    return set(Path(f"/proc/{process}/task/{process}/children").read_text().split())


def test_the_witnesses_are_fed_again_after_the_workers_were_replaced(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, *boxes, quorum=2)
    settings = organizer.instance.settings
    with DemoServer(
        instance=settings.instance, workers=2, TINNHIEM_DATABASE_URL=settings.database_url
    ) as server:
        size = casts(server, organizer, delegates[0])
        until(lambda: covered(organizer) == size)
        before = children(server.pid)
        os.kill(server.pid, signal.SIGHUP)
        until(lambda: len(now := children(server.pid)) >= 2 and not now & before)
        until(lambda: answers(server.port))  # new workers exist before they listen
        last = casts(server, organizer, delegates[1])
        until(lambda: covered(organizer) == last)
    written = (settings.instance / "server.log").read_text()
    assert "Traceback" not in written and "!!!" not in written


def test_a_worker_that_dies_is_replaced_and_voting_goes_on(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates = watched(organizer, *boxes, quorum=2)
    settings = organizer.instance.settings
    with DemoServer(
        instance=settings.instance, workers=2, TINNHIEM_DATABASE_URL=settings.database_url
    ) as server:
        casts(server, organizer, delegates[0])
        before = workers_of(server.pid)
        assert len(before) == 2
        os.kill(int(min(before)), signal.SIGKILL)
        until(lambda: len(now := workers_of(server.pid)) == 2 and now != before)
        size = casts(server, organizer, delegates[1])
        until(lambda: covered(organizer) == size)


def workers_of(process: int) -> set[str]:
    """Return the living processes that serve."""
    found = set()
    for child in children(process):
        with suppress(FileNotFoundError):
            status = Path(f"/proc/{child}/status").read_text()
            line = Path(f"/proc/{child}/cmdline").read_text()
            if "State:\tZ" not in status and "resource_tracker" not in line:
                found.add(child)
    return found


@contextmanager
def feed(organizer: Organizer) -> Iterator["subprocess.Popen[str]"]:
    """Run `tinnhiem log feed`."""
    settings = organizer.instance.settings
    own = {
        "TINNHIEM_INSTANCE": str(settings.instance),
        "TINNHIEM_DATABASE_URL": settings.database_url,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "voting.cli", "log", "feed"],
        cwd=ROOT,
        env={**os.environ, **own},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def test_log_feed_does_the_same_for_other_servers(
    organizer: Organizer, boxes: list[WitnessBox]
) -> None:
    delegates: list[Delegate] = watched(organizer, *boxes, quorum=2)
    with feed(organizer) as process:
        for delegate in delegates[:2]:
            size = delegate.casts().index + 1
            until(lambda size=size: covered(organizer) == size)  # type: ignore[misc]
    assert process.returncode == 0
