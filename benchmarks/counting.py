"""After the vote: adding the ballots up, decrypting, and turning powers back into counts.

Adding up costs the same for every ballot, so it is measured with some ballots and told for one;
what comes after depends on the number of ballots only by the size of the counts, so it is measured
with a tally of exactly such counts.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ballots.ballot import parse_ballot
from ballots.canonical import encode
from ballots.election import Election
from ballots.encryption import Ciphertext
from ballots.group import Group
from ballots.tally import (
    EncryptedTally,
    Factors,
    TallySum,
    combine,
    make_partial_decryption,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.trustees import make_single, make_trustees
from benchmarks.arithmetic import group_of, make_some, seconds
from benchmarks.records import make_test_election
from benchmarks.report import Report

SHAPES: Final = ((500, 47), (100_000, 20))
SAMPLE: Final = 64
COLUMNS: Final = (
    "ballots", "people", "added up, ms a ballot", "added up, s (one core, by the sample)",
    "decrypted and proved ms", "proofs verified ms", "counts found ms",
)  # fmt: skip


def counting_table(report: Report, shapes: Sequence[tuple[int, int]] = SHAPES) -> None:
    """Measure each step for each shape, in processor time."""
    table = report.table("counting", "After the vote, processor time", COLUMNS)
    group = group_of("native") or group_of("pynacl")
    if group is None:
        raise RuntimeError
    for ballots, people in shapes:
        table.add(ballots, people, *counted(group, ballots, people))


def counted(group: Group, ballots: int, people: int) -> tuple[float, ...]:
    """Return what the columns after the shape say."""
    secret, key = make_single(group)
    trustees = make_trustees([key], group)
    election = replace(make_test_election(group, people, trustees.public_key), group=group)
    each = added_up(election)
    tally = tally_of(election, ballots)
    made: list[bytes] = []
    factors: dict[int, Factors] = {}

    def decrypt() -> None:
        made.append(make_partial_decryption(tally, secret, election))

    def verify() -> None:
        public = trustees.key_of(1)
        factors[1] = verify_partial_decryption(made[0], tally, public, election)

    def find() -> None:
        combine(trustees, factors, tally, group=group, total_weight=ballots)

    after = [seconds(step) * 1000 for step in (decrypt, verify, find)]
    return (each * 1000, each * ballots, *after)


def added_up(election: Election) -> float:
    """Return the processor seconds to read a ballot and add it to the sum."""
    texts = [ballot.bytes for ballot in make_some(election, SAMPLE)[0]]
    total = TallySum(election)

    def add() -> None:
        for text in texts:
            total.add(parse_ballot(text, election))

    return seconds(add) / SAMPLE


def tally_of(election: Election, ballots: int) -> EncryptedTally:
    """Encrypt counts that so many ballots can give, the largest among them."""
    group, key = election.group, election.public_key
    rows = []
    for question in range(len(election.questions)):
        first = ballots - question * ballots // len(election.questions)
        row = []
        for count in (first, (ballots - first) // 2, (ballots - first) // 3):
            secret = group.random_scalar()
            mask = group.power(key, secret)
            beta = group.multiply(mask, group.power_g(group.reduce(count))) if count else mask
            row.append(Ciphertext(group.text(group.power_g(secret)), group.text(beta)))
        rows.append(row)
    return parse_encrypted_tally(encode(rows), election)
