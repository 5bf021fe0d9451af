"""Signed notes: whose signature counts, which are ignored, and what no note may look like."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import LogFault
from audit.note import (
    MAX_NOTE,
    MAX_SIGNATURES,
    KeyType,
    NoteSignature,
    VerificationKey,
    add_signatures,
    make_note,
    parse_note,
    parse_verification_key,
    signatures_by,
    verify_note,
)
from tests.audit.logs import LOG, LOG_KEY, ORIGIN, OTHER, refusal, witness_key

NOTE = make_note("a\n\nb\n", key_name=ORIGIN, public_key=LOG.public_key(), sign=LOG.sign)
OTHER_KEY = VerificationKey(ORIGIN, OTHER.public_key())
OTHER_LINE = make_note("x\n", key_name="w", public_key=OTHER.public_key(), sign=OTHER.sign)[3:]


def test_the_example_of_the_specification_verifies() -> None:
    key = parse_verification_key(
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    )
    note = parse_note(
        "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2"
        "ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    verify_note(note, key)
    assert str(key).startswith("example.com/foo+530d903a+")


def test_the_text_ends_at_the_last_empty_line() -> None:
    assert parse_note(NOTE).text == "a\n\nb\n"
    verify_note(parse_note(NOTE), LOG_KEY)
    verify_note(parse_note(NOTE), LOG.public_key())


def test_a_note_says_nothing_of_a_key_that_it_does_not_name() -> None:
    note = parse_note(NOTE)
    same_name, same_key = OTHER_KEY, VerificationKey("other", LOG.public_key())
    other_type = VerificationKey(ORIGIN, LOG.public_key(), KeyType.COSIGNATURE)
    for key in (same_name, same_key):
        assert refusal(verify_note, note, key) is LogFault.WRONG_KEY
    for key in (same_name, same_key, other_type):
        assert refusal(signatures_by, note, key) is LogFault.WRONG_KEY
    assert refusal(verify_note, note, other_type) is LogFault.KEY_TYPE
    assert refusal(verify_note, note, OTHER.public_key()) is LogFault.WRONG_KEY


def test_lines_of_unknown_keys_and_types_are_kept_and_ignored() -> None:
    strange = NoteSignature(ORIGIN, b"\xff\xff\xff\xff", bytes(2428))
    note = parse_note(NOTE + f"{strange}\n{OTHER_LINE}")
    verify_note(note, LOG_KEY)
    assert [line.key_name for line in note.signatures] == [ORIGIN, ORIGIN, "w"]
    assert note.signatures[1] == strange


@pytest.mark.parametrize("signature", [bytes(64), b"\0", bytes(72), LOG.sign(b"other")])
def test_every_line_of_a_known_key_must_hold(signature: bytes) -> None:
    bad = NoteSignature(ORIGIN, LOG_KEY.key_id, signature)
    for text in (NOTE + f"{bad}\n", NOTE.replace("— ", f"{bad}\n— ")):
        assert refusal(verify_note, parse_note(text), LOG_KEY) is LogFault.BAD_SIGNATURE


def test_signatures_are_added_once_for_each_key() -> None:
    added = add_signatures(NOTE, [OTHER_LINE, OTHER_LINE.rstrip("\n"), NOTE.splitlines()[-1]])
    assert added == NOTE + OTHER_LINE
    later = NoteSignature("w", OTHER_KEY.key_id, bytes(64))
    assert add_signatures(added, [str(later)]) == f"{added}{later}\n"
    assert add_signatures(added, []) == added


def test_what_is_no_signature_line_is_not_added() -> None:
    for line in ("", "x", OTHER_LINE + "\n", f"{OTHER_LINE}\n{OTHER_LINE}"):
        assert refusal(add_signatures, NOTE, [line]) is LogFault.NOTE_MALFORMED
    assert refusal(add_signatures, "", [OTHER_LINE]) is LogFault.NOTE_MALFORMED


def test_as_many_signatures_as_a_policy_has_witnesses_fit_and_no_flood() -> None:
    lines = [str(NoteSignature(f"w{i}.example", bytes(4), bytes(2428))) for i in range(200)]
    full = add_signatures(NOTE, lines[: MAX_SIGNATURES - 1])
    assert len(parse_note(full).signatures) == MAX_SIGNATURES
    assert refusal(add_signatures, full, lines) is LogFault.NOTE_MALFORMED


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        NOTE[:-1],
        NOTE + "\n",
        NOTE.replace("\n\n", "\n"),
        NOTE.replace("—", "-"),
        NOTE.replace("— ", "—"),
        NOTE.replace("\n", "\r\n"),
        NOTE.replace("a", "\t"),
        NOTE.replace("a", "\0"),
        NOTE.replace("a", "\ud800"),
        NOTE.replace(ORIGIN, "a b"),
        NOTE.replace(ORIGIN, "a\u2028b"),
        NOTE.replace(ORIGIN, "a+b"),
        NOTE.replace(ORIGIN, ""),
        NOTE[:-2] + "\n",
        NOTE[:-1] + " \n",
        NOTE.rpartition(" ")[0] + " AAAA\n",
        NOTE.rpartition(" ")[0] + " é\n",
        "a" * MAX_NOTE + NOTE,
    ],
)
def test_a_note_in_another_form_is_malformed(text: str) -> None:
    assert refusal(parse_note, text) is LogFault.NOTE_MALFORMED


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\tb", "a\x1fb", "a\ud800"])
def test_a_key_name_that_cannot_stand_in_a_note_is_refused(name: str) -> None:
    wrong = refusal(
        lambda: make_note("x\n", key_name=name, public_key=LOG.public_key(), sign=bytes)
    )
    assert wrong is LogFault.NOTE_MALFORMED


@pytest.mark.parametrize("text", ["", "x", "x\ty\n", "\ud800\n"])
def test_a_text_that_cannot_stand_in_a_note_is_refused(text: str) -> None:
    wrong = refusal(make_note, text, key_name="k", public_key=LOG.public_key(), sign=bytes)
    assert wrong is LogFault.NOTE_MALFORMED


@pytest.mark.parametrize("key", [LOG_KEY, witness_key(1)])
def test_a_verification_key_is_read_as_it_is_published(key: VerificationKey) -> None:
    for asked in (key.type, None):
        read = parse_verification_key(f"{key}\n", asked)
        assert (read.name, read.type, str(read)) == (key.name, key.type, str(key))
    assert parse_verification_key(str(key), key.type).key_id == key.key_id


def test_one_key_has_another_id_for_another_type() -> None:
    assert LOG_KEY.key_id != VerificationKey(ORIGIN, LOG.public_key(), KeyType.COSIGNATURE).key_id


def test_a_verification_key_of_another_type_is_refused() -> None:
    witness, log = str(witness_key(1)), str(LOG_KEY)
    post_quantum = f"w+00000000+{b64encode(bytes([6]) + bytes(1312)).decode()}"
    assert refusal(parse_verification_key, witness) is LogFault.KEY_TYPE
    cosigning = KeyType.COSIGNATURE
    assert refusal(parse_verification_key, log, cosigning) is LogFault.KEY_TYPE
    assert refusal(parse_verification_key, post_quantum, None) is LogFault.KEY_TYPE


KEY = str(LOG_KEY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        KEY.replace("vote", "note"),
        KEY.replace("vote", "vo te"),
        KEY.replace(f"+{LOG_KEY.key_id.hex()}+", f"+{LOG_KEY.key_id.hex().upper()}+"),
        KEY[:-4],
        KEY + "AAAA",
        KEY[:-1] + "!",
        KEY.replace("+", "-"),
        f"{ORIGIN}+00000000+{KEY.split('+', 2)[2]}",
        KEY.replace(ORIGIN, ""),
        f"{ORIGIN}+00000000+",
    ],
)
def test_a_verification_key_in_another_form_is_refused(text: str) -> None:
    assert refusal(parse_verification_key, text) is LogFault.KEY_MALFORMED


# y = 0, 1, -1, both of order 8; the same above p; p + 2, a point in a second form.
SMALL = [
    *("00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"),
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    *("ed" + "ff" * 30 + "7f", "ee" + "ff" * 31, "ef" + "ff" * 30 + "7f"),
]


@pytest.mark.parametrize("point", SMALL)
def test_a_key_under_which_anybody_can_sign_is_refused(point: str) -> None:
    raw = b64encode(b"\x01" + bytes.fromhex(point)).decode()
    assert refusal(parse_verification_key, f"k+00000000+{raw}") is LogFault.KEY_MALFORMED


@given(st.integers(min_value=0, max_value=7), st.data())
def test_a_flipped_bit_is_never_accepted(bit: int, data: st.DataObject) -> None:
    raw = bytearray(NOTE.encode())
    raw[data.draw(st.integers(min_value=0, max_value=len(raw) - 1))] ^= 1 << bit
    text = raw.decode(errors="surrogateescape")
    refusal(lambda: verify_note(parse_note(text), LOG_KEY))


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    refusal(lambda: verify_note(parse_note(text), LOG_KEY))
    refusal(parse_verification_key, text)
