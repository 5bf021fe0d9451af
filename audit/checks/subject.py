"""What every check is given: the record, its structures, what the ballots gave."""

from dataclasses import dataclass

from audit.findings import Blocked, Check
from audit.reading import Structures
from audit.record import Record
from audit.survey import Survey
from ballots.tally import Factors


@dataclass
class Subject:
    """A record under verification.

    survey: None if the election could not be read, so that no ballot could be verified.
    factors: by owner, those partial decryptions that check 20 accepted.
    """

    record: Record
    structures: Structures
    survey: Survey | None
    factors: dict[int, Factors]

    def surveyed(self) -> Survey:
        """Return what the ballots gave. Raises Blocked without a readable election."""
        if self.survey is None:
            raise Blocked(self.structures.election.blame or Check.ELECTION)
        return self.survey
