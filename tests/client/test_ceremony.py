"""Key ceremonies of browsers and Python programs together, message by message, and to the end."""

import json

import pytest

from ballots.ceremony import make_member_file, make_threshold_parameters, parse_member_file
from ballots.certificates import parse_certificates
from ballots.election import parse_election
from ballots.tally import combine, parse_encrypted_tally, verify_partial_decryption
from ballots.threshold import ThresholdParameters
from ballots.trustees import make_trustees
from tests.client.ceremony import GROUP, Json, answers, in_node, in_python
from tests.client.make_ceremony import read_vectors
from tests.client.meetings import MEETINGS
from voting.keycopy import make_key_copy, open_key_copy, parse_key_copy

DRAWN = {"certificate", "polynomial", "voutput"}  # what is random: only a refusal can be compared
SIZE, THRESHOLD = 5, 3
PHRASE = "một hai ba bốn năm sáu"

pytestmark = pytest.mark.usefixtures("work")


def test_the_vectors_are_what_python_says() -> None:
    _, cases = read_vectors()
    assert in_python(*(step for step, _ in cases)) == [verdict for _, verdict in cases]
    assert all(step["step"] not in DRAWN or verdict["refusal"] for step, verdict in cases)


def each(who: str, name: str, asked: list[Json]) -> list[Json]:
    """Do one step of every member: `j` in the browser's code, `p` in Python."""
    steps = [{"step": name, **one} for one in asked]
    mine = [step for step, letter in zip(steps, who, strict=True) if letter == "j"]
    browsers = iter(answers(in_node(*mine)))
    return [
        next(browsers) if letter == "j" else answers(in_python(step))[0]
        for step, letter in zip(steps, who, strict=True)
    ]


def held(who: str) -> dict[str, list[Json]]:
    """Hold a ceremony in which everybody judges everything."""
    place = {"size": SIZE, "threshold": THRESHOLD}
    seeds = each(who, "seed", [{}] * SIZE)
    members = list(enumerate(seeds, start=1))
    certificates = each(who, "certificate", [{"seed": s, "index": i, **place} for i, s in members])
    known: Json = {"certificates": certificates}
    assert each("jp", "certificates", [known] * 2) == [SIZE, SIZE]
    polynomials = each(who, "polynomial", [{"seed": seed, **known} for seed in seeds])
    commitments = each(who, "commitment", [{"polynomial": text} for text in polynomials])
    shown = {"commitments": commitments, "polynomials": polynomials}
    assert each("jp", "commitments", [shown] * 2) == [None, None]
    ours, theirs = each("jp", "vinputs", [{"polynomials": polynomials, **known}] * 2)
    assert ours == theirs
    pairs = zip(seeds, ours, strict=True)
    voutputs = each(who, "voutput", [{"seed": s, "vinput": v, **known} for s, v in pairs])
    for judge in "jp":
        judged = [
            {"voutput": text, "index": index, "vinput": ours[0], **known}
            for index, text in enumerate(voutputs, start=1)
        ]
        assert each(judge * SIZE, "answer", judged) == [None] * SIZE
    whole = {"polynomials": polynomials, "voutputs": voutputs, **known}
    first, second = each("jp", "parameters", [whole] * 2)
    assert first == second
    kept = [
        {
            "seed": seed,
            "index": index,
            "private_key": json.loads(voutputs[index - 1])["private_key"],
        }
        for index, seed in members
    ]
    files = each(who, "member", kept)
    return {**whole, "keys": first, "members": files, "vinputs": ours}


def parameters_of(made: Json) -> ThresholdParameters:
    committee = parse_certificates([text.encode() for text in made["certificates"]], GROUP)
    sent, given = ([text.encode() for text in made[n]] for n in ("polynomials", "voutputs"))
    return make_threshold_parameters(committee, sent, given)


@pytest.mark.parametrize("who", ["jjjjj", "jpjpj", "pppjp"])
def test_browsers_and_programs_hold_one_ceremony_and_decrypt_together(who: str) -> None:
    made = held(who)
    trustees = make_trustees([parameters_of(made)], GROUP)
    message = json.loads(MEETINGS["confidence"][0].bytes)
    message["public_key"] = GROUP.text(trustees.public_key)
    election = parse_election(
        json.dumps(message, separators=(",", ":"), ensure_ascii=False).encode()
    )
    known: Json = {"election": election.bytes.decode(), "trustees": trustees.bytes.decode()}
    [drill] = answers(in_node({"step": "drill", "election": known["election"]}))
    known["tally"] = drill
    chosen = [3, 5, 1]
    asked = [{"member": made["members"][index - 1], **known} for index in chosen]
    for by in ("jjj", "jpp"):
        decryptions = each(by, "decryption", asked)
        tally = parse_encrypted_tally(drill.encode(), election)
        factors = {
            index: verify_partial_decryption(
                found["partial"].encode(), tally, trustees.key_of(index), election
            )
            for index, found in zip(chosen, decryptions, strict=True)
        }
        counts = combine(trustees, factors, tally, group=GROUP, total_weight=2)
        assert counts == [
            [2 * (at == row % len(marks)) for at in range(len(marks))]
            for row, marks in enumerate(tally.rows)
        ]
        for index, found in zip(chosen, decryptions, strict=True):
            claim = {"key": made["keys"][index - 1], "tally": drill, "election": known["election"]}
            assert each("jp", "judge_decryption", [{**found, **claim}] * 2) == [None, None]
            another = {**found, **claim, "key": made["keys"][1]}
            refused = [in_node, in_python]
            wrong = [do({"step": "judge_decryption", **another})[0] for do in refused]
            assert wrong[0] == wrong[1]
            assert wrong[0]["refusal"] == "invalid_proof"


def test_each_opens_what_the_other_saved_at_the_full_cost() -> None:
    member = in_python({"step": "member", "seed": "1" * 22, "index": 2, "private_key": "{}"})
    [file] = answers(member)
    where = {"uuid": "j2Sje6ewboTnzL"}
    theirs = make_key_copy(parse_member_file(file.encode()), where["uuid"], PHRASE)
    saved, opened = in_node(
        {"step": "copy", "member": file, "passphrase": PHRASE, **where},
        {"step": "restore", "copy": theirs.decode(), "passphrase": PHRASE},
    )
    assert opened["answer"] == file
    copy = parse_key_copy(saved["answer"].encode())
    assert (copy.opslimit, copy.memlimit, copy.uuid, copy.index) == (3, 64 << 20, where["uuid"], 2)
    assert make_member_file(open_key_copy(copy, PHRASE)).decode() == file
