"""What never changes of a conference, read once in a process: what casting asks for each ballot.

Election, definition and log key stand in a row that is written once; only its state moves
(`voting.models.Conference`). So they are read from the database when the first ballot comes, and
every later ballot finds them here. The state is never kept: the writing transaction reads it.
"""

from dataclasses import dataclass

from ballots.election import Election


@dataclass(frozen=True, slots=True)
class Fixed:
    """A conference's number in the database, its election, the announced key of its log.

    limit: how many bytes a ballot may have at most.
    """

    id: int
    uuid: str
    log_key: str
    election: Election
    limit: int
