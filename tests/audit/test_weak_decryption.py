"""The forgery that Belenios v1 cannot see, in a whole record with its log: check 32 sees it."""

from dataclasses import replace

import pytest

from audit.findings import Check
from audit.inquiries import Answer, Inquiry
from ballots.ballot import parse_ballot
from ballots.tally import TallySum, make_result, parse_encrypted_tally
from tests.audit.conftest import Judge, LogJudge, failed
from tests.audit.forge_log import log_of
from tests.audit.workshop import workshop
from tests.ballots.weak_decryption import forged_decryption, last_ballot, make_plans


def test_the_log_catches_a_count_that_every_v1_verifier_accepts(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = workshop(voters=4)
    (secret,) = shop.secrets
    ballots = [shop.ballot(voter, [[1, 0], [0, 1]]) for voter in range(3)]
    total = TallySum(shop.election)
    for ballot in ballots:
        total.add(parse_ballot(ballot, shop.election))
    before = parse_encrypted_tally(total.encrypted_tally(), shop.election)
    plans = make_plans(shop.election, secret, before, [(-3, 3), (0, 0)])
    ballots.append(last_ballot(plans, monkeypatch, lambda: shop.ballot(3, [[0, 0], [0, 0]])))
    record = shop.tallied(
        replace(shop.draft(), ballots=tuple(ballots)), [(ballot, 1) for ballot in ballots]
    )
    tally = parse_encrypted_tally(record.tally or b"", shop.election)
    record = replace(
        record,
        decryptions=((1, forged_decryption(shop.election, secret, tally, plans)),),
        result=make_result([[0, 3], [0, 3]]),  # truly [[3, 0], [0, 3]]
    )
    assert judge.judges(record).sound  # nobody who reads the record alone can know
    log = log_of(record, shop)
    court = LogJudge(judge, record, log.policy)
    (finding,) = court.finds_only(log, Check.LOG_DECRYPTIONS)
    assert finding.code == "invalid_proof"
    without = log.with_entry("decryption_proof")
    assert failed(court.judges(without)) == {Check.LOG_DECRYPTIONS}
    answers = {a.inquiry: a.answer for a in court.judges(log).answers}
    assert [inquiry for inquiry in Inquiry if answers[inquiry] is Answer.NO] == [Inquiry.COUNTS]
