"""Receipts, sound or spoilt in the one way that their name says, and what to judge them by."""

from base64 import b64encode
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audit.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from audit.cosignature import make_cosignature
from audit.entries import ClosingEntry, entry_bytes, event_entry
from audit.held import make_held
from audit.merkle import Place, appended_nodes, consistency_path, inclusion_path, leaf_hash, root_of
from audit.note import NoteSignature, VerificationKey, add_signatures
from audit.receipt import KIND, make_receipt
from audit.record import Event, EventType
from tests.audit.logs import LOG, OTHER, witness_key, witness_secret

ORIGIN = "vote.example/log/j2Sje6ewboTnzL"
LOG_KEY = VerificationKey(ORIGIN, LOG.public_key())
ENTRY = event_entry(
    Event(parent="11" * 32, height=3, type=EventType.BALLOT, payload="d2" * 31 + "0f")
)
CLOSING = entry_bytes(ClosingEntry(issued=3, cast=2, not_returned=1))
ENTRIES = [b"0", b"1", b"2", b"3", b"4", ENTRY, CLOSING]
SIZE = len(ENTRIES)
TIME = 1_795_302_820


def known_nodes() -> dict[Place, bytes]:
    nodes: dict[Place, bytes] = {}
    for place, one in enumerate(ENTRIES):
        added = appended_nodes(place, leaf_hash(one), lambda *at, known=nodes: known[at])
        nodes |= {(level, position): value for level, position, value in added}
    return nodes


def path_of(index: int) -> list[bytes]:
    nodes = known_nodes()
    return inclusion_path(index, SIZE, lambda *at: nodes[at])


def head(origin: str = ORIGIN, size: int = SIZE) -> Checkpoint:
    return Checkpoint(origin, size, root_of([leaf_hash(one) for one in ENTRIES[:size]]))


CHECKPOINT = sign_checkpoint(head(), public_key=LOG.public_key(), sign=LOG.sign)


def seen(*witnesses: int, time: int = TIME, note: str = CHECKPOINT) -> str:
    lines = [
        make_cosignature(
            parse_checkpoint(note).note.text,
            time=time + number,
            key_name=witness_key(number).name,
            public_key=witness_key(number).public_key,
            sign=witness_secret(number).sign,
        )
        for number in witnesses
    ]
    return add_signatures(note, lines)


def receipt(note: str = CHECKPOINT, entry: bytes = ENTRY, index: int = 5, held: bytes = b"") -> str:
    return make_receipt(entry=entry, index=index, path=path_of(index), checkpoint=note, held=held)


def older(size: int, *witnesses: int, origin: str = ORIGIN, root: bytes | None = None) -> bytes:
    """The part of a receipt that shows what these witnesses confirmed before."""
    state = head(origin, size)
    state = state if root is None else replace(state, root=root)
    note = sign_checkpoint(state, public_key=LOG.public_key(), sign=LOG.sign)
    nodes = known_nodes()
    path = consistency_path(size, SIZE, lambda *at: nodes[at])
    return make_held(path=path, checkpoint=seen(*witnesses, note=note))


def policy(witnesses: int, threshold: int) -> str:
    lines = [f"log {LOG_KEY}"]
    lines += [f"witness w{n} {witness_key(n)}" for n in range(1, witnesses + 1)]
    names = " ".join(f"w{n}" for n in range(1, witnesses + 1))
    if threshold:
        lines.append(f"group witnesses {threshold} {names}")
    lines.append("quorum witnesses" if threshold else "quorum none")
    return "".join(f"{line}\n" for line in lines)


def forged_line(number: int) -> str:
    key = witness_key(number)
    return f"{NoteSignature(key.name, key.key_id, bytes([0] * 7 + [9]) + bytes(64))}\n"


def signed_by(key: Ed25519PrivateKey, origin: str = ORIGIN) -> str:
    return sign_checkpoint(head(origin), public_key=key.public_key(), sign=key.sign)


PLAIN = receipt()
PATH = PLAIN.split("\n")[3]
ROOT = b64encode(head().root).decode()
KEY_LINE = CHECKPOINT.split("\n\n")[1]
SIGNATURE = KEY_LINE.split(" ")[2].strip()
MISPLACED = seen(1, note=signed_by(LOG, "vote.example/log/another2345678")).splitlines()[-1] + "\n"
TWO_OF_THREE = policy(3, 2)
# name: the receipt, and the policy to judge it by (None: only the log's key is known)
RECEIPTS: dict[str, tuple[str, str | None]] = {
    "sound_without_policy": (PLAIN, None),
    "sound_without_witnesses": (PLAIN, policy(0, 0)),
    "sound_with_enough_witnesses": (receipt(seen(1, 3)), TWO_OF_THREE),
    "sound_with_all_witnesses": (receipt(seen(1, 2, 3)), TWO_OF_THREE),
    "sound_with_one_witness_that_nobody_asks_for": (receipt(seen(2)), policy(2, 0)),
    "sound_with_a_strange_witness": (receipt(seen(4)), policy(2, 0)),
    "sound_at_the_last_possible_time": (receipt(seen(1, time=(1 << 63) - 2)), policy(1, 1)),
    "sound_with_other_line_ends": (PLAIN.replace("\n", "\r\n"), None),
    "sound_after_a_greeting": (f"Gửi anh:\n\n{PLAIN}\n \n", None),
    "sound_with_spaces": (PLAIN.replace("\n", " \t\n").strip(), None),
    "too_few_witnesses": (receipt(seen(2)), TWO_OF_THREE),
    "no_witness_yet": (PLAIN, TWO_OF_THREE),
    "too_few_witnesses_since_entry_3": (receipt(held=older(3, 1, 3)), TWO_OF_THREE),
    "too_few_witnesses_since_entry_4_and_one_has_seen_all": (
        receipt(seen(2), held=older(4, 1, 2, 3)),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_here_and_enough_in_an_older_part_of_this_size": (
        receipt(held=older(SIZE, 1, 2)),
        TWO_OF_THREE,
    ),
    "sound_whatever_the_older_part_says": (
        receipt(seen(1, 2), held=older(3, 1, root=bytes(32))),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_older_part_with_too_few": (receipt(held=older(3, 1)), TWO_OF_THREE),
    "too_few_witnesses_and_older_part_of_another_tree": (
        receipt(held=older(3, 1, 2, root=bytes(32))),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_older_part_of_another_conference": (
        receipt(held=older(3, 1, 2, origin="vote.example/log/another2345678")),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_older_part_with_a_forged_cosignature": (
        receipt(held=older(3, 1) + forged_line(2).encode()),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_older_part_with_another_size": (
        receipt(held=older(3, 1, 2).replace(b"\n3\n", b"\n4\n")),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_older_part_cut_off": (receipt(held=older(3, 1, 2)[:-20]), TWO_OF_THREE),
    "too_few_witnesses_and_older_part_without_its_checkpoint": (receipt(held=b"\n"), TWO_OF_THREE),
    "too_few_witnesses_and_older_part_that_is_no_text": (
        receipt(held=b"\xff" + older(3, 1, 2)),
        TWO_OF_THREE,
    ),
    "too_few_witnesses_and_nothing_but_a_line_end": (
        PLAIN.replace(b64encode(ENTRY).decode(), b64encode(ENTRY + b"\n").decode()),
        TWO_OF_THREE,
    ),
    "sound_though_the_older_part_cannot_be_read": (
        receipt(seen(1, 2), held=b"\xff\n\n"),
        TWO_OF_THREE,
    ),
    "sound_without_policy_though_the_older_part_cannot_be_read": (
        receipt(held=b"lies\n\nlies"),
        None,
    ),
    "sound_without_witnesses_though_the_older_part_cannot_be_read": (
        receipt(held=b"\n"),
        policy(0, 0),
    ),
    "forged_cosignature": (receipt(CHECKPOINT + forged_line(2)), TWO_OF_THREE),
    "one_of_two_cosignatures_forged": (receipt(seen(1) + forged_line(2)), TWO_OF_THREE),
    "cosignature_of_another_checkpoint": (receipt(CHECKPOINT + MISPLACED), TWO_OF_THREE),
    "changed_signature": (PLAIN.replace(SIGNATURE, f"{SIGNATURE[:40]}AAAA{SIGNATURE[44:]}"), None),
    "changed_size": (PLAIN.replace(f"\n{SIZE}\n", f"\n{SIZE + 1}\n"), None),
    "changed_root": (PLAIN.replace(ROOT, b64encode(head(size=3).root).decode()), None),
    "changed_index": (PLAIN.replace("\nindex 5\n", "\nindex 4\n"), None),
    "index_outside": (PLAIN.replace("\nindex 5\n", "\nindex 700\n"), None),
    "changed_path": (PLAIN.replace(PATH, ROOT), None),
    "line_of_the_path_missing": (PLAIN.replace(f"{PATH}\n", ""), None),
    "changed_ballot": (
        PLAIN.replace(
            b64encode(ENTRY).decode(), b64encode(ENTRY.replace(b"d2d2", b"d3d2", 1)).decode()
        ),
        None,
    ),
    "proof_of_another_entry": (receipt(entry=CLOSING, index=6), None),
    "content_not_canonical": (receipt(entry=ENTRY.replace(b":3,", b": 3,")), None),
    "content_cut_off": (receipt(entry=ENTRY[:-1]), None),
    "no_content": (PLAIN.replace(PLAIN.split("\n")[1] + "\n", ""), None),
    "other_conference": (receipt(signed_by(LOG, "vote.example/log/another2345678")), None),
    "other_key": (receipt(signed_by(OTHER)), None),
    "signature_line_of_a_witness_only": (
        receipt(CHECKPOINT.replace(KEY_LINE, forged_line(1))),
        None,
    ),
    "cut_off": (PLAIN[:-20], None),
    "no_checkpoint": (PLAIN.split("\n\n")[0], None),
    "other_kind": (PLAIN.replace("@v1", "@v2"), None),
    "tracker_only": ("0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0g8", None),
    "empty": ("", None),
    "kind_only": (KIND, None),
}
