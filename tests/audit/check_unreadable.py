"""Files that are no record, each in the way that its name says (docs/record.md, section 2)."""

from collections.abc import Callable
from typing import Final

from tests.audit.check_records import opened
from tests.audit.check_vectors import Case
from tests.audit.forge import with_field

BLOCK: Final = 512
SECOND: Final = 2 * BLOCK  # the member behind the header and its content


def changed(change: Callable[[bytes], bytes]) -> Case:
    """Change the bytes of a small sound record: its setup, no ballot."""
    return lambda base: change(opened(base.sound).archive())


def log(change: Callable[[bytes], bytes]) -> Case:
    """Change the bytes of the log beside the sound record."""
    return lambda base: base.judged(change(base.log.archive()))


UNREADABLE: Final[dict[str, Case]] = {
    "empty": lambda _: b"",
    "not_a_record": changed(lambda data: b"PK\x03\x04" + data[4:]),
    "truncated": changed(lambda data: data[: SECOND + 100]),
    "bad_checksum": changed(lambda data: data + b"x" * BLOCK),
    "bad_field": changed(lambda data: with_field(data, 100, b"0000755", SECOND)),
    "bad_name": changed(lambda data: data + data[:SECOND]),
    "bad_padding": changed(lambda data: data[: SECOND - 1] + b"\1" + data[SECOND:]),
    "end_block": changed(lambda data: data + bytes(2 * BLOCK)),
    "member_too_large": changed(lambda data: with_field(data, 124, b"00000002001\0")),
    "not_a_log": log(lambda data: data.replace(b"/v1\n", b"/v2\n", 1)),
    "entry_too_long": log(lambda data: data.replace(b'"act"', b" " * 65_536 + b'"act"', 1)),
    "bad_checkpoint": log(lambda data: data[:-1]),
    "bad_policy": lambda base: base.judged(base.log, policy=b"# nothing\n"),
    "bad_evidence": lambda base: base.judged(base.log, kept={"checkpoint": "x\n"}),
}
