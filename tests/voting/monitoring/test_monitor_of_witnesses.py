"""A monitor counts witnesses, and compares the log with what others hold of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.voting.monitoring.watcher import PATIENCE, Watcher
from tests.voting.witnessing.served import (
    KEY,
    ORIGIN,
    Heard,
    Log,
    LogServer,
    WitnessBox,
    entries,
    witness_box,
)
from voting.witnessing.alarms import AlarmKind
from voting.witnessing.pull import Puller
from voting.witnessing.store import Followed


@pytest.fixture
def box(tmp_path: Path) -> Iterator[WitnessBox]:
    with witness_box(tmp_path / "witness") as made:
        made.cosigner.follow(KEY, None)
        yield made


def cosigns(box: WitnessBox, served: LogServer) -> None:
    """Let the witness come for the newest checkpoint."""
    puller = Puller(box.cosigner, Followed(ORIGIN, str(KEY), served.address), shout=Heard())
    puller.round()
    puller.close()


def test_witnesses_that_are_missing_are_shouted_after_a_while(
    served: LogServer, box: WitnessBox, tmp_path: Path
) -> None:
    served.policy = f"log {KEY}\nwitness w1 {box.key}\nquorum w1\n"
    watcher = Watcher(served, tmp_path / "seen")
    cosigns(box, served)
    sight = watcher.looks()
    assert sight.witnesses == (1, 1) and not sight.alarms
    served.log.append(*entries(1, 5))
    assert not watcher.hears() and watcher.waits()
    watcher.now = PATIENCE - 1
    cosigns(box, served)
    assert not watcher.hears() and not watcher.waits()
    served.log.append(*entries(1, 6))
    assert not watcher.hears()
    watcher.now += PATIENCE
    sight = watcher.looks()
    [alarm] = sight.alarms
    assert alarm.kind is AlarmKind.POLICY_NOT_HELD and not sight.is_grave
    assert "7" in alarm.text("vi") and "6" in alarm.text("vi")
    assert not watcher.hears()
    cosigns(box, served)
    assert not watcher.hears()


def cosigned_answer(served: LogServer, log: Log, size: int) -> None:
    """Serve an earlier checkpoint as the newest that enough witnesses cosigned."""
    answer = served.answer
    note = log.checkpoint(size).encode()
    served.answer = lambda path: note if path.endswith(".cosigned") else answer(path)  # type: ignore[method-assign]


def test_an_older_cosigned_checkpoint_covers_as_far_as_it_goes(
    served: LogServer, box: WitnessBox, tmp_path: Path
) -> None:
    served.policy = f"log {KEY}\nwitness w1 {box.key}\nquorum w1\n"
    cosigns(box, served)
    cosigned_answer(served, served.log, 5)
    watcher = Watcher(served, tmp_path / "seen")
    served.log.append(*entries(1, 5))
    watcher.looks()
    watcher.now = PATIENCE
    [alarm] = watcher.looks().alarms
    assert "(enough up to 5)" in alarm.text("en")


def test_a_cosigned_checkpoint_of_another_log_is_a_fork(
    served: LogServer, box: WitnessBox, tmp_path: Path
) -> None:
    served.policy = f"log {KEY}\nwitness w1 {box.key}\nquorum w1\n"
    watcher = Watcher(served, tmp_path / "seen")
    cosigned_answer(served, Log().append(*entries(4, 0, "other")), 4)
    assert watcher.hears() == [AlarmKind.FORKED]


def test_what_others_hold_must_be_in_the_log(served: LogServer, watcher: Watcher) -> None:
    other = Log().append(*entries(4, 0, "other"))
    watcher.starts(served.log.checkpoint(3), served.log.checkpoint(5))
    assert not watcher.hears()
    watcher.starts(served.log.checkpoint(3), other.checkpoint())
    sight = watcher.looks()
    assert [alarm.kind for alarm in sight.alarms] == [AlarmKind.FORKED]
    assert sight.alarms[0].files["shown.txt"] == other.checkpoint().encode()


def test_what_others_hold_may_be_newer_but_not_for_long(
    served: LogServer, watcher: Watcher
) -> None:
    longer = Log().append(*entries(9))
    watcher.starts(longer.checkpoint(7), longer.checkpoint(9))
    assert not watcher.hears() and watcher.waits()
    served.log.append(*entries(2, 5))
    watcher.now = PATIENCE
    [alarm] = watcher.looks().alarms
    assert alarm.kind is AlarmKind.ROLLED_BACK and "9" in alarm.text("vi")
    served.log.append(*entries(2, 7))
    assert not watcher.hears()
