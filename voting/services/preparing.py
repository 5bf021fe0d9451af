"""Prepare a conference: freeze its definition, make its keys; rehearse the decryption."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from audit.entries import VERSION, DefinitionEntry, RehearsalEntry
from audit.merkle import EMPTY_ROOT
from ballots.ballot import make_ballot, parse_ballot
from ballots.credentials import make_credential
from ballots.election import Election, make_election
from ballots.errors import BallotsError
from ballots.group import Scalar, group_named
from ballots.hashing import sha256_hex
from ballots.questions import plaintexts
from ballots.tally import (
    TallySum,
    combine,
    make_partial_decryption,
    parse_encrypted_tally,
    verify_partial_decryption,
)
from ballots.trustees import Trustees
from voting.config import Settings
from voting.definition import (
    Definition,
    DefinitionUnreadable,
    definition_bytes,
    parse_definition,
)
from voting.instance import Instance
from voting.log import Head, append_entry
from voting.models import Conference, Photo, State
from voting.policy import policy_of
from voting.readout import read_out
from voting.refusals import Refusal, VotingRefused
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_prepared,
    trustees_of,
)
from voting.services.delegates import keep_delegates_of_draft
from voting.services.keys import MemberKey, SecretKey, make_keys, open_keys, store_server_key
from voting.services.sites import make_sites
from voting.services.sitting_cards import take_reserved_cards
from voting.services.sittings import Place, new_place

REHEARSAL_BALLOTS = 2
NO_PHOTOS: Final[Mapping[str, bytes]] = MappingProxyType({})
Also = Callable[[Session, str], None]


def nothing_else(session: Session, uuid: str) -> None:
    """Do nothing else in the transaction in which a conference begins."""


@dataclass(frozen=True, slots=True)
class Created:
    """A prepared conference. members: what each committee member is given, once.

    words: the fingerprint of the election, to be read out and compared.
    """

    uuid: str
    fingerprint: str
    words: str
    members: tuple[MemberKey, ...]


def create_conference(
    instance: Instance,
    definition: Definition,
    photos: Mapping[str, bytes] = NO_PHOTOS,
    *,
    place: Place = new_place,
    also: Also = nothing_else,
) -> Created:
    """Freeze a definition, make the election and its keys, and store them.

    photos: those that the definition names, by SHA-256. place: in a sitting, if it has one.
    also: what else belongs to it, done first in the same transaction.

    The members' keys are returned and kept nowhere. Raises VotingRefused BAD_DEFINITION,
    SERVER_KEY_THERE, and as the place does.
    """
    verify_definition(definition, photos)
    with _mathematics():
        keys = make_keys(group_named(definition.group), definition.committee)
    with (
        kept_server_key(instance.settings, keys.server_secret) as keep_key,
        instance.database.writing() as session,
    ):
        uuid = place(session)
        with _mathematics():
            election = election_of(definition, uuid, keys.trustees)
        also(session, uuid)
        store_photos(session, photos)
        store_conference(instance, session, definition, election, keys.trustees)
        keep_key(uuid)
    return Created(uuid, election.fingerprint, read_out(election.digest), keys.members)


@contextmanager
def _mathematics() -> Iterator[None]:
    """Say of a definition from which no election can be made that it is not right."""
    try:
        yield
    except BallotsError as error:
        raise VotingRefused(Refusal.BAD_DEFINITION, str(error)) from error


@contextmanager
def kept_server_key(settings: Settings, secret: Scalar | None) -> Iterator[Callable[[str], None]]:
    """Give what writes the server's key file, if there is one, for the uuid that it is told.

    If anything fails then, the commit too, the file is taken back: never one that was there before.
    """
    made: list[Path] = []

    def keep(uuid: str) -> None:
        if secret is not None:
            made.append(store_server_key(settings, uuid, secret))

    try:
        yield keep
    except BaseException:
        for file in made:
            file.unlink()
        raise


def verify_definition(definition: Definition, photos: Mapping[str, bytes]) -> None:
    """Verify that a definition can be frozen. Raises VotingRefused BAD_DEFINITION."""
    try:
        parse_definition(definition_bytes(definition))
        _require_photos(definition, photos)
    except DefinitionUnreadable as error:
        raise VotingRefused(Refusal.BAD_DEFINITION, str(error)) from error


def election_of(definition: Definition, uuid: str, trustees: Trustees) -> Election:
    """Make the election of a definition and a key. Raises BallotsError BAD_ELECTION."""
    return make_election(
        uuid=uuid,
        name=definition.name,
        description=definition.description(),
        group=group_named(definition.group),
        public_key=trustees.public_key,
        questions=definition.questions(),
        administrator=definition.administrator or definition.body or None,
        credential_authority=definition.credential_authority or "server",
    )


def _require_photos(definition: Definition, photos: Mapping[str, bytes]) -> None:
    """Require just the photos that are named. Raises DefinitionUnreadable."""
    given = {hashlib.sha256(content).hexdigest() for content in photos.values()}
    if {person.photo for person in definition.people} - {""} != set(photos) or given != set(photos):
        raise DefinitionUnreadable("people: the photos are not those that were given")


def store_photos(session: Session, photos: Mapping[str, bytes]) -> None:
    """Store the photos of people that are not there yet."""
    for digest, content in photos.items():
        if session.get(Photo, digest, with_for_update=True) is None:
            session.add(Photo(digest=digest, content=content))


def store_conference(
    instance: Instance,
    session: Session,
    definition: Definition,
    election: Election,
    trustees: Trustees,
) -> Conference:
    """Store a conference; its log begins with the hashes of what is fixed from now on.

    If it is a vote of a sitting, it takes the cards that were made for it.
    The file of signed heads learns of the log while it is still empty: nothing is signed before
    this is committed, and if it never is, another beginning of the same uuid is no fork.
    """
    key = instance.log_key.of_conference(election.uuid)
    frozen = definition_bytes(definition)
    first = DefinitionEntry(
        version=VERSION,
        uuid=election.uuid,
        definition=sha256_hex(frozen),
        election=sha256_hex(election.bytes),
        trustees=sha256_hex(trustees.bytes),
        policy=policy_of(definition, key.verification_key),
    )
    conference = Conference(
        uuid=election.uuid,
        definition=frozen,
        election=election.bytes,
        trustees=trustees.bytes,
        log_key=key.verification_key,
        state=State.PREPARED,
        rehearsed=False,
        opened_at=None,
    )
    session.add(conference)
    session.flush()
    keep_delegates_of_draft(session, conference)
    make_sites(session, conference, definition.sites)
    append_entry(session, conference, first)
    instance.heads.advance(key.name, Head(0, EMPTY_ROOT))
    take_reserved_cards(session, conference)
    return conference


def rehearse_decryption(
    instance: Instance, uuid: str, member_keys: Sequence[bytes] = ()
) -> tuple[int, ...]:
    """Encrypt test ballots, decrypt their tally with the given keys, and compare.

    member_keys: contents of key files. Returns the numbers of the trustees that took part. The
    test ballots are made from throw-away credentials and kept nowhere.
    Raises VotingRefused ALREADY_OPENED, SERVER_KEY_MISSING, WRONG_KEY, REHEARSAL_FAILED, and
    BallotsError TOO_FEW_DECRYPTIONS.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        require_prepared(conference)
        election, trustees = frozen_parts(conference).election, trustees_of(conference)
    keys = open_keys(instance.settings, uuid, trustees, election.group, member_keys)
    _rehearse(election, trustees, keys)
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        conference.rehearsed = True
        owners = tuple(sorted(key.owner for key in keys))
        append_entry(session, conference, RehearsalEntry(trustees=owners))
    return owners


def _rehearse(election: Election, trustees: Trustees, keys: Sequence[SecretKey]) -> None:
    """Decrypt a tally of known ballots. Raises VotingRefused REHEARSAL_FAILED if it differs."""
    choices = [
        [int(place == number % len(question.answers)) for place in range(len(question.answers))]
        for number, question in enumerate(election.questions)
    ]
    total = TallySum(election)
    for _ in range(REHEARSAL_BALLOTS):
        total.add(parse_ballot(make_ballot(election, make_credential(), choices), election))
    tally = parse_encrypted_tally(total.encrypted_tally(), election)
    factors = {
        key.owner: verify_partial_decryption(
            make_partial_decryption(tally, key.secret, election),
            tally,
            trustees.key_of(key.owner),
            election,
        )
        for key in keys
    }
    counts = combine(trustees, factors, tally, group=election.group, total_weight=REHEARSAL_BALLOTS)
    made = zip(election.questions, choices, strict=True)
    marked = [plaintexts(asked, row, number) for number, (asked, row) in enumerate(made, start=1)]
    if counts != [[REHEARSAL_BALLOTS * mark for mark in row] for row in marked]:
        raise VotingRefused(Refusal.REHEARSAL_FAILED)
