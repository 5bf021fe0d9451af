"""The books of the cards: what does not balance, what explains it, what check 31 makes of it."""

import json
from dataclasses import replace

import msgspec
import pytest

from audit.books import Difference, counted_by_hand, differences, unexplained
from audit.entries import (
    AddendumEntry,
    CardsEntry,
    ClosingEntry,
    Entry,
    HandCountEntry,
    NoteEntry,
    OpeningEntry,
    RehearsalEntry,
    entry_bytes,
    parse_entry,
)
from audit.findings import Check, Fault
from ballots.errors import BallotsError
from tests.audit.conftest import LogJudge
from tests.audit.forge_log import LogDraft
from tests.audit.make_log_vectors import FOLDER

PREPARED: list[Entry] = [CardsEntry(made_by="server", count=5), RehearsalEntry(trustees=(1,))]
OPENING = OpeningEntry(time=1, printed=5, issued=4, void=1)
CLOSING = ClosingEntry(issued=4, cast=0, not_returned=4)
ADDENDUM = AddendumEntry(kind="signed_minutes", file="9" * 64, text="Bản quét")


def note(*about: str) -> NoteEntry:
    return NoteEntry(about=about, text="Một thẻ in hỏng")


def test_the_bytes_of_the_three_acts() -> None:
    examples: dict[str, Entry] = {
        '{"act":"hand_count","printed":85,"issued":81,"void":3}': HandCountEntry(
            printed=85, issued=81, void=3
        ),
        '{"act":"note","about":["void"],"text":"Một thẻ in hỏng"}': note("void"),
        f'{{"act":"addendum","kind":"signed_minutes","file":"{"9" * 64}","text":"Bản quét"}}': (
            ADDENDUM
        ),
    }
    for text, entry in examples.items():
        assert entry_bytes(entry) == text.encode()
        assert parse_entry(text.encode()) == entry


@pytest.mark.parametrize(
    "text",
    [
        '{"act":"note","about":[],"text":"x"}',
        '{"act":"note","about":["valid"],"text":"x"}',
        '{"act":"note","about":["void","void","void","void","void","void"],"text":"x"}',
        '{"act":"note","about":["void"],"text":""}',
        '{"act":"hand_count","printed":5,"issued":4}',
        '{"act":"hand_count","printed":5,"issued":4,"void":-1}',
        f'{{"act":"addendum","kind":"edit","file":"{"9" * 64}","text":"x"}}',
        '{"act":"addendum","kind":"correction","file":"9","text":"x"}',
    ],
)
def test_other_forms_are_refused(text: str) -> None:
    with pytest.raises(BallotsError):
        parse_entry(text.encode())


def test_just_the_sound_vectors_are_read() -> None:
    cases = json.loads((FOLDER / "entries.json").read_text(encoding="utf-8"))["cases"]
    assert {one["name"] for one in cases if one["code"] is None} == {
        one["name"] for one in cases if one["name"].startswith("sound_")
    }
    assert {one["code"] for one in cases} == {None, "malformed", "not_canonical"}


def test_books_that_balance_have_no_difference() -> None:
    entries: list[Entry] = [*PREPARED, OPENING, CLOSING]
    assert differences(entries) == []
    assert differences([*entries, HandCountEntry(printed=5, issued=4, void=1)]) == []
    assert differences(PREPARED) == []


@pytest.mark.parametrize(
    ("opening", "closing", "what"),
    [
        ({"printed": 6, "void": 2}, {}, ["printed"]),
        ({"void": 2}, {}, ["void"]),
        ({"issued": 3, "void": 2}, {}, ["issued"]),
        ({}, {"cast": 1, "not_returned": 3}, ["cast"]),
        ({}, {"not_returned": 3}, ["not_returned"]),
    ],
)
def test_each_number_of_the_log_is_compared(
    opening: dict[str, int], closing: dict[str, int], what: list[str]
) -> None:
    entries = [*PREPARED, changed(OPENING, **opening), changed(CLOSING, **closing)]
    assert [one.what for one in differences(entries)] == what


def changed(entry: Entry, **values: int) -> Entry:
    return msgspec.structs.replace(entry, **values)


def test_the_last_count_by_hand_is_compared_and_only_it() -> None:
    wrong = HandCountEntry(printed=4, issued=3, void=2)
    entries: list[Entry] = [*PREPARED, OPENING, CLOSING, wrong]
    assert counted_by_hand(entries) == [
        Difference("printed", 4, 5, 4),
        Difference("issued", 3, 4, 4),
        Difference("void", 2, 1, 4),
    ]
    again = HandCountEntry(printed=5, issued=4, void=0)
    assert counted_by_hand([*entries, again]) == [Difference("void", 0, 1, 5)]


def test_a_note_explains_what_it_names_and_what_stands_before_it() -> None:
    count = HandCountEntry(printed=4, issued=4, void=0)
    entries: list[Entry] = [*PREPARED, OPENING, CLOSING, note("printed", "void"), count]
    found = counted_by_hand(entries)
    assert [one.what for one in unexplained(found, entries)] == ["printed", "void"]
    half = [*entries, note("void")]
    assert [one.what for one in unexplained(found, half)] == ["printed"]
    assert unexplained(found, [*half, note("printed")]) == []


def with_books(log: LogDraft, *entries: Entry) -> LogDraft:
    """Put entries right after the closing."""
    place = log.index("closing")
    return log.with_entry(place, log.entries[place], *entries)


def test_31_cards_counted_otherwise_without_a_note(court: LogJudge, log: LogDraft) -> None:
    cards = parse_entry(log.entries[log.index("opening")])
    assert isinstance(cards, OpeningEntry)
    right = HandCountEntry(printed=cards.printed, issued=cards.issued, void=cards.void)
    wrong = HandCountEntry(printed=cards.printed, issued=cards.issued, void=cards.void - 1)
    assert court.judges(with_books(log, right)).sound
    assert court.judges(with_books(log, wrong, note("void"))).sound
    forged = with_books(log, note("void"), wrong)
    (finding,) = court.finds_only(forged, Check.LOG_CARDS)
    assert (finding.fault, finding.entry) == (Fault.CARDS_UNEXPLAINED, log.index("closing") + 2)
    assert finding.values["what"] == "void"


@pytest.mark.parametrize("act", ["closing", "EncryptedTally", "PartialDecryption"])
def test_30_books_stand_between_the_closing_and_the_publication(
    court: LogJudge, log: LogDraft, act: str
) -> None:
    place = log.index(act)
    assert court.judges(log.with_entry(place, log.entries[place], note("void"))).sound


def test_30_an_addendum_comes_after_the_publication(court: LogJudge, log: LogDraft) -> None:
    late = replace(log, entries=(*log.entries, entry_bytes(ADDENDUM)))
    assert court.judges(late).sound
    (finding,) = court.finds_only(with_books(log, ADDENDUM), Check.LOG_ORDER)
    assert finding.values == {"act": "addendum", "before": "closing"}
    noted = replace(log, entries=(*log.entries, entry_bytes(note("void"))))
    court.finds_only(noted, Check.LOG_ORDER)
