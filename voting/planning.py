"""From a plan, as an organizer wrote it, to the definition that a conference freezes."""

from typing import Final

from voting.definition import Committee, Definition
from voting.plan.plan_file import Plan
from voting.plan.sites import MAX_NAME, MIN_NAME

ONE_SITE: Final = "Hội trường"  # where a plan names neither sites nor a place


def definition_of(plan: Plan, minimum_ballots: int) -> Definition:
    """Return the definition of a plan.

    minimum_ballots: the smallest tally that this installation decrypts; a plan may ask for more.
    """
    committee = None
    if not plan.trustees.is_server_only:
        committee = Committee(
            threshold=plan.trustees.needed,
            size=plan.trustees.members,
            server_share=plan.server_share,
            members=plan.committee,
        )
    return Definition(
        name=plan.name,
        body=plan.body,
        date=plan.date,
        profile=plan.profile,
        people=plan.people,
        total_members=plan.total_members,
        convened=plan.convened,
        present=plan.present,
        cards=plan.cards,
        group=plan.group,
        committee=committee,
        minimum_ballots=max(minimum_ballots, plan.minimum_ballots or 0),
        chair=plan.chair,
        place=plan.place,
        superior=plan.superior,
        administrator=plan.administrator,
        credential_authority=plan.credential_authority,
        address=plan.address,
        rehearsal=plan.rehearsal,
        witnesses=plan.witnesses,
        witness_quorum=_quorum(plan),
        seats=plan.seats,
        sites=tuple(site.name for site in plan.sites) or (_only_site(plan.place or ""),),
    )


def _quorum(plan: Plan) -> int:
    """Return how many witnesses must cosign: what the plan says, else more than half of them."""
    if plan.witness_quorum is not None:
        return plan.witness_quorum
    return len(plan.witnesses) // 2 + 1 if plan.witnesses else 0


def _only_site(place: str) -> str:
    """Name the one site of a plan that names none: after the place, if that can be a name."""
    return place if MIN_NAME <= len(place) <= MAX_NAME and place.isprintable() else ONE_SITE
