"""Receipts: the proof of a ballot's entry; whatever is changed in them is seen and named."""

from base64 import b64decode, b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.entries import ClosingEntry, entry_bytes, event_entry
from audit.errors import LogFault, LogRefused, ReceiptFault, ReceiptRefused
from audit.merkle import Place, appended_nodes, inclusion_path, leaf_hash, root_of
from audit.note import VerificationKey
from audit.receipt import make_receipt, parse_receipt, tracker_in, verify_receipt
from audit.record import Event, EventType

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))
ORIGIN = "vote.example/log/j2Sje6ewboTnzL"
LOG = VerificationKey(ORIGIN, KEY.public_key())
EVENT = Event(parent="11" * 32, height=3, type=EventType.BALLOT, payload="ab" * 32)
ENTRY = event_entry(EVENT)
ENTRIES = [b"0", b"1", b"2", b"3", b"4", ENTRY, b"6"]
TRACKER = b64encode(bytes.fromhex("ab" * 32)).decode().rstrip("=")


def checkpoint(key: Ed25519PrivateKey = KEY, size: int = 7) -> str:
    root = root_of([leaf_hash(entry) for entry in ENTRIES[:size]])
    head = Checkpoint(ORIGIN, size, root)
    return sign_checkpoint(head, public_key=key.public_key(), sign=key.sign)


def receipt(entry: bytes = ENTRY, index: int = 5, key: Ed25519PrivateKey = KEY) -> str:
    nodes: dict[Place, bytes] = {}
    for place, one in enumerate(ENTRIES):
        added = appended_nodes(place, leaf_hash(one), lambda *at, known=nodes: known[at])
        nodes |= {(level, position): value for level, position, value in added}
    path = inclusion_path(index, 7, lambda *at: nodes[at])
    return make_receipt(entry=entry, index=index, path=path, checkpoint=checkpoint(key))


def refusal(text: str) -> LogFault:
    with pytest.raises(LogRefused) as caught:
        verify_receipt(parse_receipt(text), LOG)
    return caught.value.code


def test_a_receipt_says_where_the_ballot_lies_and_verifies() -> None:
    parsed = parse_receipt(receipt())
    assert (parsed.uuid, parsed.index, parsed.tracker) == ("j2Sje6ewboTnzL", 5, TRACKER)
    assert (parsed.event, parsed.entry) == (EVENT, ENTRY)
    assert tracker_in(parsed.event) == TRACKER
    verify_receipt(parsed, LOG)


def test_a_receipt_is_the_same_text_every_time_and_smaller_than_a_qr_code() -> None:
    assert receipt() == receipt()
    assert len(receipt()) < 1200


def test_another_key_than_the_log_s_is_told_from_a_wrong_signature() -> None:
    assert refusal(receipt(key=OTHER)) is LogFault.WRONG_KEY
    head, _, line = receipt().rpartition(" ")
    raw = bytearray(b64decode(line))
    raw[-1] ^= 1
    assert refusal(f"{head} {b64encode(raw).decode()}\n") is LogFault.BAD_SIGNATURE


def test_a_changed_size_or_root_breaks_the_signature() -> None:
    assert refusal(receipt().replace("\n7\n", "\n8\n")) is LogFault.BAD_SIGNATURE


def test_a_changed_place_path_or_ballot_breaks_the_proof() -> None:
    assert refusal(receipt().replace("index 5", "index 4")) is LogFault.BAD_INCLUSION
    assert refusal(receipt().replace("index 5", "index 7")) is LogFault.OUT_OF_TREE
    other = event_entry(Event(parent="11" * 32, height=3, type=EventType.BALLOT, payload="ac" * 32))
    assert refusal(receipt(entry=other)) is LogFault.BAD_INCLUSION
    lines = receipt().split("\n")
    shorter = "\n".join(lines[:3] + lines[4:])
    assert refusal(shorter) is LogFault.BAD_INCLUSION


def test_a_receipt_of_another_log_is_told() -> None:
    log = VerificationKey("vote.example/log/other", KEY.public_key())
    with pytest.raises(LogRefused) as caught:
        verify_receipt(parse_receipt(receipt()), log)
    assert caught.value.code is LogFault.WRONG_ORIGIN


@pytest.mark.parametrize(
    "entry",
    [
        entry_bytes(ClosingEntry(issued=3, cast=2, not_returned=1)),
        event_entry(Event(parent="11" * 32, height=3, type=EventType.END_BALLOTS)),
        b"rubbish",
        b"",
        ENTRY.replace(b'"Ballot"', b' "Ballot"'),
    ],
    ids=["another-act", "another-event", "rubbish", "nothing", "not-canonical"],
)
def test_a_proof_of_something_else_is_no_receipt(entry: bytes) -> None:
    with pytest.raises(ReceiptRefused) as caught:
        parse_receipt(receipt(entry=entry))
    assert caught.value.code is ReceiptFault.NOT_A_BALLOT


def test_what_is_no_proof_at_all_is_malformed() -> None:
    assert refusal("tinnhiem/receipt/v1\n") is LogFault.PROOF_MALFORMED
    assert refusal(receipt().replace("\nindex 5\n", "\nindex 05\n")) is LogFault.PROOF_MALFORMED
