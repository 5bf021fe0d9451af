"""The key ceremony of a committee: begin it, begin it again, and who may speak in it.

Each member has one link, `/c/<uuid>/committee#<token>`; of the token (128 bits) the server keeps
the SHA-256 and compares in constant time. A new link makes the old one worthless.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.canonical import encode
from ballots.election import make_uuid
from ballots.group import Scalar, group_named
from ballots.trustees import make_single
from voting.ceremony_models import Ceremony, CeremonyMember, CeremonyMessage
from voting.definition import Committee, Definition, definition_bytes, parse_definition
from voting.instance import Instance
from voting.models import Conference
from voting.refusals import Refusal, VotingRefused
from voting.services.acts import Act, note_here
from voting.services.common import require_prepared
from voting.services.delegates import move_draft
from voting.services.preparing import (
    NO_PHOTOS,
    Also,
    kept_server_key,
    nothing_else,
    store_photos,
    verify_definition,
)
from voting.services.sittings import Place, first_spare, lock_sitting, new_place, replace_vote

TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)


@dataclass(frozen=True, slots=True)
class MemberLink:
    """What one member is given: the end of the link is a secret of this member."""

    number: int
    name: str
    is_head: bool
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A ceremony that can begin: the uuid of the conference to come, a link for each member."""

    uuid: str
    links: tuple[MemberLink, ...]


@dataclass(frozen=True, slots=True)
class CommitteeMember:
    """Who is speaking: known by the token."""

    number: int
    name: str
    is_head: bool


def begin_ceremony(
    instance: Instance,
    definition: Definition,
    photos: Mapping[str, bytes] = NO_PHOTOS,
    *,
    place: Place = new_place,
    also: Also = nothing_else,
) -> Begun:
    """Freeze a definition and let its committee make the key, each member on an own device.

    place: in a sitting, if the vote has one.

    A server share, if the definition has one, is made now: before anybody has spoken.
    also: what else belongs to it, done in the same transaction.
    Raises VotingRefused BAD_DEFINITION, NO_COMMITTEE, SERVER_KEY_THERE, and as the place does.
    """
    verify_definition(definition, photos)
    if not committee_of(definition).members:
        raise VotingRefused(Refusal.NO_COMMITTEE)
    secret, public = _server_share(definition)
    with (
        kept_server_key(instance.settings, secret) as keep_key,
        instance.database.writing() as session,
    ):
        uuid = place(session)
        also(session, uuid)
        store_photos(session, photos)
        begun = _store(session, uuid, definition_bytes(definition), public)
        keep_key(uuid)
    return begun


def _store(session: Session, uuid: str, frozen: bytes, server_key: bytes | None) -> Begun:
    links = tuple(
        MemberLink(number, member.name, member.is_head, secrets.token_urlsafe(16))
        for number, member in enumerate(committee_of(parse_definition(frozen)).members, start=1)
    )
    ceremony = Ceremony(uuid=uuid, definition=frozen, server_key=server_key, attempt=1)
    session.add(ceremony)
    session.flush()
    session.add_all(
        CeremonyMember(ceremony_id=ceremony.id, number=link.number, token=digest(link.token))
        for link in links
    )
    return Begun(uuid, links)


def _server_share(definition: Definition) -> tuple[Scalar | None, bytes | None]:
    if not committee_of(definition).server_share:
        return None, None
    secret, single = make_single(group_named(definition.group))
    return secret, encode(single)


def committee_of(definition: Definition) -> Committee:
    """Return the committee of a definition. Raises VotingRefused NO_COMMITTEE."""
    if definition.committee is None:
        raise VotingRefused(Refusal.NO_COMMITTEE)
    return definition.committee


def restart_ceremony(instance: Instance, uuid: str, *, seen: str | None = None) -> Begun:
    """Begin the ceremony again; the links stay, and what was sent is kept as an earlier attempt.

    If the keys were ready, the conference is replaced by one with another uuid and new links (no
    link is returned otherwise); in a sitting by a spare vote, for which the same cards are good, if
    there is one. seen: the stage that whoever asks for it saw (`stage_of`); None: never mind.
    Raises VotingRefused UNKNOWN_CONFERENCE, CEREMONY_MOVED, ALREADY_OPENED, CONFERENCE_REPLACED,
    SERVER_KEY_THERE.
    """
    with instance.database.reading() as session:
        frozen = find_ceremony(session, uuid).definition
    secret, public = _server_share(parse_definition(frozen))
    with (
        kept_server_key(instance.settings, secret) as keep_key,
        instance.database.writing() as session,
    ):
        ceremony = lock_ceremony(session, uuid)
        made = session.scalar(select(Conference.id).where(Conference.uuid == uuid))
        if seen not in (None, stage_of(ceremony.attempt, is_made=made is not None)):
            raise VotingRefused(Refusal.CEREMONY_MOVED)
        note_here(session, Act.BEGAN_KEYS_AGAIN, about=uuid, conference_id=made)
        if made is None:
            ceremony.attempt += 1
            return Begun(uuid, ())
        if ceremony.replaced_by is not None:
            raise VotingRefused(Refusal.CONFERENCE_REPLACED, ceremony.replaced_by)
        new = _place_instead(session, uuid)
        _require_unopened(session, uuid)
        ceremony.replaced_by = new
        move_draft(session, uuid, new)
        replace_vote(session, uuid, new)
        begun = _store(session, new, frozen, public)
        keep_key(new)
    return begun


def stage_of(attempt: int, *, is_made: bool) -> str:
    """Return what changes when the key is made, and when it is begun again."""
    return f"{attempt}-{'made' if is_made else 'making'}"


def _place_instead(session: Session, uuid: str) -> str:
    """Return the uuid of what takes a vote's place; a spare vote stays locked until the end.

    Locked in this order: the ceremony, its sitting, the conference.
    """
    sitting = lock_sitting(session, uuid)
    vote = None if sitting is None else sitting.vote(uuid)
    spare = None if sitting is None else first_spare(sitting)
    if vote is None or vote.has_own_cards or spare is None:
        return make_uuid()
    return spare.uuid


def _require_unopened(session: Session, uuid: str) -> None:
    """Refuse if voting has been opened; until this transaction ends nobody opens it."""
    found = select(Conference).where(Conference.uuid == uuid).with_for_update()
    require_prepared(session.scalars(found).one())


def renew_link(instance: Instance, uuid: str, number: int, *, at_desk: bool = False) -> MemberLink:
    """Give a member a new link; the old one opens nothing any more. All members see how often.

    at_desk: not while the key is being made by somebody who has the old one. Raises VotingRefused
    UNKNOWN_CONFERENCE, UNKNOWN_MEMBER, MEMBER_AT_WORK.
    """
    token = secrets.token_urlsafe(16)
    with instance.database.writing() as session:
        ceremony = lock_ceremony(session, uuid)
        row = session.get(CeremonyMember, (ceremony.id, number))
        if row is None:
            raise VotingRefused(Refusal.UNKNOWN_MEMBER, f"{number}")
        made = session.scalar(select(Conference.id).where(Conference.uuid == uuid))
        if at_desk and made is None and _has_sent(session, ceremony, number):
            raise VotingRefused(Refusal.MEMBER_AT_WORK, f"{number}")
        row.token = digest(token)
        row.renewals += 1
        member = member_of(ceremony, number)
        told = f"{uuid}: {number}. {member.name}"
        note_here(session, Act.RENEWED_LINK, about=told, conference_id=made)
    return MemberLink(number, member.name, member.is_head, token)


def _has_sent(session: Session, ceremony: Ceremony, number: int) -> bool:
    """Tell whether a member has sent anything in the present attempt."""
    sent = select(CeremonyMessage.number).where(
        CeremonyMessage.ceremony_id == ceremony.id,
        CeremonyMessage.attempt == ceremony.attempt,
        CeremonyMessage.number == number,
    )
    return session.scalar(sent.limit(1)) is not None


def find_member(instance: Instance, uuid: str, token: str) -> CommitteeMember:
    """Return the member who holds this token. Raises VotingRefused UNKNOWN_MEMBER."""
    if not TOKEN.fullmatch(token):
        raise VotingRefused(Refusal.UNKNOWN_MEMBER)
    wanted = digest(token)
    with instance.database.reading() as session:
        ceremony = session.scalar(select(Ceremony).where(Ceremony.uuid == uuid))
        if ceremony is None:
            raise VotingRefused(Refusal.UNKNOWN_MEMBER)
        rows = session.scalars(
            select(CeremonyMember).where(CeremonyMember.ceremony_id == ceremony.id)
        )
        found = [row.number for row in rows if hmac.compare_digest(row.token, wanted)]
        if not found:
            raise VotingRefused(Refusal.UNKNOWN_MEMBER)
        return member_of(ceremony, found[0])


def member_of(ceremony: Ceremony, number: int) -> CommitteeMember:
    """Return a member by number, as the definition names it."""
    member = committee_of(parse_definition(ceremony.definition)).members[number - 1]
    return CommitteeMember(number, member.name, member.is_head)


def digest(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_ceremony(session: Session, uuid: str) -> Ceremony:
    """Return a ceremony. Raises VotingRefused UNKNOWN_CONFERENCE."""
    found = session.scalar(select(Ceremony).where(Ceremony.uuid == uuid))
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    return found


def lock_ceremony(session: Session, uuid: str) -> Ceremony:
    """Return a ceremony that nobody else can change until this transaction ends."""
    found = session.scalar(select(Ceremony).where(Ceremony.uuid == uuid).with_for_update())
    if found is None:
        raise VotingRefused(Refusal.UNKNOWN_CONFERENCE)
    return found
