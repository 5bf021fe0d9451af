"""What becomes of a sound ballot: a receipt, a refusal, or that it is in the log already."""

from dataclasses import dataclass

from voting.refusals import VotingRefused


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A recorded ballot: its tracker, its place in the log, the signed receipt.

    is_new: False if this very ballot was in the log already.
    """

    tracker: str
    index: int
    receipt: str
    is_new: bool


Height = int  # of a ballot that is in the log already
Settled = VotingRefused | Height
Outcome = CastBallot | Settled
