"""The drill of the server's own part of a key: it must come back from a backup before the opening.

Where the definition asks for a part of the server (`server_share`), nobody opens the result without
it. So, as each member does with the saved copy, the server shows that its part can be had from a
backup: the backup is restored into a folder beside, and the part found there decrypts the rehearsal
total. The log then says so, with an entry that names the server alone:

    {"act":"rehearsal","trustees":[1]}
"""

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from audit.entries import RehearsalEntry, parse_entry
from ballots.drill import make_drill_tally
from ballots.tally import make_partial_decryption, verify_partial_decryption
from voting.backup_file import DATABASE
from voting.ceremony_models import Ceremony
from voting.config import Settings
from voting.db import Database
from voting.instance import Instance
from voting.log import append_entry, entries_of, log_size
from voting.migrations import upgrade
from voting.models import Conference, State
from voting.refusals import Refusal, VotingRefused
from voting.services.backing_up import drafts, restore
from voting.services.common import (
    find_conference,
    frozen_parts,
    lock_conference,
    require_prepared,
    trustees_of,
)
from voting.services.keys import SERVER_OWNER, SecretKey, load_server_key


def needs_share_drill(session: Session, conference: Conference, ceremony: Ceremony) -> bool:
    """Tell whether the server's part of the key is still to be restored from a backup."""
    if ceremony.server_key is None:
        return False
    entries = entries_of(session, conference.id, 0, log_size(session, conference.id))
    return not any(_is_drill(entry) for entry in entries)


def _is_drill(entry: bytes) -> bool:
    read = parse_entry(entry)
    return isinstance(read, RehearsalEntry) and read.trustees == (SERVER_OWNER,)


def drill_backup(instance: Instance, source: Path, passphrase: str) -> tuple[str, ...]:
    """Restore a backup beside the installation; let each part of a key in it decrypt a rehearsal.

    Returns the conferences whose part was shown to come back now; the others had none to show, or
    had shown it.
    Raises VotingRefused BACKUP_TOO_OLD, WRONG_KEY and as `restore`; BallotsError if the decryption
    does not verify under the key of the election.
    """
    with drafts(instance.settings.instance) as folder:
        place = _beside(instance.settings, folder)
        restore(place, source, passphrase)
        waiting = _waiting(instance)
        for uuid in waiting:
            _verify(instance, place, uuid)
    return tuple(uuid for uuid in waiting if _record(instance, uuid))


def _beside(settings: Settings, folder: Path) -> Settings:
    place = replace(settings, instance=folder / "instance")
    if settings.database_file is None:
        return place
    return replace(place, database_url=f"sqlite:///{place.instance / DATABASE}")


def _waiting(instance: Instance) -> list[str]:
    with instance.database.reading() as session:
        found = session.execute(
            select(Conference, Ceremony)
            .join(Ceremony, Ceremony.uuid == Conference.uuid)
            .where(Conference.state == State.PREPARED, Ceremony.replaced_by.is_(None))
            .order_by(Conference.id)
        ).all()
        return [one.uuid for one, how in found if needs_share_drill(session, one, how)]


def _verify(instance: Instance, place: Settings, uuid: str) -> None:
    """Let the restored part decrypt; the proof is verified with the key that is in use here."""
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
    _require_same(place, conference)
    election, trustees = frozen_parts(conference).election, trustees_of(conference)
    key = _restored_key(place, conference)
    tally = make_drill_tally(election)
    decryption = make_partial_decryption(tally, key.secret, election)
    verify_partial_decryption(decryption, tally, trustees.key_of(key.owner), election)


def _require_same(place: Settings, conference: Conference) -> None:
    """Require that the restored database, if the backup has one, knows this very election."""
    if place.database_file is None:
        return
    with closing(Database(place.database_url)) as database:
        upgrade(database.engine)
        with database.reading() as session:
            found = session.scalar(select(Conference).where(Conference.uuid == conference.uuid))
            if found is None:
                raise VotingRefused(Refusal.BACKUP_TOO_OLD, conference.uuid)
            if (found.election, found.trustees) != (conference.election, conference.trustees):
                raise VotingRefused(Refusal.WRONG_KEY, conference.uuid)


def _restored_key(place: Settings, conference: Conference) -> SecretKey:
    trustees, group = trustees_of(conference), frozen_parts(conference).election.group
    try:
        return load_server_key(place, conference.uuid, trustees, group)
    except VotingRefused as error:
        if error.refusal is not Refusal.SERVER_KEY_MISSING:
            raise
        raise VotingRefused(Refusal.BACKUP_TOO_OLD, conference.uuid) from error


def _record(instance: Instance, uuid: str) -> bool:
    """Write into the log that the part came back; False if somebody wrote it meanwhile."""
    with instance.database.writing() as session:
        conference = lock_conference(instance, session, uuid)
        require_prepared(conference)
        ceremony = session.scalars(select(Ceremony).where(Ceremony.uuid == uuid)).one()
        if not needs_share_drill(session, conference, ceremony):
            return False
        append_entry(session, conference, RehearsalEntry(trustees=(SERVER_OWNER,)))
    return True
