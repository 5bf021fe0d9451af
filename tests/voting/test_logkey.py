"""The log key: made once, mode 0600, never shown; receipts are always the same text."""

import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from audit.note import parse_note, parse_verification_key, verify_note
from tests.voting.processes import processes
from voting.logkey import KeyFileRefused, create_secret_file, load_log_key, read_secret_file


def test_the_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    file = tmp_path / "instance" / "log-key.pem"
    first = load_log_key(file, "tinnhiem/log")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert load_log_key(file, "tinnhiem/log").verification_key == first.verification_key
    assert [one.name for one in file.parent.iterdir()] == ["log-key.pem"]


def test_what_is_signed_holds_under_the_log_s_own_name_and_is_always_the_same(
    tmp_path: Path,
) -> None:
    key = load_log_key(tmp_path / "k.pem", "vote.example/log").of_conference("JFhMBfmAp5jNJh")
    notes = {key.signed("one\ntwo\n") for _ in range(3)}
    assert len(notes) == 1
    announced = parse_verification_key(key.verification_key)
    assert announced.name == key.name == "vote.example/log/JFhMBfmAp5jNJh"
    verify_note(parse_note(notes.pop()), announced)


def test_the_secret_is_not_in_the_words_of_the_key(tmp_path: Path) -> None:
    key = load_log_key(tmp_path / "k.pem", "x")
    assert "secret" not in repr(key)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "k.pem"
    load_log_key(file, "x")
    file.chmod(0o640)
    with pytest.raises(KeyFileRefused, match="chmod 600"):
        load_log_key(file, "x")


@pytest.mark.parametrize("content", [b"", b"not a key"])
def test_a_file_that_is_no_key_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "k.pem"
    create_secret_file(file, content)
    with pytest.raises(KeyFileRefused, match="not a key"):
        load_log_key(file, "x")


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "k.pem"
    other = generate_private_key(SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    create_secret_file(file, pem)
    with pytest.raises(KeyFileRefused, match="Ed25519"):
        load_log_key(file, "x")


def test_a_secret_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    assert create_secret_file(file, b"first")
    assert not create_secret_file(file, b"second")
    assert read_secret_file(file) == b"first"
    assert [one.name for one in tmp_path.iterdir()] == ["secret"]


def test_servers_that_start_together_use_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, processes) as servers:
        keys = set(servers.map(verification_key, [tmp_path / "k.pem"] * 8))
    assert len(keys) == 1


def verification_key(file: Path) -> str:
    return load_log_key(file, "x").verification_key
