"""The hashes of the specification, recomputed from the records of the other implementation.

Only group operations are ours here; every hashed text is put together by the formulas.
"""

import hashlib

import pytest

from ballots.group import Group, Scalar
from ballots.hashing import challenge, challenge_after, comma_joined, sha256_b64, sha256_hex
from ballots.proofs import Proof
from tests.ballots.support import ED25519, NAMES, TALLIED, at, both_groups, election_of, record


def hashed(group: Group, text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest(), "big") % group.order


def raised(group: Group, *powers: tuple[str, str]) -> str:
    """Return the text of a product of powers, elements and exponents given as texts."""
    elements = [
        group.power(group.element_or_identity(base), Scalar(int(exponent)))
        for base, exponent in powers
    ]
    return group.text(group.product(elements))


def commitments(group: Group, key: str, pair: dict[str, str], message: int, proof: Proof) -> str:
    """Return `A,B` of one branch, by the formulas of spec 4.12."""
    c, r, g = proof.challenge, proof.response, group.text(group.generator)
    minus = str(-message * int(c) % group.order)
    first = raised(group, (g, r), (pair["alpha"], c))
    return first + "," + raised(group, (key, r), (pair["beta"], c), (g, minus))


def total_of(group: Group, pairs: list[dict[str, str]]) -> dict[str, str]:
    return {
        side: raised(group, *((pair[side], "1") for pair in pairs)) for side in ("alpha", "beta")
    }


def proofs_at(data: bytes, path: list[str | int]) -> list[Proof]:
    return [Proof(**proof) for proof in at(data, path)]


def challenges(group: Group, proofs: list[Proof]) -> int:
    return sum(int(proof.challenge) for proof in proofs) % group.order


@pytest.mark.parametrize("name", [name for name in NAMES if name != "blank"])
def test_the_interval_proofs_of_a_record_hash_what_the_specification_says(name: str) -> None:
    election, ballot = election_of(name), record(name).ballots[0]
    group, key = election.group, election.message.public_key
    pairs = at(ballot, ["answers", 0, "choices"])
    short = f"{election.fingerprint}|{at(ballot, ['credential'])}"
    long = short + "|" + ",".join(f"{pair['alpha']},{pair['beta']}" for pair in pairs)
    asked = election.questions[0]
    claims = [
        (pair, proofs_at(ballot, ["answers", 0, "individual_proofs", index]), 0, short)
        for index, pair in enumerate(pairs)
    ]
    overall = proofs_at(ballot, ["answers", 0, "overall_proof"])
    for pair, proofs, low, context in [
        *claims,
        (total_of(group, pairs), overall, asked.min, long),
    ]:
        texts = ",".join(
            commitments(group, key, pair, message, proof)
            for message, proof in enumerate(proofs, start=low)
        )
        text = f"prove|{context}|{pair['alpha']},{pair['beta']}|{texts}"
        assert hashed(group, text) == challenges(group, proofs)


@pytest.mark.parametrize("index", range(3))
def test_the_blank_proofs_of_a_record_hash_what_the_specification_says(index: int) -> None:
    election = election_of("blank")
    group, key = election.group, election.message.public_key
    for ballot in record("blank").ballots:
        pairs = at(ballot, ["answers", index, "choices"])
        total = total_of(group, pairs[1:])
        context = f"{election.fingerprint}|{at(ballot, ['credential'])}|" + ",".join(
            f"{pair['alpha']},{pair['beta']}" for pair in pairs
        )
        asked = election.questions[index]
        interval = [(total, message) for message in range(asked.min, asked.max + 1)]
        for tag, field, cases in (
            ("bproof0", "blank_proof", [(pairs[0], 0), (total, 0)]),
            ("bproof1", "overall_proof", [(pairs[0], 1), *interval]),
        ):
            proofs = proofs_at(ballot, ["answers", index, field])
            texts = ",".join(
                commitments(group, key, pair, message, proof)
                for (pair, message), proof in zip(cases, proofs, strict=True)
            )
            assert hashed(group, f"{tag}|{context}|{texts}") == challenges(group, proofs)


@pytest.mark.parametrize("name", NAMES)
def test_the_signatures_and_keys_of_a_record_hash_what_the_specification_says(name: str) -> None:
    group = election_of(name).group
    g = group.text(group.generator)
    signed = [
        (at(ballot, ["signature", "proof"]), at(ballot, ["credential"]), "sig", digest)
        for ballot in record(name).ballots
        for digest in [at(ballot, ["signature", "hash"])]
    ]
    known = [
        (key["pok"], public, "pok", f"{group.name}|{public}")
        for kind, key in at(record(name).trustees, [])
        if kind == "Single"
        for public in [key["public_key"]]
    ]
    for proof, public, tag, statement in signed + known:
        c, r = proof["challenge"], proof["response"]
        text = f"{tag}|{statement}|{raised(group, (g, r), (public, c))}"
        assert hashed(group, text) == int(c)


@pytest.mark.parametrize("name", TALLIED)
def test_the_decryption_proofs_of_a_record_hash_what_the_specification_says(name: str) -> None:
    election, group = election_of(name), election_of(name).group
    g = group.text(group.generator)
    items = at(record(name).trustees, [])
    public = items[0][1]["public_key"]
    decryption = record(name).partial_decryptions[1]
    for i, row in enumerate(at(record(name).encrypted_tally, [])):
        for j, pair in enumerate(row):
            factor = at(decryption, ["decryption_factors", i, j])
            proof = Proof(**at(decryption, ["decryption_proofs", i, j]))
            c, r = proof.challenge, proof.response
            first = raised(group, (g, r), (public, c))
            second = raised(group, (pair["alpha"], r), (factor, c))
            text = f"decrypt|{election.fingerprint}|{public}|{first},{second}"
            assert hashed(group, text) == int(c)


@both_groups
def test_a_challenge_is_the_hash_of_tag_and_parts_with_bars_between(group: Group) -> None:
    wanted = hashed(group, "tag|a|b,c")
    assert challenge(group, "tag", "a", "b,c") == wanted
    assert challenge_after(group, "tag|a|", "b,c") == wanted
    assert comma_joined([("A0", "B0"), ("A1", "B1")]) == "A0,B0,A1,B1"


def test_hashes_are_written_as_the_specification_says() -> None:
    assert sha256_hex(b"") == hashlib.sha256().hexdigest()
    assert sha256_b64(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    assert ED25519.scalar_from_hash(hashlib.sha256(b"").digest()) == hashed(ED25519, "")
