"""The `.bel` archive: an old-style tar with fixed fields, appended to and never ended (spec 4.4).

Each member is one 512-byte header, its content, and zero bytes up to a multiple of 512:

    0    name      `BELENIOS` or `<64 hex digits>.data.json` or `<64 hex digits>.event.json`
    100  mode      `0000644` NUL
    108  uid, gid  `0000000` NUL, twice
    124  size      11 octal digits NUL
    136  mtime     11 octal digits NUL
    148  checksum  6 octal digits NUL space (sum of the header with eight spaces here)
    156  typeflag  `0`
    157            zero bytes

No block ends the archive, because it stays open to appending (the reference implementation fails
on the two zero blocks that a modern tar ends with). The reader accepts these bytes and no others,
never holds more than a piece of a member, and tests every size before it reads.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from audit.errors import RecordUnreadable, Unreadable

BLOCK: Final = 512
ARCHIVE_END: Final = b""  # nothing: see above
HEADER_NAME: Final = "BELENIOS"
MAX_MEMBERS: Final = 500_000
_PIECE: Final = 1 << 20
_NAME = re.compile(r"([0-9a-f]{64})\.(data|event)\.json", re.ASCII)
_OCTAL = re.compile(rb"[0-7]{11}\0")
_FIELDS: Final = (  # all but the checksum, which follows from them
    (0, 100, "name"),
    (100, 108, "mode"),
    (108, 116, "uid"),
    (116, 124, "gid"),
    (124, 136, "size"),
    (136, 148, "mtime"),
    (156, 157, "typeflag"),
    (157, 512, "reserved"),
)


class MemberKind(StrEnum):
    """What a member of the archive is, told by its name."""

    HEADER = "header"
    DATA = "data"
    EVENT = "event"


MAX_SIZE: Final = {
    MemberKind.HEADER: 1 << 10,
    MemberKind.EVENT: 1 << 12,
    MemberKind.DATA: 1 << 27,
}


@dataclass(frozen=True, slots=True)
class Member:
    """Where one member lies and what it hashes to; its content stays in the file.

    offset: of its first content byte. digest: SHA-256 of the content, 64 hex digits.
    """

    name: str
    kind: MemberKind
    size: int
    mtime: int
    offset: int
    digest: str

    @property
    def claimed_digest(self) -> str:
        """The hash that its name claims (nothing for the header)."""
        return self.name.partition(".")[0] if self.kind is not MemberKind.HEADER else ""


def archive_member(name: str, content: bytes, mtime: int) -> bytes:
    """Write one member: header, content, zero bytes up to a multiple of 512.

    mtime: seconds; the timestamp of the record's header, for every member, so that no entry
    tells when it was made.
    """
    return _header(name, len(content), mtime) + content + bytes(-len(content) % BLOCK)


def read_members(stream: BinaryIO) -> Iterator[Member]:
    """Read an archive from its beginning, member by member, hashing each content.

    Raises RecordUnreadable for whatever `archive_member` would not have written.
    """
    length = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if length == 0:
        raise RecordUnreadable(Unreadable.EMPTY)
    offset, count = 0, 0
    while offset < length:
        if count == MAX_MEMBERS:
            raise RecordUnreadable(Unreadable.TOO_MANY_MEMBERS, offset=offset)
        member = _read_member(stream, offset, length)
        yield member
        offset = member.offset + member.size + -member.size % BLOCK
        count += 1


def read_content(path: Path, member: Member) -> bytes:
    """Read a member's content again. Raises RecordUnreadable if the file changed meanwhile."""
    try:
        with path.open("rb") as stream:
            stream.seek(member.offset)
            content = stream.read(member.size)
    except OSError as error:
        raise RecordUnreadable(Unreadable.NO_FILE, detail=error.strerror or "") from error
    if hashlib.sha256(content).hexdigest() != member.digest:
        raise RecordUnreadable(
            Unreadable.CHANGED_WHILE_READ, offset=member.offset, detail=member.name
        )
    return content


def _read_member(stream: BinaryIO, offset: int, length: int) -> Member:
    """Read one member at the stream's position, which is `offset`."""
    block = stream.read(BLOCK)
    if len(block) < BLOCK:
        code = Unreadable.TRUNCATED if offset else Unreadable.NOT_A_RECORD
        raise RecordUnreadable(code, offset=offset)
    name, kind, size, mtime = _parse_header(block, offset)
    start = offset + BLOCK
    if size > MAX_SIZE[kind]:
        raise RecordUnreadable(Unreadable.MEMBER_TOO_LARGE, offset=offset, detail=str(size))
    if start + size + -size % BLOCK > length:
        raise RecordUnreadable(Unreadable.TRUNCATED, offset=offset, detail=name)
    digest = _hash(stream, size)
    if stream.read(-size % BLOCK).strip(b"\0"):
        raise RecordUnreadable(Unreadable.BAD_PADDING, offset=start + size, detail=name)
    return Member(name, kind, size, mtime, start, digest)


def _hash(stream: BinaryIO, size: int) -> str:
    """Hash the next `size` bytes, a piece at a time."""
    digest = hashlib.sha256()
    while size:
        piece = stream.read(min(size, _PIECE))
        if not piece:
            raise RecordUnreadable(Unreadable.TRUNCATED, offset=stream.tell())
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def _parse_header(block: bytes, offset: int) -> tuple[str, MemberKind, int, int]:
    """Read name, kind, size and mtime of a header block; every byte must be as we write it."""
    if not offset and not block.startswith(HEADER_NAME.encode() + b"\0"):
        raise RecordUnreadable(Unreadable.NOT_A_RECORD)
    if not any(block):
        raise RecordUnreadable(Unreadable.END_BLOCK, offset=offset)
    if _checksum(block) != block[148:156]:
        raise RecordUnreadable(Unreadable.BAD_CHECKSUM, offset=offset)
    name, kind = _parse_name(block[:100].rstrip(b"\0"), offset)
    size = _parse_octal(block, 124, offset, "size")
    mtime = _parse_octal(block, 136, offset, "mtime")
    written = _header(name, size, mtime)
    for start, end, field in _FIELDS:
        if written[start:end] != block[start:end]:
            raise RecordUnreadable(Unreadable.BAD_FIELD, offset=offset + start, detail=field)
    return name, kind, size, mtime


def _parse_name(raw: bytes, offset: int) -> tuple[str, MemberKind]:
    """Read a member's name; only the first member is, and must be, `BELENIOS`."""
    name = raw.decode("ascii", "backslashreplace")
    if not offset and name == HEADER_NAME:
        return name, MemberKind.HEADER
    match = _NAME.fullmatch(name)
    if not offset or match is None:
        raise RecordUnreadable(Unreadable.BAD_NAME, offset=offset, detail=name)
    return name, MemberKind(match[2])


def _parse_octal(block: bytes, place: int, offset: int, name: str) -> int:
    """Read a number of eleven octal digits and a zero byte."""
    field = block[place : place + 12]
    if not _OCTAL.fullmatch(field):
        raise RecordUnreadable(Unreadable.BAD_FIELD, offset=offset + place, detail=name)
    return int(field[:11], 8)


def _header(name: str, size: int, mtime: int) -> bytes:
    """Write the 512-byte header of a member."""
    block = b"%s0000644\0%s%011o\0%011o\0%s0" % (
        name.encode("ascii").ljust(100, b"\0"),
        b"0000000\0" * 2,
        size,
        mtime,
        b" " * 8,
    )
    block = block.ljust(BLOCK, b"\0")
    return block[:148] + _checksum(block) + block[156:]


def _checksum(block: bytes) -> bytes:
    """Return the checksum field of a header block, whatever the block holds there."""
    return b"%06o\0 " % (sum(block[:148]) + sum(block[156:]) + 8 * ord(" "))
