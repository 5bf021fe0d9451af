"""What may be wrong for a moment and must not stay so: an alarm after so many seconds, once."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Waiting:
    """Something that does not hold since `since`; None while it holds."""

    patience: float
    since: float | None = None
    is_said: bool = False

    def holds(self) -> None:
        """Forget it: it holds."""
        self.since, self.is_said = None, False

    def fails(self, now: float) -> bool:
        """Note that it does not hold; say whether this is the moment to shout."""
        if self.since is None:
            self.since = now
        if self.is_said or now - self.since < self.patience:
            return False
        self.is_said = True
        return True

    @property
    def is_open(self) -> bool:
        """Whether it does not hold and nobody has shouted yet."""
        return self.since is not None and not self.is_said


@dataclass(slots=True)
class Uncovered:
    """Sizes that were seen and that no checkpoint with enough cosignatures covers yet."""

    patience: float
    covered: int = 0
    _seen: list[tuple[int, float]] = field(default_factory=list)
    is_said: bool = False

    def see(self, size: int, covered: int, now: float) -> bool:
        """Note the newest size and how far it is covered; say whether to shout now."""
        self.covered = max(self.covered, covered)
        if size > self.covered and (not self._seen or self._seen[-1][0] < size):
            self._seen.append((size, now))
        self._seen = [one for one in self._seen if one[0] > self.covered]
        if not self._seen:
            self.is_said = False
        if self.is_said or not self._seen or now - self._seen[0][1] < self.patience:
            return False
        self.is_said = True
        return True

    @property
    def is_open(self) -> bool:
        """Whether something is uncovered and nobody has shouted yet."""
        return bool(self._seen) and not self.is_said
