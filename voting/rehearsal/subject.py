"""What is rehearsed: a definition like the planned one, but one that counts for nothing.

It gets an identity, keys and a log of its own, so nothing of it is good for the real vote.
"""

from dataclasses import dataclass

import msgspec

from voting.definition import Definition
from voting.refusals import Refusal, VotingRefused
from voting.rehearsal.readiness import Committee


@dataclass(frozen=True, slots=True)
class Subject:
    """A conference or plan to be rehearsed, and how far its committee is.

    of: the uuid of the conference, or the name of a draft; None for a plan. committee: None where
    there is none.
    """

    of: str | None
    definition: Definition
    committee: Committee | None


def committee_to_be(definition: Definition) -> Committee | None:
    """Return how far a committee is that has got no links yet."""
    planned = definition.committee
    if planned is None:
        return None
    return Committee(0, planned.size, planned.threshold, has_begun=False)


def practice_of(planned: Definition, *, delegates: int, hand: int, base_url: str) -> Definition:
    """Return the definition of a rehearsal for so many delegates and test cards.

    Photos, witnesses, a share of the server's and an own maker of cards are left out, and the keys
    of all members are made on this machine. Raises VotingRefused REHEARSAL_TOO_SMALL.
    """
    if delegates < planned.fewest_ballots:
        raise VotingRefused(Refusal.REHEARSAL_TOO_SMALL, f"{delegates} < {planned.fewest_ballots}")
    there = delegates + hand
    committee = planned.committee
    if committee is not None:
        committee = msgspec.structs.replace(committee, members=(), server_share=False)
    return msgspec.structs.replace(
        planned,
        rehearsal=True,
        address=base_url,
        cards=there,
        present=there,
        convened=None if planned.convened is None else max(planned.convened, there),
        total_members=None if planned.total_members is None else max(planned.total_members, there),
        people=tuple(msgspec.structs.replace(person, photo="") for person in planned.people),
        committee=committee,
        credential_authority=None,
        witnesses=(),
        witness_quorum=0,
    )
