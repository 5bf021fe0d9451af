"""A conference about whose ballots there are disputes, and the refusals that its log signs."""

from dataclasses import dataclass, replace

from audit.dispute import Ground, Outcome, Ruling
from audit.merkle import leaf_hash, root_of
from audit.statement import RefusalCode, Statement, make_statement
from ballots.ballot import make_ballot, tracker_of
from ballots.credentials import make_credential
from tests.audit.forge import Draft
from tests.audit.forge_log import LogDraft, log_of
from tests.audit.logs import LOG, OTHER
from tests.audit.workshop import Workshop, workshop

ROWS = [[1, 0], [0, 1]]


@dataclass(frozen=True)
class Hall:
    """A conference in which voter 0 cast twice, voter 1 once, voter 2 not at all.

    stray: a ballot of a card that is on no list.
    """

    shop: Workshop
    record: Draft
    log: LogDraft
    stray: bytes
    late: bytes

    @property
    def ballots(self) -> tuple[bytes, ...]:
        return self.record.ballots


def make_hall() -> Hall:
    """Play the conference."""
    shop = workshop()
    ballots = (shop.ballot(0, ROWS), shop.ballot(1, ROWS), shop.ballot(0, [[0, 1], [0, 1]]))
    record = shop.tallied(
        replace(shop.draft(), ballots=ballots), [(ballots[1], 1), (ballots[2], 1)]
    )
    record = replace(record, decryptions=())
    stray = make_ballot(shop.election, make_credential(), ROWS)
    return Hall(shop, record, log_of(record, shop), stray, shop.ballot(2, ROWS))


def refused(
    log: LogDraft, code: RefusalCode, ballot: bytes, size: int | str, key: object = LOG
) -> bytes:
    """Sign a refusal of a ballot when the log had a size, or right before an act."""
    place = log.index(size) if isinstance(size, str) else size
    root = root_of([leaf_hash(entry) for entry in log.entries[:place]])
    said = Statement(log.origin, tracker_of(ballot), code, place, root)
    signer = OTHER if key is OTHER else LOG
    return make_statement(said, public_key=signer.public_key(), sign=signer.sign).encode()


def verdict(ruling: Ruling) -> tuple[Outcome, Ground]:
    return ruling.outcome, ruling.ground
