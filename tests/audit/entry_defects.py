"""Entries of the books: sound ones, and ones that are wrong in the way that their name says."""

from audit.entries import parse_entry
from ballots.errors import BallotsError

HASH = "9" * 64
ENTRIES = {
    "sound_incident": '{"act":"incident","text":"Mất điện 5 phút"}',
    "sound_hand_count": '{"act":"hand_count","printed":85,"issued":81,"void":3}',
    "sound_note": '{"act":"note","about":["void"],"text":"Một thẻ in hỏng"}',
    "sound_note_about_all": (
        '{"act":"note","about":["printed","issued","void","cast","not_returned"],"text":"x"}'
    ),
    "sound_signed_minutes": (
        f'{{"act":"addendum","kind":"signed_minutes","file":"{HASH}","text":"Bản quét"}}'
    ),
    "sound_correction": f'{{"act":"addendum","kind":"correction","file":"{HASH}","text":"x"}}',
    "hand_count_without_void": '{"act":"hand_count","printed":85,"issued":81}',
    "hand_count_below_zero": '{"act":"hand_count","printed":85,"issued":81,"void":-1}',
    "hand_count_over_a_million": '{"act":"hand_count","printed":1000001,"issued":1,"void":0}',
    "hand_count_in_words": '{"act":"hand_count","printed":"85","issued":81,"void":3}',
    "hand_count_in_another_order": '{"act":"hand_count","issued":81,"printed":85,"void":3}',
    "hand_count_with_a_name": (
        '{"act":"hand_count","printed":85,"issued":81,"void":3,"by":"Lê Văn Hùng"}'
    ),
    "note_about_nothing": '{"act":"note","about":[],"text":"x"}',
    "note_about_six": (
        '{"act":"note","about":["void","void","void","void","void","void"],"text":"x"}'
    ),
    "note_about_a_stranger": '{"act":"note","about":["valid"],"text":"x"}',
    "note_without_text": '{"act":"note","about":["void"],"text":""}',
    "note_too_long": f'{{"act":"note","about":["void"],"text":"{"x" * 2001}"}}',
    "addendum_of_another_kind": f'{{"act":"addendum","kind":"edit","file":"{HASH}","text":"x"}}',
    "addendum_with_half_a_hash": (
        f'{{"act":"addendum","kind":"correction","file":"{HASH[:32]}","text":"x"}}'
    ),
    "addendum_in_capitals": (
        f'{{"act":"addendum","kind":"correction","file":"{"F" * 64}","text":"x"}}'
    ),
    "with_a_space": '{"act":"note", "about":["void"],"text":"x"}',
}


def code_of(text: str) -> str | None:
    """Say why an entry is refused, None if it is not."""
    try:
        parse_entry(text.encode())
    except BallotsError as error:
        return error.refusal.value
    return None
