"""Forgeries that checks 11 to 23 find: ballots, tally, decryptions, result, an earlier copy."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ballots.ballot import make_ballot
from ballots.credentials import make_credential
from ballots.ed25519 import Ed25519
from ballots.group import Scalar, group_named
from ballots.tally import make_partial_decryption, make_result, parse_encrypted_tally
from tests.audit import points
from tests.audit.check_records import events, opened, plus_one
from tests.audit.check_vectors import Base, Case, Forged, seeded
from tests.audit.forge import (
    Draft,
    Event,
    Json,
    Path,
    changed,
    credential_of,
    dump,
    load,
    private_credentials,
    resigned,
    with_ballot,
)
from tests.audit.workshop import complete, workshop

ORDER: Final = group_named("Ed25519").order
FIRST: Final[Path] = ["answers", 0, "choices", 0]
PROOF: Final[Path] = ["answers", 1, "individual_proofs", 1, 0]


def ballot(path: Path, value: Json) -> Case:
    """Change the first ballot and sign it again; nothing is tallied."""

    def case(base: Base) -> Draft:
        draft = opened(base.sound, 2)
        credential = credential_of(draft, 0, base.shop.credentials)
        again = resigned(changed(draft.ballots[0], path, value), draft.election, credential)
        return with_ballot(draft, 0, again)

    return case


def raw_ballot(change: Callable[[bytes], bytes]) -> Case:
    """Change the bytes of the first ballot; its signature stays as it is."""

    def case(base: Base) -> Draft:
        draft = opened(base.sound, 2)
        return with_ballot(draft, 0, change(draft.ballots[0]))

    return case


def signed_by_another(base: Base) -> Draft:
    """Sign a ballot with the credential of the other voter."""
    draft = opened(base.sound, 1)
    other = next(
        one
        for one in base.shop.credentials
        if one != credential_of(draft, 0, base.shop.credentials)
    )
    return with_ballot(draft, 0, resigned(draft.ballots[0], draft.election, other))


def unlisted(base: Base) -> Draft:
    """Put a ballot of a credential that is not listed before the others; nobody counts it."""
    stranger = make_ballot(base.shop.election, make_credential(), [[1, 0], [0, 0]])
    return replace(base.sound, ballots=(stranger, *base.sound.ballots))


def blank_proof(_: Base) -> Draft:
    """Change the proof that a vote is blank, and sign the ballot again."""
    draft = opened(load("blank"), 1)
    credential = credential_of(draft, 0, private_credentials("blank"))
    wrong = changed(draft.ballots[0], ["answers", 2, "blank_proof", 0, "response"], plus_one)
    return with_ballot(draft, 0, resigned(wrong, draft.election, credential))


class Predictable(Ed25519):
    """A group whose randomness repeats: two devices with the same bad generator."""

    def __init__(self) -> None:
        self._next = 0

    def random_scalar(self) -> Scalar:
        """Count."""
        self._next += 1
        with seeded(f"predictable {self._next}"):
            return super().random_scalar()


def repeated_ciphertext(base: Base) -> Draft:
    """Let two voters encrypt with the same randomness."""
    ballots = tuple(
        make_ballot(replace(base.shop.election, group=Predictable()), card, [[1, 0], [0, mark]])
        for mark, card in enumerate(base.shop.credentials)
    )
    return replace(opened(base.sound), ballots=ballots)


def left_out(base: Base) -> Draft:
    """Tally one ballot of two, decrypt that, and publish what comes out."""
    tallied = base.shop.tallied(base.sound, [(base.sound.ballots[0], 1)])
    return replace(tallied, num_tallied=2, total_weight=2, result=make_result([[1, 0], [0, 1]]))


def tally(path: Path, value: Json) -> Case:
    """Change the encrypted tally."""
    return lambda base: replace(
        base.sound,
        tally=changed(base.sound.tally or b"", path, value),
        decryptions=(),
        result=None,
    )


def decryptions(*given: tuple[int, bytes]) -> Case:
    """Put other partial decryptions before the right one."""
    return lambda base: replace(base.sound, decryptions=(*given, *base.sound.decryptions))


def decrypted_twice(base: Base) -> Draft:
    """Let the trustee decrypt twice."""
    sum_ = parse_encrypted_tally(base.sound.tally or b"", base.shop.election)
    again = make_partial_decryption(sum_, base.shop.secrets[0], base.shop.election)
    return replace(base.sound, decryptions=(*base.sound.decryptions, (1, again)))


def decryption(path: Path, value: Json) -> Case:
    """Change the partial decryption."""
    return lambda base: replace(
        base.sound, decryptions=((1, changed(base.sound.decryptions[0][1], path, value)),)
    )


def one_of_two(_: Base) -> Draft:
    """Leave out the decryption of one of two trustees, and publish the result."""
    draft = complete(workshop(voters=2, trustees=2))
    return replace(draft, decryptions=draft.decryptions[:1])


def result(counts: list[list[int]]) -> Case:
    """Publish another result; the right one is [[1, 1], [0, 2]]."""
    return lambda base: replace(base.sound, result=make_result(counts))


def other_election(base: Base) -> Forged:
    """Compare with the copy of another election."""
    return Forged(opened(base.sound), earlier=workshop(voters=2).draft())


def sized(**values: int) -> Case:
    """Say another size of the tally."""
    return lambda base: replace(base.sound, **values)  # type: ignore[arg-type]


BALLOTS: Final[dict[str, Case]] = {
    "11-too-large": ballot(["answers"], lambda rows: rows * 3),
    "11-not-json": raw_ballot(lambda data: data[:-1]),
    "11-space-after-a-comma": raw_ballot(lambda data: data.replace(b'","', b'", "', 1)),
    "11-scalar-plus-q": ballot([*PROOF, "response"], lambda text: str(int(text) + ORDER)),
    "11-a-choice-too-few": ballot(["answers", 0, "choices"], lambda row: row[:1]),
    "11-point-with-torsion": ballot([*FIRST, "alpha"], points.mixed),
    "11-point-is-the-identity": ballot([*FIRST, "beta"], points.IDENTITY),
    "11-point-off-the-curve": ballot([*FIRST, "beta"], points.OFF_CURVE),
    "12-other-uuid": ballot(["election_uuid"], "1" * 14),
    "12-other-fingerprint": ballot(["election_hash"], "A" * 43),
    "13-unlisted": unlisted,
    "14-response-changed": raw_ballot(
        lambda data: changed(data, ["signature", "proof", "response"], plus_one)
    ),
    "14-hash-of-another": raw_ballot(lambda data: changed(data, ["signature", "hash"], "A" * 43)),
    "14-signed-by-another": signed_by_another,
    "15-individual-proof": ballot([*PROOF, "response"], plus_one),
    "15-overall-proof": ballot(["answers", 1, "overall_proof", 0, "response"], plus_one),
    "15-blank-proof": blank_proof,
    "16-ballot-twice": events(lambda e: [*e[:3], Event("Ballot", e[2].payload), *e[3:]]),
    "16-ciphertext-of-another": repeated_ciphertext,
}
TALLY: Final[dict[str, Case]] = {
    "17-one-more-tallied": sized(num_tallied=3),
    "17-more-weight": sized(total_weight=3),
    "18-ballot-left-out": left_out,
    "18-point-with-torsion": tally([0, 0, "alpha"], points.mixed),
    "18-a-question-without-answers": tally([0], []),
    "19-owner-0": decryptions((0, b"{}")),
    "19-owner-twice": decrypted_twice,
    "20-proof-changed": decryption(["decryption_proofs", 1, 0, "response"], plus_one),
    "20-factor-with-torsion": decryption(["decryption_factors", 1, 0], points.mixed),
    "20-a-factor-too-few": decryption(["decryption_factors", 1], lambda row: row[:1]),
    "21-one-of-two-decrypted": one_of_two,
    "22-a-count-moved": result([[2, 0], [0, 2]]),
    "22-count-above-the-weight": result([[1, 1], [0, 3]]),
    "22-count-negative": result([[1, 1], [-1, 2]]),
    "22-a-person-too-few": result([[1, 1]]),
    "22-count-is-text": lambda base: replace(
        base.sound, result=dump({"result": [[1, 1], ["0", 2]]})
    ),
    "23-ballot-removed": lambda base: Forged(opened(base.sound, 1), earlier=opened(base.sound, 2)),
    "23-time-changed": lambda base: Forged(
        opened(base.sound), earlier=replace(opened(base.sound), timestamp=1)
    ),
    "23-other-election": other_election,
}
