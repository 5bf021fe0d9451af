"""Check 23: a record against an earlier copy of itself."""

from dataclasses import replace

import pytest

from audit.archive import archive_member
from audit.findings import Check, Fault, Finding
from audit.verifier import verify_record
from ballots.ballot import tracker_of
from tests.audit.conftest import Judge, failed
from tests.audit.forge import Draft, archive, chain
from tests.audit.workshop import Workshop, complete, workshop


def findings(judge: Judge, now: Draft | bytes, before: Draft | bytes) -> list[Finding]:
    verdict = verify_record(judge.writes(now), earlier=judge.writes(before, "earlier.bel"))
    result = verdict.checks[-1]
    assert result.check is Check.EARLIER
    assert failed(verdict) == ({Check.EARLIER} if result.findings else set())
    return list(result.findings)


def test_a_record_grows_and_stays_what_it_was(judge: Judge, sound: Draft) -> None:
    for before in (
        sound,
        replace(sound, result=None),
        replace(sound, result=None, decryptions=(), tally=None),
        replace(sound, ended=False, result=None, decryptions=(), tally=None),
        replace(
            sound,
            ended=False,
            result=None,
            decryptions=(),
            tally=None,
            ballots=sound.ballots[:1],
        ),
    ):
        assert findings(judge, sound, before) == []


def test_nothing_is_compared_where_nothing_is_asked(judge: Judge, sound: Draft) -> None:
    assert len(verify_record(judge.writes(sound)).checks) == 22


def open_draft(shop: Workshop) -> Draft:
    ballots = [shop.ballot(voter, [[1, 0], [0, 1]]) for voter in range(3)]
    return replace(shop.draft(), ballots=tuple(ballots))


def test_a_removed_ballot_is_named(judge: Judge, shop: Workshop) -> None:
    before = open_draft(shop)
    now = replace(before, ballots=before.ballots[:2])
    (finding,) = findings(judge, now, before)
    assert (finding.fault, finding.entry) == (Fault.REMOVED, 3)
    assert finding.tracker == tracker_of(before.ballots[2])


def test_a_ballot_taken_out_of_the_middle_is_named_first(judge: Judge, shop: Workshop) -> None:
    before = open_draft(shop)
    now = replace(before, ballots=(before.ballots[0], before.ballots[2]))
    found = findings(judge, now, before)
    assert [(f.fault, f.entry) for f in found] == [(Fault.REMOVED, 2), (Fault.REMOVED, 3)]
    assert found[0].tracker == tracker_of(before.ballots[1])


def test_a_replaced_ballot_is_named(judge: Judge, shop: Workshop) -> None:
    before = open_draft(shop)
    other = shop.ballot(2, [[0, 0], [0, 0]])
    now = replace(before, ballots=(*before.ballots[:2], other))
    (finding,) = findings(judge, now, before)
    assert finding.tracker == tracker_of(before.ballots[2])


def test_a_shorter_record_than_before_is_found(judge: Judge, sound: Draft) -> None:
    (finding,) = findings(judge, replace(sound, result=None), sound)
    assert (finding.fault, finding.entry, finding.tracker) == (Fault.REMOVED, 7, None)


@pytest.mark.parametrize("same_uuid", [True, False])
def test_another_election_is_told_in_one_finding(
    judge: Judge, shop: Workshop, sound: Draft, same_uuid: bool
) -> None:
    other = complete(shop) if same_uuid else complete(workshop())
    if same_uuid:
        other = replace(
            other, credentials=other.credentials.replace(b'"]', b'","' + b"58" + b"66" * 31 + b'"]')
        )
    verdict = verify_record(judge.writes(sound), earlier=judge.writes(other, "earlier.bel"))
    assert [f.fault for f in verdict.checks[-1].findings] == [Fault.OTHER_ELECTION]


def test_a_time_that_changed_is_found(judge: Judge, sound: Draft) -> None:
    (finding,) = findings(judge, replace(sound, timestamp=sound.timestamp + 1), sound)
    assert (finding.fault, finding.values["name"]) == (Fault.CHANGED, "BELENIOS")


def test_data_that_moved_are_found(judge: Judge, shop: Workshop) -> None:
    draft = shop.draft()
    members = draft.members()
    moved = [members[1], members[0], *members[2:]]
    time = draft.timestamp
    (finding,) = findings(judge, archive(moved, time), archive(members, time))
    assert (finding.fault, finding.values["name"]) == (Fault.CHANGED, members[0][0])


def test_data_left_at_the_end_of_the_earlier_copy_are_missed(judge: Judge, shop: Workshop) -> None:
    draft = shop.draft()
    extra = archive_member("0" * 64 + ".data.json", b"{}", draft.timestamp)
    (finding,) = findings(judge, draft, draft.archive() + extra)
    assert finding.values["name"].startswith("0000")


def test_an_entry_that_moved_is_named(judge: Judge, shop: Workshop) -> None:
    before = open_draft(shop)
    events = before.events()
    names = chain(events)
    swapped = [*names[:5], *names[7:9], *names[5:7], *names[9:]]
    verdict = verify_record(
        judge.writes(archive(swapped, 1)), earlier=judge.writes(archive(names, 1), "earlier.bel")
    )
    assert {f.fault for f in verdict.checks[-1].findings} == {Fault.CHANGED}


def test_an_earlier_copy_without_any_entry_is_a_beginning(judge: Judge, sound: Draft) -> None:
    assert findings(judge, sound, archive([], sound.timestamp)) == []
    verdict = verify_record(
        judge.writes(archive([], 1)), earlier=judge.writes(sound, "earlier.bel")
    )
    assert [f.fault for f in verdict.checks[-1].findings] == [Fault.OTHER_ELECTION]
