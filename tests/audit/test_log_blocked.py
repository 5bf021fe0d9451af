"""Checks of the log do not run on what other checks refuse; they say which."""

from dataclasses import replace

from audit.archive import archive_member
from audit.findings import Check, State
from audit.record import HEADER_NAME
from audit.verifier import Verdict, verify_record
from tests.audit.conftest import Judge, LogJudge, failed
from tests.audit.forge import Draft, archive
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.workshop import Workshop


def needs(verdict: Verdict) -> dict[Check, Check | None]:
    """Return the checks of the log that did not run, and what they needed."""
    return {
        result.check: result.needs
        for result in verdict.checks
        if result.state is State.NOT_RUN and result.check >= Check.LOG_FORM
    }


def judged(court: LogJudge, log: LogDraft, record: bytes) -> Verdict:
    bel, tlog, policy = court.files(log)
    bel.write_bytes(record)
    return verify_record(bel, evidence=court.evidence(tlog, policy))


def test_events_are_not_compared_with_one_that_cannot_be_read(
    court: LogJudge, log: LogDraft, sound: Draft
) -> None:
    members = sound.members()
    name, content = members[-1]
    verdict = judged(court, log, archive([*members[:-1], (name, content + b" ")], sound.timestamp))
    assert needs(verdict)[Check.LOG_EVENTS] is Check.CHAIN


def test_the_time_is_not_compared_with_a_header_that_cannot_be_read(
    court: LogJudge, log: LogDraft, sound: Draft
) -> None:
    whole = sound.archive()
    header = archive_member(HEADER_NAME, b"{}", sound.timestamp)
    verdict = judged(court, log, header + whole[len(header) :])
    assert failed(verdict) == {Check.HEADER}
    assert needs(verdict) == {Check.LOG_CARDS: Check.HEADER}


def test_a_strong_proof_is_not_verified_without_its_decryption(
    court: LogJudge, log: LogDraft, sound: Draft
) -> None:
    ((_, decryption),) = sound.decryptions
    members = [member for member in sound.members() if member[1] != decryption]
    verdict = judged(court, log, archive(members, sound.timestamp))
    assert needs(verdict) == {Check.LOG_DECRYPTIONS: Check.REFERENCES}


def test_a_strong_proof_of_nobody_is_not_verified(
    judge: Judge, log: LogDraft, sound: Draft, shop: Workshop
) -> None:
    stranger = replace(sound, decryptions=((2, sound.decryptions[0][1]),))
    two = replace(shop, secrets=[*shop.secrets, *shop.secrets])
    forged = log_of(stranger, two)
    verdict = LogJudge(judge, stranger, forged.policy).judges(forged)
    assert needs(verdict) == {Check.LOG_DECRYPTIONS: Check.DECRYPTION_OWNERS}
