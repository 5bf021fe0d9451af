"""Texts of the log's formats that are sound or wrong in the one way that their name says."""

import hashlib
from base64 import b64encode

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.merkle import MAX_SIZE, consistency_path, inclusion_path
from audit.note import KeyType, NoteSignature, VerificationKey, make_note
from audit.proof import make_proof
from audit.tiles import make_bundle
from audit.witness import make_request
from tests.audit import signature_defects
from tests.audit.logs import (
    LOG,
    LOG_KEY,
    ORIGIN,
    OTHER,
    checkpoint,
    cosignature,
    cosigned,
    node,
    root,
    witness_key,
)

# ---------------------------------------------------------------- tiles

PATHS = [
    *("tile/0/000", "tile/0/x001/x234/067", "tile/1/000.p/17", "tile/entries/x001/000.p/255"),
    *("tile/63/999", "", "tile/0/0", "tile/0/1000", "tile/0/x000/001", "tile/0/x001"),
    *("tile/0/001/002", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/000.p/"),
    *("tile/00/000", "tile/64/000", "tile/-1/000", "tile/data/000", "/tile/0/000", "tile/0/000\n"),
]
BUNDLES = [
    *((make_bundle([b""]), 1), (make_bundle([b"abc", b"", b"d" * 300]), 3), (b"", 1), (b"\0", 1)),
    *((b"\0\1", 1), (b"\0\1a\0", 1), (b"\0\1a", 2), (b"\0\1a\0\1b", 1)),
]

# ---------------------------------------------------------------- notes and keys


def encoded(kind: int, raw: bytes) -> str:
    return b64encode(bytes([kind]) + raw).decode()


def named(raw: bytes) -> str:
    """Publish a key with its right id, whatever its bytes are."""
    identifier = hashlib.sha256(b"k\n\1" + raw).hexdigest()[:8]
    return f"k+{identifier}+{encoded(1, raw)}"


KEY = str(LOG_KEY)
KEYS = {
    "log": KEY,
    "witness": str(witness_key(1)),
    "example_of_the_specification": (
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    ),
    "other_name": KEY.replace("vote", "note"),
    "space_in_name": KEY.replace("vote", "vo te"),
    "no_name": KEY.replace(ORIGIN, ""),
    "upper_case_id": f"{ORIGIN}+{LOG_KEY.key_id.hex().upper()}+{KEY.split('+', 2)[2]}",
    "other_id": f"{ORIGIN}+00000000+{KEY.split('+', 2)[2]}",
    "too_short": KEY[:-4],
    "too_long": KEY + "AAAA",
    "not_base64": KEY[:-1] + "!",
    "ml_dsa_44": f"w+00000000+{encoded(6, bytes(1312))}",
    "order_1": f"k+00000000+{encoded(1, bytes([1]) + bytes(31))}",
    "order_4": f"k+00000000+{encoded(1, bytes(32))}",
    "order_8": "k+00000000+ASbolY/CsiewRcP0ifLvmPDV36wF08YzObE4AohtU/wF",
    "not_canonical": f"k+00000000+{encoded(1, bytes.fromhex('ef' + 'ff' * 30 + '7f'))}",
    **{name: named(raw) for name, raw in signature_defects.KEYS.items()},
}

NOTE = make_note("a\n\nb\n", key_name=ORIGIN, public_key=LOG.public_key(), sign=LOG.sign)
STRANGE = NoteSignature(ORIGIN, b"\xff\xff\xff\xff", bytes(100))
FORGED = NoteSignature(ORIGIN, LOG_KEY.key_id, bytes(64))
NOTES = {
    "sound": NOTE,
    "signature_of_unknown_key": f"{NOTE}{STRANGE}\n",
    "changed_text": NOTE.replace("\nb\n", "\nc\n"),
    "one_of_two_signatures_wrong": f"{NOTE}{FORGED}\n",
    "only_unknown_keys": f"a\n\n{STRANGE}\n",
    "empty": "",
    "no_signature": "a\n\n",
    "no_empty_line": NOTE.replace("\n\n", "\n"),
    "last_newline_missing": NOTE[:-1],
    "empty_line_at_the_end": NOTE + "\n",
    "hyphen": NOTE.replace("—", "-"),
    "carriage_return": NOTE.replace("\n", "\r\n"),
    "tab": NOTE.replace("a", "\t"),
    "plus_in_name": NOTE.replace(ORIGIN, "a+b"),
    "unicode_space_in_name": NOTE.replace(ORIGIN, "a\u2028b"),
    "no_name": NOTE.replace(ORIGIN, ""),
    "base64_without_padding": NOTE[:-2] + "\n",
    "signature_of_four_bytes": NOTE.rpartition(" ")[0] + " AAAAAA==\n",
}

# ---------------------------------------------------------------- checkpoints


def signed(text: str) -> str:
    """Sign a text as the log would, whatever it says."""
    return make_note(text, key_name=ORIGIN, public_key=LOG.public_key(), sign=LOG.sign)


ROOT = b64encode(root(7)).decode()
SOUND = checkpoint(7)
CHECKPOINTS = {
    "sound": SOUND,
    "empty_log": checkpoint(0),
    "with_extension": checkpoint(7, ["extension"]),
    "cosigned": cosigned(SOUND, 1, 2),
    "changed_size": SOUND.replace("\n7\n", "\n8\n"),
    "other_origin": signed(f"other.example/log\n7\n{ROOT}\n"),
    "other_key": make_note(
        f"{ORIGIN}\n7\n{ROOT}\n", key_name=ORIGIN, public_key=OTHER.public_key(), sign=OTHER.sign
    ),
    "no_origin": signed(f"\n7\n{ROOT}\n"),
    "two_lines": signed(f"{ORIGIN}\n7\n"),
    "leading_zero": signed(f"{ORIGIN}\n07\n{ROOT}\n"),
    "negative_size": signed(f"{ORIGIN}\n-7\n{ROOT}\n"),
    "size_not_ascii": signed(f"{ORIGIN}\n٧\n{ROOT}\n"),
    "size_too_large": signed(f"{ORIGIN}\n{MAX_SIZE + 1}\n{ROOT}\n"),
    "root_without_padding": signed(f"{ORIGIN}\n7\n{ROOT[:-1]}\n"),
    "root_too_short": signed(f"{ORIGIN}\n7\n{ROOT[4:]}\n"),
    "root_with_unused_bits": signed(f"{ORIGIN}\n7\n{ROOT[:-5]}AAAB=\n"),
    "empty_extension": signed(f"{ORIGIN}\n7\n{ROOT}\n\n"),
}


def forged(signature: bytes) -> str:
    key = witness_key(1)
    return f"{SOUND}{NoteSignature(key.name, key.key_id, signature)}\n"


COSIGNATURES = {
    "sound": SOUND + cosignature(SOUND, 1, 1_795_302_820),
    "with_extension": cosigned(checkpoint(7, ["extension"]), 1),
    "last_possible_time": SOUND + cosignature(SOUND, 1, (1 << 63) - 1),
    "twice_and_the_newest_counts": SOUND + cosignature(SOUND, 1, 9) + cosignature(SOUND, 1, 5),
    "by_another_witness": cosigned(SOUND, 2),
    "of_another_checkpoint": SOUND + cosignature(checkpoint(6), 1, 5),
    "one_of_two_wrong": cosigned(SOUND, 1) + cosignature(checkpoint(6), 1, 5),
    "other_time": SOUND + cosignature(SOUND, 1, 5).replace("AAAAAAAAA", "AAAAAAAAB"),
    "too_short": forged(bytes(71)),
    "too_long": forged(bytes(73)),
    "time_above_2_63": forged(bytes([128]) + bytes(71)),
}

# ---------------------------------------------------------------- proofs

PROOF = make_proof(index=4, path=inclusion_path(4, 7, node), checkpoint=SOUND)
HASH = PROOF.split("\n")[2]
PROOFS = {
    "sound": PROOF,
    "with_extra": PROOF.replace("index", "extra AA==\nindex"),
    "cosigned": cosigned(SOUND, 1, 2).join(PROOF.split(SOUND)),
    "other_index": PROOF.replace("index 4", "index 5"),
    "index_outside": PROOF.replace("index 4", "index 7"),
    "changed_path": PROOF.replace(HASH, ROOT),
    "changed_checkpoint": PROOF.replace("\n7\n", "\n8\n"),
    "other_kind": PROOF.replace("@v1", "@v2"),
    "carriage_return": PROOF.replace("\n", "\r\n"),
    "leading_zero": PROOF.replace("index 4", "index 04"),
    "empty_extra": PROOF.replace("index", "extra \nindex"),
    "extra_twice": PROOF.replace("index", "extra AA==\nextra AA==\nindex"),
    "extra_below_index": PROOF.replace("index 4", "index 4\nextra AA=="),
    "no_index": PROOF.replace("index 4\n", ""),
    "hash_without_padding": PROOF.replace(HASH, HASH[:-1]),
    "path_of_64": PROOF.replace(HASH, "\n".join([HASH] * 62)),
    "no_checkpoint": PROOF.partition("\n\n")[0] + "\n",
    "last_newline_missing": PROOF[:-1],
}

# ---------------------------------------------------------------- policies

W = [f"witness W{n} {witness_key(n)}\n" for n in range(7)]
W1, W2 = W[1], W[2]
LOG_LINE = f"log {LOG_KEY}\n"
NESTED = (
    f"# a comment\n\n{LOG_LINE} \t\n{''.join(W[1:])}"
    "group X 2 W1 W2 W3\n  group\tY any W4 W5 W6 \ngroup both all X Y\nquorum both\n"
)
RENAMED = VerificationKey("other", witness_key(1).public_key, KeyType.COSIGNATURE)
POLICIES = {
    "nested": NESTED,
    "two_of_three": f"{LOG_LINE}{''.join(W[1:4])}group enough 2 W1 W2 W3\nquorum enough\n",
    "quorum_alone": "quorum none\n",
    "quorum_of_one": f"{LOG_LINE}{W1}quorum W1\n",
    "urls": f"log {LOG_KEY} https://l\nwitness W {witness_key(1)} https://w/ă\nquorum W\n",
    "names_like_keywords": f"witness all {witness_key(1)}\ngroup 2 any all\nquorum 2\n",
    "no_newline": f"{W1}quorum W1",
    "carriage_return": f"{W1}quorum W1\r\n",
    "null": f"{W1}# \0\nquorum W1\n",
    "delete": f"{W1}# \x7f\nquorum W1\n",
    "unknown_keyword": f"{W1}allow W1\nquorum W1\n",
    "upper_case_keyword": f"{W1}Quorum W1\n",
    "log_without_key": "log\nquorum none\n",
    "log_with_three_words": f"log {LOG_KEY} url more\nquorum none\n",
    "comment_after_words": f"log {LOG_KEY} url # why\nquorum none\n",
    "log_with_name": f"log L {LOG_KEY}\nquorum none\n",
    "witness_without_words": "witness\nquorum none\n",
    "witness_without_key": "witness W1\nquorum W1\n",
    "witness_with_four_words": f"witness W1 {witness_key(1)} url more\nquorum W1\n",
    "witness_named_none": f"witness none {witness_key(1)}\nquorum none\n",
    "group_named_none": f"{W1}group none any W1\nquorum none\n",
    "group_without_members": f"{W1}group g any\nquorum g\n",
    "quorum_without_name": f"{W1}quorum\n",
    "quorum_of_two": f"{W1}{W2}quorum W1 W2\n",
    "witness_type_for_log": f"log {witness_key(1)}\nquorum none\n",
    "log_type_for_witness": f"witness W1 {LOG_KEY}\nquorum W1\n",
    "wrong_key_id": W1.replace("+", "+0", 1) + "quorum W1\n",
    "unknown_quorum": f"{W1}quorum W2\n",
    "quorum_before_witness": f"quorum W1\n{W1}",
    "unknown_member": f"{W1}group g any W1 W2\nquorum g\n",
    "member_below": f"{W1}group g any W1 W2\n{W2}quorum g\n",
    "group_in_itself": f"{W1}group g any W1 g\nquorum g\n",
    "member_none": f"{W1}group g any W1 none\nquorum g\n",
    "witness_twice": f"{W1}{W1}quorum W1\n",
    "witness_key_twice": f"{W1}witness W2 {RENAMED}\nquorum W1\n",
    "log_twice": f"{LOG_LINE}{LOG_LINE}quorum none\n",
    "name_of_witness_and_group": f"{W1}{W2}group W1 any W2\nquorum W1\n",
    "group_twice": f"{W1}{W2}group g any W1\ngroup g any W2\nquorum g\n",
    "member_twice": f"{W1}group g any W1 W1\nquorum g\n",
    "member_of_two_groups": f"{W1}{W2}group g any W1\ngroup h all W1 W2\nquorum h\n",
    "threshold_zero": f"{W1}group g 0 W1\nquorum g\n",
    "threshold_above": f"{W1}group g 2 W1\nquorum g\n",
    "threshold_signed": f"{W1}group g +1 W1\nquorum g\n",
    "threshold_zero_ahead": f"{W1}group g 01 W1\nquorum g\n",
    "threshold_word": f"{W1}group g most W1\nquorum g\n",
    "threshold_not_ascii": f"{W1}group g \u0661 W1\nquorum g\n",
    "no_quorum": W1,
    "empty": "",
    "two_quorums": f"{W1}quorum W1\nquorum none\n",
}
WITNESSED: list[tuple[int, ...]] = [
    *((), (1, 2), (4,), (1, 4), (1, 2, 4), (2, 3, 6), (1, 2, 3, 4, 5, 6)),
]

# ---------------------------------------------------------------- requests to a witness


def request(old: int, new: int, text: str | None = None) -> str:
    path = consistency_path(old, new, node)
    return make_request(old=old, path=path, checkpoint=text or checkpoint(new)).decode()


def of_root(size: int, head: bytes) -> str:
    state = Checkpoint(ORIGIN, size, head)
    return sign_checkpoint(state, public_key=LOG.public_key(), sign=LOG.sign)


GROWN = request(3, 7)
TAIL = GROWN.partition("\n")[2]
REQUESTS = {
    "first_checkpoint": (request(0, 7), 0),
    "empty_log": (request(0, 0), 0),
    "grown": (GROWN, 3),
    "not_grown": (request(7, 7), 7),
    "from_a_power_of_two": (request(4, 7), 4),
    "unknown_log": (
        request(0, 7, CHECKPOINTS["other_origin"]),
        0,
    ),
    "not_signed_by_the_log": (request(0, 7, CHECKPOINTS["other_key"]), 0),
    "signed_wrongly": (request(0, 7, f"{SOUND}{FORGED}\n"), 0),
    "old_above_new": (f"old 8\n\n{SOUND}", 8),
    "old_is_not_the_last": (GROWN, 5),
    "old_is_not_nothing": (GROWN, 0),
    "fork": (request(3, 7, of_root(7, root(6))), 3),
    "other_root_of_the_same_size": (request(7, 7, of_root(7, root(6))), 7),
    "path_of_another_size": (GROWN.replace("old 3", "old 4"), 4),
    "path_from_nothing": (f"old 0\n{TAIL}", 0),
    "path_to_itself": (f"old 7\n{TAIL}", 7),
    "no_path": (f"old 3\n\n{SOUND}", 3),
    "empty_tree_with_a_root": (request(0, 0, of_root(0, root(1))), 0),
    "leading_zero": (GROWN.replace("old 3", "old 03"), 3),
    "no_old_size": (TAIL, 3),
    "carriage_return": (GROWN.replace("old 3\n", "old 3\r\n"), 3),
    "path_of_64": ("old 3\n" + (ROOT + "\n") * 64 + f"\n{SOUND}", 3),
    "hash_too_short": (GROWN.replace("old 3\n", "old 3\nAAAA\n"), 3),
    "no_checkpoint": (GROWN.partition("\n\n")[0] + "\n", 3),
    "last_newline_missing": (GROWN[:-1], 3),
}
