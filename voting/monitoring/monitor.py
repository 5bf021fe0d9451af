"""One look of a monitor at a live conference: is everything that was signed still so, and more?

In this order: what the server says of itself, the policy, the newest checkpoint (whose signature,
how far, does it continue what was seen), the new entries by their tiles (does the root vouch for
them, do they parse, does the chain of events go on), a piece of the past fetched again, and then
what only time shows: ballots that are said to be cast and are in no checkpoint, witnesses missing.
Checkpoints that others hold, on their receipts for example, are compared on the way.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from audit.checkpoint import SignedCheckpoint, parse_checkpoint, verify_checkpoint
from audit.errors import LogRefused
from audit.merkle import leaf_hash
from audit.policy import Policy
from audit.quorum import evaluate_policy
from audit.tiles import ENTRIES, WIDTH, Tile, parse_bundle, parse_tile, tile_width
from voting.monitoring.memory import ChainBroken, EntryUnreadable, Memory
from voting.monitoring.waiting import Uncovered, Waiting
from voting.witnessing.alarms import GRAVE, Alarm, AlarmKind, make_alarm, reading_alarm
from voting.witnessing.refusals import WatchRefusal, WatchRefused
from voting.witnessing.source import ConferenceAddress, LogSource
from voting.witnessing.web import Site

RETRIES: Final = 3  # a checkpoint smaller than one seen is asked for again: a cache may be behind
PAUSE: Final = 1.0


@dataclass(frozen=True, slots=True)
class Sight:
    """What one look saw. new: entries since the last one. witnesses: cosigned, of how many."""

    alarms: Sequence[Alarm]
    signed: SignedCheckpoint | None
    new: int
    witnesses: tuple[int, int]

    @property
    def is_grave(self) -> bool:
        """Whether the log did what it can never have done honestly."""
        return any(alarm.kind in GRAVE for alarm in self.alarms)


class Monitor:
    """Follows one conference; `look` as often as wanted."""

    def __init__(
        self,
        address: ConferenceAddress,
        memory: Memory,
        policy: Policy,
        *,
        served_policy: bytes | None,
        elsewhere: Sequence[SignedCheckpoint] = (),
        patience: float,
        clock: Callable[[], float],
        pause: Callable[[float], None],
    ) -> None:
        """Follow a conference.

        policy: whom to count. served_policy: what the server must go on saying, None if the
        policy came from elsewhere. elsewhere: checkpoints of this log that others hold, signed by
        its key, from receipts for example. patience: seconds for what may be late. clock: any
        seconds.
        """
        self._memory = memory
        self._policy = policy
        self._served_policy = served_policy
        self._clock = clock
        self._pause = pause
        self._patience = patience
        self._state_path = address.state
        self._server = Site(address.server)
        self._source = LogSource(address.log, str(memory.key))
        self._elsewhere = list(elsewhere)
        self._behind = Waiting(patience)
        self._still = Waiting(patience)
        self._away = Waiting(patience)
        self._uncovered = Uncovered(patience)
        self._next_tile = 0

    @property
    def is_waiting(self) -> bool:
        """Whether something is late, and not yet too late."""
        waiting = (self._still, self._away, self._behind, self._uncovered)
        return any(one.is_open for one in waiting)

    def close(self) -> None:
        """Close the connections."""
        self._server.close()
        self._source.site.close()

    def look(self) -> Sight:
        """Look once. What is wrong is in the answer, nothing is raised for it."""
        before = self._memory.size
        try:
            alarms = list(self._look())
            self._away.holds()
        except WatchRefused:
            alarms = list(self._unanswered())
        newest = self._memory.newest
        return Sight(alarms, newest, self._memory.size - before, self._count(newest))

    def _look(self) -> Iterator[Alarm]:
        cast = self._cast()
        if self._served_policy is not None:
            policy = self._source.site.text("policy").encode()
            if policy != self._served_policy:
                files = {"first.txt": self._served_policy, "now.txt": policy}
                yield make_alarm(AlarmKind.POLICY_CHANGED, files)
        try:
            signed = self._newest()
        except LogRefused as error:
            yield reading_alarm(error, self._evidence(None))
            return
        wrong = self._step_back(signed) or self._read(signed) or self._look_back(signed)
        if wrong is not None:
            yield wrong
            return
        yield from self._compare()
        yield from self._late(cast, signed)

    def _compare(self) -> Iterator[Alarm]:
        """Compare the log with what others hold: each is in it, once it has grown so far."""
        seen = self._memory.size
        reached = [one for one in self._elsewhere if one.checkpoint.size <= seen]
        for held in reached:
            self._elsewhere.remove(held)
            yield from self._step_back_of(held)
        if not self._elsewhere:
            self._behind.holds()
        elif self._behind.fails(self._clock()):
            held = max(self._elsewhere, key=lambda one: one.checkpoint.size)
            old, files = held.checkpoint.size, self._evidence(held)
            yield make_alarm(AlarmKind.ROLLED_BACK, files, old=old, new=seen)

    def _cast(self) -> int:
        """Return how many ballots the server says were cast, asked before the checkpoint."""
        try:
            return int(json.loads(self._server.text(self._state_path))["cast"])
        except (ValueError, KeyError, TypeError) as error:
            raise WatchRefused(WatchRefusal.BAD_ANSWER, self._state_path) from error

    def _newest(self) -> SignedCheckpoint:
        """Fetch the checkpoint, patiently if it is smaller than one that was seen."""
        signed = self._source.checkpoint()
        for _ in range(RETRIES):
            if signed.checkpoint.size >= self._memory.size:
                break
            self._pause(PAUSE)
            signed = self._source.checkpoint()
        return signed

    def _step_back(self, signed: SignedCheckpoint) -> Alarm | None:
        """Compare a checkpoint with the entries that were seen, as far as both go."""
        new, seen = signed.checkpoint, self._memory.size
        values = {"old": seen, "new": new.size}
        if new.size <= seen and self._memory.root_at(new.size) != new.root:
            return make_alarm(AlarmKind.FORKED, self._evidence(signed), **values)
        if new.size < seen:
            return make_alarm(AlarmKind.ROLLED_BACK, self._evidence(signed), **values)
        return None

    def _read(self, signed: SignedCheckpoint) -> Alarm | None:
        """Read the new entries; keep them and the checkpoint."""
        new, seen = signed.checkpoint, self._memory.size
        reader = self._source.reader(signed)
        try:
            if seen and reader.root_at(seen) != self._memory.root_at(seen):
                files = self._evidence(signed)
                return make_alarm(AlarmKind.FORKED, files, old=seen, new=new.size)
            entries = list(reader.entries(seen, new.size))
        except LogRefused as error:
            return reading_alarm(error, self._evidence(signed))
        wrong: Alarm | None = None
        try:
            self._memory.append(entries)
        except (EntryUnreadable, ChainBroken) as error:
            files = {**self._evidence(signed), "entry": entries[int(str(error)) - seen]}
            kind = AlarmKind.CHAIN_BROKEN
            if isinstance(error, EntryUnreadable):
                kind = AlarmKind.ENTRY_UNREADABLE
            wrong = make_alarm(kind, files, place=str(error))
        self._memory.keep(signed)
        return wrong

    def _look_back(self, signed: SignedCheckpoint) -> Alarm | None:
        """Fetch one tile and one bundle of the past again: they must be what they were."""
        size = signed.checkpoint.size
        count = -(-size // WIDTH)
        if not count:
            return None
        index = self._next_tile = (self._next_tile + 1) % count
        first, width = index * WIDTH, tile_width(0, index, size)
        wanted = [self._memory.leaf(first + place) for place in range(width)]
        for tile in (Tile(ENTRIES, index, width), Tile(0, index, width)):
            try:
                content = self._source.fetch(tile.path)
            except LookupError:
                return make_alarm(AlarmKind.ENTRY_MISSING, self._evidence(signed), place=tile.path)
            if not _is_same(tile, content, wanted):
                files = {**self._evidence(signed), "served": content}
                return make_alarm(AlarmKind.ENTRY_CHANGED, files, place=tile.path)
        return None

    def _late(self, cast: int, signed: SignedCheckpoint) -> Iterator[Alarm]:
        """Watch what may take a while, and no longer."""
        now, ballots = self._clock(), self._memory.reading.ballots
        if cast <= ballots:
            self._still.holds()
        elif self._still.fails(now):
            files = self._evidence(signed)
            yield make_alarm(AlarmKind.STANDS_STILL, files, cast=cast, logged=ballots)
        size = signed.checkpoint.size
        covered, wrong = self._covered(signed)
        yield from wrong
        if self._uncovered.see(size, covered, now):
            yield make_alarm(
                AlarmKind.POLICY_NOT_HELD,
                self._evidence(signed),
                seconds=round(self._patience),
                new=size,
                old=self._uncovered.covered,
            )

    def _covered(self, signed: SignedCheckpoint) -> tuple[int, list[Alarm]]:
        """Return the largest size that enough witnesses cosigned, as far as the server shows."""
        if self._reached(signed):
            return signed.checkpoint.size, []
        answer = self._source.site.get("checkpoint.cosigned")
        if answer.status != 200:
            return 0, []
        try:
            cosigned = parse_checkpoint(answer.body.decode(errors="replace"))
            verify_checkpoint(cosigned, self._memory.key)
            reached = evaluate_policy(self._policy, cosigned).is_reached
        except LogRefused as error:
            return 0, [reading_alarm(error, {"shown.txt": answer.body})]
        if cosigned.checkpoint.size <= self._memory.size:
            wrong = self._step_back_of(cosigned)
            return cosigned.checkpoint.size if reached else 0, wrong
        return 0, []  # it has grown meanwhile: the next look reads it

    def _step_back_of(self, signed: SignedCheckpoint) -> list[Alarm]:
        """Compare a checkpoint that is not above what was seen with it."""
        head = signed.checkpoint
        if self._memory.root_at(head.size) == head.root:
            return []
        files = self._evidence(signed)
        return [make_alarm(AlarmKind.FORKED, files, old=self._memory.size, new=head.size)]

    def _reached(self, signed: SignedCheckpoint) -> bool:
        try:
            return evaluate_policy(self._policy, signed).is_reached
        except LogRefused:
            return False

    def _count(self, signed: SignedCheckpoint | None) -> tuple[int, int]:
        """Count the witnesses of the policy that cosigned."""
        try:
            times = evaluate_policy(self._policy, signed).times if signed else {}
        except LogRefused:
            times = {}
        return len(times), len(self._policy.witnesses)

    def _unanswered(self) -> Iterator[Alarm]:
        if self._away.fails(self._clock()):
            yield make_alarm(AlarmKind.UNREACHABLE, seconds=round(self._patience))

    def _evidence(self, shown: SignedCheckpoint | None) -> dict[str, bytes]:
        """Return the last checkpoint that was seen and the one that is wrong."""
        files = {}
        if self._memory.newest is not None:
            files["seen.txt"] = str(self._memory.newest).encode()
        if shown is not None:
            files["shown.txt"] = str(shown).encode()
        return files


def _is_same(tile: Tile, content: bytes, leaves: Sequence[bytes]) -> bool:
    """Say whether a tile or bundle holds exactly these leaf hashes."""
    try:
        if tile.level == ENTRIES:
            return [leaf_hash(one) for one in parse_bundle(content, tile.width)] == list(leaves)
        return parse_tile(content, tile.width) == list(leaves)
    except LogRefused:
        return False
