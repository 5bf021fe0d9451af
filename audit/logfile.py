"""The log as one file, `<uuid>.tlog`: kind, entries line by line, an empty line, checkpoint.

    tinnhiem/log/v1
    {"act":"definition","version":1,"uuid":"j2Sje6ewboTnzL",…}
    {"act":"cards","made_by":"server","count":4}
    …

    vote.example/log/j2Sje6ewboTnzL
    23
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — vote.example/log/j2Sje6ewboTnzL NnugSzTjtVAewIS+…

An entry is the exact bytes that the tree hashes; canonical JSON holds no newline, and no entry is
empty. The checkpoint is the signed note as it is, with its cosignatures. What can be read is judged
(`audit.checks.log`); what cannot is refused with the byte where that shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from audit.checkpoint import SignedCheckpoint, parse_checkpoint
from audit.entries import MAX_ENTRY, Entry, parse_entry
from audit.errors import LogFault, LogRefused, RecordUnreadable, Unreadable
from audit.merkle import leaf_hash
from audit.note import MAX_NOTE
from ballots.errors import BallotsError

KIND: Final = "tinnhiem/log/v1"
MAX_ENTRIES: Final = 1_000_000
MAX_BYTES: Final = 1 << 29  # of all entries; every conference that we know has under a megabyte
_NEWLINE: Final = b"\n"


@dataclass(frozen=True, slots=True)
class LogLine:
    """One entry of the file: its index, the hash of its bytes as a leaf, what it says or why not.

    error: what `parse_entry` refused, if it did.
    """

    index: int
    leaf: bytes
    entry: Entry | None
    error: BallotsError | None = None


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log that was read: its entries in order and the checkpoint that it came with."""

    path: Path
    lines: list[LogLine]
    signed: SignedCheckpoint

    @property
    def leaves(self) -> list[bytes]:
        """Return the leaf hashes of all entries, in order."""
        return [line.leaf for line in self.lines]


def log_pieces(entries: Iterable[bytes], checkpoint: str) -> Iterator[bytes]:
    """Write a log in pieces: the kind, each entry, the signed checkpoint with its cosignatures.

    entries: the exact bytes, in order, as many as the checkpoint says.
    Raises LogRefused: ENTRY_TOO_LONG; ENTRY_WRONG for an entry that cannot stand in a line;
    NOTE_MALFORMED or CHECKPOINT_MALFORMED; OUT_OF_TREE if the checkpoint is of another size.
    """
    size = parse_checkpoint(checkpoint).checkpoint.size
    yield f"{KIND}\n".encode()
    count = 0
    for entry in entries:
        if len(entry) > MAX_ENTRY:
            raise LogRefused(LogFault.ENTRY_TOO_LONG, f"entry {count}")
        if not entry or _NEWLINE in entry:
            raise LogRefused(LogFault.ENTRY_WRONG, f"entry {count}")
        count += 1
        yield entry + _NEWLINE
    if count != size:
        raise LogRefused(LogFault.OUT_OF_TREE, f"{count} entries, checkpoint of {size}")
    yield _NEWLINE + checkpoint.encode()


def read_log(path: Path) -> LogFile:
    """Read a log from a file, line by line.

    Raises RecordUnreadable: NO_FILE, EMPTY, NOT_A_LOG, TRUNCATED, ENTRY_TOO_LONG, LOG_TOO_LARGE,
    BAD_CHECKPOINT.
    """
    try:
        with path.open("rb") as stream:
            _read_kind(stream, path)
            lines = list(_read_lines(stream, path))
            signed = _read_checkpoint(stream, path)
    except OSError as error:
        raise RecordUnreadable(
            Unreadable.NO_FILE, detail=error.strerror or "", path=path
        ) from error
    return LogFile(path, lines, signed)


def entries_in(path: Path, indexes: Iterable[int]) -> dict[int, bytes]:
    """Return the exact bytes of some entries of a log that `read_log` read."""
    wanted = set(indexes)
    found = {}
    with path.open("rb") as stream:
        stream.readline()
        for index, line in enumerate(stream):
            if not wanted or line == _NEWLINE:
                break
            if index in wanted:
                wanted.remove(index)
                found[index] = line.removesuffix(_NEWLINE)
    return found


def _read_kind(stream: BinaryIO, path: Path) -> None:
    """Read the first line."""
    first = stream.readline(len(KIND) + 1)
    if not first:
        _unreadable(Unreadable.EMPTY, path, 0)
    if first != f"{KIND}\n".encode():
        _unreadable(Unreadable.NOT_A_LOG, path, 0)


def _read_lines(stream: BinaryIO, path: Path) -> Iterator[LogLine]:
    """Read the entries and the empty line after them."""
    for index in range(MAX_ENTRIES + 1):
        offset = stream.tell()
        line = stream.readline(MAX_ENTRY + 1)
        if line == _NEWLINE:
            return
        if index == MAX_ENTRIES or offset > MAX_BYTES:
            _unreadable(Unreadable.LOG_TOO_LARGE, path, offset, str(index))
        if not line.endswith(_NEWLINE):
            code = Unreadable.ENTRY_TOO_LONG if len(line) > MAX_ENTRY else Unreadable.TRUNCATED
            _unreadable(code, path, offset, f"entry {index}")
        yield _parse_line(index, line.removesuffix(_NEWLINE))


def _parse_line(index: int, content: bytes) -> LogLine:
    """Hash an entry and read what it says, if it says anything."""
    try:
        return LogLine(index, leaf_hash(content), parse_entry(content))
    except BallotsError as error:
        return LogLine(index, leaf_hash(content), None, error)


def _read_checkpoint(stream: BinaryIO, path: Path) -> SignedCheckpoint:
    """Read the rest of the file: the signed note."""
    offset = stream.tell()
    rest = stream.read(4 * MAX_NOTE)
    if not rest:
        _unreadable(Unreadable.TRUNCATED, path, offset)
    try:
        return parse_checkpoint(rest.decode())
    except (LogRefused, UnicodeDecodeError) as error:
        detail = error.code.value if isinstance(error, LogRefused) else "UTF-8"
        raise RecordUnreadable(
            Unreadable.BAD_CHECKPOINT, offset=offset, detail=detail, path=path
        ) from error


def _unreadable(code: Unreadable, path: Path, offset: int, detail: str = "") -> NoReturn:
    raise RecordUnreadable(code, offset=offset, detail=detail, path=path)
