"""The log as one file: written in pieces, read strictly."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit import logfile
from audit.errors import LogFault, RecordUnreadable, Unreadable
from audit.evidence import read_earlier, read_policy
from audit.logfile import KIND, entries_in, log_pieces, read_log
from audit.merkle import leaf_hash
from tests.audit import logs
from tests.audit.logs import refusal


def file_of(size: int) -> bytes:
    entries = (logs.entry(index) for index in range(size))
    return b"".join(log_pieces(entries, logs.checkpoint(size)))


def unreadable(path: Path, content: bytes | None) -> RecordUnreadable:
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordUnreadable) as caught:
        read_log(path)
    assert caught.value.path == path
    return caught.value


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.tlog"


@pytest.mark.parametrize("size", [1, 2, 7])
def test_a_log_that_was_written_is_read_again(path: Path, size: int) -> None:
    path.write_bytes(file_of(size))
    log = read_log(path)
    assert log.leaves == [leaf_hash(logs.entry(index)) for index in range(size)]
    assert str(log.signed) == logs.checkpoint(size)
    assert all(line.error is not None for line in log.lines)  # "entry 0" is no act
    assert entries_in(path, [size - 1, size, 0]) == {
        index: logs.entry(index) for index in {0, size - 1}
    }


def test_the_bytes_are_those_of_the_documentation() -> None:
    text = file_of(2).decode()
    assert text == f"tinnhiem/log/v1\nentry 0\nentry 1\n\n{logs.checkpoint(2)}"


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ([b"a\nb"], LogFault.ENTRY_WRONG),
        ([b""], LogFault.ENTRY_WRONG),
        ([b"x" * 65_536], LogFault.ENTRY_TOO_LONG),
        ([], LogFault.OUT_OF_TREE),
        ([b"a", b"b"], LogFault.OUT_OF_TREE),
    ],
)
def test_writing_refuses(entries: list[bytes], fault: LogFault) -> None:
    assert refusal(lambda: list(log_pieces(entries, logs.checkpoint(1)))) is fault


def test_writing_refuses_what_is_no_checkpoint() -> None:
    assert refusal(lambda: list(log_pieces([], "x"))) is LogFault.NOTE_MALFORMED


def cut(at: bytes) -> Callable[[bytes], bytes]:
    return lambda content: content[: content.index(at)]


@pytest.mark.parametrize(
    ("spoil", "code", "offset"),
    [
        (lambda c: b"", Unreadable.EMPTY, 0),
        (lambda c: c[1:], Unreadable.NOT_A_LOG, 0),
        (lambda c: KIND.encode(), Unreadable.NOT_A_LOG, 0),
        (lambda c: c.replace(b"/v1", b"/v2"), Unreadable.NOT_A_LOG, 0),
        (lambda c: c.replace(b"/v1\n", b"/v1\r\n"), Unreadable.NOT_A_LOG, 0),
        (cut(b"try 1"), Unreadable.TRUNCATED, 24),
        (cut(b"\n\n"), Unreadable.TRUNCATED, 24),
        (cut(b"\nvote"), Unreadable.TRUNCATED, 32),
        (cut(b"vote"), Unreadable.TRUNCATED, 33),
        (lambda c: c.replace(b"entry 1", b"x" * 65_536), Unreadable.ENTRY_TOO_LONG, 24),
        (lambda c: c.replace(b"\n\nvote", b"\n\n\nvote"), Unreadable.BAD_CHECKPOINT, 33),
        (lambda c: c + b"\n", Unreadable.BAD_CHECKPOINT, 33),
        (lambda c: c + b"\xff", Unreadable.BAD_CHECKPOINT, 33),
        (lambda c: c.replace(b"\n2\n", b"\n02\n"), Unreadable.BAD_CHECKPOINT, 33),
    ],
)
def test_reading_refuses_what_cannot_be_judged(
    path: Path, spoil: Callable[[bytes], bytes], code: Unreadable, offset: int
) -> None:
    error = unreadable(path, spoil(file_of(2)))
    assert (error.code, error.offset) == (code, offset)


def test_a_longest_entry_is_read(path: Path) -> None:
    path.write_bytes(file_of(2).replace(b"entry 1", b"x" * 65_535))
    assert read_log(path).leaves[1] == leaf_hash(b"x" * 65_535)


def test_reading_refuses_a_log_that_is_too_large(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logfile, "MAX_ENTRIES", 1)
    assert unreadable(path, file_of(2)).code is Unreadable.LOG_TOO_LARGE
    path.write_bytes(file_of(1))
    assert len(read_log(path).lines) == 1
    monkeypatch.setattr(logfile, "MAX_ENTRIES", 9)
    monkeypatch.setattr(logfile, "MAX_BYTES", 20)
    assert unreadable(path, file_of(2)).code is Unreadable.LOG_TOO_LARGE


def test_reading_refuses_what_is_not_there(path: Path) -> None:
    for read in (read_log, read_policy, read_earlier):
        with pytest.raises(RecordUnreadable) as caught:
            read(path)
        assert (caught.value.code, caught.value.path) == (Unreadable.NO_FILE, path)


@pytest.mark.parametrize("content", [b"", b"x\n", b"\xff\n", b"c2sp.org/tlog-proof@v1\n"])
def test_what_is_no_policy_or_checkpoint_is_unreadable(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    for read, code in (
        (read_policy, Unreadable.BAD_POLICY),
        (read_earlier, Unreadable.BAD_EVIDENCE),
    ):
        with pytest.raises(RecordUnreadable) as caught:
            read(path)
        assert (caught.value.code, caught.value.path) == (code, path)
