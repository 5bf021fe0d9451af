"""Signed refusals: made, read strictly, verified."""

from dataclasses import replace

import pytest

from audit.checkpoint import parse_checkpoint
from audit.errors import LogFault
from audit.note import VerificationKey
from audit.statement import (
    RefusalCode,
    parse_statement,
    verify_statement,
)
from tests.audit import logs
from tests.audit.logs import LOG, LOG_KEY, ORIGIN, OTHER, refusal
from tests.audit.statement_defects import SAID, STATEMENTS, TRACKER, made


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


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_refusal_is_refused_for_what_its_name_says(name: str) -> None:
    expected = {
        "no_note": LogFault.NOTE_MALFORMED,
        "other_reason": LogFault.BAD_SIGNATURE,
        "other_size": LogFault.BAD_SIGNATURE,
        "other_log": LogFault.WRONG_ORIGIN,
        "other_key": LogFault.WRONG_KEY,
    }
    if name in {*RefusalCode, "before_the_first_entry"}:
        verify_statement(parse_statement(STATEMENTS[name]), LOG_KEY)
    elif name in expected and name != "no_note":
        signed = parse_statement(STATEMENTS[name])
        assert refusal(verify_statement, signed, LOG_KEY) is expected[name]
    else:
        fault = expected.get(name, LogFault.STATEMENT_MALFORMED)
        assert refusal(parse_statement, STATEMENTS[name]) is fault


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
