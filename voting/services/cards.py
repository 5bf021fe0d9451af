"""Cards: make private credentials for printing; keep only the public ones, shuffled."""

import secrets

from sqlalchemy import func, insert, select

from ballots.credentials import make_credential, public_credential
from voting.definition import MAX_CARDS
from voting.instance import Instance
from voting.models import Card, CardState
from voting.refusals import Refusal, VotingRefused
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_prepared,
)


def print_cards(instance: Instance, uuid: str, count: int | None = None) -> list[str]:
    """Make private credentials, one a card, and store their public credentials as printed.

    count: how many; None = as many as the definition says. The private credentials are returned
    once and kept nowhere; the public ones are stored in an order of their own.
    Raises VotingRefused ALREADY_OPENED, BAD_CARD_COUNT.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        require_prepared(conference)
        frozen = frozen_parts(conference)
    wanted = frozen.definition.cards if count is None else count
    if not 1 <= wanted <= MAX_CARDS:
        raise VotingRefused(Refusal.BAD_CARD_COUNT, f"{wanted}")
    group = frozen.election.group
    private = [make_credential() for _ in range(wanted)]
    public = [public_credential(one, uuid=uuid, group=group) for one in private]
    secrets.SystemRandom().shuffle(public)
    with instance.database.writing() as session:
        conference = lock_conference(session, uuid)
        require_prepared(conference)
        printed = select(func.count()).where(Card.conference_id == conference.id)
        if session.scalars(printed).one() + wanted > MAX_CARDS:
            raise VotingRefused(Refusal.BAD_CARD_COUNT, f"more than {MAX_CARDS}")
        session.execute(
            insert(Card),
            [
                {"conference_id": conference.id, "credential": one, "state": CardState.PRINTED}
                for one in public
            ],
        )
    return private
