"""All ballots of a record, gone through once: faults, repeats, and the sum of those that count.

Ballots go to worker processes while the record is still being read, as soon as its setup is known,
sixteen at a time and the last ones fewer, so that no process waits long for another. What only the
whole record tells, which ballot of a card is its last, is put right at the end. No more than a
piece of the ballots is in the memory of a process at a time.
"""

import secrets
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from audit.archive import Member
from audit.piece import BallotFault, PieceReport, Setting, Task, sum_piece, survey_piece
from audit.pool import Answer, Job, Workers
from audit.progress import Progress
from audit.reading import Structures, read_setup
from audit.record import Entry, EventType, Record
from audit.repeats import Repeat, find_repeats, twice
from ballots.ballot import max_ballot_size
from ballots.canonical import decoder_of
from ballots.election import Election
from ballots.tally import TallySum

_TOGETHER: Final = 16  # ballots that are verified together


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


class _Peeked(msgspec.Struct):
    """The parts of a ballot that can be looked at before it is verified."""

    credential: str


class Surveyor:
    """Who hands out the ballots of a record while it is read, and gathers what they give."""

    def __init__(self, workers: Workers, progress: Progress) -> None:
        """Begin, with nothing known of the record yet."""
        self._workers, self._progress = workers, progress
        self._setup_seen = False
        self._under_way: _UnderWay | None = None

    def see(self, record: Record, entry: Entry) -> None:
        """Take the next event of a record of which no more is known than what stands before it."""
        if entry.type is EventType.SETUP and not self._setup_seen:
            self._setup_seen = True
            setup = read_setup(record)
            if setup.election.value is not None and setup.credentials.value is not None:
                self._begin(record, setup.election.value, setup.credentials.value)
        elif entry.type is EventType.BALLOT and self._under_way is not None:
            member = record.data(entry.event.payload if entry.event else None)
            if member is not None:
                self._under_way.take(entry, member)

    def hand_out(self, record: Record, structures: Structures) -> None:
        """Hand out what is left of a record that is now known as a whole."""
        election = structures.election.value
        if election is None:
            return
        under_way = self._under_way or self._begin(record, election, structures.credentials.value)
        for entry, member in record.ballots:
            under_way.take(entry, member)
        under_way.hand_out_rest()

    def gather(self) -> Survey | None:
        """Wait for everything; None if the election could not be read.

        Raises RecordUnreadable if the file changed meanwhile.
        """
        return self._under_way.finish() if self._under_way is not None else None

    def close(self) -> None:
        """Do without what nobody has begun with."""
        if self._under_way is not None:
            self._under_way.close()

    def _begin(
        self, record: Record, election: Election, weights: Mapping[str, int] | None
    ) -> "_UnderWay":
        """Begin to hand out. What is known now of the setup will not change with more events."""
        self._under_way = _UnderWay(record, election, weights, self._workers, self._progress)
        return self._under_way


class _UnderWay:
    """The ballots of one election, handed out and gathered.

    weights: of the listed credentials, None if the list could not be read (nothing counts then).
    """

    def __init__(
        self,
        record: Record,
        election: Election,
        weights: Mapping[str, int] | None,
        workers: Workers,
        progress: Progress,
    ) -> None:
        self._record, self._weights = record, weights
        self._progress, self._jobs = progress, workers.jobs
        self._limit = max_ballot_size(election)
        self._survey = Survey(TallySum(election))
        self._setting = Setting(record.path, election, secrets.token_bytes(16))
        self._verifying: Job[Sequence[Task], PieceReport] = workers.job(survey_piece, self._setting)
        self._adding: Job[Sequence[Task], TallySum] = workers.job(sum_piece, self._setting)
        self._taken: set[int] = set()
        self._last: dict[str, Task] = {}
        self._replaced: list[Task] = []
        self._waiting: list[Task] = []
        self._answers: deque[tuple[int, Answer[PieceReport]]] = deque()
        self._prints = array("Q")
        self._done = 0

    def take(self, entry: Entry, member: Member) -> None:
        """Take a ballot, once; hand out what is enough for a piece.

        So many are kept back that the last pieces can be small.
        """
        if entry.index in self._taken:
            return
        self._taken.add(entry.index)
        self._waiting.append(self._task(entry.index, member))
        kept = _TOGETHER * self._jobs if self._jobs > 1 else 0
        if len(self._waiting) >= kept + _TOGETHER:
            self._hand_out(_TOGETHER)
            while self._answers and self._answers[0][1].done():
                self._gather()

    def _task(self, index: int, member: Member) -> Task:
        """Say with what weight a ballot counts, as far as is known, and whose it is."""
        survey, weights = self._survey, self._weights
        credential = peek_credential(self._record, member) if member.size <= self._limit else None
        if credential is None:
            survey.unreadable.append(index)
        elif weights is not None and credential not in weights:
            survey.unlisted.append((index, member.digest))
        elif weights is not None:
            task = Task(index, member, weights[credential])
            before = self._last.get(credential)
            if before is not None:
                self._replaced.append(min(before, task, key=_entry_of))
            self._last[credential] = task if before is None else max(before, task, key=_entry_of)
            return task
        return Task(index, member, 0)

    def _hand_out(self, count: int) -> None:
        piece, self._waiting = self._waiting[:count], self._waiting[count:]
        self._answers.append((len(piece), self._verifying.ask(piece)))

    def _gather(self) -> None:
        """Wait for the oldest piece and add what it gave."""
        count, answer = self._answers.popleft()
        report, survey = answer.result(), self._survey
        survey.faults += report.faults
        survey.uncountable += report.uncountable
        survey.sum.merge(report.sum)
        self._prints.frombytes(report.prints)
        self._done += count
        self._progress(self._done, len(self._taken))

    def hand_out_rest(self) -> None:
        """Hand out what was kept back, in pieces that are small where there are processes."""
        size = _TOGETHER
        if self._jobs > 1:
            size = max(1, min(_TOGETHER, len(self._waiting) // (4 * self._jobs)))
        while self._waiting:
            self._hand_out(size)

    def finish(self) -> Survey:
        """Wait for all, and put right what only the whole record tells."""
        while self._answers:
            self._gather()
        survey = self._survey
        survey.counted = {task.entry: task.weight for task in self._last.values()}
        survey.revotes = len(self._replaced)
        self._take_away_replaced()
        survey.uncountable = sorted(set(survey.uncountable) & set(survey.counted))
        survey.faults.sort(key=_entry_of)
        survey.unlisted.sort()
        survey.unreadable.sort()
        suspects = twice(self._prints)
        survey.repeats += find_repeats(self._record, self._limit, self._setting.salt, suspects)
        return survey

    def _take_away_replaced(self) -> None:
        """Divide the sum by those ballots of it that later ones replaced."""
        uncountable = set(self._survey.uncountable)
        added = [task for task in self._replaced if task.entry not in uncountable]
        for answer in [self._adding.ask(piece) for piece in _pieces(added)]:
            self._survey.sum.take_away(answer.result())

    def close(self) -> None:
        """Cancel what waits."""
        for _, answer in self._answers:
            answer.cancel()


def _entry_of(one: Task | BallotFault) -> int:
    return one.entry


def _pieces(tasks: Sequence[Task]) -> Iterator[Sequence[Task]]:
    for start in range(0, len(tasks), _TOGETHER):
        yield tasks[start : start + _TOGETHER]


def peek_credential(record: Record, member: Member) -> str | None:
    """Read the credential that a ballot claims, None if it has no such field."""
    try:
        return decoder_of(_Peeked).decode(record.content(member)).credential
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
