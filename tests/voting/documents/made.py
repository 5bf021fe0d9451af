"""Published conferences for documents: any people, counts and rules, without casting a ballot.

The log has every act that a real one has, with hashes that name nothing; the documents read its
acts, the definition and the result, which are real.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.checkpoint import Checkpoint, sign_checkpoint
from audit.entries import (
    CardsEntry,
    ClosingEntry,
    DecryptionProofEntry,
    DefinitionEntry,
    Entry,
    EventEntry,
    OpeningEntry,
    PublicationEntry,
    RehearsalEntry,
    entry_bytes,
)
from audit.merkle import leaf_hash, root_of
from audit.record import Event, EventType
from ballots.proofs import Proof
from ballots.tally import make_result
from tests.audit.logs import LOG
from tests.voting.people import definition
from voting.definition import Committee, Definition, definition_bytes
from voting.documents.account import Account, make_account
from voting.plan.committee import Member
from voting.plan.people import Person

UUID = "JFhMBfmAp5jNJh"
OPENED = 1_796_694_000  # 8 December 2026, 8:00 in Viet Nam
MEMBERS = ("Lê Văn Hùng", "Trần Thị Mai", "Phạm Quốc Bảo", "Đỗ Thị Ngọc Ánh", "Vũ Đình Khôi")
COMMITTEE = Committee(3, 5, False, tuple(Member(name, name == MEMBERS[0]) for name in MEMBERS))
NOTHING = "0" * 64
PROOF = Proof(challenge="0", response="0")


@dataclass
class Made:
    """What make_account is given. before: entries after the opening.
    books: after the closing. owners: who decrypted.
    """

    about: Definition
    counts: Sequence[Sequence[int]]
    cast: int
    issued: int
    void: int = 0
    books: Sequence[Entry] = ()
    before: Sequence[Entry] = ()
    owners: Sequence[int] = (1, 3, 4)
    changes: dict[str, Any] = field(default_factory=dict)

    def parts(self) -> dict[str, Any]:
        """Return the arguments of make_account."""
        frozen, result = definition_bytes(self.about), make_result([list(r) for r in self.counts])
        entries = [entry_bytes(entry) for entry in self._entries(frozen, result)]
        state = Checkpoint(
            f"tinnhiem/log/{UUID}", len(entries), root_of([leaf_hash(entry) for entry in entries])
        )
        return {
            "definition": frozen,
            "entries": entries,
            "result": result,
            "record_digest": hashlib.sha256(b"record").hexdigest(),
            "checkpoint": sign_checkpoint(state, public_key=LOG.public_key(), sign=LOG.sign),
            **self.changes,
        }

    def _entries(self, frozen: bytes, result: bytes) -> list[Entry]:
        printed = self.issued + self.void
        return [
            DefinitionEntry(
                version=1,
                uuid=UUID,
                definition=hashlib.sha256(frozen).hexdigest(),
                election=NOTHING,
                trustees=NOTHING,
                policy="quorum none\n",
            ),
            CardsEntry(made_by="server", count=printed),
            RehearsalEntry(trustees=(1,)),
            OpeningEntry(
                time=OPENED,
                printed=printed,
                issued=self.issued,
                void=self.void,
                convened=self.about.convened,
                present=self.about.present,
            ),
            *self.before,
            *[_ballot(height) for height in range(1, self.cast + 1)],
            ClosingEntry(issued=self.issued, cast=self.cast, not_returned=self.issued - self.cast),
            *self.books,
            *[
                DecryptionProofEntry(owner=owner, decryption=NOTHING, proof=PROOF)
                for owner in self.owners
            ],
            PublicationEntry(result=hashlib.sha256(result).hexdigest()),
        ]

    def account(self) -> Account:
        """Return the account."""
        return make_account(**self.parts())


def _ballot(height: int) -> Entry:
    event = Event(parent=NOTHING, height=height, type=EventType.BALLOT, payload=NOTHING)
    return EventEntry(event)


def made(
    people: Sequence[Person] | None = None,
    counts: Sequence[Sequence[int]] | None = None,
    *,
    cast: int = 47,
    **changes: Any,
) -> Made:
    """Make a conference of 47 ballots; by default two people, one over half low."""
    listed = tuple(people or PEOPLE)
    rows = counts or [(19, 2, 25), (46, 0, 1)]
    about = definition(
        **{
            "people": listed,
            "convened": 50,
            "present": 48,
            "cards": 50,
            "committee": COMMITTEE,
            "chair": "Hoàng Thị Thúy Lan",
            "place": "Vĩnh Phúc",
            **changes,
        }
    )
    return Made(about, rows, cast=cast, issued=cast + 1, void=2)


PEOPLE = (
    Person("Lê Duy Thành", "Chủ tịch Ủy ban nhân dân tỉnh", "Khối Ủy ban nhân dân"),
    Person("Hoàng Thị Thúy Lan", "Chủ tịch Hội đồng nhân dân tỉnh", "Khối Hội đồng nhân dân"),
)
