"""Cosignatures: a witness binds a time to a checkpoint; neither can be changed after."""

import pytest

from audit.checkpoint import parse_checkpoint
from audit.cosignature import MAX_TIME, cosigned_message, make_cosignature, verify_cosignature
from audit.errors import LogFault
from audit.note import NoteSignature, parse_signature_line
from tests.audit.logs import (
    LOG_KEY,
    checkpoint,
    cosignature,
    cosigned,
    refusal,
    witness_key,
    witness_secret,
)

TEXT = checkpoint(7, ["extension"])


def test_a_witness_signs_its_two_lines_and_the_text_of_the_checkpoint() -> None:
    text = parse_checkpoint(TEXT).note.text
    assert cosigned_message(text, 5) == b"cosignature/v1\ntime 5\n" + text.encode()
    line = parse_signature_line(cosignature(TEXT, 1, 5).removesuffix("\n"))
    assert line.signature[:8] == bytes([0, 0, 0, 0, 0, 0, 0, 5])
    witness_secret(1).public_key().verify(line.signature[8:], cosigned_message(text, 5))


@pytest.mark.parametrize("time", [1, 1_795_302_820, MAX_TIME])
def test_a_cosignature_says_when(time: int) -> None:
    signed = parse_checkpoint(TEXT + cosignature(TEXT, 1, time))
    assert verify_cosignature(signed, witness_key(1)) == time


def test_the_newest_of_several_counts_and_each_must_hold() -> None:
    both = TEXT + cosignature(TEXT, 1, 9) + cosignature(TEXT, 1, 5)
    assert verify_cosignature(parse_checkpoint(both), witness_key(1)) == 9
    wrong = parse_checkpoint(both + cosignature(checkpoint(6), 1, 7))
    assert refusal(verify_cosignature, wrong, witness_key(1)) is LogFault.BAD_SIGNATURE


def test_a_checkpoint_that_a_witness_has_not_seen_says_so() -> None:
    signed = parse_checkpoint(cosigned(TEXT, 1))
    assert refusal(verify_cosignature, signed, witness_key(2)) is LogFault.WRONG_KEY


def test_the_key_of_a_log_does_not_cosign() -> None:
    assert refusal(verify_cosignature, parse_checkpoint(TEXT), LOG_KEY) is LogFault.KEY_TYPE


def with_signature(signature: bytes) -> str:
    return TEXT + f"{NoteSignature(witness_key(1).name, witness_key(1).key_id, signature)}\n"


def test_a_changed_cosignature_is_refused() -> None:
    good = parse_signature_line(cosignature(TEXT, 1, 5).removesuffix("\n")).signature
    later = (6).to_bytes(8, "big") + good[8:]
    for signature in (later, good[:-1], good + b"\0", b"\0", good[:8] + bytes(64)):
        signed = parse_checkpoint(with_signature(signature))
        assert refusal(verify_cosignature, signed, witness_key(1)) is LogFault.BAD_SIGNATURE


def test_a_time_after_all_time_is_refused() -> None:
    late = parse_checkpoint(with_signature(bytes([128]) + bytes(71)))
    assert refusal(verify_cosignature, late, witness_key(1)) is LogFault.BAD_TIME
    for time in (0, -1, MAX_TIME + 1):
        assert refusal(cosignature, TEXT, 1, time) is LogFault.BAD_TIME


def test_only_checkpoints_are_cosigned_under_a_name_that_can_be_written() -> None:
    key = witness_key(1).public_key
    values = {"time": 1, "public_key": key, "sign": witness_secret(1).sign}
    wrong = refusal(make_cosignature, "a text\n", key_name="w", **values)
    assert wrong is LogFault.CHECKPOINT_MALFORMED
    text = parse_checkpoint(TEXT).note.text
    assert refusal(make_cosignature, text, key_name="w 1", **values) is LogFault.NOTE_MALFORMED
