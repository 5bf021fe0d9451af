"""Proofs that stand alone: the entry, its place, the signed tree; any change is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import LogFault
from audit.merkle import inclusion_path
from audit.note import VerificationKey
from audit.proof import MAX_EXTRA, make_proof, parse_proof, verify_proof
from tests.audit.logs import LOG_KEY, ORIGIN, OTHER, checkpoint, entry, node, refusal


def proof(index: int = 4, size: int = 7, extra: bytes = b"") -> str:
    path = inclusion_path(index, size, node)
    return make_proof(index=index, path=path, checkpoint=checkpoint(size), extra=extra)


TEXT = proof()


@pytest.mark.parametrize("place", [(0, 1), (0, 2), (4, 7), (6, 7), (200, 256)])
@pytest.mark.parametrize("extra", [b"", b"\0", b"extra \n"])
def test_a_proof_holds_the_entry_to_its_place(place: tuple[int, int], extra: bytes) -> None:
    read = parse_proof(proof(*place, extra))
    verify_proof(read, entry(place[0]), LOG_KEY)
    assert (read.index, read.signed.checkpoint.size, read.extra) == (*place, extra)
    assert str(read.signed) == checkpoint(place[1])


def test_a_proof_begins_with_its_kind_and_ends_with_the_checkpoint() -> None:
    assert TEXT.startswith("c2sp.org/tlog-proof@v1\nindex 4\n")
    assert TEXT.endswith("=\n\n" + checkpoint(7))
    assert proof(0, 1) == f"c2sp.org/tlog-proof@v1\nindex 0\n\n{checkpoint(1)}"


def test_a_proof_of_something_else_is_refused() -> None:
    read = parse_proof(TEXT)
    assert refusal(verify_proof, read, entry(5), LOG_KEY) is LogFault.BAD_INCLUSION
    moved = parse_proof(TEXT.replace("index 4", "index 5"))
    assert refusal(verify_proof, moved, entry(4), LOG_KEY) is LogFault.BAD_INCLUSION
    outside = parse_proof(TEXT.replace("index 4", "index 7"))
    assert refusal(verify_proof, outside, entry(4), LOG_KEY) is LogFault.OUT_OF_TREE
    later = parse_proof(TEXT.replace("\n7\n", "\n8\n"))
    assert refusal(verify_proof, later, entry(4), LOG_KEY) is LogFault.BAD_SIGNATURE
    stranger = VerificationKey(ORIGIN, OTHER.public_key())
    assert refusal(verify_proof, read, entry(4), stranger) is LogFault.WRONG_KEY


HASH = TEXT.split("\n")[2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\n" + checkpoint(7),
        TEXT.replace("@v1", "@v2"),
        TEXT.replace("\n", "\r\n"),
        " " + TEXT,
        TEXT.replace("index 4", "index 04"),
        TEXT.replace("index 4", "index -1"),
        TEXT.replace("index 4", "index  4"),
        TEXT.replace("index 4", "Index 4"),
        TEXT.replace("index 4", "extra \nindex 4"),
        TEXT.replace("index 4", "extra\nindex 4"),
        TEXT.replace("index 4", "extra AA==\nextra AA==\nindex 4"),
        TEXT.replace("index 4", "extra AB==\nindex 4"),
        TEXT.replace("index 4", "extra AA\nindex 4"),
        TEXT.replace("index 4", f"extra {'A' * (MAX_EXTRA + 4)}\nindex 4"),
        TEXT.replace("index 4", "index 4\nextra AA=="),
        TEXT.replace("index 4", "extra AA=="),
        TEXT.replace(HASH, HASH[:-1]),
        TEXT.replace(HASH, HASH[4:]),
        TEXT.replace(HASH, HASH + " "),
        TEXT.replace(HASH, "\n".join([HASH] * 62)),
    ],
)
def test_a_proof_in_another_form_is_malformed(text: str) -> None:
    assert refusal(parse_proof, text) is LogFault.PROOF_MALFORMED


def test_what_follows_the_path_must_be_a_checkpoint() -> None:
    assert refusal(parse_proof, TEXT[:-1]) is LogFault.NOTE_MALFORMED
    spoilt = TEXT.replace("\n7\n", "\n07\n")
    assert refusal(parse_proof, spoilt) is LogFault.CHECKPOINT_MALFORMED


def test_a_proof_of_impossible_values_is_not_made() -> None:
    wrong = refusal(make_proof, index=-1, path=[], checkpoint=checkpoint(1))
    assert wrong is LogFault.PROOF_MALFORMED
    wrong = refusal(make_proof, index=0, path=[b"short"], checkpoint=checkpoint(1))
    assert wrong is LogFault.PROOF_MALFORMED


@given(st.integers(min_value=0, max_value=7), st.data())
def test_a_flipped_bit_is_never_accepted(bit: int, data: st.DataObject) -> None:
    raw = bytearray(TEXT.encode())
    raw[data.draw(st.integers(min_value=0, max_value=len(raw) - 1))] ^= 1 << bit
    text = raw.decode(errors="surrogateescape")
    refusal(lambda: verify_proof(parse_proof(text), entry(4), LOG_KEY))
