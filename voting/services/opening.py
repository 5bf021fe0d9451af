"""Open voting: left-over cards become void, the others are issued, the Setup entry is written."""

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from audit.entries import OpeningEntry
from audit.record import EventType, setup_bytes
from ballots.credentials import make_public_credentials
from ballots.hashing import sha256_hex
from voting.ceremony_models import Ceremony
from voting.instance import Instance
from voting.log import append_entry
from voting.models import Card, CardState, Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.rules.refusals import RulesRefused
from voting.rules.verdict import verify_quorum
from voting.services.attendance import present_at_opening
from voting.services.card_desk import require_handed_out
from voting.services.common import frozen_parts, lock_conference, require_prepared
from voting.services.share_drill import needs_share_drill
from voting.services.sitting_cards import void_in_later_votes
from voting.services.sittings import SittingView, lock_sitting
from voting.services.turnout import turnout_of
from voting.store import append

_AT_ONCE = 500
NO_MORE: Final[Mapping[str, Collection[str]]] = MappingProxyType({})


def open_voting(
    instance: Instance,
    uuid: str,
    left_over: Collection[str] = (),
    *,
    now: datetime,
    void: Mapping[str, Collection[str]] | None = NO_MORE,
) -> int:
    """Open voting and return the number of cards issued.

    left_over: the public credentials of the cards that stayed at the desk; they become void and
    are not in the record's list, so nobody can ever vote with them. now: the time of the opening,
    the only clock time of the record. void: in a sitting, the same cards as the other votes list
    them, by uuid, for every vote that is still to come; None: there they stay good, to be handed
    out later.
    Raises VotingRefused ALREADY_OPENED, LOG_KEY_CHANGED, REHEARSAL_MISSING, COMMITTEE_NOT_READY,
    SHARE_NOT_DRILLED, CONFERENCE_REPLACED, QUORUM_MISSING, NO_CARDS, UNKNOWN_CARD,
    MORE_CARDS_THAN_PRESENT, OTHER_VOTE_OPEN, VOID_INCOMPLETE, CARDS_UNBALANCED if the desks handed
    out another number.
    """
    with instance.database.writing() as session:
        sitting = lock_sitting(session, uuid)
        conference = lock_conference(instance, session, uuid)
        conference.present = present_at_opening(session, conference)
        _require_ready(session, conference)
        if sitting is not None:
            _take_turn(session, sitting, uuid, left_over, void)
        issued = _issue(session, conference, frozenset(left_over))
        present = conference.present
        if present is not None and len(issued) > present:
            raise VotingRefused(Refusal.MORE_CARDS_THAN_PRESENT, f"{len(issued)} > {present}")
        require_handed_out(session, conference, len(issued))
        conference.state = State.OPEN
        conference.opened_at = int(now.timestamp())
        _write_opening(session, conference)
        _write_setup(session, conference, issued)
    return len(issued)


def _take_turn(
    session: Session,
    sitting: SittingView,
    uuid: str,
    left_over: Collection[str],
    void: Mapping[str, Collection[str]] | None,
) -> None:
    """Require that no other vote of the sitting is open; void the cards in those to come."""
    if any(vote.state is State.OPEN for vote in sitting.votes):
        raise VotingRefused(Refusal.OTHER_VOTE_OPEN)
    place = sitting.vote(uuid)
    if place is not None and not place.has_own_cards and void is not None:
        void_in_later_votes(session, sitting, uuid, left_over, void)


def _require_ready(session: Session, conference: Conference) -> None:
    require_prepared(conference)
    _require_rehearsed(session, conference)
    definition = frozen_parts(conference).definition
    try:
        verify_quorum(definition.profile, definition.totals(present=conference.present))
    except RulesRefused as error:
        reason = error.findings[0].text
        raise VotingRefused(Refusal.QUORUM_MISSING, reason=reason) from error


def _require_rehearsed(session: Session, conference: Conference) -> None:
    ceremony = session.scalar(select(Ceremony).where(Ceremony.uuid == conference.uuid))
    if ceremony is not None and ceremony.replaced_by is not None:
        raise VotingRefused(Refusal.CONFERENCE_REPLACED, ceremony.replaced_by)
    if not conference.rehearsed:
        missing = Refusal.REHEARSAL_MISSING if ceremony is None else Refusal.COMMITTEE_NOT_READY
        raise VotingRefused(missing)
    if ceremony is not None and needs_share_drill(session, conference, ceremony):
        raise VotingRefused(Refusal.SHARE_NOT_DRILLED)


def _issue(session: Session, conference: Conference, left_over: frozenset[str]) -> list[str]:
    """Set the states of all cards; return the public credentials of the issued ones."""
    own = Card.conference_id == conference.id
    states = {card.credential: card.state for card in session.scalars(select(Card).where(own))}
    if not left_over <= set(states):
        raise VotingRefused(Refusal.UNKNOWN_CARD, f"{len(left_over - set(states))}")
    printed = {one for one, state in states.items() if state is CardState.PRINTED}
    issued = sorted(printed - left_over)
    if not issued:
        raise VotingRefused(Refusal.NO_CARDS)
    _set_state(session, conference, sorted(left_over & printed), CardState.VOID)
    _set_state(session, conference, issued, CardState.ISSUED)
    return issued


def _set_state(
    session: Session, conference: Conference, credentials: list[str], state: CardState
) -> None:
    for start in range(0, len(credentials), _AT_ONCE):
        some = credentials[start : start + _AT_ONCE]
        session.execute(
            update(Card)
            .where(Card.conference_id == conference.id, Card.credential.in_(some))
            .values(state=state)
            .execution_options(synchronize_session=False)
        )


def _write_opening(session: Session, conference: Conference) -> None:
    """Append the act of opening with the numbers of cards and people."""
    definition = frozen_parts(conference).definition
    session.flush()
    cards = turnout_of(session, conference)
    opening = OpeningEntry(
        time=conference.opened_at or 0,
        printed=cards.printed,
        issued=cards.issued,
        void=cards.void,
        convened=definition.convened,
        present=conference.present,
    )
    append_entry(session, conference, opening)


def _write_setup(session: Session, conference: Conference, issued: list[str]) -> None:
    """Append the Setup entry: election, trustees, shuffled public credentials, their hashes."""
    election = frozen_parts(conference).election
    shuffled = list(issued)
    secrets.SystemRandom().shuffle(shuffled)
    credentials = make_public_credentials(shuffled, election.group).bytes
    setup = setup_bytes(
        election=sha256_hex(conference.election),
        trustees=sha256_hex(conference.trustees),
        credentials=sha256_hex(credentials),
    )
    data = (conference.election, conference.trustees, credentials, setup)
    append(session, conference, EventType.SETUP, data)
