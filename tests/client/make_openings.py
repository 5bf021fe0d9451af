"""Write tests/vectors/openings.json: opened ballots, changed in every field, and the verdicts.

    .venv/bin/python -m tests.client.make_openings

ballots/opening.py and voting/client/opening.js must both give these verdicts. Nothing is random.
"""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ballots.canonical import encode
from ballots.credentials import public_credential
from ballots.hashing import sha256_b64
from ballots.opening import (
    VERSION,
    Found,
    OpenedBallot,
    OpenedRow,
    verify_opening,
    verify_opening_code,
)
from ballots.questions import plaintexts
from tests.ballots.support import Place, at, changed, dump
from tests.client.meetings import CARD, GROUP, MEETINGS, Json, judged, seed
from tests.client.replay import draws, opened_answers, opened_hash

TARGET = Path(__file__).parent.parent / "vectors" / "openings.json"
ABOUT = (
    "Written by tests/client/make_openings.py: opened ballots, as files (changes: [path, value] "
    "to apply to `file`) and as codes, with the verdict that Python and JavaScript must give."
)


def code_of(name: str, number: int) -> str:
    """Write the code of a ballot of a meeting; each row was attempted a few times."""
    held, cast = MEETINGS[name]
    public = public_credential(CARD, uuid=held.uuid, group=GROUP)
    rows = [
        f"{index % 3}.{''.join(map(str, plaintexts(question, choice, index)))}"
        for index, (question, choice) in enumerate(zip(held.questions, cast[number], strict=True))
    ]
    return f"1/{public}/{seed(f'open {name} {number}').hex()}/{'-'.join(rows)}"


def file_of(name: str, code: str) -> bytes:
    """Write the file of an opened ballot from its code."""
    held = MEETINGS[name][0]
    credential, answers = opened_answers(held, code)
    secret = code.split("/")[2]
    rows = []
    for index, (row, answer) in enumerate(zip(code.split("/")[3].split("-"), answers, strict=True)):
        attempt, marks = row.split(".")
        # The first scalar of a mark is its randomness; two for the simulated branch and one for
        # the true one of its proof come after all the randomness of the row.
        drawn = draws(bytes.fromhex(secret), index, int(attempt))
        randomness = tuple(str(next(drawn)) for _ in answer.choices)
        rows.append(OpenedRow(int(attempt), tuple(map(int, marks)), randomness))
    return encode(
        OpenedBallot(
            version=VERSION,
            election_uuid=held.uuid,
            election_hash=held.fingerprint,
            credential=credential,
            hash=opened_hash(held, code),
            seed=secret,
            rows=tuple(rows),
            answers=tuple(answers),
        )
    )


def changes(data: bytes) -> list[tuple[Place, Json]]:
    """List one change for each way in which a file can be wrong."""
    answers, rows, digest = at(data, ["answers"]), at(data, ["rows"]), at(data, ["hash"])
    first: Place = ("rows", 0)
    scalar = rows[0]["randomness"][0]
    return [
        (("version",), 2),
        (("version",), "1"),
        (("election_uuid",), "11111111111111"),
        (("election_hash",), digest),
        (("credential",), at(data, ["credential"]).upper()),
        (("credential",), "00" * 32),
        (("credential",), answers[0]["choices"][0]["alpha"]),
        (("hash",), digest[1:]),
        (("rows",), rows[1:]),
        (("answers",), answers[1:]),
        (("answers",), answers[::-1]),
        (("answers", 0, "choices", 0, "alpha"), answers[0]["choices"][1]["alpha"]),
        ((*first, "attempt"), "0"),
        ((*first, "plaintexts"), rows[0]["plaintexts"][::-1]),
        ((*first, "plaintexts"), rows[0]["plaintexts"][:-1]),
        ((*first, "plaintexts"), [*rows[0]["plaintexts"], 0]),
        ((*first, "plaintexts"), [2 if one == 0 else one for one in rows[0]["plaintexts"]]),
        ((*first, "plaintexts"), [1 for _ in rows[0]["plaintexts"]]),
        ((*first, "randomness"), rows[1]["randomness"]),
        ((*first, "randomness"), []),
        ((*first, "randomness"), [*rows[0]["randomness"], "0"]),
        ((*first, "randomness", 0), "0" + scalar),
        ((*first, "randomness", 0), str(int(scalar) + GROUP.order)),
        ((*first, "randomness", 0), str((int(scalar) + 1) % GROUP.order)),
        (("signature",), {}),
    ]


def rehashed(data: bytes, place: Place, value: Json) -> bytes:
    """Change a field and write the hash that belongs to the changed answers."""
    message = json.loads(changed(data, place, value))
    names = ("election_uuid", "election_hash", "credential", "answers")
    digest = sha256_b64(dump({name: message[name] for name in names}))
    return changed(changed(data, place, value), ("hash",), digest)


def hidden_changes(data: bytes) -> list[tuple[Place, Json]]:
    """List changes of the ballot itself, which its hash does not give away once it is rewritten."""
    proof = at(data, ["answers", 0, "overall_proof", 0])
    next_one = str((int(proof["response"]) + 1) % GROUP.order)
    alphas = [one["alpha"] for one in at(data, ["answers", 0, "choices"])]
    return [
        (("answers", 0, "overall_proof", 0, "response"), next_one),
        (("answers", 0, "choices", 0, "alpha"), alphas[1]),
        (("answers", 0, "choices"), at(data, ["answers", 0, "choices"])[::-1]),
        (("credential",), alphas[0]),
    ]


def code_changes(code: str) -> list[str]:
    """List changed codes: refused, or of another ballot."""
    version, credential, secret, rows = code.split("/")
    other = ("1" if secret[0] == "0" else "0") + secret[1:]
    first, rest = rows.split("-", 1)
    attempt, marks = first.split(".")
    return [
        *("", code + "-", code + "x", " " + code, code.upper(), "2" + code[1:], code + "\n"),
        f"{version}/{credential}/{other}/{rows}",
        f"{version}/{credential}/{secret}/{int(attempt) + 1}.{marks}-{rest}",
        f"{version}/{credential}/{secret}/0{attempt}.{marks}-{rest}",
        f"{version}/{credential}/{secret}/1000000.{marks}-{rest}",
        f"{version}/{credential}/{secret}/{attempt}.{marks[::-1]}-{rest}",
        f"{version}/{credential}/{secret}/{attempt}.{'1' * len(marks)}-{rest}",
        f"{version}/{credential}/{secret}/{attempt}.{marks[1:]}-{rest}",
        f"{version}/{credential}/{secret}/{rest}",
        f"{version}/{'0' * 64}/{secret}/{rows}",
        f"{version}/{'f' * 64}/{secret}/{rows}",
    ]


def shown(found: Found) -> Json:
    return {"hash": found.hash, "credential": found.credential, "choices": found.choices}


def files() -> list[Json]:
    found = []
    for name, (held, cast) in MEETINGS.items():
        for number in range(len(cast)):
            data = file_of(name, code_of(name, number))
            entry = {"election": name, "file": data.decode(), "changes": []}
            found.append({**entry, **shown(verify_opening(data, held))})
            if number == 0:
                found[-1]["changes"] = list(verdicts(name, data))
    return found


def verdicts(name: str, data: bytes) -> Iterator[Json]:
    """Judge every change of a file; "hash" is written too where it is not null."""
    held = MEETINGS[name][0]
    tried = [(place, value, changed(data, place, value)) for place, value in changes(data)]
    hidden = [(place, value, rehashed(data, place, value)) for place, value in hidden_changes(data)]
    for place, value, other in tried + hidden:
        digest = None if (place, value, other) in tried else json.loads(other)["hash"]
        verdict = judged(partial(verify_opening, other, held))
        yield {"place": place, "value": value, "hash": digest, **verdict}


def verdict_on_code(name: str, code: str) -> Json:
    held = MEETINGS[name][0]
    verdict = judged(partial(verify_opening_code, code, held))
    found = None if verdict["refusal"] else shown(verify_opening_code(code, held))
    return {"election": name, "code": code, **verdict, "found": found}


def codes() -> list[Json]:
    plain = [(name, code_of(name, n)) for name, (_, c) in MEETINGS.items() for n in range(len(c))]
    other = [(name, code) for name in MEETINGS for code in code_changes(code_of(name, 0))]
    return [verdict_on_code(name, code) for name, code in plain + other]


def openings() -> bytes:
    """Return the file's bytes."""

    def lines(entries: list[Json]) -> str:
        written = (json.dumps(entry, separators=(",", ":")) for entry in entries)
        return "[\n" + ",\n".join(written) + "\n]"

    about = json.dumps(ABOUT)
    text = f'{{\n"about": {about},\n"files": {lines(files())},\n"codes": {lines(codes())}\n}}\n'
    return text.encode("ascii")


if __name__ == "__main__":
    TARGET.write_bytes(openings())
