"""The cards as the plan shares them out among the sites, noted at one press."""

from voting.day_models import Batch
from voting.instance import Instance
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_here
from voting.services.common import lock_conference, require_prepared
from voting.services.drafts import find_draft_of
from voting.services.names import LONGEST, name_key_of
from voting.services.sites import batches_of, find_site, list_sites, require_printed


def planned_batches(instance: Instance, uuid: str) -> list[tuple[int, int]]:
    """Return number of the site and cards, as the plan shares them out; [] if it does not.

    It does if it says how many cards go to a site, and no batch was given yet.
    """
    draft = find_draft_of(instance, uuid)
    rows = [] if draft is None else draft.document.get("sites", [])
    wanted = {name_key_of(row["name"][:LONGEST]): row.get("cards") or 0 for row in rows}
    sites = list_sites(instance, uuid)
    if any(site.batches for site in sites):
        return []
    named = ((site.number, wanted.get(name_key_of(site.name), 0)) for site in sites)
    return [(number, count) for number, count in named if count]


def give_planned(instance: Instance, uuid: str) -> None:
    """Note that every site was given the cards that the plan says, all or none.

    Raises VotingRefused NOTHING_PLANNED, MORE_THAN_PRINTED, ALREADY_OPENED.
    """
    planned = planned_batches(instance, uuid)
    if not planned:
        raise VotingRefused(Refusal.NOTHING_PLANNED)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        if batches_of(session, conference.id):
            raise VotingRefused(Refusal.NOTHING_PLANNED)
        require_printed(session, conference, sum(count for _, count in planned))
        for number, (site, count) in enumerate(planned, start=1):
            row = find_site(session, conference.id, site)
            key = {"conference_id": conference.id, "number": number}
            session.add(Batch(**key, site=site, count=count, first_serial=None))
            told = f"{count}, {row.name}"
            note_here(session, Act.GAVE_BATCH, about=told, conference_id=conference.id)
