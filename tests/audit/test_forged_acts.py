"""Forged logs that only one of checks 30 to 34 can find; everything is signed again."""

import json
from dataclasses import replace

import pytest

from audit.entries import (
    CardsEntry,
    IncidentEntry,
    PublicationEntry,
    RehearsalEntry,
    entry_bytes,
)
from audit.errors import LogFault
from audit.findings import Check, Fault, State
from ballots.hashing import sha256_hex
from ballots.tally import make_partial_decryption, parse_encrypted_tally
from tests.audit.conftest import Judge, LogJudge, failed, states
from tests.audit.forge import Draft, dump
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.logs import OTHER
from tests.audit.workshop import Workshop, complete, workshop


def incident(text: str = "Mất điện 5 phút") -> bytes:
    return entry_bytes(IncidentEntry(text=text))


# ---------------------------------------------------------------- 30 order


@pytest.mark.parametrize(
    ("after", "act"),
    [
        ("opening", incident()),
        ("Setup", entry_bytes(RehearsalEntry(trustees=(1,)))),
        ("EndBallots", incident()),
        ("EncryptedTally", entry_bytes(RehearsalEntry(trustees=(1,)))),
        ("decryption_proof", incident()),
        ("Result", incident()),
        ("publication", entry_bytes(RehearsalEntry(trustees=(1,)))),
    ],
)
def test_30_order(court: LogJudge, log: LogDraft, after: str, act: bytes) -> None:
    index = log.index(after)
    forged = log.with_entry(index, log.entries[index], act)
    (finding,) = court.finds_only(forged, Check.LOG_ORDER)[:1]
    assert (finding.fault, finding.entry) == (Fault.ACT_OUT_OF_ORDER, index + 1)


def test_30_order_of_cards_made_after_the_opening(court: LogJudge, log: LogDraft) -> None:
    moved = [*log.entries[:2], *log.entries[3:6], log.entries[2], *log.entries[6:]]
    findings = court.finds_only(replace(log, entries=tuple(moved)), Check.LOG_ORDER)
    assert findings[0].values == {"act": "cards", "before": "Setup"}


def test_30_order_of_a_closing_that_came_late(court: LogJudge, log: LogDraft) -> None:
    index = log.index("closing")
    entries = list(log.entries)
    entries[index], entries[index + 1] = entries[index + 1], entries[index]
    court.finds_only(replace(log, entries=tuple(entries)), Check.LOG_ORDER)


def test_30_order_wants_a_rehearsal(court: LogJudge, log: LogDraft) -> None:
    (finding,) = court.finds_only(log.with_entry("rehearsal"), Check.LOG_ORDER)
    assert finding.fault is Fault.NO_REHEARSAL


def test_30_order_wants_a_second_publication_nowhere(court: LogJudge, log: LogDraft) -> None:
    again = replace(log, entries=(*log.entries, log.entries[-1]))
    (finding,) = court.finds_only(again, Check.LOG_ORDER)
    assert finding.values == {"act": "publication", "before": "publication"}


def test_30_order_does_not_stop_between_what_belongs_together(
    court: LogJudge, log: LogDraft, sound: Draft
) -> None:
    cut = replace(log, entries=log.entries[: log.index("closing")])
    record = replace(sound, tally=None, decryptions=(), result=None)
    (finding,) = court.finds_only(cut, Check.LOG_ORDER, record)
    assert (finding.fault, finding.values) == (Fault.ACT_UNFINISHED, {"act": "EndBallots"})


# ---------------------------------------------------------------- 31 cards


@pytest.mark.parametrize(
    ("act", "values", "what"),
    [
        ("opening", {"printed": 6}, ["printed", "issued + void"]),
        ("opening", {"void": 3}, ["issued + void"]),
        ("opening", {"issued": 2}, ["issued + void", "issued", "issued"]),
        ("closing", {"cast": 2}, ["cast", "cast + not returned"]),
        ("closing", {"not_returned": 1}, ["cast + not returned"]),
        ("closing", {"issued": 4, "not_returned": 1}, ["issued"]),
        ("cards", {"count": 9}, ["printed"]),
    ],
)
def test_31_cards(
    court: LogJudge, log: LogDraft, act: str, values: dict[str, int], what: list[str]
) -> None:
    findings = court.finds_only(log.changed(act, **values), Check.LOG_CARDS)
    assert [finding.values["what"] for finding in findings] == what


def test_31_cards_before_the_closing(court: LogJudge, sound: Draft, shop: Workshop) -> None:
    opened = replace(sound, ended=False, tally=None, decryptions=(), result=None)
    forged = log_of(opened, shop).changed("cards", count=1)
    court.finds_only(forged, Check.LOG_CARDS, opened)


def test_31_cards_opened_at_another_time(court: LogJudge, log: LogDraft) -> None:
    (finding,) = court.finds_only(log.changed("opening", time=1), Check.LOG_CARDS)
    assert finding.fault is Fault.OPENING_TIME


def test_31_cards_used_twice(judge: Judge) -> None:
    shop = workshop(voters=3)
    ballots = tuple(shop.ballot(voter, [[1, 0], [0, 1]]) for voter in (0, 1, 1))
    record = shop.tallied(
        replace(shop.draft(), ballots=ballots), [(ballots[0], 1), (ballots[2], 1)]
    )
    record = replace(record, result=b'{"result":[[2,0],[0,2]]}')
    log = log_of(record, shop)
    (finding,) = LogJudge(judge, record, log.policy).finds_only(log, Check.LOG_CARDS)
    assert (finding.fault, finding.values) == (Fault.CARD_USED_TWICE, {"count": "1"})


def test_31_cards_are_unknown_without_an_opening(court: LogJudge, log: LogDraft) -> None:
    verdict = court.judges(log.with_entry("opening"))
    assert failed(verdict) == {Check.LOG_ORDER}
    assert states(verdict)[Check.LOG_CARDS] is State.NOT_RUN


# ---------------------------------------------------------------- 32 strong proofs


def test_32_strong_proof_missing(judge: Judge) -> None:
    shop = workshop(trustees=2)
    record = complete(shop)
    log = log_of(record, shop)
    judges = LogJudge(judge, record, log.policy)
    assert judges.judges(log).sound
    (finding,) = judges.finds_only(log.with_entry("decryption_proof"), Check.LOG_DECRYPTIONS)
    assert (finding.fault, finding.values) == (Fault.NO_STRONG_PROOF, {"owner": "1"})
    index = log.index("decryption_proof")
    twice = log.with_entry(index, log.entries[index], log.entries[index])
    (finding,) = judges.finds_only(twice, Check.LOG_DECRYPTIONS)
    assert (finding.fault, finding.entry) == (Fault.STRAY_STRONG_PROOF, index + 1)


def test_32_strong_proof_of_another_decryption(
    court: LogJudge, log: LogDraft, sound: Draft, shop: Workshop
) -> None:
    tally = parse_encrypted_tally(sound.tally or b"", shop.election)
    other = make_partial_decryption(tally, shop.secrets[0], shop.election)
    forged = log.changed("decryption_proof", decryption=sha256_hex(other))
    findings = court.finds_only(forged, Check.LOG_DECRYPTIONS)
    assert {f.fault for f in findings} == {Fault.STRAY_STRONG_PROOF, Fault.NO_STRONG_PROOF}


@pytest.mark.parametrize("name", ["challenge", "response"])
def test_32_strong_proof_that_is_wrong(court: LogJudge, log: LogDraft, name: str) -> None:
    index = log.index("decryption_proof")
    entry = json.loads(log.entries[index])
    entry["proof"][name] = str(int(entry["proof"][name]) ^ 1)
    (finding,) = court.finds_only(log.with_entry(index, dump(entry)), Check.LOG_DECRYPTIONS)
    assert (finding.code, finding.entry) == ("invalid_proof", index)


def test_32_strong_proof_of_the_other_trustee(judge: Judge) -> None:
    shop = workshop(trustees=2)
    record = complete(shop)
    log = log_of(record, shop)
    first = log.index("decryption_proof")
    one, two = (json.loads(log.entries[first + place]) for place in (0, 1))
    one["proof"], two["proof"] = two["proof"], one["proof"]
    forged = log.with_entry(first, dump(one)).with_entry(first + 1, dump(two))
    court = LogJudge(judge, record, log.policy)
    assert len(court.finds_only(forged, Check.LOG_DECRYPTIONS)) == 2


# ---------------------------------------------------------------- 33 publication


def test_33_publication_of_another_result(court: LogJudge, log: LogDraft) -> None:
    forged = log.with_entry("publication", PublicationEntry(result="0" * 64))
    (finding,) = court.finds_only(forged, Check.LOG_PUBLICATION)
    assert (finding.fault, finding.entry) == (Fault.RESULT_DIFFERS, len(log.entries) - 1)


# ---------------------------------------------------------------- 34 earlier


def kept(court: LogJudge, log: LogDraft) -> LogJudge:
    """Return the court with what people kept of a log: checkpoints and every receipt."""
    first = log.index("Ballot")
    texts = {f"at-{size}": log.checkpoint(size) for size in (1, first, len(log.entries))}
    texts |= {f"receipt-{place}": log.receipt(place) for place in (first, first + 1)}
    texts["late"] = log.receipt(first, len(log.entries))
    return replace(court, earlier=texts)


def test_34_earlier_checkpoints_and_receipts_are_beginnings(court: LogJudge, log: LogDraft) -> None:
    verdict = kept(court, log).judges(log)
    assert verdict.sound
    assert states(verdict)[Check.LOG_EARLIER] is State.PASSED


def test_34_earlier_entries_that_were_changed(court: LogJudge, log: LogDraft) -> None:
    changed = log.with_entry("cards", CardsEntry(made_by="committee", count=3))
    findings = kept(court, log).finds_only(changed, Check.LOG_EARLIER)
    assert {f.fault for f in findings} == {Fault.LOG_FORKED}
    assert {f.values["file"] for f in findings} == set(kept(court, log).earlier) - {"at-1"}


def test_34_earlier_checkpoints_of_a_longer_log(court: LogJudge, log: LogDraft) -> None:
    longer = replace(log, entries=(*log.entries, incident()))
    court = replace(court, earlier={"kept": longer.checkpoint(len(longer.entries))})
    (finding,) = court.finds_only(log, Check.LOG_EARLIER)
    assert finding.fault is Fault.LOG_WENT_BACK


def test_34_earlier_ballots_that_are_gone(court: LogJudge, sound: Draft, shop: Workshop) -> None:
    opened = replace(sound, ended=False, tally=None, decryptions=(), result=None)
    log = log_of(opened, shop)
    without = replace(opened, ballots=(shop.ballot(0, [[0, 1], [0, 1]]), *sound.ballots[1:]))
    court = replace(court, earlier={"receipt": log.receipt(log.index("Ballot"))})
    findings = court.finds_only(log_of(without, shop), Check.LOG_EARLIER, without)
    assert [f.fault for f in findings] == [Fault.LOG_FORKED, Fault.LOG_ENTRY_CHANGED]
    assert findings[1].tracker is not None


def test_34_earlier_evidence_that_the_log_never_signed(court: LogJudge, log: LogDraft) -> None:
    court = replace(court, earlier={"kept": replace(log, key=OTHER).checkpoint(3)})
    (finding,) = court.finds_only(log, Check.LOG_EARLIER)
    assert (finding.code, finding.values["detail"]) == (
        LogFault.WRONG_KEY,
        f"kept: {log.origin}",
    )


def test_34_earlier_receipt_with_a_wrong_path(court: LogJudge, log: LogDraft) -> None:
    lines = log.receipt(log.index("Ballot"), len(log.entries)).split("\n")
    lines[3], lines[4] = lines[4], lines[3]
    court = replace(court, earlier={"receipt": "\n".join(lines)})
    (finding,) = court.finds_only(log, Check.LOG_EARLIER)
    assert finding.code == LogFault.BAD_INCLUSION


def test_34_earlier_evidence_counts_by_the_logs_own_policy_too(
    court: LogJudge, log: LogDraft
) -> None:
    verdict = kept(court, log).judges(log, own=True)
    assert verdict.sound and not verdict.given.policy
