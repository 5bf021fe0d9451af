"""Receipts: four lines and a signature; whatever is changed in them is seen."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from audit.errors import ReceiptFault, ReceiptRefused
from audit.note import MAX_NOTE, MAX_SIGNATURES, key_id, make_note
from audit.receipt import make_receipt, parse_receipt, verify_receipt

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key()
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
TRACKER = "RvrvjhDhWNPYn8Fmft3GVTQ1IECYdiE+FZFURRidRm0"
NAME = "vote.example/log"


def receipt(*, uuid: str = "j2Sje6ewboTnzL", index: int = 137, tracker: str = TRACKER) -> str:
    return make_receipt(
        uuid=uuid, index=index, tracker=tracker, key_name=NAME, public_key=PUBLIC, sign=KEY.sign
    )


def refusal(text: str, key: Ed25519PublicKey = PUBLIC) -> ReceiptFault:
    with pytest.raises(ReceiptRefused) as caught:
        verify_receipt(parse_receipt(text), key)
    return caught.value.code


def test_a_receipt_says_where_the_ballot_lies_and_verifies() -> None:
    parsed = parse_receipt(receipt())
    assert (parsed.uuid, parsed.index, parsed.tracker) == ("j2Sje6ewboTnzL", 137, TRACKER)
    verify_receipt(parsed, PUBLIC)


def test_a_receipt_is_the_same_text_every_time() -> None:
    assert receipt() == receipt()
    head, _, line = receipt().rpartition("\n\n")
    assert head == f"tinnhiem/receipt/v1\nj2Sje6ewboTnzL\n137\n{TRACKER}"
    assert line.startswith(f"— {NAME} ") and line.endswith("\n")


def test_a_signature_by_another_key_is_told_from_a_wrong_one() -> None:
    assert refusal(receipt(), OTHER.public_key()) is ReceiptFault.WRONG_KEY
    forged = receipt().replace("137", "138")
    assert refusal(forged) is ReceiptFault.BAD_SIGNATURE


def test_signatures_of_other_keys_are_ignored() -> None:
    line = make_note("x\n", key_name="w", public_key=OTHER.public_key(), sign=OTHER.sign)
    verify_receipt(parse_receipt(receipt() + line.splitlines()[-1] + "\n"), PUBLIC)


def test_every_signature_by_the_key_must_hold() -> None:
    raw = key_id(NAME, PUBLIC) + KEY.sign(b"something else")
    forged = receipt() + f"— {NAME} {b64encode(raw).decode()}\n"
    assert refusal(forged) is ReceiptFault.BAD_SIGNATURE


def test_a_key_id_alone_is_no_signature() -> None:
    head = receipt().rpartition(" ")[0]
    raw = key_id(NAME, PUBLIC) + bytes(64)
    assert refusal(f"{head} {b64encode(raw).decode()}\n") is ReceiptFault.BAD_SIGNATURE


@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "\n",
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text.replace("—", "-"),
        lambda text: text.replace("v1", "v2"),
        lambda text: text.replace("137", "0137"),
        lambda text: text.replace("137", "-1"),
        lambda text: text.replace("j2Sje", "j2Sj0"),
        lambda text: text.replace("j2Sje6ewboTnzL", "short"),
        lambda text: text.replace("Rm0\n", "Rm1\n"),
        lambda text: text.replace("\n137", "\r\n137"),
        lambda text: text.replace("137", "137\n"),
        lambda text: text.replace(NAME, "a b"),
        lambda text: text.replace(NAME, "a+b"),
        lambda text: text.replace(NAME + " ", " "),
        lambda text: text.replace(NAME, "a\u00a0b"),
        lambda text: text.replace(NAME, "a\ud800b"),
        lambda text: text[:-2] + "\n",
        lambda text: text[:-6] + "!!!!!\n",
        lambda text: text.rpartition(" ")[0] + " AAAA\n",
        lambda text: text + text.splitlines()[-1] * 20 + "\n",
        lambda text: text + (text.splitlines()[-1] + "\n") * MAX_SIGNATURES,
        lambda text: "x" * MAX_NOTE + text,
        lambda text: "\ud800\n" + text,
    ],
)
def test_a_receipt_in_another_form_is_malformed(change: object) -> None:
    assert callable(change)
    assert refusal(change(receipt())) is ReceiptFault.MALFORMED


def test_unused_bits_of_base64_are_zero() -> None:
    parts = receipt().rstrip("\n").rpartition(" ")
    assert len(b64decode(parts[2])) == 68
    last = parts[2][-2]
    other = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    changed = parts[2][:-2] + other[other.index(last) ^ 1] + "="
    assert refusal(f"{parts[0]} {changed}\n") is ReceiptFault.MALFORMED


@pytest.mark.parametrize(
    "wrong",
    [{"uuid": "0"}, {"index": -1}, {"tracker": "x"}, {"tracker": TRACKER + "\n"}],
)
def test_a_receipt_of_impossible_values_is_not_made(wrong: dict[str, object]) -> None:
    with pytest.raises(ReceiptRefused):
        receipt(**wrong)  # type: ignore[arg-type]  # one of three keywords


@given(st.integers(min_value=0, max_value=7), st.data())
def test_a_flipped_bit_is_never_accepted(bit: int, data: st.DataObject) -> None:
    raw = bytearray(receipt().encode())
    raw[data.draw(st.integers(min_value=0, max_value=len(raw) - 1))] ^= 1 << bit
    try:
        text = bytes(raw).decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(ReceiptRefused):
        verify_receipt(parse_receipt(text), PUBLIC)


@given(st.text(max_size=200))
def test_no_text_makes_the_parser_fail_in_another_way(text: str) -> None:
    with pytest.raises(ReceiptRefused):
        parse_receipt(text)
