"""What a conference's documents say, read from the database: only what its log and record hold."""

import hashlib

from audit.entries import PublicationEntry, parse_entry
from audit.record import EventType
from voting.documents.account import Account, make_account
from voting.instance import Instance
from voting.log import entries_of, log_size
from voting.models import State
from voting.refusals import Refusal, VotingRefused
from voting.services.common import find_conference
from voting.services.reading import read_record
from voting.signing import sign_checkpoint
from voting.store import data_of, entry_of_kind


def read_account(instance: Instance, uuid: str) -> Account:
    """Return the account of a published conference; the same whenever it is asked for.

    Raises VotingRefused UNKNOWN_CONFERENCE, RESULT_NOT_PUBLISHED, and as `sign_checkpoint`.
    """
    with instance.database.reading() as session:
        conference = find_conference(session, uuid)
        published = entry_of_kind(session, conference.id, EventType.RESULT)
        if conference.state is not State.PUBLISHED or published is None:
            raise VotingRefused(Refusal.RESULT_NOT_PUBLISHED)
        entries = list(entries_of(session, conference.id, 0, log_size(session, conference.id)))
        while not isinstance(parse_entry(entries[-1]), PublicationEntry):
            entries.pop()
        checkpoint = sign_checkpoint(instance, session, conference, len(entries))
        result = data_of(session, published, 0)
    digest = hashlib.sha256()
    for piece in read_record(instance, uuid)[1]:
        digest.update(piece)
    return make_account(
        definition=conference.definition,
        entries=entries,
        result=result,
        record_digest=digest.hexdigest(),
        checkpoint=checkpoint,
    )
