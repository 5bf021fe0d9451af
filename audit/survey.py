"""All ballots of a record, gone through once: faults, repeats, and the sum of those that count.

No more than a piece of the ballots is in memory at a time. Worker processes read the record's
file by themselves, so that only places go to them and only short reports come back. They are
started afresh (`spawn`), at most a few tasks each wait in the queue, and they stop when asked.
"""

import secrets
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple, Protocol

import msgspec

from audit.archive import Member, read_content
from audit.pool import run_tasks
from audit.record import Record
from audit.repeats import Repeat, find_repeats, print_of, twice
from ballots.ballot import Ballot, max_ballot_size, parse_ballot, verify_ballots
from ballots.canonical import decoder_of
from ballots.election import Election
from ballots.encryption import read_statements
from ballots.errors import BallotRefused, BallotsError, Refusal
from ballots.tally import TallySum

_CHUNK: Final = 16  # ballots that are verified together
_LEAST_PER_JOB: Final = 4  # ballots for which a process is worth starting
_SUMMABLE: Final = frozenset(
    {None, Refusal.WRONG_ELECTION, Refusal.BAD_SIGNATURE, Refusal.INVALID_PROOF}
)


_Verified = tuple[Ballot | None, BallotsError | None]


class Progress(Protocol):
    """Called with how many ballots are done, and of how many."""

    def __call__(self, done: int, total: int) -> None:
        """Take note of the progress."""


class BallotFault(NamedTuple):
    """What `ballots` refused of the ballot of one event."""

    entry: int
    digest: str
    error: BallotsError


@dataclass
class Survey:
    """What going through all ballots gave.

    counted: entries of the last ballot of each listed credential. uncountable: those of them
    whose ciphertexts cannot be read. sum: the product of all the other ones. unreadable: entries
    of ballots that do not even say whose they are.
    """

    sum: TallySum
    faults: list[BallotFault] = field(default_factory=list)
    unlisted: list[tuple[int, str]] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    counted: dict[int, int] = field(default_factory=dict)
    uncountable: list[int] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    revotes: int = 0

    @property
    def total_weight(self) -> int:
        """Return the weight of all ballots that count."""
        return sum(self.counted.values())


class _Task(NamedTuple):
    """A ballot to verify; weight 0: it does not count in the tally."""

    entry: int
    member: Member
    weight: int


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a worker must know; `salt` makes the prints of ciphertexts unpredictable."""

    path: Path
    election: Election
    salt: bytes


class _Report(NamedTuple):
    """What a worker found in its tasks: faults, prints of ciphertexts, the partial sum."""

    faults: list[BallotFault]
    prints: bytes
    sum: TallySum
    uncountable: list[int]


class _Peeked(msgspec.Struct):
    """The parts of a ballot that can be looked at before it is verified."""

    credential: str


def survey_ballots(
    record: Record,
    election: Election,
    weights: Mapping[str, int] | None,
    *,
    jobs: int,
    progress: Progress,
) -> Survey:
    """Verify every ballot and add up those that count: the last of each listed credential.

    weights: of the listed credentials, None if the list could not be read (nothing counts then).
    Raises RecordUnreadable if the file changed meanwhile.
    """
    survey, limit = Survey(TallySum(election)), max_ballot_size(election)
    _find_counted(record, weights, survey, limit=limit)
    setting = _Setting(record.path, election, secrets.token_bytes(16))
    tasks = [
        _Task(entry.index, member, survey.counted.get(entry.index, 0))
        for entry, member in record.ballots
    ]
    jobs = min(jobs, max(1, len(tasks) // _LEAST_PER_JOB))
    prints, done = array("Q"), 0
    chunks = list(_chunks(tasks, jobs))
    with closing(run_tasks(_survey_chunk, setting, chunks, jobs)) as reports:
        for chunk, report in zip(chunks, reports, strict=True):
            survey.faults += report.faults
            survey.uncountable += report.uncountable
            survey.sum.merge(report.sum)
            prints.frombytes(report.prints)
            done += len(chunk)
            progress(done, len(tasks))
    survey.repeats += find_repeats(record, limit, setting.salt, twice(prints))
    return survey


def _chunks(tasks: Sequence[_Task], jobs: int) -> Iterator[Sequence[_Task]]:
    """Cut the tasks small enough to keep every job busy, large enough to be worth sending."""
    size = _CHUNK if jobs == 1 else max(1, min(_CHUNK, len(tasks) // (4 * jobs)))
    for start in range(0, len(tasks), size):
        yield tasks[start : start + size]


def _find_counted(
    record: Record, weights: Mapping[str, int] | None, survey: Survey, *, limit: int
) -> None:
    """Find the last ballot of each listed credential and the ballots of unlisted ones."""
    last: dict[str, int] = {}
    seen = 0
    for entry, member in record.ballots:
        credential = peek_credential(record, member) if member.size <= limit else None
        if credential is None:
            survey.unreadable.append(entry.index)
            continue
        if weights is None:
            continue
        if credential not in weights:
            survey.unlisted.append((entry.index, member.digest))
            continue
        seen += 1
        last[credential] = entry.index
    survey.revotes = seen - len(last)
    if weights is not None:
        survey.counted = {entry: weights[credential] for credential, entry in last.items()}


def peek_credential(record: Record, member: Member) -> str | None:
    """Read the credential that a ballot claims, None if it has no such field."""
    try:
        return decoder_of(_Peeked).decode(record.content(member)).credential
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _survey_chunk(setting: _Setting, tasks: Sequence[_Task]) -> _Report:
    """Verify some ballots (in a worker process)."""
    report = _Report([], b"", TallySum(setting.election), [])
    prints = bytearray()
    verified = _verify(setting, [task.member for task in tasks])
    for task, (ballot, error) in zip(tasks, verified, strict=True):
        if error is not None:
            report.faults.append(BallotFault(task.entry, task.member.digest, error))
        if ballot is not None:
            prints += b"".join(
                {print_of(c, setting.salt) for a in ballot.answers for c in a.choices}
            )
        if task.weight and not _add(report.sum, ballot, error, task.weight, setting.election):
            report.uncountable.append(task.entry)
    return report._replace(prints=bytes(prints))


def _verify(setting: _Setting, members: Sequence[Member]) -> list[_Verified]:
    """Return ballots as far as they could be read, and what was refused of each."""
    read = [_read(setting, member) for member in members]
    ballots = [ballot for ballot, _ in read if ballot is not None]
    errors = iter(verify_ballots(ballots, setting.election))
    return [(ballot, error if ballot is None else next(errors)) for ballot, error in read]


def _read(setting: _Setting, member: Member) -> _Verified:
    """Read a ballot, or say why it cannot be read."""
    if member.size > max_ballot_size(setting.election):
        return None, BallotRefused(Refusal.TOO_LARGE)
    try:
        return parse_ballot(read_content(setting.path, member), setting.election), None
    except BallotsError as error:
        return None, error


def _add(
    total: TallySum,
    ballot: Ballot | None,
    error: BallotsError | None,
    weight: int,
    election: Election,
) -> bool:
    """Add a ballot to the sum if its ciphertexts can be read; tell whether they could."""
    if ballot is None or (error.refusal if error else None) not in _SUMMABLE:
        return False
    if len(ballot.answers) != len(election.questions):
        return False
    if error is not None and not _in_group(ballot, election):
        return False
    total.add(ballot, weight)
    return True


def _in_group(ballot: Ballot, election: Election) -> bool:
    """Tell whether the ciphertexts of a ballot that was not wholly verified can be added up."""
    group = election.group
    try:
        for answer, question in zip(ballot.answers, election.questions, strict=True):
            for statement in read_statements(answer, question, group):
                if not all(map(group.is_member, statement)):
                    return False
    except BallotsError:
        return False
    return True
