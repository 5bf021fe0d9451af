"""After the vote: adding the ballots up, decrypting, turning powers into counts, the documents.

Adding up is measured on real tables of a database: the ballots of a log are made of a few whose
ciphertexts repeat under other credentials (nothing here looks at a proof or a signature again), as
many as the table says. What takes longer for more ballots in proportion is told for all of them.
What comes after depends on the number of ballots only by the size of the counts, so it is measured
with a tally of exactly such counts. The documents are those of a conference of that shape.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

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
from benchmarks.arithmetic import group_of, seconds
from benchmarks.filled import filled
from benchmarks.records import make_test_election
from benchmarks.report import Report
from tests.voting.documents.made import made
from voting.documents.account import Account
from voting.documents.papers import documents, every_paper
from voting.plan.people import Person
from voting.services.running_sums import STEP, Followed, completed_sum, grow
from voting.services.summing import NOTHING, sum_of_log

SHAPES: Final = ((500, 47), (100_000, 20))
SAMPLE: Final = 2_000  # ballots in the database, at most; `--only sums` takes all
SUMS: Final = (
    "ballots", "people", "in the log", "as they come in, processor ms a ballot",
    "completed at the close, clock s", "again from the log, processor s", "clock s",
    "one thread, clock s", "for all ballots, processor s", "clock s, all cores",
    "clock s, one thread",
)  # fmt: skip
COLUMNS: Final = (
    "ballots", "people", "decrypted and proved ms", "proofs verified ms", "counts found ms",
)  # fmt: skip
PAPERS: Final = ("people", "papers", "minutes, clock ms", "all, clock ms", "all, processor ms")


def sums_table(report: Report, shapes: Sequence[tuple[int, int]], sample: int) -> None:
    """Measure the sums of each shape, with so many ballots at most."""
    table = report.table("sums", "Adding the ballots of a log up", SUMS)
    for ballots, people in shapes:
        table.add(ballots, people, *added_up(fastest(), ballots, people, sample))


def fastest() -> Group:
    """Return the group by the native core, or by PyNaCl where there is none."""
    group = group_of("native") or group_of("pynacl")
    if group is None:
        raise RuntimeError
    return group


def counting_table(
    report: Report, shapes: Sequence[tuple[int, int]] = SHAPES, sample: int = SAMPLE
) -> None:
    """Measure each step for each shape."""
    group = fastest()
    sums_table(report, shapes, sample)
    table = report.table("counting", "After that, processor time", COLUMNS)
    for ballots, people in shapes:
        table.add(ballots, people, *counted(group, ballots, people))
    table = report.table("papers", "Documents, made a second time in one process", PAPERS)
    for ballots, people in shapes:
        table.add(people, *papers(ballots, people))


def added_up(group: Group, ballots: int, people: int, sample: int) -> tuple[float, ...]:
    """Return what the columns of SUMS after the shape say."""
    election = replace(make_test_election(group, people), group=group)
    number = min(ballots, sample)
    with filled(election, number) as (instance, conference_id):
        followed = Followed(conference_id, election, STEP, NOTHING, TallySum(election))
        before = time.process_time()
        while grow(instance, followed):
            pass
        coming = time.process_time() - before
        rest, _ = timed(lambda: completed_sum(instance, conference_id, election))
        all_cores, processor = timed(lambda: sum_of_log(instance, conference_id, election))
        one, _ = timed(lambda: sum_of_log(instance, conference_id, election, threads=1))
    whole = ballots / number
    each = coming * 1000 / number
    told = (processor, all_cores, one)
    return (number, each, rest, *told, *(figure * whole for figure in told))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of some work by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def papers(ballots: int, people: int) -> tuple[float, ...]:
    """Return what the columns of PAPERS after the people say; the libraries are loaded before."""
    account = account_of(min(ballots, 500), people)
    number = sum(1 for _ in every_paper(account, "vi"))
    signed = [one for one in documents(account, "vi") if one.name.startswith("bien-ban")]
    minutes, _ = timed(lambda: [one.make() for one in signed])
    clock, processor = timed(lambda: [*every_paper(account, "vi")])
    return number, minutes * 1000, clock * 1000, processor * 1000


def account_of(ballots: int, people: int) -> Account:
    """Return the account of a conference in which every person got other counts."""
    listed = [
        Person(f"Nguyễn Thị Thanh Huyền {n}", f"Giám đốc Sở số {n}", f"Khối {n // 16 + 1}")
        for n in range(people)
    ]
    counts = [(ballots - 3 * n - 90, n + 60, n + 30) for n in range(people)]
    return made(listed, counts, cast=ballots, convened=ballots, present=ballots).account()


def counted(group: Group, ballots: int, people: int) -> tuple[float, ...]:
    """Return what the columns after the shape say."""
    secret, key = make_single(group)
    trustees = make_trustees([key], group)
    election = replace(make_test_election(group, people, trustees.public_key), group=group)
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

    return tuple(seconds(step) * 1000 for step in (decrypt, verify, find))


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
