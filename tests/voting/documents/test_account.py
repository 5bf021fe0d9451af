"""The account that documents are made of: only what the log says, and the same whenever asked."""

from typing import Any

import pytest

from audit.entries import AddendumEntry, IncidentEntry, NoteEntry, entry_bytes
from tests.voting.documents.made import made
from tests.voting.people import LOW, MEDIUM, UNMARKED, Organizer
from voting.documents.account import make_account
from voting.documents.papers import every_paper
from voting.refusals import Refusal, VotingRefused
from voting.services import books
from voting.services.books import AddendumKind
from voting.services.minutes import read_account


def refusal_of(**changes: Any) -> Refusal:
    with pytest.raises(VotingRefused) as refused:
        make_account(**{**made().parts(), **changes})
    return refused.value.refusal


def test_the_account_is_what_the_log_says() -> None:
    account = made().account()
    assert (account.opening.printed, account.opening.void) == (50, 2)
    assert (account.closing.issued, account.closing.cast, account.closing.not_returned) == (
        48,
        47,
        1,
    )
    assert account.totals.absent == 2
    assert [one.counts for one in account.people] == [(19, 2, 25), (46, 0, 1)]
    assert [one.unmarked for one in account.people] == [1, 0]
    reached = [one.outcome and one.outcome.reached for one in account.people]
    assert [one and one.id for one in reached] == ["low_over_half", None]


def test_a_definition_result_or_checkpoint_of_another_log_is_refused() -> None:
    other = made(place="Hà Nội", counts=[(20, 2, 24), (46, 0, 1)]).parts()
    for name in ("definition", "result", "checkpoint"):
        assert refusal_of(**{name: other[name]}) is Refusal.NOT_OF_THIS_LOG
    assert refusal_of(definition=b"{}") is Refusal.NOT_OF_THIS_LOG
    assert refusal_of(result=b"[]") is Refusal.NOT_OF_THIS_LOG
    assert refusal_of(checkpoint="x") is Refusal.NOT_OF_THIS_LOG


def test_entries_that_were_changed_are_refused() -> None:
    entries = made().parts()["entries"]
    changed = [*entries[:4], entry_bytes(IncidentEntry(text="x")), *entries[5:]]
    assert refusal_of(entries=changed) is Refusal.NOT_OF_THIS_LOG
    assert refusal_of(entries=[entries[0], b"{}"]) is Refusal.NOT_OF_THIS_LOG
    assert refusal_of(entries=entries[:-1]) is Refusal.RESULT_NOT_PUBLISHED
    assert refusal_of(entries=[]) is Refusal.RESULT_NOT_PUBLISHED


def test_notes_incidents_and_differences_are_read() -> None:
    case = made()
    case.before = [IncidentEntry(text="Mất điện")]
    case.books = [NoteEntry(about=("void",), text="Một thẻ hỏng")]
    account = case.account()
    assert account.incidents == ((4, "Mất điện"),)
    assert [(index, note.text) for index, note in account.notes] == [(53, "Một thẻ hỏng")]
    assert account.differences == ()


def test_a_real_conference_gives_the_same_documents_whatever_joins_its_log(
    organizer: Organizer,
) -> None:
    delegates = organizer.is_open(chair="Vũ Thị An")
    for delegate, choice in zip(delegates, (MEDIUM, LOW, UNMARKED, LOW), strict=False):
        delegate.casts(choice, MEDIUM)
    with pytest.raises(VotingRefused) as refused:
        read_account(organizer.instance, organizer.uuid)
    assert refused.value.refusal is Refusal.RESULT_NOT_PUBLISHED
    organizer.finishes()
    account = read_account(organizer.instance, organizer.uuid)
    assert [one.counts for one in account.people] == [(0, 1, 2), (0, 4, 0)]
    assert account.people[0].unmarked == 1
    first = list(every_paper(account, "vi"))
    books.record_addendum(
        organizer.instance, organizer.uuid, AddendumKind.SIGNED_MINUTES, b"scan", "Bản quét"
    )
    books.record_incident(organizer.instance, organizer.uuid, "Sau công bố")
    again = read_account(organizer.instance, organizer.uuid)
    assert not any(isinstance(entry, AddendumEntry) for entry in again.entries)
    assert list(every_paper(again, "vi")) == first
