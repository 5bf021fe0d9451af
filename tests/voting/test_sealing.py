"""The sealed file: it gives back what was put in, and no changed byte of it."""

import io

import pytest

from voting.refusals import Refusal, VotingRefused
from voting.sealing import PIECE, SealedReader, SealedWriter, sealed_into

WORDS = "bông lúa sông hồng cầu tre"


def sealed(*parts: bytes, passphrase: str = WORDS) -> bytes:
    file = io.BytesIO()
    with sealed_into(file, passphrase) as writer:
        for part in parts:
            assert writer.write(part) == len(part)
    return file.getvalue()


def opened(data: bytes, passphrase: str = WORDS) -> bytes:
    reader = SealedReader(io.BytesIO(data), passphrase)
    found = reader.read(len(data))
    reader.end()
    return found


def refused(data: bytes, passphrase: str = WORDS) -> Refusal:
    with pytest.raises(VotingRefused) as error:
        opened(data, passphrase)
    return error.value.refusal


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 5])
def test_what_was_sealed_comes_back_at_any_length(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    half = size // 2
    data = sealed(content[:half], content[half:size])
    assert opened(data) == content[:size]
    assert content[:64] not in data


def test_capitals_and_spaces_of_the_words_do_not_matter_but_accents_do() -> None:
    data = sealed(b"x")
    assert opened(data, f"  {WORDS.upper()}  \n") == b"x"
    assert refused(data, WORDS.replace("ô", "o")) is Refusal.WRONG_PASSPHRASE


def test_a_short_passphrase_is_refused_before_anything_is_written() -> None:
    file = io.BytesIO()
    with pytest.raises(VotingRefused, match="weak_passphrase"), sealed_into(file, "ngắn"):
        pytest.fail("it was begun")
    assert file.getvalue() == b""


def test_a_changed_cut_longer_or_rearranged_file_is_damaged() -> None:
    data = sealed(b"a" * (2 * PIECE + 9))
    start = data.index(b"\n") + 1 + 25
    step = PIECE + 17
    one, two, rest = data[start : start + step], data[start + step : start + 2 * step], 26
    bad = (
        data[:-1],
        data[:start],
        data[: start + step],
        data + b"\0",
        data[: start + 5] + bytes([data[start + 5] ^ 1]) + data[start + 6 :],
        data[:start] + two + one + data[-rest:],
    )
    assert {refused(one) for one in bad} == {Refusal.BACKUP_DAMAGED}


def test_a_writer_that_was_interrupted_leaves_a_file_without_an_end() -> None:
    file = io.BytesIO()
    SealedWriter(file, WORDS).write(b"a" * 100)
    assert refused(file.getvalue()) is Refusal.BACKUP_DAMAGED


def test_another_file_is_told_from_a_wrong_passphrase() -> None:
    data = sealed(b"x")
    for other in (b"", b"{}\n", b"PK\x03\x04", data.replace(b'"backup"', b'"box"', 1)):
        assert refused(other) is Refusal.NOT_BACKUP
