"""One object, one sequence of bytes: what is not what we would write is refused."""

import sys

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballots.ballot import BallotMessage
from ballots.canonical import Message, decode, encode
from ballots.election import ElectionMessage
from ballots.errors import BallotsError, Refusal
from ballots.questions import Question
from ballots.tally import PartialDecryption, Result
from tests.ballots.support import NAMES, dump, record, refusal_of

KINDS = [BallotMessage, ElectionMessage, PartialDecryption, Question, Result]


class Pair(Message, frozen=True):
    """A structure with a text and an optional number."""

    text: str
    number: int | None = None


def pair(text: str, number: str = "1") -> bytes:
    return f'{{"text":{text},"number":{number}}}'.encode()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_reference_wrote_is_canonical(name: str) -> None:
    written = record(name)
    assert encode(decode(written.election, ElectionMessage)) == written.election
    for ballot in written.ballots:
        assert encode(decode(ballot, BallotMessage)) == ballot
    for decryption in written.partial_decryptions.values():
        assert encode(decode(decryption, PartialDecryption)) == decryption


def test_none_is_left_out() -> None:
    assert encode(Pair("a")) == b'{"text":"a"}'
    assert decode(b'{"text":"a"}', Pair) == Pair("a")


@given(st.text(), st.none() | st.integers())
def test_decode_gives_back_what_was_encoded(text: str, number: int | None) -> None:
    value = Pair(text, number)
    assert decode(encode(value), Pair) == value


@given(st.text())
def test_letters_are_written_as_they_are_and_control_characters_escaped(text: str) -> None:
    assert encode(Pair(text)) == dump({"text": text})


NOT_CANONICAL = {
    "space before": b' {"text":"a"}',
    "space after": b'{"text":"a"} ',
    "line end after": b'{"text":"a"}\n',
    "space inside": b'{"text": "a"}',
    "fields in another order": b'{"number":1,"text":"a"}',
    "field given twice": b'{"text":"a","text":"a"}',
    "field given twice, differently": b'{"text":"b","text":"a"}',
    "null for absent": b'{"text":"a","number":null}',
    "escaped letter": pair('"\\u0041"'),
    "escaped Vietnamese letter": pair('"\\u1ea1"'),
    "escaped slash": pair('"\\/"'),
    "escaped emoji": pair('"\\ud83d\\ude00"'),
    "long escape of a tab": pair('"\\u0009"'),
    "upper-case escape": pair('"\\u001F"'),
    "escaped delete": pair('"\\u007f"'),
    "escaped field name": b'{"te\\u0078t":"a"}',
    "minus zero": pair('"a"', "-0"),
}

MALFORMED = {
    "nothing": b"",
    "zero byte": b"\0",
    "null": b"null",
    "a list": b"[]",
    "a text": b'"a"',
    "cut off": b'{"text":"a"',
    "two values": b'{"text":"a"}{"text":"a"}',
    "zero byte after": b'{"text":"a"}\0',
    "byte order mark": b'\xef\xbb\xbf{"text":"a"}',
    "UTF-16": '{"text":"a"}'.encode("utf-16"),
    "comment": b'{"text":"a"/**/}',
    "trailing comma": b'{"text":"a",}',
    "single quotes": b"{'text':'a'}",
    "missing field": b'{"number":1}',
    "unknown field": b'{"text":"a","more":1}',
    "unknown empty field": b'{"text":"a","":1}',
    "wrong type": b'{"text":1}',
    "half a surrogate pair": pair('"\\ud800"'),
    "surrogates in the wrong order": pair('"\\ude00\\ud83d"'),
    "surrogate in UTF-8": pair('"a"').replace(b"a", b"\xed\xa0\x80", 1),
    "byte that is no UTF-8": pair('"@"').replace(b"@", b"\xff"),
    "overlong UTF-8": pair('"@"').replace(b"@", b"\xc0\x80"),
    "tab not escaped": pair('"\t"'),
    "unknown escape": pair('"\\x41"'),
    "1.0": pair('"a"', "1.0"),
    "1e0": pair('"a"', "1e0"),
    "1.5": pair('"a"', "1.5"),
    "1e400": pair('"a"', "1e400"),
    "NaN": pair('"a"', "NaN"),
    "Infinity": pair('"a"', "Infinity"),
    "true": pair('"a"', "true"),
    "number as text": pair('"a"', '"1"'),
    "leading zero": pair('"a"', "01"),
    "plus sign": pair('"a"', "+1"),
    "Arabic digit": pair('"a"', "١"),
    "full-width digit": pair('"a"', "１"),
    "hexadecimal": pair('"a"', "0x1"),
    "five thousand digits": pair('"a"', "1" * 5000),
}


@pytest.mark.parametrize("data", NOT_CANONICAL.values(), ids=NOT_CANONICAL)
def test_decode_refuses_other_bytes_of_the_same_object(data: bytes) -> None:
    assert refusal_of(decode, data, Pair) is Refusal.NOT_CANONICAL


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
def test_decode_refuses_what_is_not_the_structure(data: bytes) -> None:
    assert refusal_of(decode, data, Pair) is Refusal.MALFORMED


@pytest.mark.parametrize("opening", [b"[", b'{"text":', b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("kind", [Pair, list[Pair], list[msgspec.Raw]])
def test_decode_refuses_deep_nesting(opening: bytes, kind: type[object]) -> None:
    depth = 10 * sys.getrecursionlimit()
    assert refusal_of(decode, opening * depth, kind) is Refusal.MALFORMED


def test_decode_tests_the_size_before_it_reads() -> None:
    assert refusal_of(decode, b"x" * 13, Pair, limit=12) is Refusal.TOO_LARGE
    assert decode(b'{"text":"a"}', Pair, limit=12) == Pair("a")


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"{", "not valid JSON"),
        (b'{"text":1}', "$.text"),
        (b'{"number":1}', "$"),
        (b'{"text":"a","my credential":1}', "unknown field"),
        (b'{"text":"a","x - at `$.secret":1}', "unknown field"),
        (b'{"text":"a","`$.secret`":1}', "unknown field"),
    ],
)
def test_the_detail_says_where_and_repeats_nothing_that_was_sent(data: bytes, detail: str) -> None:
    with pytest.raises(BallotsError) as caught:
        decode(data, Pair)
    assert caught.value.detail == detail


def test_encode_refuses_half_a_surrogate_pair() -> None:
    assert refusal_of(encode, Pair("\ud800")) is Refusal.MALFORMED


@given(data=st.binary(max_size=200), kind=st.sampled_from(KINDS))
def test_decode_raises_nothing_but_its_own_error_on_any_bytes(
    data: bytes, kind: type[object]
) -> None:
    try:
        decode(data, kind)
    except BallotsError as error:
        assert error.refusal in (Refusal.MALFORMED, Refusal.NOT_CANONICAL)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["answers", "min", "max", "question", "blank", "result", "x"]), inner
        )
    ),
    max_leaves=12,
)


@given(value=JSON, kind=st.sampled_from(KINDS))
def test_decode_accepts_only_what_it_would_write(value: object, kind: type[object]) -> None:
    data = dump(value)
    try:
        decoded = decode(data, kind)
    except BallotsError as error:
        assert error.refusal in (Refusal.MALFORMED, Refusal.NOT_CANONICAL)
    else:
        assert encode(decoded) == data
