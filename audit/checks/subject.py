"""What every check is given: the record, its structures, what the ballots gave."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from audit.findings import Blocked, Check
from audit.reading import Structures
from audit.record import Record
from audit.survey import Survey
from ballots.tally import Factors


def _no_survey() -> Survey | None:
    """Have no ballots verified."""
    return None


@dataclass
class Subject:
    """A record under verification.

    ask: waits for what the ballots give. factors: by owner, those partial decryptions that check 20
    accepted.
    """

    record: Record
    structures: Structures
    ask: Callable[[], Survey | None] = _no_survey
    factors: dict[int, Factors] = field(default_factory=dict)

    @cached_property
    def survey(self) -> Survey | None:
        """What the ballots gave; None if the election could not be read, so that none could be."""
        return self.ask()

    def surveyed(self) -> Survey:
        """Return what the ballots gave. Raises Blocked without a readable election."""
        if self.survey is None:
            raise Blocked(self.structures.election.blame or Check.ELECTION)
        return self.survey
