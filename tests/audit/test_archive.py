"""The archive: one form of bytes, read and written; everything else has its own reason."""

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import archive
from audit.archive import archive_member, read_content, read_members
from audit.errors import RecordUnreadable, Unreadable
from audit.record import open_record
from tests.audit.forge import FORGED, SOUND, VECTORS, load, with_field

PLAIN = (VECTORS / "open.bel").read_bytes()
FILES = [VECTORS / f"{name}.bel" for name in SOUND] + [
    VECTORS / "forged" / f"{name}.bel" for name in FORGED
]


def refusal(data: bytes) -> RecordUnreadable:
    with pytest.raises(RecordUnreadable) as caught:
        list(read_members(io.BytesIO(data)))
    return caught.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_record_read_and_written_again_is_identical(path: Path) -> None:
    with path.open("rb") as stream:
        members = list(read_members(stream))
    again = b"".join(archive_member(m.name, read_content(path, m), m.mtime) for m in members)
    assert again == path.read_bytes()


@pytest.mark.parametrize("name", SOUND)
def test_a_record_written_from_its_structures_is_what_the_other_tool_wrote(name: str) -> None:
    assert load(name).archive() == (VECTORS / f"{name}.bel").read_bytes()


def test_nothing_ends_an_archive() -> None:
    assert archive.ARCHIVE_END == b""
    error = refusal(PLAIN + bytes(1024))
    assert (error.code, error.offset) == (Unreadable.END_BLOCK, len(PLAIN))


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"").code is Unreadable.EMPTY


@pytest.mark.parametrize("size", [1, 511, 512, 100_000])
def test_random_bytes_are_no_record(size: int) -> None:
    assert refusal(random.Random(size).randbytes(size)).code is Unreadable.NOT_A_RECORD


def test_text_is_no_record() -> None:
    assert refusal(b"{}" * 400).code is Unreadable.NOT_A_RECORD


def test_zeros_are_no_record() -> None:
    assert refusal(bytes(2048)).code is Unreadable.NOT_A_RECORD


def test_a_file_cut_anywhere_inside_a_member_is_truncated() -> None:
    starts = {m.offset - 512 for m in read_members(io.BytesIO(PLAIN))}
    for cut in range(513, 12_000, 97):
        expected = Unreadable.TRUNCATED
        assert cut in starts or refusal(PLAIN[:cut]).code is expected


def test_a_file_that_shrinks_while_read_is_truncated() -> None:
    class Shrinking(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(size) if self.tell() < 512 else b""

    with pytest.raises(RecordUnreadable) as caught:
        list(read_members(Shrinking(PLAIN)))
    assert caught.value.code is Unreadable.TRUNCATED


def test_garbage_after_the_last_member_is_refused() -> None:
    assert refusal(PLAIN + b"x").code is Unreadable.TRUNCATED
    assert refusal(PLAIN + b"x" * 512).code is Unreadable.BAD_CHECKSUM


@pytest.mark.parametrize("size", [b"77777777777\0", b"00011111111\0"])
def test_a_member_that_claims_gigabytes_is_refused_before_it_is_read(size: bytes) -> None:
    error = refusal(with_field(PLAIN, 124, size, member=1024))
    assert error.code in (Unreadable.MEMBER_TOO_LARGE, Unreadable.TRUNCATED)


def test_a_header_too_large_for_its_kind_is_refused() -> None:
    data = archive_member("BELENIOS", b" " * 2000, 0)
    assert refusal(data).code is Unreadable.MEMBER_TOO_LARGE


def test_an_event_too_large_for_its_kind_is_refused() -> None:
    data = PLAIN + archive_member("0" * 64 + ".event.json", b" " * 5000, 1795302820)
    assert refusal(data).code is Unreadable.MEMBER_TOO_LARGE


@pytest.mark.parametrize(
    ("size", "detail"),
    [(b"112402762000", "size"), (b"\x80" + bytes(6) + b"\x02\x54\x0b\xe4\x00", "size")],
    ids=["twelve octal digits", "base 256"],
)
def test_ten_gigabytes_in_another_notation_are_a_bad_field(size: bytes, detail: str) -> None:
    error = refusal(with_field(PLAIN, 124, size))
    assert (error.code, error.detail) == (Unreadable.BAD_FIELD, detail)


@pytest.mark.parametrize(
    ("place", "field", "name"),
    [
        (100, b"0000755\0", "mode"),
        (108, b"0001750\0", "uid"),
        (116, b"0001750\0", "gid"),
        (124, b"      00046\0"[:12], "size"),
        (136, b"15300422644 ", "mtime"),
        (156, b"5", "typeflag"),
        (156, b"\0", "typeflag"),
        (157, b"link", "reserved"),
        (257, b"ustar\x0000", "reserved"),
        (265, b"root", "reserved"),
        (511, b"\x01", "reserved"),
    ],
)
def test_a_header_field_that_we_would_not_write_is_refused(
    place: int, field: bytes, name: str
) -> None:
    error = refusal(with_field(PLAIN, place, field))
    assert (error.code, error.detail) == (Unreadable.BAD_FIELD, name)


def test_a_checksum_in_another_notation_is_refused() -> None:
    changed = PLAIN[:148] + b" 5710\0 " + b" " + PLAIN[156:]
    assert refusal(changed).code is Unreadable.BAD_CHECKSUM


@pytest.mark.parametrize(
    "name",
    [
        b"BELENIOS",
        b"F" * 64 + b".data.json",
        b"0" * 63 + b".data.json",
        b"0" * 64 + b".data.json\n",
        b"../" + b"0" * 61 + b".data.json",
        b"0" * 64 + b".json",
        b"\xff" * 8,
        b"0" * 64 + b".data.json\0x",
    ],
)
def test_a_name_of_another_form_is_refused(name: bytes) -> None:
    error = refusal(with_field(PLAIN, 0, name.ljust(100, b"\0"), member=1024))
    assert (error.code, error.offset) == (Unreadable.BAD_NAME, 1024)


def test_the_first_member_is_the_header() -> None:
    assert refusal(PLAIN[1024:]).code is Unreadable.NOT_A_RECORD
    longer = with_field(PLAIN, 0, b"BELENIOS\0x")
    assert refusal(longer).code is Unreadable.BAD_NAME


def test_padding_is_zero() -> None:
    error = refusal(PLAIN[:1023] + b"\x01" + PLAIN[1024:])
    assert (error.code, error.offset) == (Unreadable.BAD_PADDING, 550)


def test_members_are_limited_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 5)
    assert refusal(PLAIN).code is Unreadable.TOO_MANY_MEMBERS


def test_a_file_that_changes_while_it_is_verified_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.bel"
    path.write_bytes(PLAIN)
    record = open_record(path)
    path.write_bytes(PLAIN.replace(b'"min":0', b'"min":1'))
    with pytest.raises(RecordUnreadable) as caught:
        record.content(record.members[1])
    assert caught.value.code is Unreadable.CHANGED_WHILE_READ


def test_a_file_that_vanishes_while_it_is_verified_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.bel"
    path.write_bytes(PLAIN)
    record = open_record(path)
    path.unlink()
    with pytest.raises(RecordUnreadable) as caught:
        record.content(record.members[1])
    assert caught.value.code is Unreadable.NO_FILE


def test_no_bit_of_a_header_can_be_flipped() -> None:
    whole = PLAIN[:2560]
    sound = [(m.name, m.digest) for m in read_members(io.BytesIO(whole))]
    for place in range(8 * 1536):
        changed = bytearray(whole)
        changed[place // 8] ^= 1 << place % 8
        try:
            read = [(m.name, m.digest) for m in read_members(io.BytesIO(bytes(changed)))]
        except RecordUnreadable:
            continue
        assert 512 <= place // 8 < 550  # in the content of BELENIOS, which has no name to fit
        assert read[0] != sound[0] and read[1:] == sound[1:]


@given(st.binary(max_size=3000))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    try:
        list(read_members(io.BytesIO(b"BELENIOS\0" + data)))
    except RecordUnreadable:
        return
    raise AssertionError("random bytes were accepted")
