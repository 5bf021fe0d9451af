"""Checkpoints: three lines, one form, the log's own signature."""

import pytest

from audit.checkpoint import (
    Checkpoint,
    make_checkpoint_text,
    parse_checkpoint,
    parse_checkpoint_text,
    sign_checkpoint,
    verify_checkpoint,
)
from audit.errors import LogFault
from audit.merkle import EMPTY_ROOT, MAX_SIZE
from audit.note import VerificationKey
from tests.audit.logs import LOG, LOG_KEY, ORIGIN, OTHER, checkpoint, refusal, root

TEXT = make_checkpoint_text(Checkpoint(ORIGIN, 137, root(137)))


@pytest.mark.parametrize("size", [0, 1, 137])
def test_a_checkpoint_says_its_log_its_size_and_its_root(size: int) -> None:
    signed = parse_checkpoint(checkpoint(size))
    assert signed.checkpoint == Checkpoint(ORIGIN, size, root(size))
    assert str(signed) == checkpoint(size)
    verify_checkpoint(signed, LOG_KEY)


def test_extension_lines_are_kept() -> None:
    signed = parse_checkpoint(checkpoint(3, ["one", "two "]))
    assert signed.checkpoint.extensions == ("one", "two ")
    verify_checkpoint(signed, LOG_KEY)


def test_a_checkpoint_of_another_log_or_key_is_refused() -> None:
    signed = parse_checkpoint(checkpoint(3))
    elsewhere = VerificationKey("other.example/log", LOG.public_key())
    assert refusal(verify_checkpoint, signed, elsewhere) is LogFault.WRONG_ORIGIN
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    assert refusal(verify_checkpoint, signed, stranger) is LogFault.WRONG_KEY


def test_a_changed_checkpoint_is_refused() -> None:
    larger = parse_checkpoint(checkpoint(3).replace("\n3\n", "\n4\n"))
    assert refusal(verify_checkpoint, larger, LOG_KEY) is LogFault.BAD_SIGNATURE
    renamed = parse_checkpoint(checkpoint(3).replace(ORIGIN, "note.example/log", 1))
    assert refusal(verify_checkpoint, renamed, LOG_KEY) is LogFault.WRONG_ORIGIN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        ORIGIN + "\n137\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace(ORIGIN, ""),
        TEXT.replace("137", "0137"),
        TEXT.replace("137", "+137"),
        TEXT.replace("137", "-137"),
        TEXT.replace("137", " 137"),
        TEXT.replace("137", ""),
        TEXT.replace("137", "١٣٧"),
        TEXT.replace("137", str(MAX_SIZE + 1)),
        TEXT.replace("137", "9" * 5000),
        TEXT[:-2] + "\n",
        TEXT[:-5] + "\n",
        TEXT[:-6] + "AAAB=\n",
        TEXT + "extension\n\n",
    ],
)
def test_a_checkpoint_in_another_form_is_malformed(text: str) -> None:
    assert refusal(parse_checkpoint_text, text) is LogFault.CHECKPOINT_MALFORMED


@pytest.mark.parametrize(
    "state",
    [
        Checkpoint("", 1, EMPTY_ROOT),
        Checkpoint("a\nb", 1, EMPTY_ROOT),
        Checkpoint("a\n1", 1, EMPTY_ROOT),
        Checkpoint(ORIGIN, -1, EMPTY_ROOT),
        Checkpoint(ORIGIN, 1, EMPTY_ROOT[1:]),
        Checkpoint(ORIGIN, 1, EMPTY_ROOT, ("",)),
        Checkpoint(ORIGIN, 1, EMPTY_ROOT, ("a\nb",)),
    ],
)
def test_a_checkpoint_of_impossible_values_is_not_made(state: Checkpoint) -> None:
    assert refusal(make_checkpoint_text, state) is LogFault.CHECKPOINT_MALFORMED


def test_an_origin_that_cannot_name_a_key_is_not_signed() -> None:
    state = Checkpoint("a b", 0, EMPTY_ROOT)
    wrong = refusal(sign_checkpoint, state, public_key=LOG.public_key(), sign=LOG.sign)
    assert wrong is LogFault.NOTE_MALFORMED
