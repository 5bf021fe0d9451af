"""Write tests/vectors/ceremony.json: a key ceremony, and what is refused of it.

    .venv/bin/python -m tests.client.make_ceremony

The ceremony is random, so the file is made once; a test checks that Python still says of every
entry what stands there, and tests/client/ceremony.test.js that the browser's code says the same.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ballots.canonical import encode
from ballots.certificates import parse_certificates
from ballots.pki import derive_keys, encrypt_message, make_signed_message, send
from ballots.polynomials import Secret, polynomial_of
from tests.client.ceremony import GROUP, answers, in_python

TARGET = Path(__file__).parent.parent / "vectors" / "ceremony.json"
ABOUT = (
    "Written by tests/client/make_ceremony.py: a 2-of-3 key ceremony made by ballots/, and steps "
    "that it refuses or accepts. Every twin in voting/client/committee/ must say the same."
)
SIZE, THRESHOLD = 3, 2

Json = Any


def steps(name: str, *asked: Json) -> list[Json]:
    return answers(in_python(*({"step": name, **one} for one in asked)))


def ceremony() -> dict[str, Json]:
    """Return every message of a ceremony, and the seeds."""
    seeds = steps("seed", *[{}] * SIZE)
    place = {"size": SIZE, "threshold": THRESHOLD}
    certificates = steps(
        "certificate", *({"seed": s, "index": i, **place} for i, s in enumerate(seeds, start=1))
    )
    known = {"certificates": certificates}
    polynomials = steps("polynomial", *({"seed": seed, **known} for seed in seeds))
    commitments = steps("commitment", *({"polynomial": text} for text in polynomials))
    [vinputs] = steps("vinputs", {"polynomials": polynomials, **known})
    pairs = zip(seeds, vinputs, strict=True)
    voutputs = steps("voutput", *({"seed": s, "vinput": v, **known} for s, v in pairs))
    return {
        "seeds": seeds,
        "certificates": certificates,
        "polynomials": polynomials,
        "commitments": commitments,
        "vinputs": vinputs,
        "voutputs": voutputs,
    }


def replaced(items: list[str], place: int, new: str) -> list[str]:
    return [*items[:place], new, *items[place + 1 :]]


def edited(text: str, *path: str | int, value: Json) -> str:
    """Change one field of a message."""
    message = json.loads(text)
    holder = message
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return json.dumps(message, separators=(",", ":"), ensure_ascii=False)


def certificate_steps(made: dict[str, Json]) -> Iterator[Json]:
    certificates, seeds = made["certificates"], made["seeds"]
    second = certificates[1]
    changes = [
        second + " ",
        second[:-1],
        edited(second, "signature", "challenge", value="1"),
        edited(second, "signature", "challenge", value="01"),
        edited(second, "message", value="{}"),
        certificates[0],
    ]
    for new in changes:
        yield {"step": "certificates", "certificates": replaced(certificates, 1, new)}
    for size, threshold, index in ((3, 3, 2), (4, 2, 2), (3, 2, 3)):
        place = {"size": size, "threshold": threshold, "index": index}
        [other] = steps("certificate", {"seed": seeds[1], **place})
        yield {"step": "certificates", "certificates": replaced(certificates, 1, other)}
    [twice] = steps("certificate", {"seed": seeds[0], "size": 3, "threshold": 2, "index": 2})
    yield {"step": "certificates", "certificates": replaced(certificates, 1, twice)}
    yield {"step": "certificates", "certificates": []}
    yield {"step": "certificates", "certificates": certificates}
    for size, threshold, index in ((0, 0, 0), (101, 2, 1), (3, 4, 1), (3, 2, 4), (3, 0, 1)):
        place = {"size": size, "threshold": threshold, "index": index}
        yield {"step": "certificate", "seed": seeds[0], **place}
    for seed in ("", "1" * 21, "0" + "1" * 21, "1" * 10 + "é" + "1" * 11):
        yield {"step": "certificate", "seed": seed, "size": 3, "threshold": 2, "index": 1}


def polynomial_steps(made: dict[str, Json]) -> Iterator[Json]:
    known = {"certificates": made["certificates"]}
    polynomials, first = made["polynomials"], made["polynomials"][0]
    message = json.loads(first)
    sealed = json.loads(message["secrets"][2])
    changes = [
        edited(first, "secrets", value=message["secrets"][:2]),
        edited(first, "coefexps", "signature", "response", value="5"),
        edited(first, "signature", "response", value="5"),
        edited(first, "polynomial", value="{}"),
        *(
            edited(first, "secrets", 2, value=json.dumps(one, separators=(",", ":")))
            for one in (
                {**sealed, "algorithm": "AES-CCM"},
                {**sealed, "data": sealed["data"].upper()},
                {**sealed, "data": sealed["data"][:-1]},
                {**sealed, "alpha": "00" * 32},
                {**sealed, "beta": f"{1:064x}"},
            )
        ),
        polynomials[1],
    ]
    for new in changes:
        yield {"step": "vinputs", "polynomials": replaced(polynomials, 0, new), **known}
    yield {"step": "vinputs", "polynomials": polynomials[:2], **known}
    yield {"step": "polynomial", "seed": "1" * 22, **known}
    commitments = made["commitments"]
    for wrong in (
        replaced(commitments, 1, commitments[0]),
        replaced(commitments, 1, "0" * 64),
        commitments[:2],
        commitments,
    ):
        yield {"step": "commitments", "commitments": wrong, "polynomials": polynomials}


def share_steps(made: dict[str, Json]) -> Iterator[Json]:
    """Yield what the third member gets: sound, from a cheat, of another recipient, of nobody."""
    seeds, vinput = made["seeds"], made["vinputs"][2]
    committee = parse_certificates([one.encode() for one in made["certificates"]], GROUP)
    cheat, honest = derive_keys(seeds[0], GROUP), derive_keys(seeds[2], GROUP)
    wrong = encode(Secret(secret="7")).decode()
    signed = make_signed_message(cheat, "{}")
    letters = [
        send(cheat, honest.encryption, wrong),
        send(cheat, cheat.encryption, wrong),
        send(honest, honest.encryption, wrong),
        encrypt_message(GROUP, honest.encryption, "{}"),
        encrypt_message(GROUP, honest.encryption, encode(signed).decode()),
        send(cheat, honest.encryption, "{}"),
        send(cheat, honest.encryption, encode(Secret(secret="007")).decode()),
        edited(json.loads(vinput)["secrets"][0], "data", value="00"),
        encrypt_message(GROUP, cheat.encryption, "{}"),
    ]
    known = {"step": "voutput", "seed": seeds[2], "certificates": made["certificates"]}
    for letter in letters:
        yield {**known, "vinput": edited(vinput, "secrets", 0, value=letter)}
    other = polynomial_of(honest, committee, [GROUP.random_scalar() for _ in range(THRESHOLD)])
    yield {**known, "vinput": edited(vinput, "polynomial", value=other.polynomial)}
    yield {**known, "vinput": edited(vinput, "secrets", value=[])}
    yield {**known, "vinput": edited(vinput, "signatures", value=[])}
    yield {**known, "seed": "1" * 22, "vinput": vinput}


def voutput_steps(made: dict[str, Json]) -> Iterator[Json]:
    known = {"certificates": made["certificates"], "vinput": made["vinputs"][0]}
    second = made["voutputs"][1]
    key = json.loads(second)["public_key"]
    changes = [
        second,
        made["voutputs"][0],
        edited(second, "private_key", value="{}"),
        edited(second, "public_key", "pok", "response", value="5"),
        edited(second, "public_key", "signature", "response", value="5"),
        edited(second, "public_key", "public_key", value=key["public_key"].upper()),
        edited(second, "public_key", value={k: v for k, v in key.items() if k != "signature"}),
    ]
    for new in changes:
        yield {"step": "answer", "voutput": new, "index": 2, **known}
    polynomials = {"polynomials": made["polynomials"], "certificates": made["certificates"]}
    yield {"step": "parameters", "voutputs": made["voutputs"], **polynomials}
    yield {"step": "parameters", "voutputs": made["voutputs"][:2], **polynomials}
    yield {"step": "parameters", "voutputs": made["voutputs"][::-1], **polynomials}
    private = json.loads(made["voutputs"][0])["private_key"]
    yield {"step": "member", "seed": made["seeds"][0], "index": 1, "private_key": private}
    keys = [derive_keys(seed, GROUP) for seed in made["seeds"]]
    for number, sender in ((0, 0), (0, 1), (1, 0)):
        letter = {"seed": made["seeds"][number], "sender": GROUP.text(keys[sender].verification)}
        yield {"step": "letter", **letter, "sealed": private}


def vectors() -> Json:
    made = ceremony()
    asked = [
        *certificate_steps(made),
        *polynomial_steps(made),
        *share_steps(made),
        *voutput_steps(made),
    ]
    cases = [
        {name: shortened(value, made) for name, value in {**step, **verdict}.items()}
        for step, verdict in zip(asked, in_python(*asked), strict=True)
    ]
    return {"about": ABOUT, "ceremony": made, "cases": cases}


def shortened(value: Json, made: dict[str, Json]) -> Json:
    """Write `$polynomials` or `$polynomials/0` for what stands in the ceremony."""
    for name, texts in made.items():
        if value == texts:
            return f"${name}"
        if value in texts:
            return f"${name}/{texts.index(value)}"
    return [shortened(item, made) for item in value] if isinstance(value, list) else value


def filled(value: Json, made: dict[str, Json]) -> Json:
    """Undo `shortened`."""
    if isinstance(value, list):
        return [filled(item, made) for item in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    name, _, place = value[1:].partition("/")
    return made[name][int(place)] if place else made[name]


def read_vectors() -> tuple[dict[str, Json], list[tuple[Json, Json]]]:
    """Return the ceremony, and each step with what comes of it."""
    content = json.loads(TARGET.read_text(encoding="ascii"))
    made = content["ceremony"]
    pairs = []
    for case in content["cases"]:
        step = {name: filled(value, made) for name, value in case.items()}
        pairs.append((step, {name: step.pop(name) for name in ("answer", "refusal", "detail")}))
    return made, pairs


if __name__ == "__main__":
    content = vectors()
    cases = ",\n".join(json.dumps(case) for case in content.pop("cases"))
    head = json.dumps(content)[:-1]
    TARGET.write_text(f'{head},\n"cases": [\n{cases}\n]}}\n', encoding="ascii")
