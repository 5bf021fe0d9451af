"""Write tests/vectors/twins.json: what Python computes, for its twins in JavaScript to agree with.

    .venv/bin/python -m tests.client.make_twins

Nothing in it is random: the same code writes the same bytes, which a test checks.
"""

import json
from functools import partial
from itertools import islice
from pathlib import Path

from ballots.ballot import max_ballot_size
from ballots.canonical import encode
from ballots.credentials import parse_credential, public_credential, secret_exponent
from ballots.election import parse_election
from ballots.group import Scalar
from ballots.hashing import challenge, sha256_b64, sha256_hex
from ballots.questions import plaintexts
from tests.ballots.support import Place, at, changed
from tests.client.meetings import CARD, GROUP, MEETINGS, UUIDS, Json, judged, scalar, seed
from tests.client.replay import draws
from tests.client.twin_ballots import ballots, changed_ballots, openings

TARGET = Path(__file__).parent.parent / "vectors" / "twins.json"
ABOUT = (
    "Written by tests/client/make_twins.py: what ballots/ computes. Every twin in voting/client/ "
    "must give the same. `refusal` null: accepted. Randomness: drawn from `seed`, see replay.py."
)


# ---------------------------------------------------------------- hashes and numbers


def hashes() -> list[Json]:
    texts = [("", 1), ("tinnhiem", 1), ("Tín nhiệm", 1), ("a", 55), ("a", 56), ("Ư", 20_000)]
    return [
        {
            "text": text,
            "times": times,
            "hex": sha256_hex(text.encode() * times),
            "base64": sha256_b64(text.encode() * times),
        }
        for text, times in texts
    ]


def challenges() -> list[Json]:
    asked = [("sig", ["abc"]), ("prove", ["S|1", "a,b", "c,d"]), ("pok", ["Ed25519", "Ư", ""])]
    return [
        {"tag": tag, "parts": parts, "scalar": str(challenge(GROUP, tag, *parts))}
        for tag, parts in asked
    ]


def numbers() -> list[Json]:
    """List scalars with their bytes and the power of g, and what arithmetic gives."""
    q = GROUP.order
    values = [0, 1, 2, 9, 10, 9999, 10_000, 65_535, 65_536, 10**38, 2**252, q - 2, q - 1]
    values += [10**digits for digits in (4, 16, 75)] + [scalar(f"number {n}") for n in range(8)]
    other = scalar("other")
    return [
        {
            "text": str(value),
            "bytes": value.to_bytes(32, "little").hex(),
            "power": GROUP.text(GROUP.power_g(Scalar(value))),
            "power of that": GROUP.text(GROUP.power(GROUP.power_g(other), Scalar(value))),
            "plus other": str((value + other) % q),
            "minus other": str((value - other) % q),
            "times other": str(value * other % q),
        }
        for value in values
    ]


def drawn() -> list[Json]:
    return [
        {
            "seed": seed("draw").hex(),
            "row": row,
            "attempt": attempt,
            "scalars": [str(s) for s in islice(draws(seed("draw"), row, attempt), 3)],
        }
        for row, attempt in ((0, 0), (0, 1), (46, 12))
    ]


# ---------------------------------------------------------------- canonical JSON


def texts() -> list[Json]:
    """List strings and how they are written."""
    strange = ["", '"\\/', "\b\f\n\r\t", "\0\x01\x1f\x7f\x80\x9f", "\u2028\u2029\ufeff", "<&>'"]
    strange += ["Tín nhiệm", "Ti\u0301n", "𝟙😀", "\uffff\U0010ffff"]
    return [{"text": text, "json": encode(text).decode()} for text in strange]


# ---------------------------------------------------------------- credentials


def typed() -> list[Json]:
    plain = CARD.replace("-", "")
    many = [
        CARD,
        f"  {CARD}\n",
        plain,
        *(CARD.replace("-", dash) for dash in "–—−‑‐‒－_.· \t\u00a0\u3000"),
        " ".join(plain),
        *(mark.join(CARD) for mark in "\u200b\u200d\ufeff\u00ad\u2060"),
        f"{CARD}\u200f",
        "".join(chr(ord(c) + 0xFEE0) if c != "-" else c for c in CARD),
        *(plain[:9] + wrong + plain[10:] for wrong in "0OIl+/*é😀ﬁ"),
        *(wrong + plain[1:] for wrong in "0OIl"),
        plain[:-1] + "l",
        "O" * 22,
        plain[:-1],
        plain + "1",
        plain + "0",
        "",
        "-----",
        " " * 200,
        " " * 201,
        plain * 9,
        plain * 10,
        "http://10.0.0.1/c/x/vote#" + CARD,
    ]
    found = []
    for text in many:
        read = judged(partial(parse_credential, text))
        read["credential"] = None if read["refusal"] else parse_credential(text)
        found.append({"typed": text, **read})
    return found


def derived() -> list[Json]:
    cards = [CARD, CARD.swapcase(), "11111-111111-11111-111111", "zzzzz-zzzzzz-zzzzz-zzzzzz"]
    return [
        {
            "credential": card,
            "uuid": uuid,
            "exponent": str(secret_exponent(card, uuid=uuid, group=GROUP)),
            "public": public_credential(card, uuid=uuid, group=GROUP),
        }
        for card in cards
        for uuid in UUIDS
    ]


# ---------------------------------------------------------------- elections and choices


def elections() -> list[Json]:
    return [
        {
            "name": name,
            "bytes": found.bytes.decode(),
            "fingerprint": found.fingerprint,
            "digest": found.digest,
            "max ballot size": max_ballot_size(found),
        }
        for name, (found, _) in MEETINGS.items()
    ]


def refused_elections() -> list[Json]:
    """List changed elections, each with the verdict on it."""
    data = MEETINGS["confidence"][0].bytes
    text = data.decode()
    first: Place = ("questions", 0)
    changes: list[tuple[Place, Json]] = [
        (("version",), 2),
        (("version",), True),
        (("uuid",), "short"),
        (("uuid",), UUIDS[0].replace("J", "0")),
        (("group",), "P-256"),
        (("public_key",), GROUP.text(GROUP.identity)),
        (("public_key",), "00" * 32),
        (("public_key",), at(data, ["public_key"]).upper()),
        (("name",), None),
        (("questions",), []),
        ((*first, "min"), 2),
        ((*first, "min"), -1),
        ((*first, "max"), 0),
        ((*first, "max"), 4),
        ((*first, "max"), "1"),
        ((*first, "answers"), []),
        ((*first, "answers"), ["x"] * 101),
        ((*first, "blank"), None),
        ((*first, "blank"), 0),
        ((*first, "type"), "NonHomomorphic"),
        (("colour",), "red"),
    ]
    written = [changed(data, place, value).decode() for place, value in changes]
    written += [
        text + "\n",
        text.replace(",", ", ", 1),
        text.replace("Ban", "\\u0042an"),
        text.replace('"version":1', '"version":1.0'),
        text.replace('"version":1', '"version":1e0'),
        text.replace('"version":1,', '"version":1,"version":1,'),
        text[:-1],
        "",
        "[]",
        "null",
        '"',
    ]
    return [{"bytes": one, **judged(partial(parse_election, one.encode()))} for one in written]


def choices() -> list[Json]:
    """List choices of questions: what is encrypted, or the refusal."""
    found = []
    for question in MEETINGS["one of each kind"][0].questions:
        count = len(question.answers)
        tried: list[list[int] | None] = [
            [(n >> i) & 1 for i in range(count)] for n in range(2**count)
        ]
        for choice in [*tried, None, [], [0] * (count + 1), [2] + [0] * (count - 1)]:
            verdict = judged(partial(plaintexts, question, choice, 5))
            verdict["plaintexts"] = None if verdict["refusal"] else plaintexts(question, choice, 5)
            asked_json = json.loads(encode(question))
            found.append({"question": asked_json, "choice": choice, **verdict})
    return found


def twins() -> bytes:
    """Return the file's bytes."""
    content = {
        "about": ABOUT,
        "hashes": hashes(),
        "challenges": challenges(),
        "other": str(scalar("other")),
        "numbers": numbers(),
        "draws": drawn(),
        "texts": texts(),
        "typed": typed(),
        "derived": derived(),
        "elections": elections(),
        "refused elections": refused_elections(),
        "choices": choices(),
        "ballots": ballots(),
        "changed ballots": changed_ballots(),
        "openings": openings(),
    }
    parts = [f"{json.dumps(name)}: {lines(value)}" for name, value in content.items()]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("ascii")


def lines(value: Json) -> str:
    """Write a list with one entry a line, anything else on one line."""
    if not isinstance(value, list):
        return json.dumps(value)
    return "[\n" + ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in value) + "\n]"


if __name__ == "__main__":
    TARGET.write_bytes(twins())
