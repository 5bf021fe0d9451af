"""Disputes about signed refusals: each is held against the log as it was then."""

from dataclasses import replace

import pytest

from audit.dispute import Case, Ground, Outcome
from audit.entries import CardsEntry, IncidentEntry, entry_bytes
from audit.errors import DisputeFault, DisputeRefused, LogFault
from audit.papers import settle
from audit.statement import RefusalCode
from tests.audit.forge_log import LogDraft
from tests.audit.hall import ROWS, Hall, refused, verdict
from tests.audit.logs import OTHER, refusal


def unsettled(case: Case, paper: bytes, ballot: bytes | None = None) -> DisputeFault:
    with pytest.raises(DisputeRefused) as caught:
        settle(case, paper, ballot)
    return caught.value.code


def at_end(log: LogDraft) -> int:
    return log.index("EndBallots") + 1


# ---------------------------------------------------------------- refusals


def test_refused_after_the_end_is_too_late(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.VOTING_CLOSED, hall.late, at_end(hall.log))
    ruling = settle(case, paper)
    assert verdict(ruling) == (Outcome.TOO_LATE, Ground.AFTER_THE_END)
    assert [one.index for one in ruling.proof] == [None, hall.log.index("EndBallots")]


def test_refused_as_closed_while_open_convicts_the_server(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.VOTING_CLOSED, hall.late, "EndBallots")
    assert verdict(settle(case, paper)) == (Outcome.SERVER_AT_FAULT, Ground.NOT_CLOSED)


def test_refused_before_the_opening_never_arrived(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.VOTING_NOT_OPEN, hall.late, "opening")
    assert verdict(settle(case, paper)) == (Outcome.NEVER_ARRIVED, Ground.BEFORE_THE_OPENING)


def test_refused_as_not_open_while_open_convicts_the_server(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.VOTING_NOT_OPEN, hall.late, "Ballot")
    assert verdict(settle(case, paper)) == (Outcome.SERVER_AT_FAULT, Ground.WAS_OPEN)


def test_refused_for_a_void_card(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.CARD_VOID, hall.stray, "EndBallots")
    assert verdict(settle(case, paper)) == (Outcome.VOID_CARD, Ground.VOID_BY_STATEMENT)
    assert verdict(settle(case, paper, hall.stray)) == (Outcome.VOID_CARD, Ground.NOT_LISTED)


def test_refused_for_a_void_card_that_is_listed_convicts_the_server(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.CARD_VOID, hall.late, "EndBallots")
    ruling = settle(case, paper, hall.late)
    assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.CARD_LISTED)


def test_refused_for_a_used_card(case: Case, hall: Hall) -> None:
    ballot = hall.shop.ballot(1, ROWS)
    paper = refused(hall.log, RefusalCode.CREDENTIAL_USED, ballot, "EndBallots")
    assert verdict(settle(case, paper)) == (Outcome.REPLACED, Ground.USED_BY_STATEMENT)
    assert verdict(settle(case, paper, ballot)) == (Outcome.REPLACED, Ground.OTHER_BALLOT)


def test_refused_for_a_used_card_that_was_unused_then_convicts_the_server(
    case: Case, hall: Hall
) -> None:
    ballot = hall.shop.ballot(1, ROWS)
    early = refused(hall.log, RefusalCode.CREDENTIAL_USED, ballot, "Ballot")
    never = refused(hall.log, RefusalCode.CREDENTIAL_USED, hall.late, "EndBallots")
    for paper, own in ((early, ballot), (never, hall.late)):
        ruling = settle(case, paper, own)
        assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.CARD_UNUSED)


@pytest.mark.parametrize("code", [RefusalCode.CARD_VOID, RefusalCode.CREDENTIAL_USED])
def test_refused_for_the_card_while_not_open_convicts_the_server(
    case: Case, hall: Hall, code: RefusalCode
) -> None:
    for size in ("opening", at_end(hall.log)):
        ruling = settle(case, refused(hall.log, code, hall.late, size))
        assert verdict(ruling) == (Outcome.SERVER_AT_FAULT, Ground.NOT_THEN)


def test_refused_though_it_lay_in_the_log_convicts_the_server(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.CREDENTIAL_USED, hall.ballots[1], "EndBallots")
    assert verdict(settle(case, paper)) == (Outcome.SERVER_AT_FAULT, Ground.REFUSED_THOUGH_THERE)


def test_refused_and_sent_again_is_counted(case: Case, hall: Hall) -> None:
    paper = refused(hall.log, RefusalCode.VOTING_NOT_OPEN, hall.ballots[1], "opening")
    assert verdict(settle(case, paper)) == (Outcome.COUNTED, Ground.IN_LOG)


def test_refused_with_another_root_convicts_the_server(case: Case, hall: Hall) -> None:
    other = hall.log.with_entry("cards", CardsEntry(made_by="committee", count=3))
    paper = refused(other, RefusalCode.VOTING_CLOSED, hall.late, at_end(other))
    assert verdict(settle(case, paper)) == (Outcome.SERVER_AT_FAULT, Ground.FORKED)


def test_refusals_that_settle_nothing(case: Case, hall: Hall) -> None:
    longer = replace(hall.log, entries=(*hall.log.entries, entry_bytes(IncidentEntry(text="x"))))
    size = len(longer.entries)
    paper = refused(longer, RefusalCode.VOTING_CLOSED, hall.late, size)
    assert unsettled(case, paper) is DisputeFault.LOG_TOO_SHORT
    paper = refused(hall.log, RefusalCode.CARD_VOID, hall.late, "EndBallots")
    assert unsettled(case, paper, hall.stray) is DisputeFault.OTHER_BALLOT
    foreign = refused(hall.log, RefusalCode.CARD_VOID, hall.late, "EndBallots", OTHER)
    assert refusal(settle, case, foreign) is LogFault.WRONG_KEY
