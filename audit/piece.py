"""A piece of the ballots of a record: read, verified together, added up; in a worker process.

Workers read the record's file by themselves, so that only places go to them and only short reports
come back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from audit.archive import Member, read_content
from audit.repeats import print_of
from ballots.ballot import Ballot, max_ballot_size, parse_ballot, verify_ballots
from ballots.election import Election
from ballots.encryption import read_statements
from ballots.errors import BallotRefused, BallotsError, Refusal
from ballots.tally import TallySum

_SUMMABLE: Final = frozenset(
    {None, Refusal.WRONG_ELECTION, Refusal.BAD_SIGNATURE, Refusal.INVALID_PROOF}
)

_Verified = tuple[Ballot | None, BallotsError | None]


class BallotFault(NamedTuple):
    """What `ballots` refused of the ballot of one event."""

    entry: int
    digest: str
    error: BallotsError


class Task(NamedTuple):
    """A ballot to verify; weight 0: it does not count in the tally."""

    entry: int
    member: Member
    weight: int


@dataclass(frozen=True, slots=True)
class Setting:
    """What a worker must know; `salt` makes the prints of ciphertexts unpredictable."""

    path: Path
    election: Election
    salt: bytes


class PieceReport(NamedTuple):
    """What was found in some tasks: faults, prints of ciphertexts, the partial sum."""

    faults: list[BallotFault]
    prints: bytes
    sum: TallySum
    uncountable: list[int]


def survey_piece(setting: Setting, tasks: Sequence[Task]) -> PieceReport:
    """Verify some ballots and add up those that count."""
    report = PieceReport([], b"", TallySum(setting.election), [])
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


def sum_piece(setting: Setting, tasks: Sequence[Task]) -> TallySum:
    """Add up some ballots that `survey_piece` has added before."""
    total = TallySum(setting.election)
    for task in tasks:
        content = read_content(setting.path, task.member)
        total.add(parse_ballot(content, setting.election), task.weight)
    return total


def _verify(setting: Setting, members: Sequence[Member]) -> list[_Verified]:
    """Return ballots as far as they could be read, and what was refused of each."""
    read = [_read(setting, member) for member in members]
    ballots = [ballot for ballot, _ in read if ballot is not None]
    errors = iter(verify_ballots(ballots, setting.election))
    return [(ballot, error if ballot is None else next(errors)) for ballot, error in read]


def _read(setting: Setting, member: Member) -> _Verified:
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
