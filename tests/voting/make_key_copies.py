"""Write tests/vectors/key_copies.json: saved keys and passphrases, what opens and what does not.

Everything is fixed, so that making it again gives the same bytes (test_keycopy.py compares).
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from ballots.ceremony import MemberSecret, make_member_file
from voting.keycopy import KeyCopy, seal_copy

FILE: Final = Path(__file__).parent.parent / "vectors" / "key_copies.json"
UUID: Final = "A1b2C3d4E5f6G7"
WORDS: Final = "bông lúa sông hồng cầu tre"
SMALL: Final = 8 << 20


def member(index: int = 2) -> MemberSecret:
    """Return what a member keeps; its letter is not one that opens."""
    return MemberSecret(
        group="Ed25519",
        index=index,
        seed="1234567890123456789abc".replace("0", "o"),
        private_key='{"algorithm":"AES-GCM","alpha":"…","beta":"…","data":"…"}',
    )


def sealed(
    passphrase: str = WORDS,
    *,
    opslimit: int = 1,
    memlimit: int = SMALL,
    content: bytes | None = None,
) -> str:
    """Return a copy of fixed randomness."""
    empty = KeyCopy(
        tinnhiem="key-copy",
        version=1,
        uuid=UUID,
        index=2,
        opslimit=opslimit,
        memlimit=memlimit,
        salt=bytes(range(16)).hex(),
        nonce=bytes(range(100, 124)).hex(),
        box="",
        sum="",
    )
    return seal_copy(empty, content or make_member_file(member()), passphrase).decode()


def changed(**fields: Any) -> str:
    """Return a copy with other fields and the sum that fits them, as a forger would write it."""
    read = json.loads(sealed()) | fields
    read["sum"] = hashlib.sha256(_line({**read, "sum": ""}).encode()).hexdigest()[:16]
    return _line(read) + "\n"


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def other_box() -> str:
    """Return a copy whose last byte of the tag is another."""
    box = json.loads(sealed())["box"]
    return changed(box=box[:-4] + ("AAA=" if box[-4:] != "AAA=" else "BBB="))


def flipped() -> str:
    """Return a copy with one character of the box changed and the old sum."""
    whole = sealed()
    place = whole.index('"box":"') + 20
    return whole[:place] + ("A" if whole[place] != "A" else "B") + whole[place + 1 :]


def cases() -> list[dict[str, Any]]:
    """Return all vectors: name, copy, passphrase, and the member file or the refusal."""
    content = make_member_file(member()).decode()
    good = {"copy": sealed(), "member": content}
    found: list[dict[str, Any]] = [
        {"name": "opens", "passphrase": WORDS, **good},
        {"name": "capital", "passphrase": "Bông lúa sông hồng cầu tre", **good},
        {"name": "spaces", "passphrase": "\tbông  lúa sông\u00a0hồng cầu tre \n", **good},
        {
            "name": "decomposed",
            "passphrase": "bo\u0302ng lu\u0301a so\u0302ng ho\u0302\u0300ng ca\u0302\u0300u tre",
            **good,
        },
        {"name": "no-final-newline", "passphrase": WORDS, "copy": sealed()[:-1], "member": content},
        {
            "name": "as-the-page-makes-it",
            "passphrase": WORDS,
            "copy": sealed(opslimit=3, memlimit=64 << 20),
            "member": content,
        },
    ]
    refused: dict[str, tuple[str, str, str]] = {
        "other-words": ("bong lua song hong cau tre", sealed(), "wrong_passphrase"),
        "other-index": (WORDS, changed(index=3), "wrong_passphrase"),
        "other-uuid": (WORDS, changed(uuid="A1b2C3d4E5f6G8"), "wrong_passphrase"),
        "other-nonce": (WORDS, changed(nonce="00" * 24), "wrong_passphrase"),
        "other-tag": (WORDS, other_box(), "wrong_passphrase"),
        "flipped": (WORDS, flipped(), "copy_damaged"),
        "no-sum": (WORDS, sealed().replace('"sum":"', '"sum":"0'), "copy_damaged"),
        "not-base64": (WORDS, changed(box="*" * 64), "copy_damaged"),
        "base64-unpadded": (WORDS, changed(box="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), "copy_damaged"),
        "box-only-a-tag": (WORDS, changed(box="A" * 22 + "=="), "copy_damaged"),
        "cut-off": (WORDS, sealed()[:200], "not_key_copy"),
        "spaced": (WORDS, sealed().replace('","version"', '", "version"'), "not_key_copy"),
        "other-kind": (WORDS, changed(tinnhiem="card"), "not_key_copy"),
        "version-2": (WORDS, changed(version=2), "not_key_copy"),
        "too-much-memory": (WORDS, changed(memlimit=(1 << 30) + 1), "not_key_copy"),
        "too-little-memory": (WORDS, changed(memlimit=(8 << 20) - 1), "not_key_copy"),
        "too-many-passes": (WORDS, changed(opslimit=11), "not_key_copy"),
        "short-salt": (WORDS, changed(salt="00" * 15), "not_key_copy"),
        "short-nonce": (WORDS, changed(nonce="00" * 23), "not_key_copy"),
        "other-member-inside": (
            WORDS,
            sealed(content=make_member_file(member(index=3))),
            "not_key_copy",
        ),
        "other-content": (WORDS, sealed(content=b"[]"), "not_key_copy"),
        "unknown-field": (WORDS, changed(note="x"), "not_key_copy"),
    }
    return found + [
        {"name": name, "passphrase": words, "copy": copy, "refusal": refusal}
        for name, (words, copy, refusal) in refused.items()
    ]


def text() -> str:
    """Return the file."""
    return json.dumps(cases(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
