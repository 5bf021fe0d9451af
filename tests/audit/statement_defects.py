"""Signed refusals that are sound or wrong in the one way that their name says."""

from dataclasses import replace

from audit.statement import RefusalCode, Statement, make_statement
from tests.audit import logs
from tests.audit.logs import LOG, ORIGIN, OTHER

TRACKER = "RvrvjhDhWNPYn8Fmft3GVTQ1IECYdiE+FZFURRidRm0"
SAID = Statement(ORIGIN, TRACKER, RefusalCode.VOTING_CLOSED, 7, logs.root(7))


def made(statement: Statement = SAID) -> str:
    """Let the log sign a refusal."""
    return make_statement(statement, public_key=LOG.public_key(), sign=LOG.sign)


SOUND = made()
STATEMENTS = {
    **{code.value: made(replace(SAID, code=code)) for code in RefusalCode},
    "before_the_first_entry": made(replace(SAID, size=0, root=logs.root(0))),
    "other_version": SOUND.replace("refusal/v1", "refusal/v2"),
    "tracker_short": SOUND.replace(TRACKER, TRACKER[:-1]),
    "tracker_padded": SOUND.replace(TRACKER, TRACKER + "="),
    "tracker_with_unused_bits": SOUND.replace(TRACKER, TRACKER[:-1] + "1"),
    "unknown_code": SOUND.replace("voting_closed", "voting_open"),
    "code_in_capitals": SOUND.replace("voting_closed", "CARD_VOID"),
    "code_of_a_check_of_the_ballot": SOUND.replace("voting_closed", "invalid_proof"),
    "size_with_zero": SOUND.replace("\n7\n", "\n07\n"),
    "size_negative": SOUND.replace("\n7\n", "\n-7\n"),
    "root_short": SOUND.replace("mMl/", "mMl"),
    "line_too_many": SOUND.replace("\n\n", "\nmore\n\n"),
    "no_origin": SOUND.replace(f"{ORIGIN}\n{TRACKER}", f"\n{TRACKER}"),
    "no_note": "x",
    "checkpoint": logs.checkpoint(7),
    "other_reason": SOUND.replace("voting_closed", "card_void"),
    "other_size": SOUND.replace("\n7\n", "\n6\n"),
    "other_log": make_statement(
        replace(SAID, origin="vote.example/c/other/log"),
        public_key=LOG.public_key(),
        sign=LOG.sign,
    ),
    "other_key": make_statement(SAID, public_key=OTHER.public_key(), sign=OTHER.sign),
}
