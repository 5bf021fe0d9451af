"""The vectors about ballots: made, changed in every field and shape, opened."""

import json
from functools import partial

from ballots.ballot import tracker_of
from ballots.credentials import public_credential, secret_exponent
from ballots.ed25519 import Ed25519
from ballots.election import Election
from ballots.hashing import sha256_b64
from ballots.proofs import prove_knowledge
from ballots.questions import plaintexts
from tests.ballots.support import Place, at, changed, dump, leaves
from tests.client.meetings import (
    CARD,
    GROUP,
    MEETINGS,
    Json,
    judged,
    made,
    seed,
    verify_data,
)
from tests.client.replay import opened_hash, replaying


def ballots() -> list[Json]:
    found = []
    for name, (held, cast) in MEETINGS.items():
        for number, chosen in enumerate(cast):
            data = made(name, number)
            verify_data(data, held)
            found.append(
                {
                    "election": name,
                    "credential": CARD,
                    "choices": chosen,
                    "seed": seed(f"{name} {number}").hex(),
                    "bytes": data.decode(),
                    "tracker": tracker_of(data),
                }
            )
    return found


def signed(data: bytes, held: Election) -> dict[str, Json]:
    """Return the signature that a changed ballot needs."""
    message = json.loads(data)
    message.pop("signature", None)
    digest = sha256_b64(dump(message))
    replayed = replaying(held, seed("sign again"))
    secret = secret_exponent(CARD, uuid=held.uuid, group=GROUP)
    proof = prove_knowledge(replayed.group, secret, "sig", digest)
    return {
        "hash": digest,
        "proof": {"challenge": proof.challenge, "response": proof.response},
    }


def other_values(place: Place, old: str) -> list[Json]:
    """Return other values of one field of a ballot, well formed ones first."""
    if place[-1] in ("challenge", "response"):
        next_one = str((int(old) + 1) % GROUP.order)
        return [next_one, str(int(old) + GROUP.order), "0" + old, "", "٣", 7]
    if place[-1] in ("alpha", "beta", "credential"):
        moved = GROUP.multiply(GROUP.element(old), GROUP.generator)
        torsion = "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"
        mixed = GROUP.multiply(GROUP.element(old), Ed25519().raw_element(torsion))
        return [
            GROUP.text(moved),
            GROUP.text(mixed),
            GROUP.text(GROUP.identity),
            torsion,
            old.upper(),
        ]
    return [old[:-1] + ("A" if old[-1] != "A" else "E"), ""]


def changed_ballots() -> list[Json]:
    """List changes of ballots: [path, value] pairs to apply, and the verdict on the outcome."""
    found = []
    for name, number in (("confidence", 0), ("one of each kind", 0)):
        held, data = MEETINGS[name][0], made(name, number)
        for index, place in enumerate(leaves(json.loads(data))):
            values = other_values(place, str(at(data, place)))
            value = values[index % len(values)]
            pairs: list[Json] = [[place, value]]
            if index % 5 and place[0] != "signature":
                pairs.append([("signature",), signed(changed(data, place, value), held)])
            found.append(verdict_on(name, number, pairs))
        found += [verdict_on(name, number, pairs) for pairs in structural_changes(data, held)]
    return found


def structural_changes(data: bytes, held: Election) -> list[list[Json]]:
    """Return changes of shape, each signed again, as lists of [path, value] pairs."""
    answers = at(data, ["answers"])
    first = answers[0]
    places: list[tuple[Place, Json]] = [
        (("answers",), answers[::-1]),
        (("answers",), answers[:-1]),
        (("answers",), [*answers, first]),
        (("answers", 0, "choices"), first["choices"][::-1]),
        (("answers", 0, "choices"), first["choices"][:-1]),
        (("answers", 0, "individual_proofs"), first["individual_proofs"][:-1]),
        (("answers", 0, "individual_proofs", 0), first["individual_proofs"][1]),
        (("answers", 0, "individual_proofs", 0), first["individual_proofs"][0][:1]),
        (("answers", 0, "overall_proof"), first["overall_proof"][::-1]),
        (("answers", 0, "overall_proof"), []),
        (("answers", 0, "blank_proof"), first["overall_proof"]),
        (("answers", 0, "blank_proof"), None),
        (("answers", 0, "colour"), "red"),
        (("answers", 0, "choices", 0, "gamma"), "1"),
    ]
    found: list[list[Json]] = []
    for place, value in places:
        found.append([[place, value], [("signature",), signed(changed(data, place, value), held)]])
    return found


def verdict_on(name: str, number: int, pairs: list[Json]) -> Json:
    held = MEETINGS[name][0]
    data = made(name, number)
    for place, value in pairs:
        data = changed(data, place, value)
    verdict = judged(partial(verify_data, data, held))
    return {"election": name, "ballot": number, "changes": pairs, **verdict}


def openings() -> list[Json]:
    """List codes of opened ballots with the hash that Python finds."""
    found = []
    for name, (held, cast) in MEETINGS.items():
        public = public_credential(CARD, uuid=held.uuid, group=GROUP)
        for number, chosen in enumerate(cast):
            rows = [
                f"{index % 3}.{''.join(map(str, plaintexts(question, choice, index)))}"
                for index, (question, choice) in enumerate(zip(held.questions, chosen, strict=True))
            ]
            code = f"1/{public}/{seed(f'open {number}').hex()}/{'-'.join(rows)}"
            entry = {"election": name, "code": code, "choices": chosen}
            found.append({**entry, "hash": opened_hash(held, code)})
    return found
