"""A monitor over real HTTP: what it sees, keeps and shouts, one lie at a time."""

from collections.abc import Callable

import pytest

from audit.checkpoint import parse_checkpoint, verify_checkpoint
from audit.entries import EventEntry, entry_bytes
from audit.record import Event, EventType
from audit.tiles import parse_bundle
from ballots.canonical import encode
from ballots.hashing import sha256_hex
from tests.voting.monitoring.watcher import PATIENCE, Watcher
from tests.voting.witnessing.served import (
    KEY,
    Log,
    LogServer,
    entries,
)
from voting.witnessing.alarms import AlarmKind
from voting.witnessing.refusals import WatchRefusal, WatchRefused

Spoil = Callable[[str, bytes], bytes | None]


def test_a_sound_log_is_followed_and_kept(served: LogServer, watcher: Watcher) -> None:
    for size in (5, 6, 256, 257, 600):
        served.log.append(*entries(size - served.log.size, served.log.size))
        sight = watcher.looks()
        assert not sight.alarms and sight.signed is not None
        assert sight.signed.checkpoint.size == watcher.memory.size == size
    kept = (watcher.folder / "entries.bundle").read_bytes()
    assert parse_bundle(kept, 600) == served.log.entries
    seen = sorted(int(one.name) for one in (watcher.folder / "checkpoints").iterdir())
    assert seen == [5, 6, 256, 257, 600]
    for size in seen:
        signed = parse_checkpoint((watcher.folder / "checkpoints" / str(size)).read_text())
        verify_checkpoint(signed, KEY)


def test_only_new_tiles_are_fetched_and_one_old_one(served: LogServer, watcher: Watcher) -> None:
    served.log.append(*entries(1000, 5))
    watcher.looks()
    served.log.append(*entries(2, 1005))
    served.asked.clear()
    watcher.looks()
    bundles = [path for path in served.asked if "/entries/" in path]
    assert len(bundles) == 2


def test_it_goes_on_after_a_restart(served: LogServer, watcher: Watcher) -> None:
    watcher.looks()
    served.log.append(*entries(3, 5))
    watcher.starts()
    assert watcher.memory.size == 5
    assert watcher.looks().new == 3
    with (watcher.folder / "entries.bundle").open("ab") as stream:
        stream.write(b"\0\5abc")  # the power went while it wrote
    watcher.starts()
    assert watcher.memory.size == 8 and not watcher.hears()


@pytest.mark.parametrize("name", ["entries.bundle", "checkpoints/5", "log.vkey"])
def test_a_folder_that_somebody_changed_is_not_gone_on_with(watcher: Watcher, name: str) -> None:
    watcher.looks()
    file = watcher.folder / name
    content = file.read_bytes()
    file.write_bytes(content[:8] + b"#" + content[9:])
    with pytest.raises(WatchRefused) as caught:
        watcher.starts()
    expected = WatchRefusal.OTHER_LOG if name == "log.vkey" else WatchRefusal.NOT_A_MONITOR
    assert caught.value.refusal is expected


def test_a_rollback_is_shouted_with_both_checkpoints(served: LogServer, watcher: Watcher) -> None:
    watcher.looks()
    seen = served.log.checkpoint()
    served.log = Log().append(*entries(4))
    sight = watcher.looks()
    [alarm] = sight.alarms
    assert alarm.kind is AlarmKind.ROLLED_BACK and sight.is_grave
    assert "5" in alarm.text("vi") and "4" in alarm.text("en")
    assert alarm.files == {
        "seen.txt": seen.encode(),
        "shown.txt": served.log.checkpoint().encode(),
    }


@pytest.mark.parametrize("size", [3, 5, 6, 300])
def test_a_fork_is_shouted_whatever_its_size(
    served: LogServer, watcher: Watcher, size: int
) -> None:
    watcher.looks()
    served.log = Log().append(*entries(size, 0, "other"))
    sight = watcher.looks()
    assert [alarm.kind for alarm in sight.alarms] == [AlarmKind.FORKED]
    assert set(sight.alarms[0].files) == {"seen.txt", "shown.txt"}
    assert watcher.memory.size == 5  # nothing of the other log is taken in


def test_a_rollback_across_a_restart_is_seen(served: LogServer, watcher: Watcher) -> None:
    watcher.looks()
    watcher.starts()
    served.log = Log().append(*entries(2))
    assert watcher.hears() == [AlarmKind.ROLLED_BACK]


def drop(prefix: str) -> Spoil:
    return lambda path, content: None if path.startswith(prefix) else content


def change(prefix: str, old: bytes, new: bytes) -> Spoil:
    return lambda path, content: content.replace(old, new) if path.startswith(prefix) else content


NEW: list[tuple[Spoil, AlarmKind]] = [
    (drop("tile/entries"), AlarmKind.ENTRY_MISSING),
    (drop("tile/0"), AlarmKind.ENTRY_MISSING),
    (change("tile/entries", b"n 6", b"n 9"), AlarmKind.ENTRY_CHANGED),
    (change("tile/entries", b"n 6", b"longer"), AlarmKind.ENTRY_CHANGED),
    (
        lambda path, content: content[32:] + content[:32] if path.startswith("tile/0") else content,
        AlarmKind.ENTRY_CHANGED,
    ),
    (change("checkpoint", b"\n7\n", b"\n8\n"), AlarmKind.BAD_CHECKPOINT),
    (change("checkpoint", b"tinnhiem/log/", b"tinnhiem/lag/"), AlarmKind.BAD_CHECKPOINT),
    (change("checkpoint", b"=\n", b"\n"), AlarmKind.BAD_CHECKPOINT),
]


@pytest.mark.parametrize(("spoil", "kind"), NEW)
def test_new_entries_that_do_not_hold_are_not_taken(
    served: LogServer, watcher: Watcher, spoil: Spoil, kind: AlarmKind
) -> None:
    watcher.looks()
    served.log.append(*entries(2, 5))
    served.spoil = spoil
    assert watcher.hears() == [kind]
    assert watcher.memory.size == 5
    served.spoil = lambda _path, content: content
    watcher.starts()
    assert not watcher.hears() and watcher.memory.size == 7


OLD: list[tuple[Spoil, AlarmKind]] = [
    (drop("tile/entries/001"), AlarmKind.ENTRY_MISSING),
    (change("tile/entries/001", b"n 300", b"n 999"), AlarmKind.ENTRY_CHANGED),
    (drop("tile/0/001"), AlarmKind.ENTRY_MISSING),
    (
        lambda path, content: content[::-1] if path == "tile/0/001" else content,
        AlarmKind.ENTRY_CHANGED,
    ),
]


@pytest.mark.parametrize(("spoil", "kind"), OLD)
def test_what_was_served_before_is_looked_at_again(
    served: LogServer, watcher: Watcher, spoil: Spoil, kind: AlarmKind
) -> None:
    served.log.append(*entries(1000, 5))
    watcher.looks()
    served.spoil = spoil
    heard = [kind for _ in range(4) for kind in watcher.hears()]
    assert heard == [kind]


def test_an_entry_that_no_log_may_hold_is_shouted_and_kept(
    served: LogServer, watcher: Watcher
) -> None:
    served.log.append(b'{"act":"vote","name":"An"}')
    [alarm] = watcher.looks().alarms
    assert alarm.kind is AlarmKind.ENTRY_UNREADABLE
    assert alarm.files["entry"] == b'{"act":"vote","name":"An"}'
    assert watcher.memory.size == 6  # it was signed: it is part of what was seen


def event(height: int, parent: str | None, kind: EventType = EventType.BALLOT) -> Event:
    return Event(parent=parent, height=height, type=kind, payload="0" * 64)


def test_a_chain_of_events_that_breaks_is_shouted(served: LogServer, watcher: Watcher) -> None:
    first = event(0, None, EventType.SETUP)
    served.log.append(entry_bytes(EventEntry(first)))
    assert not watcher.hears()
    served.log.append(entry_bytes(EventEntry(event(1, sha256_hex(encode(first))))))
    assert not watcher.hears()
    served.log.append(entry_bytes(EventEntry(event(2, "0" * 64))))
    assert watcher.hears() == [AlarmKind.CHAIN_BROKEN]


def test_ballots_without_a_checkpoint_are_shouted_after_a_while_and_once(
    served: LogServer, watcher: Watcher
) -> None:
    first = event(0, None, EventType.SETUP)
    served.log.append(entry_bytes(EventEntry(first)))
    served.cast = 1
    assert not watcher.hears() and watcher.waits()
    watcher.now = PATIENCE - 1
    assert not watcher.hears()
    watcher.now = PATIENCE
    sight = watcher.looks()
    assert [alarm.kind for alarm in sight.alarms] == [AlarmKind.STANDS_STILL]
    assert not sight.is_grave and not watcher.waits()
    assert not watcher.hears()  # once
    served.log.append(entry_bytes(EventEntry(event(1, sha256_hex(encode(first))))))
    assert not watcher.hears()
    served.cast, watcher.now = 2, 100.0
    assert not watcher.hears()
    watcher.now = 200.0
    assert watcher.hears() == [AlarmKind.STANDS_STILL]


def test_a_server_that_is_away_is_shouted_after_a_while(
    served: LogServer, watcher: Watcher
) -> None:
    watcher.looks()
    served.spoil = lambda _path, _content: None
    assert not watcher.hears()
    watcher.now = PATIENCE
    assert watcher.hears() == [AlarmKind.UNREACHABLE]
    served.spoil = lambda _path, content: content
    assert not watcher.hears()


def test_another_policy_than_at_first_is_shouted(served: LogServer, watcher: Watcher) -> None:
    watcher.looks()
    served.policy += "# as before, nearly\n"
    assert watcher.hears() == [AlarmKind.POLICY_CHANGED]
