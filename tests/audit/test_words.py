"""Six words of a tracker: what the list promises, and the words of known trackers."""

import json
import re
import unicodedata
from base64 import b64encode
from pathlib import Path

import pytest

import audit
from audit.words import NoTracker, words, words_of
from ballots.hashing import sha256_b64

VECTOR = Path(__file__).parent.parent / "vectors" / "words.json"
TONES = "\u0300\u0301\u0303\u0309\u0323"
# What parts of the country do not tell apart: (the beginnings, and how they are heard).
HEARD = [
    ("gi", "d"),
    ("tr", "ch"),
    ("s", "x"),
    ("ngh", "ng"),
    ("gh", "g"),
    ("k", "c"),
    ("qu", "cw"),
]


def heard(word: str) -> str:
    """Write a syllable as somebody hears it: hỏi is ngã, gi is d, tr is ch, s is x."""
    letters = unicodedata.normalize("NFD", word)
    tone = "".join(letter for letter in letters if letter in TONES).replace("\u0303", "\u0309")
    base = unicodedata.normalize("NFC", "".join(x for x in letters if x not in TONES))
    for written, said in HEARD:
        if base.startswith(written) and len(base) > len(written):
            base = said + base[len(written) :]
            break
    if not base.endswith(("ay", "ây")):
        base = base.replace("y", "i")
    return base + tone


def test_the_list_has_2048_distinct_syllables_in_the_order_of_their_code_points() -> None:
    assert len(words()) == len(set(words())) == 2048
    assert list(words()) == sorted(words())


def test_the_list_is_written_in_nfc_with_small_letters_only() -> None:
    for word in words():
        assert unicodedata.is_normalized("NFC", word)
        assert re.fullmatch(r"[a-zđà-ỹ]{2,7}", word)
        assert word == word.lower()


def test_no_two_syllables_are_heard_alike_in_any_region() -> None:
    assert len({heard(word) for word in words()}) == 2048


def test_no_syllable_says_anything_of_the_vote() -> None:
    said = "tín nhiệm cao thấp không có một hai ba bốn năm sáu bảy tám chín mười đồng chống phiếu"
    assert not set(said.split()) & set(words())


def test_known_trackers_have_the_words_of_the_vectors() -> None:
    cases = json.loads(VECTOR.read_text(encoding="utf-8"))["words"]
    assert len(cases) >= 20
    for case in cases:
        assert words_of(case["tracker"]) == case["words"]


def test_the_first_and_the_last_tracker_have_the_first_and_the_last_word() -> None:
    lowest, highest = (b64encode(bytes([byte]) * 32).rstrip(b"=").decode() for byte in (0, 255))
    assert words_of(lowest) == " ".join([words()[0]] * 6)
    assert words_of(highest) == " ".join([words()[-1]] * 6)


def test_each_word_is_chosen_by_eleven_bits() -> None:
    for place in range(6):
        digest = (1 << (255 - 11 * place)).to_bytes(32, "big")
        expected = [words()[0]] * 6
        expected[place] = words()[1024]
        assert words_of(b64encode(digest).rstrip(b"=").decode()) == " ".join(expected)


@pytest.mark.parametrize(
    "text",
    ["", "A" * 42, "A" * 44, "A" * 42 + "B", "A" * 42 + "=", "-" * 43, "A" * 43 + "\n", "é" * 43],
)
def test_what_is_no_tracker_has_no_words(text: str) -> None:
    with pytest.raises(NoTracker):
        words_of(text)


def test_the_list_never_changes() -> None:
    """Words that were written down on paper must stay right for as long as the paper lasts."""
    data = Path(audit.__file__).with_name("words.txt").read_bytes()
    assert sha256_b64(data) == "U7lA0GsmiecE9GhZzS4A6Bde/+OV3BSZ6xOARK8yX5s"
