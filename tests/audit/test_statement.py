"""Signed refusals: made, read strictly, verified."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from audit.checkpoint import parse_checkpoint
from audit.errors import LogFault
from audit.note import VerificationKey
from audit.statement import (
    RefusalCode,
    Statement,
    make_statement,
    parse_statement,
    verify_statement,
)
from tests.audit import logs
from tests.audit.logs import LOG, LOG_KEY, ORIGIN, OTHER, refusal

TRACKER = "RvrvjhDhWNPYn8Fmft3GVTQ1IECYdiE+FZFURRidRm0"
SAID = Statement(ORIGIN, TRACKER, RefusalCode.VOTING_CLOSED, 7, logs.root(7))


def made(statement: Statement = SAID) -> str:
    return make_statement(statement, public_key=LOG.public_key(), sign=LOG.sign)


def test_the_bytes_are_those_of_the_documentation() -> None:
    text, _, signature = made().partition("\n\n")
    assert text.split("\n") == [
        "tinnhiem/refusal/v1",
        ORIGIN,
        TRACKER,
        "voting_closed",
        "7",
        "mMl/C6MXXNCLAx3QhLncTmSbZNGijm6mlGRlAxc6tYc=",
    ]
    assert signature.startswith(f"— {ORIGIN} ")


@pytest.mark.parametrize("code", RefusalCode)
def test_a_refusal_that_was_made_is_read_and_holds(code: RefusalCode) -> None:
    said = replace(SAID, code=code)
    signed = parse_statement(made(said))
    assert signed.statement == said
    verify_statement(signed, LOG_KEY)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t.replace("refusal/v1", "refusal/v2"),
        lambda t: t.replace(TRACKER, TRACKER[:-1]),
        lambda t: t.replace(TRACKER, TRACKER[:-1] + "1"),
        lambda t: t.replace("voting_closed", "voting_open"),
        lambda t: t.replace("voting_closed", "CARD_VOID"),
        lambda t: t.replace("\n7\n", "\n07\n"),
        lambda t: t.replace("\n7\n", "\n-7\n"),
        lambda t: t.replace("mMl/", "mMl"),
        lambda t: t.replace("\n\n", "\nmore\n\n"),
        lambda t: t.replace(f"{ORIGIN}\n{TRACKER}", f"\n{TRACKER}"),
    ],
)
def test_reading_refuses_another_form(change: Callable[[str], str]) -> None:
    assert refusal(parse_statement, change(made())) is LogFault.STATEMENT_MALFORMED


def test_reading_refuses_what_is_no_note() -> None:
    assert refusal(parse_statement, "x") is LogFault.NOTE_MALFORMED


def test_making_refuses_lines_in_a_line() -> None:
    assert refusal(made, replace(SAID, origin="a\nb")) is LogFault.STATEMENT_MALFORMED
    assert refusal(made, replace(SAID, origin="a b")) is LogFault.NOTE_MALFORMED


def test_a_refusal_by_another_or_for_another_log_is_none() -> None:
    signed = parse_statement(made())
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    assert refusal(verify_statement, signed, stranger) is LogFault.WRONG_KEY
    other = VerificationKey("elsewhere/log", LOG.public_key())
    assert refusal(verify_statement, signed, other) is LogFault.WRONG_ORIGIN
    changed = parse_statement(made().replace("voting_closed", "card_void"))
    assert refusal(verify_statement, changed, LOG_KEY) is LogFault.BAD_SIGNATURE


def test_a_refusal_is_never_a_checkpoint() -> None:
    assert refusal(parse_checkpoint, made()) is LogFault.CHECKPOINT_MALFORMED
    assert refusal(parse_statement, logs.checkpoint(7)) is LogFault.STATEMENT_MALFORMED
